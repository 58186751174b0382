"""The doctor: silent on a desk that was made by use, and exact about what somebody changed."""

import asyncio
import shutil
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import event

from console.founding import make_sample
from console.location import Location
from console.services import doctor
from console.services.context import Desk
from console.services.shapes import Actor
from db.audit import paging
from db.driver import sqlite3
from tests import team
from tests.conftest import SETTINGS, STAFF, at
from tests.services.examined import examine, live, tamper, wrong
from tests.services.office import Office

if TYPE_CHECKING:
    from tests.postgres import Server

LOGINS = ["ada", "olga", "pavel", "irina"]


def member(login: str) -> Actor:
    """The member of staff of that login."""
    return Actor(LOGINS.index(login) + 1, login, login.title(), STAFF[login])


@pytest.fixture(scope="module")
def lived(blank_desk: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk with everything that is looked at."""
    path = Path(shutil.copy(blank_desk, tmp_path_factory.mktemp("lived") / "desk.db"))
    asyncio.run(live(path, member))
    return path


@pytest.fixture
def path(lived: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return Path(shutil.copy(lived, tmp_path / "desk.db"))


async def test_a_desk_made_by_use_has_nothing_wrong(path: Path) -> None:
    """Charges, packages, merges, disputes, agreements and letters all agree."""
    assert wrong(await examine(path)) == {}


async def test_an_empty_desk_has_nothing_wrong(desk_path: Path) -> None:
    """Nothing is checked against nothing."""
    assert wrong(await examine(desk_path)) == {}


async def test_the_sample_desk_has_nothing_wrong(tmp_path: Path) -> None:
    """A month of a small desk agrees with itself."""
    location = Location(tmp_path / "sample.db", SETTINGS, sample=True)
    await make_sample(location, now=at())
    assert wrong(await examine(location.path)) == {}


_SET = "INSERT INTO desk_setting (name, value, reason, staff_id, set_at) VALUES"
TAMPERED = [
    ("links", "UPDATE event SET staff_id = 99 WHERE id = 1", "event 1 refers to a staff"),
    ("balances", "UPDATE entry SET balance_after = 999 WHERE id = (SELECT max(id) FROM entry)",
     "its balance says 999, its entries sum to 50"),
    ("balances", "UPDATE entry SET free_after = 5 WHERE id = 3", "entry 3: 5 of its balance"),
    ("debts", "UPDATE entry SET owing_since = '2020-01-01 00:00:00.000000' WHERE id = 4",
     "entry 4: it is said to be owed since 2020-01-01 00:00, not 2026-11-16 07:30"),
    ("purchases", "UPDATE entry SET quantity = 3 WHERE id = 1", "entry 1: 80 credits"),
    ("grants", "UPDATE entry SET clauses = '[\"K5\"]' WHERE id = 2", "entry 2: 20 free credits"),
    ("corrections", "UPDATE entry SET reason = ' ' WHERE id = 3", "entry 3: it changes nothing"),
    ("clauses", "UPDATE entry SET clauses = '[\"U7\"]' WHERE id = 3",
     "entry 3: a correction does not follow from U7"),
    ("clauses", "UPDATE entry SET clauses = '[]' WHERE id = 1", "does not follow from nothing"),
    ("clauses", "UPDATE entry SET clauses = '[\"K8\"]' WHERE id = 16", "entry 16: a transfer"),
    ("references", "UPDATE entry SET reference = 'ticket:1:closing:3' WHERE id = 4", "entry 4: "),
    ("references", "UPDATE entry SET reference = 'grant:1' WHERE id = 1", "entry 1: 'grant:1'"),
    ("reversals", "UPDATE entry SET clauses = '[]' WHERE kind = 'reversal'", "entry 6: its request"),
    ("proposals", "UPDATE proposal SET credits = 20 WHERE id = 1", "gave back 50 credits, not 20"),
    ("proposals", "UPDATE proposal SET reversal_id = NULL WHERE id = 1", "nothing went back"),
    ("proposals", "UPDATE proposal SET decided_by = 2 WHERE id = 1",
     "proposal 1: olga decided on a charge of their own"),
    ("proposals", "UPDATE proposal SET decided_by = 3 WHERE id = 1",
     "proposal 1: pavel is no lead, and decided on it"),
    ("charges", "UPDATE work_session SET ended_at = started_at WHERE id = 1",
     "entry 4: it counts 3660 seconds of work, its sessions come to 0"),
    ("charges", "UPDATE entry SET blocks = 4 WHERE id = 4", "entry 4: it says 4 blocks"),
    ("charges", "UPDATE entry SET chargeable_seconds = 60 WHERE ticket_id = 2",
     "entry 7: it charges 60 seconds, its sessions come to 0"),
    ("charges", "UPDATE entry SET waived = 10 WHERE id = 4", "10 were waived"),
    ("charges", "UPDATE entry SET clauses = '[\"F4\"]' WHERE id = 7", "entry 7: F4 is not what"),
    ("charges", "UPDATE entry SET entitlement_ids = '[77]' WHERE ticket_id = 2", "not there"),
    ("charges", ("UPDATE entry SET entitlement_ids = '[]', chargeable_seconds = 1200, cost = 20,"
     " credits = -20, balance_after = -20, owing_since = posted_at,"
     " clauses = '[\"S1\", \"S2\", \"S6\", \"U7\", \"U8\"]' WHERE id = 8"),
     "entry 8: it draws on no package, and package 2 covered its work"),
    ("charges", "UPDATE entitlement SET domain = 'another.example' WHERE id IN (2, 3)",
     "entry 8: it draws on package 2, and no package covered its work"),
    ("charges", "UPDATE entitlement SET customer_id = 1 WHERE id IN (2, 3)",
     "entry 8: it draws on package 2, and no package covered its work"),
    ("charges", "UPDATE entry SET account_id = 5, seq = 1 WHERE id = 8",
     "entry 8: it is on the account of customer 5, who did not ask #3"),
    ("limits", "UPDATE limit_notice SET answered_by = NULL WHERE id = 1", "answered by nobody"),
    ("limits", "UPDATE limit_notice SET message_id = 11 WHERE id = 1",
     "#1: over-40-credits was told in message 11, which is none to the customer on #1"),
    ("notices", "UPDATE limit_notice SET answer = 'close' WHERE ticket_id = 1",
     "entry 4: it costs 50, and more than 40 was never told"),
    ("closings", "UPDATE ticket SET outcome = 'performance' WHERE id = 2",
     "#2: it is closed as performance, and entry 7 is for answered"),
    ("closings", "UPDATE ticket SET outcome = NULL, closed_at = NULL WHERE id = 3",
     "#3: it is open, was closed 1 times, and opened again 0"),
    ("sessions", "UPDATE work_session SET ended_at = '2026-11-16 05:00:00.000000' WHERE id = 6",
     "session 6: it ended before it began"),
    ("sessions", "UPDATE work_session SET ended_at = '2026-11-16 10:26:00.000000' WHERE id = 4",
     "session 6: it began before session 4 of the same person had ended"),
    ("sessions", "UPDATE work_session SET ended_at = NULL, ending = NULL WHERE id = 4",
     "session 4: it runs beside another of the same person"),
    ("sessions", "UPDATE work_session SET reason = '' WHERE typed_seconds = 300", "for no reason"),
    ("packages", "UPDATE entitlement SET ends_at = '2027-05-15 20:00:00.000000' WHERE months = 3",
     "its term is not 3 months"),
    ("packages", "UPDATE entitlement SET refunded_by = NULL WHERE id = 4",
     "package 4: nobody is said to have taken it back"),
    ("packages", "UPDATE cover_choice SET entitlement_id = 2", "#6: what covers it is not what was chosen"),
    ("packages", "DELETE FROM cover_choice", "#6: what covers it is not what was chosen"),
    ("agreements", "UPDATE consent SET agreed_at = '2026-01-01 00:00:00.000000' WHERE id = 1",
     "agreement 1: it was not agreed when message"),
    ("agreements", "UPDATE consent SET ceiling = 500 WHERE id = 1",
     "agreement 1: it goes up to 500, and was put on record up to 80"),
    ("agreements", "UPDATE consent SET agreed_by = ' '", "agreement 1: nobody is said to have agreed"),
    ("answers", "UPDATE message SET direction = 'note' WHERE direction = 'out' AND ticket_id = 6", "is no answer"),
    ("answers", "UPDATE outbox SET recipient = 'eve@far.example' WHERE id = 2",
     "e-mail 2: it goes to eve@far.example, who did not ask #1"),
    ("arrivals", "UPDATE inbound SET raw = x'00' WHERE id = 1", "arrival 1: its bytes"),
    ("arrivals", "UPDATE ticket SET received_at = '2026-11-16 05:30:00.000000' WHERE id = 6",
     "#6 is said to have come at another time"),
    ("files", "UPDATE stored_file SET content = x'00'", "its bytes are not those"),
    ("mailings", "UPDATE outbox SET unsubscribe = NULL WHERE mailing_id = 1",
     "mailing 1: 0 of its 4 mails say how to end them, and it is promotional"),
    ("mailings", "UPDATE mailing SET recipients = 5", "it is to 5 customers, and has 4 mails"),
    ("mailings", "UPDATE mailing SET texts = '{}'", "mailing 1: 'Spring' is no subject of it"),
    ("merges", "UPDATE customer SET merged_into = NULL WHERE id = 4", "customer 4: it is one with"),
    ("merges", "UPDATE customer_merge SET undone_at = NULL, undone_by = NULL WHERE id = 1",
     "merge 1: -30 credits went over, and -30 went back"),
    ("merges", "UPDATE ticket SET customer_id = 4 WHERE id = 5",
     "ticket 5 still belongs to customer 4, who is another"),
    ("merges", "UPDATE customer_address SET customer_id = 4 WHERE address = 'dan@other.example'",
     "customer_address dan@other.example still belongs to customer 4"),
    ("disputes", "UPDATE dispute SET decision = 'upheld'", "it is upheld, and its request is closed"),
    ("disputes", "UPDATE dispute SET entry_id = 4", "entry 4 is not of the request"),
    ("disputes", "DELETE FROM dispute", "#4 is closed as dispute-rejected, and is no dispute"),
    ("policy", "UPDATE entry SET policy_version = '9' WHERE id = 1", "entry 1: no version '9'"),
    ("arrivals", "INSERT INTO let_go VALUES (1, 5, '2026-11-16 12:00:00.000000')",
     "arrival 1: its bytes are not those that came in"),
    ("settings", f"{_SET} ('reopen_days', '1', 'x', 1, '2026-11-16 12:00:00.000000')",
     "desk_setting 1 is set, and the record does not tell by whom"),
    ("policy", "UPDATE ticket SET policy_version = '9' WHERE id = 6", "#6: no version '9'"),
    ("policy", "UPDATE ticket SET policy_version = '2' WHERE id = 6",
     "#6: version 2 was not in force when it came"),
    ("policy", "UPDATE policy_version SET text = 'Other words.'",
     "version 2: it says something else than when it was adopted"),
    ("policy", "UPDATE policy_version SET words = '{\"U8\": \"Twenty.\"}'", "version 2: it says something else"),
    ("policy", "UPDATE policy_version SET terms = json_set(terms, '$.credits_per_block', 10)",
     "version 2: it says something else"),
    ("policy", "UPDATE policy_version SET in_force_from = '2026-11-16 13:00:00.000000'",
     "version 2: it was adopted from 2026-11-16 12:40 on, not from 2026-11-16 13:00"),
    ("policy", "UPDATE policy_version SET in_force_from = NULL", "version 2: it was adopted, and has no date"),
    ("policy", "DELETE FROM policy_version", "version 2 was adopted, and is not on record"),
    ("staff", "UPDATE staff SET role = 'admin' WHERE login = 'olga'",
     "olga is admin, and was made specialist"),
    ("staff", ("INSERT INTO staff (login, name, role, created_at) VALUES"
     " ('eve', 'Eve', 'admin', '2026-11-16 06:00:00.000000')"), "eve: nobody put them on the staff"),
    ("staff", "UPDATE entry SET staff_id = 2 WHERE id = 1",
     "entry 1: olga is no admin, and posted a purchase"),
    ("lost", "DELETE FROM event WHERE id IN (5, 6)", "event 5 to 6 are gone"),
    ("lost", "DELETE FROM work_session WHERE id = 4", "work_session 4 is gone"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("check", "statement", "named"),
    TAMPERED,
    ids=[f"{each[0]}: {each[1][:60]}" for each in TAMPERED],
)
async def test_exactly_the_check_that_is_concerned_names_what_was_changed(
    path: Path, check: str, statement: str, named: str
) -> None:
    """Exactly the check that is concerned names what was changed."""
    tamper(path, statement)
    found = wrong(await examine(path))
    assert list(found) == [check]
    assert named in found[check]


BOTH = [
    ("references", "staff", "UPDATE entry SET reference = 'reverse:1' WHERE kind = 'reversal'",
     "'reverse:1' is no reference of this reversal"),
    ("packages", "charges", ("UPDATE entitlement SET refunded_at = ends_at, refund_reason = 'x',"
     " refunded_by = 1 WHERE id = 2"), "package 2: it was taken back after session 3"),
    ("limits", "lost",
     "DELETE FROM limit_notice WHERE ticket_id = 1 AND \"limit\" = 'over-40-credits'",
     "entry 4: #1 crossed over-40-credits, which is not on record"),
    ("answers", "lost", "DELETE FROM outbox WHERE id = 1", "it has no e-mail of its own"),
    ("charges", "lost", "DELETE FROM work_session WHERE id = 1", "its sessions come to 0"),
    ("merges", "lost", "DELETE FROM account WHERE id = 2", "customer 2 has no account"),
    ("charges", "policy", "UPDATE ticket SET policy_version = '2' WHERE id = 3",
     "entry 8: it is under version 1 of the policy, and #3 is under 2"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("check", "other", "statement", "named"),
    BOTH,
    ids=[f"{each[0]}, {each[1]}: {each[2][:60]}" for each in BOTH],
)
async def test_what_concerns_two_checks_is_named_by_both(
    path: Path, check: str, other: str, statement: str, named: str
) -> None:
    """What was changed may be seen from two sides."""
    tamper(path, statement)
    found = wrong(await examine(path))
    assert named in found[check]
    assert other in found


UNREADABLE = [
    ("file", "UPDATE staff SET role = 'boss' WHERE id = 2", "staff 2 breaks the rule ck_staff_role"),
    ("file", "UPDATE ticket SET outcome = NULL WHERE id = 2",
     "ticket 2 breaks the rule ck_ticket_closed_has_outcome"),
    ("file", "UPDATE outbox SET message_id = NULL WHERE id = 2", "outbox 2 breaks the rule ck_outbox_one_text"),
    ("values", "UPDATE entry SET clauses = 'x' WHERE id = 4", "entry 4: its clauses cannot be read"),
    ("values", "UPDATE entry SET clauses = '{}' WHERE id = 4", "entry 4: its clauses cannot be read"),
    ("values", "UPDATE event SET detail = '[]' WHERE id = 3", "event 3: its detail cannot be read"),
    ("values", "UPDATE entry SET posted_at = 'yesterday' WHERE id = 4", "entry 4: its posted_at"),
    ("values", "UPDATE entry SET posted_at = '2026-02-31 00:00:00.000000' WHERE id = 4", "entry 4: its posted_at"),
    ("values", "UPDATE entry SET posted_at = 20261116 WHERE id = 4", "entry 4: its posted_at"),
    ("values", "UPDATE entry SET blocks = 'five' WHERE id = 4", "entry 4: its blocks cannot be read"),
    ("values", "UPDATE customer SET name = x'00' WHERE id = 1", "customer 1: its name cannot be read"),
    ("values", "UPDATE ticket SET urgent = 2 WHERE id = 1", "ticket 1: its urgent cannot be read"),
    ("values", "UPDATE inbound SET raw = 'text' WHERE id = 1", "inbound 1: its raw cannot be read"),
    ("values", "UPDATE policy_version SET terms = '{'", "policy_version 2: its terms cannot be read"),
    ("figures", "UPDATE policy_version SET terms = '{\"nonsense\": 1}'", "version 2: The policy has no figure 'nonsense'"),
    ("figures", "UPDATE policy_version SET terms = json_set(terms, '$.block_seconds', 0)",
     "version 2: block_seconds is a whole number"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("check", "statement", "named"),
    UNREADABLE,
    ids=[f"{each[0]}: {each[1][:60]}" for each in UNREADABLE],
)
async def test_what_cannot_be_read_is_all_that_is_told(
    path: Path, check: str, statement: str, named: str
) -> None:
    """Nothing that such a record says can be held against the rest of it: the row is named, and no more."""
    tamper(path, statement)
    *_, last = found = await examine(path)
    assert list(wrong(found)) == [check] == [last.check]
    assert named in last.detail


def unguarded(path: Path, *statements: str) -> None:
    """Change the schema itself."""
    with closing(sqlite3.connect(path)) as raw, raw:
        for statement in statements:
            raw.execute(statement)


@pytest.mark.parametrize(
    ("statements", "named"),
    [
        (["DROP TRIGGER entry_no_update"], "the trigger entry_no_update is gone"),
        (["DROP INDEX uq_entry_account_seq"], "the index uq_entry_account_seq is gone"),
        (
            ["DROP TRIGGER entry_no_delete",
             "CREATE TRIGGER entry_no_delete BEFORE DELETE ON entry WHEN 0 BEGIN SELECT 1; END"],
            "the trigger entry_no_delete is not as it was made",
        ),
        (
            ["CREATE TRIGGER gift AFTER INSERT ON event BEGIN SELECT 1; END"],
            "the trigger gift is none of the program's",
        ),
    ],
    ids=["a trigger is gone", "a key is gone", "a trigger guards nothing", "a trigger is another's"],
)  # fmt: skip
async def test_what_guards_the_record_is_missed(
    path: Path, statements: list[str], named: str
) -> None:
    """A record whose guards were taken down is not trusted, though nothing in it disagrees."""
    unguarded(path, *statements)
    assert wrong(await examine(path)) == {"guards": named}


async def test_numbers_that_are_missing_are_not_looked_for_on_a_server(
    team_server: "Server",
) -> None:
    """There a number that was given to what was rolled back is missing too: the doctor says that it cannot tell."""
    team.empty(team_server)
    desk = await team.open_desk(team_server)
    found = {each.check: each for each in await doctor.examine(desk)}
    await desk.close()
    assert (found["lost"].ok, "cannot be told" in found["lost"].detail) == (True, True)


async def test_a_reference_is_posted_once_whatever_became_of_its_key(path: Path) -> None:
    """Two entries of one reference are both named."""
    tamper(
        path,
        "CREATE TABLE copied AS SELECT * FROM entry",
        "DROP TABLE entry",
        "ALTER TABLE copied RENAME TO entry",
        "CREATE UNIQUE INDEX entry_id ON entry (id)",
        "UPDATE entry SET reference = 'order:7' WHERE kind = 'purchase'",
    )
    found = wrong(await examine(path))["references"]
    assert "entries 1 and 9 have the same one, 'order:7'" in found


async def test_more_than_twenty_are_counted(path: Path) -> None:
    """Twenty are named, and the others counted."""
    one = "INSERT INTO message (ticket_id, direction, author, body, attachments, created_at)"
    values = " VALUES (1, 'out', 'x', 'x', '[]', '2026-11-16 06:00:00.000000')"
    tamper(path, *[one + values] * 25)
    assert wrong(await examine(path))["answers"].endswith("; and 5 more")


async def test_more_cannot_go_back_than_was_taken(path: Path) -> None:
    """Two reversals of one entry are added up."""
    columns = ("account_id, kind, origin, free_after, ticket_id, clauses, policy_version, reason,"
               " reverses, posted_at, waived, entitlement_ids")  # fmt: skip
    tamper(
        path,
        f"INSERT INTO entry ({columns}, seq, credits, balance_after, reference)"
        f" SELECT {columns}, seq + 1, 10, balance_after + 10, 'reverse:' || reverses"
        " FROM entry WHERE kind = 'reversal'",
    )
    assert wrong(await examine(path))["reversals"].endswith(
        "60 credits have gone back of entry 4, which took 50"
    )


async def test_terms_of_a_domain_do_not_overlap(path: Path) -> None:
    """A second term in the same months is named with the one that it overlaps."""
    kept = "customer_id, kind, domain, months, starts_at, ends_at, anchor_day, reason, created_at"
    tamper(
        path,
        f"INSERT INTO entitlement ({kept}, reference) SELECT {kept}, 'again' FROM entitlement"
        " WHERE id = 2",
    )
    found = wrong(await examine(path))
    assert found["packages"] == "package 5: its term overlaps that of package 2 for other.example"


async def test_one_agreement_is_in_force_for_a_request(path: Path) -> None:
    """Two at once are both named."""
    kept = (
        "customer_id, ticket_id, ceiling, agreed_by, agreed_at, message_id, staff_id, recorded_at"
    )
    tamper(
        path,
        "DROP INDEX uq_consent_ticket_id",
        f"INSERT INTO consent ({kept}) SELECT {kept} FROM consent",
    )
    assert wrong(await examine(path))["agreements"] == (
        "agreement 1: another one is in force for the same;"
        " agreement 2: another one is in force for the same"
    )


async def test_whatever_the_pages_the_findings_are_the_same(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The record is read page by page, and what agrees may lie on two of them."""
    tamper(path, "UPDATE entry SET balance_after = 999 WHERE id = (SELECT max(id) FROM entry)")
    at_once = await examine(path)
    monkeypatch.setattr(paging, "PAGE", 2)
    assert await examine(path) == at_once


async def _statements(desk: Desk) -> int:
    """How many statements an examination takes."""
    engine, said = desk.database._engine.sync_engine, []
    event.listen(engine, "before_cursor_execute", lambda *given: said.append(given[2]))
    await doctor.examine(desk)
    return len(said)


async def test_more_rows_take_no_more_statements(desk: Desk, who: Callable[[str], Actor]) -> None:
    """No check asks the database for each row."""
    office = Office(desk, who)
    await office.worked(5)
    await office.buy(320)
    await office.closed(minute=11)
    few = await _statements(desk)
    for minute in range(20, 80, 10):
        number = await office.arrive(minute)
        await office.pick(minute=minute)
        await office.work(5, ticket=number, start=minute)
        await office.closed(number, minute=minute + 6)
    assert await _statements(desk) == few


async def test_half_a_merge_never_goes_back_alone(path: Path) -> None:
    """A reversal of what a merge moved is named: it would leave the two accounts apart."""
    moved = "SELECT id FROM entry WHERE kind = 'transfer' AND credits = -30 LIMIT 1"
    tamper(path, f"UPDATE entry SET credits = 30, reverses = ({moved}) WHERE kind = 'reversal'")
    assert "is a transfer, which is not reversed" in wrong(await examine(path))["reversals"]
