"""What orders would give back: an admin accepts it, which posts it, or turns it down (K2, P3, P5, P7)."""

from collections.abc import Sequence
from datetime import datetime

from console.policy import access, supportterms
from console.policy import orders as policy
from console.policy.entitlements import CoverKind
from console.policy.refusal import Refusal
from console.services import facts, order_settling, package_views, posting
from console.services.connection import until_saved
from console.services.context import Desk
from console.services.faults import BadInput, Fault, NotFound
from console.services.order_posting import reason_of
from console.services.order_settling import Gathered
from console.services.order_shapes import OrderProposalView
from console.services.shapes import Actor
from db import customers, entitlements, ledger, orders, people, tickets
from db.engine import Session
from db.tables import Entitlement, OrderLine, OrderPosting, OrderProposal, ShopOrder

AT_ONCE = 200


async def list_open(desk: Desk) -> tuple[OrderProposalView, ...]:
    """What waits for an admin, oldest first."""
    async with desk.reading() as session:
        return await _views(session, await orders.open_proposals(session, AT_ONCE))


@until_saved
async def decide(
    desk: Desk, actor: Actor, *, proposal: int, accept: bool, reason: str, now: datetime
) -> OrderProposalView | Refusal:
    """Accept, which takes the credits or the packages back, or turn down. Raises NotFound and BadInput."""
    if not reason.strip():
        raise BadInput("A decision on what an order gives back needs a reason.")
    if refused := access.check(facts.role_of(actor), "shop"):
        return refused
    async with desk.writing(actor, now, alone=True) as session:
        row = await orders.proposal(session, proposal)
        if row is None:
            raise NotFound(f"There is no proposal {proposal} of an order.")
        if row.state != "open":
            return Refusal(f"Proposal {proposal} is {row.state} already.")
        if accept:
            refused = await _take_back(session, desk, actor, row, reason=reason.strip(), now=now)
            if refused is not None:
                return refused
        await orders.save(
            session, row, state="accepted" if accept else "rejected", decided_by=actor.staff_id,
            decided_at=now, reason=reason.strip(),
        )  # fmt: skip
        await tickets.record(
            session, f"order proposal {row.state}", at=now, staff_id=actor.staff_id,
            proposal=proposal, units=row.units, credits=row.credits, reason=reason.strip(),
        )  # fmt: skip
        return (await _views(session, [row]))[0]


async def _take_back(
    session: Session,
    desk: Desk,
    actor: Actor,
    row: OrderProposal,
    *,
    reason: str,
    now: datetime,
) -> Refusal | None:
    """Post what goes back; refused where work has begun under a package."""
    line = await _the_line(session, row.line_id)
    order = (await orders.of_ids(session, [line.order_id]))[line.order_id]
    lines = await orders.lines(session, [line.order_id])
    gathered = await order_settling.gather(session, order.shop, lines)
    place = _place(gathered, line)
    meaning = gathered.states[place].meaning
    if row.credits and order.customer_id is not None:
        customer = await customers.survivor(session, order.customer_id)
        return await _correct(
            session, desk, actor, row, gathered=gathered, order=order, customer=customer,
            reason=reason, now=now,
        )  # fmt: skip
    if meaning is not None and meaning.means in policy.PACKAGES:
        return await _take_packages(
            session, actor, row, gathered=gathered, place=place, reason=reason, now=now
        )
    # What brought nobody anything is only counted down.
    await _put(session, actor, row, gathered, place, now=now)
    return None


async def _correct(
    session: Session,
    desk: Desk,
    actor: Actor,
    row: OrderProposal,
    *,
    gathered: Gathered,
    order: ShopOrder,
    customer: int,
    reason: str,
    now: datetime,
) -> Refusal | None:
    """Take credits back by a correction that names the entry which gave them: as free or as paid as they came."""
    line = await _the_line(session, row.line_id)
    place = _place(gathered, line)
    await ledger.account_of(session, customer)
    gave = [each.entry_id for each in _same(gathered, place) if each.entry_id and each.units > 0]
    if await ledger.left_of(session, gave) < row.credits:
        return Refusal(
            f"Some of what order {order.order_no} gave has been taken back by hand already:"
            " turn the proposal down, and correct what is left.",
            "K7",
        )
    entry = await ledger.get(session, gave[0])
    if entry is not None and await ledger.owner(session, entry) != customer:
        return Refusal(
            f"What order {order.order_no} gave is on another customer's account, since a merge was taken back:"
            " turn the proposal down, and correct it there.",
            "K7",
        )
    posted = await posting.post(
        session, desk, actor, customer_id=customer, reference=f"order-proposal:{row.id}",
        kind="correction", credits=-row.credits,
        origin="paid" if entry is not None and entry.origin == "paid" else "free", takes_back=True,
        reason=f"{reason_of(order, line, 1)}, {row.units} less: {reason}", clauses=["K2"], corrects=gave[0], now=now,
    )  # fmt: skip
    if isinstance(posted, Refusal):
        return posted
    await _put(session, actor, row, gathered, place, entry=posted.id, now=now)
    return None


