"""Backup and restore: all of it, of one moment, to either database, and nothing at all of what is not whole."""

import asyncio
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import inspect

from console import restoring
from console.bootstrap import open_desk, state_of
from console.documents import archive, archive_file
from console.location import Location
from console.services import copies, credits, doctor
from console.services.faults import BadInput, Forbidden
from db import schema
from db.tables import SQLModel
from tests.conftest import SETTINGS, at
from tests.copies.places import everything, vacant
from tests.machines.world import ACTORS
from tests.services.examined import wrong
from tests.services.office import ANNA, Office

if TYPE_CHECKING:
    from tests.postgres import Server


async def back_up(location: Location, file: Path) -> copies.Copied:
    """Take a backup of a desk."""
    desk = await open_desk(location)
    try:
        return await copies.backup(desk, file=file, now=at(600))
    finally:
        await desk.close()


async def test_a_restored_desk_is_the_same_row_by_row(
    home: Location, target: Location, tmp_path: Path
) -> None:
    """From either database to either."""
    before = await everything(home)
    await back_up(home, tmp_path / "backup")
    await restoring.restore(target, tmp_path / "backup")
    assert await everything(target) == before


async def test_the_doctor_finds_nothing_in_a_restored_desk(target: Location, lived: Path) -> None:
    """By what restoring says, and by what is there afterwards."""
    made = await restoring.restore(target, lived)
    desk = await open_desk(target)
    found = await doctor.examine(desk)
    await desk.close()
    assert (wrong(made.checks), wrong(found)) == ({}, {})


def test_no_table_is_forgotten(lived: Path) -> None:
    """Every table that the program knows has its part, and in this desk rows."""
    with archive_file.reading(lived) as parts:
        manifest = archive.read(parts.whole(archive.MANIFEST))
    counted = {table.name: table.rows for table in manifest.tables}
    assert set(counted) == set(SQLModel.metadata.tables)
    assert [name for name, rows in counted.items() if not rows] == []


async def test_no_table_is_unknown(home: Location) -> None:
    """What the migrations make is what the program knows, and so what a backup has."""
    desk = await open_desk(home)
    async with desk.reading() as session:
        connection = await session.connection()
        there = await connection.run_sync(lambda plain: set(inspect(plain).get_table_names()))
    await desk.close()
    assert there - {"alembic_version", "commit_mark"} == set(SQLModel.metadata.tables)


async def test_new_numbers_follow_on(target: Location, lived: Path) -> None:
    """The next request is numbered after the last, as if it had always been there."""
    await restoring.restore(target, lived)
    last = max(row[0] for row in (await everything(target))["ticket"])
    desk = await open_desk(target)
    number = await Office(desk, ACTORS.__getitem__).arrive(700)
    await desk.close()
    assert number == last + 1


async def test_the_guards_stand_again(target: Location, lived: Path) -> None:
    """What was written stays, as before."""
    await restoring.restore(target, lived)
    desk = await open_desk(target)
    with pytest.raises(Exception, match="what is written stays"):
        async with desk.database.writing() as session:
            await (await session.connection()).exec_driver_sql("UPDATE entry SET credits = 1")
    await desk.close()


def test_the_staff_may_log_in_where_a_desk_was_restored(
    lived: Path, tmp_path: Path, team_server: "Server"
) -> None:
    """Each in their own role, and nobody who is in a role from before."""
    with vacant("postgresql", tmp_path, team_server) as target:
        asyncio.run(restoring.restore(target, lived))
        name = target.name.partition(" ")[0]
        found = team_server.rows(
            "SELECT m.rolname, g.rolname FROM pg_auth_members a JOIN pg_roles m ON m.oid = a.member"
            f" JOIN pg_roles g ON g.oid = a.roleid WHERE g.rolname LIKE '{name}\\_%' AND m.rolname"
            " IN ('ada', 'irina', 'olga', 'pavel')"
        )
    assert sorted(found) == [
        ("ada", f"{name}_admin"), ("irina", f"{name}_lead"),
        ("olga", f"{name}_specialist"), ("pavel", f"{name}_specialist"),
    ]  # fmt: skip


