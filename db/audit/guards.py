"""What guards the record: the triggers, keys and rules that the migrations made, and rows that are gone."""

import asyncio
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import import_module
from itertools import islice
from typing import Any

from sqlalchemy import create_engine, text
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from db.driver import sqlite3
from db.migrations.role_rules import catalogue_guards, shop, shop_guards
from db.migrations.role_rules.bug_guards import BUGS
from db.tables import NumberGap, SQLModel

MOST = 100
"""So many gaps of each table are named."""

Things = Mapping[tuple[str, str], frozenset[str]]
"""Tables, indexes and triggers by kind and name, each with the lines that made it."""

_THINGS = "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL"


async def fallen(session: AsyncSession) -> list[tuple[str, str, str]]:
    """The tables, indexes and triggers that are gone or not as they were made, and triggers of nobody's."""
    connection = await session.connection()
    if connection.dialect.name == "postgresql":
        there = {(name, table) for name, table in await connection.execute(text(_TRIGGERS))}
        return [
            ("trigger", f"{name} of {table}", "is gone")
            for name, table in sorted(_wanted_on_server() - there)
        ]
    found = _read(await connection.execute(text(_THINGS)))
    wanted = await asyncio.to_thread(_wanted)
    wrong = [
        (kind, name, "is not as it was made" if (kind, name) in found else "is gone")
        for (kind, name), lines in wanted.items()
        if found.get((kind, name)) != lines
    ]
    strange = [key for key in found if key[0] == "trigger" and key not in wanted]
    return wrong + [(kind, name, "is none of the program's") for kind, name in strange]


_TRIGGERS = """
SELECT t.tgname, c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
 WHERE NOT t.tgisinternal AND c.relnamespace = 'public'::regnamespace
"""


@cache
def _wanted_on_server() -> frozenset[tuple[str, str]]:
    """The triggers that the migrations make on a server, with their tables."""
    rules = import_module("db.migrations.versions.0006_server")
    roles = import_module("db.migrations.versions.0009_role_rules")
    stays = [
        (f"{table}_{what}", table)
        for table in (*rules.APPEND_ONLY, *rules.NEVER_DELETED)
        for what in ("no_delete", "no_truncate")
    ]
    written = [(f"{table}_no_update", table) for table in rules.APPEND_ONLY]
    guarded = [(name, table) for name, table, *_ in (*rules.KEPT, *rules.ADDED)]
    by_role = [("role_rule", table) for table in roles.RULES]
    at_the_end = [(name, table) for name, (_, table, _) in roles.AT_THE_END.items()]
    of_orders = [
        *shop_guards.on_server(),
        *(("role_rule", table) for table in shop.RULES),
        *((name, table) for name, (_, table, _) in shop.AT_THE_END.items()),
    ]
    of_office = [
        (name, table)
        for table in import_module("db.migrations.versions.0020_desk_settings").TABLES
        for name in (
            f"{table}_no_update",
            f"{table}_no_delete",
            f"{table}_no_truncate",
            "role_rule",
        )
    ]
    of_catalogue = (*catalogue_guards.on_server(), *BUGS.triggers())
    words = [
        ("role_rule", "request_word"),
        *((f"request_word_no_{what}", "request_word") for what in ("update", "delete", "truncate")),
    ]
    of_retention = [
        (name, "let_go")
        for name in ("let_go_no_update", "let_go_no_delete", "let_go_no_truncate", "let_go_in_time", "role_rule")
    ]  # fmt: skip
    more = (*of_orders, *of_catalogue, *of_office, *of_retention, *words)
    return frozenset((*stays, *written, *guarded, *by_role, *at_the_end, *more))


@cache
def _wanted() -> Things:
    """What the migrations make of an empty file."""
    from db.migrate import upgrade

    engine = create_engine("sqlite://", module=sqlite3)
    try:
        with engine.connect() as connection:
            upgrade(connection)
            return _read(connection.execute(text(_THINGS)))
    finally:
        engine.dispose()


def _read(rows: Iterable[Any]) -> Things:
    """A table's rules have no order of their own: where one was copied they come as they may."""
    return {
        (kind, name): frozenset(line.strip(" ,\t").replace('"', "") for line in sql.splitlines())
        for kind, name, sql in rows
    }


async def gone(session: AsyncSession) -> list[tuple[str, int, int]] | None:
    """The numbers that are missing, first and last, where nothing is ever deleted: they run on from 1.

    None on a server: a number that was given there to what was then not written is never given again.
    """
    connection = await session.connection()
    if connection.dialect.name == "postgresql":
        return None
    found: list[tuple[str, int, int]] = []
    for table in numbered():
        counted = text(f'SELECT count(*), COALESCE(max(id), 0) FROM "{table}"')  # noqa: S608 - our own name
        count, last = (await connection.execute(counted)).one()
        known = await _known_gaps(session, table)
        if count + sum(until - since + 1 for since, until in known) != last:
            gaps = await connection.execute(text(_gaps(table)))
            runs = ((before + 1, after - 1) for before, after in gaps)
            found.extend((table, *run) for run in islice((r for r in runs if r not in known), MOST))
    return found


async def _known_gaps(session: AsyncSession, table: str) -> frozenset[tuple[int, int]]:
    """The numbers that a server never gave to a row, from when the record was on one."""
    found = await session.exec(
        select(NumberGap.first, NumberGap.last).where(NumberGap.of_table == table)
    )
    return frozenset((since, until) for since, until in found)


def _gaps(table: str) -> str:
    """Of each row that does not follow on from another: the number before it that there is, and its own."""
    return (
        f'SELECT COALESCE((SELECT max(b.id) FROM "{table}" b WHERE b.id < a.id), 0), a.id FROM "{table}" a'  # noqa: S608 - our own name
        f' WHERE a.id > 1 AND NOT EXISTS (SELECT 1 FROM "{table}" c WHERE c.id = a.id - 1)'
        " ORDER BY a.id"
    )


def numbered() -> list[str]:
    """The tables whose rows are numbered and stay."""
    return [
        table.name
        for table in SQLModel.metadata.sorted_tables
        if [column.name for column in table.primary_key] == ["id"] and table.name != "desk"
    ]
