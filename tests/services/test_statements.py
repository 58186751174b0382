"""Statements: whose opening balance and lines come to the closing one; sent with a PDF."""

from datetime import date

import pytest

from console.documents import statement as documents
from console.mail.smtp import Sent
from console.services import delivery, statements
from console.services.faults import BadInput, NotFound
from tests.conftest import at
from tests.services.office import ANNA, Office

MINUTES_A_DAY = 24 * 60


async def some_days(office: Office) -> None:
    """Entries on Monday, Tuesday and Thursday."""
    await office.arrive()
    await office.buy(80)
    await office.correct(-100, minute=MINUTES_A_DAY)
    await office.correct(10, minute=MINUTES_A_DAY * 3)


@pytest.mark.parametrize(
    ("first", "last", "told"),
    [
        (None, None, (0, [80, -100, 10], -10)),
        (date(2026, 11, 17), None, (80, [-100, 10], -10)),
        (date(2026, 11, 17), date(2026, 11, 17), (80, [-100], -20)),
        (None, date(2026, 11, 16), (0, [80], 80)),
        (date(2026, 11, 18), date(2026, 11, 18), (-20, [], -20)),
        (date(2026, 11, 1), date(2026, 11, 2), (0, [], 0)),
        (date(2026, 12, 1), None, (-10, [], -10)),
    ],
)
async def test_opening_and_lines_come_to_the_closing_balance(
    office: Office, first: date | None, last: date | None, told: tuple[int, list[int], int]
) -> None:
    """Of any days, the opening balance and the lines come to the closing one."""
    await some_days(office)
    found = await statements.of(office.desk, address=ANNA, first_day=first, last_day=last)
    assert (found.opening, [each.credits for each in found.entries], found.closing) == told


async def test_a_debt_tells_its_age(office: Office) -> None:
    """A statement that ends in debt tells since when."""
    await some_days(office)
    found = await statements.of(office.desk, customer=1)
    made = await statements.document(office.desk, found, now=at(MINUTES_A_DAY * 4))
    assert made.owing_since == date(2026, 11, 17)


async def test_lines_name_their_requests(office: Office) -> None:
    """A charge is told with its request's subject."""
    ticket = await office.worked(20)
    await office.closed(ticket)
    found = await statements.of(office.desk, customer=1)
    made = await statements.document(office.desk, found, now=at(300))
    assert "Request #1 “At 0”: answered; 0:20:00 of work" in made.lines[0].sentence


async def test_a_request_closed_again_at_its_cost_was_not_free(office: Office) -> None:
    """An entry of 0 of a request that was charged before tells so, and says nothing of free."""
    ticket = await office.worked(20)
    await office.closed(ticket)
    await office.again(ticket)
    await office.closed(ticket, minute=210)
    made = await statements.document(
        office.desk, await statements.of(office.desk, customer=1), now=at(300)
    )
    assert made.lines[-1].sentence.endswith("charged by time, 20 credits of it before.")


async def test_each_line_has_the_figures_of_its_own_version(office: Office) -> None:
    """A request under a new version of the policy is told by that one's figures, an older one by its own (A1)."""
    first = await office.worked(20)
    await office.buy(80)
    await office.closed(first)
    await office.version(block_seconds=600, minute=210)
    second = await office.arrive(211)
    await office.pick(minute=212)
    await office.work(15, ticket=second, start=213)
    await office.closed(second, minute=240)
    made = await statements.document(
        office.desk, await statements.of(office.desk, customer=1), now=at(300)
    )
    told = documents.text(made)
    assert [words in told for words in (
        "blocks of 15 minutes: 2", "blocks of 10 minutes: 2", "U8 10 credits for 15 minutes",
        "U8 10 credits for 10 minutes",
    )] == [True] * 4  # fmt: skip


async def sent(office: Office, login: str = "olga") -> bytes:
    """The mail that sending a statement sends."""
    await some_days(office)
    await statements.send(office.desk, office.who(login), customer=1, now=at(5000))
    mails: list[bytes] = []

    async def deliver(raw: bytes, _: str) -> Sent:
        mails.append(raw)
        return Sent()

    await delivery.send_due(office.desk, now=lambda: at(5001), deliver=deliver)
    return mails[-1]


@pytest.mark.parametrize(
    "words",
    [
        b"To: anna@shop.example",
        b"Subject: Your statement of support credits",
        b"Content-Type: application/pdf",
        b"statement-2026-11-19.pdf",
    ],
)
async def test_a_statement_goes_out_with_its_pdf(office: Office, words: bytes) -> None:
    """A statement is sent as a mail with its PDF."""
    assert words in await sent(office)


async def test_the_mails_parts_are_whole(office: Office) -> None:
    """The text and the file arrive as they were."""
    import email.policy

    mail = email.message_from_bytes(await sent(office), policy=email.policy.default)
    words, file = mail.iter_parts()
    text, page = words.iter_parts()
    assert ["owes 10" in each.get_content() for each in (text, page)] == [True, True]
    assert file.get_content()[:5] == b"%PDF-"


async def test_it_is_put_on_record(office: Office) -> None:
    """That a statement was sent is on record."""
    await sent(office)
    async with office.desk.reading() as session:
        from sqlmodel import col, select

        from db.tables import Event

        found = (await session.exec(select(Event).where(col(Event.customer_id) == 1))).all()
    assert "statement sent" in [each.what for each in found]


async def test_a_period_that_ends_before_it_begins_is_bad_input(office: Office) -> None:
    """The last day is not before the first."""
    await office.arrive()
    with pytest.raises(BadInput):
        await statements.of(
            office.desk, address=ANNA, first_day=date(2026, 2, 2), last_day=date(2026, 2, 1)
        )


async def test_another_language_is_bad_input(office: Office) -> None:
    """A statement is in a language that there is."""
    await office.arrive()
    found = await statements.of(office.desk, customer=1)
    with pytest.raises(BadInput):
        await statements.document(office.desk, found, language="xx", now=at())


async def test_nobodys_statement_is_not_found(office: Office) -> None:
    """Nobody has no statement."""
    with pytest.raises(NotFound):
        await statements.of(office.desk, address=ANNA)
