"""Going from screen to screen: the queue stands below, a request or a customer above it."""

from typing import TYPE_CHECKING

from console.screens.clockwork import Clockwork
from console.screens.queue import QueueScreen

if TYPE_CHECKING:  # what is not on the first frame is loaded behind it
    from console.screens.account import AccountScreen
    from console.screens.customers import CustomersScreen
    from console.screens.decisions import DecisionsScreen
    from console.screens.ticket import TicketScreen


class Navigation(Clockwork):
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
        from console.screens.ticket import TicketScreen

        self.push_screen(TicketScreen(self.session, ticket))

    def do_go_queue(self) -> None:
        """Go to the queue."""
        while len(self.screen_stack) > 1 and not isinstance(self.screen, QueueScreen):
            self.pop_screen()

    def do_go_mine(self) -> None:
        """Go to what I hold."""
        self.do_go_queue()
        self.queue_screen.show_mode("mine")

    def on_queue_screen_opened(self, event: QueueScreen.Opened) -> None:
        """Show a request."""
        self.show_request(event.ticket)

    def on_ticket_screen_left(self, _: "TicketScreen.Left") -> None:
        """Back to the queue."""
        self.do_go_queue()

    def do_go_customers(self) -> None:
        """Go to the customer of the request on screen, else to the list of customers."""
        from console.screens.account import AccountScreen
        from console.screens.customers import CustomersScreen

        view = next((each.view for each in self.desk_screens if each is self.screen), None)
        if view is not None:
            self.push_screen(AccountScreen(self.session, view.row.customer_id))
        elif not isinstance(self.screen, CustomersScreen):
            self.do_go_queue()
            self.push_screen(CustomersScreen(self.session))

    def do_go_decisions(self) -> None:
        """Go to what leads decide."""
        from console.screens.decisions import DecisionsScreen

        if not isinstance(self.screen, DecisionsScreen):
            self.do_go_queue()
            self.push_screen(DecisionsScreen(self.session))

    def on_decisions_screen_request_opened(self, event: "DecisionsScreen.RequestOpened") -> None:
        """Show the request that something is to be decided about."""
        self.show_request(event.ticket)

    def on_customers_screen_opened(self, event: "CustomersScreen.Opened") -> None:
        """Show a customer."""
        from console.screens.account import AccountScreen

        self.push_screen(AccountScreen(self.session, event.customer))

    def on_account_screen_request_opened(self, event: "AccountScreen.RequestOpened") -> None:
        """Show a customer's request."""
        self.show_request(event.ticket)
