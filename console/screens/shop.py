"""The shop: how each shop stands, what waits for a person, what orders would give back, the orders and the map."""

from textual.app import ComposeResult
from textual.widgets import Static

from console.actions import bindings_for
from console.screens import shop_reading as reading
from console.screens import shop_words as words
from console.screens.base import CustomerOpened
from console.screens.listing import section_bindings
from console.screens.shop_deciding import DecidingPart
from console.screens.shop_lists import SECTIONS
from console.services.account_shapes import CustomerRow
from console.services.explain_words import Section
from console.services.order_shapes import ProductView, ShopStatus, WaitingView
from console.situations import SHOP
from widgets.key_bar import KeyBar
from widgets.line_list import LineList


class ShopScreen(DecidingPart):
    """The shops' orders, for everybody to look at; admins decide."""

    where = SHOP
    BINDINGS = [  # noqa: RUF012 - Textual declares it so
        *bindings_for(SHOP),
        *section_bindings(SECTIONS, screen="shop"),
    ]

    def compose(self) -> ComposeResult:
        """The names of the sections, the section, the keys."""
        yield from self.head("Shop")
        yield Static("", id="sections")
        yield LineList()
        yield KeyBar()

    def on_line_list_opened(self, _: LineList.Opened) -> None:
        """Show the line under the cursor whole."""
        order = self.order_at
        if order is not None:
            self.app.push_screen(reading.OrderScreen(self.session, order.shop, order.order_no))
        elif told := self._facts():
            self.app.push_screen(reading.FactsScreen(self.session, told))

    def _facts(self) -> list[Section]:
        found, hours, now = self.found, self.session.hours, self.session.now()
        if isinstance(found, WaitingView):
            return reading.waiting_sections(found, hours, now=now)
        if isinstance(found, ShopStatus):
            return reading.shop_sections(found, hours, now=now)
        if isinstance(found, ProductView):
            means = words.meaning_words(found.meaning, self.session.desk.terms_at(now))
            return reading.product_sections(found, means, hours, now=now)
        return []

    def do_shop_look(self) -> None:
        """Show the line under the cursor."""
        self.query_one(LineList).action_list_open()

    def do_shop_try(self) -> None:
        """Tell what reading the shop under the cursor now would post."""
        found = self.found
        if isinstance(found, ShopStatus):
            self.app.push_screen(reading.TryScreen(self.session, found.shop))

    def do_order_customer(self) -> None:
        """Open whose account it is, by the order or by its buyer's address."""
        from console.services import customers

        order = self.order_at
        if order is None:
            return
        if order.customer is not None:
            self.post_message(CustomerOpened(order.customer))
        elif order.address:
            call = customers.owner(self.session.desk, address=order.address)
            self.read(call, self._open_owner, group="owner")
        else:
            self.warn("The order names nobody.")

    def _open_owner(self, row: CustomerRow | None) -> None:
        if row is None:
            self.warn(
                "Nobody is known by that address: an account is made when the order gives something."
            )
        else:
            self.post_message(CustomerOpened(row.customer))

    def do_app_back(self) -> None:
        """Back to the queue."""
        self.dismiss()
