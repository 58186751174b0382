"""Charts: what is drawn is what is on record."""

from datetime import date, timedelta
from typing import Any

import pytest

from console.documents.charts import Chart
from console.documents.figures import Figures, Group, Line, records
from console.services import charts, merging
from console.services.chart_figures import DAYS_DRAWN, backlog, flow, work
from console.services.chart_layouts import Name
from console.services.faults import BadInput
from tests.conftest import at
from tests.services.office import Office

MONDAY = date(2026, 11, 16)
DAY = 24 * 60


async def chart(office: Office, name: Name, *, minute: float = 300, **how: Any) -> Chart:
    """A chart as a lead sees it."""
    found = await charts.of(office.desk, office.who("irina"), name=name, now=at(minute), **how)
    assert isinstance(found, Chart), found
    return found


async def rows(office: Office, name: Name, **how: Any) -> list[list[Any]]:
    """The cells of its rows."""
    return [list(row.values()) for row in records((await chart(office, name, **how)).figures)]


async def lived(office: Office) -> None:
    """Two came on Monday and one was closed; it was opened again on Tuesday; one came on Wednesday."""
    await office.worked(20)
    await office.arrive(30, address="boris@shop.example")
    await office.closed()
    await office.again(minute=DAY)
    await office.arrive(2 * DAY)


async def test_the_backlog_is_told_by_day(office: Office) -> None:
    """What was open at the end of each day is what came or was opened again, less what was closed."""
    await lived(office)
    told = await rows(office, Name.BACKLOG, minute=2 * DAY + 60, first_day=MONDAY)
    assert told == [
        ["2026-11-16", 2, 0, 1, 1], ["2026-11-17", 0, 1, 0, 2], ["2026-11-18", 1, 0, 0, 3],
    ]  # fmt: skip


async def test_a_day_ends_at_the_office_s_midnight(office: Office) -> None:
    """What came late is told on the office's day, wherever UTC is then (10:00 there is minute 0)."""
    for minute in (14 * 60 - 1, 14 * 60):
        await office.arrive(minute, address=f"c{minute}@shop.example")
    told = await rows(office, Name.BACKLOG, minute=DAY, first_day=MONDAY)
    assert told == [["2026-11-16", 1, 0, 0, 1], ["2026-11-17", 1, 0, 0, 2]]


async def test_days_gone_by_are_counted_back_from_now(office: Office) -> None:
    """What happened after the last day asked for is taken off; days to come are not told."""
    await lived(office)
    told = await rows(office, Name.BACKLOG, minute=2 * DAY + 60, first_day=MONDAY, last_day=MONDAY)
    far = await rows(
        office, Name.BACKLOG, minute=2 * DAY + 60, first_day=MONDAY,
        last_day=MONDAY + timedelta(days=9),
    )  # fmt: skip
    assert (told, far[-1]) == ([["2026-11-16", 2, 0, 1, 1]], ["2026-11-18", 1, 0, 0, 3])


async def test_a_merge_changes_no_backlog(office: Office) -> None:
    """Requests are as many, whoever they belong to."""
    await lived(office)
    before = await rows(office, Name.BACKLOG, first_day=MONDAY)
    await merging.merge(
        office.desk, office.who("ada"), from_customer=2, into_customer=1, reason="Same",
        now=at(2 * DAY + 1),
    )  # fmt: skip
    assert await rows(office, Name.BACKLOG, first_day=MONDAY) == before


def test_many_days_are_told_by_weeks() -> None:
    """A week has what its days come to, and what was open at its end."""
    last = MONDAY + timedelta(days=DAYS_DRAWN + 6)
    turns = [
        ("received", MONDAY, 1), ("received", MONDAY + timedelta(days=1), 1),
        ("closed", MONDAY + timedelta(days=8), 1),
    ]  # fmt: skip
    found = backlog(turns, open_after=5, first=MONDAY, last=last)
    assert found.figures.lines[:2] == (
        Line(Group(("2026-W47",), "2026-W47"), (), (2, 0, 0, 6)),
        Line(Group(("2026-W48",), "2026-W48"), (), (0, 0, 1, 5)),
    )
    assert len(found.figures.lines) == 10


