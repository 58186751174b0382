"""Two customers made one, and apart again: nothing is lost, nothing is rewritten (K6)."""

from typing import Any

import pytest

from console.policy.refusal import Refusal
from console.services import credits, customers, merging, proposals
from console.services.account_shapes import MergeView
from tests.conftest import at
from tests.services.office import ANNA, Office

SECOND = "anna.second@other.example"


async def two(office: Office) -> None:
    """Anna has asked from two addresses."""
    await office.arrive()
    await office.arrive(1, address=SECOND)


async def merge(office: Office, old: int = 2, new: int = 1, login: str = "ada") -> Any:
    """An admin makes two customers one."""
    return await merging.merge(
        office.desk, office.who(login), from_customer=old, into_customer=new, reason="Same person",
        now=at(50),
    )  # fmt: skip


async def undo(office: Office, number: int = 1) -> Any:
    """An admin takes a merge back."""
    return await merging.undo(
        office.desk, office.who("ada"), merge=number, reason="Not the same", now=at(60)
    )


async def give(office: Office, address: str, *, paid: int = 0, free: int = 0) -> None:
    """A customer gets credits of both origins."""
    if paid:
        await office.buy(paid, address=address)
    if free:
        await credits.grant(
            office.desk, office.who("ada"), address=address, credits=free, reason="Add-on",
            now=at(3),
        )  # fmt: skip


async def standing(office: Office, number: int) -> tuple[int, int]:
    """A customer's balance, and what of it is free."""
    row = (await customers.view(office.desk, customer=number, now=at(99))).row
    return row.balance, row.free


async def test_the_balance_goes_over_with_its_origins(office: Office) -> None:
    """Paid credits stay paid and free ones stay free."""
    await two(office)
    await give(office, ANNA, paid=80)
    await give(office, SECOND, paid=160, free=20)
    await merge(office)
    assert (await standing(office, 1), await standing(office, 2)) == ((260, 20), (0, 0))


async def test_a_debt_goes_over_too(office: Office) -> None:
    """What the one owed the other owes."""
    await two(office)
    await office.correct(-30, address=SECOND)
    await merge(office)
    assert (await standing(office, 1))[0] == -30


@pytest.mark.parametrize(("own", "since"), [(0, 1), (-10, 0), (80, None)])
async def test_a_debt_stays_as_old_as_it_was(office: Office, own: int, since: float | None) -> None:
    """Of two debts the older tells how long is owed; what covers both is no debt (U7)."""
    await two(office)
    if own:
        await office.correct(own, minute=0)
    await office.correct(-30, address=SECOND, minute=1)
    await merge(office)
    row = (await customers.view(office.desk, customer=1, now=at(99))).row
    assert row.owing_since == (None if since is None else at(since))


async def test_a_debt_that_goes_back_is_as_old_as_before(office: Office) -> None:
    """Taken back, a debt is not younger for having been another's meanwhile."""
    await two(office)
    await office.correct(-30, address=SECOND, minute=1)
    await merge(office)
    await undo(office)
    rows = [(await customers.view(office.desk, customer=n, now=at(99))).row for n in (1, 2)]
    assert [each.owing_since for each in rows] == [None, at(1)]


async def test_addresses_and_requests_follow(office: Office) -> None:
    """Both addresses and all requests are the one customer's."""
    await two(office)
    await merge(office)
    view = await customers.view(office.desk, address=SECOND, now=at(51))
    assert (view.customer, len(view.addresses), view.tickets_total) == (1, 2, 2)


async def test_entries_stay_where_they_were_posted(office: Office) -> None:
    """The old account keeps its entries, and ends at nothing."""
    await two(office)
    await give(office, SECOND, paid=80)
    await merge(office)
    page = await customers.entries(office.desk, customer=2)
    assert [(each.kind, each.credits) for each in page.entries] == [
        ("transfer", -80),
        ("purchase", 80),
    ]


async def test_a_merge_may_free_what_a_debt_held(office: Office) -> None:
    """A request held for a debt goes on once the credits of the other cover it (U7)."""
    await two(office)
    await office.correct(-20, address=SECOND)
    held = await office.arrive(5, address=SECOND)
    await give(office, ANNA, paid=80)
    await merge(office)
    assert (await office.view(held)).row.waiting_for is None


