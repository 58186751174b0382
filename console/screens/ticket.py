"""The request's screen: who asks, what it would cost now, the thread, and everything done to it."""

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Static

from console.actions import bindings_for
from console.screens.base import put
from console.screens.changing import ChangingPart
from console.screens.closing import ClosingScreen
from console.screens.comparing import ComparingPart
from console.screens.covering import CoveringPart
from console.screens.customer import CustomerPane
from console.screens.keeper import Keeper
from console.screens.limits import LimitsPart
from console.screens.message_parts import split
from console.screens.session import Session
from console.screens.stepping_in import SteppingInPart
from console.screens.words import balance_words, customer_line, shown_messages, state_line
from console.services.shapes import Closed, TicketView, TimerView
from console.situations import TICKET
from widgets.close_preview import ClosePreview
from widgets.key_bar import KeyBar
from widgets.limit_band import LimitBand
from widgets.reply_editor import ReplyEditor
from widgets.safe_text import content, one_line
from widgets.thread import Thread
from widgets.work_clock import WorkClock


def _without_k(bindings: list[BindingType]) -> list[BindingType]:
    """The thread's keys without k: here it says what kind of request it is."""
    return [
        Binding("up", each.action, each.description, show=False, id=each.id)
        if isinstance(each, Binding) and each.id == "list.up"
        else each
        for each in bindings
    ]


class RequestThread(Thread, inherit_bindings=False):
    """The thread, scrolled up by the arrow alone."""

    BINDINGS = _without_k(Thread.BINDINGS)


