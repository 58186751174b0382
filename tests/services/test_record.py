"""The record: newest first, found by an index, each reads what their role may, and in words."""

import ast
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from console.services import customers, heartbeat, record, record_words, replies, timer
from console.services import desk as desk_service
from console.services.faults import NotFound
from console.services.record import Wanted
from db import events, tickets
from db.events import Asked
from tests.conftest import at
from tests.services.office import ANNA, Office

SERVICES = Path(record.__file__).parent


async def _lived(office: Office) -> None:
    await office.in_hand()
    await desk_service.set_kind(
        office.desk, office.who("olga"), ticket=1, kind="question", now=at(6)
    )
    await desk_service.set_kind(
        office.desk, office.who("olga"), ticket=1, kind="conflict", now=at(7)
    )
    await customers.rename(office.desk, office.who("ada"), customer=1, name="Anna Lee", now=at(8))


async def _found(office: Office, reader: str = "irina", **wanted: Any) -> list[str]:
    page = await record.listing(office.desk, office.who(reader), Wanted(**wanted))
    return [row.what for row in page.rows]


async def test_the_newest_stands_first(office: Office) -> None:
    """The newest event stands first."""
    await _lived(office)
    newest = (await _found(office))[:5]
    assert newest == ["customer changed", "kind", "kind", "picked", "received"]


async def test_an_event_is_told_with_before_and_after(office: Office) -> None:
    """An event is told with what the value was before and is after."""
    await _lived(office)
    page = await record.listing(office.desk, office.who("irina"), Wanted(words="kind"))
    assert page.rows[0].said == "Olga set the kind of #1: question → conflict"


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({"login": "ada", "words": "renamed"}, []),
        ({"login": "ada", "words": "customer changed"}, ["customer changed"]),
        ({"login": "olga"}, ["kind", "kind", "picked"]),
        ({"words": "picked"}, ["picked"]),
        ({"words": "QUESTION conflict"}, ["kind"]),
        ({"words": "absent"}, []),
        ({"ticket": 1}, ["kind", "kind", "picked", "received"]),
        ({"customer": ANNA}, ["customer changed", "kind", "kind", "picked", "received"]),
        ({"customer": 1, "login": "ada"}, ["customer changed"]),
        ({"first_day": date(2026, 11, 17)}, []),
        ({"last_day": date(2026, 11, 15)}, []),
        ({"first_day": date(2026, 11, 16), "words": "picked"}, ["picked"]),
    ],
)
async def test_what_is_found(office: Office, wanted: dict[str, Any], found: list[str]) -> None:
    """The record is found by person, words, request, customer and office days."""
    await _lived(office)
    assert await _found(office, **wanted) == found


@pytest.mark.parametrize("login", ["nobody"])
async def test_an_unknown_person_is_not_found(office: Office, login: str) -> None:
    """Looking for what somebody did who is not on the staff is not found."""
    with pytest.raises(NotFound):
        await _found(office, login=login)


@pytest.mark.parametrize(("login", "reads"), [("pavel", False), ("irina", True), ("ada", True)])
async def test_who_reads_what_was_done_to_a_customer(
    office: Office, login: str, reads: bool
) -> None:
    """What was done to a customer is read by leads and admins, and by who did it."""
    await _lived(office)
    assert ("customer changed" in await _found(office, login)) is reads


async def test_who_may_not_read_an_event_is_not_shown_it(office: Office) -> None:
    """A specialist who names the event of a customer is told that there is none."""
    await _lived(office)
    number = await office.one("SELECT max(id) FROM event")
    with pytest.raises(NotFound):
        await record.show(office.desk, office.who("pavel"), event=number)


async def test_pages_go_on_where_the_last_one_ended(office: Office) -> None:
    """Pages by key give each event once, to the end."""
    await _lived(office)
    seen: list[int] = []
    before: int | None = None
    while True:
        page = await record.listing(
            office.desk, office.who("ada"), Wanted(), before=before, limit=2
        )
        seen += [row.event for row in page.rows]
        before = page.more_before
        if before is None:
            break
    everything = await office.sql("SELECT id FROM event ORDER BY id DESC")
    assert seen == [number for (number,) in everything]


