"""The board in words, for the screen and the command line; `when` tells a moment by the office's clock."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from console.policy.limits import Limit
from console.services.board_shapes import (
    BoardView,
    Crossed,
    FreePerson,
    Loose,
    LooseEnd,
    PersonAtWork,
    Thing,
    Today,
    Waiting,
    Waits,
)
from widgets.durations import age_words
from widgets.sparks import sparks

When = Callable[[datetime], str]

LIMITS: Mapping[str, str] = {
    Limit.OVER_40_CREDITS: "40 credits",
    Limit.SIXTY_MINUTES: "60 min",
    Limit.PACKAGE_90_MINUTES: "package 90 min",
    Limit.PACKAGE_120_MINUTES: "package 120 min",
}
_ONE = {
    Loose.PAST_CLOSING: "timer past closing",
    Loose.INTERRUPTED: "interrupted timer",
    Loose.LIMITS: "limit to answer",
    Loose.DISPUTES: "dispute due",
    Loose.ORDER_PROPOSALS: "shop proposal",
    Loose.ORDER_LINES: "shop line waiting",
    Loose.OWING: "owing customer",
}


def waiting_words(view: BoardView) -> str:
    """Whether the desk keeps up: "12 waiting, oldest 3h 10"."""
    oldest = view.summary.oldest_seconds
    age = f", oldest {age_words(oldest)}" if oldest is not None else ""
    return f"{view.summary.waiting} waiting{age}"


def today_words(today: Today, when: When) -> str:
    """The day so far, with how many were open at each full hour: bars, and their figures."""
    told = [f"Today {today.arrivals} in, {today.closings} closed", f"{today.open_now} open"]
    if today.hours:
        figures = [*(n for _, n in today.hours), today.open_now]
        low, high = min(figures), max(figures)
        span = f"{low} all day" if low == high else f"{low} to {high}"
        told.append(f"since {when(today.hours[0][0])} {span} {sparks(figures)}")
    return " · ".join(told)


def state_words(work: PersonAtWork, when: When) -> str:
    """How a person's timer stands on what they hold."""
    if work.interrupted:
        return "interrupted"
    if work.running_since is not None:
        return f"● since {when(work.running_since)}"
    return f"paused {when(work.paused_since)}" if work.paused_since is not None else "not begun"


def worked_words(work: PersonAtWork, now: datetime) -> str:
    """The request's worked time by a moment, to the minute: "1:04"."""
    minutes = work.worked_at(now) // 60
    return f"{minutes // 60}:{minutes % 60:02}"


def note_words(work: PersonAtWork, when: When, *, short: bool = False) -> str:
    """What asks for a lead about a person's work, and which limits it has passed; nothing where there is none."""
    told = []
    if work.goes_back_at is not None:
        back = "to queue" if short else "back to the queue at"
        told.append(f"away, {back} {when(work.goes_back_at)}")
    if not work.holds:
        told.append("not theirs any more")
    return ", ".join(told + _limits_words(work.limits))


def _limits_words(limits: Sequence[Crossed]) -> list[str]:
    named = {LIMITS[each.limit]: each.answer for each in limits}
    unanswered = [name for name, answer in named.items() if answer is None]
    past = [name for name, answer in named.items() if answer is not None]
    told = [f"to answer: {', '.join(unanswered)}"] if unanswered else []
    return told + ([f"past {', '.join(past)}"] if past else [])


def seen_words(person: FreePerson, when: When) -> str:
    """Whether a person with nothing in hand is here."""
    if person.here:
        return "here"
    return f"last seen {when(person.seen_at)}" if person.seen_at is not None else "not seen yet"


def waits_for_words(kind: Waits, row: Waiting) -> str:
    """What a request on wait waits for."""
    if kind is Waits.CREDITS:
        return f"{row.credits} credits"
    return "a debt paid" if kind is Waits.DEBT else "customer"


def end_words(end: LooseEnd) -> str:
    """How many of a kind are left: "2 limits to answer"."""
    return f"{end.count} {kind_words(end)}"


def kind_words(end: LooseEnd) -> str:
    """What is left, by the word for one or for many: "limit to answer"."""
    return _ONE.get(end.kind, str(end.kind)) if end.count == 1 else str(end.kind)


def loose_words(ends: Sequence[LooseEnd]) -> str:
    """All that is left loose, in one sentence."""
    return " · ".join(end_words(each) for each in ends) or "none"


def thing_words(thing: Thing) -> str:
    """One thing left: its request, whose it is, and what it is."""
    number = f"#{thing.ticket} " if thing.ticket is not None else ""
    return f"{number}{thing.name} · {thing.said}"


def more_words(count: int, shown: int) -> str:
    """How many there are beside those shown; nothing where all are."""
    return f"and {count - shown} more" if count > shown else ""
