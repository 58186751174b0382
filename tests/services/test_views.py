"""What the screens read: the queue by pages, and a request whole."""

import pytest

from console.services import views
from console.services.faults import NotFound
from tests.conftest import at
from tests.services.office import Office


@pytest.fixture
async def five(office: Office) -> list[int]:
    """Five requests in arrival order, the third in Olga's hands."""
    numbers = [await office.arrive(minute, subject=f"no {minute}") for minute in range(5)]
    await office.pick("pavel")
    await office.desk.database.run_schema(
        lambda c: c.exec_driver_sql("UPDATE ticket SET claimed_by = CASE id WHEN 3 THEN 2 END")
    )
    return numbers


async def page(office: Office, **values: object) -> views.QueuePage:
    """A page of the queue."""
    return await views.queue_page(office.desk, now=at(200), **values)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("edge", "key", "expected"),
    [
        (None, None, ([1, 2], 0)),
        ("end", None, ([4, 5], 3)),
        ("from", 2, ([2, 3], 1)),
        ("after", 2, ([3, 4], 2)),
        ("before", 4, ([2, 3], 1)),
        ("before", 2, ([1], 0)),
        ("after", 4, ([5], 4)),
    ],
)
async def test_a_page_begins_beside_its_key(
    office: Office,
    five: list[int],
    edge: str | None,
    key: int | None,
    expected: tuple[list[int], int],
) -> None:
    """A page begins beside its key."""
    found = await page(office, edge=edge, key=key, limit=2)
    assert ([row.ticket for row in found.rows], found.start) == expected


@pytest.mark.parametrize(("edge", "key"), [("before", 1), ("after", 5), ("after", 99)])
async def test_there_is_nothing_past_the_ends(
    office: Office, five: list[int], edge: str, key: int
) -> None:
    """There is nothing past the ends."""
    assert (await page(office, edge=edge, key=key)).rows == ()


async def test_places_count_the_eligible_alone(office: Office, five: list[int]) -> None:
    """Places count the eligible alone."""
    assert [row.place for row in (await page(office)).rows] == [1, 2, None, 3, 4]


@pytest.mark.parametrize(
    ("find", "tickets"),
    [("no 3", [4]), ("#3", [3]), ("NO 1", [2]), ("%", []), ("_", []), ("anna@", [1, 2, 3, 4, 5])],
)
async def test_a_search_is_literal(
    office: Office, five: list[int], find: str, tickets: list[int]
) -> None:
    """A search is literal."""
    assert [row.ticket for row in (await page(office, find=find)).rows] == tickets


async def test_mine_are_those_i_hold(office: Office, five: list[int]) -> None:
    """Mine are those I hold."""
    found = await page(office, mode="mine", holder=2)
    assert [row.ticket for row in found.rows] == [3]


async def test_the_whole_queue_is_read_page_by_page(
    office: Office, five: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The whole queue is read page by page."""
    monkeypatch.setattr(views, "ALL_ROWS", 2)
    assert [row.ticket for row in await views.queue_all(office.desk, now=at(200))] == five


async def test_the_summary_counts_what_waits(office: Office, five: list[int]) -> None:
    """The summary counts what waits."""
    summary = await views.queue_summary(office.desk, now=at(60))
    assert (summary.waiting, summary.held, summary.oldest_seconds) == (4, 1, 3600)


async def test_an_age_is_told_in_office_time(office: Office) -> None:
    """An age is told in office time."""
    await office.arrive()
    following = await views.queue_summary(office.desk, now=at(24 * 60))
    assert following.oldest_seconds == 9 * 3600


async def test_an_unknown_request_is_not_found(office: Office) -> None:
    """An unknown request is not found."""
    with pytest.raises(NotFound):
        await office.view(99)


async def test_a_customers_earlier_requests_are_told_with_their_cost(office: Office) -> None:
    """A customer's earlier requests are told with their cost."""
    await office.closed(await office.worked(16))
    view = await office.view(await office.arrive(300))
    assert [(each.ticket, each.outcome, each.credits) for each in view.earlier] == [
        (1, "answered", 20)
    ]


async def test_what_is_run_up_is_not_available(office: Office) -> None:
    """What is run up is not available."""
    ticket = await office.worked(16)
    await office.buy(minute=30)
    view = await office.view(ticket)
    assert (view.row.balance, view.available) == (80, 60)
