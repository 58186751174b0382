"""The migrations make what the tables say, and the program knows them all."""

from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection
from sqlmodel import SQLModel

from db import schema, tables
from db.driver import APPLICATION_ID
from db.migrate import config, upgrade
from db.sqlite import SqliteDatabase


async def test_migrations_and_tables_agree(desk_path: Path) -> None:
    """Migrations and tables agree."""
    found: list[object] = []

    def compare(connection: Connection) -> None:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        found.extend(compare_metadata(context, tables.SQLModel.metadata))

    database = SqliteDatabase(desk_path)
    await database.run_schema(compare)
    await database.close()
    assert found == []


async def test_checks_and_index_conditions_agree_too(desk_path: Path, tmp_path: Path) -> None:
    """Checks and index conditions agree too."""
    by_tables, by_migrations = SqliteDatabase(tmp_path / "tables.db"), SqliteDatabase(desk_path)
    found: list[set[tuple[str, ...]]] = []

    def look(connection: Connection) -> None:
        rows = connection.exec_driver_sql(
            "SELECT name, sql FROM sqlite_master WHERE type IN ('table', 'index') AND sql NOT NULL"
            " AND name <> 'alembic_version'"
        )
        found.append({(name, *clauses(sql)) for name, sql in rows})

    await by_tables.run_schema(SQLModel.metadata.create_all)
    for database in (by_tables, by_migrations):
        await database.run_schema(look)
        await database.close()
    assert found[0] == found[1]


def clauses(sql: str) -> list[str]:
    """A statement's clauses, without what is only spelling: a column that was added stands at the end."""
    plain = " ".join(sql.replace('"', "").split())
    head, _, inside = plain.rpartition(")")[0].partition("(")
    parts, depth = [""], 0
    for sign in inside:
        depth += (sign == "(") - (sign == ")")
        if sign == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += sign
    return sorted([head.strip(), *(part.strip() for part in parts)])


async def test_the_program_knows_every_revision(desk_path: Path) -> None:
    """The program knows every revision."""
    found: list[str] = []

    def scripts(connection: Connection) -> None:
        walked = ScriptDirectory.from_config(config(connection)).walk_revisions()
        found.extend(reversed([script.revision for script in walked]))

    database = SqliteDatabase(desk_path)
    await database.run_schema(scripts)
    await database.close()
    assert tuple(found) == schema.REVISIONS


async def test_upgrading_twice_changes_nothing(desk_path: Path) -> None:
    """Upgrading twice changes nothing."""
    database = SqliteDatabase(desk_path)
    before = await version(database)
    await database.run_schema(upgrade)
    assert await version(database) == before
    await database.close()


async def version(database: SqliteDatabase) -> tuple[int, ...]:
    """The schema's number, and the mark of a desk."""
    found: list[int] = []

    def look(connection: Connection) -> None:
        pragmas = ("schema_version", "application_id")
        found.extend(connection.exec_driver_sql(f"PRAGMA {each}").scalar_one() for each in pragmas)

    await database.run_schema(look)
    return tuple(found)


async def test_a_desks_file_is_marked(desk_path: Path) -> None:
    """A desk's file is marked as one."""
    database = SqliteDatabase(desk_path)
    assert (await version(database))[1] == APPLICATION_ID
    await database.close()
