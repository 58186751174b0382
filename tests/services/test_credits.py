"""Credits bought, given, corrected and reversed (K2 to K8)."""

from dataclasses import replace

import pytest

from console.policy.refusal import Refusal
from console.services import credits, policies, statements
from console.services.faults import BadInput, NotFound
from console.services.shapes import EntryView
from tests.conftest import at
from tests.services.office import ANNA, Office


@pytest.fixture(autouse=True)
async def customer(office: Office) -> int:
    """Anna has written once."""
    return await office.arrive()


async def grant(office: Office, amount: int, *, by: str = "ada") -> object:
    """Somebody gives free credits."""
    return await credits.grant(
        office.desk, office.who(by), address=ANNA, credits=amount, reason="Order", now=at(3)
    )


async def reverse(office: Office, entry: int, *, by: str = "ada") -> object:
    """Somebody reverses an entry."""
    return await credits.reverse(
        office.desk, office.who(by), entry=entry, reason="Wrong", now=at(300)
    )


@pytest.mark.parametrize("size", [80, 160, 320])
async def test_credits_are_sold_in_packages(office: Office, size: int) -> None:
    """Credits are sold in packages."""
    await office.buy(size, quantity=2)
    assert await office.balance() == 2 * size


@pytest.mark.parametrize(
    ("size", "quantity"), [(79, 1), (240, 1), (0, 1), (-80, 1), (80, 0), (80, -1)]
)
async def test_no_other_figure_is_sold(office: Office, size: int, quantity: int) -> None:
    """No other figure is sold."""
    refused = await office.buy(size, quantity=quantity)
    assert isinstance(refused, Refusal)
    assert refused.clause == "K2"


@pytest.mark.parametrize(("amount", "clause"), [(20, "K3"), (10, "K4"), (30, "K4")])
async def test_addons_bring_free_credits(office: Office, amount: int, clause: str) -> None:
    """Add-ons bring free credits."""
    posted = await grant(office, amount)
    assert isinstance(posted, EntryView)
    assert (posted.free_after, posted.clauses) == (amount, (clause,))


@pytest.mark.parametrize("amount", [0, -10, 15])
async def test_no_number_of_addons_brings_another_figure(office: Office, amount: int) -> None:
    """No number of add-ons brings another figure."""
    assert isinstance(await grant(office, amount), Refusal)


@pytest.mark.parametrize("by", ["olga", "irina"])
async def test_only_an_admin_moves_credits(office: Office, by: str) -> None:
    """Only an admin moves credits."""
    desk, actor = office.desk, office.who(by)
    await office.buy()
    refused = [
        await grant(office, 20, by=by),
        await reverse(office, 1, by=by),
        await credits.purchase(desk, actor, address=ANNA, credits=80, reason="x", now=at(4)),
        await credits.correct(desk, actor, address=ANNA, credits=-5, reason="x", now=at(4)),
    ]
    assert all(isinstance(each, Refusal) for each in refused)


@pytest.mark.parametrize("amount", [7, -7, 1_000_000, -1_000_000])
async def test_a_correction_moves_any_figure(office: Office, amount: int) -> None:
    """A correction moves any figure."""
    await office.correct(amount)
    assert await office.balance() == amount


async def test_a_correction_of_nothing_is_refused(office: Office) -> None:
    """A correction of nothing is refused."""
    refused = await credits.correct(
        office.desk, office.who("ada"), address=ANNA, credits=0, reason="x", now=at(4)
    )
    assert isinstance(refused, Refusal)


@pytest.mark.parametrize(("amount", "reason"), [(5, " "), (1_000_001, "Much")])
async def test_an_entry_has_a_reason_and_bounds(office: Office, amount: int, reason: str) -> None:
    """An entry has a reason and bounds."""
    with pytest.raises(BadInput):
        await credits.correct(
            office.desk, office.who("ada"), address=ANNA, credits=amount, reason=reason, now=at(4)
        )


async def test_an_unknown_address_is_not_found(office: Office) -> None:
    """An unknown address is not found."""
    with pytest.raises(NotFound):
        await office.buy(address="nobody@shop.example")


