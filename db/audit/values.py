"""Values that are none: what a column holds and cannot be read, and rows that break a rule of their table."""

from collections.abc import AsyncIterator, Sequence
from functools import cache
from typing import Any, get_origin

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    ColumnElement,
    Integer,
    LargeBinary,
    String,
    Table,
    and_,
    case,
    func,
    literal_column,
    or_,
    select,
    type_coerce,
)
from sqlalchemy.types import JSON
from sqlmodel.ext.asyncio.session import AsyncSession

from db.tables import SQLModel
from db.types import UtcDateTime

MOST = 100
"""So many of each table are named."""

Wrong = tuple[str, Any, str]
"""A table, the key of a row of it, and what is wrong with it: a column or a rule."""

Tests = Sequence[tuple[ColumnElement[Any], str]]

_STORAGE = {Integer: "integer", String: "text", LargeBinary: "blob"}
_MOMENT = "%Y-%m-%d %H:%M:%S"
_MOMENT_CHARS = 19
_FRACTION = "." + "[0-9]" * 6


async def unreadable(session: AsyncSession) -> AsyncIterator[Wrong]:
    """The values that are no such value as their column holds; a server takes none in."""
    if (await session.connection()).dialect.name == "postgresql":
        return
    for table in SQLModel.metadata.sorted_tables:
        tests: Tests = [(_is_wrong(table, column), column.name) for column in table.columns]
        async for row in _rows(session, table, tests):
            yield row


async def broken(session: AsyncSession) -> AsyncIterator[Wrong]:
    """The rows that break a rule of their table."""
    for table in SQLModel.metadata.sorted_tables:
        rules = [each for each in table.constraints if isinstance(each, CheckConstraint)]
        tests: Tests = [
            (literal_column(f"NOT ({each.sqltext})"), str(each.name))
            for each in sorted(rules, key=lambda each: str(each.name))
        ]
        async for row in _rows(session, table, tests):
            yield row


async def _rows(session: AsyncSession, table: Table, tests: Tests) -> AsyncIterator[Wrong]:
    """The first rows for which any of the tests is so, each with the name of the first one."""
    if not tests:
        return
    key = type_coerce(next(iter(table.primary_key)), String)
    statement = select(key, case(*tests)).where(or_(*(test for test, _ in tests))).limit(MOST)
    connection = await session.connection()
    for number, name in await connection.execute(statement):
        yield table.name, number, name


def _is_wrong(table: Table, column: Any) -> ColumnElement[bool]:
    stored = func.typeof(column)
    if isinstance(column.type, JSON):
        kind = func.json_type(column)
        wrong = or_(func.json_valid(column) == 0, kind != _json_kinds()[table.name, column.name])
    elif isinstance(column.type, UtcDateTime):
        text = type_coerce(column, String)
        begins = func.substr(text, 1, _MOMENT_CHARS)
        rest = func.substr(text, _MOMENT_CHARS + 1)
        wrong = or_(
            stored != "text",
            func.strftime(_MOMENT, begins).is_distinct_from(begins),
            ~rest.op("GLOB")(_FRACTION),
        )
    elif isinstance(column.type, Boolean):
        wrong = type_coerce(column, Integer).not_in((0, 1))
    else:
        plain = getattr(column.type, "impl", column.type)
        wanted = next(name for kind, name in _STORAGE.items() if isinstance(plain, kind))
        wrong = stored != wanted
    return and_(column.is_not(None), wrong)


@cache
def _json_kinds() -> dict[tuple[str, str], str]:
    """What each JSON column holds: a list or a table."""
    found = {}
    for model in SQLModel.__subclasses__():
        for name, field in model.model_fields.items():
            kind = "array" if get_origin(field.annotation) is list else "object"
            found[str(model.__tablename__), name] = kind
    return found
