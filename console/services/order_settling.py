"""What an order's lines give, in somebody's transaction: gathered, decided by policy, and posted (K2 to K5)."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from console.mail.address import normal_address
from console.policy import orders as policy
from console.policy.orders import Fall, LineState, Meaning, Means, Rise, Step, Wait
from console.services import cover_choices, facts, order_letters, order_posting
from console.services.context import Desk
from console.services.order_shapes import Settled
from console.services.shapes import Actor
from db import customers, ledger, orders, people, products, tickets
from db.engine import Session
from db.tables import OrderLine, OrderPosting, OrderProposal, ProductMeaning, ShopOrder


@dataclass(frozen=True, slots=True)
class Gathered:
    """An order's lines with all that decides on them, by their place in the order."""

    lines: Sequence[OrderLine]
    postings: tuple[tuple[OrderPosting, ...], ...]
    meanings: tuple[ProductMeaning | None, ...]
    kept: tuple[int | None, ...] = ()
    open: tuple[OrderProposal | None, ...] = ()
    states: tuple[LineState, ...] = field(default=())

    def credits(self, place: int, units: int) -> int:
        """What the last so many units of a line brought."""
        moved = [(each.units, each.credits) for each in self.postings[place]]
        return policy.credits_given(moved, units)


async def gather(session: Session, shop: str, lines: Sequence[OrderLine]) -> Gathered:
    """What decides on these lines, be they on record or not yet."""
    numbers = [each.id for each in lines if each.id is not None]
    posted = defaultdict[int | None, list[OrderPosting]](list)
    for posting in await orders.postings(session, numbers) if numbers else ():
        posted[posting.line_id].append(posting)
    postings = tuple(tuple(posted[each.id]) if each.id else () for each in lines)
    meanings = await _meanings(session, shop, lines, postings)
    found = await orders.proposals(session, numbers, states=("open", "rejected")) if numbers else ()
    last = {each.line_id: each for each in found}
    proposals = tuple(last.get(each.id) if each.id else None for each in lines)
    given = [sum(each.units for each in moved) for moved in postings]
    kept = tuple(_kept(each, given[place]) for place, each in enumerate(proposals))
    opened = tuple(each if each and each.state == "open" else None for each in proposals)
    states = tuple(
        LineState(
            place, paid=line.paid, given=given[place],
            meaning=meaning_of(meanings[place]), domain=line.domain, kept=kept[place],
        )
        for place, line in enumerate(lines)
    )  # fmt: skip
    return Gathered(lines, postings, meanings, kept, opened, states)


def _kept(proposal: OrderProposal | None, given: int) -> int | None:
    """To how many units a fall was turned down; what was given since then was not decided on."""
    if proposal is None or proposal.state != "rejected":
        return None
    return proposal.to_units if given <= proposal.to_units + proposal.units else None


async def _meanings(
    session: Session,
    shop: str,
    lines: Sequence[OrderLine],
    postings: Sequence[Sequence[OrderPosting]],
) -> tuple[ProductMeaning | None, ...]:
    """What each line means: as it was when it first gave something, else by the map."""
    first = [each[0].meaning_id if each else None for each in postings]
    kept = await products.meanings_by_id(session, {each for each in first if each is not None})
    keys = [policy.keys_of(each.product_id, each.product_code, each.variants) for each in lines]
    named = {product for each in keys for product, _ in each}
    rows = {
        (row.product, row.variant): row
        for row in (await products.meanings(session, shop, named) if named else ())
    }
    known = {key: meaning_of(row) for key, row in rows.items()}
    found = []
    for place, each in enumerate(keys):
        number = first[place]
        nearest = policy.find(known, each)
        found.append(kept[number] if number is not None else nearest and rows[nearest[0]])
    return tuple(found)


def meaning_of(row: ProductMeaning | None) -> Meaning | None:
    """What a row of the map says."""
    if row is None or row.means is None:
        return None
    return Meaning(Means(row.means), row.amount)


