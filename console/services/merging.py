"""Two customers that turn out to be one: all that belongs to the one goes to the other, and can go back."""

from datetime import datetime

from console.policy import access
from console.policy.credits import Origin
from console.policy.refusal import Refusal
from console.services import customers, facts, merge_views, posting
from console.services.account_shapes import MergeView
from console.services.connection import until_saved
from console.services.context import Desk
from console.services.faults import BadInput, NotFound
from console.services.lapses import lapse
from console.services.shapes import Actor
from db import consents, ledger, merging, tickets
from db import customers as db_customers
from db.engine import Session
from db.tables import Consent, Customer, CustomerMerge


@until_saved
async def merge(
    desk: Desk,
    actor: Actor,
    *,
    from_customer: int,
    into_customer: int,
    reason: str,
    now: datetime,
) -> MergeView | Refusal:
    """Make two customers one; every entry stays, and the balance goes over as transfers (K6). Raises NotFound, BadInput."""
    if not reason.strip():
        raise BadInput("Merging customers needs a reason.")
    if refused := access.check(facts.role_of(actor), "merge"):
        return refused
    async with desk.writing(actor, now, alone=True) as session:
        # In the order of their numbers, so that two merges at once cannot wait for each other.
        for number in sorted((from_customer, into_customer)):
            await ledger.account_of(session, number)
        old = await customers.the_customer(session, customer=from_customer)
        new = await customers.the_customer(session, customer=into_customer)
        if refused := _check(old, new):
            return refused
        moved = await merging.belongings(session, from_customer)
        row = await merging.add(
            session, from_customer=from_customer, into_customer=into_customer,
            reason=reason.strip(), moved=moved, staff_id=actor.staff_id, merged_at=now,
        )  # fmt: skip
        ended = await _end_standing(session, old, new, actor=actor, now=now)
        await _transfer(session, desk, actor, row=row, now=now)
        await merging.move(session, moved, from_id=from_customer, into_id=into_customer)
        old = await customers.the_customer(session, customer=from_customer)
        await db_customers.change(session, old, merged_into=into_customer)
        await _keep_opted_out(session, old, into_customer)
        if ended is not None:
            await lapse(session, desk, ended, now=now)
        await _record(session, "customers merged", actor, row=row, reason=reason, now=now)
        await posting.wake(session, desk, into_customer, now=now)
        return (await merge_views.views(session, [row]))[0]


@until_saved
async def undo(
    desk: Desk, actor: Actor, *, merge: int, reason: str, now: datetime
) -> MergeView | Refusal:
    """Take a merge back: what went over returns, spent or not, and both ledgers go on. Raises NotFound, BadInput."""
    if not reason.strip():
        raise BadInput("Taking a merge back needs a reason.")
    if refused := access.check(facts.role_of(actor), "merge"):
        return refused
    async with desk.writing(actor, now, alone=True) as session:
        row = await merging.get(session, merge)
        if row is None:
            raise NotFound(f"There is no merge {merge}.")
        if row.undone_at is not None:
            return Refusal(f"Merge {merge} has been taken back already.")
        into = await customers.the_customer(session, customer=row.into_customer)
        if into.merged_into is not None:
            return Refusal(
                f"Customer {into.id} was merged on into customer {into.merged_into}:"
                " take that back first."
            )
        await _transfer_back(session, desk, actor, row=row, now=now)
        await merging.move(session, row.moved, from_id=row.into_customer, into_id=row.from_customer)
        old = await customers.the_customer(session, customer=row.from_customer)
        await db_customers.change(session, old, merged_into=None)
        row = await merging.get(session, merge) or row
        await merging.undone(
            session, row, undone_at=now, undone_by=actor.staff_id, undo_reason=reason.strip()
        )
        await _record(session, "merge taken back", actor, row=row, reason=reason, now=now)
        for number in (row.from_customer, row.into_customer):
            await posting.wake(session, desk, number, now=now)
        return (await merge_views.views(session, [row]))[0]