async def test_what_was_charged_before_comes_back_to_who_is_left(office: Office) -> None:
    """A charge of before the merge is given back to the customer who is left."""
    await two(office)
    await office.pick()
    await office.closed(1, outcome="answered", minute=7)
    await office.pick(minute=8)
    await office.work(20, ticket=2, start=9)
    await office.closed(2, minute=40)
    await merge(office)
    await office.again(2, minute=55)
    closed = await office.closed(2, "first-party-bug", minute=57)
    await proposals.decide(
        office.desk, office.who("irina"), proposal=closed.proposal or 0, approve=True, now=at(58)
    )
    assert (await standing(office, 1), await standing(office, 2)) == ((0, 0), (0, 0))


async def test_an_order_told_again_after_a_merge_is_the_same_entry(office: Office) -> None:
    """What was posted for the old customer is not posted again for the one who is left (K6)."""
    await two(office)
    first = await office.buy(reference="order-1", address=SECOND)
    await merge(office)
    assert await office.buy(reference="order-1", address=SECOND, minute=55) == first


@pytest.mark.parametrize("entry", [2, 3])
async def test_half_a_merge_is_not_reversed(office: Office, entry: int) -> None:
    """What left the one account or came to the other goes back with the merge alone (K6)."""
    await two(office)
    await give(office, SECOND, paid=80)
    await merge(office)
    refused = await credits.reverse(
        office.desk, office.who("ada"), entry=entry, reason="Wrong", now=at(55)
    )
    assert isinstance(refused, Refusal)
    assert refused.clause == "K6"


async def test_a_merge_is_taken_back_whole(office: Office) -> None:
    """Taken back, both are what they were."""
    await two(office)
    await give(office, ANNA, paid=80, free=20)
    await give(office, SECOND, paid=160, free=40)
    await merge(office)
    await undo(office)
    assert (await standing(office, 1), await standing(office, 2)) == ((100, 20), (200, 40))


async def test_requests_go_back_with_their_customer(office: Office) -> None:
    """Taken back, requests and addresses are the old customer's again."""
    await two(office)
    await merge(office)
    await undo(office)
    view = await customers.view(office.desk, address=SECOND, now=at(61))
    assert (view.customer, view.tickets_total, view.row.merged_into) == (2, 1, None)


async def test_what_was_spent_meanwhile_is_owed(office: Office) -> None:
    """What went over goes back whole, though it was spent (U7)."""
    await two(office)
    await give(office, SECOND, paid=80)
    await merge(office)
    await office.correct(-50, minute=55)
    await undo(office)
    assert ((await standing(office, 1))[0], (await standing(office, 2))[0]) == (-50, 80)


@pytest.mark.parametrize(("old", "new"), [(1, 1)])
async def test_nobody_is_merged_with_themselves(office: Office, old: int, new: int) -> None:
    """Nobody is merged with themselves."""
    await two(office)
    assert isinstance(await merge(office, old, new), Refusal)


async def test_who_was_merged_is_not_merged_again(office: Office) -> None:
    """Who was merged is gone."""
    await two(office)
    await merge(office)
    assert isinstance(await merge(office), Refusal)


async def test_a_merge_is_taken_back_once(office: Office) -> None:
    """A merge is taken back once."""
    await two(office)
    await merge(office)
    await undo(office)
    assert isinstance(await undo(office), Refusal)


async def test_a_chain_is_taken_back_from_its_end(office: Office) -> None:
    """What was merged on is taken back first."""
    await two(office)
    await office.arrive(2, address="third@shop.example")
    await merge(office, 2, 1)
    await merge(office, 1, 3)
    assert isinstance(await undo(office, 1), Refusal)


async def test_only_an_admin_merges(office: Office) -> None:
    """A lead merges nobody."""
    await two(office)
    assert isinstance(await merge(office, login="irina"), Refusal)


async def test_a_merge_tells_what_went_over(office: Office) -> None:
    """A merge tells the credits, requests and addresses that went over."""
    await two(office)
    await give(office, SECOND, paid=80, free=20)
    made = await merge(office)
    assert isinstance(made, MergeView)
    assert (made.credits, made.tickets, made.addresses) == (100, 1, (SECOND,))
