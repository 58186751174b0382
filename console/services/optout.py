"""Opting out of promotional messages: by the mail that each of them offers, or told to staff (A3)."""

import hashlib
import hmac
import re
from datetime import datetime

from console.policy import access
from console.policy.refusal import Refusal
from console.services import facts
from console.services.arrivals import Arrived
from console.services.connection import until_saved
from console.services.context import Desk
from console.services.faults import NotFound
from console.services.shapes import Actor
from db import customers, people, tickets
from db.engine import Session
from db.tables import Customer

DONE = "It ends promotional messages."
"""What is kept as the reason with a mail that did so."""

_SUBJECT = re.compile(
    r"^\W*(?:re\s*:\s*)*unsubscribe\s+(([1-9][0-9]{0,17})-[0-9a-f]{32})\W*$", re.IGNORECASE
)


def key_of(secret: bytes, customer_id: int) -> str:
    """What a mail says to end promotional ones to a customer; nobody else can make it."""
    made = hmac.new(secret, f"unsubscribe:{customer_id}".encode(), hashlib.sha256)
    return f"{customer_id}-{made.hexdigest()[:32]}"


def address_of(desk: Desk, customer_id: int) -> str:
    """The mailto address that List-Unsubscribe names."""
    key = key_of(desk.facts.secret, customer_id)
    return f"mailto:{desk.settings.support_address}?subject=unsubscribe%20{key}"


async def of_mail(session: Session, desk: Desk, arrived: Arrived) -> int | None:
    """Within a transaction: opt out whoever a mail with a right key says, and give their number; None for all others.

    Mail programs send such mails by themselves, so one that a program wrote counts too.
    """
    found = _SUBJECT.match(arrived.subject)
    if found is None:
        return None
    number = int(found[2])
    if not hmac.compare_digest(key_of(desk.facts.secret, number), found[1].lower()):
        return None
    customer = await people.customer(session, await customers.survivor(session, number))
    if customer is None:
        return None
    await _set(
        session, customer, out=True, now=arrived.received_at, reason="by mail", staff_id=None
    )
    return customer.id


async def is_out(session: Session, customer_id: int) -> bool:
    """Within a transaction: whether a customer, or whom they were merged into, wants no promotions."""
    found = await people.customer(session, await customers.survivor(session, customer_id))
    return found is not None and found.opted_out_at is not None


@until_saved
async def change(
    desk: Desk,
    actor: Actor,
    *,
    customer: int | None = None,
    address: str | None = None,
    out: bool,
    reason: str,
    now: datetime,
) -> bool | Refusal:
    """Write down that a customer wants no promotional messages, or wants them again. Raises NotFound."""
    async with desk.writing(actor, now, alone=True) as session:
        if refused := access.check(facts.role_of(actor), "opt_out"):
            return refused
        if not reason.strip():
            return Refusal("What a customer is written is changed with a reason.", "A3")
        named = await customers.find(session, number=customer, address=address)
        if named is None:
            raise NotFound(f"No customer {address or customer} is known.")
        found = await people.customer(session, await customers.survivor(session, facts.key(named)))
        assert found is not None  # noqa: S101 - whoever was merged has a survivor
        await _set(session, found, out=out, now=now, reason=reason, staff_id=actor.staff_id)
        return found.opted_out_at is not None


async def _set(
    session: Session,
    customer: Customer,
    *,
    out: bool,
    now: datetime,
    reason: str,
    staff_id: int | None,
) -> None:
    if (customer.opted_out_at is not None) is out:
        return
    await customers.change(session, customer, opted_out_at=now if out else None)
    await tickets.record(
        session, "opted out" if out else "opted in", at=now, staff_id=staff_id,
        customer_id=customer.id, reason=reason,
    )  # fmt: skip
