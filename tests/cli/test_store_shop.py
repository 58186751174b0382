"""Commands that ask a shop, against one on this machine that speaks as CS-Cart does."""

from collections.abc import Iterator

import pytest

from tests.cli.conftest import Runner
from tests.cli.shop import ShopDesk
from tests.services.office import ANNA
from tests.store.fake_http import status
from tests.store.fake_shop import KEY, FakeShop, item


@pytest.fixture
def fake(run: Runner, shop: ShopDesk, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeShop]:
    """The shop `com` of the settings, with its key in the environment; the desk knows its add-ons, and began with it."""
    monkeypatch.setenv("CREDITDESK_SHOP_COM_KEY", KEY)
    with FakeShop(clock=lambda: run.now) as fake:
        shop.name_shops(section("com", fake))
        shop.map("id:31 addon")
        run("work", "--once", "--only", "store")
        run.wait(10)
        yield fake


def section(name: str, fake: FakeShop) -> str:
    """The settings' section of the shop."""
    return f'\n[shops.{name}]\naddress = "{fake.address}"\nuser = "{fake.user}"\n'


def test_a_paid_order_is_credits_after_a_run(fake: FakeShop, run: Runner) -> None:
    """Once, however often the shop is read."""
    fake.place(item(31, amount=2), status="P")
    told = [run("work", "--once", "--only", "store").out for _ in range(2)]
    assert told[0] == "store: orders 1, posted 1, waiting 0, proposals 0, failed 0\n"
    assert run.json("credits", "balance", ANNA)["balance"] == 40


def test_the_shops_are_among_the_jobs(fake: FakeShop, run: Runner) -> None:
    """Also where no job is named."""
    fake.place(item(31), status="P")
    found = run.json("work", "--once")
    assert [(each["job"], each.get("posted")) for each in found][-1] == ("store", 1)


def test_a_dry_run_says_what_would_post_and_changes_nothing(fake: FakeShop, run: Runner) -> None:
    """The lines of each order, and whether its buyer is new; nothing of it is on record."""
    fake.place(item(31, amount=2), item(99), status="P")
    ran = run("store", "try", "--shop", "com")
    first, second = (each.split() for each in ran.out.splitlines()[1:])
    assert first[:6] == ["com", "1", "paid", "(P)", ANNA, "(new)"]
    assert (first[6:9], second[6:]) == (
        ["gives", "2", "+40"], ["waits", "for", "meaning", "1", "0", "Power", "Reviews"],
    )  # fmt: skip
    assert run.json("store", "orders") == []


def test_a_dry_run_as_data_has_a_shop_each(fake: FakeShop, run: Runner) -> None:
    """With its orders, and what each of their lines would give."""
    fake.place(item(31), status="P")
    (com,) = run.json("store", "try")
    steps = [(step["does"], step["credits"]) for each in com["orders"] for step in each["steps"]]
    assert (com["shop"], com["problem"], steps) == ("com", None, [("gives", 20)])


@pytest.mark.parametrize("words", ["store try", "work --once --only store"])
def test_a_shop_that_does_not_answer_is_a_failure(fake: FakeShop, run: Runner, words: str) -> None:
    """It ends with 4 and says so; the key is in no word of it."""
    fake.key = "another"
    ran = run(*words.split(), "--json")
    assert (ran.code, "does not let its user in" in ran.data["error"]["reason"]) == (4, True)
    assert KEY not in ran.out + ran.err


def test_one_shop_that_does_not_answer_keeps_none_of_the_others(
    fake: FakeShop, shop: ShopDesk, run: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the others would post is told, and what is wrong beside it."""
    monkeypatch.setenv("CREDITDESK_SHOP_RU_KEY", KEY)
    fake.place(item(31), status="P")
    with FakeShop(clock=lambda: run.now, key="another") as other:
        shop.name_shops(section("com", fake) + section("ru", other))
        ran = run("store", "try")
    assert (ran.code, "Power Reviews" in ran.out, ran.err.startswith("ru: ")) == (0, True, True)


def test_a_shop_without_a_key_says_where_one_is_kept(
    fake: FakeShop, run: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is asked of the shop."""
    monkeypatch.delenv("CREDITDESK_SHOP_COM_KEY")
    ran = run("store", "try")
    assert (ran.code, "CREDITDESK_SHOP_COM_KEY" in ran.err) == (2, True)


def test_the_status_has_what_was_wrong_until_it_is_over(fake: FakeShop, run: Runner) -> None:
    """And how far the shop was read, by its own clock."""
    fake.fail(status(500))
    run("work", "--once", "--only", "store")
    (wrong,) = run.json("store", "status")
    run("work", "--once", "--only", "store")
    (right,) = run.json("store", "status")
    assert (bool(wrong["problem"]), right["problem"], right["cursor"]) == (
        True, None, "2026-11-16T06:10:00Z",
    )  # fmt: skip


def test_a_hint_is_looked_up_at_the_next_run(fake: FakeShop, run: Runner) -> None:
    """Also of an order that was given back in part, of which the shop's list does not tell."""
    number = fake.place(item(31, amount=2), status="P")
    run("work", "--once", "--only", "store")
    fake.give_back(number, *fake.orders[number].lines)
    run("store", "look", "com", str(number), "--as", "ada")
    run("work", "--once", "--only", "store")
    (proposal,) = run.json("store", "proposals")
    assert (proposal["units"], proposal["credits"]) == (1, 20)
