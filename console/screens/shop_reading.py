"""The shops' orders read whole: an order with what each line gave, a product with its orders, a shop, a meaning."""

from collections.abc import Coroutine, Iterator, Sequence
from datetime import datetime
from typing import Any, TypeVar

from console.policy.officehours import OfficeHours
from console.policy.terms import Terms
from console.screens import shop_words as words
from console.screens.reading import ReadingScreen
from console.screens.session import Session
from console.screens.words import at_text
from console.services.explain_words import Section
from console.services.faults import Fault
from console.services.order_shapes import (
    LineView,
    OrderPlan,
    OrderView,
    PlannedStep,
    ProductView,
    ShopStatus,
    WaitingView,
)

_T = TypeVar("_T")


class OrderScreen(ReadingScreen):
    """One order, with its lines and what each gave."""

    def __init__(self, session: Session, shop: str, order_no: int) -> None:
        super().__init__(session)
        self.shop = shop
        self.order_no = order_no

    def told(self) -> Coroutine[Any, Any, OrderView]:
        """Read the order."""
        from console.services import order_views

        return order_views.show(self.session.desk, shop=self.shop, order_no=self.order_no)

    def sections(self, found: OrderView) -> list[Section]:
        """How it stands, then line by line."""
        now = self.session.now()
        terms = self.session.desk.terms_at(now)
        return order_sections(found, self.session.hours, terms=terms, now=now)


class TryScreen(ReadingScreen):
    """What reading a shop now would post; nothing is changed."""

    def __init__(self, session: Session, shop: str) -> None:
        super().__init__(session)
        self.shop = shop

    async def told(self) -> list[Section]:
        """Ask the shop, or say why it cannot be asked."""
        from console.jobs import store_sync

        try:
            plans = await store_sync.plan(self.session.desk, self.shop, now=self.session.clock)
        except Fault as fault:
            return [(f"The shop {self.shop} could not be read", [str(fault)])]
        return plan_sections(self.shop, plans)

    async def _patiently(self, call: Coroutine[Any, Any, _T]) -> _T:
        """Wait for as long as the shop may take: it is not the database that is slow."""
        return await call

    def sections(self, found: list[Section]) -> list[Section]:
        """As it is."""
        return found


class FactsScreen(ReadingScreen):
    """What is known already, told whole."""

    def __init__(self, session: Session, facts: Sequence[Section]) -> None:
        super().__init__(session)
        self.facts = facts

    async def told(self) -> Sequence[Section]:
        """It has been read."""
        return self.facts

    def sections(self, found: Sequence[Section]) -> list[Section]:
        """As it is."""
        return list(found)


def order_sections(
    found: OrderView, hours: OfficeHours, *, terms: Terms, now: datetime
) -> list[Section]:
    """An order heading by heading."""
    heading = f"Order {found.order_no} of {found.shop}: {words.status_words(found)}"
    lines = [
        (f"{each.amount} × {words.called_product(each.product, each.product_code)}",
         list(_of_line(each, terms)))
        for each in found.lines
    ]  # fmt: skip
    return [(heading, list(_of_order(found, hours, now=now))), *lines]


def _of_order(found: OrderView, hours: OfficeHours, *, now: datetime) -> Iterator[str]:
    def when(moment: datetime | None, missing: str) -> str:
        return at_text(hours, moment, now=now) if moment is not None else missing

    account = f"customer {found.customer}" if found.customer else "no account is touched yet"
    yield f"bought by {found.address or 'nobody named'}, {account}"
    yield f"placed {when(found.placed_at, 'at a time that the shop does not say')}"
    yield f"looked up {when(found.looked_at, 'never')}"
    if found.look_up_from is not None:
        due = found.look_up_from <= now
        again = (
            "at the next run" if due else f"from {at_text(hours, found.look_up_from, now=now)} on"
        )
        yield f"to be looked up {again}"
    if found.problem:
        yield f"failed: {found.problem}"
    if found.early:
        yield "early: placed before the desk began with its shop, it gives nothing until it is admitted"
    yield f"gave: {words.gave_words(found)}"


