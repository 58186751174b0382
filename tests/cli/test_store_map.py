"""The map of shops' products, by commands and as a file."""

from collections.abc import Sequence

import pytest

from tests.cli.conftest import Ran
from tests.cli.shop import ShopDesk
from tests.services.office import ANNA
from tests.services.shop import ADDON, UNKNOWN, line, order

HEAD = "shop,product,variant,means,number"


def take_in(shop: ShopDesk, *lines: str, words: Sequence[str] = (), login: str = "ada") -> Ran:
    """Import a file of these lines."""
    file = shop.run.file("\n".join(lines).encode(), "map.csv")
    return shop.run("store", "map", "import", file, *words, "--as", login)


def held(shop: ShopDesk) -> set[tuple[str, str, str, str]]:
    """The map as it holds."""
    return {
        (each["shop"], each["product"], each["variant"], " ".join(
            str(part) for part in each["meaning"].values() if part is not None
        ))
        for each in shop.run.json("store", "map", "list")
    }  # fmt: skip


@pytest.mark.parametrize(
    ("words", "row"),
    [
        ("id:31 addon", ("com", "id:31", "", "addon")),
        ("code:SUP-80 credits 80", ("com", "code:SUP-80", "", "credits 80")),
        ("id:7 --variant 5:72 premium 3", ("com", "id:7", "5:72", "premium 3")),
        ("id:50 package 5", ("com", "id:50", "", "package 5")),
    ],
)
def test_a_product_means_what_was_said(
    shop: ShopDesk, words: str, row: tuple[str, str, str, str]
) -> None:
    """By its number or code, as a whole or one variant of it."""
    shop.map(words)
    assert held(shop) == {row}


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("id:31 credits 90", 1), ("id:31 addon 3", 1), ("id:31 premium", 1), ("id:31 premium 5", 1),
        ("id:0 addon", 2), ("31 addon", 2), ("id:31 present", 2), ("id:31 addon x", 2),
        ("id:31 --variant 5 addon", 2), ("code:A\u200bB addon", 2),
    ],
)  # fmt: skip
def test_what_the_policy_does_not_sell_is_refused_and_nonsense_is_bad_input(
    shop: ShopDesk, words: str, code: int
) -> None:
    """And the map stays as it was."""
    ran = shop.run("store", "map", "set", "com", *words.split(" "), "--as", "ada")
    assert (ran.code, held(shop)) == (code, set())


def test_what_waited_for_a_meaning_is_posted(shop: ShopDesk) -> None:
    """All orders that hold the product, at once, with what they gave."""
    shop.take_in(order(1, line(UNKNOWN)), order(2, line(UNKNOWN, 2)))
    ran = shop.run("store", "map", "set", "com", f"id:{UNKNOWN}", "addon", "--as", "ada")
    assert ran.out == "id:99 of com is addon. Posted: 60 credits, 2 entries and packages.\n"
    assert shop.run.json("credits", "balance", ANNA)["balance"] == 60


def test_the_same_said_again_changes_nothing(shop: ShopDesk) -> None:
    """It is told so."""
    shop.map("id:31 addon")
    ran = shop.run("store", "map", "set", "com", "id:31", "addon", "--as", "ada")
    assert ran.out == "id:31 of com is addon, as it was.\n"


def test_removed_it_is_unknown_again(shop: ShopDesk) -> None:
    """The variant that was named alone."""
    shop.map("id:31 addon", "id:31 --variant 5:72 free")
    ran = shop.run("store", "map", "remove", "com", "id:31", "--variant", "5:72", "--as", "ada")
    assert ran.out == "id:31 5:72 of com is unknown again.\n"
    assert held(shop) == {("com", "id:31", "", "addon")}


def test_what_it_says_in_json_counts_what_came_of_it(shop: ShopDesk) -> None:
    """For scripts: what was written, and the orders, entries and credits that followed."""
    shop.take_in(order(1, line(UNKNOWN)))
    data = shop.run.json("store", "map", "set", "com", "id:99", "credits", "80", "--as", "ada")
    assert (data["changed"], data["orders"], data["posted"], data["credits"]) == (1, 1, 1, 80)


def test_a_file_is_exported_and_read_back_as_it_was(shop: ShopDesk) -> None:
    """Whatever a code is made of, importing the export changes nothing."""
    shop.map("id:31 addon", "id:7 --variant 5:72 premium 3", "id:50 package 5")
    for code in ('code:=SUM("A1";2), b', "code:Поиск-80", "code:-1+1", "code:'=x", "code:;"):
        shop.run("store", "map", "set", "com", code, "free", "--as", "ada")
    assert len(held(shop)) == 8
    file = str(shop.run.home / "out.csv")
    assert shop.run("store", "map", "export", file).code == 0
    ran = shop.run("store", "map", "import", file, "--replace", "--as", "ada")
    assert (ran.code, ran.out) == (0, "The map is as the file has it: nothing changes.\n")


