"""What must hold of the catalogue whoever writes, in a file and on a server: here a bare driver, as the owner."""

from pathlib import Path
from typing import Any

import pytest

from db.driver import sqlite3
from db.migrations.role_rules.catalogue_guards import TABLES
from tests.db.test_order_guards import Raw, raw
from tests.order_rows import ANNA, NOW, insert

__all__ = ["raw"]


def _closing(number: int, seq: int) -> str:
    return insert("entry", id=number, account_id=ANNA, seq=seq, kind="'charge'", credits=0, origin="'paid'", balance_after=0, free_after=0, reference=f"'ticket:701:closing:{seq}'", ticket_id=701, waived=0, clauses="'[]'", policy_version="'1'", posted_at=NOW)  # fmt: skip


def _fact(number: int, of: int = 801, **changed: Any) -> str:
    return insert("component_fact", **{
        "id": number, "component_id": of, "name": "'Live search'", "vendor": "'Cart-Power'", "kind": "'addon'",
        "paid": "true", "encrypted": "false", "retired": "false", "staff_id": 1, "written_at": NOW,
    } | changed)  # fmt: skip


def _about(**changed: Any) -> str:
    return insert("ticket_component", **{
        "ticket_id": 701, "component_id": 801, "fact_id": 902, "version": "'4.18'", "staff_id": 1, "said_at": NOW,
    } | changed)  # fmt: skip


TOLD = [
    insert("ticket", id=701, channel="'email'", subject="'x'", customer_id=ANNA, requester="'x'", language="'en'",
           received_at=NOW, urgent="false", policy_version="'1'", version=1),
    insert("component", id=801, code="'live-search'", staff_id=1, added_at=NOW),
    insert("component", id=802, code="'vivashop'", staff_id=1, added_at=NOW),
    _fact(901), _fact(902), _fact(903, 802), _about(id=1001),
]  # fmt: skip
"""A catalogue of two, and a request that is about the first."""

CLOSED = [
    _closing(1101, 1),
    f"UPDATE ticket SET outcome = 'answered', closed_at = {NOW} WHERE id = 701",
]
TWICE = [_closing(1102, 2)]

REFUSED = [
    *(([f"DELETE FROM {each}"], "nothing is deleted") for each in TABLES),
    (["UPDATE component SET code = 'x'"], "what is written stays"),
    (["UPDATE component_fact SET encrypted = true"], "what is written stays"),
    (["UPDATE ticket_component SET version = 'x'"], "what is written stays"),
    ([_fact(904, kind="'gadget'")], "kind"),
    ([_fact(904, name="''")], "told"),
    ([_fact(904, package="''")], "told"),
    ([_about(fact_id="NULL")], "component_has_fact|as it is by now|CHECK"),
    ([_about(fact_id=901)], "what its component is by now"),
    ([_about(fact_id=903)], "what its component is by now"),
    ([_about(version="''")], "version"),
    ([_about(component_id="NULL", fact_id="NULL")], "version"),
    ([*CLOSED, _about(since_entry_id=1101)], "the closing that it was said for"),
    ([*CLOSED, *TWICE, _about()], "the closing that it was said for"),
    ([_closing(1101, 1), _about()], "the closing that it was said for"),
    ([_closing(1101, 1), _about(ticket_id=701, since_entry_id=1101), _about(since_entry_id=5)],
     "the closing that it was said for"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("statements", "message"), REFUSED, ids=[f"{last[-1][:60]} {what}" for last, what in REFUSED]
)
def test_what_breaks_the_catalogue_is_refused(
    raw: Raw, statements: list[str], message: str
) -> None:
    """What was written of a component stays, and a request keeps what it was, for the closing it was said for."""
    raw.refused([*TOLD, *statements], message)


def test_it_is_said_for_the_closing_that_it_concerns(raw: Raw) -> None:
    """Of a request that was never closed it is said from the start, of a closed one for its last closing."""
    raw.run([*TOLD, *CLOSED, _about(), *TWICE, _about(since_entry_id=1101)])


@pytest.mark.parametrize("table", TABLES)
def test_nothing_of_the_catalogue_is_replaced(desk_path: Path, table: str) -> None:
    """In a file nothing of the catalogue is replaced, by its number or by its code."""
    connection = sqlite3.connect(desk_path, isolation_level=None)
    made = Raw(connection)
    owner = insert("customer", id=ANNA, name="'Anna'", language="'en'", created_at=NOW)
    made.run([owner, *TOLD])
    names = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
    for kept in (names, [name for name in names if name != "id"]):
        if table != "component" and kept != names:
            continue
        columns = ", ".join(kept)
        again = f"INSERT OR REPLACE INTO {table} ({columns}) SELECT {columns} FROM {table} LIMIT 1"
        made.refused([again], f"^{table}: ")
    connection.close()
