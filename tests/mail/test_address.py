"""What is taken for an address, and how it is kept."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.mail.address import normal_address, valid_address


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("Anna@Shop.Example", "anna@shop.example"),
        (" <a@b.c> ", "a@b.c"),
        ("a+tag@b-c.d", "a+tag@b-c.d"),
        ("o'neil_x@b.c", "o'neil_x@b.c"),
        ("root@localhost", "root@localhost"),
        ("a@b.c.", "a@b.c"),
        ("Иван@Пример.рф", "иван@xn--e1afmkfd.xn--p1ai"),
        ("a" * 64 + "@b.c", "a" * 64 + "@b.c"),
    ],
)
def test_an_address_is_kept_in_one_form(text: str, address: str) -> None:
    """Small letters, an ASCII domain, nothing around it."""
    assert normal_address(text) == address


@pytest.mark.parametrize(
    "text",
    [
        "", "a", "@", "a@", "@b.c", "a@b@c", "a b@c.d", "a@b c", "a@-b.c", "a@b-.c", "a@b..c", ".a@b.c",
        "a..b@c.d", "a@[127.0.0.1]", '"a b"@c.d', "a@b.c\nBcc: x@y.z", "a\x00@b.c", "a@b.c,d@e.f",
        "a" * 65 + "@b.c", "a@" + "b." * 130 + "c", "a\u202e@b.c", "a@" + "я" * 300, "a(x)@b.c", "a@b_c.d",
    ],
)  # fmt: skip
def test_no_address(text: str) -> None:
    """More than one, none, or something that only looks like one."""
    assert normal_address(text) is None


@pytest.mark.parametrize(
    ("text", "valid"), [("a@b.c", True), ("A@B.C", True), (" a@b.c", False), ("<a@b.c>", False)]
)
def test_a_valid_address_stands_alone(text: str, valid: bool) -> None:
    """What stands around an address makes it none."""
    assert valid_address(text) is valid


@given(st.text(max_size=80))
def test_the_kept_form_is_final(text: str) -> None:
    """Keeping a kept address changes nothing."""
    address = normal_address(text)
    assert address is None or normal_address(address) == address
