"""Posting to a ledger, within somebody's transaction: by reference, with the balance running on."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from console.policy import credits as policy_credits
from console.policy.charges import Charge
from console.policy.credits import Commitment, Origin, Standing
from console.policy.refusal import Refusal
from console.services import facts, waits
from console.services.context import Desk
from console.services.faults import NotFound
from console.services.shapes import Actor
from db import ledger, tickets
from db.engine import Session
from db.tables import Entry, Ticket

SAME = ("kind", "credits", "quantity", "reason", "ticket_id", "reverses", "corrects")
"""What has to be equal, besides whose account it is, for a reference to be the same posting again."""


async def post(
    session: Session,
    desk: Desk,
    actor: Actor | None,
    *,
    customer_id: int,
    reference: str,
    kind: str,
    credits: int,
    origin: Origin,
    free_part: int = 0,
    takes_back: bool = False,
    owed_since: datetime | None = None,
    policy_version: str | None = None,
    now: datetime,
    **values: Any,
) -> Entry | Refusal:
    """Add an entry, or give the one that this reference posted; other values under it are refused.

    `free_part` is how much of what a reversal gives back was free credits; what `takes_back` an earlier entry's
    credits takes them as they came, free or paid; `owed_since` is how old a debt is that comes from another account.
    The policy version is that in force, unless the posting follows from an earlier one.
    """
    account = await ledger.account_of(session, customer_id)
    if account is None or account.id is None:
        raise NotFound(f"Customer {customer_id} has no account.")
    wanted = {"account_id": account.id, "kind": kind, "credits": credits, **values}
    known = await ledger.by_reference(session, reference)
    if known is not None:
        if await _is_same(session, known, wanted, customer_id=customer_id):
            return known
        return Refusal(f"The reference {reference!r} has been posted with other values.", "K7")
    last = await ledger.last(session, account.id)
    before = Standing(last.balance_after, last.free_after) if last else Standing(0, 0)
    # What goes from one account to another, or back, keeps its origin: nothing is drawn.
    keeps_origin = takes_back or kind == "transfer"
    free_first = desk.settings.free_credits_first and not keeps_origin
    paid = policy_credits.draw(before, credits - free_part, origin=origin, free_first=free_first)
    after = policy_credits.draw(paid, free_part, origin="free")
    # A clock that was set back must not put an entry before the one that it runs on from.
    at = max(now, last.posted_at) if last else now
    debts = [since for since in (last.owing_since if last else None, owed_since) if since]
    return await ledger.append(
        session, seq=last.seq + 1 if last else 1, origin=origin, balance_after=after.balance,
        free_after=after.free, reference=reference, policy_version=policy_version or desk.terms_at(now).version,
        staff_id=actor.staff_id if actor else None, posted_at=at,
        owing_since=policy_credits.owes_since(
            after.balance, since=min(debts, default=None), now=at
        ), **wanted,
    )  # fmt: skip


async def _is_same(
    session: Session, known: Entry, wanted: dict[str, Any], *, customer_id: int
) -> bool:
    """Whether a known entry is what is posted again, be its account merged into another since."""
    if any(getattr(known, name) != wanted.get(name) for name in SAME):
        return False
    same_account = known.account_id == wanted["account_id"]
    return same_account or await ledger.owner(session, known) == customer_id


async def charge(
    session: Session,
    desk: Desk,
    actor: Actor,
    *,
    ticket: Ticket,
    charge: Charge,
    earlier: int,
    due: int,
    cost: int,
    waived: int,
    ground: str | None,
    reason: str | None,
    entitlement_ids: Sequence[int] = (),
    sessions_to: int | None = None,
    now: datetime,
) -> Entry:
    """Post what closing a request takes, after so many `earlier` closings; a free outcome is an entry of 0."""
    number = facts.key(ticket)
    posted = await post(
        session, desk, actor, customer_id=ticket.customer_id,
        reference=f"ticket:{number}:closing:{earlier + 1}", kind="charge", credits=-due,
        origin="paid", ticket_id=number, outcome=str(charge.outcome), ground=ground,
        worked_seconds=charge.worked_seconds, chargeable_seconds=charge.chargeable_seconds,
        blocks=charge.blocks, cost=cost, waived=waived, clauses=list(charge.clauses),
        entitlement_ids=list(entitlement_ids), sessions_to=sessions_to,
        policy_version=ticket.policy_version, reason=reason, now=now,
    )  # fmt: skip
    assert not isinstance(posted, Refusal)  # noqa: S101 - the reference counts up within the transaction
    return posted


async def propose(
    session: Session,
    actor: Actor,
    *,
    ticket: Ticket,
    entries: Sequence[Entry],
    give_back: int,
    reason: str,
    now: datetime,
) -> int | None:
    """Propose to give credits back, from the latest charges on; the first proposal's id, None for nothing.

    What an earlier closing proposed is withdrawn: it was counted from another sum. What a dispute proposed
    stands, and is part of what goes back.
    """
    disputed: Counter[int] = Counter()
    for stale in await ledger.open_proposals(session, facts.key(ticket)):
        if stale.dispute_id is not None:
            disputed[stale.entry_id] += stale.credits
            continue
        await ledger.save(
            session, stale, state="withdrawn", decided_at=now, decided_by=actor.staff_id
        )
    first, left = None, give_back - disputed.total()
    for entry, room in _rooms(entries):
        part = min(left, room - disputed[facts.key(entry)])
        if part <= 0:
            continue
        made = await ledger.propose(
            session, ticket_id=ticket.id, entry_id=facts.key(entry), credits=part, reason=reason,
            proposed_by=actor.staff_id, proposed_at=now,
        )  # fmt: skip
        first, left = first or made.id, left - part
    return first


def _rooms(entries: Sequence[Entry]) -> list[tuple[Entry, int]]:
    """A request's charges, the latest first, each with what of it has not been given back."""
    charges = [entry for entry in entries if entry.kind == "charge" and entry.credits < 0]
    return [
        (entry, -entry.credits - sum(r.credits for r in entries if r.reverses == entry.id))
        for entry in reversed(charges)
    ]


