"""The console's clockwork: the timer kept alive and asked about, and the screens kept up to date."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from textual.app import App

from console.screens.base import DeskScreen, Wrote
from console.screens.keeper import Keeper
from console.screens.session import Session
from console.screens.watching import Watcher
from console.screens.working import Jobs

if TYPE_CHECKING:  # loaded after the first frame is painted
    from console.services.queue_shapes import TimerView

MINUTE_SECONDS = 60.0
LONG_TOAST_SECONDS = 15


class Clockwork(App[int]):
    """An app that follows the record, the clock and the timer; screens hear of it through their methods."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.keeper = Keeper(self, session)
        self.watcher = Watcher(self, session)
        self.jobs = Jobs(self, session)
        self._asked: tuple[int | None, datetime | None] | None = None
        self._limit_told: int | None = None
        self._was_open = False

    def wind_up(self) -> None:
        """Begin to keep time, and to watch the record."""
        self._was_open = self.session.office_open
        self.keeper.start()
        self.jobs.start()
        self.watcher.start()
        self.set_interval(MINUTE_SECONDS, self.each_minute)

    @property
    def desk_screens(self) -> list[DeskScreen]:
        """The screens of the desk that are open, the top one last."""
        return [each for each in self.screen_stack if isinstance(each, DeskScreen)]

    def top(self, do: Callable[[DeskScreen], None]) -> None:
        """Do something with the desk's screen that is on top, below any dialog."""
        if self.desk_screens and self.desk_screens[-1].alive:
            do(self.desk_screens[-1])

    def each_minute(self) -> None:
        """Bring ages up to date, and ask about a running timer when the office closes."""
        from console.screens import interrupted

        self.top(lambda screen: screen.minute())
        is_open = self.session.office_open
        timer = self.session.timer
        if self._was_open and not is_open and timer is not None and timer.running:
            self.push_screen(
                interrupted.ask_closing_time(timer), lambda key: self._stop_timer(stop=key == "s")
            )
        self._was_open = is_open

    def _stop_timer(self, *, stop: bool, then: "Callable[[TimerView], None] | None" = None) -> None:
        from console.services import timer

        if stop:
            call = timer.stop(*self.session.who, ending="stopped", now=self.session.now())
            self.top(lambda screen: screen.write(call, then or self._timer_read))

    def _timer_read(self, timer: "TimerView") -> None:
        self.session.set_timer(timer)
        self.top(lambda screen: screen.timer_changed())

    def on_watcher_changed(self, _: Watcher.Changed) -> None:
        """Show what somebody else has changed."""
        self.follow()

    def on_wrote(self, _: Wrote) -> None:
        """Show what was written here."""
        self.follow()

    def follow(self) -> None:
        """Read the timer, and what the screen shows, anew."""
        from console.services import timer

        def read(screen: DeskScreen) -> None:
            call = timer.status(*self.session.who, now=self.session.now())
            screen.read(call, self._timer_followed, group="timer")
            screen.changed()

        if self.session.ready:
            self.top(read)

    def _timer_followed(self, timer: "TimerView") -> None:
        before = self.session.timer
        if timer.ticket is not None or (before is not None and before.running):
            self._timer_read(timer)
        self.keeper.schedule()

    def on_jobs_stuck(self, event: Jobs.Stuck) -> None:
        """Say what keeps mails from leaving."""
        self.top(lambda screen: screen.warn(event.reason))

    def on_keeper_missed(self, event: Keeper.Missed) -> None:
        """Say that the timer could not be kept alive; of a lost connection the watcher tells."""
        if not self.session.desk.connection.lost:
            self.top(lambda screen: screen.warn(event.reason))

    def on_keeper_beaten(self, event: Keeper.Beaten) -> None:
        """Say what has just come to be: a warning, a limit, an estimate used up."""
        timer = self.session.timer
        number = timer.ticket if timer is not None else None
        self.top(lambda screen: screen.timer_changed())
        if event.outran:
            self.notify(
                f"The estimate of #{number} is used up: its timer stopped (U3).",
                timeout=LONG_TOAST_SECONDS,
            )
        if event.warned and timer is not None:
            self.notify(
                warned_words(timer),
                timeout=LONG_TOAST_SECONDS,
            )
        if event.limits_open and self._limit_told != number:
            self.notify(
                f"#{number} has reached a limit: {self.session.key('limit.answer')} answers it on the request.",
                timeout=LONG_TOAST_SECONDS,
            )
        if event.limits_open or event.outran:
            self.top(lambda screen: screen.changed())
        self._limit_told = number if event.limits_open else None

    def on_keeper_interrupted(self, event: Keeper.Interrupted) -> None:
        """Ask what an interrupted timer counts for: once, and again when the timer is asked for."""
        from console.screens import interrupted

        asked = (event.timer.session, event.timer.last_seen_at)
        if event.again or asked != self._asked:
            self._asked = asked
            now = self.session.now()
            self.push_screen(
                interrupted.ask_interrupted(
                    event.timer, self.session.hours, again=self.session.key("timer.toggle"), now=now
                ),
                interrupted.answering(interrupted.HOW, self._resolve),
            )

    def _resolve(self, how: str) -> None:
        from console.screens import interrupted
        from console.services import timer

        if how == interrupted.LATER:
            return

        def resolved(found: "TimerView") -> None:
            self._timer_read(found)
            self.top(lambda screen: screen.say(interrupted.resolved_words(found)))

        call = timer.resolve(
            *self.session.who, how=how, console=self.session.console_id, now=self.session.now()
        )
        self.top(lambda screen: screen.write(call, resolved))

    async def action_quit(self) -> None:
        """Quit; a running timer is asked about first."""
        self.do_app_quit()

    def do_app_quit(self) -> None:
        """Quit; a running timer is asked about first."""
        from console.screens import interrupted

        timer = self.session.timer
        if isinstance(self.screen, interrupted.AskQuit):
            return
        if self.session.waits_to_be_saved:
            self.push_screen(
                interrupted.ask_quit_unsaved(timer),
                interrupted.answering(interrupted.QUIT, self._quit),
            )
        elif (
            self.session.ready
            and not self.session.read_only
            and timer is not None
            and timer.running
        ):
            then = interrupted.answering(interrupted.QUIT, self._quit)
            self.push_screen(interrupted.ask_quit(timer), then)
        else:
            self.exit(0)

    def _quit(self, how: str) -> None:
        from console.screens import interrupted

        if how == interrupted.STOP:
            self._stop_timer(stop=True, then=lambda _: self.exit(0))
        elif how == interrupted.LEAVE:
            if self.session.opened is not None and self.session.waits_to_be_saved:
                self.session.opened.connection.give_up()
            self.exit(0)


def warned_words(timer: "TimerView") -> str:
    """That the customer is soon to be told."""
    warned, told = timer.terms.warn_seconds // 60, timer.terms.notify_seconds // 60
    return f"{warned} minutes on #{timer.ticket}: at {told} the customer is to be told."
