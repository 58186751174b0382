"""Going from screen to screen: the queue stands below, a request or a customer above it."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from textual.screen import Screen

from console.screens.base import CustomerOpened, DeskScreen, ListOpened, RequestOpened
from console.screens.following import Following
from console.screens.queue import QueueScreen
from console.situations import CUSTOMERS, DECISIONS, HUB, OUTBOX, QUEUE, SHOP

if TYPE_CHECKING:  # what is not on the first frame is loaded behind it
    from console.screens.ticket import TicketScreen


class Navigation(Following):
    """An app that knows its screens."""

    @property
    def queue_screen(self) -> QueueScreen:
        """The queue, below whatever else is open."""
        queue = self.screen_stack[0]
        assert isinstance(queue, QueueScreen)  # noqa: S101 - the default screen is one
        return queue

    def show_request(self, ticket: int) -> None:
        """Show a request over the queue, in place of another one."""
        self.do_go_queue()
        self.open_request(ticket)

    def open_request(self, ticket: int) -> None:
        """Show a request over what it was opened from; one that is open below is gone back to."""
        from console.screens.ticket import TicketScreen

        if not self._back_to(lambda each: isinstance(each, TicketScreen) and each.number == ticket):
            self.push_screen(TicketScreen(self.session, ticket))

    def go_along(self, ticket: int) -> None:
        """Show a request in place of the one on screen."""
        from console.screens.ticket import TicketScreen

        if isinstance(self.screen, TicketScreen):
            self.pop_screen()
        self.open_request(ticket)

    def open_customer(self, customer: int) -> None:
        """Show a customer over what they were opened from."""
        from console.screens.account import AccountScreen

        if not self._back_to(
            lambda each: isinstance(each, AccountScreen) and each.number == customer
        ):
            self.push_screen(AccountScreen(self.session, customer))

    def _back_to(self, wanted: Callable[[Screen[Any]], bool]) -> bool:
        """Go back to the open screen that is wanted; False where there is none."""
        found = next(filter(wanted, self.screen_stack), None)
        while found is not None and self.screen is not found:
            self.pop_screen()
        return found is not None

    @property
    def hub(self) -> DeskScreen | None:
        """The list of the desk's settings, where it is open."""
        return next((each for each in self.desk_screens if each.where == HUB), None)

    def do_go_queue(self) -> None:
        """Go to the queue."""
        self._back_to(lambda each: isinstance(each, QueueScreen))

    def do_go_mine(self) -> None:
        """Go to what I hold."""
        self.do_go_queue()
        self.queue_screen.show_mode("mine")

    def do_go_customers(self) -> None:
        """Go to the customer of the request on screen, else to the list of customers."""
        from console.screens.customers import CustomersScreen

        view = next((each.view for each in self.desk_screens if each is self.screen), None)
        if view is not None:
            self.open_customer(view.row.customer_id)
        else:
            self._go(CustomersScreen)

    def do_go_shop(self) -> None:
        """Go to the shops' orders."""
        from console.screens.shop import ShopScreen

        self._go(ShopScreen)

    def do_go_board(self) -> None:
        """Go to the board."""
        from console.screens.board import BoardScreen

        self._go(BoardScreen)

    def do_go_components(self) -> None:
        """Go to the catalogue of components."""
        from console.screens.components import ComponentsScreen

        self._go(ComponentsScreen)

    def do_go_decisions(self) -> None:
        """Go to what leads decide."""
        from console.screens.decisions import DecisionsScreen

        self._go(DecisionsScreen)

    def do_go_record(self) -> None:
        """Go to the record of who did what."""
        from console.screens.record import RecordScreen

        self._go(RecordScreen)

    def do_go_outbox(self) -> None:
        """Go to what waits to leave."""
        from console.screens.outbox import OutboxScreen

        self._go(OutboxScreen)

    def do_go_reports(self) -> None:
        """Go to reports and charts."""
        from console.screens.reports import ReportsScreen

        self._go(ReportsScreen)

    def do_go_desk(self) -> None:
        """Go to the desk's settings."""
        from console.screens.desk import DeskHubScreen

        self._go(DeskHubScreen)

    def do_go_policy(self) -> None:
        """Go to the versions of the policy."""
        from console.screens.policy import PolicyScreen

        self._go(PolicyScreen)

    def do_go_staff(self) -> None:
        """Go to the staff."""
        from console.screens.staff import StaffScreen

        self._go(StaffScreen)

    def do_go_connections(self) -> None:
        """Go to how the desk is connected."""
        from console.screens.connections import ConnectionsScreen

        self._go(ConnectionsScreen)

    def do_go_texts(self) -> None:
        """Go to what customers are written."""
        from console.screens.texts import TextsScreen

        self._go(TextsScreen)

    def do_go_bugs(self) -> None:
        """Go to the known bugs."""
        from console.screens.bugs import BugsScreen

        self._go(BugsScreen)

    def do_go_settings(self) -> None:
        """Go to what is set for everybody."""
        from console.screens.settings import SettingsScreen

        self._go(SettingsScreen)

    def do_go_retention(self) -> None:
        """Go to what is let go of after a time."""
        from console.screens.retention import RetentionScreen

        self._go(RetentionScreen)

    def do_go_office(self) -> None:
        """Go to the office's hours and days."""
        from console.screens.office import OfficeScreen

        self._go(OfficeScreen)

    def _go(self, kind: type[DeskScreen]) -> None:
        """Go to one of the desk's lists, over the queue or the hub that leads to it; to where it was left, if open."""
        if not self._back_to(lambda each: isinstance(each, kind)):
            if self.screen is not self.hub:
                self.do_go_queue()
            self.push_screen(kind(self.session))

    def on_queue_screen_opened(self, event: QueueScreen.Opened) -> None:
        """Show a request."""
        self.show_request(event.ticket)

    def on_request_opened(self, event: RequestOpened) -> None:
        """Show a request over the list that it was opened from."""
        self.open_request(event.ticket)

    def on_customer_opened(self, event: CustomerOpened) -> None:
        """Show a customer over what they were opened from."""
        self.open_customer(event.customer)

    def on_list_opened(self, event: ListOpened) -> None:
        """Show one of the desk's lists over what it was opened from, at a section; the queue in its place."""
        if event.where == QUEUE:
            self.do_go_queue()
            self.queue_screen.show_mode(event.section)
        else:
            self.push_screen(self._list_at(event))

    def _list_at(self, event: ListOpened) -> DeskScreen:
        from console.screens.customers import CustomersScreen
        from console.screens.decisions import DecisionsScreen
        from console.screens.listing import SectionedScreen
        from console.screens.outbox import OutboxScreen
        from console.screens.shop import ShopScreen

        if event.where == CUSTOMERS:
            customers = CustomersScreen(self.session)
            customers.owing = event.section == "owing"
            return customers
        kinds: dict[str, type[SectionedScreen]]
        kinds = {DECISIONS: DecisionsScreen, OUTBOX: OutboxScreen, SHOP: ShopScreen}
        shown = kinds[event.where](self.session)
        shown.begin_at(event.section, event.number)
        return shown

    def on_ticket_screen_left(self, event: "TicketScreen.Left") -> None:
        """Back to where the request was opened, unless something has come over it."""
        if self.screen is event.screen:
            self.pop_screen()
