"""The customers: by name, found as one types, and who owes."""

from textual.app import ComposeResult
from textual.timer import Timer
from textual.widgets import Input, Static

from console.actions import bindings_for
from console.screens.account_words import CUSTOMER_COLUMNS, customer_line
from console.screens.base import CustomerOpened, put
from console.screens.mailing import MailingPart
from console.screens.session import Session
from console.services.account_shapes import CustomerPage
from console.situations import CUSTOMERS
from widgets.key_bar import KeyBar
from widgets.line_list import LineList
from widgets.safe_text import content
from widgets.text_editor import LineEditor

FIND_DELAY_SECONDS = 0.2
PAGE_ROWS = 100


class CustomersScreen(MailingPart):
    """The list of customers."""

    where = CUSTOMERS
    BINDINGS = [*bindings_for(CUSTOMERS)]  # noqa: RUF012 - Textual declares it so

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.found = ""
        self.owing = False
        self._delay: Timer | None = None
        self._after: tuple[str, int] | None = None

    def compose(self) -> ComposeResult:
        """What is shown, the list, the keys."""
        yield from self.head("Customers")
        yield LineEditor(placeholder="find a name, number, address or site", id="find")
        yield LineList()
        yield KeyBar()

    def on_mount(self) -> None:
        """Begin without the line to find by."""
        self.query_one("#find").display = False

    def changed(self) -> None:
        """Read the list anew, from its top."""
        if not self.session.ready:
            return
        from console.services import customers

        shown = self.query_one(LineList).total
        call = customers.listing(
            self.session.desk, text=self.found, owing=self.owing, limit=max(PAGE_ROWS, shown)
        )
        self.read(call, self._show, group="customers")

    def _show(self, page: CustomerPage) -> None:
        self._after = page.more_after
        shown = self.query_one(LineList)
        shown.empty_text = "Nobody owes." if self.owing else "Nobody is found."
        now = self.session.now()
        lines = [customer_line(row, now=now) for row in page.rows]
        shown.show(CUSTOMER_COLUMNS, lines, more=page.more_after is not None)
        what = "Customers who owe" if self.owing else "Customers"
        named = f" with “{self.found}”" if self.found else ""
        many = f"{len(lines)}{' and more' if page.more_after else ''}"
        put(self.query_one("#list-title", Static), content(f"{what}{named} · {many}"))
        self.refresh_keys()

    def on_line_list_more_wanted(self, _: LineList.MoreWanted) -> None:
        """Read on where the list ends."""
        from console.services import customers

        call = customers.listing(
            self.session.desk, text=self.found, owing=self.owing, after=self._after,
            limit=PAGE_ROWS,
        )  # fmt: skip
        self.read(call, self._extend, group="customers")

    def _extend(self, page: CustomerPage) -> None:
        self._after = page.more_after
        now = self.session.now()
        lines = [customer_line(row, now=now) for row in page.rows]
        self.query_one(LineList).extend(lines, more=page.more_after is not None)

    def on_line_list_opened(self, event: LineList.Opened) -> None:
        """Show the customer."""
        self.post_message(CustomerOpened(event.key))

    def do_customers_look(self) -> None:
        """Show the customer under the cursor."""
        self.query_one(LineList).action_list_open()

    def do_customers_owing(self) -> None:
        """Who owes, or everybody again."""
        self.owing = not self.owing
        self.changed()

    def do_list_find(self) -> None:
        """Ask whom to find."""
        editor = self.query_one("#find", LineEditor)
        editor.display = True
        editor.focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Find once the typing rests."""
        if self._delay is not None:
            self._delay.stop()
        self._delay = self.set_timer(FIND_DELAY_SECONDS, self._find)
        event.stop()

    def _find(self) -> None:
        wanted = self.query_one("#find", LineEditor).value.strip()
        if wanted != self.found:
            self.found = wanted
            self.changed()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """To the list, with what was found."""
        event.stop()
        self._find()
        self.query_one(LineList).focus()

    def do_app_back(self) -> None:
        """Show everybody again, then back to the queue."""
        editor = self.query_one("#find", LineEditor)
        if editor.display:
            editor.display = False
            editor.value = ""
            self._find()
            self.query_one(LineList).focus()
        elif self.owing:
            self.do_customers_owing()
        else:
            self.dismiss()