async def test_words_are_looked_for_so_far_back_and_no_further(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Words that few events have are looked for in some events, and the page says where to go on."""
    monkeypatch.setattr(record, "WINDOW", 1)
    monkeypatch.setattr(record, "WINDOWS", 2)
    await _lived(office)
    page = await record.listing(office.desk, office.who("ada"), Wanted(words="took"))
    newest = await office.one("SELECT max(id) FROM event")
    assert (page.rows, page.more_before) == ((), newest - 1)


async def test_outside_text_in_an_event_is_made_safe(office: Office) -> None:
    """What came from outside moves no terminal."""
    await office.arrive(name="\x1b]52;c;x\x07Eve\u202e")
    await customers.rename(office.desk, office.who("ada"), customer=1, name="Ann", now=at(8))
    page = await record.listing(office.desk, office.who("ada"), Wanted())
    assert page.rows[0].said.isprintable()


def _named() -> set[str]:
    """What the services write down, where they say it in so many words."""
    found = set()
    for path in SERVICES.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "tickets.record":
                what = node.args[1]
                found |= {
                    each.value
                    for each in ast.walk(what)
                    if isinstance(each, ast.Constant) and not isinstance(what, ast.JoinedStr)
                }
    return found  # fmt: skip


def test_every_event_has_its_words() -> None:
    """Every kind of event that a service writes down is told in words of its own."""
    assert _named() - set(record_words.SAID) == set()


ASKED = [
    Asked(), Asked(staff_id=1), Asked(what="kind"), Asked(ticket_id=1), Asked(customer_id=1),
    Asked(since=at(1), before=at(9)),
]  # fmt: skip


@pytest.mark.parametrize("asked", ASKED, ids=str)
async def test_no_question_looks_through_the_whole_record(office: Office, asked: Asked) -> None:
    """Every question is answered by an index, and all but a request's and a customer's come in its order."""
    from sqlalchemy import event as sa_event
    from sqlalchemy.engine import Engine

    said: list[tuple[str, Any]] = []

    def note(_conn: Any, _cursor: Any, statement: str, values: Any, *_rest: Any) -> None:
        said.append((statement, values))

    sa_event.listen(Engine, "before_cursor_execute", note)
    try:
        async with office.desk.reading() as session:
            await events.page(session, asked, after=(at(9), 9), limit=2)
    finally:
        sa_event.remove(Engine, "before_cursor_execute", note)
    statement, values = next(row for row in said if "FROM event" in row[0])
    async with office.desk.reading() as session:
        connection = await session.connection()
        if connection.dialect.name != "sqlite":
            return
        rows = await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
        plan = [row[3] for row in rows]
    own = asked.ticket_id is not None or asked.customer_id is not None
    assert not [each for each in plan if each.startswith("SCAN")], plan
    assert own or not [each for each in plan if "TEMP B-TREE" in each], plan


async def _said(office: Office, **wanted: Any) -> list[str]:
    page = await record.listing(office.desk, office.who("irina"), Wanted(**wanted))
    return [row.said for row in page.rows]


async def test_work_is_told_by_whose_it_was_and_how_long(office: Office) -> None:
    """No number of a message or a session is in the sentence: what it took is, and whose it was if another's."""
    await office.worked(20)
    assert await _said(office, words="timer") == [
        "Olga stopped the timer on #1: worked 0:20:00, ending paused", "Olga started the timer on #1",
    ]  # fmt: skip
    olga, irina = office.who("olga"), office.who("irina")
    await timer.start(office.desk, olga, ticket=1, console="elsewhere/7/1", now=at(40))
    await heartbeat.beat(office.desk, olga, console="elsewhere/7/1", now=at(44))
    await timer.resolve(office.desk, irina, how="cut", login="olga", now=at(90))
    assert (await _said(office, words="cut"))[0] == (
        "Irina cut an interrupted timer on #1: of Olga, worked 0:04:00"
    )


async def test_a_message_is_told_by_its_request(office: Office) -> None:
    """A note is known by its request, and not by a number that is on no screen."""
    await office.in_hand()
    await replies.note(office.desk, office.who("olga"), ticket=1, text="Look", now=at(7))
    assert await _said(office, words="note") == ["Olga wrote a note on #1"]


async def test_when_a_holder_was_last_seen_is_told_by_the_office_s_clock(office: Office) -> None:
    """Of a request that went back to the queue it is said when its holder was last seen (C9)."""
    ticket = await office.arrive()
    async with office.desk.writing() as session:
        seen = "2026-11-16T06:10:00+00:00"
        await tickets.record(session, "claim lost", at=at(99), ticket_id=ticket, last_seen=seen)
    (said,) = await _said(office, words="gone")
    assert said.endswith("its holder was gone: last seen 16 Nov 2026 10:10")


@pytest.mark.parametrize(
    ("kept", "told"),
    [
        ("2026-11-28T21:11:10+00:00", "29 Nov 2026 01:11"),
        ("2026-11-28T21:11:10.123456+00:00", "29 Nov 2026 01:11"),
        ("2026-11-28", "2026-11-28"),
        ("at 2026-11-28T21:11:10+00:00", "at 2026-11-28T21:11:10+00:00"),
        (5, 5),
    ],
)
def test_a_moment_is_told_by_the_office_s_clock(office: Office, kept: object, told: object) -> None:
    """What is kept as a moment is told by the office's clock, anything else as it is."""
    assert record_words.by_the_clock(kept, office.desk.hours) == told
