"""Bytes become the text that was meant, whatever their charset is called."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.mail.charsets import codec_of, to_text

RUSSIAN = "Здравствуйте, у меня не работает модуль"


@pytest.mark.parametrize(
    ("text", "codec", "declared"),
    [
        (RUSSIAN, "cp1251", "windows-1251"),
        (RUSSIAN, "koi8_r", '"KOI8-R"'),
        (RUSSIAN, "cp1251", None),
        (RUSSIAN, "koi8_r", None),
        (RUSSIAN, "cp1251", "unknown-8bit"),
        (RUSSIAN, "koi8_r", "us-ascii"),
        (RUSSIAN, "cp1251", "utf-8"),
        (RUSSIAN, "utf-8", None),
        (RUSSIAN, "utf-8", "x-none"),
        (RUSSIAN, "utf-8", "us-ascii"),
        ("привет", "koi8_r", None),
        ("ПРИВЕТ всем", "cp866", None),
        ("Ёж, 5 шт. и XL", "cp1251", None),
        ("Müller grüßt aus Köln", "cp1252", None),
        ("日本語のメールです", "cp932", None),
        ("日本語のメールです", "iso2022_jp", "iso-2022-jp"),
        ("①日本語", "cp932", "shift_jis"),
        ("“smart”", "cp1252", "iso-8859-1"),
        ("镕", "gb18030", "gb2312"),
        ("똠", "cp949", "ks_c_5601-1987"),
    ],
)
def test_the_text_that_was_meant(text: str, codec: str, declared: str | None) -> None:
    """Declared, declared wrongly, unknown or not declared at all."""
    assert to_text(text.encode(codec), declared) == text


@pytest.mark.parametrize(
    "charset",
    [None, "", "x" * 10_000, "a\0b", "zip", "hex", "rot13", "base64", "punycode", "idna",
     "unicode_escape", "undefined", "нет"],
)  # fmt: skip
def test_no_charset_of_a_mail(charset: str | None) -> None:
    """Python's own transformations are none, nor is nonsense."""
    assert codec_of(charset) is None


@given(st.binary(max_size=300), st.sampled_from([None, "utf-8", "utf-7", "utf-16", "big5", "x"]))
def test_any_bytes_are_some_text(data: bytes, declared: str | None) -> None:
    """Nothing raises, nothing comes out of nothing."""
    assert to_text(data, declared) is not None


@given(st.text(max_size=200))
def test_utf_8_is_known_without_a_word(text: str) -> None:
    """What is UTF-8 is read as such."""
    assert to_text(text.encode("utf-8", "replace")) == text.encode("utf-8", "replace").decode()
