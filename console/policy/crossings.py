"""Crossings: which limits a ticket has crossed since its last look, and which are settled already (U9, U10, P4, P6)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from console.policy.limits import (
    CREDIT_LIMITS,
    TELLING,
    Answer,
    Limit,
    Notice,
    allowance,
    holding,
    in_blocks,
    package_limits,
    untold,
)
from console.policy.terms import TERMS, Terms
from console.policy.worktime import credits_for, seconds_for


@dataclass(frozen=True, slots=True)
class Crossing:
    """A crossing not yet on record; `answered_by` is the notice that has already settled it, if one has."""

    limit: Limit
    threshold: int
    worked_seconds: int
    credits: int
    answered_by: Notice | None = None

    @property
    def ends_agreement(self) -> bool:
        """Whether nothing is passed: an agreement ended, and what it told with it."""
        return self.limit is Limit.OVER_40_CREDITS and self.credits <= self.threshold


@dataclass(frozen=True, slots=True)
class Agreement:
    """A ceiling that the customer agreed to beforehand; `funded` says that their credits reach that far."""

    ceiling: int
    funded: bool


def due_crossings(
    chargeable_seconds: int,
    estimate: int | None,
    *,
    notices: Sequence[Notice],
    terms: Terms = TERMS,
    package_seconds: int | None = None,
) -> tuple[Crossing, ...]:
    """The crossings to put on record now; `package_seconds` is the time under an Incident or Examination."""
    found = _over_credits(chargeable_seconds, estimate or 0, notices=notices, terms=terms)
    if chargeable_seconds >= terms.notify_seconds:
        told = terms.notify_credits
        hour = Crossing(Limit.SIXTY_MINUTES, told, terms.notify_seconds, told)
        found.append(_settled(hour, notices, terms=terms))
    found.extend(
        Crossing(limit, 0, seconds, 0)
        for limit, seconds in package_limits(terms)
        if (package_seconds or 0) >= seconds
    )
    known = {_once(each, terms) for each in (*holding(notices), *_ever(notices))}
    return tuple(each for each in found if _once(each, terms) not in known)


def agreement_ended(
    run_up: int,
    chargeable_seconds: int,
    *,
    estimate: int | None,
    others: Sequence[Notice],
    charged: int = 0,
    terms: Terms = TERMS,
) -> Crossing:
    """What an agreement's end puts on record: what was run up stays chargeable, more has to be told again (U9).

    `others` are the notices that did not rest on the agreement: what one of them told holds on, and settles it
    where neither the work nor the estimate is past that. `charged` is the most that was charged before.
    """
    told = allowance(others, terms)
    telling = [each for each in holding(others) if each.answer in TELLING]
    by = next((each for each in telling if (each.amount or 0) == told), None)
    needs = max(run_up, estimate or 0) > told
    return Crossing(
        Limit.OVER_40_CREDITS, max(told, run_up, charged), chargeable_seconds, run_up,
        answered_by=None if needs else by,
    )  # fmt: skip


def is_agreed(crossing: Crossing | Notice, agreement: Agreement | None) -> bool:
    """Whether the customer's agreement answers a crossing: U9's by its ceiling, U10's if nothing need be replenished."""
    if agreement is None or crossing.limit not in CREDIT_LIMITS:
        return False
    within = crossing.threshold < agreement.ceiling and crossing.credits <= agreement.ceiling
    return within and (agreement.funded or crossing.limit != Limit.SIXTY_MINUTES)


def quiet_warning(
    chargeable_seconds: int, notices: Iterable[Notice], *, terms: Terms = TERMS
) -> bool:
    """Whether the hour is near and nothing has been said of it yet."""
    near = terms.warn_seconds <= chargeable_seconds < terms.notify_seconds
    return near and all(each.limit != Limit.SIXTY_MINUTES for each in notices)


def _ever(notices: Iterable[Notice]) -> list[Notice]:
    """The crossings that happen once, whatever ended since."""
    return [each for each in notices if each.limit != Limit.OVER_40_CREDITS]


def _once(crossing: Crossing | Notice, terms: Terms) -> tuple[str, int | None]:
    """What is crossed once only: the amount last told, each time; the hour and a package's limits, ever."""
    repeats = crossing.limit == Limit.OVER_40_CREDITS
    return crossing.limit, in_blocks(crossing.threshold, terms) if repeats else None


def _over_credits(
    chargeable_seconds: int, estimate: int, *, notices: Sequence[Notice], terms: Terms
) -> list[Crossing]:
    """Crossings of 40 credits, and of the amount last told, by time or else by the estimate."""
    found = []
    for threshold in sorted({untold(notices, terms), allowance(notices, terms)}):
        if credits_for(chargeable_seconds, terms) > threshold:
            seconds = seconds_for(threshold, terms) + 1
            by_then = credits_for(seconds, terms)
        elif estimate > threshold:
            seconds, by_then = chargeable_seconds, estimate
        else:
            continue
        crossing = Crossing(Limit.OVER_40_CREDITS, threshold, seconds, by_then)
        found.append(_settled(crossing, notices, terms=terms))
    return found


def _settled(crossing: Crossing, notices: Iterable[Notice], *, terms: Terms) -> Crossing:
    """The crossing, with the notice that has already answered it, if one has."""
    answered = (each for each in holding(notices) if _reaches(each, crossing, terms=terms))
    return replace(crossing, answered_by=next(answered, None))


def _reaches(notice: Notice, crossing: Crossing, *, terms: Terms) -> bool:
    """Whether a notice's answer holds for the crossing too: it told more, or said that nothing need be told."""
    if notice.answer is None or notice.limit not in CREDIT_LIMITS:
        return False
    before_the_hour = notice.worked_seconds < terms.notify_seconds
    if crossing.limit is Limit.SIXTY_MINUTES and before_the_hour:
        # What was said of an estimate does not ask for the replenishment that the hour asks for.
        return notice.answer == Answer.NO_NOTICE
    if notice.answer in TELLING:
        return (notice.amount or 0) > crossing.threshold
    return notice.threshold == crossing.threshold
