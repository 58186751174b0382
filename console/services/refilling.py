"""Filling a new desk with a whole record, and holding what came to be in it against what went in."""

from collections.abc import AsyncIterator, Callable, Sequence

from console.documents.archive import Table, Tally
from console.services import copies
from console.services.faults import Fault
from db import record, refill
from db.engine import Session
from db.record import Row, Shape

PagesOf = Callable[[Shape], AsyncIterator[Sequence[Row]]]
"""The rows of a table, wherever they come from."""


class NotTheSame(Fault):
    """What came to be in a desk is not what went in: the database or its disk cannot be relied on."""


class Source:
    """A desk that another is filled from, of which is known afterwards what went over."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._tallies = {shape.name: Tally() for shape in record.shapes()}

    def pages(self, shape: Shape) -> AsyncIterator[Sequence[Row]]:
        """A table's rows."""
        return copies.tallied(record.pages(self._session, shape), self._tallies[shape.name])

    @property
    def tables(self) -> tuple[Table, ...]:
        """What went over."""
        return tuple(copies.table_of(shape, self._tallies[shape.name]) for shape in record.shapes())


async def fill(
    session: Session, *, revision: str, kept_in: str, shapes: Sequence[Shape], pages_of: PagesOf
) -> tuple[Table, ...]:
    """Make the tables of a revision, fill them, and bring them to the program's own; what is in them. Raises Unfit."""
    await record.take_time(session)
    await refill.lay_out(session, revision, shapes)
    async with refill.unguarded(session):
        for shape in shapes:
            await refill.put(session, shape, pages_of(shape))
    filled = await copies.tables_in(session, shapes)
    await refill.finish(session, shapes)
    if kept_in == record.SERVER:
        await refill.note_gaps(session)
    return filled


def compare(went_in: Sequence[Table], came_out: Sequence[Table]) -> None:
    """Raise NotTheSame where a table is not what it was."""
    for put, found in zip(went_in, came_out, strict=True):
        if put != found:
            raise NotTheSame(
                f"The table {put.name!r} came to be another: {put.rows} rows went in, {found.rows} are there,"
                " and their sums differ. Nothing of it was kept: look after the disk."
            )
