"""A shop says that an order changed: signed or from where it is known to call from, and only as a hint."""

import json
from dataclasses import replace

import pytest

from console.config import ShopSettings
from console.services import order_views, shop_reading
from tests.conftest import at
from tests.services.office import Office
from tests.site.asgi import Answer, Visitor

HOOK = "/shops/market/orders"
KIND = {"content-type": "application/json"}


@pytest.fixture
def market(office: Office) -> Visitor:
    """A website that knows a shop, and where its calls come from."""
    shops = {
        "market": ShopSettings(
            address="https://market.example", hooks_from="192.0.2.1 2001:db8::/32"
        )
    }
    office.desk.settings = replace(office.desk.settings, shops=shops)
    return Visitor(office.desk)


async def tell(market: Visitor, value: object, *, path: str = HOOK) -> Answer:
    """Tell it without a signature."""
    return await market.call("POST", path, json.dumps(value).encode(), headers=KIND)


async def test_an_order_that_is_told_of_is_looked_up(market: Visitor) -> None:
    """It is due at once, and is nothing but due."""
    answer = await tell(market, {"order_id": 1042})
    assert (answer.status, answer.json) == (202, {"order": 1042})
    due = await shop_reading.due(market.desk, "market", now=at(0), limit=10)
    assert [each.order_no for each in due] == [1042]


async def test_what_else_is_sent_is_not_believed(market: Visitor) -> None:
    """Status, buyer and lines are the shop's own API's to say."""
    await tell(
        market,
        {"order_id": 1042, "status": "P", "email": "eve@shop.example", "products": {"1": {}}},
    )
    found = await order_views.show(market.desk, shop="market", order_no=1042)
    assert (found.status, found.paid, found.address, found.lines) == ("", False, "", ())


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b'{"order_id": "1042"}', "application/json"),
        (b'{"data": {"order_id": 1042}}', "application/json; charset=utf-8"),
        (b'{"event": "license", "order": 1042}', "application/json"),
        (b"license=ABC&order_id=1042", "application/x-www-form-urlencoded"),
    ],
)
async def test_an_order_is_named_in_several_ways(market: Visitor, body: bytes, kind: str) -> None:
    """In JSON or as a form, at the top or one level down."""
    answer = await market.call("POST", HOOK, body, headers={"content-type": kind})
    assert answer.json == {"order": 1042}


@pytest.mark.parametrize(
    "body",
    [b"", b"[]", b'{"order_id": 0}', b'{"order_id": -1}', b'{"order_id": 1.5}', b'{"order_id": true}',
     b'{"order_id": null}', b'{"order_id": "1 OR 1=1"}', b'{"order_id": 99999999999}', b"\xff", b'{"license": "A"}'],
)  # fmt: skip
async def test_what_names_no_order_is_refused(market: Visitor, body: bytes) -> None:
    """In a sentence, and nothing is noted."""
    answer = await market.call("POST", HOOK, body, headers=KIND)
    assert answer.status == 400
    assert await shop_reading.due(market.desk, "market", now=at(0), limit=10) == ()


@pytest.mark.parametrize(
    ("address", "status"),
    [("192.0.2.1", 202), ("::ffff:192.0.2.1", 202), ("2001:db8::7", 202), ("192.0.2.2", 401), ("2001:db9::7", 401)],
)  # fmt: skip
async def test_only_known_addresses_need_no_signature(
    market: Visitor, address: str, status: int
) -> None:
    """Anybody else is refused, as for any other call."""
    market.address = address
    assert (await tell(market, {"order_id": 1})).status == status


async def test_who_signs_may_call_from_anywhere(market: Visitor) -> None:
    """And once: the same call again is refused."""
    market.address = "198.51.100.9"
    answers = [
        (await market.signed("POST", HOOK, {"order_id": 7}, customer=None, call_id="hook-0000000000001")).status
        for _ in range(2)
    ]  # fmt: skip
    assert answers == [202, 409]


async def test_a_wrong_signature_is_refused_from_a_known_address_too(market: Visitor) -> None:
    """Who signs is held to it."""
    answer = await market.signed(
        "POST", HOOK, {"order_id": 7}, customer=None, secret=b"another secret" * 4
    )
    assert answer.status == 401


async def test_who_is_not_known_does_not_learn_which_shops_there_are(market: Visitor) -> None:
    """A shop that is there and one that is not are refused alike."""
    market.address = "198.51.100.9"
    told = [
        await tell(market, {"order_id": 1}, path=f"/shops/{each}/orders")
        for each in ("market", "other")
    ]
    assert {(each.status, each.body) for each in told} == {(401, told[0].body)}


async def test_a_shop_that_is_not_there_is_not_found(market: Visitor) -> None:
    """By whoever signs."""
    answer = await market.signed("POST", "/shops/other/orders", {"order_id": 7}, customer=None)
    assert answer.status == 404


async def test_a_body_is_read_up_to_its_limit(market: Visitor) -> None:
    """Past 64 KB it is given up."""
    answer = await market.call("POST", HOOK, b" " * 70_000, headers=KIND)
    assert answer.status == 413
