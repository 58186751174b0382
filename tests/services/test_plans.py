"""No statement of a day's work looks through what grows with the years."""

import asyncio
import re
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

from console.bootstrap import open_desk
from console.config import Settings
from console.founding import init_desk
from console.location import Location
from console.mail.message import parse
from console.policy.orders import Meaning, Means
from console.policy.refusal import Refusal
from console.services import (
    board,
    chart_layouts,
    charts,
    components,
    customers,
    delivery,
    disputes,
    explain,
    files,
    heartbeat,
    intake,
    limits,
    mailings,
    naming,
    order_proposals,
    order_views,
    orders,
    policies,
    product_previews,
    products,
    proposals,
    quarantine,
    reports,
    sample,
    shop_reading,
    similar,
    statements,
    texts,
    views,
)
from console.services.context import Desk
from console.services.products import Wanted
from console.services.report_layouts import By, Name
from console.services.shapes import Actor
from db.driver import sqlite3
from tests.services.office import ANNA, Office
from tests.services.shop import ADDON, COM, PREMIUM, UNKNOWN, Shop, head, line, order

NOW = datetime(2026, 11, 22, 22, 50, tzinfo=UTC)
SETTINGS = Settings(support_address="support@desk.example", acknowledge="never")

STAYS_SMALL = {
    "desk",
    "staff",
    "policy_version",
    "presence",
    "looking",
    "draft",
    "mailing",
    "desk_text",
    "desk_setting",
    "office_day",
    "product_meaning",
    "shop_reading",
    "component",
    "known_bug",
}
"""A handful of people, versions and open things, however old the desk is."""

IN_THE_STATEMENT = {"constant", "line", "page", "site", "subquery", "written"}
"""What a statement makes for itself."""

TO_THE_END_OF_THE_PAGE = {"customer USING INDEX ix_customer_name", "dispute", "shop_order"}
"""Read in the order of names, and of numbers from the newest, until a page is full."""


@contextmanager
def statements_run() -> Iterator[set[str]]:
    """The statements that are run inside."""
    said: set[str] = set()

    def note(_conn: object, _cursor: object, statement: str, *_rest: object) -> None:
        said.add(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield said
    finally:
        event.remove(Engine, "before_cursor_execute", note)


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, set[str]]:
    """A month of the sample's work, and a look at every list and view; the file, and what was asked of it."""
    path = tmp_path_factory.mktemp("plans") / "sample.db"
    with statements_run() as said:
        asyncio.run(_play(Location(path, SETTINGS, sample=True), said))
    return path, said


async def _play(location: Location, said: set[str]) -> None:
    await init_desk(location, admin="ada", now=NOW, sample=True)
    desk = await open_desk(location)
    said.clear()
    await sample.fill(desk, now=NOW)
    await _look_around(desk)
    await desk.close()


async def _look_around(desk: Desk) -> None:
    await views.queue_page(desk, now=NOW)
    await views.queue_summary(desk, now=NOW)
    await board.of(desk, Actor(1, "ada", "Ada", "admin"), now=NOW)
    for owing in (False, True):
        page = await customers.listing(desk, owing=owing, limit=2)
        await customers.listing(desk, owing=owing, after=page.more_after, limit=2)
    for number in range(1, 12):
        await customers.view(desk, customer=number, now=NOW)
        shown = await customers.entries(desk, customer=number, limit=2)
        await customers.entries(desk, customer=number, before=shown.more_before, limit=2)
        await statements.of(desk, customer=number)
        for entry in shown.entries:
            await explain.explain(desk, entry=entry.entry)
    for number in range(1, 20):
        await views.ticket_view(desk, ticket=number, now=NOW)
        await limits.of_ticket(desk, ticket=number, now=NOW)
        await similar.to(desk, ticket=number)
    for decided in (False, True):
        for each in await disputes.listing(desk, decided=decided, now=NOW):
            await disputes.view(desk, ticket=each.ticket, now=NOW)
    await delivery.listing(desk)
    await _look_at_mail(desk)
    await _look_at_a_shop(desk)
    await components.listing(desk)
    await components.history(desk, code="live-search")
    await naming.about(desk, ticket=1)
    await proposals.list_open(desk)
    await mailings.listing(desk)
    await policies.listing(desk, now=NOW)
    await heartbeat.watch_all(desk, now=NOW)
    for name in Name:
        for by in (None, *By):
            await reports.of(desk, Actor(1, "ada", "Ada", "admin"), name=name, by=by, now=NOW)
    for chart in chart_layouts.Name:
        await charts.of(desk, Actor(1, "ada", "Ada", "admin"), name=chart, now=NOW)
    own = Actor(2, "olga", "Olga", "specialist")
    await reports.of(desk, own, name=Name.TIME, now=NOW)


