"""What is known of a shop's orders, whoever says it: no more than the desk needs of them."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Head:
    """An order as the shop's list has it; `status` is the shop's letter, and a moment that it does not say is None."""

    order_no: int
    status: str
    changed_at: datetime | None
    placed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the list: which it is by the shop's word, and how many orders there are on all of them."""

    heads: tuple[Head, ...]
    number: int
    per_page: int
    total: int


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an order: `variants` are "option:variant" by the shop's ids, in order; `amount` is 0 or more."""

    item_id: str
    product_id: int
    product_code: str
    product: str
    amount: int
    variants: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Order:
    """An order with its lines; a parent order has none, its children carry them."""

    order_no: int
    status: str
    is_parent: bool
    parent_no: int | None
    changed_at: datetime | None
    placed_at: datetime | None
    email: str
    name: str
    lines: tuple[Line, ...]
