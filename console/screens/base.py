"""What every screen does alike: run actions by their ids, and call services without holding up a key."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any, TypeVar

from textual.app import App
from textual.content import Content
from textual.message import Message
from textual.screen import ModalScreen, Screen
from textual.widgets import Static

from console.actions import ACTIONS, hints_for, why_off
from console.policy.refusal import Refusal
from console.screens.session import Session
from console.services.faults import Fault
from console.situations import OPENING, READING, Situation
from widgets.key_bar import KeyBar
from widgets.safe_text import one_line
from widgets.work_clock import WorkClock

if TYPE_CHECKING:  # large, and not on the first frame
    from console.services.shapes import TicketView

_T = TypeVar("_T")
_R = TypeVar("_R")

READ_SECONDS = 15.0
TOAST_CHARS = 400
WARN_SECONDS = 8
SAY_SECONDS = 5
WIDE = "-wide"


class CallFailed(Message):
    """Posted when a call of a service ended in something that nobody foresaw."""

    def __init__(self, error: Exception) -> None:
        super().__init__()
        self.error = error


class Wrote(Message):
    """Posted when something was written, so that what is shown may be out of date."""


class RequestOpened(Message):
    """Posted when a request is to be shown."""

    def __init__(self, ticket: int) -> None:
        super().__init__()
        self.ticket = ticket


class CustomerOpened(Message):
    """Posted when a customer is to be shown."""

    def __init__(self, customer: int) -> None:
        super().__init__()
        self.customer = customer


class ListOpened(Message):
    """Posted when one of the desk's lists is to be shown: a section of it, at the line of a number."""

    def __init__(self, where: str, section: str, number: int | None = None) -> None:
        super().__init__()
        self.number = number
        self.where = where
        self.section = section


