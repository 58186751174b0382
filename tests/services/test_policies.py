"""Versions of the policy: proposed, adopted, tried out; an old charge never changes (A1, A2)."""

from datetime import date
from typing import Any

import pytest

from console.policy.refusal import Refusal
from console.services import doctor, entitlements, explain, policies, policy_trials
from console.services.faults import BadInput, NotFound
from console.services.policy_shapes import Trial, VersionView
from tests.conftest import at
from tests.services.office import ANNA, Office

DEARER: dict[str, Any] = {
    "version": "2", "title": "Dearer", "text": "The whole policy.",
    "terms": {"credits_per_block": 20}, "words": {"U8": "20 credits a quarter."},
}  # fmt: skip


async def propose(office: Office, login: str = "ada", minute: float = 0, **changes: Any) -> Any:
    """Somebody proposes a version."""
    return await policies.add(
        office.desk, office.who(login), values={**DEARER, **changes}, now=at(minute)
    )


async def adopt(office: Office, minute: float = 0, *, day: date | None = None) -> Any:
    """The admin adopts version 2."""
    return await policies.adopt(
        office.desk, office.who("ada"), version="2", first_day=day, now=at(minute)
    )


async def state(office: Office, minute: float = 0) -> list[tuple[str, str]]:
    """The versions with their states."""
    found = await policies.listing(office.desk, now=at(minute))
    return [(each.version, each.state) for each in found]


async def trial(office: Office, **days: Any) -> Trial:
    """What version 2 would have taken."""
    return await policy_trials.try_out(office.desk, version="2", **days)


async def test_a_proposed_version_counts_nothing(office: Office) -> None:
    """A proposed version is on record, and nothing is counted by it."""
    await propose(office)
    ticket = await office.worked(20)
    assert (await office.closed(ticket)).credits == 20
    assert await state(office) == [("1", "in force"), ("2", "proposed")]


async def test_what_was_received_before_is_charged_as_before(office: Office) -> None:
    """A request received under version 1 and closed after 2 began is charged under 1 (A2)."""
    await propose(office)
    ticket = await office.worked(20)
    await adopt(office, 100)
    closed = await office.closed(ticket)
    view = await office.view(ticket)
    assert (closed.credits, view.entries[0].policy_version) == (20, "1")


async def test_what_is_received_after_is_charged_anew(office: Office) -> None:
    """A request received once version 2 holds is charged under 2."""
    await propose(office)
    await adopt(office, 0)
    ticket = await office.worked(20)
    closed = await office.closed(ticket)
    view = await office.view(ticket)
    assert (closed.credits, view.entries[0].policy_version) == (40, "2")


async def test_an_old_charge_never_changes(office: Office) -> None:
    """What was charged before stays, and so does its explanation (A1)."""
    await propose(office)
    entry = (await office.closed(await office.worked(20))).entry
    before = await explain.explain(office.desk, entry=entry)
    await adopt(office, 300)
    assert await explain.explain(office.desk, entry=entry) == before


async def test_an_entry_is_explained_in_its_versions_words(office: Office) -> None:
    """The clauses of an entry are told in the words of its own version."""
    await propose(office)
    await adopt(office, 0)
    entry = (await office.closed(await office.worked(20))).entry
    found = await explain.explain(office.desk, entry=entry)
    assert "20 credits a quarter." in [each.words for each in found.clauses]


async def test_a_request_opened_again_keeps_its_version(office: Office) -> None:
    """Work after a reopening is charged under the version that the request came under."""
    await propose(office)
    ticket = await office.worked(20)
    await office.closed(ticket, minute=50)
    await adopt(office, 100)
    await office.again(ticket, minute=110)
    await office.work(20, ticket=ticket, start=111)
    assert (await office.closed(ticket)).credits == 30


async def test_a_version_holds_from_its_day_on(office: Office) -> None:
    """A version that is adopted for a later day is coming until then."""
    await propose(office)
    adopted = await adopt(office, day=date(2026, 12, 1))
    assert isinstance(adopted, VersionView)
    assert await state(office) == [("1", "in force"), ("2", "coming")]
    assert await state(office, 60 * 24 * 15) == [("1", "past"), ("2", "in force")]


async def test_adopting_twice_is_adopting_once(office: Office) -> None:
    """The same day again changes nothing; another day is refused (A1)."""
    await propose(office)
    first = await adopt(office, day=date(2026, 12, 1))
    assert await adopt(office, 5, day=date(2026, 12, 1)) == first
    assert isinstance(await adopt(office, 5, day=date(2026, 12, 2)), Refusal)


@pytest.mark.parametrize("day", [date(2026, 11, 15), date(2026, 11, 16)])
async def test_no_version_holds_from_a_day_past(office: Office, day: date) -> None:
    """A version does not hold from a day past, nor from today, which has begun."""
    await propose(office)
    assert isinstance(await adopt(office, day=day), Refusal)