async def _take_packages(
    session: Session,
    actor: Actor,
    row: OrderProposal,
    *,
    gathered: Gathered,
    place: int,
    reason: str,
    now: datetime,
) -> Refusal | None:
    """Take the last packages back, as long as no work was done under them (P3, P5, P7)."""
    left = await _packages_of(session, gathered, place)
    for package in left[: row.units]:
        begun = await package_views.is_begun(session, package, now=now)
        if refused := supportterms.check_refund(CoverKind(package.kind), begun=begun):
            return refused
    if len(left) < row.units:
        return Refusal("The packages of this line have been taken back already.", "P3")
    for package in left[: row.units]:
        await entitlements.save(
            session, package, refunded_at=now, refunded_by=actor.staff_id, refund_reason=reason
        )
        await tickets.record(
            session, "support package taken back", at=now, staff_id=actor.staff_id,
            ticket_id=package.ticket_id, customer_id=package.customer_id, entitlement=package.id,
            reason=reason,
        )  # fmt: skip
    await _put(session, actor, row, gathered, place, now=now)
    return None


async def _put(
    session: Session,
    actor: Actor,
    row: OrderProposal,
    gathered: Gathered,
    place: int,
    *,
    entry: int | None = None,
    now: datetime,
) -> None:
    """Add the posting that says what went back."""
    before = gathered.postings[place]
    await orders.add(
        session,
        OrderPosting(
            line_id=row.line_id, seq=len(before) + 1, units=-row.units, credits=-row.credits,
            meaning_id=before[0].meaning_id, entry_id=entry, proposal_id=row.id,
            staff_id=actor.staff_id, posted_at=now,
        ),
    )  # fmt: skip


def _same(gathered: Gathered, place: int) -> list[OrderPosting]:
    """Everything that the order gave under the same meaning, the last first: its units may have moved from line to line."""
    meaning = gathered.states[place].meaning
    own = [*gathered.postings[place]]
    others = [
        each
        for other, state in enumerate(gathered.states)
        if other != place and state.meaning == meaning
        for each in gathered.postings[other]
    ]
    return [*reversed(own), *sorted(others, key=facts.key, reverse=True)]


async def _packages_of(session: Session, gathered: Gathered, place: int) -> list[Entitlement]:
    """The packages of this kind that are left, the last first."""
    numbers = [each.entitlement_id for each in _same(gathered, place) if each.entitlement_id]
    found = {facts.key(each): each for each in await entitlements.of_ids(session, numbers)}
    return [found[each] for each in numbers if each in found and found[each].refunded_at is None]


def _place(gathered: Gathered, line: OrderLine) -> int:
    return next(place for place, each in enumerate(gathered.lines) if each.id == line.id)


async def _the_line(session: Session, line: int) -> OrderLine:
    found = await orders.line(session, line)
    if found is None:
        raise Fault(f"Line {line} of an order is not on record: run `creditdesk doctor`.")
    return found


async def _views(session: Session, rows: Sequence[OrderProposal]) -> tuple[OrderProposalView, ...]:
    if not rows:
        return ()
    lines = await orders.lines_of_ids(session, {each.line_id for each in rows})
    found = await orders.of_ids(session, {each.order_id for each in lines.values()})
    given = dict.fromkeys(lines, 0)
    for each in await orders.postings(session, list(lines)):
        given[each.line_id] += each.units
    # Read at once, so that only who was merged is asked for one by one.
    await people.customers(
        session, [each.customer_id for each in found.values() if each.customer_id]
    )
    owners = {
        order: await customers.survivor(session, each.customer_id)
        for order, each in found.items()
        if each.customer_id is not None
    }
    entries = await customers.last_entries(session, list(owners.values()))
    return tuple(
        _view(
            row, lines[row.line_id], found[lines[row.line_id].order_id], given=given[row.line_id],
            balances={owner: entry.balance_after for owner, entry in entries.items()}, owners=owners,
        )
        for row in rows
    )  # fmt: skip


def _view(
    row: OrderProposal,
    line: OrderLine,
    order: ShopOrder,
    *,
    given: int,
    balances: dict[int, int],
    owners: dict[int, int],
) -> OrderProposalView:
    owner = owners.get(facts.key(order))
    return OrderProposalView(
        proposal=facts.key(row), line=row.line_id, shop=order.shop, order_no=order.order_no,
        product=line.product, units=row.units, credits=row.credits, given=given, paid=line.paid,
        status=order.status, customer=owner, address=order.address,
        balance=balances.get(owner, 0) if owner is not None else 0, state=row.state,
        proposed_at=row.proposed_at, reason=row.reason,
    )  # fmt: skip