class Calls(Screen[_R]):
    """Calls of services from a screen: in the background, with what goes wrong said in a sentence."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self._readings: dict[str, int] = {}
        self._early: str | None = None

    @property
    def alive(self) -> bool:
        """Whether it is made up and not going away."""
        return self.is_mounted and self.is_attached and self.is_running and not self._closing

    def read(
        self, call: Coroutine[Any, Any, _T], then: Callable[[_T], None], *, group: str = "read"
    ) -> None:
        """Read in the background; what a newer reading of the same group has overtaken is dropped."""
        self._readings[group] = turn = self._readings.get(group, 0) + 1
        self.session.keep(self._read(call, then, group=group, turn=turn))

    async def _read(
        self,
        call: Coroutine[Any, Any, _T],
        then: Callable[[_T], None],
        *,
        group: str,
        turn: int,
    ) -> None:
        try:
            value = await self._patiently(call)
        except Fault as fault:
            self.warn(str(fault))
        except Exception as error:
            self.app.post_message(CallFailed(error))
        else:
            if self.alive and self._readings[group] == turn:
                then(value)

    async def _patiently(self, call: Coroutine[Any, Any, _T]) -> _T:
        """Say so when an answer is long in coming; a statement cut off would break its connection."""
        reading = asyncio.ensure_future(call)
        done, _ = await asyncio.wait({reading}, timeout=READ_SECONDS)
        if not done and not self.session.desk.connection.lost:
            self.warn("The database has not answered yet.")
        return await reading

    def write(
        self,
        call: Coroutine[Any, Any, _T | Refusal],
        then: Callable[[_T], None],
        *,
        refused: Callable[[Refusal], None] | None = None,
        failed: Callable[[], None] | None = None,
        quietly: bool = False,
    ) -> None:
        """Write in the background, one after another; never cut off half-way, not even by quitting.

        What is written quietly changes nothing that is shown.
        """
        work = self._write(
            call, then, refused=refused or self.refuse, failed=failed, quietly=quietly
        )
        self.session.keep(work if quietly else self.session.counted(work))

    async def _write(
        self,
        call: Coroutine[Any, Any, _T | Refusal],
        then: Callable[[_T], None],
        *,
        refused: Callable[[Refusal], None],
        failed: Callable[[], None] | None,
        quietly: bool,
    ) -> None:
        try:
            async with self.session.writes:
                value = await call
            if isinstance(value, Refusal):
                refused(value)
            elif self.alive:
                then(value)
            if not quietly:
                self.app.post_message(Wrote())
        except Fault as fault:
            if not quietly or not self.session.desk.connection.lost:
                self.warn(str(fault))
            if failed is not None and self.alive:
                failed()
        except Exception as error:
            self.app.post_message(CallFailed(error))
        finally:
            call.close()  # where its turn never came

    def refuse(self, refusal: Refusal) -> None:
        """Say why something was not done, with its clause."""
        clause = f" ({refusal.clause})" if refusal.clause else ""
        self.warn(f"{refusal.reason}{clause}")

    def warn(self, sentence: str) -> None:
        """Say what could not be done; what is still shown is not said again."""
        warn(self.app, self.session, sentence)

    def say(self, sentence: str) -> None:
        """Say what was done."""
        self.app.notify(
            one_line(sentence, max_chars=TOAST_CHARS), markup=False, timeout=SAY_SECONDS
        )


class DeskModal(Calls[_R | None], ModalScreen[_R | None]):
    """A dialog that calls services; its answer is None where the person backed out."""

    CSS_PATH = "dialogs.tcss"

    def dismiss_with(self, answer: _R) -> None:
        """Go away with an answer, unless gone already."""
        if self.is_active:
            self.dismiss(answer)


class DeskScreen(Calls[None]):
    """A screen of the desk; `where` is its name in the table of actions."""

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, WIDE)]  # noqa: RUF012 - Textual declares it so
    where = ""

    @property
    def cursor(self) -> int | None:
        """The request that the cursor is on."""
        return None

    @property
    def first_to_take(self) -> int | None:
        """The request that stands first on screen among those to take."""
        return None

    @property
    def view(self) -> "TicketView | None":
        """The request that is on screen."""
        return None

    @property
    def situation(self) -> Situation:
        """What decides which actions work just now."""
        return self.session.situation(self.where, cursor=self.cursor, view=self.view)

    def action_run(self, action_id: str) -> None:
        """Do the action of that id, say why it does not work just now, or keep it until it does."""
        action = ACTIONS[action_id]
        reason = why_off(action, self.situation)
        if reason in {OPENING, READING}:
            # What is pressed after it was meant for what it opens.
            self._early = self._early or action_id
        elif reason is not None:
            self.warn(reason)
        else:
            doer = self if hasattr(self, action.method) else self.app
            getattr(doer, action.method)()

    def run_early(self) -> None:
        """Do what was asked for while it was still opening, or being read."""
        if self._early is not None:
            early, self._early = self._early, None
            self.action_run(early)

    def refresh_keys(self) -> None:
        """Show which keys work just now."""
        situation = self.situation
        for bar in self.query(KeyBar):
            bar.keys = hints_for(situation)

    def ready(self) -> None:
        """Called once the desk is open and it is known who acts."""

    def changed(self) -> None:
        """Called when the record may have changed."""

    def minute(self) -> None:
        """Called once a minute, for ages and hours."""

    def timer_changed(self) -> None:
        """Called when the timer may have changed: show it."""
        show_timer(self, self.session)
        self.refresh_keys()

    def on_key_bar_pressed(self, event: KeyBar.Pressed) -> None:
        """Do what was clicked."""
        self.action_run(event.id)

    def on_key_bar_refused(self, event: KeyBar.Refused) -> None:
        """Say why what was clicked is off."""
        self.warn(event.reason)


def warn(app: App[Any], session: Session, sentence: str) -> None:
    """Say what could not be done, over whatever is shown; what is still shown is not said again."""
    said = one_line(sentence, max_chars=TOAST_CHARS)
    now = asyncio.get_running_loop().time()
    shown = {each: until for each, until in session.warned.items() if until >= now}
    if said not in shown:
        app.notify(said, severity="warning", markup=False, timeout=WARN_SECONDS)
        shown[said] = now + WARN_SECONDS
    session.warned = shown


def show_timer(screen: Screen[Any], session: Session) -> None:
    """Set the screen's clock to the timer as last read."""
    timer = session.timer
    for clock in screen.query(WorkClock):
        if timer is None or timer.ticket is None:
            clock.set(None)
        elif timer.running and not timer.interrupted:
            clock.set(timer.ticket, timer.worked_seconds, session.timer_read_at)
        else:
            clock.set(timer.ticket, timer.worked_seconds, interrupted=timer.interrupted)


def put(shown: Static, words: Content, *, layout: bool = False) -> None:
    """Show words where others were; the same words again paint nothing."""
    before = shown.content
    if not isinstance(before, Content) or (before.plain, before.spans) != (
        words.plain,
        words.spans,
    ):
        shown.update(words, layout=layout)
