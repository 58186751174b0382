"""Credits bought, given, corrected and reversed: an admin's alone, each under a reference of its own (K)."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from console.policy import access
from console.policy import credits as policy_credits
from console.policy.credits import Origin
from console.policy.refusal import Refusal
from console.policy.terms import Terms
from console.services import cover_choices, facts, posting
from console.services.connection import until_saved
from console.services.context import Desk
from console.services.faults import BadInput, NotFound
from console.services.shapes import Actor, EntryView
from console.services.views import entry_views
from db import entitlements, ledger, people, tickets
from db.engine import Session
from db.tables import Entry

MAX_CREDITS = 1_000_000

OWN_REFERENCES = (
    "ticket:", "proposal:", "reverse:", "purchase:", "grant:", "correct:", "merge:", "package:",
    "shop:", "order-proposal:",
)  # fmt: skip
"""How the references begin that the desk gives by itself."""


@dataclass(frozen=True, slots=True)
class _Deposit:
    """An entry as an admin wants it: whether the policy in force allows it, and by which clauses, is found out later."""

    kind: str
    action: str
    credits: int
    origin: Origin
    allowed: Callable[[Terms], Refusal | None]
    clauses: Callable[[Terms], tuple[str, ...]] = lambda _: ("K2",)
    quantity: int | None = None
    corrects: int | None = None


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
    wanted = _Deposit(
        "purchase", "purchase", credits * quantity, "paid",
        lambda terms: policy_credits.check_purchase(credits, quantity, terms=terms),
        quantity=quantity,
    )  # fmt: skip
    return await _post(
        desk, actor, wanted, address=address, reason=reason, reference=reference, now=now
    )


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
    wanted = _Deposit(
        "grant", "grant", credits, "free",
        lambda terms: policy_credits.check_grant(credits, terms),
        lambda terms: policy_credits.grant_clauses(credits, terms),
    )  # fmt: skip
    return await _post(
        desk, actor, wanted, address=address, reason=reason, reference=reference, now=now
    )


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
    wanted = _Deposit(
        "correction", "correct", credits, "paid",
        lambda _: policy_credits.check_correction(credits, reason), corrects=corrects,
    )  # fmt: skip
    return await _post(
        desk, actor, wanted, address=address, reason=reason, reference=reference, now=now
    )


@until_saved
async def _post(
    desk: Desk,
    actor: Actor,
    wanted: _Deposit,
    *,
    address: str,
    reason: str,
    reference: str | None,
    now: datetime,
) -> EntryView | Refusal:
    """Post by the figures in force now; what was posted under the reference before stays as it is."""
    _check_given(wanted.credits, reason, reference)
    if refused := access.check(facts.role_of(actor), wanted.action):
        return refused
    async with desk.writing(actor, now, alone=True) as session:
        customer = await people.customer_at(session, normal(address))
        if customer is None:
            raise NotFound(f"No customer writes from {address}.")
        known = await ledger.by_reference(session, reference) if reference else None
        wrong = None
        if known is None:
            wrong = await _wrong_entry(session, wanted.corrects, facts.key(customer))
            refused = wrong if isinstance(wrong, Refusal) else wanted.allowed(desk.terms_at(now))
            if refused:
                return refused
        posted = await _add(
            session, desk, actor, wanted, customer_id=facts.key(customer),
            wrong=wrong if isinstance(wrong, Entry) else None, reason=reason, reference=reference,
            now=now,
        )  # fmt: skip
        if isinstance(posted, Refusal):
            return posted
        if known is None:
            await tickets.record(
                session, wanted.kind, at=now, staff_id=actor.staff_id,
                customer_id=facts.key(customer), entry=posted.id, credits=posted.credits,
                before=posted.balance_after - posted.credits, after=posted.balance_after,
                reason=reason.strip(),
            )  # fmt: skip
            await posting.wake(session, desk, facts.key(customer), now=now)
        return (await entry_views(session, [posted]))[0]


async def _add(
    session: Session,
    desk: Desk,
    actor: Actor,
    wanted: _Deposit,
    *,
    customer_id: int,
    wrong: Entry | None,
    reason: str,
    reference: str | None,
    now: datetime,
) -> Entry | Refusal:
    """Post it; what corrects credits that were given is as free or as paid as those."""
    given = wrong and policy_credits.origin_given(wrong.kind, wrong.credits, wrong.origin)
    return await posting.post(
        session, desk, actor, customer_id=customer_id,
        reference=reference or f"{wanted.action}:{secrets.token_hex(8)}", kind=wanted.kind,
        credits=wanted.credits, origin=given or wanted.origin, takes_back=given is not None, reason=reason.strip(),
        clauses=list(wanted.clauses(desk.terms_at(now))), quantity=wanted.quantity,
        corrects=wanted.corrects, now=now,
    )  # fmt: skip


def _check_given(credits: int, reason: str, reference: str | None) -> None:
    """What no policy decides on. Raises BadInput."""
    if abs(credits) > MAX_CREDITS:
        raise BadInput(f"One entry moves at most {MAX_CREDITS:,} credits.")
    if not reason.strip():
        raise BadInput("An entry needs a reason.")
    if (reference or "").startswith(OWN_REFERENCES):
        raise BadInput(
            f"References that begin with {str(reference).partition(':')[0]}: are the desk's own."
        )


async def _wrong_entry(
    session: Session, entry: int | None, customer_id: int
) -> Entry | Refusal | None:
    """The entry that a correction names; refused where it is on somebody else's account. Raises NotFound."""
    if entry is None:
        return None
    row = await ledger.get(session, entry)
    if row is None:
        raise NotFound(f"There is no entry {entry}.")
    if await ledger.owner(session, row) != customer_id:
        return Refusal(f"Entry {entry} is on another customer's account.", "K7")
    return row


