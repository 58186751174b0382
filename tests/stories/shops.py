"""A desk whose shop has sold: orders that gave, that wait, that would give back, that are early and that failed."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from console import bootstrap
from console.config import ShopSettings
from console.location import Location
from console.policy.orders import Meaning
from console.services import orders, products, shop_reading
from console.services.context import Desk
from console.services.products import Wanted
from console.store.orders import Head, Line, Order
from tests.conftest import SETTINGS, at
from tests.services.shop import ADDON, COM, INCIDENT, MAP, PAID, PREMIUM, UNKNOWN, line, order
from tests.stories.desks import BORIS

HOSTILE = "Live [/b] \x1b[31msearch\u202e [@click=app.quit]x"
SHOPS = replace(
    SETTINGS,
    shops={COM: ShopSettings(address="https://shop.example"), "ru": ShopSettings(address="https://ru.example")},
)  # fmt: skip
ZOE = "zoe@new.example"


def item(product: int, name: str, amount: int = 1, *, variants: tuple[str, ...] = ()) -> Line:
    """A line of an order whose product has a name."""
    return replace(line(product, amount, variants=variants), product=name)


SOLD = (
    order(1001, item(ADDON, "JSON-LD Markup", 2)),
    order(1002, item(UNKNOWN, HOSTILE, 2, variants=("5:12",)), email=BORIS.address),
    order(1003, item(UNKNOWN, HOSTILE, variants=("5:12",)), email=ZOE),
    order(1004, item(PREMIUM, "Premium support")),
    order(1005, item(ADDON, "Power Reviews"), email="nobody"),
    order(1006, item(ADDON, "SMS services"), placed_at=at(-3000), email=BORIS.address),
    order(1007, item(INCIDENT, "One incident"), status="C", email=BORIS.address),
    order(1001, item(ADDON, "JSON-LD Markup")),
    order(1007, item(INCIDENT, "One incident"), status="I", email=BORIS.address),
)


async def make_shop(path: Path) -> None:
    """Put a shop's orders into a desk's file, and one that failed."""
    desk = await bootstrap.open_desk(Location(path, SHOPS))
    try:
        ada = await bootstrap.actor_for(desk, "ada")
        wanted = [Wanted(COM, f"id:{key}", "", each) for key, each in MAP.items()]
        await products.write(desk, ada, wanted=wanted, now=at(-60))
        await shop_reading.reach(desk, COM, now=at(-60))
        for minute, each in enumerate(SOLD, start=-50):
            await take_in(desk, each, minute=minute)
        await fail(desk, 1008)
        await shop_reading.read_to(desk, COM, moment=at(-5), now=at(-5))
    finally:
        await desk.close()


async def hear_of(path: Path, numbers: Sequence[int]) -> None:
    """The shop's list has these orders too."""
    desk = await bootstrap.open_desk(Location(path, SHOPS))
    try:
        heads = [Head(each, "P", at(-2), at(-2)) for each in numbers]
        await shop_reading.put_down(desk, COM, heads, now=at(-2))
    finally:
        await desk.close()


async def take_in(desk: Desk, found: Order, *, minute: float) -> None:
    """Look an order up."""
    now = at(minute)
    await orders.take_in(desk, COM, found, paid_statuses=PAID, asked_at=now, now=now)


async def fail(desk: Desk, number: int) -> None:
    """Hear of an order that cannot be looked up."""
    await shop_reading.put_down(desk, COM, [Head(number, "P", at(-4), at(-4))], now=at(-4))
    (due,) = [
        each
        for each in await shop_reading.due(desk, COM, now=at(-4), limit=9)
        if each.order_no == number
    ]
    await shop_reading.failed(desk, due.order, problem=f"503 {HOSTILE}", now=at(-4))


async def meaning_of(path: Path, product: str = f"id:{UNKNOWN}") -> dict[str, Meaning]:
    """What the map has of a product, by its variant."""
    desk = await bootstrap.open_desk(Location(path, SHOPS))
    try:
        found = await products.listing(desk, shop=COM)
        return {each.variant: each.meaning for each in found if each.product == product}
    finally:
        await desk.close()