def _check(old: Customer, new: Customer) -> Refusal | None:
    if old.id == new.id:
        return Refusal("A customer cannot be merged with themselves.")
    for each in (old, new):
        if each.merged_into is not None:
            return Refusal(f"Customer {each.id} was merged into customer {each.merged_into}.")
    return None


async def _end_standing(
    session: Session, old: Customer, new: Customer, *, actor: Actor, now: datetime
) -> Consent | None:
    """Of two standing agreements the one of who stays is in force; the other, ended."""
    own = await consents.own(session, ticket_id=None, customer_id=facts.key(old))
    if own is None or not await consents.own(session, ticket_id=None, customer_id=facts.key(new)):
        return None
    await consents.withdraw(session, own, at=now, staff_id=actor.staff_id, reason="merged")
    return own


async def _keep_opted_out(session: Session, old: Customer, into: int) -> None:
    """Who of the two wanted no promotions gets none (A3); a merge taken back leaves that as it is."""
    new = await customers.the_customer(session, customer=into)
    if old.opted_out_at is not None and new.opted_out_at is None:
        await db_customers.change(session, new, opted_out_at=old.opted_out_at)


async def _transfer(
    session: Session, desk: Desk, actor: Actor, *, row: CustomerMerge, now: datetime
) -> None:
    """Bring the old account to nothing and the new one to both; paid stays paid, free free, a debt as old as it was."""
    last = await ledger.last_of(session, row.from_customer)
    balance, free = (last.balance_after, last.free_after) if last else (0, 0)
    parts: list[tuple[Origin, int]] = [("free", free), ("paid", balance - free)]
    for origin, credits in parts:
        if credits:
            await _post(session, desk, actor, row, "out", origin=origin, credits=-credits, now=now)
            await _post(
                session, desk, actor, row, "in", origin=origin, credits=credits,
                owed_since=last.owing_since if last else None, now=now,
            )  # fmt: skip


async def _transfer_back(
    session: Session, desk: Desk, actor: Actor, *, row: CustomerMerge, now: datetime
) -> None:
    """What went over goes back whole, even where that leaves a debt (U7)."""
    for entry in await merging.transfers(session, [facts.key(row)]):
        if entry.reference.startswith(f"merge:{row.id}:in:"):
            origin: Origin = "free" if entry.origin == "free" else "paid"
            gone = await ledger.by_reference(session, f"merge:{row.id}:out:{origin}")
            before = await ledger.before(session, gone) if gone is not None else None
            back = -entry.credits
            await _post(session, desk, actor, row, "back-out", origin=origin, credits=back, now=now)
            await _post(
                session, desk, actor, row, "back-in", origin=origin, credits=-back,
                owed_since=before.owing_since if before else None, now=now,
            )  # fmt: skip


async def _post(
    session: Session,
    desk: Desk,
    actor: Actor,
    row: CustomerMerge,
    way: str,
    *,
    origin: Origin,
    credits: int,
    owed_since: datetime | None = None,
    now: datetime,
) -> None:
    customer = row.into_customer if way in {"in", "back-out"} else row.from_customer
    posted = await posting.post(
        session, desk, actor, customer_id=customer, reference=f"merge:{row.id}:{way}:{origin}",
        kind="transfer", credits=credits, origin=origin,
        free_part=credits if origin == "free" else 0, owed_since=owed_since, reason=row.reason,
        clauses=["K6"], merge_id=row.id, now=now,
    )  # fmt: skip
    assert not isinstance(posted, Refusal)  # noqa: S101 - its reference is the merge's own


async def _record(
    session: Session,
    what: str,
    actor: Actor,
    *,
    row: CustomerMerge,
    reason: str,
    now: datetime,
) -> None:
    for number in (row.from_customer, row.into_customer):
        await tickets.record(
            session, what, at=now, staff_id=actor.staff_id, customer_id=number, merge=row.id,
            from_customer=row.from_customer, into_customer=row.into_customer, reason=reason,
        )  # fmt: skip
