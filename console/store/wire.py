"""CS-Cart's REST API 2.0 as bytes: how a list of orders is asked for, and what its answers say.

An answer is a stranger's. What decides over credits (numbers of orders, lines and products, amounts, statuses) is right
or the whole answer is refused; what is only shown is cleaned and cut; all else that it holds is left where it is.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, NoReturn

from console.store.orders import Head, Line, Order, Page
from widgets.safe_text import one_line

API = "/api/2.0/"
PER_PAGE = 100
PAID_UNLESS_SAID = frozenset("PC")
"""Paid and complete: what is paid for where the shop does not say it of its statuses."""

BYTES_MAX = 4 * 1024 * 1024
NUMBER_MAX = 2**31 - 1
AMOUNT_MAX = 10_000
HEADS_MAX = 1_000
LINES_MAX = 1_000
VARIANTS_MAX = 100
STATUSES_MAX = 500
NAME_CHARS_MAX = 120
CODE_CHARS_MAX = 64
PRODUCT_CHARS_MAX = 255
ADDRESS_CHARS_MAX = 254
SAID_CHARS_MAX = 200
VERSION_CHARS_MAX = 30

_WHOLE = re.compile(r"([0-9]{1,19})(?:\.0{1,6})?")
_ITEM = re.compile(r"[0-9]{1,20}")
_STATUS = re.compile(r"[A-Za-z0-9]")
_FIRST_SECOND = 946_684_800  # 2000
_LAST_SECOND = 4_102_444_800  # 2100
_PARENT = "T"


class BadAnswer(ValueError):
    """What a shop answered cannot be used; the text says why, in no word of the shop's."""


def listing(changed_since: datetime, page: int) -> dict[str, str]:
    """The query of a page of the orders that changed since then, in any status, by their numbers."""
    return {
        "updated_at_from": str(int(changed_since.timestamp())),
        "sort_by": "order_id",
        "sort_order": "asc",
        "items_per_page": str(PER_PAGE),
        "page": str(page),
    }


STATUSES = {"type": "O", "items_per_page": str(STATUSES_MAX)}
"""The query of the statuses that orders can have."""


