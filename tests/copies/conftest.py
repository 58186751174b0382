"""A desk that has lived through everything, in a backup, to be had on either database."""

import asyncio
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from console.bootstrap import open_desk
from console.location import Location
from console.services import copies
from db.driver import sqlite3
from tests.conftest import SETTINGS, at
from tests.copies import places
from tests.machines.world import ACTORS
from tests.services import examined

if TYPE_CHECKING:
    from tests.postgres import Server

HOSTILE = "=cmd|' /C calc'!A0\r\n\x1b[31m\u202e\ud83c\udf55".encode(
    "utf-16", "surrogatepass"
).decode("utf-16")

_MORE = (
    "INSERT INTO draft VALUES (6, 2, ?, '2026-11-16 12:00:00.000000')",
    "INSERT INTO looking VALUES (?, 2, 6, '2026-11-16 12:00:00.123456')",
    "INSERT INTO number_gap VALUES (?, 1000, 1001)",
    (
        "INSERT INTO desk_text (kind, name, language, source, staff_id, written_at)"
        " VALUES ('macro', 'moved', 'en', ?, 1, '2026-11-16 12:00:00.000000')"
    ),
    (
        "INSERT INTO desk_setting (name, value, reason, staff_id, set_at)"
        " VALUES ('desk_name', NULL, ?, 1, '2026-11-16 12:00:00.000000')"
    ),
    (
        "INSERT INTO office_day (day, state, opens, closes, reason, staff_id, said_at)"
        " VALUES ('2026-12-31', 'worked', '09:00', '15:00', ?, 1, '2026-11-16 12:00:00.000000')"
    ),
    (
        "INSERT INTO desk_setting (name, value, reason, staff_id, set_at)"
        " VALUES ('retain_dismissed_months', '1', ?, 1, '2026-11-16 12:00:00.000000')"
    ),
    (
        "INSERT INTO event (at, staff_id, what, detail) SELECT '2026-11-16 12:00:00.000000', 1,"
        " value ->> 0, json_object('saying', value ->> 1, 'reason', ?)"
        """ FROM json_each('[["setting", 1], ["setting", 2], ["office day", 1]]')"""
    ),
    (
        'INSERT INTO inbound (channel, digest, raw, "placing", reason, received_at, dismissed_at)'
        " VALUES ('email', 'gone', X'00', 'quarantined', ?, '2020-11-16 12:00:00.000000',"
        " '2020-11-16 12:00:00.000000')"
    ),
    (
        "INSERT INTO let_go SELECT id, 1, '2026-11-16 12:00:00.000000' FROM inbound"
        " WHERE digest = 'gone' AND reason = ?"
    ),
    "UPDATE inbound SET raw = X'' WHERE digest = 'gone' AND reason = ?",
    (
        "INSERT INTO bounce (outbox_id, inbound_id, recipient, permanent, status, reason, came_at)"
        " VALUES (1, 1, 'anna@shop.example', 1, '5.1.1', ?, '2026-11-16 12:00:00.000000')"
    ),
    "INSERT INTO component (code, staff_id, added_at) VALUES (?, 1, '2026-11-16 12:00:00.000000')",
    (
        "INSERT INTO component_fact (component_id, name, vendor, kind, paid, encrypted, retired, staff_id, written_at)"
        " VALUES (1, ?, 'Cart-Power', 'addon', 1, 0, 0, 1, '2026-11-16 12:00:00.123456')"
    ),
    (
        "INSERT INTO ticket_component (ticket_id, component_id, fact_id, version, staff_id, said_at)"
        " VALUES (6, 1, 1, ?, 2, '2026-11-16 12:00:00.000000')"
    ),
    (
        "INSERT INTO known_bug (component_id, fault, staff_id, added_at)"
        " SELECT 1, 'bug', 2, '2026-11-16 12:00:00.000000' WHERE ? <> ''"
    ),
    (
        "INSERT INTO known_bug_fact (bug_id, title, state, found_in, staff_id, written_at)"
        " VALUES (1, ?, 'solved', '4.18', 2, '2026-11-16 12:00:00.123456')"
    ),
    (
        "INSERT INTO known_bug_ticket (ticket_id, bug_id, staff_id, said_at)"
        " SELECT ticket_id, 1, 2, '2026-11-16 12:00:00.000000' FROM outbox WHERE message_id NOT NULL AND ? <> '' LIMIT 1"
    ),
    (
        "INSERT INTO known_bug_told (bug_id, fact_id, ticket_id, message_id, staff_id, told_at)"
        " SELECT 1, 1, ticket_id, message_id, 4, '2026-11-16 12:00:00.000000' FROM outbox"
        " WHERE message_id NOT NULL AND ? <> '' LIMIT 1"
    ),
    "INSERT INTO mail_folder VALUES (?, '2026-11-16 12:00:00.000000', 4294967295, 4294967295)",
    "INSERT INTO site_call VALUES (?, '2026-11-16 12:05:00.000000')",
    "INSERT INTO shop_reading (shop, began_at, problem) VALUES ('com', '2026-11-16 12:00:00.000000', ?)",
    (
        "INSERT INTO product_meaning (shop, product, variant, means, amount, staff_id, written_at)"
        " VALUES ('com', 'id:31', ?, 'free', NULL, 1, '2026-11-16 12:00:00.000000'),"
        " ('com', 'id:31', '', 'free', NULL, 1, '2026-11-16 12:00:00.123456')"
    ),
    (
        "INSERT INTO shop_order (shop, order_no, status, paid, early, address, name, customer_id, tries)"
        " VALUES ('com', 2147483647, 'P', 1, 0, 'anna@shop.example', ?, 1, 0)"
    ),
    (
        "INSERT INTO order_line (order_id, item_id, product_id, product_code, product, variants, amount, paid)"
        """ VALUES (1, '3', 31, 'SUP', ?, '["7:3"]', 2, 2)"""
    ),
    (
        "INSERT INTO order_posting (line_id, seq, units, credits, meaning_id, posted_at)"
        " SELECT id, 1, 2, 0, 2, '2026-11-16 12:00:00.000000' FROM order_line WHERE product = ?"
    ),
    (
        "INSERT INTO order_proposal (line_id, units, credits, to_units, proposed_at, state, decided_at, reason)"
        " VALUES (1, 1, 0, 1, '2026-11-16 12:00:00.000000', 'withdrawn', '2026-11-16 12:01:00.000000', ?)"
    ),
)


