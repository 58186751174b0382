"""The roles of a desk on a server: an owner whom nobody logs in as, a group for each kind of staff and each job."""

import itertools
from collections.abc import Sequence

from sqlalchemy import text
from sqlalchemy.engine import Connection
from sqlmodel.ext.asyncio.session import AsyncSession

STAFF = ("specialist", "lead", "admin")
"""Each may what the one before it may."""

JOBS = ("intake", "outbox", "store", "limits", "site")
"""What runs without a person, each with a login of its own, which others may be made members of."""

IDLE = "60s"
"""How long a transaction that nobody goes on with keeps its locks, where whoever began it says nothing else."""

# What a server lets anybody do, and what no desk needs: to fill its disk, and to lock it up without a transaction.
_NOBODYS = (
    "lo_creat(integer)", "lo_create(oid)", "lo_from_bytea(oid, bytea)",
    *(f"pg_{kind}advisory_lock{shared}({key})" for kind in ("", "try_") for shared in ("", "_shared")
      for key in ("bigint", "integer, integer")),
)  # fmt: skip


def owner_of(database: str) -> str:
    """The role that owns everything of the desk; nobody logs in as it."""
    return f"{database}_owner"


def group_of(database: str, role: str) -> str:
    """The group role of a kind of staff, or of a job."""
    return f"{database}_{role}"


def clear(connection: Connection) -> None:
    """Take away everything that the desk's owner has in this database."""
    database = str(connection.exec_driver_sql("SELECT current_database()").scalar_one())
    connection.exec_driver_sql(f"DROP OWNED BY {_quoted(owner_of(database))}")


class CannotLogIn(Exception):
    """Somebody on the staff cannot be given a login; the text says who."""


def prepare(connection: Connection) -> None:
    """Make the roles that are missing, and go on as the owner until the end of the transaction."""
    database = str(connection.exec_driver_sql("SELECT current_database()").scalar_one())
    owner = owner_of(database)
    groups = [group_of(database, each) for each in (*STAFF, *JOBS)]
    missing = [each for each in groups if not _known(connection, each)]
    if not _known(connection, owner):
        _make(connection, database, owner, groups=groups)
    elif missing:
        _add(connection, owner, missing)
    if missing or not _may_create(connection, owner):
        _open_up(connection, database, owner, groups=groups)
    connection.exec_driver_sql(f"SET LOCAL ROLE {_quoted(owner)}")


def one_at_a_time(connection: Connection) -> None:
    """Let nobody else make a desk here until the end of the transaction."""
    connection.execute(text("SELECT pg_advisory_xact_lock(hashtext('creditdesk init'))"))


def first_login(connection: Connection, login: str) -> None:
    """Make the first admin's login; who may do anything on the server needs no group."""
    if not _is_superuser(connection, login):
        connection.execute(text("SELECT staff_login(:login, 'admin')"), {"login": login})


def _is_superuser(connection: Connection, login: str) -> bool:
    found = connection.execute(
        text("SELECT rolsuper FROM pg_roles WHERE rolname = :login"), {"login": login}
    )
    return bool(found.scalar())


def _make(connection: Connection, database: str, owner: str, *, groups: Sequence[str]) -> None:
    for statement in [
        f"CREATE ROLE {_quoted(owner)} NOLOGIN CREATEROLE",
        f"GRANT {_quoted(owner)} TO CURRENT_USER",
        *(
            f"CREATE ROLE {_quoted(group_of(database, each))} {'' if each in JOBS else 'NO'}LOGIN"
            for each in (*STAFF, *JOBS)
        ),
        *(f"GRANT {_quoted(each)} TO {_quoted(owner)} WITH ADMIN OPTION" for each in groups),
        *(
            f"GRANT {_quoted(group_of(database, less))} TO {_quoted(group_of(database, more))}"
            for less, more in itertools.pairwise(STAFF)
        ),
    ]:
        connection.exec_driver_sql(statement)


def _add(connection: Connection, owner: str, jobs: Sequence[str]) -> None:
    """Make the logins of jobs that a desk of an earlier version has not had."""
    for each in map(_quoted, jobs):
        connection.exec_driver_sql(f"CREATE ROLE {each} LOGIN")
        connection.exec_driver_sql(f"GRANT {each} TO {_quoted(owner)} WITH ADMIN OPTION")


