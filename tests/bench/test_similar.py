"""Similar requests of a desk with a hundred thousand: found before a person notices, on both databases."""

import asyncio
import random
import sqlite3
import statistics
import time
from collections.abc import Iterator
from contextlib import closing
from itertools import accumulate
from pathlib import Path

import psycopg
import pytest

from console import bootstrap
from console.location import Location
from console.services import similar
from db import request_words
from tests import postgres, team
from tests.bench.desks import make_desk, stamp
from tests.bench.report import Report
from tests.conftest import SETTINGS
from tests.postgres import Server

pytestmark = pytest.mark.bench

REQUESTS, CUSTOMERS, TOPICS = 100_000, 10_000, 1000
ASKED = 200
WORDS_OF_A_LANGUAGE, WORDS_OF_ONE = 30_000, 45
BUDGET_MS = 100

_LETTERS = ("bcdfghjklmnpqrtvwxyz", "бвгджзклмнпрстфхцчшщ")


def _word(number: int) -> str:
    """A word of either language, no two of which have a stem in common."""
    letters = _LETTERS[number % 3 == 0]
    return "".join(letters[number // 20**place % 20] for place in range(5))


_WORDS = [_word(number) for number in range(WORDS_OF_A_LANGUAGE)]
_SHARES = list(accumulate(1 / (place + 1) for place in range(WORDS_OF_A_LANGUAGE)))
"""As words are in a language: the second most common half as common as the first, and so on."""


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """A server with a desk."""
    with postgres.running() as running:
        asyncio.run(team.found(running))
        yield running


def _texts() -> Iterator[tuple[int, str]]:
    lots = random.Random(7)
    for number in range(1, REQUESTS + 1):
        about = [f"topic{number % TOPICS}_{place}" for place in range(5)]
        yield number, " ".join([*lots.choices(_WORDS, cum_weights=_SHARES, k=WORDS_OF_ONE), *about])


def _message(number: int, text: str) -> tuple[object, ...]:
    return number, number, "in", "A", text, "[]", stamp(number)


_MESSAGE = "message (id, ticket_id, direction, author, body, attachments, created_at)"


def _in_a_file(path: Path) -> str:
    make_desk(path, requests=REQUESTS)
    with closing(sqlite3.connect(path)) as record, record:
        record.execute("PRAGMA synchronous=OFF")
        for number, text in _texts():
            record.execute(
                f"INSERT INTO {_MESSAGE} VALUES (?, ?, ?, ?, ?, ?, ?)", _message(number, text)
            )
            words = request_words.kept("", text)
            record.executemany(
                "INSERT INTO request_word VALUES (?, ?)", ((word, number) for word in words)
            )
    return str(path)


def _on_a_server(running: Server) -> str:
    with psycopg.connect(running.address(team.DATABASE)) as record, record.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(
            "INSERT INTO customer (id, name, language, created_at)"
            f" SELECT n, 'C', 'en', now() FROM generate_series(1, {CUSTOMERS}) n"
        )
        cursor.execute(
            "INSERT INTO ticket (id, channel, subject, customer_id, requester, language, received_at, urgent,"
            " policy_version, version, outcome, closed_at)"
            f" SELECT n, 'email', 'S', n % {CUSTOMERS} + 1, 'c@x.example', 'en', now(), false, '1', 1, 'answered', now()"
            f" FROM generate_series(1, {REQUESTS}) n"
        )
        with cursor.copy(f"COPY {_MESSAGE} FROM STDIN") as copy:
            for number, text in _texts():
                copy.write_row(_message(number, text))
        with cursor.copy("COPY request_word FROM STDIN") as copy:
            for number, text in _texts():
                for word in request_words.kept("", text):
                    copy.write_row((word, number))
    running.run("ANALYZE", database=team.DATABASE)
    return running.address(team.DATABASE, "olga")


@pytest.mark.parametrize("kind", ["SQLite", "PostgreSQL"])
def test_similar_ones_of_a_hundred_thousand(
    kind: str, request: pytest.FixtureRequest, tmp_path: Path, report: Report
) -> None:
    """Whatever request it is, old or new, the 95th percentile stays within the budget."""
    where = (
        _in_a_file(tmp_path / "desk.db")
        if kind == "SQLite"
        else _on_a_server(request.getfixturevalue("server"))
    )
    figures = asyncio.run(_ask(where))
    report.add(f"similar requests, {kind}", figures, unit="ms", budget=f"p95 < {BUDGET_MS}")
    assert statistics.quantiles(figures, n=20)[-1] < BUDGET_MS


async def _ask(where: str) -> list[float]:
    address = where if where.startswith("postgresql") else Path(where)
    desk = await bootstrap.open_desk(Location(address, SETTINGS))
    lots, taken = random.Random(8), []
    for place in range(ASKED + 5):
        begun = time.perf_counter()
        found = await similar.to(desk, ticket=lots.randrange(1, REQUESTS))
        if place >= 5:
            taken.append((time.perf_counter() - begun) * 1000)
        assert found
    await desk.close()
    return taken