def steps_of(order: ShopOrder, gathered: Gathered) -> tuple[Step, ...]:
    """What follows for the order as it stands; nothing for one that the desk is not to judge."""
    if order.early:
        return ()
    addressed = order.customer_id is not None or normal_address(order.address) is not None
    return policy.steps(gathered.states, addressed=addressed)


async def settle(
    session: Session,
    desk: Desk,
    actor: Actor | None,
    order: ShopOrder,
    *,
    lines: Sequence[OrderLine] | None = None,
    language: str = "en",
    now: datetime,
) -> Settled:
    """Post what the order's lines give by now, write down what waits and what would go back, and tell the buyer.

    The lines of an order that is being edited are those from before: it is taken in again when that is done.
    """
    if order.status in policy.NOT_JUDGED:
        return Settled()
    if lines is None:
        lines = await orders.lines(session, [facts.key(order)])
    gathered = await gather(session, order.shop, lines)
    steps = steps_of(order, gathered)
    await _say_what_waits(session, gathered, steps)
    proposed = await _propose(session, gathered, steps, now=now)
    customer = await _customer(session, order, gathered, steps, language=language, now=now)
    if customer is not None:
        await ledger.account_of(session, customer)
    given = await order_posting.apply(
        session,
        desk,
        actor,
        order=order,
        customer=customer,
        gathered=gathered,
        steps=steps,
        now=now,
    )
    if customer is not None and given:
        await cover_choices.free_holds(session, desk, customer, now=now)
        await order_letters.tell(session, desk, customer, order=order, given=given, now=now)
    for each in given:
        await tickets.record(
            session, "order posted", at=now, staff_id=actor.staff_id if actor else None,
            customer_id=customer, shop=order.shop, order=order.order_no, units=each.units,
            credits=each.credits, entry=each.entry, entitlement=each.entitlement,
        )  # fmt: skip
    return Settled(
        posted=len(given),
        credits=sum(each.credits for each in given),
        waiting=sum(isinstance(each, Wait) for each in steps),
        proposed=proposed,
    )


async def _say_what_waits(session: Session, gathered: Gathered, steps: Sequence[Step]) -> None:
    waits = {each.line: each.waits_for for each in steps if isinstance(each, Wait)}
    for place, line in enumerate(gathered.lines):
        if line.waits_for != waits.get(place):
            await orders.save(session, line, waits_for=waits.get(place))


async def _propose(
    session: Session, gathered: Gathered, steps: Sequence[Step], *, now: datetime
) -> int:
    """Keep one open proposal a line that fell, for as far as it fell; says how many are new."""
    falls = {each.line: each.units for each in steps if isinstance(each, Fall)}
    made = 0
    for place, line in enumerate(gathered.lines):
        units, stands = falls.get(place, 0), gathered.open[place]
        if stands is not None and (stands.units, stands.to_units) != (units, line.paid):
            await orders.save(session, stands, state="withdrawn", decided_at=now)
            stands = None
        if units and stands is None:
            row = OrderProposal(
                line_id=facts.key(line), units=units, credits=gathered.credits(place, units),
                to_units=line.paid, proposed_at=now,
            )  # fmt: skip
            await orders.add(session, row)
            made += 1
    return made


async def _customer(
    session: Session,
    order: ShopOrder,
    gathered: Gathered,
    steps: Sequence[Step],
    *,
    language: str,
    now: datetime,
) -> int | None:
    """Whose account it is for: the buyer by exact address, made where there is none and something is given (C5)."""
    if order.customer_id is not None:
        return await customers.survivor(session, order.customer_id)
    address = normal_address(order.address)
    gives = any(isinstance(each, Rise) and _gives(gathered, each.line) for each in steps)
    if address is None or not gives:
        return None
    found = await people.customer_at(session, address)
    if found is None:
        found = await people.make_customer(
            session, address=address, name=order.name or address, language=language, at=now
        )
    await orders.save(session, order, customer_id=found.id)
    return facts.key(found)


def _gives(gathered: Gathered, place: int) -> bool:
    meaning = gathered.states[place].meaning
    return meaning is not None and (meaning.means in policy.PACKAGES or policy.worth(meaning) > 0)