def test_an_export_without_a_file_is_the_document(shop: ShopDesk) -> None:
    """On standard output, with the columns that import takes."""
    shop.map("id:31 addon", "id:50 package 5", "id:31 --variant 5:72 free")
    assert shop.run("store", "map", "export").out.splitlines() == [
        HEAD, "com,id:31,,addon,", "com,id:31,option:5:72,free,", "com,id:50,,package,5",
    ]  # fmt: skip


def test_an_export_as_json_is_one_value(shop: ShopDesk) -> None:
    """The same as a list."""
    shop.map("id:50 package 5")
    assert shop.run.json("store", "map", "export") == [
        {"shop": "com", "product": "id:50", "variant": "", "meaning": {"means": "package", "amount": 5}}
    ]  # fmt: skip


def test_an_import_says_what_each_product_was_and_becomes(shop: ShopDesk) -> None:
    """What the file has as it is already is left out."""
    shop.map("id:31 addon", "id:50 package 5")
    ran = take_in(shop, HEAD, "com,id:31,,addon,", "com,id:50,,package,7", "ru,id:1,,free,")
    assert ran.out.splitlines() == [
        "shop  product  variant  was        becomes",
        "com   id:50             package 5  package 7",
        "ru    id:1              unknown    free",
        "2 products changed.",
    ]


def test_a_dry_run_says_the_same_and_changes_nothing(shop: ShopDesk) -> None:
    """It is anybody's on the staff."""
    ran = take_in(shop, HEAD, "com,id:31,,addon,", words=["--dry-run"], login="olga")
    assert (ran.code, ran.out.splitlines()[-1], held(shop)) == (
        0, "1 product would change.", set(),
    )  # fmt: skip


@pytest.mark.parametrize(("words", "left"), [([], {"id:31", "id:50"}), (["--replace"], {"id:50"})])
def test_what_the_file_lacks_is_removed_only_when_it_replaces(
    shop: ShopDesk, words: list[str], left: set[str]
) -> None:
    """And never of a shop that the file does not name."""
    shop.map("id:31 addon", "id:50 package 5")
    shop.run("store", "map", "set", "ru", "id:9", "free", "--as", "ada")
    take_in(shop, HEAD, "com,id:50,,package,5", words=words)
    assert held(shop) == {
        ("ru", "id:9", "", "free"),
        *(("com", each, "", "addon" if each == "id:31" else "package 5") for each in left),
    }


def test_every_wrong_line_is_named_and_nothing_is_changed(shop: ShopDesk) -> None:
    """By its number, with the reason; a right line beside them is not written."""
    ran = take_in(
        shop, HEAD, "com,id:31,,addon,", "uk,id:1,,addon,", "com,31,,addon,", "com,id:1,5,addon,",
        "com,id:1,,present,", "com,id:2,,credits,90", "com,id:3,,package,many", "com,id:31,,free,",
        "com,id:4,,free,,,x",
    )  # fmt: skip
    numbers = [each.split(":")[0] for each in ran.err.splitlines()[1:]]
    assert (ran.code, numbers, held(shop)) == (
        2, [f"Line {number}" for number in range(3, 11)], set(),
    )  # fmt: skip
    assert "Line 9: it names the same product as line 2." in ran.err
    assert "not of 90 (K2)" in ran.err


@pytest.mark.parametrize(
    "raw", [b"", b"shop,product\n", b"\xff\xfe", b'shop,product,variant,means,number\ncom,"id:1,,free,\n']
)  # fmt: skip
def test_what_is_no_map_is_bad_input(shop: ShopDesk, raw: bytes) -> None:
    """An empty file, one without its columns, one that is no text, one that is no CSV."""
    assert shop.run("store", "map", "import", shop.run.file(raw), "--as", "ada").code == 2


def test_what_a_program_for_tables_makes_of_it_is_read(shop: ShopDesk) -> None:
    """A mark at its begin, semicolons, empty lines and columns, in another order, and no numbers where none are."""
    raw = "\ufeffmeans;shop;product;variant;number;;\r\naddon;com;id:31\r\n;;;;;;\r\nfree; com ;id:7;option:5:72;;;\r\n"
    file = shop.run.file(raw.encode(), "map.csv")
    assert shop.run("store", "map", "import", file, "--as", "ada").code == 0
    assert held(shop) == {("com", "id:31", "", "addon"), ("com", "id:7", "5:72", "free")}


def test_an_import_posts_what_waited(shop: ShopDesk) -> None:
    """As if each were said by itself."""
    shop.take_in(order(1, line(UNKNOWN)), order(2, line(ADDON)))
    ran = take_in(shop, HEAD, "com,id:99,,addon,", "com,id:31,,addon,")
    assert ran.out.endswith("2 products changed. Posted: 40 credits, 2 entries and packages.\n")


def test_only_an_admin_imports(shop: ShopDesk) -> None:
    """A lead is refused, and nothing changes."""
    ran = take_in(shop, HEAD, "com,id:31,,addon,", login="irina")
    assert (ran.code, held(shop)) == (1, set())
