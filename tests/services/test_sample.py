"""The sample desk shows everything that a desk can be in, and mixes with nothing."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import col, select

from console.bootstrap import open_desk
from console.config import Settings
from console.documents.figures import Figures
from console.founding import init_desk
from console.location import Location
from console.policy.limits import BY_PERSON
from console.policy.outcomes import Outcome
from console.services import delivery, proposals, reports, sample, staff, statements, timer, views
from console.services.context import Desk
from console.services.report_layouts import By, Name
from console.services.sample_script import people
from console.services.sample_stage import ScriptError
from console.services.shapes import Actor
from db.tables import Entry, LimitNotice, Message, Outbox, Ticket

SETTINGS = Settings(support_address="support@desk.example", acknowledge="never")
SUNDAY = datetime(2026, 11, 22, 22, 50, tzinfo=UTC)
MIDDAY = datetime(2026, 7, 1, 8, 30, tzinfo=UTC)
HOLIDAY = datetime(2026, 1, 9, 10, 30, tzinfo=UTC)


async def make(path: Path, now: datetime) -> Desk:
    """A sample desk in that file, open."""
    location = Location(path, SETTINGS, sample=True)
    await init_desk(location, admin="ada", now=now, sample=True)
    desk = await open_desk(location)
    await sample.fill(desk, now=now)
    return desk


@pytest.fixture(scope="module")
def sample_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of one sample desk, for all that only look."""
    path = tmp_path_factory.mktemp("sample") / "sample.db"

    async def build() -> None:
        await (await make(path, SUNDAY)).close()

    asyncio.run(build())
    return path


@pytest.fixture
async def shown(sample_path: Path) -> AsyncIterator[Desk]:
    """The sample desk, to look at."""
    desk = await open_desk(Location(sample_path, SETTINGS, sample=True), read_only=True)
    yield desk
    await desk.close()


async def tickets_of(desk: Desk) -> list[Ticket]:
    """Every request, by number."""
    async with desk.reading() as session:
        return list((await session.exec(select(Ticket).order_by(col(Ticket.id)))).all())


async def member(desk: Desk, name: str) -> Actor:
    """One of the sample's staff."""
    found = next(each for each in await staff.listing(desk) if each.name == name)
    return Actor(found.staff_id, found.login, found.name, found.role)


async def test_a_sample_has_faults_of_components(shown: Desk) -> None:
    """Components of the catalogue have faults of ours in it, by version."""
    irina = await member(shown, "Irina")
    told = await reports.of(
        shown, irina, name=Name.BUGS, by=By.COMPONENT, first_day=date(2026, 10, 1), now=SUNDAY
    )
    assert isinstance(told, Figures)
    named = {line.group.words for line in told.lines}
    assert {"Power Reviews 2.0.0", "UniTheme2", "Vendor panel 1.4.1"} <= named


async def test_a_sample_has_sixty_requests(shown: Desk) -> None:
    """A month of a small desk."""
    assert len(await tickets_of(shown)) == 60


async def test_a_third_of_the_requests_is_in_russian(shown: Desk) -> None:
    """The desk's sites speak both languages."""
    assert 18 <= sum(each.language == "ru" for each in await tickets_of(shown)) <= 22


async def test_all_requests_came_in_the_month_before_now(shown: Desk) -> None:
    """Nothing is older than the month, and nothing is of the future."""
    month = timedelta(days=30)
    assert all(SUNDAY - month <= each.received_at <= SUNDAY for each in await tickets_of(shown))


async def test_every_outcome_is_used(shown: Desk) -> None:
    """Each way to close a request can be looked at."""
    assert {each.outcome for each in await tickets_of(shown)} - {None} == set(Outcome)


async def test_twelve_requests_wait_to_be_taken(shown: Desk) -> None:
    """The queue has something in it."""
    assert (await views.queue_summary(shown, now=SUNDAY)).waiting == 12


async def test_the_oldest_has_waited_a_few_office_hours(shown: Desk) -> None:
    """Nights and week-ends are not counted."""
    oldest_seconds = (await views.queue_summary(shown, now=SUNDAY)).oldest_seconds
    assert oldest_seconds is not None
    assert 2 * 3600 < oldest_seconds < 5 * 3600


async def test_two_requests_are_held_because_their_customers_owe(shown: Desk) -> None:
    """They wait for no amount, but for the debt to be gone (U7)."""
    waiting = [r for r in await views.queue_all(shown, now=SUNDAY) if r.waiting_for == "credits"]
    held = [row for row in waiting if row.waiting_credits is None]
    assert [row.balance < 0 for row in held] == [True, True]


async def test_some_requests_wait_for_their_customers(shown: Desk) -> None:
    """They are in somebody's hands, and nobody works on them."""
    assert (await views.queue_summary(shown, now=SUNDAY)).waiting_for_customer >= 3


async def test_one_timer_runs_without_a_console(shown: Desk) -> None:
    """Somebody works from the command line right now."""
    seen = await timer.status(shown, await member(shown, "Olga"), now=SUNDAY)
    assert (seen.running, seen.interrupted, seen.worked_seconds) == (True, False, 37 * 60)


async def test_one_timer_is_interrupted(shown: Desk) -> None:
    """Its console has not been seen for a while."""
    assert (await timer.status(shown, await member(shown, "Pavel"), now=SUNDAY)).interrupted


async def test_who_looks_around_holds_nothing(shown: Desk) -> None:
    """So the first key takes the oldest request."""
    ada = await member(shown, "ada")
    page = await views.queue_page(shown, mode="mine", holder=ada.staff_id, now=SUNDAY)
    assert page.total == 0


