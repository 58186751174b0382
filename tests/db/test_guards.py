"""What must hold whoever writes: here a bare driver, with recursive triggers and foreign keys off."""

import re

import pytest

from db.driver import sqlite3

KEPT = (
    "account",
    "customer",
    "entry",
    "event",
    "inbound",
    "limit_notice",
    "message",
    "outbox",
    "proposal",
    "staff",
    "ticket",
    "work_session",
)


def copied(raw: sqlite3.Connection, table: str, where: str = "1", **changed: object) -> str:
    """An INSERT OR REPLACE of a row that is there, with some of its values changed (None: left out)."""
    names = [row[1] for row in raw.execute(f"PRAGMA table_info({table})")]
    kept = [name for name in names if changed.get(name, "") is not None]
    values = [str(changed.get(name, f'"{name}"')) for name in kept]
    columns = ", ".join(f'"{name}"' for name in kept)
    return (
        f"INSERT OR REPLACE INTO {table} ({columns})"
        f" SELECT {', '.join(values)} FROM {table} WHERE {where} LIMIT 1"
    )


def content(raw: sqlite3.Connection) -> list[object]:
    """Every row of the tables that count."""
    return [raw.execute(f"SELECT * FROM {table}").fetchall() for table in KEPT]


def refused(raw: sqlite3.Connection, statement: str, message: str = "") -> None:
    """Run what has to be refused by a guard, leaving nothing behind."""
    before = content(raw)
    with pytest.raises(sqlite3.IntegrityError, match=re.escape(message) or None):
        raw.execute(statement)
    assert content(raw) == before


@pytest.mark.parametrize("table", KEPT)
def test_nothing_that_counts_is_deleted(raw: sqlite3.Connection, table: str) -> None:
    """Nothing that counts is deleted."""
    refused(raw, f"DELETE FROM {table}", "nothing is deleted")


@pytest.mark.parametrize("table", KEPT)
def test_nothing_that_counts_is_replaced(raw: sqlite3.Connection, table: str) -> None:
    """Nothing that counts is replaced by its number."""
    refused(raw, copied(raw, table))


@pytest.mark.parametrize(
    ("table", "where"),
    [
        ("message", "mail_id IS NOT NULL"),
        ("inbound", "1"),
        ("outbox", "state = 'sent'"),
        ("limit_notice", "answer IS NOT NULL"),
        ("account", "1"),
        ("staff", "1"),
        ("entry", "1"),
        ("work_session", "ended_at IS NULL"),
    ],
)
def test_nothing_that_counts_is_replaced_by_another_key(
    raw: sqlite3.Connection, table: str, where: str
) -> None:
    """Nothing that counts is replaced by another of its keys."""
    refused(raw, copied(raw, table, where, id=None))


def test_a_running_timer_is_not_replaced_by_typed_time(raw: sqlite3.Connection) -> None:
    """A running timer is not replaced by typed time that runs."""
    statement = copied(
        raw, "work_session", "ended_at IS NULL", id=None, typed_seconds=9, reason="'x'"
    )
    refused(raw, statement)


@pytest.mark.parametrize("table", ["entry", "event", "message"])
def test_what_is_written_stays(raw: sqlite3.Connection, table: str) -> None:
    """What is written stays."""
    refused(raw, f"UPDATE {table} SET id = id", "what is written stays")


@pytest.mark.parametrize(
    ("statement", "message"),
    [
        ("UPDATE limit_notice SET answer = 'close'", "answered once"),
        ("UPDATE outbox SET attempts = 0 WHERE state = 'sent'", "sent is final"),
        ("UPDATE outbox SET mail_id = 'x'", "sent is final"),
        ("UPDATE outbox SET recipient = 'x' WHERE state <> 'sent'", "sent is final"),
        ("UPDATE ticket SET received_at = '2020-01-01'", "arrival stays"),
        ("UPDATE ticket SET channel = 'email'", "arrival stays"),
        ("UPDATE inbound SET raw = x'00'", "as it came"),
        ("UPDATE work_session SET ended_at = '2030-01-01' WHERE ended_at IS NOT NULL", "rewritten"),
        ("UPDATE work_session SET started_at = '2020-01-01'", "rewritten"),
        ("UPDATE work_session SET staff_id = 1 WHERE ended_at IS NULL", "rewritten"),
        (
            "UPDATE work_session SET ended_at = '2020-01-01', ending = 'paused' WHERE ended_at IS NULL",
            "ends after it starts",
        ),
        ("UPDATE ticket SET closed_at = NULL WHERE outcome IS NOT NULL", "closed_has_outcome"),
        ("UPDATE ticket SET outcome = 'answered' WHERE closed_at IS NULL", "closed_has_outcome"),
        ("UPDATE ticket SET waiting_for = 'godot', waiting_since = received_at", "waiting_for"),
        ("UPDATE staff SET role = 'boss'", "role"),
        ("UPDATE proposal SET state = 'approved' WHERE state = 'open'", "decided_has_time"),
    ],
)
def test_a_fact_is_not_rewritten(raw: sqlite3.Connection, statement: str, message: str) -> None:
    """A fact is not rewritten."""
    refused(raw, statement, message)


