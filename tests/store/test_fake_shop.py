"""The shop that tests talk to: it speaks as the real one does."""

import json
import urllib.error
import urllib.request
from base64 import b64encode
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.store.fake_shop import FakeShop, item


class Clock:
    """A clock that a test moves."""

    now = datetime(2026, 11, 16, 6, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        """Read it."""
        return self.now

    def tick(self) -> None:
        """An hour passes."""
        self.now += timedelta(hours=1)


@pytest.fixture
def clock() -> Clock:
    """The shop's clock."""
    return Clock()


@pytest.fixture
def shop(clock: Clock) -> Iterator[FakeShop]:
    """A shop without orders."""
    with FakeShop(clock=clock) as shop:
        yield shop


def ask(shop: FakeShop, path: str, *, key: str | None = None) -> Any:
    """What it answers, as JSON."""
    token = b64encode(f"{shop.user}:{key or shop.key}".encode()).decode()
    request = urllib.request.Request(
        f"{shop.address}/api/2.0/{path}", headers={"Authorization": f"Basic {token}"}
    )
    directly = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with directly.open(request) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as error:
        with error:
            return json.load(error)


def numbers(shop: FakeShop, path: str = "orders?sort_order=asc") -> list[int]:
    """The orders in its list."""
    return [int(each["order_id"]) for each in ask(shop, path)["orders"]]


def test_numbers_are_strings_or_numbers(shop: FakeShop) -> None:
    """As it comes; items_per_page is always a string."""
    for _ in range(10):
        shop.place(item(31))
    answer = ask(shop, "orders")
    assert {type(each["order_id"]) for each in answer["orders"]} == {int, str}
    assert answer["params"]["items_per_page"] == "10"


def test_a_page_beyond_the_last_is_the_last(shop: FakeShop) -> None:
    """Eleven orders are on two pages."""
    for _ in range(11):
        shop.place(item(31))
    assert numbers(shop, "orders?sort_order=asc&page=9") == [11]


def test_what_changed_is_listed(shop: FakeShop, clock: Clock) -> None:
    """A payment changes an order; a return does not."""
    paid, other = shop.place(item(31)), shop.place(item(31, amount=3), status="P")
    clock.tick()
    shop.pay(paid)
    shop.give_back(other, next(iter(shop.orders[other].lines)))
    assert numbers(shop, f"orders?updated_at_from={int(clock.now.timestamp())}") == [paid]
    assert list(shop.paid_units(other).values()) == [2]


def test_an_order_that_is_edited_is_away_from_the_list(shop: FakeShop) -> None:
    """And has the status N by itself, until it is saved."""
    order = shop.place(item(31), status="P")
    shop.begin_edit(order)
    assert (numbers(shop), ask(shop, f"orders/{order}")["status"]) == ([], "N")
    shop.end_edit(order, add=(item(32),))
    assert (numbers(shop), len(ask(shop, f"orders/{order}")["products"])) == ([order], 2)


def test_a_parent_has_no_lines(shop: FakeShop) -> None:
    """Its children have them, and name it."""
    parent, first, _ = shop.place_split((item(31),), (item(32),), status="P")
    assert (ask(shop, f"orders/{parent}")["products"], ask(shop, f"orders/{parent}")["status"]) == (
        [],
        "T",
    )
    assert int(ask(shop, f"orders/{first}")["parent_order_id"]) == parent


def test_no_order_and_no_key_are_told_apart(shop: FakeShop) -> None:
    """By the API's own errors."""
    order = shop.place(item(31))
    shop.delete(order)
    assert ask(shop, f"orders/{order}")["status"] == 404
    assert ask(shop, "orders", key="wrong")["status"] == 401