async def test_every_answer_to_a_limit_is_used_and_none_is_left_open(shown: Desk) -> None:
    """Each limit that was crossed has been answered."""
    async with shown.reading() as session:
        answers = (await session.exec(select(col(LimitNotice.answer)))).all()
    assert set(answers) == set(BY_PERSON)


async def test_one_mail_was_refused_and_all_others_were_sent(shown: Desk) -> None:
    """Nothing of a sample waits to leave."""
    assert [each.state for each in await delivery.listing(shown)] == ["failed"]


async def test_the_failed_mail_says_why(shown: Desk) -> None:
    """The server's words are kept."""
    assert (await delivery.listing(shown))[0].last_error == "552 5.2.2 Mailbox full"


async def test_every_answer_of_the_desk_has_its_mail(shown: Desk) -> None:
    """An answer is on the ticket and in the outbox, or nowhere (C6)."""
    async with shown.reading() as session:
        answers = (
            await session.exec(select(col(Message.id)).where(col(Message.direction) == "out"))
        ).all()
        mails = (await session.exec(select(col(Outbox.message_id)))).all()
    assert set(answers) == set(mails)


async def test_one_bounce_is_in_quarantine(shown: Desk) -> None:
    """It answers no mail of ours."""
    assert (await views.queue_summary(shown, now=SUNDAY)).quarantined == 1


async def test_one_proposal_waits_for_a_lead(shown: Desk) -> None:
    """A request was reopened and ended cheaper."""
    assert [each.state for each in await proposals.list_open(shown)] == ["open"]


async def test_credits_have_gone_back_twice(shown: Desk) -> None:
    """Once by a dispute, once by a proposal."""
    async with shown.reading() as session:
        kinds = list((await session.exec(select(col(Entry.kind)))).all())
    assert kinds.count("reversal") == 2


async def test_the_balances_are_the_sums_of_their_entries(shown: Desk) -> None:
    """Everything was posted in order."""
    known = [person for person in people().values() if person.deposits]
    found = [await statements.of(shown, address=each.address) for each in known]
    assert [each.balance for each in found] == [
        sum(entry.credits for entry in each.entries) for each in found
    ]


async def test_the_hostile_subject_is_harmless(shown: Desk) -> None:
    """Its escape codes are gone, its markup is mere text."""
    hostile = next(t.subject for t in await tickets_of(shown) if "app.quit" in t.subject)
    assert hostile.isprintable()


async def test_some_subjects_are_long(shown: Desk) -> None:
    """A list has to cut them somewhere."""
    assert sum(len(each.subject) > 150 for each in await tickets_of(shown)) == 2


async def test_no_text_keeps_a_mark_of_the_script(shown: Desk) -> None:
    """Names and endings have been put in everywhere."""
    async with shown.reading() as session:
        bodies = (await session.exec(select(col(Message.body)))).all()
    assert not [body for body in bodies if "{me}" in body or "{a}" in body]


def test_all_addresses_are_reserved_for_examples() -> None:
    """No mail of a sample could reach anybody."""
    reserved = (".example", "@example.com", "@example.org", "@example.net")
    assert all(each.address.endswith(reserved) for each in people().values())


async def test_the_same_moment_gives_the_same_sample(shown: Desk, tmp_path: Path) -> None:
    """Numbers, times and charges are equal each time."""
    again = await make(tmp_path / "again.db", SUNDAY)
    made = [each.model_dump() for each in await tickets_of(again)]
    await again.close()
    assert made == [each.model_dump() for each in await tickets_of(shown)]


@pytest.mark.parametrize("now", [MIDDAY, HOLIDAY])
async def test_a_sample_can_be_made_at_any_time(now: datetime, tmp_path: Path) -> None:
    """In the middle of a day, or in the holidays after New Year, nothing of it is missing."""
    desk = await make(tmp_path / "sample.db", now)
    outcomes = {each.outcome for each in await tickets_of(desk)}
    waiting = (await views.queue_summary(desk, now=now)).waiting
    await desk.close()
    assert (outcomes - {None}, waiting) == (set(Outcome), 12)


async def test_an_admin_of_a_taken_name_keeps_it(tmp_path: Path) -> None:
    """Who looks around may be called as one of the cast."""
    location = Location(tmp_path / "sample.db", SETTINGS, sample=True)
    await init_desk(location, admin="olga", now=SUNDAY, sample=True)
    desk = await open_desk(location)
    await sample.hire(desk, SUNDAY)
    logins = [each.login for each in await staff.listing(desk)]
    await desk.close()
    assert logins == ["irina", "olga", "olga2", "pavel"]


async def test_a_desk_in_use_is_refused(desk: Desk) -> None:
    """Real people are on its staff."""
    with pytest.raises(ScriptError):
        await sample.fill(desk, now=SUNDAY)


async def test_a_refused_filling_leaves_nothing(desk: Desk) -> None:
    """It is all one transaction."""
    with pytest.raises(ScriptError):
        await sample.fill(desk, now=SUNDAY)
    assert await tickets_of(desk) == []


@pytest.mark.parametrize(
    ("hours", "stale"), [(-1, True), (0, False), (24, False), (24.01, True), (1000, True)]
)
def test_a_sample_is_stale_after_a_day(hours: float, stale: bool) -> None:
    """One from the future is, too."""
    assert sample.is_stale(SUNDAY, SUNDAY + timedelta(hours=hours)) is stale