@pytest.fixture(scope="session")
def lived(blank_desk: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The backup of a desk in a file, which has rows in every table; some of them are not nice."""
    folder = tmp_path_factory.mktemp("lived")
    path = Path(shutil.copy(blank_desk, folder / "desk.db"))

    async def live() -> None:
        await examined.live(path, ACTORS.__getitem__)
        with sqlite3.connect(path) as raw:
            for statement in _MORE:
                raw.execute(statement, (HOSTILE,))
        raw.close()
        desk = await open_desk(Location(path, SETTINGS))
        await copies.backup(desk, file=folder / "backup", now=at(500))
        await desk.close()

    asyncio.run(live())
    return folder / "backup"


@pytest.fixture(params=places.KINDS)
def home(
    request: pytest.FixtureRequest, lived: Path, tmp_path: Path, team_server: "Server"
) -> Iterator[Location]:
    """Where the desk that has lived is: in a file, and on a server."""
    with places.desk_of(request.param, lived, tmp_path, team_server) as location:
        yield location


@pytest.fixture(params=places.KINDS)
def target(
    request: pytest.FixtureRequest, tmp_path: Path, team_server: "Server"
) -> Iterator[Location]:
    """Where no desk is: in a file, and on a server."""
    with places.vacant(request.param, tmp_path, team_server) as location:
        yield location


@pytest.fixture
def file_target(tmp_path: Path, team_server: "Server") -> Iterator[Location]:
    """A file's place, where no desk is."""
    with places.vacant("sqlite", tmp_path, team_server) as location:
        yield location


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Killed moves between two of a kind are long trials: the two ways between the kinds go through all the same."""
    for item in items:
        chosen = getattr(item, "callspec", None)
        if "killed_at_any_step" in item.name and chosen is not None:
            given = chosen.params
            if given.get("home") == given.get("target"):
                item.add_marker(pytest.mark.soak)
