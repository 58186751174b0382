"""What an order would give back is an admin's to decide (K2, K7, P3, P5)."""

import pytest

from console.policy.refusal import Refusal
from console.services import credits, merging, order_proposals
from console.services.faults import BadInput
from console.services.order_shapes import OrderProposalView
from tests.conftest import at
from tests.services.office import Office
from tests.services.shop import ADDON, CREDITS, FREE, INCIDENT, Shop, line, order


@pytest.fixture
async def shop(office: Office) -> Shop:
    """A shop whose products the desk knows."""
    return await Shop(office).begin()


async def decide(
    shop: Shop, *, accept: bool = True, login: str = "ada", reason: str = "returned"
) -> OrderProposalView | Refusal:
    """Decide on the first open proposal."""
    (found, *_) = await order_proposals.list_open(shop.office.desk)
    return await order_proposals.decide(
        shop.office.desk, shop.office.who(login), proposal=found.proposal, accept=accept,
        reason=reason, now=at(100),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("product", "unit", "origin"), [(ADDON, 20, "free"), (CREDITS, 80, "paid")]
)
async def test_accepting_takes_back_what_the_units_gave(
    shop: Shop, product: int, unit: int, origin: str
) -> None:
    """A correction names the entry that gave them, and takes them as free or as paid as they came."""
    await shop.take_in(order(1, line(product, 3)), order(1, line(product, 1)))
    await decide(shop)
    rows = await shop.office.sql(
        "SELECT kind, credits, origin, corrects, reference, reason FROM entry ORDER BY id"
    )
    reason = f"Order 1 of com: Product {product}, 2 less: returned"
    assert tuple(rows[1]) == ("correction", -2 * unit, origin, 1, "order-proposal:1", reason)
    assert await shop.office.balance() == unit


async def test_what_was_taken_back_is_given_again_when_it_is_paid_again(shop: Shop) -> None:
    """After the decision the line has given as much as is paid, and goes on from there."""
    await shop.take_in(order(), order(status="I"))
    await decide(shop)
    await shop.take_in(order())
    assert await shop.office.balance() == 20


async def test_turned_down_is_not_proposed_again_for_as_much(shop: Shop) -> None:
    """The customer keeps it, however often the order is looked up."""
    await shop.take_in(order(1, line(amount=2)), order(1, line(amount=1)))
    await decide(shop, accept=False)
    await shop.take_in(order(1, line(amount=1)))
    assert await order_proposals.list_open(shop.office.desk) == ()


async def test_turned_down_is_proposed_anew_where_it_falls_further(shop: Shop) -> None:
    """Less paid than was decided on is another question."""
    await shop.take_in(order(1, line(amount=3)), order(1, line(amount=2)))
    await decide(shop, accept=False)
    await shop.take_in(order(1, line(amount=1)))
    assert [each.units for each in await order_proposals.list_open(shop.office.desk)] == [2]


async def test_turned_down_and_paid_again_gives_nothing_twice(shop: Shop) -> None:
    """What was kept counts as given."""
    await shop.take_in(order(1, line(amount=2)), order(1, line(amount=1)))
    await decide(shop, accept=False)
    await shop.take_in(order(1, line(amount=2)))
    assert await shop.office.balance() == 40


async def test_a_package_goes_back_as_long_as_it_is_not_begun(shop: Shop) -> None:
    """The last one bought goes first (P5)."""
    await shop.take_in(order(1, line(INCIDENT, 2)), order(1, line(INCIDENT, 1)))
    await decide(shop)
    rows = await shop.office.sql("SELECT id FROM entitlement WHERE refunded_at IS NOT NULL")
    assert [each[0] for each in rows] == [2]


async def test_a_free_add_on_is_counted_down(shop: Shop) -> None:
    """What brought nothing takes nothing."""
    await shop.take_in(order(1, line(FREE, 2)), order(1, line(FREE, 1)))
    await decide(shop)
    assert [each.given for each in (await shop.shown(1)).lines] == [1]


