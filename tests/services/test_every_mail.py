"""Whatever comes in by mail ends on a request or aside with its reason, and the same again changes nothing (C2)."""

import os
from datetime import timedelta
from pathlib import Path

from console.mail.message import InboundMail, parse
from console.services import intake
from console.services.context import Desk
from console.services.shapes import Admitted
from tests.conftest import at

OWN = Path(__file__).parents[1] / "mail" / "samples"
REAL = Path(os.environ.get("CREDITDESK_REAL_MAILS") or OWN)
"""Real mails where a folder with them is named, as tests/mail/test_real_mails.py says; else our own alone."""


def every_mail() -> list[bytes]:
    """The bytes of every mail there is, our own and those of the folder."""
    files = {*OWN.glob("*.eml"), *REAL.rglob("*.eml"), *REAL.rglob("*_[0-9][0-9].txt")}
    return [file.read_bytes() for file in sorted(files)]


async def _feed(desk: Desk, mails: list[bytes], *, day: int) -> list[Admitted]:
    """Take them in, a quarter of an hour apart."""
    found = []
    for number, raw in enumerate(mails):
        when = at(24 * 60 * day) + timedelta(minutes=15 * number)
        found.append(await intake.admit_mail(desk, raw, mail=parse(raw), received_at=when))
    return found


async def test_every_mail_is_placed(desk: Desk) -> None:
    """Every mail is a request, on one, or set aside with a reason, and a bounce is never a request of its own."""
    mails = every_mail()
    placed = await _feed(desk, mails, day=0)
    for raw, each in zip(mails, placed, strict=True):
        read = parse(raw)
        robot = isinstance(read, InboundMail) and read.automatic is not None
        placed_well = each.ticket is not None or bool(each.reason)
        assert (placed_well, robot and each.action == "new") == (True, False), raw[:300]


async def test_every_mail_a_second_time_changes_nothing(desk: Desk) -> None:
    """Fed a second time, every mail is known, whatever it is."""
    mails = every_mail()
    await _feed(desk, mails, day=0)
    again = await _feed(desk, mails, day=30)
    assert {each.action for each in again} == {"already-known"}
