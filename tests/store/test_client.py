"""Talking to a shop over HTTP: whatever it does, an answer or a fault that says what to do."""

import asyncio
import base64
import gzip
import json
import logging
import re
import resource
import tracemalloc
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from console.config import ShopSettings
from console.store import wire
from console.store.client import BACK_OFF_SECONDS, Shop, ShopServer
from console.store.faults import ForNow, ShopFault, Unusable
from tests.certificates import make_certificate, serving_context
from tests.store.fake_http import (
    Fault,
    bomb,
    drop,
    empty,
    html,
    raw,
    redirect,
    stall,
    status,
    truncate,
)
from tests.store.fake_shop import KEY, USER, FakeShop, item

AT = datetime(2026, 11, 16, 6, 0, tzinfo=UTC)
LONG_AGO = AT - timedelta(days=300)
ATTEMPTS = 1 + len(BACK_OFF_SECONDS)


class Pauses(list[float]):
    """The pauses that were made; none takes any time."""

    async def __call__(self, seconds: float) -> None:
        """Make one."""
        self.append(seconds)


@pytest.fixture
def shop() -> Iterator[FakeShop]:
    """A shop with one order that is paid for."""
    with FakeShop(clock=lambda: AT) as shop:
        shop.place(item(31, code="SUP-80", options={4: 17}), status="P")
        yield shop


@pytest.fixture
def pauses() -> Pauses:
    """The pauses of a line."""
    return Pauses()


def server(shop: FakeShop) -> ShopServer:
    """Where it is."""
    return ShopServer("com", shop.address, shop.user, shop.key)


@pytest.fixture
def line(shop: FakeShop, pauses: Pauses) -> Callable[..., Shop]:
    """A line to the shop."""
    return lambda **changes: Shop(replace(server(shop), **changes), pause=pauses)


async def fault_of(line: Shop) -> ShopFault:
    """What comes of asking for the orders."""
    async with line:
        with pytest.raises(ShopFault) as told:
            await line.orders(LONG_AGO, 1)
    return told.value


# --- what it is asked


async def test_its_version_is_told(line: Callable[..., Shop]) -> None:
    """What set-up looks at first."""
    async with line() as shop:
        assert await shop.version() == "4.16.1"


async def test_its_orders_are_listed(line: Callable[..., Shop]) -> None:
    """Those that changed since then."""
    async with line() as shop:
        page = await shop.orders(LONG_AGO, 1)
    assert ([each.order_no for each in page.heads], page.total) == ([1], 1)


async def test_no_orders_are_no_fault(line: Callable[..., Shop]) -> None:
    """Nothing has changed since then."""
    async with line() as shop:
        assert (await shop.orders(AT + timedelta(seconds=1), 1)).heads == ()


async def test_all_pages_are_had_by_their_numbers(
    line: Callable[..., Shop], shop: FakeShop
) -> None:
    """Beyond the last there is the last again."""
    for _ in range(wire.PER_PAGE):
        shop.place(item(31))
    async with line() as asked:
        pages = [await asked.orders(LONG_AGO, number) for number in (1, 2, 3)]
    assert [(each.number, len(each.heads)) for each in pages] == [(1, 100), (2, 1), (2, 1)]


async def test_an_order_is_had_with_its_lines(line: Callable[..., Shop]) -> None:
    """By its number."""
    async with line() as shop:
        order = await shop.order(1)
    assert order is not None
    assert [(each.product_code, each.variants) for each in order.lines] == [("SUP-80", ("4:17",))]


async def test_an_order_that_is_gone_is_none(line: Callable[..., Shop]) -> None:
    """The API itself says so."""
    async with line() as shop:
        assert await shop.order(99) is None


async def test_a_page_that_is_not_found_is_no_word_of_the_order(
    line: Callable[..., Shop], shop: FakeShop
) -> None:
    """A web server that has lost its shop knows nothing of orders."""
    shop.fail(status(404))
    async with line() as asked:
        with pytest.raises(ShopFault, match=r"no API there \(404\): check shops\.com\.address"):
            await asked.order(1)


@pytest.mark.parametrize(
    ("fault", "paid"),
    [(None, "PC"), (status(403), "PC"), (status(404), "PC"),
     (raw(b'{"statuses": [{"status": "E", "params": {"payment_received": "Y"}}]}'), "E")],
)  # fmt: skip
async def test_paid_statuses_are_the_shops_or_the_usual(
    line: Callable[..., Shop], shop: FakeShop, fault: Fault | None, paid: str
) -> None:
    """A user who may view orders alone may not read them."""
    shop.fail(*[fault] if fault else [])
    async with line() as asked:
        assert await asked.paid_statuses() == frozenset(paid)