async def test_nothing_is_restored_over_a_desk(home: Location, lived: Path) -> None:
    """It stays as it was."""
    before = await everything(home)
    with pytest.raises(BadInput, match="There is a desk"):
        await restoring.restore(home, lived)
    assert await everything(home) == before


async def test_no_file_is_written_over(home: Location, tmp_path: Path) -> None:
    """A backup goes to a new file, and leaves nothing else."""
    (tmp_path / "backup").write_text("an older one")
    with pytest.raises(BadInput, match="is there already"):
        await back_up(home, tmp_path / "backup")
    assert (tmp_path / "backup").read_text() == "an older one"


def cut(at_part: float) -> Callable[[bytes], bytes]:
    """The file ends early."""
    return lambda raw: raw[: int(len(raw) * at_part)]


def flipped(at_part: float) -> Callable[[bytes], bytes]:
    """One bit of what a part says is another; a part's own head is read nowhere."""

    def flip(raw: bytes) -> bytes:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            parts = packed.infolist()
        number = int(len(parts) * at_part)
        part, following = parts[number : number + 2]
        place = following.header_offset - part.compress_size // 2
        return raw[:place] + bytes([raw[place] ^ 1]) + raw[place + 1 :]

    return flip


@pytest.mark.parametrize(
    "harm",
    [
        *map(cut, (0, 0.1, 0.5, 0.9, 0.999)),
        *map(flipped, (0.05, 0.2, 0.4, 0.6, 0.8)),
        lambda raw: raw[len(raw) // 2 :],
        lambda _: b"SQLite format 3\x00" + bytes(4000),
    ],
)
def test_what_is_not_whole_is_refused(
    file_target: Location, lived: Path, tmp_path: Path, harm: Callable[[bytes], bytes]
) -> None:
    """With a sentence, and nothing is made."""
    harmed = tmp_path / "harmed"
    harmed.write_bytes(harm(lived.read_bytes()))
    with pytest.raises(BadInput, match="cannot be restored"):
        asyncio.run(restoring.restore(file_target, harmed))
    assert [each.name for each in tmp_path.iterdir()] == ["harmed"]


def rewritten(lived: Path, to: Path, change: Callable[[dict[str, bytes]], None]) -> None:
    """A backup with other parts, packed as it should be."""
    with zipfile.ZipFile(lived) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    change(parts)
    with zipfile.ZipFile(to, "w") as packed:
        for name, raw in parts.items():
            packed.writestr(name, raw)


def manifest_with(**other: object) -> Callable[[dict[str, bytes]], None]:
    """The manifest says something else, and its sum is right."""

    def change(parts: dict[str, bytes]) -> None:
        body = json.loads(parts[archive.MANIFEST])
        del body["sha256"]
        body |= other
        parts[archive.MANIFEST] = json.dumps(body | {"sha256": archive.sum_of(body)}).encode()

    return change


def said_otherwise(parts: dict[str, bytes]) -> None:
    """A number in the manifest is another, and its sum is not."""
    parts[archive.MANIFEST] = parts[archive.MANIFEST].replace(b'"rows": 1,', b'"rows": 2,', 1)


def one_row_less(parts: dict[str, bytes]) -> None:
    """An entry is left out."""
    parts["tables/entry.jsonl"] = parts["tables/entry.jsonl"].partition(b"\n")[2]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (manifest_with(revision="9999"), "A newer Credit Desk made it"),
        (manifest_with(version=2), "A newer Credit Desk made it"),
        (manifest_with(format="holiday photos"), "It is no backup of a desk"),
        (manifest_with(tables=[]), "A part of it is missing, or is not its own"),
        (said_otherwise, "Its manifest was altered"),
        (one_row_less, "Its table 'entry' was altered"),
        (lambda parts: parts.pop("tables/entry.jsonl"), "A part of it is missing"),
        (lambda parts: parts.pop(archive.MANIFEST), "A part of it is missing"),
        (lambda parts: parts.update(more=b""), "A part of it is missing, or is not its own"),
    ],
)
async def test_what_is_no_backup_of_ours_is_refused(
    file_target: Location, lived: Path, tmp_path: Path,
    change: Callable[[dict[str, bytes]], None], said: str,
) -> None:  # fmt: skip
    """With what is wrong with it, and nothing is made."""
    rewritten(lived, tmp_path / "other", change)
    with pytest.raises(BadInput, match=said):
        await restoring.restore(file_target, tmp_path / "other")
    assert state_of(file_target) == "absent"


