"""What is told of shops, their orders, and what waits for a person."""

from dataclasses import dataclass
from datetime import datetime

from console.policy.orders import Meaning, WaitsFor


@dataclass(frozen=True, slots=True)
class LineView:
    """A line of an order: units bought, paid for and given, the credits that came of it, and what it waits for.

    `entries` and `packages` are the numbers of what it gave.
    """

    line: int | None
    item_id: str
    product_id: int
    product_code: str
    product: str
    variants: tuple[str, ...]
    amount: int
    paid: int
    given: int
    credits: int
    meaning: Meaning | None
    domain: str | None
    waits_for: str | None
    entries: tuple[int, ...] = ()
    packages: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class OrderView:
    """An order as it was last looked up, with its lines; `early` ones were placed before the desk began with the shop."""

    order: int
    shop: str
    order_no: int
    status: str
    paid: bool
    early: bool
    address: str
    customer: int | None
    placed_at: datetime | None
    changed_at: datetime | None
    looked_at: datetime | None
    look_up_from: datetime | None
    problem: str | None
    lines: tuple[LineView, ...]


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """What would become of a line: "gives", "takes over", "would give back", or "waits" for something."""

    does: str
    item_id: str
    product: str
    units: int
    credits: int
    waits_for: WaitsFor | None = None


@dataclass(frozen=True, slots=True)
class OrderPlan:
    """What taking an order in would do; the customer is None where it would make one."""

    shop: str
    order_no: int
    status: str
    paid: bool
    early: bool
    address: str
    customer: int | None
    steps: tuple[PlannedStep, ...]


@dataclass(frozen=True, slots=True)
class Settled:
    """What came of an order: entries and packages posted, credits in all, lines that wait, proposals made."""

    posted: int = 0
    credits: int = 0
    waiting: int = 0
    proposed: int = 0


@dataclass(frozen=True, slots=True)
class ShopStatus:
    """How a shop stands: how far it is read by its own clock, and what waits."""

    shop: str
    address: str
    cursor: datetime | None
    looked_at: datetime | None
    problem: str | None
    problem_at: datetime | None
    to_look_up: int
    unknown_products: int
    waiting_lines: int
    proposals: int


@dataclass(frozen=True, slots=True)
class OrderProposalView:
    """Credits or packages that a line would give back; `balance` is the customer's now."""

    proposal: int
    line: int
    shop: str
    order_no: int
    product: str
    units: int
    credits: int
    given: int
    paid: int
    status: str
    customer: int | None
    address: str
    balance: int
    state: str
    proposed_at: datetime
    reason: str | None


@dataclass(frozen=True, slots=True)
class WaitingView:
    """A product or line that a person has to say something about: in `held` lines, with their first orders.

    `addresses` are their buyers', order by order.
    """

    shop: str
    waits_for: str
    product_id: int
    product_code: str
    product: str
    variants: tuple[str, ...]
    units: int
    held: int
    lines: tuple[int, ...]
    orders: tuple[int, ...]
    since: datetime | None
    addresses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ProductView:
    """A product of a shop, or one variant of it, and what it means."""

    shop: str
    product: str
    variant: str
    meaning: Meaning
    credits: int
    written_at: datetime
    written_by: str
