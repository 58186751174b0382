"""Taking the whole record out of a desk that is in use: a backup to restore, or an export to read.

Either is of one moment, whoever writes meanwhile, and takes no more memory for a large record than for a small one.
"""

from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from console import __version__
from console.documents import archive, archive_file, export, export_folder
from console.documents.archive import Manifest, Table, Tally
from console.services.context import Desk
from console.services.faults import BadInput, Unreachable
from db import record, schema
from db.engine import Session
from db.record import Row, Shape


@dataclass(frozen=True, slots=True)
class Copied:
    """What was written: where, how much of what, and the sum by which a file is known again."""

    path: Path
    rows: dict[str, int]
    size_bytes: int = 0
    sha256: str = ""


async def backup(desk: Desk, *, file: Path, now: datetime) -> Copied:
    """Write the whole record to a new file. Raises BadInput where there is one, and Unreachable."""
    with _said(file):
        async with desk.reading() as session:
            await record.take_time(session)
            await record.check_whole(session)
            with archive_file.writing(file) as out:
                tables = [await pack(session, shape, out) for shape in record.shapes()]
                manifest = Manifest(
                    desk.facts.name, __version__, schema.HEAD, await record.kept_in(session), now,
                    tuple(tables),
                )  # fmt: skip
                with out.part(archive.MANIFEST) as write:
                    write(archive.written(manifest))
        size_bytes, digest = archive_file.sum_of(file)
    return Copied(file, rows_of(tables), size_bytes, digest)


async def pack(session: Session, shape: Shape, out: archive_file.Writer) -> Table:
    """Write a table's part of a backup; what is in it."""
    tally = Tally()
    with out.part(archive.place_of(shape.name)) as write:
        async for page in record.pages(session, shape):
            lines = archive.lines(page)
            tally.add(len(page), lines)
            write(lines)
    return table_of(shape, tally)


async def export_to(desk: Desk, *, folder: Path) -> Copied:
    """Write every record as JSON lines and CSV to a new folder. Raises BadInput where there is one, and Unreachable."""
    with _said(folder):
        async with desk.reading() as session:
            await record.take_time(session)
            await record.check_whole(session)
            with export_folder.writing(folder) as out:
                sheets = [await _spread(session, shape, out) for shape in record.shapes()]
                with out.file(export.INDEX) as file:
                    file.write(export.index(desk.facts.name, schema.HEAD, sheets))
    return Copied(folder, {sheet.table: rows for sheet, rows in sheets})


async def _spread(
    session: Session, shape: Shape, out: export_folder.Folder
) -> tuple[export.Sheet, int]:
    sheet, rows = export.Sheet(shape.name, shape.columns), 0
    with out.file(f"{shape.name}.jsonl") as plain, out.file(f"{shape.name}.csv") as cells:
        cells.write(sheet.heads())
        async for page in record.pages(session, shape):
            plain.write(sheet.json_lines(page))
            cells.write(sheet.csv_lines(page))
            rows += len(page)
    return sheet, rows


async def tallied(
    pages: AsyncIterator[Sequence[Row]], tally: Tally
) -> AsyncIterator[Sequence[Row]]:
    """The same pages, counted and summed up while somebody takes them."""
    async for page in pages:
        tally.add(len(page), archive.lines(page))
        yield page


async def tables_in(session: Session, shapes: Sequence[Shape]) -> tuple[Table, ...]:
    """What is in these tables, as a manifest says it."""
    return tuple([await _table_in(session, shape) for shape in shapes])


async def _table_in(session: Session, shape: Shape) -> Table:
    tally = Tally()
    async for _ in tallied(record.pages(session, shape), tally):
        pass
    return table_of(shape, tally)


def table_of(shape: Shape, tally: Tally) -> Table:
    """A table as a manifest has it."""
    return Table(shape.name, shape.columns, shape.key, tally.rows, tally.sha256)


def rows_of(tables: Sequence[Table]) -> dict[str, int]:
    """How many rows each table has."""
    return {table.name: table.rows for table in tables}


@contextmanager
def _said(path: Path) -> Iterator[None]:
    try:
        yield
    except FileExistsError:
        raise BadInput(f"{path} is there already: name another, nothing is written over.") from None
    except OSError as error:
        raise Unreachable(f"{path} cannot be written: {error.strerror or error}.") from error
