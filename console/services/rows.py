"""Rows of the queue as the front ends see them; light enough for the console's first frame."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from console.policy import officehours, worktime
from console.policy.officehours import OfficeHours
from console.services import liveness
from console.services.queue_shapes import QueueSummary, TicketRow
from db.glance import moment


def ticket_rows(
    found: Sequence[dict[str, Any]], *, ahead: int, hours: OfficeHours, now: datetime
) -> tuple[TicketRow, ...]:
    """Rows in arrival order, the eligible ones numbered on from `ahead`."""
    made, place = [], ahead
    for row in found:
        eligible = row["holder"] is None and row["waiting_for"] is None
        place += eligible
        made.append(ticket_row(row, place=place if eligible else None, hours=hours, now=now))
    return tuple(made)


def ticket_row(
    row: dict[str, Any], *, place: int | None, hours: OfficeHours, now: datetime
) -> TicketRow:
    """One row, its age in office time (C7)."""
    return TicketRow(
        ticket=row["ticket"],
        place=place,
        subject=row["subject"],
        customer_id=row["customer_id"],
        customer=row["customer"],
        channel=row["channel"],
        kind=row["kind"],
        received_at=row["received_at"],
        age_seconds=officehours.office_seconds(hours, row["received_at"], end=now),
        balance=int(row["balance"]),
        urgent=bool(row["urgent"]),
        holder=row["holder"],
        holder_name=row["holder_name"],
        waiting_for=row["waiting_for"],
        waiting_credits=row["waiting_credits"],
        running=bool(row["running"]),
        undelivered=int(row["undelivered"]),
        interrupted=_is_interrupted(row, now),
    )


def _is_interrupted(row: dict[str, Any], now: datetime) -> bool:
    """Whether nobody knows whether the work on it goes on: the console of its timer is gone."""
    if not row["running"]:
        return False
    return worktime.is_unseen(row["seen_at"], now) or liveness.is_gone(row["console"])


def summary_of(values: Sequence[Any], *, hours: OfficeHours, now: datetime) -> QueueSummary:
    """The counts of `queue_sql.SUMMARY`, the oldest one's age in office time."""
    oldest = moment(values[1])
    return QueueSummary(
        waiting=values[0] - values[2],
        oldest_seconds=officehours.office_seconds(hours, oldest, end=now) if oldest else None,
        held=values[2],
        waiting_for_customer=values[3],
        waiting_for_credits=values[4],
        undelivered=values[5],
        proposals=values[6],
        quarantined=values[7],
        disputes=values[8],
        order_proposals=values[9],
        unknown_products=values[10],
    )
