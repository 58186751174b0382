"""The website: its calls are taken once, and what its forms hold comes in as any form does (C1)."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from console.policy import disputes
from console.policy.refusal import Refusal
from console.policy.senders import Verdict
from console.services import intake, optout
from console.services.arrivals import from_form
from console.services.connection import until_saved
from console.services.context import Desk
from console.services.shapes import Admitted
from db import site

JOB = "site"
"""The login that the website works under, where the database knows logins."""

UNPROVEN = Verdict(asked=True)
"""What is known of who fills in a form that anybody can: nothing shows that the address is theirs."""

_SLACK = timedelta(minutes=5)


@until_saved
async def take_call(
    desk: Desk, digest: str, *, until: datetime, now: datetime, forget: bool = False
) -> bool:
    """Note a signed call; False where it has come before. `forget` drops those that cannot come again."""
    async with desk.writing(job=JOB, patient=False) as session:
        if forget:
            await site.forget(session, before=now - _SLACK)
        return await site.take(session, digest, until=until)


async def file_form(
    desk: Desk, form: Mapping[str, str], *, raw: bytes, now: datetime
) -> int | Refusal:
    """Take in a contact form and say the request's number; again it says the same. Raises BadInput.

    Whoever signs the call, a form can be filled in with anybody's address: it agrees to nothing.
    """
    arrived = replace(from_form(dict(form), raw, now), verdict=UNPROVEN)
    return request_of(await intake.admit(desk, arrived, job=JOB))


def request_of(admitted: Admitted) -> int | Refusal:
    """The request that something went to, or why there is none: of forms only a stranger's dispute is set aside (D3)."""
    if admitted.ticket is not None:
        return admitted.ticket
    return Refusal(optout.DONE, "A3") if admitted.action == "joined" else disputes.UNKNOWN


def raw_of(values: Mapping[str, str]) -> bytes:
    """What came in, as it is kept: by its values, not by how they were written."""
    return json.dumps(values, ensure_ascii=False, sort_keys=True).encode()


async def check(desk: Desk) -> None:
    """See that the record can be read. Raises Unreachable."""
    async with desk.reading():
        pass
