"""The settings' sections about shops."""

from pathlib import Path

import pytest

from console import config
from console.config import BadSettings, ShopSettings

WHOLE = {"address": '"https://shop.example"', "user": '"desk@shop.example"'}


def section(name: str, **values: str) -> str:
    """A section, with values as TOML has them."""
    lines = (f"{each} = {value}\n" for each, value in {**WHOLE, **values}.items())
    return f"[shops.{name}]\n" + "".join(lines)


def load(folder: Path, text: str) -> config.Settings:
    """What a settings file with this text says."""
    file = folder / "settings.toml"
    file.write_text(text)
    return config.load(file)


def test_no_shop_is_set_unless_one_is(tmp_path: Path) -> None:
    """A desk does without."""
    assert load(tmp_path, "").shops == {}


def test_each_shop_has_a_section_of_its_own(tmp_path: Path) -> None:
    """What a section does not say is as for any shop."""
    text = section("com") + section("ru-2", address='"https://shop.example/ru"', language='"ru"')
    assert load(tmp_path, text).shops == {
        "com": ShopSettings(address="https://shop.example", user="desk@shop.example"),
        "ru-2": ShopSettings(
            address="https://shop.example/ru", user="desk@shop.example", language="ru"
        ),
    }


@pytest.mark.parametrize(
    "address",
    ["https://shop.example", "https://shop.example/", "https://shop.example:8443/a/b-c",
     "https://xn--80ak6aa92e.example", "http://127.0.0.1:8080", "http://localhost/shop"],
)  # fmt: skip
def test_an_address_is_encrypted_or_on_this_machine(address: str) -> None:
    """With a path where the shop is not at the top."""
    assert config.problem_with_address(address) is None


@pytest.mark.parametrize(
    "address",
    ["", "shop.example", "http://shop.example", "http://10.0.0.1", "http://localhost.example",
     "ftp://shop.example", "https://", "https://user:key@shop.example", "https://shop.example?a=b",
     "https://shop.example#a", "https://shop.example/../a", "https://shop.example/a b",
     "https://shop.example:0", "https://shop.example:99999", "https://shop..example",
     "https://-shop.example", "https://shop.example\n", "https://[::1]/", "https://магазин.example",
     "https://shop.example/%2e%2e", "https://shop.example\\@evil.example"],
)  # fmt: skip
def test_any_other_address_is_refused(address: str) -> None:
    """The key goes nowhere else, and never in clear."""
    assert "https://HOST" in (config.problem_with_address(address) or "")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("shops = 1", "each shop has a section"),
        ("[shops]\ncom = 1", "each shop has a section"),
        ("[shops.com]", r"shops\.com\.address is https://HOST"),
        (section("com", address='"http://shop.example"'), "does not cross a network in clear"),
        (section("com", user='""'), r"shops\.com\.user is the e-mail"),
        (section("com", user='"a:b@shop.example"'), r"shops\.com\.user is the e-mail"),
        (section("com", user='"a b@shop.example"'), r"shops\.com\.user is the e-mail"),
        (section("COM"), r"shops\.COM: a shop's name has up to 20 small letters"),
        (section("a_b"), "a shop's name"),
        (section("a" * 21), "a shop's name"),
        (section("com", language='"de"'), r"shops\.com\.language is"),
        (section("com", since='"20261101"'), r"shops\.com\.since is a day"),
        (section("com", since='"2026-02-30"'), r"shops\.com\.since is a day"),
        (section("com", since="2026-11-01"), r"shops\.com\.since should be of type str"),
        (section("com", overlap_minutes="0"), r"shops\.com\.overlap_minutes is 1 to 10080"),
        (section("com", overlap_minutes="10081"), r"shops\.com\.overlap_minutes is 1 to 10080"),
        (section("com", timeout_seconds="0"), r"shops\.com\.timeout_seconds is 1 to 120"),
        (section("com", timeout_seconds="121"), r"shops\.com\.timeout_seconds is 1 to 120"),
        (section("com", deadline_seconds="19"), r"shops\.com\.deadline_seconds is 20 to 600"),
        (section("com", deadline_seconds="601"), r"shops\.com\.deadline_seconds is 20 to 600"),
        (section("com", key='"k"'), r"shops\.com\.key is no setting"),
        (section("com") + section("two", address='"https://SHOP.example:443/"'),
         r"shops\.com and shops\.two have one address"),
    ],
)  # fmt: skip
def test_a_setting_that_is_wrong_is_named(tmp_path: Path, text: str, said: str) -> None:
    """With what it should be."""
    with pytest.raises(BadSettings, match=said):
        load(tmp_path, text)


def test_a_day_since_when_orders_count_can_be_set(tmp_path: Path) -> None:
    """A day as everybody writes it."""
    assert load(tmp_path, section("com", since='"2026-11-01"')).shops["com"].since == "2026-11-01"
