"""What is told of shops' orders: as they are, as they would become, and what of them waits for a person."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from console.mail.address import normal_address
from console.policy import orders as policy
from console.policy.orders import Fall, Move, Rise, Step, Wait
from console.services import facts, order_settling
from console.services.context import Desk
from console.services.faults import NotFound
from console.services.order_settling import Gathered, meaning_of
from console.services.order_shapes import (
    LineView,
    OrderPlan,
    OrderView,
    PlannedStep,
    ShopStatus,
    WaitingView,
)
from console.store.orders import Order
from db import customers, orders, people, products
from db.engine import Session
from db.tables import OrderLine, OrderPosting, ProductMeaning, ShopOrder

PAGE = 50
ORDERS_EACH = 20
WAITING_MAX = 500


async def status(desk: Desk) -> tuple[ShopStatus, ...]:
    """How each shop of the settings stands, and each that was read before and is in them no more."""
    async with desk.reading() as session:
        rows = await orders.readings(session)
        due = await orders.to_look_up(session)
        waiting = await orders.waiting_counts(session)
        proposals = await orders.proposal_counts(session)
    addresses = {name: each.address for name, each in desk.settings.shops.items()}
    return tuple(
        ShopStatus(
            shop=name, address=addresses.get(name, ""),
            cursor=row.cursor if row else None, looked_at=row.looked_at if row else None,
            problem=row.problem if row else None, problem_at=row.problem_at if row else None,
            to_look_up=due.get(name, 0), unknown_products=waiting.get((name, "meaning"), 0),
            waiting_lines=sum(n for (shop, what), n in waiting.items() if shop == name and what != "meaning"),
            proposals=proposals.get(name, 0),
        )
        for name in sorted({*addresses, *rows})
        for row in (rows.get(name),)
    )  # fmt: skip


async def listing(
    desk: Desk,
    *,
    shop: str | None = None,
    customer: str | None = None,
    before: int | None = None,
    limit: int = PAGE,
) -> tuple[OrderView, ...]:
    """A page of orders, the last heard of first; of a customer by address. Raises NotFound."""
    async with desk.reading() as session:
        whose = None
        if customer is not None:
            address = normal_address(customer)
            found = await people.customer_at(session, address) if address else None
            if found is None:
                raise NotFound(f"No customer {customer} is known.")
            whose = await customers.with_merged(session, facts.key(found))
        rows = await orders.page(session, shop=shop, customer_ids=whose, before=before, limit=limit)
        return await views(session, rows)


async def show(desk: Desk, *, shop: str, order_no: int) -> OrderView:
    """One order. Raises NotFound."""
    async with desk.reading() as session:
        row = await orders.numbered(session, shop, order_no)
        if row is None:
            raise NotFound(f"There is no order {order_no} of {shop} on record.")
        return (await views(session, [row]))[0]


async def faults(desk: Desk, *, limit: int = PAGE) -> tuple[OrderView, ...]:
    """Orders that could not be looked up or taken in, oldest first."""
    async with desk.reading() as session:
        return await views(session, await orders.faulty(session, limit))


async def views(session: Session, rows: Sequence[ShopOrder]) -> tuple[OrderView, ...]:
    """Within a transaction: these orders with their lines."""
    found = await orders.lines(session, [facts.key(each) for each in rows])
    postings = defaultdict[int, list[OrderPosting]](list)
    for each in await orders.postings(session, [facts.key(line) for line in found]):
        postings[each.line_id].append(each)
    meanings = await products.meanings_by_id(
        session, {each.meaning_id for given in postings.values() for each in given}
    )
    lines = defaultdict[int, list[LineView]](list)
    for line in found:
        lines[line.order_id].append(_line(line, postings[facts.key(line)], meanings))
    return tuple(_order(each, tuple(lines[facts.key(each)])) for each in rows)


def _line(
    line: OrderLine, given: Sequence[OrderPosting], meanings: dict[int, ProductMeaning]
) -> LineView:
    return LineView(
        line=line.id, item_id=line.item_id, product_id=line.product_id, product_code=line.product_code,
        product=line.product, variants=tuple(line.variants), amount=line.amount, paid=line.paid,
        given=sum(each.units for each in given), credits=sum(each.credits for each in given),
        meaning=meaning_of(meanings.get(given[0].meaning_id)) if given else None, domain=line.domain,
        waits_for=line.waits_for,
        entries=tuple(each.entry_id for each in given if each.entry_id is not None),
        packages=tuple(each.entitlement_id for each in given if each.entitlement_id is not None),
    )  # fmt: skip


def _order(row: ShopOrder, lines: tuple[LineView, ...]) -> OrderView:
    return OrderView(
        order=facts.key(row), shop=row.shop, order_no=row.order_no, status=row.status, paid=row.paid,
        early=row.early, address=row.address, customer=row.customer_id, placed_at=row.placed_at,
        changed_at=row.changed_at, looked_at=row.looked_at, look_up_from=row.look_up_from,
        problem=row.problem, lines=lines,
    )  # fmt: skip


async def waiting(desk: Desk) -> tuple[WaitingView, ...]:
    """What a person has to say something about: unknown products, each with its first orders, and single lines."""
    async with desk.reading() as session:
        found = await orders.waiting(session, each=ORDERS_EACH, limit=WAITING_MAX)
    groups = defaultdict[tuple[object, ...], list[_Waits]](list)
    for each in found:
        line, order, _, _ = each
        unknown = line.waits_for == "meaning"
        product = (line.product_id, line.product_code, *line.variants)
        groups[order.shop, line.waits_for, product if unknown else line.id].append(each)
    return tuple(_waiting(each) for each in groups.values())


_Waits = tuple[OrderLine, ShopOrder, int, int]


def _waiting(group: Sequence[_Waits]) -> WaitingView:
    line, order, held, units = group[0]
    unknown = line.waits_for == "meaning"
    return WaitingView(
        shop=order.shop, waits_for=line.waits_for or "", product_id=line.product_id,
        product_code=line.product_code, product=line.product, variants=tuple(line.variants),
        units=units if unknown else line.paid, held=held if unknown else 1,
        lines=tuple(facts.key(each) for each, *_ in group),
        orders=tuple(each.order_no for _, each, *_ in group),
        since=order.changed_at or order.placed_at,
        addresses=tuple(each.address for _, each, *_ in group),
    )  # fmt: skip


async def planned(
    session: Session,
    desk: Desk,
    row: ShopOrder,
    lines: Sequence[OrderLine],
    *,
    order: Order,
    now: datetime,
) -> OrderPlan:
    """What would become of an order that is on no record, or not as it is."""
    judged = not order.is_parent and order.status not in policy.NOT_JUDGED
    gathered = await order_settling.gather(session, row.shop, lines)
    found = order_settling.steps_of(row, gathered) if judged else ()
    address = normal_address(row.address)
    owner = await people.customer_at(session, address) if address else None
    return OrderPlan(
        shop=row.shop, order_no=row.order_no, status=row.status, paid=row.paid, early=row.early,
        address=row.address, customer=row.customer_id or (owner.id if owner else None),
        steps=tuple(_planned(desk, gathered, each, now) for each in found),
    )  # fmt: skip


def _planned(desk: Desk, gathered: Gathered, step: Step, now: datetime) -> PlannedStep:
    place = step.target if isinstance(step, Move) else step.line
    line, state = gathered.lines[place], gathered.states[place]
    units = state.paid - state.given if isinstance(step, Wait) else step.units
    credits = 0
    if isinstance(step, Rise) and state.meaning is not None:
        credits = policy.worth(state.meaning, desk.terms_at(now)) * units
    elif isinstance(step, Fall):
        credits = -gathered.credits(place, units)
    does = {Rise: "gives", Move: "takes over", Fall: "would give back", Wait: "waits"}[type(step)]
    waits_for = step.waits_for if isinstance(step, Wait) else None
    return PlannedStep(does, line.item_id, line.product, units, credits, waits_for)
