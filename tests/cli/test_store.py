"""Shops and their orders, by commands."""

from dataclasses import replace
from datetime import timedelta

import pytest

from console.services import shop_reading
from console.services.context import Desk
from tests.cli.conftest import Runner
from tests.cli.shop import ShopDesk
from tests.conftest import at
from tests.services.office import ANNA
from tests.services.shop import ADDON, COM, INCIDENT, PREMIUM, UNKNOWN, head, line, order

STATUS = {
    "shop", "address", "cursor", "looked_at", "problem", "problem_at", "to_look_up",
    "unknown_products", "waiting_lines", "proposals",
}  # fmt: skip


def test_each_shop_of_the_settings_has_a_status(shop: ShopDesk) -> None:
    """Also one that was never looked at; and no name more or less than was promised."""
    found = shop.run.json("store", "status")
    assert [(each["shop"], each["looked_at"], set(each)) for each in found] == [
        ("com", None, STATUS), ("ru", None, STATUS),
    ]  # fmt: skip


def test_a_status_counts_what_waits(shop: ShopDesk) -> None:
    """Orders to look up, lines of unknown products, other lines and proposals are told apart."""
    shop.map("id:31 addon", "id:42 premium 3")
    shop.take_in(
        order(1, line(UNKNOWN)), order(2, line(PREMIUM), line(ADDON, 2)), order(3),
        order(3, status="I"),
    )  # fmt: skip
    shop.hear(head(4), head(5))
    (com, _) = shop.run.json("store", "status")
    counts = ("to_look_up", "unknown_products", "waiting_lines", "proposals")
    assert [com[each] for each in counts] == [2, 1, 1, 1]


def test_a_status_in_words_says_what_is_wrong(shop: ShopDesk) -> None:
    """A shop that did not answer says why, and since when."""

    async def act(desk: Desk) -> None:
        await shop_reading.reach(desk, COM, now=at(0))
        await shop_reading.in_trouble(desk, COM, problem="The shop is closed.", now=at(1))

    shop.do(act)
    assert "problem     The shop is closed. (2026-11-16 10:01)" in shop.run("store", "status").out


def test_without_a_shop_the_status_says_so(run: Runner) -> None:
    """No shop is no fault."""
    ran = run("store", "status")
    assert (ran.code, ran.out) == (0, "No shop is set, and none was read.\n")


def test_a_cursor_is_told_in_universal_time(shop: ShopDesk) -> None:
    """It is how far the shop is read by its own clock."""

    async def act(desk: Desk) -> None:
        await shop_reading.reach(desk, COM, now=at(0))
        await shop_reading.read_to(desk, COM, moment=at(7), now=at(8))

    shop.do(act)
    (com, _) = shop.run.json("store", "status")
    assert (com["cursor"], com["looked_at"]) == ("2026-11-16T06:07:00Z", "2026-11-16T06:08:00Z")


def test_orders_are_told_the_last_heard_of_first(shop: ShopDesk) -> None:
    """And a page goes on below the last of the one before."""
    shop.take_in(*(order(number) for number in (11, 12, 13)))
    first = shop.run.json("store", "orders", "--limit", "2")
    rest = shop.run.json("store", "orders", "--before", str(first[-1]["order"]))
    assert [each["order_no"] for each in [*first, *rest]] == [13, 12, 11]


def test_a_page_that_is_not_the_last_says_how_to_go_on(shop: ShopDesk) -> None:
    """The number to go on below is the desk's own."""
    shop.take_in(order(11), order(12))
    assert shop.run("store", "orders", "--limit", "1").err == "`--before 2` goes on.\n"


def test_orders_in_words_tell_what_each_gave_and_waits_for(shop: ShopDesk) -> None:
    """A line each, and what several of its lines wait for once."""
    shop.map("id:31 addon", "id:42 premium 3")
    shop.take_in(order(7, line(ADDON, 2), line(UNKNOWN), line(98), line(PREMIUM)))
    assert shop.run("store", "orders").out.splitlines()[1].split() == [
        "1", "com", "7", "paid", "(P)", "2026-11-16", "10:00", ANNA, "40", "meaning,", "domain",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "numbers"),
    [(["--shop", "com"], [1]), (["--shop", "ru"], [2]), (["--customer", ANNA], [1])],
)
def test_orders_are_told_of_a_shop_or_a_customer(
    shop: ShopDesk, words: list[str], numbers: list[int]
) -> None:
    """Orders of another shop, and what nobody's account got, are left out."""
    shop.map("id:31 addon")
    shop.take_in(order(1))
    shop.take_in(order(2, line(UNKNOWN)), shop="ru")
    assert [each["order_no"] for each in shop.run.json("store", "orders", *words)] == numbers


@pytest.mark.parametrize(
    "words", ["orders --shop uk", "orders --customer nobody@shop.example", "show com 7", "map list --shop uk",
              "proposals accept 7 --reason x --as ada", "domain 7 shop.example --as ada",
              "admit com 7 --as ada", "map set uk id:1 addon --as ada", "try --shop uk"],
)  # fmt: skip
def test_what_is_not_there_is_not_found(shop: ShopDesk, words: str) -> None:
    """A shop, a customer, an order, a line or a proposal that is none ends with 3."""
    assert shop.run("store", *words.split()).code == 3


@pytest.mark.parametrize(
    "words", ["map set com id:1 addon", "map remove com id:1", "proposals accept 1 --reason x",
              "domain 1 shop.example", "admit com 1", "look com 1"],
)  # fmt: skip
def test_only_an_admin_decides(shop: ShopDesk, words: str) -> None:
    """A specialist and a lead are refused, and no clause is named: it is a role's refusal."""
    for login in ("olga", "irina"):
        ran = shop.run("store", *words.split(), "--as", login, "--json")
        assert (ran.code, ran.data["refused"]["clause"]) == (1, None)