async def test_a_shop_that_is_down_does_not_say_what_is_paid(
    line: Callable[..., Shop], shop: FakeShop
) -> None:
    """The usual statuses may not be its own."""
    shop.fail(status(500))
    async with line() as asked:
        with pytest.raises(ShopFault):
            await asked.paid_statuses()


@pytest.mark.parametrize(
    ("date", "clock"),
    [
        ("Mon, 16 Nov 2026 06:00:00 GMT", AT), ("Mon, 16 Nov 2026 10:00:00 +0400", AT),
        ("", None), ("soon", None), ("Mon, 16 Nov 9999 06:00:00 GMT", None),
        ("Mon, 99 Nov 2026 06:00:00 GMT", None), ("Mon, 16 Nov 2026 06:00:00 +9999", None),
    ],
)  # fmt: skip
async def test_the_time_is_the_shops_own(
    line: Callable[..., Shop], shop: FakeShop, date: str, clock: datetime | None
) -> None:
    """By the last answer; a date that is none is not known."""
    shop.fail(raw(b'{"Version": "4.16.1"}', Date=date))
    async with line() as asked:
        await asked.version()
        assert asked.clock == clock


# --- how it is asked


async def test_what_is_asked_for_has_no_address_in_it(
    line: Callable[..., Shop], shop: FakeShop
) -> None:
    """It gets into the logs of every server on the way."""
    async with line() as asked:
        await asked.orders(AT, 1)
        await asked.order(1)
        await asked.paid_statuses()
    query = f"updated_at_from={int(AT.timestamp())}&sort_by=order_id&sort_order=asc"
    assert shop.requests == [
        f"/api/2.0/orders?{query}&items_per_page=100&page=1",
        "/api/2.0/orders/1",
        "/api/2.0/statuses?type=O&items_per_page=500",
    ]


async def test_a_shop_may_be_below_the_top(line: Callable[..., Shop], shop: FakeShop) -> None:
    """Its path comes before the API's."""
    shop.fail(raw(b'{"Version": "4.16.1"}'))
    async with line(address=f"{shop.address}/shop/") as asked:
        await asked.version()
    assert shop.requests == ["/shop/api/2.0/version"]


async def test_many_questions_go_over_one_connection(
    line: Callable[..., Shop], shop: FakeShop
) -> None:
    """Setting up each would take longer than asking."""
    async with line() as asked:
        for _ in range(5):
            await asked.order(1)
    assert shop.connections == 1