def _open_up(connection: Connection, database: str, owner: str, *, groups: Sequence[str]) -> None:
    """Let the roles into the database; they outlive it, and find a new one of its name shut."""
    names = ", ".join(map(_quoted, groups))
    statements = [
        "REVOKE ALL ON SCHEMA public FROM PUBLIC",
        f"GRANT USAGE, CREATE ON SCHEMA public TO {_quoted(owner)}",
        f"GRANT USAGE ON SCHEMA public TO {names}",
        f"REVOKE ALL ON DATABASE {_quoted(database)} FROM PUBLIC",
        f"GRANT CONNECT ON DATABASE {_quoted(database)} TO {names}",
        f"ALTER DATABASE {_quoted(database)} SET idle_in_transaction_session_timeout = '{IDLE}'",
    ]
    if _is_superuser(connection, str(connection.exec_driver_sql("SELECT current_user").scalar())):
        statements += [f"REVOKE EXECUTE ON FUNCTION {each} FROM PUBLIC" for each in _NOBODYS]
    for statement in statements:
        connection.exec_driver_sql(statement)


_SERVERS_OWN = text("""
SELECT rolname FROM pg_roles WHERE rolname = ANY(:logins) AND NOT rolsuper AND (rolcreaterole OR NOT rolcanlogin)
""")
_LET_IN = text("""
SELECT staff_login(s.login, s.role) FROM staff s WHERE s.retired_at IS NULL
   AND NOT EXISTS (SELECT 1 FROM pg_roles r WHERE r.rolname = s.login AND r.rolsuper)
""")
_LET_OUT = text("""
SELECT staff_login(login, NULL) FROM (
    SELECT DISTINCT m.rolname AS login FROM pg_auth_members g JOIN pg_roles m ON m.oid = g.member
      JOIN pg_roles r ON r.oid = g.roleid
     WHERE r.rolname IN (SELECT current_database() || '_' || kind FROM unnest(CAST(:staff AS text[])) kind)
       AND m.rolcanlogin AND NOT m.rolsuper AND NOT m.rolcreaterole
       AND m.rolname NOT IN (SELECT login FROM staff WHERE retired_at IS NULL)) found
""")

NAME_BYTES = 63
"""The longest name of a login."""


async def let_in_everybody(session: AsyncSession) -> None:
    """Make the logins of a staff that came with its record, each of its role. Raises CannotLogIn.

    Whoever is in the groups from before, and is not on that staff, is taken out of them.
    """
    connection = await session.connection()
    logins = (
        (await connection.execute(text("SELECT login FROM staff WHERE retired_at IS NULL")))
        .scalars()
        .all()
    )
    for long in (each for each in logins if len(each.encode()) > NAME_BYTES):
        raise CannotLogIn(f"{long!r} on the staff is too long for a login of the server.")
    taken = (await connection.execute(_SERVERS_OWN, {"logins": list(logins)})).scalars().all()
    if taken:
        raise CannotLogIn(f"{taken[0]!r} on the staff is a login of the server's own.")
    await connection.execute(_LET_OUT, {"staff": list(STAFF)})
    await connection.execute(_LET_IN)


async def let_in(session: AsyncSession, login: str, role: str | None) -> None:
    """Make a person's login one of a role, or of none any more; nothing to do where the desk is in a file."""
    connection = await session.connection()
    if connection.dialect.name == "postgresql":
        await connection.execute(
            text("SELECT staff_login(:login, :role)"), {"login": login, "role": role}
        )


def _may_create(connection: Connection, owner: str) -> bool:
    return bool(
        connection.execute(
            text("SELECT has_schema_privilege(:owner, 'public', 'CREATE')"), {"owner": owner}
        ).scalar_one()
    )


def _known(connection: Connection, role: str) -> bool:
    found = connection.execute(
        text("SELECT 1 FROM pg_roles WHERE rolname = :role"), {"role": role}
    ).first()
    return found is not None


def _quoted(name: str) -> str:
    return '"{}"'.format(name.replace('"', '""').replace("%", "%%"))