async def test_ages_are_told_in_office_time(office: Office) -> None:
    """By how long ago they came, and whether they wait, are in hand, or wait for somebody."""
    await office.in_hand()
    await office.arrive(DAY + 90, address="boris@shop.example")
    told = await rows(office, Name.AGES, minute=DAY + 210)
    assert [row for row in told if row[1]] == [
        ["2 to 4 h", 1, 1, 0, 0, 0], ["1 to 2 days", 1, 0, 1, 0, 0],
    ]  # fmt: skip


async def test_charges_are_told_by_week_and_ground(office: Office) -> None:
    """Each ground with what was charged and what was free; a week without any says so."""
    await office.worked(20)
    await office.closed(1, "first-party-bug")
    await office.in_hand(address="boris@shop.example")
    await office.work(20, ticket=2, start=202)
    await office.closed(2, minute=230)
    told = await rows(office, Name.CHARGES, first_day=MONDAY, last_day=MONDAY + timedelta(days=7))
    assert told == [
        ["2026-W47", "F4", 1, 0, 20], ["2026-W47", "S1 S2 S6", 1, 20, 0], ["2026-W48", None, 0, 0, 0],
    ]  # fmt: skip


async def test_time_is_told_by_person_and_outcome(office: Office) -> None:
    """With what became of it; what is not closed yet is open."""
    await office.worked(20)
    await office.closed()
    await office.in_hand("pavel", address="boris@shop.example")
    await office.work(10, ticket=2, login="pavel", start=202)
    assert await rows(office, Name.TIME) == [
        ["olga", "Olga", "answered", 1200, 1200, 0, 0, 0, 0],
        ["pavel", "Pavel", None, 600, 0, 0, 0, 0, 600],
    ]


def _report(group: str, *figures: int) -> Figures:
    line = Line(Group((group, group), group), ("answered", "S1"), figures)
    return Figures("of", MONDAY, MONDAY, (), (), (), (line,), ())


@pytest.mark.parametrize(
    ("figures", "told"),
    [
        ((60, 50, 10, 0, 0, 0), ("0:01:00 worked: 0:00:50 charged, 0:00:10 free.",)),
        (
            (60, 20, 10, 9, 8, 0),
            (
                "0:01:00 worked: 0:00:20 charged, 0:00:10 free.",
                "The rest: 0:00:09 covered, 0:00:08 waived, 0:00:13 open.",
            ),
        ),
    ],
)
def test_all_worked_time_is_told_in_words(figures: tuple[int, ...], told: tuple[str, ...]) -> None:
    """What the words name comes to the whole."""
    assert work(_report("olga", *figures)).words == told


@pytest.mark.parametrize(
    ("moved", "told"),
    [
        ((80, 20, -30, 0, 0), "80 credits sold, 20 given, 30 spent."),
        ((80, 20, -30, -5, 10), "80 credits sold, 20 given, 30 spent, 10 returned, -5 corrected."),
    ],
)
def test_credits_that_came_back_are_told_in_words(moved: tuple[int, ...], told: str) -> None:
    """What was returned and corrected is told where there is any."""
    line = Line(Group(("2026-W47",), "2026-W47"), (), (0, *moved, 0, 0, 0))
    report = Figures("credits", MONDAY, MONDAY, (), (), (), (line,), ())
    assert flow(report).words == (told,)


async def test_flow_is_told_by_week(office: Office) -> None:
    """Sold, given and spent, each more than nothing where there was any."""
    await office.worked(20)
    await office.closed()
    await office.buy(80)
    assert await rows(office, Name.FLOW, first_day=MONDAY) == [["2026-W47", 80, 0, 20, 0, 0, 0, 0]]


async def test_who_may_see_which(office: Office) -> None:
    """Leads and admins see every chart, a specialist their own time alone."""
    seen = {
        (login, str(name))
        for login in ("olga", "irina", "ada")
        for name in Name
        if isinstance(
            await charts.of(office.desk, office.who(login), name=name, now=at(9)), Chart
        )
    }  # fmt: skip
    everybody = {(login, str(name)) for login in ("irina", "ada") for name in Name}
    assert seen == {*everybody, ("olga", "time")}


async def test_more_than_a_year_is_not_drawn(office: Office) -> None:
    """It says so."""
    with pytest.raises(BadInput, match="a year at the most"):
        await chart(office, Name.BACKLOG, first_day=MONDAY - timedelta(days=400))
