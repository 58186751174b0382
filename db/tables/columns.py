"""What columns and checks are made of, and how constraints are named."""

from typing import Any

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, text
from sqlalchemy.types import JSON
from sqlmodel import Field, SQLModel

from db.types import UtcDateTime

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}
SQLModel.metadata.naming_convention = NAMING


def one_of(column: str, *values: str) -> CheckConstraint:
    """A check that a column holds one of these words."""
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f'"{column}" IN ({listed})', name=column)


def moment(*, nullable: bool = False) -> Any:
    """A moment in UTC."""
    return Field(default=None, sa_column=Column(UtcDateTime(), nullable=nullable))


def refers_to(target: str, *, nullable: bool = False, index: bool = False) -> Any:
    """A row of another table."""
    return Field(
        default=None, sa_column=Column(ForeignKey(target), nullable=nullable, index=index or None)
    )


def listed() -> Any:
    """A list, empty unless said otherwise."""
    return Field(
        default_factory=list, sa_column=Column(JSON, nullable=False, server_default=text("'[]'"))
    )


def index_where(name: str, *columns: str, where: str, unique: bool = False) -> Index:
    """An index of just those rows that the condition holds for."""
    return Index(
        name, *columns, unique=unique, sqlite_where=text(where), postgresql_where=text(where)
    )