async def test_an_address_is_known_in_any_case(office: Office) -> None:
    """An address is known in any case."""
    await office.buy(address="  Anna@SHOP.example ")
    assert await office.balance() == 80


async def test_a_reference_posts_once(office: Office) -> None:
    """A reference posts once, and gives the same entry again."""
    first = await office.buy(reference="order-1")
    assert await office.buy(reference="order-1", minute=9) == first


async def test_a_reference_posted_again_changes_nothing(office: Office) -> None:
    """A reference posted again changes nothing, events included."""
    await office.buy(reference="order-1")
    counts = "SELECT (SELECT count(*) FROM entry), (SELECT count(*) FROM event)"
    before = await office.sql(counts)
    await office.buy(reference="order-1", minute=9)
    assert await office.sql(counts) == before


@pytest.mark.parametrize("other", [{"size": 160}, {"quantity": 2}, {"address": "ben@shop.example"}])
async def test_a_reference_is_refused_with_other_values(
    office: Office, other: dict[str, object]
) -> None:
    """A reference is refused with other values."""
    await office.arrive(address="ben@shop.example")
    await office.buy(reference="order-1")
    refused = await office.buy(reference="order-1", **other)  # type: ignore[arg-type]
    assert isinstance(refused, Refusal)
    assert await office.one("SELECT count(*) FROM entry") == 1


async def test_free_credits_are_used_before_paid_ones(office: Office) -> None:
    """Free credits are used before paid ones."""
    await office.buy()
    await grant(office, 20)
    await office.correct(-15, minute=4)
    statement = await statements.of(office.desk, address=ANNA)
    assert (statement.balance, statement.free) == (85, 5)


async def test_a_reversal_takes_back_an_entry(office: Office) -> None:
    """A reversal takes back an entry and names it."""
    await office.correct(33)
    posted = await reverse(office, 1)
    assert isinstance(posted, EntryView)
    assert (posted.credits, posted.reverses, posted.balance_after) == (-33, 1, 0)


async def test_an_entry_is_reversed_once(office: Office) -> None:
    """An entry is reversed once."""
    await office.correct(33)
    await reverse(office, 1)
    assert isinstance(await reverse(office, 1), Refusal)


async def test_a_reversal_is_not_reversed(office: Office) -> None:
    """A reversal is not reversed."""
    await office.correct(33)
    await reverse(office, 1)
    assert isinstance(await reverse(office, 2), Refusal)


async def test_a_reversed_charge_gives_free_credits_back_as_free(office: Office) -> None:
    """A reversed charge gives free credits back as free."""
    await grant(office, 20)
    ticket = await office.pick()
    await office.work(16, ticket=ticket)
    await office.closed(ticket)
    posted = await reverse(office, 2)
    assert isinstance(posted, EntryView)
    assert (posted.balance_after, posted.free_after) == (20, 20)


async def test_a_statement_lists_entries_oldest_first(office: Office) -> None:
    """A statement lists entries oldest first."""
    await office.buy()
    await office.correct(-7, minute=3)
    found = (await statements.of(office.desk, address=ANNA)).entries
    assert [(each.credits, each.balance_after) for each in found] == [(80, 80), (-7, 73)]


async def test_every_entry_keeps_its_policy_version(office: Office) -> None:
    """Every entry keeps its policy version."""
    await office.buy()
    assert await office.sql("SELECT policy_version FROM entry") == [("1",)]


@pytest.mark.parametrize(
    "reference", ["ticket:1:closing:1", "shop:com:1001:item:1", "order-proposal:1"]
)
async def test_the_desks_own_references_cannot_be_taken(office: Office, reference: str) -> None:
    """A reference that a closing, or an order, will need is not given away."""
    await office.arrive()
    with pytest.raises(BadInput):
        await office.buy(reference=reference)


async def test_one_large_package_is_not_two_small_ones(office: Office) -> None:
    """Under one reference, 160 once is not 80 twice."""
    await office.arrive()
    await office.buy(80, quantity=2, reference="o5")
    assert isinstance(await office.buy(160, reference="o5"), Refusal)


