"""What somebody with psql cannot do: each is refused by the database, whatever program sent it, and nothing changes."""

import re
from typing import Any

import pytest

from tests import team
from tests.postgres import Server
from tests.server import attempts, scene
from tests.server.attempts_on_server import EVERYBODYS, Attempt

LOGINS = ("olga", "irina", "ada", *(f"desk_{job}" for job in attempts.JOBS))

ATTEMPTS: list[tuple[str, Attempt]] = [
    *((login, each) for login in LOGINS for each in EVERYBODYS),
    *(("olga", each) for each in attempts.SPECIALISTS),
    *(("irina", each) for each in attempts.LEADS),
    *(("ada", each) for each in attempts.ADMINS),
    *((f"desk_{job}", each) for job, found in attempts.JOBS.items() for each in found),
]


@pytest.fixture(scope="module")
def untouched(at_work: Server) -> list[tuple[Any, ...]]:
    """What the desk looks like before anybody tries anything."""
    return scene.fingerprint(at_work)


@pytest.mark.parametrize(
    ("login", "attempt"), ATTEMPTS, ids=[f"{login} {attempt[0]}" for login, attempt in ATTEMPTS]
)
def test_what_is_beyond_a_role_is_refused(
    at_work: Server, untouched: list[tuple[Any, ...]], login: str, attempt: Attempt
) -> None:
    """What is beyond a role is refused by the database, for the reason that it has, and leaves nothing behind."""
    _, statements, answer = attempt
    said = scene.tried(at_work, login, statements)
    assert said
    assert re.search(answer, said)
    assert scene.fingerprint(at_work) == untouched


SILENT = [
    ("reads another's draft", "SELECT count(*) FROM draft"),
    ("deletes another's draft", "WITH gone AS (DELETE FROM draft RETURNING 1) SELECT count(*) FROM gone"),
    ("rewrites another's draft", "WITH new AS (UPDATE draft SET body = 'x' RETURNING 1) SELECT count(*) FROM new"),
    ("hides who looks at a request",
     "WITH gone AS (DELETE FROM looking WHERE staff_id <> (SELECT me()) RETURNING 1) SELECT count(*) FROM gone"),
    ("lets another be seen later",
     "WITH new AS (UPDATE presence SET seen_at = now() WHERE staff_id <> (SELECT me()) RETURNING 1) TABLE new"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("login", "statement"),
    [
        pytest.param(login, statement, id=f"{login} {what}")
        for login in ("olga", "irina", "ada")
        for what, statement in SILENT
        if (login, what) != ("ada", "reads another's draft")
    ],
)
def test_what_is_anothers_is_not_there(at_work: Server, login: str, statement: str) -> None:
    """What is private to another is not there for whoever asks, lead or admin; a copy by an admin has drafts too."""
    with scene.connect(at_work, login) as connection:
        assert connection.execute(statement).fetchone() in {None, (0,)}


def test_what_runs_as_the_owner_finds_nothing_of_its_callers(at_work: Server) -> None:
    """Every function that runs as the owner looks for names where the owner put them, and last where callers may."""
    assert at_work.rows(
        "SELECT oid::regprocedure::text FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prosecdef"
        " AND NOT 'search_path=pg_catalog, public, pg_temp' = ANY (COALESCE(proconfig, '{}'))",
        database=team.DATABASE,
    ) == []  # fmt: skip


def test_what_runs_as_the_owner_is_called_by_few(at_work: Server) -> None:
    """Of the desk's functions staff and jobs call who they are, and admins what makes logins and copies; nobody else any."""
    assert at_work.rows(
        "SELECT p.proname, COALESCE(g.rolname, 'everybody') FROM pg_proc p"
        " CROSS JOIN aclexplode(COALESCE(p.proacl, acldefault('f', p.proowner))) a"
        " LEFT JOIN pg_roles g ON g.oid = a.grantee"
        " WHERE pronamespace = 'public'::regnamespace AND a.grantee <> p.proowner ORDER BY 1, 2",
        database=team.DATABASE,
    ) == [
        ("hold_still", "desk_admin"),
        ("leave_for", "desk_admin"),
        *(("me", f"desk_{each}") for each in ("intake", "limits", "outbox", "specialist", "store")),
        ("open_again", "desk_admin"),
        ("rows_in", "desk_admin"),
        ("staff_login", "desk_admin"),
    ]  # fmt: skip


def test_who_is_not_on_the_staff_reads_nothing(at_work: Server) -> None:
    """A login that is none of the desk's reads nothing of it."""
    at_work.run("CREATE ROLE stranger LOGIN")
    try:
        assert "permission denied" in scene.tried(at_work, "stranger", "SELECT * FROM ticket")
    finally:
        at_work.run("DROP ROLE stranger")
