"""Loose ends: what has been left for somebody to see to, counted, with the first few of each; for the board."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from console.policy import officehours
from console.policy.credits import balance_words
from console.services.board_shapes import Loose, LooseEnd, PersonAtWork, Thing
from console.services.board_words import LIMITS
from console.services.context import Desk
from console.services.shapes import QueueSummary
from db import board, inbound, loose
from db.board import Rows
from db.engine import Session

FEW = 5
DAY = timedelta(days=1)

_Row = Any
"""A row of `db.loose`, with the columns that its query names."""


async def of(
    session: Session,
    desk: Desk,
    *,
    summary: QueueSummary,
    work: Sequence[PersonAtWork],
    now: datetime,
) -> tuple[LooseEnd, ...]:
    """Within a transaction: all that is left loose, of each kind the first few; what is nothing is not told."""
    ends = [
        *_timers(desk, work, now),
        *await _requests(session, desk, now),
        *await _decisions(session, desk, summary=summary, now=now),
        *await _mail(session, summary),
        *await _shop(session),
        _end(Loose.OWING, await loose.owing(session, FEW), _owes),
    ]
    order = list(Loose)
    return tuple(sorted((e for e in ends if e.count), key=lambda each: order.index(each.kind)))


def _timers(desk: Desk, work: Sequence[PersonAtWork], now: datetime) -> list[LooseEnd]:
    """Timers that nobody minds, and requests whose holder has been away for half of what takes them back."""
    closed = not officehours.is_open(desk.hours, now)
    away = timedelta(seconds=desk.settings.claim_lost_seconds) / 2
    return [
        _of_people(
            Loose.PAST_CLOSING, (each for each in work if closed and each.runs),
            lambda each: each.running_since, "timer runs",
        ),
        _of_people(
            Loose.INTERRUPTED, (each for each in work if each.interrupted),
            lambda each: each.running_since, "timer interrupted",
        ),
        _of_people(
            Loose.CLAIMS,
            (each for each in work if each.goes_back_at and each.goes_back_at - now <= away),
            lambda each: each.goes_back_at, "away, goes back to the queue",
        ),
    ]  # fmt: skip


def _of_people(
    kind: Loose,
    found: Iterable[PersonAtWork],
    since: Callable[[PersonAtWork], datetime | None],
    said: str,
) -> LooseEnd:
    known = list(found)
    things = (
        Thing(each.ticket, None, each.name, said, since(each), held=each.holds)
        for each in known[:FEW]
    )
    return LooseEnd(kind, len(known), tuple(things))


async def _requests(session: Session, desk: Desk, now: datetime) -> list[LooseEnd]:
    """Requests that nobody sees to."""
    day_ago = officehours.office_day_before(desk.hours, now)
    limits = await loose.open_limits(session, FEW)
    crossed = await board.crossed(session, [row.ticket for row in limits])

    def limit(row: _Row) -> Thing:
        names = [LIMITS[e.limit] for e in crossed if e.ticket == row.ticket and e.answer is None]
        return _request(row, f"past {', '.join(dict.fromkeys(names))}")

    return [
        _end(Loose.LIMITS, limits, limit),
        _end(
            Loose.UNANSWERED, await loose.unanswered(session, before=day_ago, few=FEW),
            lambda row: _request(row, row.subject),
        ),
        _end(
            Loose.UNATTENDED, await loose.unattended(session, before=day_ago, few=FEW),
            lambda row: _request(row, row.subject),
        ),
    ]  # fmt: skip


async def _decisions(
    session: Session, desk: Desk, *, summary: QueueSummary, now: datetime
) -> list[LooseEnd]:
    """What leads decide."""
    tomorrow = officehours.day_begins(desk.hours, officehours.office_day(desk.hours, now) + DAY)
    disputes = await loose.disputes(session, now=now, until=tomorrow, few=FEW)
    return [
        _end(
            Loose.DISPUTES, disputes,
            lambda row: replace(
                _request(row, "overdue" if row.since <= now else "due"), number=row.ticket
            ),
        ),
        _end(
            Loose.PROPOSALS, await loose.proposals(session, FEW),
            lambda row: Thing(
                row.ticket, row.customer_id, row.customer, f"{row.credits} credits", row.since,
                number=row.number,
            ),
            count=summary.proposals,
        ),
    ]  # fmt: skip


async def _mail(session: Session, summary: QueueSummary) -> list[LooseEnd]:
    """Mails that did not arrive, and what came in and could not be placed."""
    failed, back = await loose.failed(session, FEW), await loose.came_back(session, FEW)
    undelivered = [_mailed(row, "not sent") for row in failed]
    undelivered += [_mailed(row, "came back") for row in back]
    aside = await inbound.set_aside(session, before=None, limit=FEW)
    return [
        LooseEnd(Loose.UNDELIVERED, summary.undelivered, tuple(undelivered[:FEW])),
        LooseEnd(
            Loose.SET_ASIDE, summary.quarantined,
            tuple(
                Thing(
                    None, None, each.sender or "nobody", each.subject or "", each.received_at,
                    number=each.inbound_id,
                )
                for each in aside
            ),
        ),
    ]  # fmt: skip


async def _shop(session: Session) -> list[LooseEnd]:
    """What orders wait for."""
    return [
        _end(
            Loose.ORDER_PROPOSALS, await loose.order_proposals(session, FEW),
            lambda row: Thing(
                None, None, row.address, f"order {row.order_no} of {row.shop}: {row.credits} credits",
                row.since, number=row.number,
            ),
        ),
        _end(
            Loose.ORDER_LINES, await loose.order_lines(session, FEW),
            lambda row: Thing(
                None, None, f"order {row.order_no} of {row.shop}",
                f"{row.product}: its {row.waits_for} is to be said", row.since,
            ),
        ),
    ]  # fmt: skip


def _end(
    kind: Loose, found: Rows, thing: Callable[[_Row], Thing], *, count: int | None = None
) -> LooseEnd:
    total = found[0].total if found else 0
    return LooseEnd(kind, total if count is None else count, tuple(thing(row) for row in found))


def _request(row: _Row, said: str) -> Thing:
    held = row.holder is not None
    return Thing(row.ticket, row.customer_id, row.customer, said, row.since, held=held)


def _mailed(row: _Row, how: str) -> Thing:
    return Thing(
        row.ticket, row.customer_id, row.recipient, f"{how}: {row.subject}", row.since,
        number=row.number,
    )  # fmt: skip


def _owes(row: _Row) -> Thing:
    return Thing(None, row.customer_id, row.customer, balance_words(row.balance), row.since)
