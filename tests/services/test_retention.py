"""Retention: off until it is set; then the bytes of old mails with files go for good, and nothing else does."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from console.mail.message import Attachment
from console.policy.refusal import Refusal
from console.services import consents, desk_settings, doctor, files, quarantine, record, retention
from console.services.faults import NotFound
from console.services.record import Wanted
from db.retention import Amount
from tests.conftest import at
from tests.services.office import ANNA, Office

FILE = Attachment("a.txt", "text/plain", 3, "d")
OLD = -1000 * 24 * 60
"""So many minutes before the others' Monday: on a server nothing is let go of before its own clock allows."""

LATER = at(OLD) + timedelta(days=100)


async def keep(office: Office, *, files_months: int = 0, dismissed_months: int = 0) -> None:
    """An admin says after how long what is let go of."""
    for name, months in (("files", files_months), ("dismissed", dismissed_months)):
        await desk_settings.put(
            office.desk, office.who("ada"), name=f"retain_{name}_months", value=str(months),
            reason="privacy", now=at(300),
        )  # fmt: skip


async def came(office: Office, **values: Any) -> int:
    """A mail with a file has come, was worked on and closed; its request's number."""
    await office.mail(OLD, attachments=(FILE,), **values)
    ticket = await office.pick(minute=OLD + 5)
    await office.work(5, ticket=ticket, start=OLD + 6)
    await office.closed(ticket, minute=OLD + 200)
    return ticket


async def kept(office: Office) -> list[int]:
    """How many bytes are kept of each mail."""
    async with office.desk.looking() as session:
        connection = await session.connection()
        found = await connection.execute(text("SELECT length(raw) FROM inbound ORDER BY id"))
        return [int(each[0]) for each in found]


async def test_what_a_closed_request_brought_goes_after_its_time(office: Office) -> None:
    """Once it is set the bytes go, each step on record; names, sizes, sums and texts stay, and the doctor agrees."""
    ticket = await came(office)
    assert await retention.run(office.desk, now=LATER) == 0
    size = (await kept(office))[0]
    thread = (await office.view(ticket)).thread
    await keep(office, files_months=2)
    foreseen = (await retention.show(office.desk, now=LATER)).kinds[0].over
    done = [await retention.run(office.desk, now=LATER) for _ in range(2)]
    view = (await files.listing(office.desk, ticket=ticket))[0]
    assert (foreseen, done, await kept(office)) == (Amount(1, size), [1, 0], [0])
    assert (view.name, view.size_bytes, view.digest, view.let_go_on) == (
        "a.txt",
        3,
        "d",
        date(2024, 5, 30),
    )
    assert (await office.view(ticket)).thread == thread
    with pytest.raises(NotFound, match=r"a\.txt was let go of on 2024-05-30 by retention"):
        await files.content(office.desk, ticket=ticket, file=1)
    page = await record.listing(office.desk, office.who("ada"), Wanted(words="let go"))
    told = [row.detail for row in page.rows if row.what == "let go"]
    assert told == [{"kind": "files", "mails": 1, "size_bytes": size, "months": 2}]
    checks = {each.check: (each.ok, each.detail) for each in await doctor.examine(office.desk)}
    assert all(ok for ok, _ in checks.values()), checks


async def still_open(office: Office) -> None:
    """The request is open."""
    await office.mail(OLD, attachments=(FILE,))


async def without_files(office: Office) -> None:
    """The mail brought no file."""
    await office.mail(OLD)
    ticket = await office.pick(minute=OLD + 5)
    await office.closed(ticket, "unresolved", minute=OLD + 200)


async def disputed(office: Office) -> None:
    """The request is disputed, and nobody has decided."""
    ticket = await came(office)
    made = await office.mail(
        OLD + 210,
        message_id="<d@x.example>",
        subject=f"Dispute #{ticket}",
        text="Why?",
        body_digest="x",
    )
    assert made.ticket is not None


async def proposed(office: Office) -> None:
    """Credits would go back, and nobody has decided."""
    ticket = await came(office)
    await office.again(ticket, minute=OLD + 201)
    await office.closed(ticket, "first-party-bug", minute=OLD + 202)