def test_an_order_is_told_with_what_each_line_gave(shop: ShopDesk) -> None:
    """Units bought, paid for and given, and the credits that came of them."""
    shop.map("id:31 addon")
    shop.take_in(order(1, line(ADDON, 2), line(UNKNOWN)))
    (addon, unknown) = shop.run.json("store", "show", "com", "1")["lines"]
    told = ("amount", "paid", "given", "credits", "waits_for")
    assert [addon[each] for each in told] == [2, 2, 2, 40, None]
    assert [unknown[each] for each in told] == [1, 1, 0, 0, "meaning"]


def test_an_order_in_words_has_its_lines(shop: ShopDesk) -> None:
    """Each line with the names that the map takes, and its meaning."""
    shop.map("id:41 incident")
    shop.take_in(order(1, line(INCIDENT)))
    told = shop.run("store", "show", "com", "1").out
    assert "order 1, paid (P)" in told
    assert "id:41 code:P41" in told
    assert told.rstrip().endswith("0  incident")


def test_unknown_products_are_told_with_their_orders(shop: ShopDesk) -> None:
    """One product is one row, however many orders hold it."""
    shop.take_in(order(1, line(UNKNOWN, 2)), order(2, line(UNKNOWN)), order(3, line(98)))
    found = shop.run.json("store", "waiting")
    assert [(each["product_id"], each["units"], each["orders"]) for each in found] == [
        (UNKNOWN, 3, [1, 2]), (98, 1, [3]),
    ]  # fmt: skip


def test_what_waits_says_what_to_do(shop: ShopDesk) -> None:
    """A hint for each kind of what waits, and for no other."""
    shop.map("id:42 premium 3")
    shop.take_in(order(1, line(PREMIUM)))
    assert shop.run("store", "waiting").err == (
        "`store domain LINE DOMAIN` says which site a Premium is for.\n"
    )


def test_an_order_that_cannot_be_looked_up_is_a_fault(shop: ShopDesk) -> None:
    """It is told with the reason, and when it is tried again."""
    shop.hear(head(9))

    async def act(desk: Desk) -> None:
        (due,) = await shop_reading.due(desk, COM, now=at(1), limit=1)
        await shop_reading.failed(desk, due.order, problem="The shop is closed.", now=at(1))

    shop.do(act)
    (found,) = shop.run.json("store", "faults")
    assert (found["order_no"], found["problem"]) == (9, "The shop is closed.")
    assert "com       9  2026-11-16 10:02  The shop is closed." in shop.run("store", "faults").out


def test_a_premium_is_posted_once_its_site_is_named(shop: ShopDesk) -> None:
    """The line is named by its number in `store waiting`."""
    shop.map("id:42 premium 3")
    shop.take_in(order(1, line(PREMIUM)))
    (found,) = shop.run.json("store", "waiting")
    done = shop.run.json("store", "domain", str(found["lines"][0]), "shop.example", "--as", "ada")
    (package,) = shop.run.json("entitlement", "list", ANNA)
    assert (done["posted"], package["domain"]) == (1, "shop.example")


def test_a_site_that_is_none_is_bad_input(shop: ShopDesk) -> None:
    """What is no domain ends with 2."""
    shop.map("id:42 premium 3")
    shop.take_in(order(1, line(PREMIUM)))
    assert shop.run("store", "domain", "1", "no domain", "--as", "ada").code == 2


def test_an_order_from_before_the_desk_began_counts_once_admitted(shop: ShopDesk) -> None:
    """It gives nothing by itself; admitted it does, and a second time it is refused."""
    shop.map("id:31 addon")
    shop.take_in(order(1, placed_at=at(0) - timedelta(days=9)))
    before = shop.run.json("store", "show", "com", "1")["lines"][0]["credits"]
    done = [shop.run("store", "admit", "com", "1", "--as", "ada") for _ in range(2)]
    assert (before, [each.code for each in done]) == (0, [0, 1])
    assert done[0].out == "Posted: 20 credits, 1 entry.\n"


def test_an_order_is_looked_up_again_when_asked(shop: ShopDesk) -> None:
    """Be it known to the desk or not."""
    shop.take_in(order(1))
    for number in ("1", "2"):
        assert shop.run("store", "look", "com", number, "--as", "ada").code == 0
    assert shop.run.json("store", "status")[0]["to_look_up"] == 2


@pytest.mark.parametrize(
    "words",
    ["look uk 1 --as ada", "orders --limit 0", "show com x", "map set com 31 addon --as ada"],
)
def test_what_cannot_be_used_is_bad_input(shop: ShopDesk, words: str) -> None:
    """It ends with 2."""
    assert shop.run("store", *words.split()).code == 2


def test_names_from_a_shop_move_no_terminal(shop: ShopDesk) -> None:
    """What a shop calls its products is cleaned in words and in data."""
    shop.take_in(order(1, replace(line(UNKNOWN), product="Live\x1b[2J\u202esearch")))
    for words in (
        ["waiting"],
        ["show", "com", "1"],
        ["waiting", "--json"],
        ["show", "com", "1", "--json"],
    ):
        told = shop.run("store", *words).out
        assert ("\x1b" in told, "\u202e" in told, "search" in told) == (False, False, True)


def test_a_desk_without_a_shop_tries_none(run: Runner) -> None:
    """There is nothing to look at."""
    ran = run("store", "try")
    assert (ran.code, "No shop is set" in ran.err) == (2, True)
