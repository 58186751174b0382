"""Stories of the shop's screen: orders looked at by everybody, decided by an admin, all by keyboard."""

import asyncio
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from console.policy.orders import Meaning, Means
from console.screens.account import AccountScreen
from console.screens.dialogs import AskForm
from console.screens.shop import ShopScreen
from console.screens.shop_reading import OrderScreen
from tests.stories.desks import ANNA, BORIS, make_desk
from tests.stories.shops import SHOPS, hear_of, make_shop, meaning_of
from tests.stories.theatre import Stage, stage
from widgets.line_list import LineList

SIZES = pytest.mark.parametrize("size", [(80, 24), (120, 40)])


@pytest.fixture(scope="session")
def sold_once(blank_desk: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk's file whose shop has sold, made once."""
    path = Path(shutil.copy(blank_desk, tmp_path_factory.mktemp("sold") / "desk.db"))

    async def make() -> None:
        await make_desk(path, (ANNA, BORIS))
        await make_shop(path)

    asyncio.run(make())
    return path


@pytest.fixture
def sold(sold_once: Path, tmp_path: Path) -> Path:
    """A fresh copy of it."""
    return Path(shutil.copy(sold_once, tmp_path / "sold.db"))


async def open_shop(person: Stage, section: str = "1") -> None:
    """Go to a section of the shop."""
    await person.press("f10", section)
    await person.until(lambda: "Reading…" not in person.text)


async def on_line(person: Stage, section: str, words: str) -> None:
    """Put the cursor on the line of a section that has these words."""
    await open_shop(person, section)
    for _ in range(12):
        shown = person.app.screen.query_one(LineList)
        line = person.text.splitlines()[3 + shown.cursor_line]
        if words in line:
            return
        await person.press("j")
    raise AssertionError(f"no line has {words!r}:\n{person.text}")


def flat(person: Stage) -> str:
    """What is on screen, whatever way its lines are broken."""
    return " ".join(person.text.split())


def entries(path: Path) -> list[tuple[object, ...]]:
    """All entries that came of orders, with whose they are."""
    with closing(sqlite3.connect(path)) as file:
        return file.execute(
            "SELECT e.kind, e.credits, c.name FROM entry e JOIN account a ON a.id = e.account_id"
            " JOIN customer c ON c.id = a.customer_id WHERE e.reason LIKE '%rder%' ORDER BY e.id"
        ).fetchall()


def one(path: Path, statement: str) -> object:
    """One value of the record."""
    with closing(sqlite3.connect(path)) as file:
        row = file.execute(statement).fetchone()
        return row[0] if row else None


TOLD = {
    "1": ["1 shops 2  2 waiting 4  3 proposals 2  4 orders  5 map 6", "09:55", "4 lines wait", "not looked at yet"],
    "2": ["unknown", "Live [/b]", "no domain", "no address", "failed"],
    "3": [ANNA.address, "-20", "90", "70"],
    "4": ["1006 com", "cancelled (I)", "paid (P)", "nothing: early", "40 credits"],
    "5": ["id:50", "package of 5 add-ons: 50 credits", "Premium, 3 months", "ada"],
}  # fmt: skip


@SIZES
async def test_each_section_tells_what_it_is_for(sold: Path, size: tuple[int, int]) -> None:
    """Everybody may look at shops, what waits, proposals, orders and the map."""
    async with stage(sold, size=size, settings=SHOPS) as olga:
        missing = []
        for section, told in TOLD.items():
            await open_shop(olga, section)
            missing += [each for each in told if each not in olga.text]
        assert missing == []


@SIZES
async def test_hostile_words_do_nothing(sold: Path, size: tuple[int, int]) -> None:
    """A product's name is shown as words in the list, whole, and in each dialog."""
    async with stage(sold, login="ada", size=size, settings=SHOPS) as ada:
        await open_shop(ada, "2")
        seen = []
        for keys in ((), ("enter",), ("escape", "m"), ("a",)):
            await ada.press(*keys)
            await ada.until(lambda: "Live [/b] ·[31msearch" in ada.text)
            seen.append(ada.text)
        assert set("\x1b\u202e") & set("".join(seen)) == set()


@SIZES
async def test_an_order_is_read_whole(sold: Path, size: tuple[int, int]) -> None:
    """Enter shows each line, what it gave, and under which entry."""
    async with stage(sold, size=size, settings=SHOPS) as olga:
        await on_line(olga, "4", "1001 com")
        await olga.press("enter")
        await olga.until(lambda: isinstance(olga.app.screen, OrderScreen))
        await olga.until(lambda: "gave 40 credits: entry 3" in olga.text)


async def test_an_unknown_product_is_read_with_its_orders(sold: Path) -> None:
    """Enter shows which orders hold it, and whose they are."""
    async with stage(sold, size=(120, 40), settings=SHOPS) as olga:
        await on_line(olga, "2", "unknown")
        await olga.press("enter")
        await olga.until(lambda: "1003 of zoe@new.example" in olga.text)
        assert "3 units paid for in 2 lines" in olga.text


@SIZES
async def test_mapping_says_beforehand_what_it_does(sold: Path, size: tuple[int, int]) -> None:
    """The last question tells orders, credits and buyers; enter alone writes nothing."""
    async with stage(sold, login="ada", size=size, settings=SHOPS) as ada:
        await on_line(ada, "2", "unknown")
        await ada.press("m", "a")
        await ada.until(lambda: "2 orders wait: 60 credits go to 2 buyers" in ada.text)
        await ada.press("enter")
    assert await meaning_of(sold) == {}


@SIZES
async def test_a_mapped_product_is_posted(sold: Path, size: tuple[int, int]) -> None:
    """What waited is posted to each buyer at once, which is said."""
    async with stage(sold, login="ada", size=size, settings=SHOPS) as ada:
        await on_line(ada, "2", "unknown")
        await ada.press("m", "a", "y")
        await ada.until(lambda: "add-on: 20 credits. 60 credits given." in ada.said)
        await ada.until(lambda: "2 waiting 3" in ada.text)
    assert entries(sold)[-2:] == [("grant", 40, "Борис Иванов"), ("grant", 20, "Anna")]


@pytest.mark.parametrize(
    ("keys", "typed", "meaning"),
    [
        (("p",), "5", Meaning(Means.PACKAGE, 5)),
        (("c", "2"), "", Meaning(Means.CREDITS, 160)),
        (("m", "3"), "", Meaning(Means.PREMIUM, 6)),
        (("n", "r"), "", Meaning(Means.RENEWAL)),
    ],
)
async def test_each_meaning_has_its_keys(
    sold: Path, keys: tuple[str, ...], typed: str, meaning: Meaning
) -> None:
    """A number is asked for where there is one to say."""
    async with stage(sold, login="ada", settings=SHOPS) as ada:
        await on_line(ada, "2", "unknown")
        await ada.press("m", *keys)
        if typed:
            await ada.type(typed)
            await ada.press("enter")
        await ada.until(lambda: ada.asked == "Write it into the map?")
        await ada.press("y")
        await ada.until(lambda: "Live" in ada.said)
    assert await meaning_of(sold) == {"": meaning}


async def test_one_variant_alone_is_mapped(sold: Path) -> None:
    """The number beside a variant writes that variant and not the whole product."""
    async with stage(sold, login="ada", settings=SHOPS) as ada:
        await on_line(ada, "2", "unknown")
        await ada.press("m", "a")
        await ada.until(lambda: "only variant 5:12" in ada.text)
        await ada.press("1")
        await ada.until(lambda: "60 credits given" in ada.said)
    assert await meaning_of(sold) == {"5:12": Meaning(Means.ADDON)}


async def test_a_product_of_the_map_can_be_unknown_again(sold: Path) -> None:
    """What stands in the map is written anew, or leaves it."""
    async with stage(sold, login="ada", settings=SHOPS) as ada:
        await on_line(ada, "5", "id:31")
        await ada.press("m", "u")
        await ada.until(lambda: "no order waits for it" in ada.text)
        await ada.press("y")
        await ada.until(lambda: "id:31: unknown again." in ada.said)
        await ada.until(lambda: "5 map 5" in ada.text)
    assert await meaning_of(sold, "id:31") == {}


@SIZES
async def test_accepting_names_person_credits_and_balance(
    sold: Path, size: tuple[int, int]
) -> None:
    """The last question tells them, and stands on no."""
    async with stage(sold, login="ada", size=size, settings=SHOPS) as ada:
        await on_line(ada, "3", "1001 com")
        await ada.press("a")
        await ada.type("Returned")
        await ada.press("enter")
        await ada.until(lambda: ada.asked == f"Take 20 credits back from {ANNA.address}?")
        assert "Order 1001 of com · balance 90 → 70" in flat(ada)
        await ada.press("enter")
    assert one(sold, "SELECT state FROM order_proposal ORDER BY id LIMIT 1") == "open"


@SIZES
async def test_accepted_the_credits_go_back(sold: Path, size: tuple[int, int]) -> None:
    """They are taken back with the reason, which is said, and the proposal is off the list."""
    async with stage(sold, login="ada", size=size, settings=SHOPS) as ada:
        await on_line(ada, "3", "1001 com")
        await ada.press("a")
        await ada.type("Returned")
        await ada.press("enter", "y")
        await ada.until(lambda: f"20 credits taken back from {ANNA.address}: now 70." in ada.said)
        await ada.until(lambda: "3 proposals 1" in ada.text)
    assert entries(sold)[-1] == ("correction", -20, "Anna Petrova")
    assert one(sold, "SELECT reason FROM order_proposal ORDER BY id LIMIT 1") == "Returned"


async def test_accepted_a_package_goes_back(sold: Path) -> None:
    """What brought no credits is named by what it means."""
    async with stage(sold, login="ada", settings=SHOPS) as ada:
        await on_line(ada, "3", "1007 com")
        await ada.press("a")
        await ada.type("Returned")
        await ada.press("enter")
        await ada.until(lambda: ada.asked == f"Take 1 × Incident back from {BORIS.address}?")
        await ada.press("y")
        await ada.until(lambda: "1 × Incident taken back" in ada.said)
    assert one(sold, "SELECT refund_reason FROM entitlement") == "Returned"


@SIZES
async def test_turned_down_the_buyer_keeps_it(sold: Path, size: tuple[int, int]) -> None:
    """Nothing is posted, and the reason is kept."""
    async with stage(sold, login="ada", size=size, settings=SHOPS) as ada:
        await on_line(ada, "3", "1001 com")
        await ada.press("x")
        await ada.type("Goodwill")
        await ada.press("enter")
        await ada.until(lambda: ada.asked == f"Leave {ANNA.address} 20 credits?")
        await ada.press("y")
        await ada.until(lambda: f"is turned down: {ANNA.address} keeps 20 credits." in ada.said)
    assert [entry[1] for entry in entries(sold)] == [40]
    assert one(sold, "SELECT state FROM order_proposal ORDER BY id LIMIT 1") == "rejected"


async def test_a_decision_needs_its_reason(sold: Path) -> None:
    """Without one the form stays open."""
    async with stage(sold, login="ada", settings=SHOPS) as ada:
        await on_line(ada, "3", "1001 com")
        await ada.press("a", "enter")
        assert isinstance(ada.app.screen, AskForm)


@SIZES
async def test_a_premium_is_posted_once_its_domain_is_known(
    sold: Path, size: tuple[int, int]
) -> None:
    """The domain is asked for, the last question names domain and buyer, and the term begins."""
    async with stage(sold, login="ada", size=size, settings=SHOPS) as ada:
        await on_line(ada, "2", "no domain")
        await ada.press("d")
        await ada.type("shop.example")
        await ada.press("enter")
        await ada.until(lambda: ada.asked == "Post 1 × Premium, 3 months, for shop.example?")
        assert f"post it for {ANNA.address}" in ada.text
        await ada.press("y")
        await ada.until(lambda: "Premium, 3 months, for shop.example" in ada.said)
        await ada.until(lambda: "2 waiting 3" in ada.text)
    assert one(sold, "SELECT domain FROM entitlement WHERE kind = 'premium'") == "shop.example"


@pytest.mark.parametrize(
    ("section", "words", "number"),
    [("4", "1001 com", 1001), ("3", "1007 com", 1007), ("2", "failed", 1008), ("2", "no address", 1005)],
)  # fmt: skip
async def test_an_order_is_looked_up_again(
    sold: Path, section: str, words: str, number: int
) -> None:
    """L works wherever an order is under the cursor."""
    async with stage(sold, login="ada", settings=SHOPS) as ada:
        await on_line(ada, section, words)
        await ada.press("l")
        await ada.until(lambda: f"Order {number} of com is looked up at the next run." in ada.said)


async def test_an_order_of_a_shop_is_looked_up_by_its_number(sold: Path) -> None:
    """On a shop L asks for the number, on record or not."""
    async with stage(sold, login="ada", settings=SHOPS) as ada:
        await on_line(ada, "1", "com")
        await ada.press("l")
        await ada.type("777")
        await ada.press("enter")
        await ada.until(lambda: "Order 777 of com is looked up at the next run." in ada.said)
    found = "SELECT look_up_from IS NOT NULL FROM shop_order WHERE order_no = 777"
    assert one(sold, found) == 1


@SIZES
async def test_an_early_order_is_admitted_after_a_question(
    sold: Path, size: tuple[int, int]
) -> None:
    """Enter alone admits nothing; admitted it gives what it is worth."""
    async with stage(sold, login="ada", size=size, settings=SHOPS) as ada:
        await on_line(ada, "4", "1006 com")
        await ada.press("e", "enter")
        assert one(sold, "SELECT early FROM shop_order WHERE order_no = 1006") == 1
        await ada.press("e", "y")
        await ada.until(lambda: "Order 1006 of com counts. 20 credits given." in ada.said)
    assert entries(sold)[-1] == ("grant", 20, "Борис Иванов")


@pytest.mark.parametrize("section", ["4", "2"])
async def test_o_opens_the_buyer(sold: Path, section: str) -> None:
    """By the order's account, or by its address where it gave nothing yet; escape comes back."""
    words = "1001 com" if section == "4" else "no domain"
    async with stage(sold, settings=SHOPS) as olga:
        await on_line(olga, section, words)
        await olga.press("o")
        await olga.until(lambda: isinstance(olga.app.screen, AccountScreen))
        await olga.press("escape")
        assert isinstance(olga.app.screen, ShopScreen)


async def test_a_buyer_who_is_nobody_yet_is_said(sold: Path) -> None:
    """An order of an unknown address says why there is no account to open."""
    async with stage(sold, settings=SHOPS) as olga:
        await on_line(olga, "4", "1003 com")
        await olga.press("o")
        await olga.until(lambda: "Nobody is known by that address" in olga.said)


async def test_only_an_admin_decides_and_the_key_says_so(sold: Path) -> None:
    """A lead is told who may, and nothing opens."""
    async with stage(sold, login="irina", settings=SHOPS) as irina:
        await on_line(irina, "3", "1001 com")
        await irina.press("a")
        assert ("Only an admin may do that." in irina.said, type(irina.app.screen)) == (
            True, ShopScreen,
        )  # fmt: skip


async def test_a_key_pressed_while_it_is_read_is_kept(sold: Path) -> None:
    """What is typed ahead has its effect once the shops are known."""
    async with stage(sold, login="ada", settings=SHOPS) as ada:
        ada.app.do_go_shop()
        ada.app.screen.action_run("order.look_up")
        await ada.until(lambda: "The number of the order" in ada.text)


async def test_without_a_shop_the_screen_says_what_to_set(waiting_desk: Path) -> None:
    """Each empty section is told in words."""
    async with stage(waiting_desk) as olga:
        await open_shop(olga)
        seen = olga.text
        for section in "2345":
            await olga.press(section)
            seen += olga.text
        for words in (
            "No shop is connected: F9 n connects one.", "Nothing waits",
            "No order would give anything back.", "No order is on record.", "No product has a meaning yet",
        ):  # fmt: skip
            assert words in seen


async def test_orders_are_read_by_pages(sold: Path) -> None:
    """Past fifty the list goes on as the cursor comes to its end."""
    await hear_of(sold, range(1, 63))
    async with stage(sold, settings=SHOPS) as olga:
        await open_shop(olga, "4")
        shown = olga.app.screen.query_one(LineList)
        await olga.press("G")
        await olga.until(lambda: shown.total == 70)
        await olga.press("G")
        await olga.until(lambda: olga.text.splitlines()[-2].startswith(" 1001 com"))


async def test_a_dry_run_says_why_the_shop_cannot_be_asked(sold: Path) -> None:
    """T asks the shop; without a key it says what is missing."""
    async with stage(sold, settings=SHOPS) as olga:
        await on_line(olga, "1", "com")
        await olga.press("t")
        await olga.until(lambda: "The shop com could not be read" in olga.text)
        assert "CREDITDESK_SHOP_COM_KEY" in olga.text


@pytest.mark.parametrize(("login", "told"), [("ada", True), ("irina", False)])
async def test_admins_see_from_the_queue_what_the_shop_wants(
    sold: Path, login: str, told: bool
) -> None:
    """Proposals and unknown products stand among the loose ends of who can see to them."""
    async with stage(sold, login=login, settings=SHOPS) as person:
        await person.press("f2")
        await person.until(
            lambda: "Nothing else." in person.text or "shop proposals" in person.text
        )
        assert ("shop proposals: 2 · unknown products: 1" in person.text) is told


async def test_a_console_that_only_reads_decides_nothing(sold: Path) -> None:
    """With --read-only the keys say why they are off."""
    async with stage(sold, login="ada", read_only=True, settings=SHOPS) as ada:
        await on_line(ada, "3", "1001 com")
        await ada.press("a")
        assert "This console only reads" in ada.said
