"""Credits bought, given, corrected and reversed: an admin's alone, each under a reference of its own (K)."""

import secrets
from datetime import datetime

from console.policy import access
from console.policy import credits as policy_credits
from console.policy.credits import Origin
from console.policy.refusal import Refusal
from console.services import facts, posting
from console.services.context import Desk
from console.services.faults import BadInput, NotFound
from console.services.shapes import Actor, EntryView
from console.services.views import entry_views
from db import ledger, people, tickets
from db.engine import Session

MAX_CREDITS = 1_000_000

OWN_REFERENCES = (
    "ticket:", "proposal:", "reverse:", "purchase:", "grant:", "correct:", "merge:", "package:",
)  # fmt: skip
"""How the references begin that the desk gives by itself."""


async def purchase(
    desk: Desk,
    actor: Actor,
    *,
    address: str,
    credits: int,
    quantity: int = 1,
    reason: str,
    reference: str | None = None,
    now: datetime,
) -> EntryView | Refusal:
    """Post `quantity` packages of `credits` (K2). Raises NotFound and BadInput."""
    return await _post(
        desk, actor, action="purchase", address=address, credits=credits * quantity, origin="paid",
        refused=policy_credits.check_purchase(credits, quantity, terms=desk.terms_at(now)),
        clauses=["K2"], reason=reason, reference=reference, quantity=quantity, now=now,
    )  # fmt: skip


async def grant(
    desk: Desk,
    actor: Actor,
    *,
    address: str,
    credits: int,
    reason: str,
    reference: str | None = None,
    now: datetime,
) -> EntryView | Refusal:
    """Post free credits that came with paid add-ons (K3, K4). Raises NotFound and BadInput."""
    clauses = ["K3"] if credits == desk.terms_at(now).addon_grant else ["K4"]
    return await _post(
        desk, actor, action="grant", address=address, credits=credits, origin="free",
        refused=policy_credits.check_grant(credits, desk.terms_at(now)), clauses=clauses, reason=reason,
        reference=reference, now=now,
    )  # fmt: skip


async def correct(
    desk: Desk,
    actor: Actor,
    *,
    address: str,
    credits: int,
    reason: str,
    reference: str | None = None,
    corrects: int | None = None,
    now: datetime,
) -> EntryView | Refusal:
    """Post a correction, up or down, with a reason; it may name the entry that was wrong (K2). Raises NotFound and BadInput."""
    return await _post(
        desk, actor, action="correct", address=address, credits=credits, origin="paid",
        refused=policy_credits.check_correction(credits, reason), clauses=["K2"], reason=reason,
        reference=reference, corrects=corrects, now=now,
    )  # fmt: skip


_KINDS = {"purchase": "purchase", "grant": "grant", "correct": "correction"}


async def _post(
    desk: Desk,
    actor: Actor,
    *,
    action: str,
    address: str,
    credits: int,
    origin: Origin,
    refused: Refusal | None,
    clauses: list[str],
    reason: str,
    reference: str | None,
    quantity: int | None = None,
    corrects: int | None = None,
    now: datetime,
) -> EntryView | Refusal:
    if abs(credits) > MAX_CREDITS:
        raise BadInput(f"One entry moves at most {MAX_CREDITS:,} credits.")
    if not reason.strip():
        raise BadInput("An entry needs a reason.")
    if (reference or "").startswith(OWN_REFERENCES):
        raise BadInput(
            f"References that begin with {str(reference).partition(':')[0]}: are the desk's own."
        )
    if refused := access.check(facts.role_of(actor), action) or refused:
        return refused
    async with desk.writing(actor, now) as session:
        customer = await people.customer_at(session, normal(address))
        if customer is None:
            raise NotFound(f"No customer writes from {address}.")
        if refused := await _check_corrected(session, corrects, facts.key(customer)):
            return refused
        known = await ledger.by_reference(session, reference) if reference else None
        posted = await posting.post(
            session, desk, actor, customer_id=facts.key(customer),
            reference=reference or f"{action}:{secrets.token_hex(8)}", kind=_KINDS[action],
            credits=credits, origin=origin, reason=reason.strip(), clauses=clauses,
            quantity=quantity, corrects=corrects, now=now,
        )  # fmt: skip
        if isinstance(posted, Refusal):
            return posted
        if known is not None:
            return (await entry_views(session, [posted]))[0]
        await tickets.record(
            session, _KINDS[action], at=now, staff_id=actor.staff_id, entry=posted.id
        )
        await posting.wake(session, desk, facts.key(customer), now=now)
        return (await entry_views(session, [posted]))[0]


async def _check_corrected(session: Session, entry: int | None, customer_id: int) -> Refusal | None:
    """Refuse to correct what is on somebody else's account."""
    if entry is None:
        return None
    row = await ledger.get(session, entry)
    if row is None:
        raise NotFound(f"There is no entry {entry}.")
    if await ledger.owner(session, row) != customer_id:
        return Refusal(f"Entry {entry} is on another customer's account.", "K7")
    return None


async def reverse(
    desk: Desk, actor: Actor, *, entry: int, reason: str, now: datetime
) -> EntryView | Refusal:
    """Post the opposite of what is left of an entry; paid credits never go back as money (K8). Raises NotFound."""
    if not reason.strip():
        raise BadInput("A reversal needs a reason.")
    if refused := access.check(facts.role_of(actor), "reverse"):
        return refused
    async with desk.writing(actor, now) as session:
        row = await ledger.get(session, entry)
        if row is None:
            raise NotFound(f"There is no entry {entry}.")
        if row.kind == "purchase":
            return policy_credits.check_refund()
        if row.kind == "reversal" or row.credits == 0:
            return Refusal(f"Entry {entry} took and gave nothing that can be reversed.", "K7")
        left = abs(row.credits) - await ledger.given_back(session, entry)
        if left == 0:
            return Refusal(f"Entry {entry} has been reversed already.", "K7")
        owner = await ledger.owner(session, row)
        posted = await posting.reverse(
            session, desk, actor, entry=row, credits=left, reason=reason.strip(),
            reference=f"reverse:{entry}", customer_id=owner, now=now,
        )  # fmt: skip
        if isinstance(posted, Refusal):
            return posted
        await posting.wake(session, desk, owner, now=now)
        return (await entry_views(session, [posted]))[0]


async def wake_all(desk: Desk, *, now: datetime) -> int:
    """End every wait whose credits are there, however they came to be free (U2); says how many."""
    async with desk.reading() as session:
        candidates = await tickets.customers_who_may_go_on(session)
    woken = 0
    for customer in candidates:
        async with desk.writing() as session:
            woken += len(await posting.wake(session, desk, customer, now=now))
    return woken


def normal(address: str) -> str:
    """An address as it is stored: lower case, no space around it."""
    return address.strip().lower()