async def test_a_statement_leaves_no_entry_out(office: Office) -> None:
    """A statement has every entry, however many there are."""
    await office.arrive()
    for _ in range(505):
        await office.correct(1)
    assert len((await statements.of(office.desk, address=ANNA)).entries) == 505


async def test_a_purchase_is_not_reversed(office: Office) -> None:
    """Paid credits do not go back by a reversal (K8)."""
    await office.arrive()
    bought = await office.buy()
    refused = await credits.reverse(
        office.desk, office.who("ada"), entry=bought.entry, reason="Changed mind", now=at(9)
    )
    assert isinstance(refused, Refusal)
    assert refused.clause == "K8"


@pytest.mark.parametrize(("entry", "free"), [(1, 20), (2, 0)])
@pytest.mark.parametrize("free_first", [True, False])
async def test_what_is_taken_back_keeps_its_origin(
    office: Office, entry: int, free: int, free_first: bool
) -> None:
    """A paid deposit reversed leaves the free credits, and a free one the paid, whichever are spent first (K6)."""
    office.desk.settings = replace(office.desk.settings, free_credits_first=free_first)
    await office.correct(20)
    await grant(office, 20)
    posted = await reverse(office, entry)
    assert isinstance(posted, EntryView)
    assert (posted.balance_after, posted.free_after) == (20, free)


@pytest.mark.parametrize(
    ("entry", "amount", "after"),
    [(1, -30, (70, 20)), (1, 30, (130, 20)), (2, -10, (90, 10)), (2, 10, (110, 30))],
)
async def test_a_correction_is_as_free_or_paid_as_what_it_corrects(
    office: Office, entry: int, amount: int, after: tuple[int, int]
) -> None:
    """A correction that names a purchase is paid, one that names a grant is free (K6)."""
    await office.buy()
    await grant(office, 20)
    posted = await credits.correct(
        office.desk, office.who("ada"), address=ANNA, credits=amount, reason="Miscounted",
        corrects=entry, now=at(4),
    )  # fmt: skip
    assert isinstance(posted, EntryView)
    assert (posted.balance_after, posted.free_after) == after


async def test_a_correction_names_an_entry_of_its_own_account(office: Office) -> None:
    """An entry of another customer's is not what was wrong."""
    await office.arrive(address="ben@shop.example")
    await office.buy(address="ben@shop.example")
    refused = await credits.correct(
        office.desk, office.who("ada"), address=ANNA, credits=-80, reason="x", corrects=1, now=at(4)
    )
    assert isinstance(refused, Refusal)


async def revise(office: Office, **terms: object) -> None:
    """A version of the policy comes into force at 10:05."""
    values = {"version": "2", "title": "New", "text": "All.", "terms": terms}
    await policies.add(office.desk, office.who("ada"), values=values, now=at(5))
    await policies.adopt(office.desk, office.who("ada"), version="2", now=at(5))


async def test_a_reference_gives_its_entry_under_a_later_policy(office: Office) -> None:
    """The same purchase again is the same entry, though its size is sold no more (A1)."""
    first = await office.buy(reference="order-1")
    await revise(office, packages=[100])
    assert await office.buy(reference="order-1", minute=9) == first


async def test_what_is_sold_is_what_the_policy_in_force_says(office: Office) -> None:
    """A size is refused from the moment that another policy is in force (A1, K2)."""
    await revise(office, packages=[100])
    assert isinstance(await office.buy(80, minute=9), Refusal)


@pytest.mark.parametrize(("amount", "clauses"), [(25, ("K3",)), (50, ("K3",)), (8, ("K4",))])
async def test_grants_are_what_the_policy_in_force_says(
    office: Office, amount: int, clauses: tuple[str, ...]
) -> None:
    """Free credits are so many as the policy in force gives for an add-on (A1, K3, K4)."""
    await revise(office, addon_grant=25, bundle_grant=4)
    posted = await credits.grant(
        office.desk, office.who("ada"), address=ANNA, credits=amount, reason="Order", now=at(9)
    )
    assert isinstance(posted, EntryView)
    assert posted.clauses == clauses