async def test_the_environment_sends_nothing_elsewhere(
    line: Callable[..., Shop], monkeypatch: pytest.MonkeyPatch
) -> None:
    """No proxy that a variable names ever sees the key."""
    for name in ("HTTP_PROXY", "ALL_PROXY", "http_proxy", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    async with line() as shop:
        assert await shop.version()


async def test_no_other_host_is_ever_asked(line: Callable[..., Shop]) -> None:
    """Whatever makes the request."""
    async with line() as shop:
        with pytest.raises(ShopFault, match="Nothing but http"):
            await shop._client.get("http://localhost:1/api/2.0/orders")


async def test_no_cookie_is_carried_on(line: Callable[..., Shop], shop: FakeShop) -> None:
    """One question has nothing of another."""
    shop.fail(raw(b'{"Version": "4"}', Set_Cookie="sid=1; Path=/"))
    async with line() as asked:
        await asked.version()
        assert not asked._client.cookies


# --- what a shop does wrong


FAULTS: list[tuple[Fault, type[ShopFault], str]] = [
    (html(), Unusable, "shows a web page where its API should answer"),
    (raw(b"{}", Content_Type="text/plain"), Unusable, "shows a web page"),
    (raw(b"{}", Content_Type=""), Unusable, "shows a web page"),
    (empty(), Unusable, "The answer is empty"),
    (raw(b"{"), Unusable, "no JSON, or only a part"),
    (raw(b"null"), Unusable, "no JSON object"),
    (raw(b"{}"), Unusable, "came without the orders"),
    (raw(b"<b>Notice</b>: x"), Unusable, "no JSON"),
    (raw(b"no gzip", Content_Encoding="gzip"), Unusable, "packed wrongly"),
    (raw(gzip.compress(b"{}")[:-4], Content_Encoding="gzip"), Unusable, "only a part of one"),
    (raw(b"{}", Content_Encoding="br"), Unusable, "packed in a way that was not asked for"),
    (raw(b" " * (wire.BYTES_MAX + 1)), Unusable, "longer than 4,194,304 bytes"),
    (bomb(8), Unusable, "longer than 4,194,304 bytes"),
    (status(500), Unusable, r"fails \(500\)"),
    (raw(b"{}", 201), Unusable, r"fails \(201\)"),
    (status(418), Unusable, r"fails \(418\)"),
    (status(401), ShopFault, r"does not let its user in: check shops\.com\.user"),
    (raw(b'{"message": "Bad\\u001b key", "status": 401}', 401), ShopFault, r"user in \(Bad· key\)"),
    (status(403), ShopFault, "give that user the right to view orders"),
    (status(400), ShopFault, "may be too old"),
    (status(404), ShopFault, r"check shops\.com\.address"),
    (raw(json.dumps({"message": "No", "status": 404}).encode(), 404), ShopFault, "no API there"),
    (replace(bomb(8), code=403), ShopFault, "right to view orders"),
    (redirect("https://evil.example/x?y"), ShopFault, "leads to https://evil.example, where nobody"),
    (redirect("/login", 301), ShopFault, "leads to another page of its own"),
    (redirect("//[", 308), ShopFault, "leads to another page of its own"),
    (redirect("https://" + "x" * 5_000, 307), ShopFault, "leads to https://xxxx"),
    (raw(b"", 304), ShopFault, "leads to another page"),
]  # fmt: skip


@pytest.mark.parametrize(("fault", "kind", "said"), FAULTS)
async def test_what_asking_again_does_not_mend_is_told_at_once(
    line: Callable[..., Shop], shop: FakeShop, fault: Fault, kind: type[ShopFault], said: str
) -> None:
    """One request, one sentence that says what to do."""
    shop.fail(fault)
    told = await fault_of(line())
    assert (type(told), len(shop.requests)) == (kind, 1)
    assert re.search(said, str(told))


PASSING: list[tuple[Fault, str]] = [
    (status(429), r"was asked too often for now \(429\)"),
    (status(509), r"was asked too often for now \(509\)"),
    (status(502), r"is closed or busy for now \(502\)"),
    (status(503), r"is closed or busy for now \(503\)"),
    (status(504), r"is closed or busy for now \(504\)"),
    (drop(), "breaks off"),
    (truncate(), "breaks off"),
]


@pytest.mark.parametrize(("fault", "said"), PASSING)
async def test_what_may_pass_is_asked_again(
    line: Callable[..., Shop], shop: FakeShop, pauses: Pauses, fault: Fault, said: str
) -> None:
    """After a while, and then a longer one."""
    shop.fail(*[fault] * (ATTEMPTS - 1))
    async with line() as asked:
        assert (await asked.orders(LONG_AGO, 1)).total == 1
    assert (tuple(pauses), len(shop.requests)) == (BACK_OFF_SECONDS, ATTEMPTS)


@pytest.mark.parametrize(("fault", "said"), PASSING)
async def test_what_does_not_pass_is_told(
    line: Callable[..., Shop], shop: FakeShop, fault: Fault, said: str
) -> None:
    """After so many attempts and no more."""
    shop.fail(*[fault] * 20)
    async with line() as asked:
        with pytest.raises(ForNow, match=said):
            await asked.orders(LONG_AGO, 1)
    assert len(shop.requests) == ATTEMPTS


async def test_a_shop_that_is_gone_is_told(
    line: Callable[..., Shop], shop: FakeShop, pauses: Pauses
) -> None:
    """Nobody listens there; each attempt had its pause."""
    shop.shut()
    async with line() as asked:
        with pytest.raises(ForNow, match=r"cannot be reached .*check shops\.com\.address"):
            await asked.version()
    assert tuple(pauses) == BACK_OFF_SECONDS


async def test_a_shop_that_comes_back_is_asked_again(shop: FakeShop) -> None:
    """On a connection of its own."""

    async def until_it_is_back(_seconds: float) -> None:
        shop.open()

    async with Shop(server(shop), pause=until_it_is_back) as asked:
        await asked.version()
        shop.shut()
        assert await asked.version() == "4.16.1"


@pytest.mark.parametrize(
    ("said", "waits"),
    [
        ("7", 7.0), ("0", 0.0), ("Mon, 16 Nov 2026 06:00:09 GMT", 9.0),
        ("Mon, 16 Nov 2026 05:00:00 GMT", 0.0), ("soon", 1.0), ("-5", 1.0), ("1.5", 1.0),
    ],
)  # fmt: skip
async def test_the_shop_says_when_to_ask_again(
    line: Callable[..., Shop], shop: FakeShop, pauses: Pauses, said: str, waits: float
) -> None:
    """In seconds, or until a time by its own clock; nonsense says nothing."""
    busy = status(503, retry_after=said)
    shop.fail(replace(busy, headers={**busy.headers, "Date": "Mon, 16 Nov 2026 06:00:00 GMT"}))
    async with line() as asked:
        await asked.version()
    assert pauses == [waits]


@pytest.mark.parametrize("said", ["60", "3600", "999999999", "9" * 5_000])
async def test_nobody_waits_beyond_the_deadline(
    line: Callable[..., Shop], shop: FakeShop, pauses: Pauses, said: str
) -> None:
    """A shop that wants to be left alone for an hour is told of at once."""
    shop.fail(*[status(429, retry_after=said)] * 20)
    await fault_of(line())
    assert sum(pauses) < 60


async def test_the_pauses_together_stay_within_the_deadline(
    line: Callable[..., Shop], shop: FakeShop, pauses: Pauses
) -> None:
    """25 s are waited for twice, and not for a third time."""
    shop.fail(*[status(503, retry_after="25")] * 20)
    await fault_of(line())
    assert pauses == [25.0, 25.0]


@pytest.mark.parametrize("midway", [False, True])
async def test_a_shop_that_falls_silent_is_given_up_at_the_deadline(
    line: Callable[..., Shop], shop: FakeShop, midway: bool
) -> None:
    """Before its answer or in the middle of it; a time-out of each read would never end that."""
    shop.fail(stall(midway=midway))
    told = await fault_of(line(deadline_seconds=0.2, timeout_seconds=60))
    assert "takes longer than 0.2 s" in str(told)


async def test_a_shop_that_is_silent_is_asked_again(
    line: Callable[..., Shop], shop: FakeShop, pauses: Pauses
) -> None:
    """The next answer may come."""
    shop.fail(stall())
    async with line(timeout_seconds=0.1) as asked:
        assert await asked.version() == "4.16.1"
    assert pauses == [1.0]


async def test_who_stops_waiting_stops_it(line: Callable[..., Shop], shop: FakeShop) -> None:
    """A program that ends is not held up by a shop, and takes it for no fault of the shop's."""
    shop.fail(stall())
    async with line() as asked:
        asking = asyncio.create_task(asked.version())
        assert await asyncio.to_thread(shop.asked.wait, 10)
        asking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asking


async def test_a_bomb_is_not_unpacked(line: Callable[..., Shop], shop: FakeShop) -> None:
    """A quarter of a megabyte that says it is 256 takes a few: what is over the limit is never made."""
    shop.fail(bomb(256))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    tracemalloc.start()
    told = await fault_of(line())
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert "longer than" in str(told)
    assert (most < 16 * 1024**2, grown < 32 * 1024) == (True, True)


# --- the key


def everything_of(error: BaseException | None) -> str:
    """What can be told of an error, with all behind it."""
    told = ""
    while error is not None:
        told += f"{error!r} {error} {error.args}"
        error = error.__cause__ or error.__context__
    return told


SECRETS = (KEY, base64.b64encode(f"{USER}:{KEY}".encode()).decode(), USER)


@pytest.mark.parametrize(
    "fault",
    [*(each[0] for each in FAULTS), *(each[0] for each in PASSING),
     raw(json.dumps({"message": f"No {KEY} of {USER}", "status": 401}).encode(), 401)],
)  # fmt: skip
async def test_no_fault_tells_the_key(
    line: Callable[..., Shop], shop: FakeShop, fault: Fault
) -> None:
    """Even where the shop says it back."""
    shop.fail(*[fault] * ATTEMPTS)
    told = everything_of(await fault_of(line()))
    assert not [each for each in SECRETS if each in told]


async def test_no_log_has_the_key(
    line: Callable[..., Shop], shop: FakeShop, caplog: pytest.LogCaptureFixture
) -> None:
    """Nor an address, however much somebody wants to be told."""
    for name in ("httpx", "httpcore", "asyncio", ""):
        caplog.set_level(logging.DEBUG, logger=name)
    async with line() as asked:
        await asked.orders(LONG_AGO, 1)
        await asked.order(1)
    assert caplog.records
    told = caplog.text + "".join(repr(each.__dict__) for each in caplog.records)
    assert not [each for each in (*SECRETS, "anna@") if each in told]


async def test_nothing_is_logged_unless_somebody_wants_it(
    line: Callable[..., Shop], caplog: pytest.LogCaptureFixture
) -> None:
    """What a stranger's server says of itself gets into no log of ours."""
    caplog.set_level(logging.DEBUG)
    async with line() as asked:
        await asked.version()
    assert not [each for each in caplog.records if each.name.startswith(("httpx", "httpcore"))]


def test_the_key_is_not_told_of_a_shop(shop: FakeShop) -> None:
    """Neither of where it is nor of the line to it."""
    told = f"{server(shop)!r} {server(shop)} {Shop(server(shop))!r} {vars(Shop(server(shop)))}"
    assert not [each for each in SECRETS if each in told]


# --- what is set


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"key": None}, r"keyring .creditdesk-shop-com.*shops\.com\.key_file.*CREDITDESK_SHOP_COM_KEY"),
        ({"key": ""}, "needs shops.com.user, and that user's API key"),
        ({"user": ""}, "needs shops.com.user"),
        ({"address": "http://shop.example"}, "does not cross a network in clear"),
        ({"address": "https://shop.example@evil.example"}, "https://HOST"),
    ],
)  # fmt: skip
def test_what_is_missing_is_named(changes: dict[str, str | None], said: str) -> None:
    """Before anything is asked."""
    whole = ShopServer("com", "https://shop.example", USER, KEY)
    with pytest.raises(ValueError, match=said):
        replace(whole, **changes)