async def _look_at_mail(desk: Desk) -> None:
    """What came in: a robot's mail is set aside, admitted, and its request's files are listed; texts are looked at."""
    robot = b"From: anna@shop.example\nAuto-Submitted: auto-generated\n\nThe import failed with three errors.\n"
    await intake.admit_mail(desk, robot, mail=parse(robot), received_at=NOW)
    for dismissed in (False, True):
        page = await quarantine.listing(desk, dismissed=dismissed)
        await quarantine.listing(desk, before=page.rows[0].number, dismissed=dismissed)
    ada = Actor(1, "ada", "Ada", "admin")
    admitted = await quarantine.admit(desk, ada, number=page.rows[0].number, now=NOW)
    assert not isinstance(admitted, Refusal)
    assert admitted.ticket is not None
    await files.listing(desk, ticket=admitted.ticket)
    await texts.listing(desk)
    await texts.history(desk, name="closed", language="en")
    await texts.macro(desk, ticket=admitted.ticket, name="no-phone")


async def _look_at_a_shop(desk: Desk) -> None:
    """Its orders are heard of, taken in, fall and are decided on; unknown products become known; all lists are read."""
    shop = Shop(Office(desk, {"ada": Actor(1, "ada", "Ada", "admin")}.__getitem__), starts_at=NOW)
    await shop.begin()
    await shop.hear(head(1), head(2))
    await shop.take_in(order(1, line(ADDON, 2), line(UNKNOWN), line(PREMIUM)), order(1), order(2))
    for number in (None, COM):
        page = await order_views.listing(desk, shop=number, limit=1)
        await order_views.listing(desk, shop=number, before=page[0].order, limit=1)
    await order_views.listing(desk, customer=ANNA)
    await order_views.status(desk)
    await order_views.waiting(desk)
    await order_views.faults(desk)
    await shop_reading.due(desk, COM, now=NOW, limit=9)
    await shop_reading.due_again(desk, COM, now=NOW)
    await shop_reading.read_to(desk, COM, moment=NOW, now=NOW)
    await product_previews.preview(
        desk, wanted=[Wanted(COM, f"id:{UNKNOWN}", "", Meaning(Means.ADDON))], now=NOW
    )
    for each in await order_proposals.list_open(desk):
        await order_proposals.decide(
            desk, shop.office.who("ada"), proposal=each.proposal, accept=True, reason="so", now=NOW
        )
    await orders.settle_waiting(desk, None, COM, now=NOW)
    await products.listing(desk)


def plan_of(path: Path, statement: str) -> list[str]:
    """The steps in which a statement would be carried out."""
    with closing(sqlite3.connect(path)) as record:
        steps = record.execute(
            f"EXPLAIN QUERY PLAN {statement}", [None] * statement.count("?")
        ).fetchall()
    return [row[3] for row in steps]


def looked_through(path: Path, statement: str) -> list[str]:
    """The tables that a statement would read from end to end, other than by an index of just what it wants."""
    with closing(sqlite3.connect(path)) as record:
        partial = {
            name
            for (name,) in record.execute(
                "SELECT name FROM sqlite_master WHERE type = 'index' AND sql LIKE '%WHERE%'"
            )
        }
    steps = [step for step in plan_of(path, statement) if step.startswith("SCAN ")]
    return [step for step in steps if not _is_fine(step.removeprefix("SCAN "), partial)]


