"""The columns of the queue: which fit a width, and the cells of one row."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple, Protocol

from rich.cells import cell_len

from widgets.cells import crop, fit, fit_right
from widgets.durations import age_words

WIDE_CELLS = 100
LEAD = " "
GAP = "  "
LABEL_CELLS = 15
WIDE_LABEL_CELLS = 32


class Row(Protocol):
    """What a request must have to be listed; texts may come from outside."""

    @property
    def place(self) -> int | None:
        """Its place among the waiting ones, None where it is held or waits for somebody."""

    @property
    def ticket(self) -> int:
        """Its number."""

    @property
    def age_seconds(self) -> int:
        """How long it has waited, in office time."""

    @property
    def customer(self) -> str:
        """Who asks."""

    @property
    def balance(self) -> int:
        """The customer's credits; negative where the customer owes."""

    @property
    def channel(self) -> str:
        """How it came."""

    @property
    def subject(self) -> str:
        """What it is about."""

    @property
    def state(self) -> str:
        """Its state in words."""

    @property
    def holder(self) -> str | None:
        """Who holds it."""

    @property
    def urgent(self) -> bool:
        """Whether it goes before its place."""

    @property
    def running(self) -> bool:
        """Whether a timer runs on it."""

    @property
    def interrupted(self) -> bool:
        """Whether the console of its timer is gone."""


class Columns(NamedTuple):
    """The width of each column in cells; 0 leaves a column out."""

    width: int
    place: int = 4
    ticket: int = 5
    age: int = 6
    customer: int = 14
    balance: int = 7
    channel: int = 0

    @property
    def wide(self) -> bool:
        """Whether there is room for the channel and for states in full."""
        return self.channel > 0

    @property
    def subject(self) -> int:
        """What is left for the subject and the state, in cells."""
        taken = len(LEAD) + 1 + self.place + self.ticket + self.age + self.customer + self.balance
        gaps = 5 * len(GAP) + (self.channel + len(GAP) if self.wide else 0)
        return max(0, self.width - taken - gaps)


def columns_for(width: int, rows: Iterable[Row], *, before: Columns | None = None) -> Columns:
    """The columns for `width` cells; never narrower than `before`, so that paging moves no column."""
    least = before or Columns(width)
    place, ticket, balance = least.place, least.ticket, least.balance
    for row in rows:
        place = max(place, len(str(row.place or "")))
        ticket = max(ticket, len(f"#{row.ticket}"))
        balance = max(balance, len(balance_words(row.balance)))
    wide = width >= WIDE_CELLS
    customer = 22 if wide else 12 + min(3, max(0, width - 70) // 4)
    return Columns(
        width,
        place=min(place, 8),
        ticket=min(ticket, 10),
        customer=customer,
        balance=min(balance, 14),
        channel=8 if wide else 0,
    )


def balance_words(balance: int) -> str:
    """The balance, and what is owed in words: "50", "owes 20"."""
    return f"owes {-balance}" if balance < 0 else str(balance)


def state_words(row: Row, *, wide: bool) -> str:
    """Who has the request or what it waits for, short enough to stand beside the subject at 80 cells."""
    words = _holding(row, wide=wide)
    return f"urgent, {words}" if row.urgent and wide else "urgent" if row.urgent else words


def _holding(row: Row, *, wide: bool) -> str:
    waits = row.state.startswith("waiting for ")
    if wide and row.holder:
        return f"{row.state} · {row.holder}" if waits else f"{_timer_words(row)} by {row.holder}"
    if waits:
        return row.state if wide else "waits: " + row.state.removeprefix("waiting for ")
    if row.holder:
        if row.interrupted:
            return "interrupted"
        return f"timer: {row.holder}" if row.running else f"held: {row.holder}"
    if row.running:
        return f"{row.state}, a timer was left open" if wide else "timer left open"
    return row.state


def _timer_words(row: Row) -> str:
    if row.interrupted:
        return "interrupted, held"
    return "timer runs" if row.running else "held"


def header_text(columns: Columns) -> str:
    """The names above the columns."""
    names = [
        "Place".rjust(columns.place + len(LEAD) + 1),
        "No".rjust(columns.ticket),
        "Age".rjust(columns.age),
        "Customer".ljust(columns.customer),
        "Balance".rjust(columns.balance),
    ]
    names += ["Channel".ljust(columns.channel)] if columns.wide else []
    room = max(0, columns.subject - len("Subject"))
    return GAP.join([*names, "Subject" + "State".rjust(room)])[: columns.width]


def row_cells(row: Row, columns: Columns) -> list[tuple[str, str]]:
    """The row as pieces of text, each with the name of its style; together `columns.width` cells.

    Neighbours of one style are one piece: each change of style costs bytes on the way to the terminal.
    """
    mark = "○" if row.interrupted else "●" if row.running else "!" if row.urgent else " "
    owes = "owes" if row.balance < 0 else ""
    cells = [
        (LEAD + mark, _state_style(row)),
        (fit_right(str(row.place or ""), columns.place) + GAP, "dim"),
        (fit_right(f"#{row.ticket}", columns.ticket) + GAP, "dim"),
        (fit_right(age_words(row.age_seconds), columns.age) + GAP, "dim"),
        (fit(row.customer, columns.customer) + GAP, ""),
        (fit_right(balance_words(row.balance), columns.balance) + GAP, owes),
    ]
    if columns.wide:
        cells.append((fit(row.channel, columns.channel) + GAP, ""))
    return _merged(cells + _subject_cells(row, columns))


def _subject_cells(row: Row, columns: Columns) -> list[tuple[str, str]]:
    words = state_words(row, wide=columns.wide)
    label = crop(words, min(WIDE_LABEL_CELLS if columns.wide else LABEL_CELLS, columns.subject))
    room = max(0, columns.subject - cell_len(label) - len(GAP))
    told = fit_right(label, columns.subject - room)
    return [(fit(row.subject, room), ""), (told, _state_style(row))]


def _state_style(row: Row) -> str:
    if row.running and not row.interrupted:
        return "accent"
    return "owes" if row.interrupted or row.urgent else "dim"


def _merged(cells: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [
        ("".join(text for text, _ in same), style)
        for style, same in groupby(cells, key=itemgetter(1))
    ]
