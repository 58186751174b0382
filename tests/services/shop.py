"""A shop's orders in few words, and what the desk made of them; minutes count from Monday 10:00 at the office."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from console.config import ShopSettings
from console.policy.orders import Meaning, Means
from console.policy.refusal import Refusal
from console.services import order_views, orders, products, shop_reading
from console.services.order_shapes import OrderView, Settled
from console.services.products import Wanted
from console.store.orders import Head, Line, Order
from tests.conftest import at
from tests.services.office import ANNA, Office

COM = "com"
PAID = frozenset({"P", "C"})
ADDON, CREDITS, PACKAGE, FREE, INCIDENT, PREMIUM, UNKNOWN = 31, 80, 50, 40, 41, 42, 99

MAP = {
    ADDON: Meaning(Means.ADDON),
    CREDITS: Meaning(Means.CREDITS, 80),
    PACKAGE: Meaning(Means.PACKAGE, 5),
    FREE: Meaning(Means.FREE),
    INCIDENT: Meaning(Means.INCIDENT),
    PREMIUM: Meaning(Means.PREMIUM, 3),
}


def line(
    product: int = ADDON, amount: int = 1, *, item: str | None = None, **values: object
) -> Line:
    """A line of an order."""
    made = Line(item or f"item-{product}", product, f"P{product}", f"Product {product}", amount)
    return replace(made, **values)  # type: ignore[arg-type]  # names of its fields


def order(number: int = 1001, *lines: Line, status: str = "P", **values: object) -> Order:
    """An order, paid unless said otherwise."""
    made = Order(
        order_no=number, status=status, is_parent=False, parent_no=None, changed_at=at(0),
        placed_at=at(0), email=ANNA, name="Anna", lines=lines or (line(),),
    )  # fmt: skip
    return replace(made, **values)  # type: ignore[arg-type]  # names of its fields


@dataclass
class Shop:
    """The desk's side of a shop."""

    office: Office
    name: str = COM
    minute: float = 1
    starts_at: datetime = field(default_factory=at)
    settled: list[Settled] = field(default_factory=list)

    async def begin(self, meanings: dict[int, Meaning] | None = None) -> "Shop":
        """The desk knows the shop and its products, and has looked at it for the first time."""
        desk = self.office.desk
        desk.settings = replace(
            desk.settings, shops={COM: ShopSettings(address="https://shop.example", language="ru")}
        )
        await self.map(MAP if meanings is None else meanings, minute=-60)
        await shop_reading.reach(desk, COM, now=self._now(-60))
        return self

    async def map(self, meanings: dict[int, Meaning], *, minute: float | None = None) -> None:
        """An admin says what products mean."""
        wanted = [
            Wanted(COM, f"id:{product}", "", meaning) for product, meaning in meanings.items()
        ]
        written = await products.write(
            self.office.desk, self.office.who("ada"), wanted=wanted, now=self._now(minute)
        )
        assert not isinstance(written, Refusal), written

    async def take_in(self, *found: Order, minute: float | None = None) -> Settled:
        """Orders are looked up and taken in; what came of the last one."""
        for each in found:
            now = self._now(minute)
            self.settled.append(
                await orders.take_in(
                    self.office.desk, COM, each, paid_statuses=PAID, asked_at=now, now=now
                )
            )
        return self.settled[-1]

    async def hear(self, *heads: Head, minute: float | None = None) -> int:
        """The shop's list has these."""
        return await shop_reading.put_down(self.office.desk, COM, heads, now=self._now(minute))

    async def shown(self, number: int = 1001) -> OrderView:
        """An order as it is on record."""
        return await order_views.show(self.office.desk, shop=COM, order_no=number)

    def _now(self, minute: float | None) -> datetime:
        self.minute += 1
        return self.starts_at + timedelta(minutes=self.minute if minute is None else minute)


def head(number: int = 1001, *, status: str = "P", changed: float = 0) -> Head:
    """An order as the shop's list has it."""
    return Head(number, status, at(changed), at(0))


def seconds(count: int) -> timedelta:
    """So many seconds."""
    return timedelta(seconds=count)


def total(found: Sequence[Settled]) -> int:
    """The credits that came of it."""
    return sum(each.credits for each in found)