async def test_a_manifest_that_names_no_such_table_makes_nothing(
    target: Location, lived: Path, tmp_path: Path
) -> None:
    """Where a revision has other tables than the backup, it is refused, and no trace is left."""
    rewritten(lived, tmp_path / "other", manifest_with(revision=schema.REVISIONS[0]))
    with pytest.raises(BadInput, match=r"as the schema 0001 has it|which the schema"):
        await restoring.restore(target, tmp_path / "other")
    assert state_of(target) == "absent"


async def test_a_backup_is_of_one_moment_while_others_write(home: Location, tmp_path: Path) -> None:
    """Four write without a pause; the doctor finds nothing in any copy that was taken meanwhile."""
    stopped = asyncio.Event()
    made = [asyncio.create_task(_write(home, writer, stopped)) for writer in range(4)]
    desk = await open_desk(home)
    files = [tmp_path / f"backup{number}" for number in range(3)]
    for file in files:
        await copies.backup(desk, file=file, now=at(600))
    stopped.set()
    await desk.close()
    assert min(await asyncio.gather(*made)) > 0
    places = [Location(tmp_path / f"{file.name}.db", SETTINGS) for file in files]
    found = [
        await restoring.restore(place, file) for place, file in zip(places, files, strict=True)
    ]
    assert [wrong(each.checks) for each in found] == [{}, {}, {}]


async def _write(home: Location, writer: int, stopped: asyncio.Event) -> int:
    desk, written = await open_desk(home), 0
    while not stopped.is_set():
        await credits.correct(
            desk, ACTORS["ada"], address=ANNA, credits=1, reason="Counting", now=at(600 + written),
            reference=f"{writer}-{written}",
        )  # fmt: skip
        written += 1
    await desk.close()
    return written


async def test_no_copy_leaves_rows_out_that_a_policy_hides(
    lived: Path, tmp_path: Path, team_server: "Server"
) -> None:
    """A login that does not see all of it takes no backup."""
    with vacant("postgresql", tmp_path, team_server) as target:
        await restoring.restore(target, lived)
        name = target.name.partition(" ")[0]
        team_server.run("DROP POLICY draft_whole ON draft", database=name)
        with pytest.raises(Forbidden, match="does not see every row of draft"):
            await back_up(Location(team_server.address(name, "ada"), SETTINGS), tmp_path / "backup")
    assert not (tmp_path / "backup").exists()


async def test_an_admin_s_copy_is_whole(lived: Path, tmp_path: Path, team_server: "Server") -> None:
    """With what others have begun to write."""
    with vacant("postgresql", tmp_path, team_server) as target:
        await restoring.restore(target, lived)
        name = target.name.partition(" ")[0]
        made = await back_up(
            Location(team_server.address(name, "ada"), SETTINGS), tmp_path / "backup"
        )
    assert made.rows["draft"] == 1


async def test_numbers_that_a_server_never_gave_are_not_missed_in_a_file(
    lived: Path, tmp_path: Path, team_server: "Server", file_target: Location
) -> None:
    """On a server what was rolled back leaves a gap; in a file a gap is what somebody deleted."""
    with vacant("postgresql", tmp_path, team_server) as server:
        await restoring.restore(server, lived)
        name = server.name.partition(" ")[0]
        team_server.run("SELECT nextval('ticket_id_seq')", database=name)
        desk = await open_desk(server)
        await Office(desk, ACTORS.__getitem__).arrive(700)
        await desk.close()
        await back_up(server, tmp_path / "backup")
    assert wrong((await restoring.restore(file_target, tmp_path / "backup")).checks) == {}
