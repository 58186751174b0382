"""Shops and their orders in words, for a person at a terminal; `at` tells a moment by the office's clock."""

from collections.abc import Callable, Sequence
from datetime import datetime
from itertools import chain

from console.cli.output import facts, table
from console.cli.words import signed
from console.policy.orders import Meaning
from console.services.order_shapes import (
    LineView,
    OrderPlan,
    OrderView,
    PlannedStep,
    Settled,
    ShopStatus,
    WaitingView,
)
from widgets.safe_text import one_line

At = Callable[[datetime], str]
_PRODUCT_CHARS = 32
_ORDERS_NAMED = 5


def counted(count: int, one: str, many: str = "") -> str:
    """So many of something."""
    return f"{count} {one if count == 1 else many or f'{one}s'}"


def meaning(found: Meaning | None) -> str:
    """What a product means, as `map set` takes it."""
    if found is None:
        return "unknown"
    return str(found.means) if found.amount is None else f"{found.means} {found.amount}"


def settled(found: Sequence[Settled]) -> str:
    """What came of orders."""
    posted, credits = sum(each.posted for each in found), sum(each.credits for each in found)
    waiting, proposed = sum(each.waiting for each in found), sum(each.proposed for each in found)
    parts = [_came(posted, credits)]
    if waiting:
        parts.append(f"{counted(waiting, 'line waits', 'lines wait')}")
    if proposed:
        parts.append(f"{counted(proposed, 'proposal')}")
    return f"Posted: {'; '.join(parts)}."


def _came(posted: int, credits: int) -> str:
    if not posted:
        return "nothing"
    if not credits:
        return counted(posted, "package")
    return f"{credits} credits, {counted(posted, 'entry', 'entries and packages')}"


def status(found: Sequence[ShopStatus], at: At) -> str:
    """How each shop stands."""
    if not found:
        return "No shop is set, and none was read."
    return "\n\n".join(_shop(each, at) for each in found)


def _shop(each: ShopStatus, at: At) -> str:
    trouble = f"{each.problem} ({at(each.problem_at)})" if each.problem and each.problem_at else ""
    return facts(
        (
            ("shop", f"{each.shop} {each.address or '(no longer in the settings)'}"),
            ("read up to", f"{at(each.cursor)} by the shop's clock" if each.cursor else "nothing yet"),
            ("last look", at(each.looked_at) if each.looked_at else "never"),
            ("problem", trouble),
            ("to look up", counted(each.to_look_up, "order")),
            ("unknown", counted(each.unknown_products, "line of unknown products", "lines of unknown products")),
            ("waiting", counted(each.waiting_lines, "other line")),
            ("proposals", str(each.proposals)),
        )
    )  # fmt: skip


def orders(found: Sequence[OrderView], at: At) -> str:
    """Orders, a line each."""
    if not found:
        return "No order."
    heads = ("number", "shop", "order", "state", "placed", "customer", "gave", "waits for")
    return table(heads, (_order_row(each, at) for each in found), right="number order gave")


def _order_row(each: OrderView, at: At) -> tuple[str, ...]:
    return (
        str(each.order),
        each.shop,
        str(each.order_no),
        state(each),
        at(each.placed_at) if each.placed_at else "",
        each.address,
        str(sum(line.credits for line in each.lines)),
        ", ".join(dict.fromkeys(line.waits_for for line in each.lines if line.waits_for)),
    )


def state(each: OrderView | OrderPlan) -> str:
    """Whether an order is paid for, with the shop's own letter; one from before the desk began gives nothing."""
    letter = f" ({each.status})" if each.status else ""
    if isinstance(each, OrderView) and each.looked_at is None:
        return "to look up"
    early = ", too early" if each.early else ""
    return f"{'paid' if each.paid else 'not paid'}{letter}{early}"


