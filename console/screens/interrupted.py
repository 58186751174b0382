"""What is asked about a running timer: after a crash or sleep, when the office closes, and when quitting."""

from collections.abc import Callable
from datetime import datetime

from console.policy.officehours import OfficeHours
from console.screens.dialogs import AskChoice, SuddenChoice
from console.screens.words import at_text, clock_words
from console.services.shapes import TimerView
from widgets.choice_list import Choice

LATER, KEEP, CUT, DISCARD = "later", "keep", "cut", "discard"
STOP, LEAVE, STAY = "stop", "leave", "stay"

HOW = {"l": LATER, "k": KEEP, "c": CUT, "d": DISCARD}
QUIT = {"s": STOP, "l": LEAVE, "e": STAY}


class AskQuit(AskChoice):
    """The question before quitting."""


def ask_interrupted(
    timer: TimerView, hours: OfficeHours, *, again: str, now: datetime
) -> SuddenChoice:
    """Ask what an interrupted timer counts for; nothing of it counts until that is answered.

    The key `again` asks it anew, once it was put off.
    """
    started, seen = timer.started_at or now, timer.last_seen_at or timer.started_at or now
    since, last = at_text(hours, started, now=now), at_text(hours, seen, now=now)
    choices = [
        Choice("l", "decide later", note=f"{again} on a request asks again"),
        Choice("k", "keep all of it, and run on", cost=_length(started, now)),
        Choice(
            "c", f"cut it at {last}, when the console was last seen", cost=_length(started, seen)
        ),
        Choice("d", "discard it", cost="0:00:00", note="none of it counts"),
    ]
    return SuddenChoice(
        f"The timer on #{timer.ticket} was interrupted. What counts?",
        choices,
        about=f"It runs since {since}. Until you answer, none of it counts.",
    )


def resolved_words(timer: TimerView) -> str:
    """What counts on the request, now that it is answered."""
    then = "the timer runs on" if timer.running else "the timer is stopped"
    return f"{clock_words(timer.worked_seconds)} are worked on #{timer.ticket}; {then}."


def ask_closing_time(timer: TimerView) -> SuddenChoice:
    """Ask whether to work on when the office closes."""
    choices = [Choice("s", "stop the timer"), Choice("k", "keep it running")]
    return SuddenChoice(
        f"The office is closing. Go on with #{timer.ticket}?",
        choices,
        about=f"{clock_words(timer.worked_seconds)} are worked on it (C7).",
    )


def ask_quit(timer: TimerView) -> AskQuit:
    """Ask what becomes of a running timer when its console is left."""
    choices = [
        Choice("s", "stop the timer, and quit"),
        Choice("l", "quit and leave it running", note="the next start asks what of it counts"),
        Choice("e", "stay"),
    ]
    return AskQuit(f"The timer runs on #{timer.ticket}. Quit all the same?", choices)


def ask_quit_unsaved(timer: TimerView | None) -> AskQuit:
    """Ask whether to quit while what was done last waits for a lost connection."""
    runs_on = "the timer runs on: the next start asks what of it counts"
    running = timer is not None and timer.running
    choices = [
        Choice("e", "stay until the connection is back"),
        Choice("l", "quit, and let it be lost", note=runs_on if running else ""),
    ]
    return AskQuit(
        "What you did last is not saved yet. Quit all the same?",
        choices,
        about="The connection is lost. It is saved as soon as it is back.",
    )


def answering(meaning: dict[str, str], then: Callable[[str], None]) -> Callable[[str | None], None]:
    """What is called with a dialog's key, as a function of what the key means; backing out does nothing."""

    def answered(key: str | None) -> None:
        if key is not None:
            then(meaning[key])

    return answered


def _length(start: datetime, end: datetime) -> str:
    return clock_words(max(0, int((end - start).total_seconds())))
