"""The queue: what waits, oldest first, and a look at the request under the cursor."""

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Container
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Static

from console.actions import bindings_for
from console.policy.access import Role
from console.screens.base import WIDE, DeskScreen, put
from console.screens.queue_words import counts_line, earlier_words, office_text, row_facts
from console.screens.session import Session
from console.situations import QUEUE
from widgets.desk_header import DeskHeader
from widgets.key_bar import KeyBar
from widgets.request_preview import RequestPreview
from widgets.safe_text import content
from widgets.ticket_queue import TicketQueue

if TYPE_CHECKING:  # large, and not on the first frame
    from textual.widgets import Input

    from console.services.queue_shapes import QueuePage, QueueSummary
    from console.services.shapes import TicketView

PAGE_ROWS = 120
MOST_ROWS = 5000
PREVIEW_DELAY_SECONDS = 0.12
FIND_DELAY_SECONDS = 0.2
PREVIEW_CHARS = 4000

EMPTY = {
    "open": "Nothing waits. Requests come in by e-mail and form.",
    "mine": "You hold nothing. {pick} takes the oldest request that waits.",
    "held": "Nothing is on wait.",
    "all": "Nothing like that is open.",
}
SHOWN = {"open": "", "mine": "what I hold", "held": "on wait", "all": "found"}