class TicketScreen(ChangingPart, CoveringPart, ComparingPart, LimitsPart, SteppingInPart):
    """One request; what somebody else holds is shown, and each key says why it is off."""

    CSS_PATH = "ticket.tcss"
    BINDINGS = bindings_for(TICKET)

    class Left(Message):
        """Posted when the request's screen is left."""

        def __init__(self, screen: "TicketScreen") -> None:
            super().__init__()
            self.screen = screen

    def __init__(self, session: Session, ticket: int) -> None:
        super().__init__(session, ticket)
        self._ticking: Timer | None = None

    def compose(self) -> ComposeResult:
        """Facts, the band, thread and customer side by side, the editor, the keys."""
        with Horizontal(id="subject-line"):
            yield Static(f"#{self.number}", id="subject")
            yield WorkClock(clock=self.session.clock)
        with Horizontal(id="facts-line"):
            yield Static("", id="customer")
            yield Static("", id="state")
        yield ClosePreview()
        yield LimitBand()
        with Horizontal(id="ticket-body"):
            with Vertical(id="ticket-main"):
                yield RequestThread(split=split)
                yield ReplyEditor()
            yield CustomerPane()
        yield KeyBar()

    def on_mount(self) -> None:
        """Begin with the thread under the keys, and read the request."""
        for part in (LimitBand, ReplyEditor, ClosePreview):
            self.query_one(part).display = False
        self.query_one(RequestThread).empty_text = "Reading…"
        self.query_one(RequestThread).focus()
        self._ticking = self.set_interval(1.0, self._tick, pause=True)
        self.timer_changed()
        self.changed()

    def on_screen_resume(self) -> None:
        """Catch up with what has changed meanwhile."""
        self.timer_changed()
        self.changed()
        self._let_others_see()

    def ready(self) -> None:
        """Read the request once the desk is open."""
        self.timer_changed()
        self.changed()
        self._let_others_see()

    def _let_others_see(self) -> None:
        """Put on record that this console shows the request, unless that is known."""
        from console.services import looking

        session = self.session
        if session.ready and not session.read_only and session.shows != self.number:
            session.shows = self.number
            call = looking.at(
                *self.who, console=session.console_id, ticket=self.number, now=session.now()
            )
            self.write(call, lambda _: None, quietly=True)

    def minute(self) -> None:
        """Bring times up to date."""
        self.changed()

    def timer_changed(self) -> None:
        """Show the timer, and what its time costs."""
        super().timer_changed()
        self._tick()

    def show(self, view: TicketView) -> None:
        """Show the request as it was just read."""
        super().show(view)
        if not self.is_attached:
            return
        subject = content(f"#{view.ticket} {one_line(view.row.subject)}")
        follows = self.session.followed_at(self.number)
        state = content(state_line(view, me=self.session.actor.staff_id, follows=follows))
        put(self.query_one("#subject", Static), subject)
        put(
            self.query_one("#customer", Static),
            content(customer_line(view, hours=self.session.hours, now=self.session.now())),
        )
        put(self.query_one("#state", Static), state, layout=True)
        now, hours = self.session.now(), self.session.hours
        thread = self.query_one(RequestThread)
        thread.empty_text = "Nothing written yet."
        thread.messages = shown_messages(view.thread, hours, now=now)
        self.query_one(CustomerPane).show(view, hours, now=now)
        self.query_one(ClosePreview).display = view.closed_at is None
        self._tick()
        self._tick_while_running(view)
        self.show_limits(view)
        self.asking = False
        self.refresh_keys()
        self.run_early()

    def _tick_while_running(self, view: TicketView) -> None:
        if self._ticking is not None:
            running = view.running is not None and not view.running.interrupted
            (self._ticking.resume if running else self._ticking.pause)()

    def _tick(self) -> None:
        """Bring what closing now would cost up to the second; the widget repaints when its words change."""
        from console.services import quoting

        if self.view is None:
            return
        worked = self.worked_seconds()
        now = quoting.preview(self.view, worked_seconds=worked)
        shown = self.query_one(ClosePreview)
        shown.ways, shown.worked_seconds = now.ways, now.chargeable_seconds
        shown.seconds_to_next_block = now.seconds_to_next_block if worked else None

    def do_timer_toggle(self) -> None:
        """Pause the timer where it runs on this request, else start it here."""
        from console.services import timer

        mine = self.session.timer
        if mine is not None and mine.running and mine.interrupted:
            self.app.post_message(Keeper.Interrupted(mine, again=True))
            return
        if mine is not None and mine.running and mine.ticket == self.number:
            self.write(timer.stop(*self.who, now=self.session.now()), self._timed)
            return
        call = timer.start(
            *self.who, ticket=self.number, console=self.session.console_id,
            now=self.session.now(),
        )  # fmt: skip
        self.write(call, self._timed)

    def _timed(self, timer: TimerView) -> None:
        self.session.set_timer(timer)
        if timer.paused_ticket is not None:
            self.say(f"The timer on #{timer.paused_ticket} is paused.")
        self.timer_changed()
        self.asking = True
        self.changed()

    def do_request_customer(self) -> None:
        """Show the customer in the thread's place, or beside it; again shows the thread."""
        self.toggle_class("-customer")
        shown = self.has_class("-customer")
        (self.query_one(CustomerPane) if shown else self.query_one(RequestThread)).focus()

    def do_request_files(self) -> None:
        """Show the files that came with it."""
        from console.screens.files import FilesScreen

        self.app.push_screen(FilesScreen(self.session, self.number))

    def do_request_close(self) -> None:
        """Ask how it ends."""
        if self.view is not None:
            self.app.push_screen(
                ClosingScreen(self.session, self.view, worked_seconds=self.worked_seconds()),
                self._has_closed,
            )

    def _has_closed(self, closed: Closed | None) -> None:
        if closed is None:
            return
        timer = self.session.timer
        if timer is not None and timer.ticket == self.number:
            self.session.timer = None
        cost = f"{closed.credits} credits" if closed.credits else "free"
        waived = f", {closed.waived} waived" if closed.waived else ""
        back = " The difference is proposed to be given back." if closed.proposal else ""
        after = balance_words(closed.balance)
        balance = after if closed.balance < 0 else f"balance {after}"
        self.say(f"#{self.number} is closed: {cost}{waived}, {balance}.{back}")
        self.do_app_back()

    def do_app_back(self) -> None:
        """Close the editor, then the customer, then the request."""
        if self.writing:
            self.close_editor()
        elif self.has_class("-customer"):
            self.do_request_customer()
        elif self.session.followed_at(self.number):
            self.stop_following()
        else:
            self.post_message(self.Left(self))
