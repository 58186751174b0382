"""The shops: how they stand, their orders, and what of them waits for a person."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from console.cli import store_words
from console.cli.context import Context, acting, answered, office_times, opened_by_staff
from console.cli.output import Answer
from console.policy.refusal import Refusal
from console.services import order_views
from console.services import orders as service
from console.services.faults import BadInput, Fault, NotFound, Unreachable
from console.services.order_shapes import OrderPlan, Settled

if TYPE_CHECKING:
    from console.services.context import Desk


async def status(context: Context) -> Answer:
    """Tell how each shop stands."""
    async with opened_by_staff(context) as desk:
        found = await order_views.status(desk)
    words = store_words.status(found, office_times(context))
    return Answer([asdict(each) for each in found], words)


async def orders(context: Context) -> Answer:
    """Tell a page of orders, the last heard of first."""
    given = context.given
    async with opened_by_staff(context) as desk:
        found = await order_views.listing(
            desk, shop=given.shop, customer=given.customer, before=given.before, limit=given.limit
        )
        if not found:
            _check_known(desk, given.shop)
    whole = len(found) < given.limit
    talk = "" if whole else f"`--before {found[-1].order}` goes on."
    words = store_words.orders(found, office_times(context))
    return Answer([asdict(each) for each in found], words, talk)


def _check_known(desk: "Desk", shop: str | None) -> None:
    """Raise NotFound for a shop that the settings do not name."""
    if shop is not None and shop not in desk.settings.shops:
        raise NotFound(f"There is no shop {shop!r} in the settings.")


async def show(context: Context) -> Answer:
    """Tell an order with its lines."""
    given = context.given
    async with opened_by_staff(context) as desk:
        found = await order_views.show(desk, shop=given.shop, order_no=given.order)
    return Answer(asdict(found), store_words.order(found, office_times(context)))


async def waiting(context: Context) -> Answer:
    """Tell which products are unknown, and which lines wait for a domain or an address."""
    async with opened_by_staff(context) as desk:
        found = await order_views.waiting(desk)
    kinds = {each.waits_for for each in found}
    hints = {
        "meaning": "`store map set` says what a product means.",
        "domain": "`store domain LINE DOMAIN` says which site a Premium is for.",
        "address": "An order without an address that can be written to is mended in the shop.",
    }
    told = [hint for kind, hint in hints.items() if kind in kinds]
    if sum(len(each.lines) for each in found) >= order_views.WAITING_MAX:
        told.append("These are those that wait longest: more may wait.")
    talk = "\n".join(told)
    words = store_words.waiting(found, office_times(context))
    return Answer([asdict(each) for each in found], words, talk)


async def faults(context: Context) -> Answer:
    """Tell which orders could not be looked up."""
    async with opened_by_staff(context) as desk:
        found = await order_views.faults(desk)
    whole = len(found) < order_views.PAGE
    talk = "" if whole else f"These are the first {order_views.PAGE}: there may be more."
    words = store_words.faults(found, office_times(context))
    return Answer([asdict(each) for each in found], words, talk)


async def domain(context: Context) -> Answer | Refusal:
    """Say which site the Premium of a line is for."""
    given = context.given
    result = await acting(
        context, service.name_domain, line=given.line, domain=given.domain, now=context.now
    )
    return answered(result, _settled)


async def admit(context: Context) -> Answer | Refusal:
    """Let an order that was placed too early count."""
    given = context.given
    result = await acting(
        context, service.admit_early, shop=given.shop, order_no=given.order, now=context.now
    )
    return answered(result, _settled)


def _settled(found: Settled) -> Answer:
    return Answer(asdict(found), store_words.settled([found]))


async def look(context: Context) -> Answer | Refusal:
    """Have an order looked up at the next run."""
    given = context.given
    result = await acting(
        context, service.look_again, shop=given.shop, order_no=given.order, now=context.now
    )
    return answered(
        result,
        lambda found: Answer(
            asdict(found), f"Order {found.order_no} of {found.shop} is looked up at the next run."
        ),
    )


async def dry_run(context: Context) -> Answer:
    """Tell what reading the shops now would do. Raises Unreachable where none of them answered."""
    from console.jobs import store_sync

    told: list[dict[str, Any]] = []
    found: list[OrderPlan] = []
    failed: list[Fault] = []
    async with opened_by_staff(context) as desk:
        for shop in _shops(desk, context.given.shop):
            try:
                plans = await store_sync.plan(desk, shop, now=context.clock)
            except (Unreachable, BadInput) as error:
                failed.append(error)
                told.append({"shop": shop, "orders": [], "problem": str(error)})
            else:
                found += plans
                told.append(
                    {"shop": shop, "orders": [asdict(each) for each in plans], "problem": None}
                )
    if len(failed) == len(told):
        raise failed[0]
    talk = "\n".join(f"{each['shop']}: {each['problem']}" for each in told if each["problem"])
    return Answer(told, store_words.plans(found), talk)


def _shops(desk: "Desk", wanted: str | None) -> list[str]:
    _check_known(desk, wanted)
    if not desk.settings.shops:
        raise BadInput("No shop is set: the settings name none.")
    return [wanted] if wanted is not None else sorted(desk.settings.shops)
