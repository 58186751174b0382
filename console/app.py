"""The console: paints the queue first, opens the desk behind it, and goes from screen to screen."""

import asyncio
import gc
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from rich.text import Text
from textual.binding import Binding, BindingType
from textual.screen import Screen

from console import bootstrap
from console.location import Location, sample_location
from console.policy.refusal import Refusal
from console.screens import themes
from console.screens.base import CallFailed, DeskScreen
from console.screens.navigation import Navigation
from console.screens.queue import QueueScreen
from console.screens.session import Session
from console.services.faults import BadInput, Fault, NotFound, Unreachable
from widgets.safe_text import one_line

if TYPE_CHECKING:  # what is not on the first frame is loaded behind it
    from textual.command import Provider

    from console.screens.first_start import FirstStart
    from console.services.queue_shapes import Actor

FAULT_EXIT = 70
TURN_SECONDS = 0.0005
INPUT_THREAD = "textual-input"
STYLES = Path(__file__).with_name("screens")


def utc_now() -> datetime:
    """The time by the machine's clock."""
    return datetime.now(UTC)


def _commands() -> "type[Provider]":
    from console.screens.palette import DeskCommands

    return DeskCommands


class CreditDesk(Navigation):
    """One person's console on one desk."""

    TITLE = "Credit Desk"
    CSS_PATH = "console.tcss"
    COMMANDS = {_commands}  # noqa: RUF012 - Textual declares it so
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q", "quit", "Quit", show=False, priority=True, id="app.quit"),
    ]

    def __init__(self, session: Session, *, absent: bool = False) -> None:
        super().__init__(session)
        self.absent = absent
        self.failure: Exception | None = None
        self._keeping = asyncio.Lock()
        self.animation_level = "none"
        for theme in themes.THEMES:
            self.register_theme(theme)
        named = session.location.settings.theme
        self.theme = themes.theme_named(named, frozenset(self.available_themes))
        self.set_keymap(session.location.settings.keys)

    def on_mount(self) -> None:
        """Paint first: the desk is opened when the first frame is on the screen."""
        self._mind_signals()
        if self.absent:
            login = self.session.login or bootstrap.os_login() or "admin"
            from console.screens.first_start import FirstStart

            self.push_screen(FirstStart(self.session, login=login))
        else:
            self._begin()

    def _mind_signals(self) -> None:
        """End in order when told to from outside: without this the terminal is left broken."""
        loop = asyncio.get_running_loop()
        for name in ("SIGTERM", "SIGHUP"):
            number = getattr(signal, name, None)
            if number is not None and not self.is_headless:
                loop.add_signal_handler(number, self.exit, None, 128 + number)
        if hasattr(signal, "SIGCONT") and not self.is_headless:
            resume = signal.getsignal(signal.SIGCONT)
            loop.add_signal_handler(signal.SIGCONT, self._woken, resume)

    def _woken(self, resume: Any) -> None:
        """Draw anew after a stop; begun a second time, the keys would be read by two threads, and one never ends."""
        if any(each.name == INPUT_THREAD for each in threading.enumerate()):
            self.screen.refresh()
        else:
            resume(signal.SIGCONT, None)

    def refresh_css(self, animate: bool = True) -> None:
        """Apply changed colours; before the first screen there is nothing that they could be applied to."""
        if self.screen_stack:
            super().refresh_css(animate)
        else:
            self.stylesheet.set_variables(self.get_css_variables())

    def get_default_screen(self) -> Screen[Any]:
        """The queue stands below everything, from the first frame on."""
        return QueueScreen(self.session)

    def _begin(self) -> None:
        self.call_after_refresh(self.run_worker, self._open(), exit_on_error=False)

    async def _open(self) -> None:
        try:
            await self._look_first()
            await asyncio.to_thread(load_services)
            self._load_styles()
            await self._open_desk()
        except Fault as fault:
            self.fail(fault)
        except Exception as error:
            self._handle_exception(error)

    async def _look_first(self) -> None:
        """Show the first rows and then the counts; where they cannot be read, opening the desk says why."""
        from console.first_look import first_counts, first_look

        location, now, queue = self.session.location, self.session.now(), self.queue_screen
        with suppress(Fault):
            first = await asyncio.to_thread(first_look, location, now=now)
            self.session.sample = self.session.sample or first.sample
            self.session.first_hours = first.hours
            queue.show_page(first.page)
            queue.minute()
            await self._painted()
            counts, total = await asyncio.to_thread(
                first_counts, location, hours=first.hours, now=now
            )
            queue.show_page(replace(first.page, total=max(total, first.page.total)))
            queue.show_counts(counts)
            await self._painted()

    def _load_styles(self) -> None:
        """Read the other screens' styles, so that the key that shows one need not wait for them."""
        self.stylesheet.read_all(sorted(STYLES.glob("*.tcss")))
        self.stylesheet.parse()

    async def _painted(self) -> None:
        """Wait until what was just set is on the screen."""
        done = asyncio.Event()
        self.screen.call_after_refresh(done.set)
        await done.wait()

    async def _open_desk(self) -> None:
        session = self.session
        session.opened = await bootstrap.open_desk(
            session.location, read_only=session.read_only, told=self.watcher.heard
        )
        session.sample = session.desk.facts.sample
        acting = await bootstrap.actor_for(session.desk, session.login)
        if isinstance(acting, Refusal):
            self.exit(1, 1, Text(one_line(acting.reason)))
            return
        await self._start(acting)

    async def _start(self, acting: "Actor") -> None:
        from console.services import timer

        session = self.session
        session.acting = acting
        session.set_timer(await timer.status(*session.who, now=session.now()))
        for screen in self.desk_screens:
            screen.ready()
        self.wind_up()
        gc.freeze()
        gc.enable()
        for screen in self.desk_screens:
            screen.run_early()

    def on_call_failed(self, event: CallFailed) -> None:
        """A fault in the program: end with it."""
        self._handle_exception(event.error)

    def on_first_start_start(self, event: "FirstStart.Start") -> None:
        """Start the desk, and open it."""
        session = self.session
        login = session.login or bootstrap.os_login() or "admin"
        from console import founding

        making = founding.init_desk(
            session.location, admin=login, name=event.name, now=session.now()
        )
        session.keep(self._made(making))

    def on_first_start_look_around(self, _: "FirstStart.LookAround") -> None:
        """Build the sample desk in a file of its own, and open it."""
        self.session.location = sample_location()
        self.session.sample, self.session.login = True, None
        from console import founding

        making = founding.make_sample(self.session.location, now=self.session.now())
        self.session.keep(self._made(making))

    async def _made(self, making: Any) -> None:
        try:
            await making
        except Fault as fault:
            self.fail(fault)
        except Exception as error:
            self._handle_exception(error)
        else:
            self.pop_screen()
            self._begin()

    def do_request_pick(self) -> None:
        """Take the oldest request that waits, and show it."""
        from console.screens import picking

        self.top(lambda screen: picking.pick(screen, self.show_request))

    def do_app_theme(self) -> None:
        """Light for dark, dark for light, and so from the next start on too."""
        from console.screens import theme_choice

        self.theme = themes.other_of(self.theme)

        async def kept() -> None:
            async with self._keeping:  # in turn: the file has the last choice
                said = await theme_choice.choose(self.session.location, self.theme)
            self.top(lambda screen: screen.say(said))

        self.session.keep(kept())

    def do_app_commands(self) -> None:
        """Find a command by its name."""
        self.action_command_palette()

    def do_app_help(self) -> None:
        """Show all keys of the screen."""
        from console.screens.help import HelpScreen

        def show(screen: DeskScreen) -> None:
            self.push_screen(HelpScreen(screen.situation))

        self.top(show)

    async def on_unmount(self) -> None:
        """Finish what is being read and written, and let go of the desk."""
        await self.watcher.stop()
        await self.jobs.stop()
        if self.session.shows is not None:
            with suppress(Fault):
                await self.session.look_away()
        await self.session.finish()
        if self.session.to_write and self.failure is None:
            self.failure = Unreachable(
                "The desk did not answer in time: look whether what you did last is there."
            )
        if self.session.opened is not None:
            await self.session.opened.close()

    def fail(self, fault: Exception) -> None:
        """End, with the fault told by whoever runs the app."""
        self.failure = fault
        self.exit(getattr(fault, "exit_code", FAULT_EXIT), getattr(fault, "exit_code", FAULT_EXIT))

    def _handle_exception(self, error: Exception) -> None:
        """End with a sentence instead of a traceback with everybody's data in it."""
        self._return_code = FAULT_EXIT
        self.failure = self.failure or error
        if self._exception is None:
            self._exception = error
            self._exception_event.set()
        self._close_messages_no_wait()