async def agreed(office: Office) -> None:
    """The mail agreed to something."""
    await office.mail(OLD, attachments=(FILE,))
    ticket = await office.pick(minute=OLD + 5)
    message = (await office.view(ticket)).thread[0].message
    made = await consents.record(
        office.desk, office.who("olga"), ceiling=80, ticket=ticket, message=message, now=at(OLD + 6)
    )
    assert not isinstance(made, Refusal), made
    await office.work(5, ticket=ticket, start=OLD + 7)
    await office.closed(ticket, minute=OLD + 200)


@pytest.mark.parametrize("case", [still_open, without_files, disputed, proposed, agreed])
async def test_what_may_be_needed_stays(office: Office, case: Any) -> None:
    """What is open, in dispute or agrees to something stays, as do mails without files, whoever asks the database."""
    await case(office)
    await keep(office, files_months=1, dismissed_months=1)
    before = await kept(office)
    assert (await retention.run(office.desk, now=LATER), await kept(office)) == (0, before)
    late = f"'{LATER:%Y-%m-%d %H:%M:%S}.000000'"
    statement = (
        "INSERT INTO let_go VALUES (1, (SELECT length(raw) FROM inbound WHERE id = 1), {late})"
    )
    assert await refused(office, statement, late=late)


async def test_what_was_dismissed_goes_after_its_time(office: Office) -> None:
    """What was set aside goes once it was dismissed for so long; it is listed, told as gone, and not admitted."""
    for number in (1, 2):
        await office.mail(
            OLD + number, message_id=f"<{number}@x>", sender_address="", body_digest=f"{number}"
        )
    page = await quarantine.listing(office.desk)
    await quarantine.dismiss(
        office.desk, office.who("olga"), number=page.rows[0].number, now=at(OLD + 9)
    )
    await keep(office, dismissed_months=3)
    assert await retention.run(office.desk, now=LATER) == 1
    after = await quarantine.listing(office.desk, dismissed=True)
    assert after.rows[0].size_bytes == page.rows[0].size_bytes
    whole = await quarantine.show(office.desk, number=page.rows[0].number)
    assert whole.text == "It was let go of on 2024-05-30 by retention."
    refused = await quarantine.admit(
        office.desk, office.who("olga"), number=page.rows[0].number, address=ANNA, now=LATER
    )
    assert isinstance(refused, Refusal)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE inbound SET raw = CAST('' AS {bytes})",
        "INSERT INTO let_go VALUES (1, (SELECT length(raw) FROM inbound), {early})",
        "INSERT INTO let_go VALUES (1, 7, {late})",
        "INSERT INTO let_go VALUES (99, 7, {late})",
    ],
)
async def test_the_database_lets_nothing_go_early(office: Office, statement: str) -> None:
    """Whoever writes to the database: no bytes go without a word, early, or of another size than they are."""
    await came(office)
    await keep(office, files_months=2)
    early, late = (f"'{each:%Y-%m-%d %H:%M:%S}.000000'" for each in (at(OLD + 300), LATER))
    assert await refused(office, statement, early=early, late=late)
    assert 0 not in await kept(office)


async def refused(office: Office, statement: str, **moments: str) -> bool:
    """Whether the database refuses a statement."""
    async with office.desk.looking() as session:
        server = (await session.connection()).dialect.name == "postgresql"
    told = {each: f"{value}::timestamptz" if server else value for each, value in moments.items()}
    try:
        async with office.desk.writing(job="limits") as session:
            connection = await session.connection()
            await connection.execute(
                text(statement.format(bytes="bytea" if server else "BLOB", **told))
            )
    except Exception:
        return True
    return False


async def test_what_was_let_go_is_said_once_and_stays_said(office: Office) -> None:
    """What was let go of stays said: the row is neither changed nor taken away."""
    await came(office)
    await keep(office, files_months=2)
    await retention.run(office.desk, now=LATER)
    for statement in ("DELETE FROM let_go", "UPDATE let_go SET size_bytes = 1"):
        assert await refused(office, statement)