def test_a_shop_is_reached_as_it_is_set() -> None:
    """With the key that is kept for it."""
    settings = ShopSettings(
        address="https://shop.example", user=USER, timeout_seconds=5, deadline_seconds=7
    )
    assert ShopServer.of("com", settings, {"CREDITDESK_SHOP_COM_KEY": KEY}) == ShopServer(
        "com", "https://shop.example", USER, KEY, timeout_seconds=5, deadline_seconds=7
    )


# --- encryption


@pytest.fixture
def secured(tmp_path: Path) -> Iterator[tuple[FakeShop, Path]]:
    """A shop with a certificate that signs itself."""
    certificate, key = make_certificate(tmp_path)
    with FakeShop(clock=lambda: AT, tls=serving_context(certificate, key)) as shop:
        yield shop, certificate


async def test_a_shop_may_have_an_authority_of_its_own(secured: tuple[FakeShop, Path]) -> None:
    """Its certificate is named in the settings."""
    shop, certificate = secured
    async with Shop(replace(server(shop), ca_file=str(certificate))) as asked:
        assert await asked.version() == "4.16.1"


async def test_a_certificate_that_nobody_vouches_for_ends_it(
    secured: tuple[FakeShop, Path], pauses: Pauses
) -> None:
    """The key is not sent, and asking again does not help."""
    shop, _ = secured
    async with Shop(server(shop), pause=pauses) as asked:
        with pytest.raises(ShopFault, match=r"is not trusted .*shops\.com\.ca_file"):
            await asked.version()
    assert (shop.requests, pauses) == ([], [])


async def test_a_certificate_is_for_one_host(tmp_path: Path, pauses: Pauses) -> None:
    """Another's does not do, whoever signed it."""
    certificate, key = make_certificate(tmp_path, host="shop.example")
    with FakeShop(tls=serving_context(certificate, key)) as shop:
        async with Shop(replace(server(shop), ca_file=str(certificate)), pause=pauses) as asked:
            with pytest.raises(ShopFault, match="is not trusted"):
                await asked.version()
    assert shop.requests == []


def test_a_file_of_authorities_that_is_not_there_is_named(shop: FakeShop) -> None:
    """With the setting that names it."""
    with pytest.raises(ShopFault, match=r"shops\.com\.ca_file /none cannot be used"):
        Shop(replace(server(shop), ca_file="/none"))