async def test_what_moved_from_line_to_line_is_taken_back_whole(shop: Shop) -> None:
    """An edit moves the units, and the entry that gave them is still the one that is corrected."""
    await shop.take_in(
        order(1, line(item="a")), order(1, line(item="b")), order(1, line(item="b"), status="I")
    )
    await decide(shop)
    assert await shop.office.balance() == 0


async def test_what_was_taken_back_by_hand_is_not_taken_twice(shop: Shop) -> None:
    """A reversed grant has nothing left that a proposal could take."""
    await shop.take_in(order(), order(status="I"))
    ada = shop.office.who("ada")
    await credits.reverse(shop.office.desk, ada, entry=1, reason="by hand", now=at(50))
    refused = await decide(shop)
    assert isinstance(refused, Refusal)
    assert refused.clause == "K7"
    assert await shop.office.balance() == 0


@pytest.mark.parametrize("login", ["olga", "irina"])
async def test_only_an_admin_decides(shop: Shop, login: str) -> None:
    """A specialist and a lead are refused."""
    await shop.take_in(order(), order(status="I"))
    assert isinstance(await decide(shop, login=login), Refusal)
    assert await shop.office.balance() == 20


async def test_a_decision_needs_a_reason(shop: Shop) -> None:
    """Without one nothing is decided."""
    await shop.take_in(order(), order(status="I"))
    with pytest.raises(BadInput):
        await decide(shop, reason=" ")


async def test_what_is_decided_stays(shop: Shop) -> None:
    """A second decision is refused."""
    await shop.take_in(order(), order(status="I"))
    await decide(shop)
    refused = await order_proposals.decide(
        shop.office.desk, shop.office.who("ada"), proposal=1, accept=False, reason="no", now=at(101)
    )
    assert isinstance(refused, Refusal)


EVE = "eve@shop.example"


async def merged(shop: Shop) -> int:
    """Eve's account went into Anna's; the merge's number."""
    made = await merging.merge(
        shop.office.desk, shop.office.who("ada"), from_customer=2, into_customer=1, reason="One",
        now=at(40),
    )  # fmt: skip
    assert not isinstance(made, Refusal), made
    return made.merge


async def test_what_a_merged_customer_bought_is_taken_back_from_their_heir(shop: Shop) -> None:
    """The balance went over, and so does what is taken of it."""
    await shop.take_in(order(1), order(2, line(amount=2), email=EVE))
    await merged(shop)
    await shop.take_in(order(2, line(amount=1), email=EVE), minute=50)
    await decide(shop)
    assert await shop.office.balance() == 40


async def test_what_went_to_an_heir_who_is_none_any_more_is_corrected_by_hand(shop: Shop) -> None:
    """What was given while two were one stayed there: nothing is taken from who never had it."""
    await shop.take_in(order(1), order(2, email=EVE))
    number = await merged(shop)
    await shop.take_in(order(2, line(amount=3), email=EVE), minute=50)
    await merging.undo(
        shop.office.desk, shop.office.who("ada"), merge=number, reason="Two", now=at(60)
    )
    await shop.take_in(order(2, line(amount=2), email=EVE), minute=70)
    refused = await decide(shop)
    assert isinstance(refused, Refusal)
    assert "since a merge was taken back" in refused.reason
    assert await shop.office.balance(EVE) == 20


async def test_what_came_after_a_fall_was_turned_down_is_proposed_when_it_goes(shop: Shop) -> None:
    """A decision covers what the line had given then, and no units that were bought later."""
    await shop.take_in(order(1, line(amount=3)), order(1, line(amount=1)))
    await decide(shop, accept=False)
    await shop.take_in(order(1, line(amount=5)), order(1, line(amount=1)))
    assert [each.units for each in await order_proposals.list_open(shop.office.desk)] == [4]
