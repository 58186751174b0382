"""Reports by component: what was named for each closing, in sums that come to the whole."""

from typing import Any

from console.services import desk as desk_service
from console.services import naming, proposals
from console.services.report_layouts import By, Name
from tests.conftest import at
from tests.services.office import Office
from tests.services.test_components import stock
from tests.services.test_plans import statements_run
from tests.services.test_reports import picked, report, rows

BUGS = "component name version closings free_seconds free_credits"


async def _name(office: Office, code: str | None, *, minute: float, **how: Any) -> None:
    login = how.pop("login", "olga")
    ticket = how.pop("ticket", 1)
    await naming.name(
        office.desk, office.who(login), ticket=ticket, code=code, now=at(minute), **how
    )


async def _lived(office: Office) -> None:
    """Four requests: two of Live search in two versions, one of VIVAshop past 60 minutes, one of nothing named."""
    await stock(office)
    cases = [
        ("live-search", "4.17", 20, "first-party-bug"), ("live-search", "4.18", 40, "first-party-bug"),
        ("vivashop", None, 70, "third-party-bug"), (None, None, 10, "answered"),
    ]  # fmt: skip
    for place, (code, version, minutes, outcome) in enumerate(cases):
        start = 400 * place
        ticket = await office.arrive(start)
        if place == 0:
            await office.correct(500)
        assert await office.pick("olga", start + 1) == ticket
        if place == 2:
            await desk_service.set_estimate(
                office.desk, office.who("olga"), ticket=ticket, credits=40, now=at(start + 1)
            )
        await office.work(minutes, ticket=ticket, start=start + 2)
        if code:
            await _name(office, code, version=version, ticket=ticket, minute=start + 80)
        await office.closed(ticket, outcome, minute=start + 90, waive_over_limit=place == 2)


async def test_faults_of_ours_are_told_by_component_and_version(office: Office) -> None:
    """Each with the free time that it cost."""
    await _lived(office)
    found = await rows(office, Name.BUGS, by=By.COMPONENT, minute=2000)
    assert [picked(each, BUGS) for each in found] == [
        ["live-search", "Live search", "4.17", 1, 1200, 20],
        ["live-search", "Live search", "4.18", 1, 2400, 30],
    ]


async def test_what_names_none_is_a_line_of_its_own(office: Office) -> None:
    """Requests without a component are a line of their own, the last."""
    await _lived(office)
    found = await rows(office, Name.OUTCOMES, by=By.COMPONENT, minute=2000)
    assert [picked(each, "component closings worked_seconds") for each in found] == [
        ["live-search", 2, 3600], ["vivashop", 1, 4200], [None, 1, 600],
    ]  # fmt: skip


async def test_all_reports_by_component_come_to_the_whole(office: Office) -> None:
    """Of every report the lines by component sum up to its total, and that is the total of the report itself."""
    await _lived(office)
    for name in Name:
        told = await report(office, name, by=By.COMPONENT, minute=2000)
        whole = await report(office, name, minute=2000)
        assert told.lines, name
        sums = [sum(cells) for cells in zip(*(each.figures for each in told.lines), strict=True)
                if None not in cells]  # fmt: skip
        total = told.total[1:-1] if name is Name.CREDITS else told.total
        assert (list(total), told.total) == (sums, whole.total), name


async def test_a_closing_stays_with_what_was_named_for_it(office: Office) -> None:
    """Opened again and named anew, the second closing alone is about the other component."""
    await stock(office)
    await office.worked(20)
    await _name(office, "live-search", minute=30)
    await office.closed(1, "first-party-bug")
    await office.again()
    await _name(office, "vivashop", minute=202)
    await office.work(20, start=203)
    await office.closed(1, "third-party-bug", minute=230)
    found = await rows(office, Name.OUTCOMES, by=By.COMPONENT)
    assert [picked(each, "component worked_seconds") for each in found] == [
        ["live-search", 1200], ["vivashop", 1200],
    ]  # fmt: skip


async def test_what_is_named_after_closing_counts_for_that(office: Office) -> None:
    """What a lead says of a closed request counts for its last closing, and for none before."""
    await stock(office)
    await office.worked(20)
    await office.closed(1, "first-party-bug")
    await office.again()
    await office.closed(1, "first-party-bug", minute=230)
    await _name(office, "live-search", login="irina", minute=240)
    found = await rows(office, Name.BUGS, by=By.COMPONENT)
    assert [picked(each, "component closings") for each in found] == [
        ["live-search", 1], [None, 1],
    ]  # fmt: skip


async def test_what_is_given_back_is_about_what_was_charged(office: Office) -> None:
    """A reversal is about what its charge was about, whatever was named since."""
    await stock(office)
    await office.worked(20)
    await _name(office, "vivashop", minute=30)
    await office.closed()
    await office.again()
    await _name(office, "live-search", minute=202)
    closed = await office.closed(1, "first-party-bug", minute=210)
    assert closed.proposal is not None
    await proposals.decide(
        office.desk, office.who("irina"), proposal=closed.proposal, approve=True, now=at(220)
    )
    found = await rows(office, Name.CREDITS, by=By.COMPONENT)
    told = {each["component"]: picked(each, "charged given_back balance_before") for each in found}
    assert told == {"vivashop": [-20, 20, None], "live-search": [0, 0, None]}


async def test_closing_says_what_it_was_about(office: Office) -> None:
    """A closing that names its component is about it, in one transaction."""
    await stock(office)
    await office.worked(20)
    await office.closed(1, "first-party-bug", component="live-search", version="4.18")
    (found,) = await rows(office, Name.BUGS, by=By.COMPONENT)
    assert picked(found, "component version") == ["live-search", "4.18"]


async def test_components_take_one_query_more(office: Office) -> None:
    """By component each report takes one query more, however many requests there are."""
    await _lived(office)
    for name in Name:
        with statements_run() as plain:
            await report(office, name, minute=2000)
        with statements_run() as by_component:
            await report(office, name, by=By.COMPONENT, minute=2000)
        assert len(by_component) <= len(plain) + 1, name
