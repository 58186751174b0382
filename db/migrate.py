"""Bringing a database to the program's schema."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import insert, inspect
from sqlalchemy.engine import Connection

from db import roles
from db.driver import APPLICATION_ID
from db.tables import Desk, Staff


class AlreadyThere(Exception):
    """Somebody else has made the desk meanwhile."""


@dataclass(frozen=True, slots=True)
class Founding:
    """What a new desk begins with: its own row, and its first admin."""

    desk_name: str
    secret: bytes
    sample: bool
    admin_login: str
    admin_name: str
    at: datetime


def config(connection: Connection) -> Config:
    """Alembic's settings for this connection."""
    settings = Config()
    settings.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    settings.attributes["connection"] = connection
    return settings


def upgrade(connection: Connection, revision: str = "head") -> None:
    """Run what is missing, in the connection's transaction, and mark the file as a desk's, or make the server's roles."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")
    else:
        roles.prepare(connection)
    command.upgrade(config(connection), revision)


def found(connection: Connection, founding: Founding) -> None:
    """Make the tables, the desk and its first admin, in the connection's transaction; raises AlreadyThere."""
    lay_out(connection)
    connection.execute(
        insert(Desk).values(
            id=1, name=founding.desk_name, sample=founding.sample, secret=founding.secret,
            created_at=founding.at,
        )
    )  # fmt: skip
    connection.execute(
        insert(Staff).values(
            login=founding.admin_login, name=founding.admin_name, role="admin", created_at=founding.at
        )
    )  # fmt: skip
    if connection.dialect.name != "sqlite":
        roles.first_login(connection, founding.admin_login)


def lay_out(connection: Connection, revision: str = "head") -> None:
    """Make the tables of a revision where there are none, in the connection's transaction; raises AlreadyThere."""
    if connection.dialect.name != "sqlite":
        roles.one_at_a_time(connection)
        if inspect(connection).has_table("desk"):
            raise AlreadyThere
    upgrade(connection, revision)
