"""What orders would give back, by commands."""

import pytest

from tests.cli.shop import ShopDesk
from tests.services.office import ANNA
from tests.services.shop import ADDON, INCIDENT, line, order


@pytest.fixture
def fallen(shop: ShopDesk) -> ShopDesk:
    """An order of three add-ons, two of which were sent back."""
    shop.map("id:31 addon")
    shop.take_in(order(7, line(ADDON, 3)), order(7, line(ADDON, 1)))
    return shop


@pytest.mark.parametrize("words", [["proposals"], ["proposals", "list"]])
def test_what_would_go_back_is_told_with_the_balance(fallen: ShopDesk, words: list[str]) -> None:
    """With or without `list`."""
    (found,) = fallen.run.json("store", *words)
    told = ("order_no", "units", "credits", "balance", "address", "state")
    assert [found[each] for each in told] == [7, 2, 40, 60, ANNA, "open"]


def test_accepting_says_what_was_taken_from_whom(fallen: ShopDesk) -> None:
    """The credits, the units, the customer, and the balance after."""
    ran = fallen.run("store", "proposals", "accept", "1", "--reason", "sent back", "--as", "ada")
    assert ran.out == (
        "Proposal 1 is accepted: 40 credits for 2 units of Product 31, order 7 of com, taken from"
        f" customer 1 ({ANNA}). The balance is 20.\n"
    )
    assert fallen.run.json("credits", "balance", ANNA)["balance"] == 20


def test_rejecting_leaves_the_balance(fallen: ShopDesk) -> None:
    """The customer keeps it, and the proposal waits no more."""
    ran = fallen.run("store", "proposals", "reject", "1", "--reason", "a gift", "--as", "ada")
    assert "keeps 2 units of Product 31" in ran.out
    assert fallen.run.json("credits", "balance", ANNA)["balance"] == 60
    assert fallen.run("store", "proposals").out == "No proposal waits.\n"


def test_a_decision_needs_a_reason(fallen: ShopDesk) -> None:
    """Without one it is wrong usage, and nothing is decided."""
    codes = [
        fallen.run("store", "proposals", "accept", "1", *more, "--as", "ada").code
        for more in ([], ["--reason", " "])
    ]
    assert (codes, len(fallen.run.json("store", "proposals"))) == ([2, 2], 1)


def test_a_decision_is_made_once(fallen: ShopDesk) -> None:
    """The second is refused, and changes nothing."""
    words = ("store", "proposals", "accept", "1", "--reason", "sent back", "--as", "ada")
    assert [fallen.run(*words).code for _ in range(2)] == [0, 1]
    assert fallen.run.json("credits", "balance", ANNA)["balance"] == 20


def test_accepting_takes_packages_back(shop: ShopDesk) -> None:
    """An incident that was given is refunded."""
    shop.map("id:41 incident")
    shop.take_in(order(8, line(INCIDENT)), order(8, line(INCIDENT), status="I"))
    ran = shop.run("store", "proposals", "accept", "1", "--reason", "sent back", "--as", "ada")
    assert "1 unit of Product 41, order 8 of com, taken from customer 1" in ran.out
    (package,) = shop.run.json("entitlement", "list", ANNA)
    assert package["refunded_at"] is not None
