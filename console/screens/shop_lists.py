"""The lists of the shops' orders, a section at a time: read in the background, orders by pages."""

from collections.abc import Callable, Coroutine, Hashable, Mapping
from functools import partial
from typing import Any, NamedTuple

from textual.widgets import Static

from console.screens import shop_words as words
from console.screens.base import put
from console.screens.listing import SectionedScreen
from console.screens.session import Session
from console.services.order_shapes import (
    OrderProposalView,
    OrderView,
    ProductView,
    ShopStatus,
    WaitingView,
)
from console.situations import Situation
from widgets.line_list import LineList, ListLine

SECTIONS = ("shops", "waiting", "proposals", "orders", "map")
EMPTY: Mapping[str, str] = {
    "shops": "No shop is connected: F9 n connects one.",
    "waiting": "Nothing waits: every product is known, and every order could be read.",
    "proposals": "No order would give anything back.",
    "orders": "No order is on record.",
    "map": "No product has a meaning yet: one that is sold waits in section 2.",
}
PAGE = 50

Found = ShopStatus | WaitingView | OrderView | OrderProposalView | ProductView


class OrderAt(NamedTuple):
    """The order that the cursor's line is about."""

    shop: str
    order_no: int
    address: str
    customer: int | None = None


class ShopLists(SectionedScreen):
    """The sections of the shop; each line is known by a number that stays its own."""

    SECTIONS = SECTIONS

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._found: dict[str, dict[int, Found]] = {name: {} for name in (*SECTIONS, "failed")}
        self._numbers: dict[Hashable, int] = {}
        self._more_orders = False
        self._known: set[str] = set()

    @property
    def found(self) -> Found | None:
        """What is under the cursor."""
        return self._shown().get(self.cursor) if self.cursor is not None else None

    @property
    def situation(self) -> Situation:
        """What decides which actions work just now; the section is told as nearly as its line, once it is read."""
        section = self._nearest() if self.section in self._known else ""
        return self.session.situation(self.where, cursor=self.cursor, section=section)

    def _nearest(self) -> str:
        found = self.found
        if isinstance(found, WaitingView):
            return {"meaning": "unknown product"}.get(found.waits_for, found.waits_for)
        if self.section == "waiting":
            return "failed" if found is not None else "waiting"
        early = isinstance(found, OrderView) and found.early
        return "early order" if early else self.section

    @property
    def order_at(self) -> OrderAt | None:
        """The order that the line under the cursor is about."""
        found = self.found
        if isinstance(found, OrderView | OrderProposalView):
            return OrderAt(found.shop, found.order_no, found.address, found.customer)
        if isinstance(found, WaitingView) and found.waits_for != "meaning":
            return OrderAt(found.shop, found.orders[0], found.addresses[0])
        return None

    def changed(self) -> None:
        """Read the sections anew."""
        if not self.session.ready:
            return
        from console.services import order_proposals, order_views, products

        desk = self.session.desk
        limit = max(PAGE, len(self._found["orders"]))
        self._fill("shops", order_views.status(desk), lambda each: self._number(each.shop))
        self._fill("waiting", order_views.waiting(desk), lambda each: each.lines[0])
        self._fill("failed", order_views.faults(desk), lambda each: -each.order)
        self._fill("proposals", order_proposals.list_open(desk), lambda each: each.proposal)
        self._fill("map", products.listing(desk), self._number_of_product)
        self.read(order_views.listing(desk, limit=limit), self._keep_orders, group="orders")

    def _fill(
        self,
        name: str,
        call: Coroutine[Any, Any, tuple[Any, ...]],
        key: Callable[[Any], int],
    ) -> None:
        def keep(found: tuple[Any, ...]) -> None:
            self._keep(name, {key(each): each for each in found})

        self.read(call, keep, group=name)

    def _number(self, name: Hashable) -> int:
        """The number that a line without one of its own keeps for as long as the screen is open."""
        return self._numbers.setdefault(name, len(self._numbers))

    def _number_of_product(self, each: ProductView) -> int:
        return self._number((each.shop, each.product, each.variant))

    def _keep(self, name: str, found: dict[int, Found]) -> None:
        self._found[name] = found
        self._known.add(name)
        self._show_names()
        if self.section == name or (self.section, name) == ("waiting", "failed"):
            self._show_lines()
            self.run_early()

    def _keep_orders(self, page: tuple[OrderView, ...]) -> None:
        self._more_orders = len(page) >= max(PAGE, len(self._found["orders"]))
        self._keep("orders", {each.order: each for each in page})

    def on_line_list_more_wanted(self, _: LineList.MoreWanted) -> None:
        """Read the orders before the last one shown."""
        from console.services import order_views

        shown = self._found["orders"]
        if self.section == "orders" and shown:
            call = order_views.listing(self.session.desk, before=min(shown), limit=PAGE)
            self.read(call, self._more, group="orders")

    def _more(self, page: tuple[OrderView, ...]) -> None:
        self._found["orders"] |= {each.order: each for each in page}
        self._more_orders = len(page) == PAGE
        if self.section == "orders":
            lines = [self._line(each.order, each) for each in page]
            self.query_one(LineList).extend(lines, more=self._more_orders)

    def _shown(self) -> dict[int, Found]:
        """The lines of the section by their numbers."""
        also = self._found["failed"] if self.section == "waiting" else {}
        return {**self._found[self.section], **also}

    def show_section(self) -> None:
        """Show the section that was chosen."""
        self._show_names()
        self._show_lines()

    def _show_names(self) -> None:
        counts = {name: len(self._found[name]) for name in SECTIONS}
        counts["waiting"] += len(self._found["failed"])
        counts["orders"] = 0  # how many there ever were is not counted
        put(self.query_one("#sections", Static), self.section_names([*counts.values()]))

    def _show_lines(self) -> None:
        shown = self.query_one(LineList)
        shown.empty_text = EMPTY[self.section] if self.section in self._known else "Reading…"
        lines = [self._line(key, each) for key, each in self._shown().items()]
        more = self.section == "orders" and self._more_orders
        shown.show(words.COLUMNS[self.section], lines, more=more)
        self.refresh_keys()

    def _line(self, key: int, each: Found) -> ListLine:
        now, hours = self.session.now(), self.session.hours
        shown: Mapping[type, Callable[..., ListLine]] = {
            ShopStatus: partial(words.shop_line, hours=hours, now=now),
            WaitingView: partial(words.waiting_line, means=self.means(each)),
            ProductView: partial(words.map_line, terms=self.session.desk.terms_at(now)),
        }
        if isinstance(each, OrderProposalView):
            return words.proposal_line(each)
        if isinstance(each, OrderView):
            if key < 0:
                return words.failed_line(key, each)
            return words.order_line(each, hours, now=now)
        return shown[type(each)](key, each)

    def means(self, each: Found | None) -> str:
        """What a line that waits for a domain or an address gives, by the map."""
        from console.policy import orders as policy

        if not isinstance(each, WaitingView) or each.waits_for == "meaning":
            return ""
        known = {
            (row.product, row.variant): row.meaning
            for row in self._found["map"].values()
            if isinstance(row, ProductView) and row.shop == each.shop
        }
        keys = policy.keys_of(each.product_id, each.product_code, each.variants)
        nearest = policy.find(known, keys)
        terms = self.session.desk.terms_at(self.session.now())
        return words.meaning_words(nearest[1], terms) if nearest else ""