def page(raw: bytes, asked: int) -> Page:
    """The page of the list that was asked for, or the last one for any beyond. Raises BadAnswer."""
    answer = _object(raw)
    params = answer.get("params")
    if not isinstance(params, dict) or "orders" not in answer:
        raise BadAnswer("A list of orders came without the orders, or without how many there are.")
    heads = _heads(answer["orders"])
    number, per_page, total = (
        _number(params.get(name), least, NUMBER_MAX, f"The list's {name}")
        for name, least in (("page", 1), ("items_per_page", 1), ("total_items", 0))
    )
    if total and not heads:
        raise BadAnswer(f"The list says that there are {total} orders, and has none of them.")
    last = -(-total // per_page)
    if total and number != min(asked, last):
        # Taken for the end of the list, it would hide the orders between.
        raise BadAnswer(f"The list's page {number} of {last} came where {asked} was asked for.")
    if len(heads) > per_page:
        raise BadAnswer(f"The list has {len(heads)} orders on a page of {per_page}.")
    return Page(heads, number, per_page, total)


def order(raw: bytes, order_no: int) -> Order:
    """The order that was asked for, with its lines. Raises BadAnswer."""
    answer = _object(raw)
    if _number(answer.get("order_id"), 1, NUMBER_MAX, "The order's number") != order_no:
        raise BadAnswer(f"Another order came than {order_no}, which was asked for.")
    status = _status(answer.get("status"))
    if not status:
        raise BadAnswer(f"Order {order_no} has no status.")
    is_parent = answer.get("is_parent_order") == "Y" or status == _PARENT
    lines = tuple(_lines(answer.get("products"), order_no))
    names = (_text(answer.get(each), NAME_CHARS_MAX) for each in ("firstname", "lastname"))
    parent_no = _number(
        answer.get("parent_order_id") or 0, 0, NUMBER_MAX, f"Order {order_no}: its parent's number"
    )
    return Order(
        order_no=order_no, status=status, is_parent=is_parent, parent_no=parent_no or None,
        changed_at=_moment(answer.get("updated_at")), placed_at=_moment(answer.get("timestamp")),
        email=_address(answer.get("email")), name=_text(" ".join(names), NAME_CHARS_MAX),
        lines=() if is_parent else lines,
    )  # fmt: skip


def paid_statuses(raw: bytes) -> frozenset[str]:
    """The statuses in which an order is paid for. Raises BadAnswer."""
    answer = _object(raw)
    if "statuses" not in answer:
        raise BadAnswer("A list of statuses came without the statuses.")
    paid, said = set(), False
    for each in _each(answer["statuses"], STATUSES_MAX, "The list of statuses"):
        params = each.get("params")
        if each.get("type", "O") == "O" and isinstance(params, dict):
            said = said or "payment_received" in params
            if params.get("payment_received") == "Y":
                paid.add(_status(each.get("status")))
    return frozenset(paid - {""}) if said else PAID_UNLESS_SAID


def version(raw: bytes) -> str:
    """The version of CS-Cart. Raises BadAnswer."""
    for name, value in _object(raw).items():
        if name.lower() == "version" and (found := _text(value, VERSION_CHARS_MAX)):
            return found
    raise BadAnswer("The shop does not say which version of CS-Cart it is.")


def complaint(raw: bytes, code: int) -> str | None:
    """What the API says of an error with this code, cleaned; None where that is none of the API's answers."""
    try:
        answer = _object(raw)
    except BadAnswer:
        return None
    if "message" not in answer or _whole(answer.get("status")) != code:
        return None
    return _text(answer["message"], SAID_CHARS_MAX)


def _heads(orders: object) -> tuple[Head, ...]:
    heads: dict[int, Head] = {}
    for each in _each(orders, HEADS_MAX, "The list of orders"):
        order_no = _number(
            each.get("order_id"), 1, NUMBER_MAX, "The number of an order in the list"
        )
        heads[order_no] = Head(
            order_no, _status(each.get("status")),
            changed_at=_moment(each.get("updated_at")), placed_at=_moment(each.get("timestamp")),
        )  # fmt: skip
    return tuple(heads.values())


def _lines(products: object, order_no: int) -> Iterator[Line]:
    seen: set[str] = set()
    keys = list(products) if isinstance(products, dict) else None
    for at, each in enumerate(_each(products, LINES_MAX, f"Order {order_no}: its list of lines")):
        item_id = _item_id(each.get("item_id", keys[at] if keys else None), order_no)
        if item_id in seen or (keys and _item_id(keys[at], order_no) != item_id):
            raise BadAnswer(f"Order {order_no} has two lines {item_id}, or one under two numbers.")
        seen.add(item_id)
        yield _line(each, item_id, order_no)


def _line(line: dict[str, Any], item_id: str, order_no: int) -> Line:
    which = f"Order {order_no}, line {item_id}"
    if _whole(line.get("order_id", order_no)) != order_no:
        raise BadAnswer(f"{which}: it is another order's.")
    return Line(
        item_id=item_id,
        product_id=_number(line.get("product_id"), 0, NUMBER_MAX, f"{which}: its product's number"),
        product_code=_text(line.get("product_code"), CODE_CHARS_MAX),
        product=_text(line.get("product"), PRODUCT_CHARS_MAX),
        amount=_number(line.get("amount"), 0, AMOUNT_MAX, f"{which}: its amount"),
        variants=_variants(line, which),
    )


def _variants(line: dict[str, Any], which: str) -> tuple[str, ...]:
    """The variants that were chosen; an option that is text or a file has none."""
    chosen = _or_empty(line.get("extra"), which).get("product_options")
    pairs = [
        (option, variant)
        for name, value in _or_empty(chosen, which).items()
        if (option := _within(_whole(name))) and (variant := _within(_whole(value)))
    ]
    if len(pairs) > VARIANTS_MAX:
        raise BadAnswer(f"{which}: it has more than {VARIANTS_MAX} options.")
    return tuple(f"{option}:{variant}" for option, variant in sorted(set(pairs)))


def _object(raw: bytes) -> dict[str, Any]:
    if len(raw) > BYTES_MAX:
        raise BadAnswer(f"The answer is longer than {BYTES_MAX:,} bytes.")
    if not raw.strip():
        raise BadAnswer("The answer is empty.")
    try:
        # PHP files that begin with a byte order mark put it before each answer.
        value = json.loads(
            raw.decode("utf-8-sig"), object_pairs_hook=_once, parse_constant=_no_number
        )
    except BadAnswer:
        raise
    except (ValueError, RecursionError):
        raise BadAnswer("The answer is no JSON, or only a part of it.") from None
    if not isinstance(value, dict):
        raise BadAnswer("The answer is no JSON object.")
    return value


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise BadAnswer("The answer names a field twice.")
    return found


def _no_number(_name: str) -> NoReturn:
    raise BadAnswer("The answer has a number that is none.")


def _each(value: object, most: int, what: str) -> Iterable[dict[str, Any]]:
    """The objects in a list, or in an object by their keys; PHP writes either as `[]` when it is empty."""
    found = list(value.values()) if isinstance(value, dict) else value
    if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
        raise BadAnswer(f"{what} is no list of objects.")
    if len(found) > most:
        raise BadAnswer(f"{what} has more than {most:,} of them.")
    return found


def _or_empty(value: object, which: str) -> Mapping[str, Any]:
    if isinstance(value, dict):
        return value
    if value:
        raise BadAnswer(f"{which}: its options are no object.")
    return {}


def _whole(value: object) -> int | None:
    """A whole number that is written as a number or as a string; None for anything else."""
    if isinstance(value, str):
        found = _WHOLE.fullmatch(value)
        return int(found[1]) if found else None
    if isinstance(value, float):
        return int(value) if value.is_integer() else None
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _within(number: int | None) -> int | None:
    return number if number is not None and 0 < number <= NUMBER_MAX else None


def _number(value: object, least: int, most: int, what: str) -> int:
    number = _whole(value)
    if number is None or not least <= number <= most:
        raise BadAnswer(f"{what} is no whole number from {least} to {most:,}.")
    return number


def _item_id(value: object, order_no: int) -> str:
    text = str(value) if isinstance(value, int) and not isinstance(value, bool) else value
    if not isinstance(text, str) or not _ITEM.fullmatch(text):
        raise BadAnswer(f"Order {order_no} has a line without a number of its own.")
    return str(int(text))


def _moment(value: object) -> datetime | None:
    """Seconds since 1970 as a moment; None for what is none, or none of this century."""
    seconds = _whole(value)
    if seconds is None or not _FIRST_SECOND <= seconds <= _LAST_SECOND:
        return None
    return datetime.fromtimestamp(seconds, UTC)


def _status(value: object) -> str:
    return value if isinstance(value, str) and _STATUS.fullmatch(value) else ""


def _address(value: object) -> str:
    """An address as it was given, or nothing: one that has to be cleaned would become somebody else's."""
    text = value.strip() if isinstance(value, str) else ""
    return text if len(text) <= ADDRESS_CHARS_MAX and text == one_line(text) else ""


def _text(value: object, most: int) -> str:
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = str(value)
    # What is far too long is cut before it is cleaned, too: that takes time for each character.
    return one_line(value[: 8 * most], max_chars=most) if isinstance(value, str) else ""
