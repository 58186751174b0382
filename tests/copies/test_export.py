"""Export: every record as JSON lines and CSV, for other programs and for people, made safe for both."""

import csv
import json
from pathlib import Path

import pytest

from console.bootstrap import open_desk
from console.location import Location
from console.services import copies
from console.services.faults import BadInput
from db.tables import SQLModel
from tests.copies.conftest import HOSTILE


@pytest.fixture
async def folder(home: Location, tmp_path: Path) -> Path:
    """What was exported."""
    desk = await open_desk(home)
    await copies.export_to(desk, folder=tmp_path / "export")
    await desk.close()
    return tmp_path / "export"


def rows_of(folder: Path, table: str) -> list[dict[str, object]]:
    """A table's rows, as another program reads them."""
    return [json.loads(line) for line in (folder / f"{table}.jsonl").read_text().splitlines()]


def cells_of(folder: Path, table: str) -> list[dict[str, str]]:
    """The same, as a spreadsheet reads them."""
    with (folder / f"{table}.csv").open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file, strict=True))


def test_every_table_is_there_with_all_its_rows(folder: Path) -> None:
    """As its index says, in both forms."""
    index = json.loads((folder / "tables.json").read_text())
    counted = {
        each["name"]: (each["rows"], len(rows_of(folder, each["name"])), len(cells_of(folder, each["name"])))
        for each in index["tables"]
    }  # fmt: skip
    assert set(counted) == set(SQLModel.metadata.tables)
    assert [name for name, rows in counted.items() if len(set(rows)) != 1 or rows[0] == 0] == []


def test_both_forms_say_the_same(folder: Path) -> None:
    """Entries, to the credit."""
    plain = [(each["id"], each["credits"], each["kind"]) for each in rows_of(folder, "entry")]
    cells = [
        (int(each["id"]), int(each["credits"]), each["kind"]) for each in cells_of(folder, "entry")
    ]
    assert plain == cells


def test_either_database_exports_the_same(
    lived: Path, tmp_path: Path, folder: Path, file_target: Location
) -> None:
    """To the byte: where a desk is kept is no part of the record."""
    import asyncio

    from console import restoring

    async def again() -> None:
        await restoring.restore(file_target, lived)
        desk = await open_desk(file_target)
        await copies.export_to(desk, folder=tmp_path / "again")
        await desk.close()

    asyncio.run(again())
    assert {each.name: each.read_bytes() for each in folder.iterdir()} == {
        each.name: each.read_bytes() for each in (tmp_path / "again").iterdir()
    }


def test_no_cell_is_a_formula(folder: Path) -> None:
    """Whatever a customer wrote; numbers stay numbers."""
    cells = [
        cell
        for file in folder.glob("*.csv")
        for row in cells_of(folder, file.stem)
        for cell in row.values()
    ]
    formulas = [
        each for each in cells if each[:1] in "=+-@\t\r" and each and not each[1:].isdigit()
    ]
    assert formulas == []


@pytest.mark.parametrize("end", ["jsonl", "csv"])
def test_what_moves_a_terminal_is_taken_out(folder: Path, end: str) -> None:
    """Escapes and what turns text around."""
    written = (folder / f"draft.{end}").read_text(encoding="utf-8")
    assert [each for each in "\x1b\u202e" if each in written or each not in HOSTILE] == []


def test_a_row_is_a_line(folder: Path) -> None:
    """Whatever breaks there are in a text."""
    assert len((folder / "draft.jsonl").read_bytes().splitlines()) == 1


def test_the_desk_s_secret_stays_with_it(folder: Path) -> None:
    """Whoever may read the record may not sign for it."""
    assert "secret" not in rows_of(folder, "desk")[0]


def test_files_are_for_their_owner_s_eyes(folder: Path) -> None:
    """The folder, and each file in it."""
    assert {folder.stat().st_mode & 0o777} == {0o700}
    assert {each.stat().st_mode & 0o777 for each in folder.iterdir()} == {0o600}


async def test_no_folder_is_written_into(home: Location, tmp_path: Path) -> None:
    """An export goes to a new folder."""
    desk = await open_desk(home)
    with pytest.raises(BadInput, match="is there already"):
        await copies.export_to(desk, folder=tmp_path)
    await desk.close()
