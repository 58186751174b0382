"""What a debt holds, and what it never holds (U7)."""

from datetime import date

import pytest

from console.policy.refusal import Refusal
from console.services import credits, desk, entitlements, timer
from tests.conftest import at
from tests.services.office import ANNA, Office


@pytest.fixture
async def held(office: Office) -> int:
    """A request about shop.example that came while its customer owed 20."""
    await office.closed(await office.worked(16), minute=50)
    return await office.arrive(60, domain="shop.example")


async def waiting(office: Office, ticket: int) -> str | None:
    """What a request waits for."""
    return (await office.view(ticket)).row.waiting_for


async def test_no_time_is_typed_in_on_what_is_held(office: Office, held: int) -> None:
    """No work is put on record for a request that nobody may work on yet, by a lead neither."""
    refused = await timer.add(
        office.desk, office.who("irina"), ticket=held, minutes=30, reason="A call", now=at(70)
    )
    assert isinstance(refused, Refusal)
    assert refused.clause == "U7"


async def test_no_timer_starts_on_what_is_held(office: Office, held: int) -> None:
    """Handed to somebody, what is held is not worked on either."""
    await desk.assign(
        office.desk, office.who("irina"), ticket=held, login="olga", reason="Look", now=at(70)
    )
    refused = await timer.start(office.desk, office.who("olga"), ticket=held, now=at(71))
    assert isinstance(refused, Refusal)
    assert refused.clause == "U7"


async def test_a_request_that_is_called_a_dispute_is_held_no_more(
    office: Office, held: int
) -> None:
    """A request that turns out to be a dispute goes back to the queue, whatever is owed (D1)."""
    await desk.set_kind(office.desk, office.who("irina"), ticket=held, kind="dispute", now=at(70))
    assert await waiting(office, held) is None


async def premium(office: Office, first_day: date) -> None:
    """Anna buys Premium for her shop from a day on."""
    made = await entitlements.add(
        office.desk, office.who("ada"), address=ANNA, kind="premium", domain="shop.example",
        months=1, first_day=first_day, reason="Order", now=at(70),
    )  # fmt: skip
    assert not isinstance(made, Refusal)


@pytest.mark.parametrize(("minute", "holds"), [(100, True), (24 * 60, False)])
async def test_a_premium_term_that_begins_frees_what_is_held(
    office: Office, held: int, minute: float, holds: bool
) -> None:
    """A request about the domain is free from the moment that its Premium runs, and not before (P1)."""
    await premium(office, date(2026, 11, 17))
    await credits.wake_all(office.desk, now=at(minute))
    assert (await waiting(office, held) == "credits") is holds


async def test_another_domains_premium_frees_nothing(office: Office, held: int) -> None:
    """Premium for one site does not free what is about another."""
    other = await office.arrive(61, domain="other.example")
    await premium(office, date(2026, 11, 16))
    await credits.wake_all(office.desk, now=at(100))
    assert await waiting(office, other) == "credits"
