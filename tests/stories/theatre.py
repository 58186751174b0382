"""The stage for the stories: the real app on a real file, its keys pressed, its clock standing still."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path

from textual.pilot import Pilot

from console.app import CreditDesk
from console.bootstrap import state_of
from console.config import Settings
from console.location import Location
from console.screens.dialogs import AskChoice
from console.screens.session import Session
from console.screens.ticket import TicketScreen
from tests import sheets
from tests.conftest import MONDAY, SETTINGS

sheets.share()


class Clock:
    """A clock that moves when it is told to."""

    def __init__(self, at: datetime = MONDAY) -> None:
        self.at = at

    def __call__(self) -> datetime:
        """The time."""
        return self.at

    def forward(self, *, minutes: float = 0, seconds: float = 0) -> None:
        """Let so much time pass."""
        self.at += timedelta(minutes=minutes, seconds=seconds)


class Stage:
    """One person at their console."""

    def __init__(self, app: CreditDesk, pilot: Pilot[int], clock: Clock) -> None:
        self.app = app
        self.pilot = pilot
        self.clock = clock

    async def until(self, happens: Callable[[], bool]) -> None:
        """Let the app work until something is so."""
        for _ in range(1000):
            if happens():
                return
            await self.pilot.pause(0.005)
        raise AssertionError(f"it never came to be; on screen is:\n{self.text}")

    async def settle(self) -> None:
        """Let the app work until it has nothing under way, and had nothing a moment before."""
        idle = 0
        for _ in range(2000):
            await self.pilot.pause()
            idle = 0 if self._busy() else idle + 1
            if idle == 2:
                return
        raise AssertionError(f"it never comes to rest: {self.app.session.under_way}")

    def _busy(self) -> bool:
        working = any(not each.is_finished for each in self.app.workers)
        return working or bool(self.app.session.under_way)

    async def press(self, *keys: str) -> None:
        """Press keys one after another, each once the last has had its effect."""
        for key in keys:
            await self.pilot.press(key)
            await self.settle()

    async def type(self, text: str) -> None:
        """Type a text into what has the focus."""
        names = {" ": "space", ",": "comma", ".": "full_stop", "?": "question_mark"}
        await self.pilot.press(*(names.get(letter, letter) for letter in text))
        await self.settle()

    async def work(self, *, minutes: float = 0, seconds: float = 0) -> None:
        """Let time pass with the console open: it is seen every few minutes, and at the end."""
        left = timedelta(minutes=minutes, seconds=seconds)
        while left:
            step = min(left, timedelta(minutes=4))
            self.clock.at += step
            left -= step
            await self.app.keeper.beat()
        await self.settle()

    async def pick(self) -> None:
        """Take the oldest request, and wait for its screen."""
        await self.press("p")
        await self.until(
            lambda: isinstance(self.app.screen, TicketScreen) and self.view is not None
        )

    @property
    def view(self):
        """The request on screen."""
        screens = [each for each in self.app.screen_stack if isinstance(each, TicketScreen)]
        return screens[-1].view if screens else None

    @property
    def asked(self) -> str:
        """The question of the dialog on top, once keys answer it."""
        top = self.app.screen
        return top.question if isinstance(top, AskChoice) and top.focused is not None else ""

    @property
    def text(self) -> str:
        """What is on screen, as a person reads it."""
        strips = self.app.screen._compositor.render_strips()
        return "\n".join("".join(segment.text for segment in strip) for strip in strips)

    @property
    def said(self) -> str:
        """All toasts so far, one a line."""
        return "\n".join(each.message for each in self.app._notifications)


@asynccontextmanager
async def stage(
    path: Path,
    *,
    login: str = "olga",
    clock: Clock | None = None,
    size: tuple[int, int] = (80, 24),
    read_only: bool = False,
    console_id: str = "",
    settings: Settings = SETTINGS,
) -> AsyncIterator[Stage]:
    """Open the console on a desk's file, and wait until it can be worked with."""
    clock = clock or Clock()
    session = Session(Location(path, settings), clock, login=login, read_only=read_only)
    session.console_id = console_id or session.console_id
    there = state_of(session.location) != "absent"
    app = CreditDesk(session, absent=not there)
    async with app.run_test(size=size, notifications=True) as pilot:
        staged = Stage(app, pilot, clock)
        if there:
            await staged.until(lambda: session.ready and session.timer is not None)
        await staged.settle()
        yield staged