class QueueScreen(DeskScreen):
    """The open requests in arrival order."""

    where = QUEUE
    BINDINGS = [  # noqa: RUF012 - Textual declares it so
        *bindings_for(QUEUE),
        Binding("escape", "leave_find", "Show the whole queue", show=False, id="list.leave_find"),
    ]

    class Opened(Message):
        """Posted when a request is to be shown."""

        def __init__(self, ticket: int) -> None:
            super().__init__()
            self.ticket = ticket

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.mode = "open"
        self.found = ""
        self._first: int | None = None
        self._start = 0
        self._first_to_take: int | None = None
        self._viewed: int | None = None
        self._preview_timer: Timer | None = None
        self._find_timer: Timer | None = None

    def compose(self) -> ComposeResult:
        """Header, list and preview, the counts, the keys."""
        yield DeskHeader(clock=self.session.clock)
        with Container(id="queue-body"):
            yield TicketQueue()
            yield RequestPreview()
        yield Static("", id="counts")
        yield KeyBar()

    def on_mount(self) -> None:
        """Begin with the list under the keys."""
        self.requests.focus()
        self.query_one(DeskHeader).notice = self._notice()
        self.timer_changed()

    @property
    def requests(self) -> TicketQueue:
        """The list of requests."""
        return self.query_one(TicketQueue)

    @property
    def cursor(self) -> int | None:
        """The request that the cursor is on."""
        return self.requests.cursor_ticket if self.is_mounted else None

    @property
    def first_to_take(self) -> int | None:
        """The request that stands first on screen among those to take."""
        return self._first_to_take

    def ready(self) -> None:
        """Read the queue anew, now that it can be read whole."""
        self.timer_changed()
        self.changed()

    def changed(self) -> None:
        """Read the rows that are in the window, and the counts."""
        if self.session.ready:
            self._read_page("from" if self._first and self._start else None, self._first)
            self._read_counts()
            self._viewed = None
            self._look_soon()

    def on_screen_resume(self) -> None:
        """Catch up with what has changed meanwhile; no request is on the screen any more."""
        self.timer_changed()
        self.changed()
        session = self.session
        if session.shows is not None:
            session.shows = None
            self.write(session.look_away(), lambda _: None, quietly=True)

    def minute(self) -> None:
        """Bring hours and ages up to date."""
        header = self.query_one(DeskHeader)
        header.office_text = office_text(self.session.hours, self.session.now())
        header.notice = self._notice()
        self.changed()

    def _notice(self) -> str:
        told = ["sample desk"] if self.session.sample else []
        told += ["read only"] if self.session.read_only else []
        if words := SHOWN[self.mode]:
            told.append(f"{words}: {self.found}" if self.found else words)
        return " · ".join(told)

    def show_page(self, page: "QueuePage") -> None:
        """Show a page of the queue, the cursor staying on its request."""
        self._start = page.start
        self._first = page.rows[0].ticket if page.rows else None
        self._first_to_take = next((row.ticket for row in page.rows if row.place == 1), None)
        self.requests.empty_text = EMPTY[self.mode].format(pick=self.session.key("request.pick"))
        self.requests.show_window(page.start, page.rows, page.total)
        self.refresh_keys()

    def show_counts(self, summary: "QueueSummary") -> None:
        """Show how many wait, and what else there is."""
        header = self.query_one(DeskHeader)
        header.waiting, header.oldest_seconds = summary.waiting, summary.oldest_seconds
        header.undelivered = summary.undelivered
        put(self.query_one("#counts", Static), content(counts_line(summary, admin=self._by_admin)))

    @property
    def _by_admin(self) -> bool:
        """Whether it is known to be an admin who looks."""
        return self.session.acting is not None and self.session.acting.role == Role.ADMIN

    def _read_page(self, edge: str | None, key: int | None, *, count: int = PAGE_ROWS) -> None:
        from console.services import views

        page = views.queue_page(
            self.session.desk, mode=self.mode, edge=edge, key=key, limit=count,
            holder=self.session.actor.staff_id, find=self.found or None, now=self.session.now(),
        )  # fmt: skip
        self.read(page, self.show_page, group="page")

    def _read_counts(self) -> None:
        from console.services import views

        self.read(
            views.queue_summary(self.session.desk, now=self.session.now()),
            self.show_counts,
            group="counts",
        )

    def on_ticket_queue_window_wanted(self, event: TicketQueue.WindowWanted) -> None:
        """Read the rows that the list comes to."""
        if self.session.ready:
            self._read_page(*page_of(event), count=lines_of(event))

    def on_ticket_queue_highlighted(self, _: TicketQueue.Highlighted) -> None:
        """Show the facts at once, and the thread when the cursor rests; a pane beside the list waits for both."""
        from console.services.queue_shapes import TicketRow

        row = self.requests.cursor_row
        # A pane is large: blanking it first would send it to the terminal twice for each step.
        if isinstance(row, TicketRow) and row.ticket != self._viewed and not self.has_class(WIDE):
            self._viewed = None
            preview = self.query_one(RequestPreview)
            preview.heading = f"#{row.ticket} {row.subject}"
            preview.facts = f"#{row.ticket} {row_facts(row)}"
            preview.text = ""
        self._look_soon()

    def _look_soon(self) -> None:
        if self._preview_timer is not None:
            self._preview_timer.stop()
        self._preview_timer = self.set_timer(PREVIEW_DELAY_SECONDS, self._look)

    def _look(self) -> None:
        from console.services import views

        if not self.session.ready:
            return
        if self.cursor is None:
            self._show_nothing()
        elif self.cursor != self._viewed:
            call = views.ticket_view(self.session.desk, ticket=self.cursor, now=self.session.now())
            self.read(call, self._show_look, group="look")

    def _show_nothing(self) -> None:
        preview = self.query_one(RequestPreview)
        preview.heading = preview.facts = preview.text = ""

    def _show_look(self, view: "TicketView") -> None:
        if view.ticket != self.cursor:
            return
        self._viewed = view.ticket
        preview = self.query_one(RequestPreview)
        preview.heading = f"#{view.ticket} {view.row.subject}"
        preview.facts = f"#{view.ticket} {row_facts(view.row)} · {earlier_words(view)}"
        preview.text = view.thread[-1].text if view.thread else ""

    def on_ticket_queue_opened(self, event: TicketQueue.Opened) -> None:
        """Show the request, only to read where somebody else holds it."""
        self.post_message(self.Opened(event.ticket))

    def do_request_look(self) -> None:
        """Show the request under the cursor."""
        if self.cursor is not None:
            self.post_message(self.Opened(self.cursor))

    def do_list_mine(self) -> None:
        """Show what I hold, or the whole queue again."""
        self.show_mode("open" if self.mode == "mine" else "mine")

    def do_list_held(self) -> None:
        """Show what is on wait, or the whole queue again."""
        self.show_mode("open" if self.mode == "held" else "held")

    def show_mode(self, mode: str) -> None:
        """Show one of the lists, from its beginning."""
        self.mode, self._first, self._start = mode, None, 0
        self.minute()

    def do_list_find(self) -> None:
        """Ask what to find."""
        from widgets.text_editor import LineEditor

        if not self.query("#find"):
            editor = LineEditor(placeholder="find a number, subject or customer", id="find")
            self.mount(editor, before=self.query_one(KeyBar))
        # At once, not when it is mounted: the next key is meant for it, and p would take a request.
        self.set_focus(self.query_one("#find"))

    def on_input_changed(self, event: "Input.Changed") -> None:
        """Find while it is typed, once the typing rests."""
        if self._find_timer is not None:
            self._find_timer.stop()
        self._find_timer = self.set_timer(FIND_DELAY_SECONDS, self._find)
        event.stop()

    def _find(self) -> None:
        from widgets.text_editor import LineEditor

        found = "".join(each.value.strip() for each in self.query(LineEditor))
        if found != self.found:
            self.found = found
            self.show_mode("all" if found else "open")

    def on_input_submitted(self, _: "Input.Submitted") -> None:
        """Go to what was found."""
        self._find()
        self.requests.focus()

    def action_leave_find(self) -> None:
        """Show the whole queue again."""
        self.query("#find").remove()
        self.found = ""
        self.show_mode("open")
        self.requests.focus()


def page_of(wanted: TicketQueue.WindowWanted) -> tuple[str | None, int | None]:
    """Where the page begins that the list asks for: beside a request, or at an end of the queue."""
    if wanted.after is not None:
        return "after", wanted.after
    if wanted.before is not None:
        return "before", wanted.before
    far = wanted.edge is None and wanted.first_line + wanted.count > MOST_ROWS
    return ("end" if wanted.edge == "end" or far else None), None


def lines_of(wanted: TicketQueue.WindowWanted) -> int:
    """How many rows to read: after a jump to the middle, all down to it."""
    jumped = wanted.after is None and wanted.before is None and wanted.edge is None
    return min(MOST_ROWS, wanted.first_line + wanted.count) if jumped else wanted.count