async def reverse(
    session: Session,
    desk: Desk,
    actor: Actor,
    *,
    entry: Entry,
    credits: int,
    reason: str,
    reference: str,
    customer_id: int,
    now: datetime,
) -> Entry | Refusal:
    """Post the opposite of `credits` (0 or more) of an entry, naming it; free credits go back as free, paid as paid."""
    given = await ledger.given_back(session, facts.key(entry))
    if (
        await ledger.by_reference(session, reference) is None
        and credits > abs(entry.credits) - given
    ):
        return Refusal(
            f"Entry {entry.id} took {abs(entry.credits)}, and {given} of it has been reversed.",
            "K7",
        )
    sign = 1 if entry.credits < 0 else -1
    before = await ledger.before(session, entry)
    drawn = (before.free_after if before else 0) - entry.free_after
    return await post(
        session, desk, actor, customer_id=customer_id, reference=reference, kind="reversal",
        credits=sign * credits, origin="free" if sign < 0 and entry.origin == "free" else "paid",
        takes_back=sign < 0, free_part=max(0, min(drawn - given, credits)) if sign > 0 else 0, reason=reason, reverses=entry.id, ticket_id=entry.ticket_id, clauses=list(entry.clauses),
        policy_version=entry.policy_version, now=now,
    )  # fmt: skip


async def wake(session: Session, desk: Desk, customer_id: int, *, now: datetime) -> list[int]:
    """End the waits whose credits have come, in arrival order; says whose (U2, U7).

    Modifications that may start now come before those that still wait: two never start on the same credits (U3).
    What waits and is none goes by what is available, as the policy counts it.
    """
    open_ones = await tickets.open_of(session, customer_id)
    waiting = [each for each in open_ones if each.waiting_for == "credits"]
    if not waiting:
        return []
    balance, _ = await ledger.standing(session, customer_id)
    held = await facts.commitments(session, desk, customer_id, now=now)
    promised: Sequence[Commitment] = held
    for ready in (each for each in open_ones if each.waiting_for is None):
        promised = policy_credits.with_promise(balance, promised, ticket=facts.key(ready))
    woken = []
    for ticket in waiting:
        if _credits_came(ticket, balance, held, promised=promised):
            await waits.end(session, ticket)
            await tickets.record(session, "credits came", at=now, ticket_id=ticket.id)
            woken.append(facts.key(ticket))
            promised = policy_credits.with_promise(balance, promised, ticket=facts.key(ticket))
    return woken


def _credits_came(
    ticket: Ticket,
    balance: int,
    held: Sequence[Commitment],
    *,
    promised: Sequence[Commitment],
) -> bool:
    if waits.is_held(ticket):
        return balance >= 0
    others = held
    if ticket.kind == policy_credits.MODIFICATION:
        # Its own reservation is part of what it waits for.
        others = [each for each in promised if each.ticket != ticket.id]
    return policy_credits.ends_wait(
        ticket.waiting_credits or 0, policy_credits.available(balance, others)
    )