async def test_two_versions_do_not_begin_at_once(office: Office) -> None:
    """Two versions do not begin at the same moment."""
    await propose(office)
    await propose(office, version="3")
    await adopt(office, day=date(2026, 12, 1))
    refused = await policies.adopt(
        office.desk, office.who("ada"), version="3", first_day=date(2026, 12, 1), now=at(1)
    )
    assert isinstance(refused, Refusal)


async def test_proposing_twice_is_proposing_once(office: Office) -> None:
    """The same version again is the same; with other words it is refused."""
    assert await propose(office) == await propose(office, minute=5)
    assert isinstance(await propose(office, text="Other words."), Refusal)


async def test_the_first_version_cannot_be_replaced(office: Office) -> None:
    """The first version is built in."""
    assert isinstance(await propose(office, version="1"), Refusal)


@pytest.mark.parametrize("login", ["olga", "irina"])
async def test_only_an_admin_changes_the_policy(office: Office, login: str) -> None:
    """Only an admin changes the policy."""
    assert isinstance(await propose(office, login), Refusal)


async def test_nonsense_is_bad_input(office: Office) -> None:
    """A version that makes no sense is not taken."""
    with pytest.raises(BadInput):
        await propose(office, terms={"credits_per_block": 0})


async def test_an_unknown_version_is_not_found(office: Office) -> None:
    """An unknown version is neither shown, adopted nor tried."""
    with pytest.raises(NotFound):
        await policies.show(office.desk, version="2", now=at())
    with pytest.raises(NotFound):
        await adopt(office)
    with pytest.raises(NotFound):
        await trial(office)


async def test_the_first_version_is_shown_with_its_text(office: Office) -> None:
    """The first version is shown with every clause."""
    found = await policies.show(office.desk, version="1", now=at())
    assert "U8" in found.text


async def test_a_trial_changes_nothing_and_tells_the_difference(office: Office) -> None:
    """What a month would have cost is told charge by charge."""
    await office.closed(await office.worked(20))
    await propose(office)
    found = await trial(office)
    assert (found.charges, found.took, found.would, found.differing) == (1, 20, 40, 1)
    assert [(each.took, each.would) for each in found.lines] == [(20, 40)]
    assert await office.balance() == -20


async def test_a_trial_charges_a_reopening_its_difference(office: Office) -> None:
    """Closed twice, a request is charged the difference under either version."""
    ticket = await office.worked(20)
    await office.closed(ticket, minute=50)
    await office.again(ticket, minute=51)
    await office.work(20, ticket=ticket, start=52)
    await office.closed(ticket)
    await propose(office)
    found = await trial(office)
    assert (found.charges, found.took, found.would) == (2, 30, 60)


async def test_what_is_free_is_free_under_each(office: Office) -> None:
    """Our own bug costs nothing under any version."""
    await office.closed(await office.worked(20), "first-party-bug", ground="F4 ours")
    await propose(office)
    found = await trial(office)
    assert (found.charges, found.would, found.lines) == (1, 0, ())


async def test_what_premium_covered_is_covered_again(office: Office) -> None:
    """What Premium covered would be covered under each version."""
    await office.arrive(domain="shop.example")
    await entitlements.add(
        office.desk, office.who("ada"), address=ANNA, kind="premium", domain="shop.example",
        months=1, reason="Order", now=at(0),
    )  # fmt: skip
    ticket = await office.pick()
    await office.work(20, ticket=ticket)
    await office.closed(ticket)
    await propose(office)
    assert (await trial(office)).would == 0


@pytest.mark.parametrize(
    ("first", "last", "charges"),
    [
        (None, None, 1),
        (date(2026, 11, 16), date(2026, 11, 16), 1),
        (date(2026, 11, 17), None, 0),
        (None, date(2026, 11, 15), 0),
    ],
)
async def test_a_trial_is_of_some_days(
    office: Office, first: date | None, last: date | None, charges: int
) -> None:
    """A trial counts the charges that were posted in its days."""
    await office.closed(await office.worked(20))
    await propose(office)
    assert (await trial(office, first_day=first, last_day=last)).charges == charges


async def test_a_trial_goes_on_over_its_batches(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However few are read at a time, the sums are the same."""
    for minute in (0, 300, 600):
        await office.arrive(minute)
        await office.correct(80, minute=minute)
        ticket = await office.pick(minute=minute + 1)
        await office.work(20, ticket=ticket, start=minute + 2)
        await office.closed(ticket, minute=minute + 200)
    await propose(office)
    whole = await trial(office)
    monkeypatch.setattr(policy_trials, "BATCH", 1)
    assert await trial(office) == whole
    assert whole.charges == 3


@pytest.mark.parametrize("day", [None, date(2026, 11, 17)], ids=["from now on", "from a day on"])
async def test_the_doctor_finds_a_version_as_it_was_adopted(
    office: Office, day: date | None
) -> None:
    """A version's date and words are found again as they were put on record."""
    await propose(office)
    await adopt(office, 5, day=day)
    await office.closed(await office.worked(20))
    assert [each for each in await doctor.examine(office.desk) if not each.ok] == []