def test_a_proposal_is_decided_once(raw: sqlite3.Connection) -> None:
    """A proposal is decided once."""
    raw.execute("UPDATE proposal SET state = 'rejected', decided_at = proposed_at")
    refused(raw, "UPDATE proposal SET state = 'open', decided_at = NULL", "decided once")


FOLLOWING = {
    "id": None,
    "seq": "seq + 1",
    "reference": "'new'",
    "credits": -10,
    "kind": "'charge'",
    "balance_after": "balance_after - 10",
    "free_after": 0,
    "reverses": "NULL",
}
LAST = "seq = (SELECT max(seq) FROM entry)"


def test_an_entry_that_runs_on_is_added(raw: sqlite3.Connection) -> None:
    """An entry that runs on is added."""
    raw.execute(copied(raw, "entry", LAST, **FOLLOWING))
    assert raw.execute("SELECT max(seq) FROM entry").fetchone() == (3,)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"balance_after": "balance_after"}, "runs on"),
        ({"balance_after": "balance_after - 9"}, "runs on"),
        ({"seq": "seq + 2"}, "runs on"),
        ({"seq": 1}, "runs on"),
        ({"reference": "reference"}, "reference"),
        ({"credits": 10, "balance_after": "balance_after + 10"}, "charge_takes"),
        ({"kind": "'purchase'"}, "deposit_gives"),
        ({"kind": "'gift'"}, "kind"),
        ({"kind": "'correction'", "reason": "NULL"}, "correction_has_reason"),
        ({"kind": "'reversal'", "reason": "'x'", "reverses": "NULL"}, "reversal_names_entry"),
        ({"free_after": 5}, "free_within_balance"),
        ({"free_after": -1}, "free_within_balance"),
    ],
)
def test_an_entry_that_does_not_run_on_is_refused(
    raw: sqlite3.Connection, change: dict[str, object], message: str
) -> None:
    """An entry that does not run on, or is none of the ledger's kinds, is refused."""
    refused(raw, copied(raw, "entry", LAST, **{**FOLLOWING, **change}), message)


@pytest.mark.parametrize(("credits", "sign"), [(51, "+"), (-10, "-")])
def test_a_reversal_gives_back_no_more_than_was_taken(
    raw: sqlite3.Connection, credits: int, sign: str
) -> None:
    """A reversal gives back no more than was taken, and takes nothing more."""
    change = {
        "kind": "'reversal'",
        "reason": "'x'",
        "reverses": 1,
        "credits": credits,
        "balance_after": f"balance_after {sign} {abs(credits)}",
        "owing_since": f"CASE WHEN balance_after {sign} {abs(credits)} < 0 THEN posted_at END",
    }
    refused(raw, copied(raw, "entry", LAST, **{**FOLLOWING, **change}), "a reversal gives back")


def test_two_reversals_give_back_no_more_together(raw: sqlite3.Connection) -> None:
    """Two reversals give back no more together."""
    change = {
        **FOLLOWING,
        "kind": "'reversal'",
        "reason": "'x'",
        "reverses": 1,
        "credits": 30,
        "balance_after": "balance_after + 30",
        "owing_since": "CASE WHEN balance_after + 30 < 0 THEN posted_at END",
    }
    raw.execute(copied(raw, "entry", LAST, **change))
    refused(raw, copied(raw, "entry", LAST, **{**change, "reference": "'newer'"}), "gives back")


def test_a_person_has_one_running_timer(raw: sqlite3.Connection) -> None:
    """A person has one running timer, though another request is named."""
    statement = copied(raw, "work_session", "ended_at IS NULL", id=None, ticket_id=3)
    refused(raw, statement.replace(" OR REPLACE", ""))


@pytest.mark.parametrize("start", ["06:06:00", "06:30:00", "07:06:59"])
def test_a_persons_sessions_do_not_overlap(raw: sqlite3.Connection, start: str) -> None:
    """A person's sessions do not overlap."""
    moment = f"'2026-11-16 {start}.000000'"
    statement = copied(raw, "work_session", "staff_id = 2", id=None, started_at=moment)
    refused(raw, statement, "one timer at a time")


def test_a_session_may_begin_where_the_last_one_ended(raw: sqlite3.Connection) -> None:
    """A session may begin where the last one ended."""
    later = "'2026-11-16 09:00:00.000000'"
    raw.execute(
        copied(raw, "work_session", "staff_id = 2", id=None, started_at="ended_at", ended_at=later)
    )


def test_typed_in_time_may_lie_anywhere(raw: sqlite3.Connection) -> None:
    """Typed-in time may lie anywhere: it is a length, not a range."""
    raw.execute(
        copied(
            raw,
            "work_session",
            "staff_id = 2",
            id=None,
            typed_seconds=60,
            reason="'A call'",
            ended_at="started_at",
        )
    )


def test_an_address_has_one_owner(raw: sqlite3.Connection) -> None:
    """An address has one owner."""
    refused(raw, "INSERT INTO customer_address SELECT * FROM customer_address", "UNIQUE")