@contextmanager
def quick_turns() -> Iterator[None]:
    """Let threads take turns often: what is painted goes out at once, and a busy thread holds up no key."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(TURN_SECONDS)
    try:
        yield
    finally:
        sys.setswitchinterval(before)


def load_services() -> None:
    """Load what is large, away from the first frame."""
    from console.jobs import runner  # noqa: F401
    from console.screens import palette, ticket  # noqa: F401
    from console.services import closing, context, credits, desk, limits, replies, timer, views  # noqa: F401


def run(
    location: Location,
    *,
    login: str | None = None,
    read_only: bool = False,
    sample: bool = False,
    clock: Callable[[], datetime] = utc_now,
) -> int:
    """Open the console and give its exit code. Raises Fault, and what the program could not foresee."""
    state = bootstrap.state_of(location)
    if state in bootstrap.CANNOT_OPEN or (state == "moved" and not read_only):
        raise Unreachable(bootstrap.complaint(location, state))
    if state == "absent" and read_only:
        raise NotFound(bootstrap.complaint(location, state))
    if location.settings.keys:
        from console.keymap import keymap_problem

        if problem := keymap_problem(location.settings.keys):
            raise BadInput(problem)
    session = Session(location, clock, login=login, read_only=read_only, sample=sample)
    app = CreditDesk(session, absent=state == "absent")
    with quick_turns():
        app.run()
    if app.failure is not None:
        raise app.failure
    return app.return_code or 0
