"""What giving a product a meaning would do to the orders that wait for one; nothing is changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from console.mail.address import normal_address
from console.policy import orders as policy
from console.policy.orders import LineState, Meaning, Rise, Step
from console.services import order_lines
from console.services.context import Desk
from console.services.products import Wanted
from db import orders
from db.tables import OrderLine, ShopOrder


@dataclass(frozen=True, slots=True)
class ProductPreview:
    """What would come of a meaning: orders it concerns, what goes to how many buyers, and lines that would wait on."""

    orders: int
    buyers: int
    credits: int
    packages: int
    waiting: int


async def preview(desk: Desk, *, wanted: Sequence[Wanted], now: datetime) -> list[ProductPreview]:
    """What each of these meanings would do by itself, all of them for products of one shop."""
    async with desk.reading() as session:
        products = {each.product for each in wanted}
        lines = await order_lines.unknown(session, wanted[0].shop, products)
        found = await orders.of_ids(session, {each.order_id for each in lines})
    return [_would_do(desk, each, lines, found, now=now) for each in wanted]


def _would_do(
    desk: Desk,
    wanted: Wanted,
    lines: Sequence[OrderLine],
    found: dict[int, ShopOrder],
    *,
    now: datetime,
) -> ProductPreview:
    meaning, terms = wanted.meaning, desk.terms_at(now)
    held = [each for each in lines if meaning and _is_it(wanted, each)]
    steps = [
        (each, step)
        for each in held
        for step in _steps(each, found[each.order_id], meaning=meaning)
    ]
    rises = [(each, step) for each, step in steps if isinstance(step, Rise)]
    gives = meaning is not None and (
        meaning.means in policy.PACKAGES or policy.worth(meaning, terms) > 0
    )
    units = sum(step.units for _, step in rises)
    return ProductPreview(
        orders=len({each.order_id for each in held}),
        buyers=len({_buyer(found[each.order_id]) for each, _ in rises}) if gives else 0,
        credits=policy.worth(meaning, terms) * units if meaning else 0,
        packages=units if meaning and meaning.means in policy.PACKAGES else 0,
        waiting=len(steps) - len(rises),
    )


def _is_it(wanted: Wanted, line: OrderLine) -> bool:
    """Whether a line's product would be found under this key of the map."""
    keys = policy.keys_of(line.product_id, line.product_code, line.variants)
    return (wanted.product, wanted.variant) in keys


def _steps(line: OrderLine, order: ShopOrder, *, meaning: Meaning | None) -> tuple[Step, ...]:
    state = LineState(0, paid=line.paid, given=0, meaning=meaning, domain=line.domain)
    return policy.steps([state], addressed=_buyer(order) is not None)


def _buyer(order: ShopOrder) -> int | str | None:
    """Whose account it would be: the customer's, else that of the address."""
    return order.customer_id or normal_address(order.address)