def order(found: OrderView, at: At) -> str:
    """An order with its lines."""
    customer = f"customer {found.customer}" if found.customer is not None else "no account yet"
    head = facts(
        (
            (found.shop, f"order {found.order_no}, {state(found)}"),
            ("customer", f"{found.address or 'no address'}, {customer}"),
            ("placed", at(found.placed_at) if found.placed_at else ""),
            ("changed", at(found.changed_at) if found.changed_at else ""),
            ("looked up", at(found.looked_at) if found.looked_at else "never"),
            ("look up", f"from {at(found.look_up_from)} on" if found.look_up_from else ""),
            ("problem", found.problem or ""),
        )
    )
    return f"{head}\n\n{_lines(found.lines)}" if found.lines else f"{head}\n\nNo line is known."


def _lines(lines: Sequence[LineView]) -> str:
    heads = (
        "line",
        "product",
        "variant",
        "name",
        "bought",
        "paid",
        "given",
        "credits",
        "means",
        "waits for",
    )
    return table(heads, map(_line, lines), right="line bought paid given credits")  # fmt: skip


def _line(each: LineView) -> tuple[str, ...]:
    return (
        str(each.line or ""),
        product(each),
        " ".join(each.variants),
        one_line(each.product, max_chars=_PRODUCT_CHARS),
        str(each.amount),
        str(each.paid),
        str(each.given),
        str(each.credits),
        f"{meaning(each.meaning) if each.meaning else ''} {each.domain or ''}".strip(),
        each.waits_for or "",
    )


def product(each: LineView | WaitingView) -> str:
    """A product by the names that the map takes."""
    code = f" code:{each.product_code}" if each.product_code else ""
    return f"id:{each.product_id}{code}"


def waiting(found: Sequence[WaitingView], at: At) -> str:
    """What a person has to say something about."""
    if not found:
        return "Nothing waits for a person."
    heads = ("waits for", "shop", "line", "product", "variant", "name", "units", "since", "orders")
    return table(heads, (_waiting_row(each, at) for each in found), right="line units")


def _waiting_row(each: WaitingView, at: At) -> tuple[str, ...]:
    return (
        each.waits_for,
        each.shop,
        "" if each.waits_for == "meaning" else str(each.lines[0]),
        product(each),
        " ".join(each.variants),
        one_line(each.product, max_chars=_PRODUCT_CHARS),
        str(each.units),
        at(each.since) if each.since else "",
        _numbers(each.orders, each.held),
    )


def _numbers(numbers: Sequence[int], held: int) -> str:
    named = ", ".join(map(str, numbers[:_ORDERS_NAMED]))
    left = held - _ORDERS_NAMED
    return f"{named} and {left} more" if left > 0 else named


def faults(found: Sequence[OrderView], at: At) -> str:
    """Orders that could not be looked up, and when they are tried again."""
    if not found:
        return "Every order could be looked up."
    rows = (
        (each.shop, str(each.order_no), at(each.look_up_from) if each.look_up_from else "",
         each.problem or "")
        for each in found
    )  # fmt: skip
    return table(("shop", "order", "tried again", "problem"), rows, right="order")


def plans(found: Sequence[OrderPlan]) -> str:
    """What taking orders in would do, a line of theirs each."""
    rows = [*chain.from_iterable(map(_plan_rows, found))]
    if not rows:
        return "Nothing would be posted."
    heads = ("shop", "order", "state", "customer", "does", "units", "credits", "product")
    return table(heads, rows, right="order units credits")


def _plan_rows(plan: OrderPlan) -> list[tuple[str, ...]]:
    known = "" if plan.customer is not None or not plan.address else " (new)"
    customer = f"{plan.address or 'no address'}{known}"
    return [
        (plan.shop, str(plan.order_no), state(plan), customer, _does(step), str(step.units),
         signed(step.credits), one_line(step.product, max_chars=_PRODUCT_CHARS))
        for step in plan.steps
    ]  # fmt: skip


def _does(step: PlannedStep) -> str:
    return f"{step.does} for {step.waits_for}" if step.waits_for else step.does