def _is_fine(step: str, partial: set[str]) -> bool:
    table, index = re.search(r"\w+", step), re.search(r"INDEX (\w+)", step)
    assert table
    return (
        table[0].lower() in STAYS_SMALL | IN_THE_STATEMENT
        or step in TO_THE_END_OF_THE_PAGE
        or bool(index and index[1] in partial)
    )


def test_nothing_is_looked_through_from_end_to_end(played: tuple[Path, set[str]]) -> None:
    """A desk of a million requests answers as soon as one of sixty."""
    path, said = played
    asked = sorted(each for each in said if re.match(r"\s*(SELECT|WITH|UPDATE|DELETE)\b", each))
    assert [(steps, each) for each in asked if (steps := looked_through(path, each))] == []


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM ticket WHERE subject = ?",
        "SELECT count(*) FROM entry",
        "SELECT * FROM consent WHERE ticket_id = ? OR customer_id = ?",
    ],
)
def test_what_would_be_is_seen(played: tuple[Path, set[str]], statement: str) -> None:
    """By a word, by number, by either of two things."""
    assert looked_through(played[0], statement)


@pytest.mark.parametrize("by", [None, By.COMPONENT])
@pytest.mark.parametrize(
    ("name", "index"),
    [
        (Name.OUTCOMES, "ix_entry_charged (posted_at>? AND posted_at<?)"),
        (Name.BUGS, "ix_entry_charged (posted_at>? AND posted_at<?)"),
        (Name.ESTIMATES, "ix_entry_charged (posted_at>? AND posted_at<?)"),
        (Name.CREDITS, "ix_entry_posted_at (posted_at>? AND posted_at<?)"),
        (Name.TIME, "ix_work_session_ended_at (ended_at>? AND ended_at<?)"),
        (Name.LIMITS, "ix_limit_notice_crossed_at (crossed_at>? AND crossed_at<?)"),
    ],
)
async def test_a_report_finds_its_days_by_an_index(
    played: tuple[Path, set[str]], name: Name, index: str, by: By | None
) -> None:
    """It reads what happened on its days, however much happened before and after."""
    path, _ = played
    desk = await open_desk(Location(path, SETTINGS, sample=True))
    with statements_run() as said:
        await reports.of(desk, Actor(1, "ada", "Ada", "admin"), name=name, by=by, now=NOW)
    await desk.close()
    asked = [each for each in said if each.lstrip().startswith(("SELECT", "WITH"))]
    steps = [step for each in asked for step in plan_of(path, each)]
    assert [step for step in steps if step.endswith(index)]


async def test_the_backlog_is_counted_by_indexes_alone(played: tuple[Path, set[str]]) -> None:
    """Of the events just those from its first day on are looked at, and none of their rows is read."""
    path, _ = played
    desk = await open_desk(Location(path, SETTINGS, sample=True))
    with statements_run() as said:
        await charts.of(
            desk, Actor(1, "ada", "Ada", "admin"), name=chart_layouts.Name.BACKLOG, now=NOW
        )
    await desk.close()
    steps = [step for each in said if "event" in each for step in plan_of(path, each)]
    assert set(steps) - {"USE TEMP B-TREE FOR GROUP BY"} == {
        "SEARCH event USING COVERING INDEX ix_event_what (what=? AND at>? AND at<?)",
        "SEARCH event USING COVERING INDEX ix_event_what (what=? AND at>?)",
    }


@pytest.mark.parametrize(
    "index",
    [
        "ix_entry_charged (posted_at>?)",
        "ix_event_what (what=? AND at>?)",
        "ix_entry_owing (account_id>?)",
        "uq_work_session_running",
        "ix_ticket_workable (received_at<?)",
    ],
)
async def test_the_board_finds_what_is_open_and_of_today_by_an_index(
    played: tuple[Path, set[str]], index: str
) -> None:
    """It reads what is open and what the day brought, however much was closed before."""
    path, _ = played
    desk = await open_desk(Location(path, SETTINGS, sample=True))
    with statements_run() as said:
        await board.of(desk, Actor(1, "ada", "Ada", "admin"), now=NOW)
    await desk.close()
    asked = [each for each in said if each.lstrip().startswith(("SELECT", "WITH"))]
    assert [each for each in asked if any(s.endswith(index) for s in plan_of(path, each))]