async def left_of(desk: Desk, *, entry: int) -> int | Refusal:
    """How many credits reversing an entry would move, signed as the reversal would be. Raises NotFound."""
    async with desk.reading() as session:
        row = await _the_entry(session, entry)
        left = await _left(session, row)
        return left if isinstance(left, Refusal) else -left if row.credits > 0 else left


@until_saved
async def reverse(
    desk: Desk, actor: Actor, *, entry: int, reason: str, now: datetime
) -> EntryView | Refusal:
    """Post the opposite of what is left of an entry; paid credits never go back as money (K8). Raises NotFound."""
    if not reason.strip():
        raise BadInput("A reversal needs a reason.")
    if refused := access.check(facts.role_of(actor), "reverse"):
        return refused
    async with desk.writing(actor, now, alone=True) as session:
        row = await _the_entry(session, entry)
        left = await _left(session, row)
        if isinstance(left, Refusal):
            return left
        owner = await ledger.owner(session, row)
        posted = await posting.reverse(
            session, desk, actor, entry=row, credits=left, reason=reason.strip(),
            reference=f"reverse:{entry}", customer_id=owner, now=now,
        )  # fmt: skip
        if isinstance(posted, Refusal):
            return posted
        await tickets.record(
            session, "reversal", at=now, staff_id=actor.staff_id, ticket_id=row.ticket_id,
            customer_id=owner, entry=posted.id, reverses=entry, credits=posted.credits,
            before=posted.balance_after - posted.credits, after=posted.balance_after,
            reason=reason.strip(),
        )  # fmt: skip
        await posting.wake(session, desk, owner, now=now)
        return (await entry_views(session, [posted]))[0]


async def _the_entry(session: Session, entry: int) -> Entry:
    row = await ledger.get(session, entry)
    if row is None:
        raise NotFound(f"There is no entry {entry}.")
    return row


async def _left(session: Session, row: Entry) -> int | Refusal:
    """What of an entry has not been reversed yet, 1 or more."""
    number = facts.key(row)
    given = await ledger.given_back(session, number)
    refused = policy_credits.check_reversal(number, row.kind, credits=row.credits, given_back=given)
    return refused or abs(row.credits) - given


async def wake_all(desk: Desk, *, now: datetime) -> int:
    """End every wait whose credits are there, or whose Premium has begun, however that came (U2, U7); says how many."""
    async with desk.reading() as session:
        candidates = await tickets.customers_who_may_go_on(session)
        covered = await entitlements.whose_holds_are_covered(session, now)
    woken = 0
    for customer in {*candidates, *covered}:
        async with desk.writing(job="limits") as session:
            await ledger.account_of(session, customer)
            woken += await cover_choices.free_holds(session, desk, customer, now=now)
    return woken


def normal(address: str) -> str:
    """An address as it is stored: lower case, no space around it."""
    return address.strip().lower()