def _of_line(each: LineView, terms: Terms) -> Iterator[str]:
    yield f"product {each.product_id}{f', code {each.product_code}' if each.product_code else ''}"
    if each.variants:
        yield f"variants {', '.join(each.variants)}"
    yield f"{each.paid} of {each.amount} paid for, {each.given} given"
    if each.meaning is not None:
        yield f"means {words.meaning_words(each.meaning, terms)}"
    if each.domain:
        yield f"for {each.domain}"
    if each.credits or each.entries:
        yield f"gave {words.counted(each.credits, 'credit')}: {_numbers('entry', 'entries', each.entries)}"
    if each.packages:
        yield f"gave {_numbers('package', 'packages', each.packages)}"
    if each.waits_for:
        yield f"waits for {words.WAITS.get(each.waits_for, each.waits_for)}"


def _numbers(one: str, many: str, numbers: Sequence[int]) -> str:
    if not numbers:
        return f"taken over from another line, no {one} of its own"
    return f"{one if len(numbers) == 1 else many} {', '.join(map(str, numbers))}"


def waiting_sections(found: WaitingView, hours: OfficeHours, *, now: datetime) -> list[Section]:
    """A product that nobody knows, with the orders that hold it."""
    since = f"waits since {at_text(hours, found.since, now=now)}" if found.since else "waits"
    orders = dict(zip(found.orders, found.addresses, strict=True))
    told = [
        f"product {found.product_id} of {found.shop}",
        *([f"code {found.product_code}"] if found.product_code else []),
        *([f"variants {', '.join(found.variants)}"] if found.variants else []),
        f"{words.counted(found.units, 'unit')} paid for in {words.counted(found.held, 'line')}",
        since,
    ]
    held = [f"{number} of {address or 'nobody named'}" for number, address in orders.items()]
    left = found.held - len(found.orders)
    more = [f"and in {words.counted(left, 'line')} more"] if left > 0 else []
    return [
        (words.called_product(found.product, found.product_code), told),
        ("Orders that hold it", held + more),
    ]


def plan_sections(shop: str, plans: Sequence[OrderPlan]) -> list[Section]:
    """What would become of a shop's orders, those alone of which anything would."""
    found = [each for each in plans if each.steps]
    looked = f"{words.counted(len(plans), 'order')} would be looked up; nothing has been changed"
    heading = f"What reading {shop} now would post"
    told = [looked] if found else [looked, "nothing would be posted"]
    orders = [
        (f"Order {each.order_no} of {each.address or 'nobody named'}{_whose(each)}",
         [_step_words(step) for step in each.steps])
        for each in found
    ]  # fmt: skip
    return [(heading, told), *orders]


def _whose(plan: OrderPlan) -> str:
    return ", a new customer" if plan.customer is None else f", customer {plan.customer}"


def _step_words(step: PlannedStep) -> str:
    what = f"{step.units} × {words.called_product(step.product)}"
    if step.waits_for:
        return f"waits: {what}, for {words.WAITS.get(step.waits_for, step.waits_for)}"
    credits = f", {words.counted(abs(step.credits), 'credit')}" if step.credits else ""
    return f"{step.does} {what}{credits}"


def shop_sections(found: ShopStatus, hours: OfficeHours, *, now: datetime) -> list[Section]:
    """A shop heading by heading."""
    looked = at_text(hours, found.looked_at, now=now) if found.looked_at else "never"
    cursor = at_text(hours, found.cursor, now=now) if found.cursor else "nothing yet"
    told = [
        found.address or "in the settings no more",
        f"looked at: {looked}",
        f"read up to, by its own clock: {cursor}",
        f"{words.counted(found.to_look_up, 'order')} to look up",
        f"{words.counted(found.unknown_products, 'line')} of products that nobody knows",
        f"{words.counted(found.waiting_lines, 'line')} waiting for a domain or an address",
        f"{words.counted(found.proposals, 'proposal')} to decide",
    ]
    if found.problem:
        since = f" at {at_text(hours, found.problem_at, now=now)}" if found.problem_at else ""
        told.append(f"fault{since}: {found.problem}")
    return [
        (f"The shop {found.shop}", told),
        (
            "From the command line",
            [
                "`creditdesk store try` tells what looking at it now would post",
                "`creditdesk work --once --only store` looks at it now",
            ],
        ),
    ]


def product_sections(
    found: ProductView, means: str, hours: OfficeHours, *, now: datetime
) -> list[Section]:
    """A product of the map."""
    told = [
        f"{found.product} of {found.shop}, {found.variant or 'every variant'}",
        f"means {means}",
        f"written {at_text(hours, found.written_at, now=now)} by {found.written_by}",
        "What was given stays as it is: a meaning holds for what is given from then on.",
    ]
    return [("A product of the map", told)]
