"""What is signed, what is taken for signed, what a body may hold."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from console.site import wire
from tests.conftest import at
from tests.site.signing import KEYS, call

GOOD = call("POST", "/requests", b'{"a": 1}')


def headed(**changed: str) -> wire.Call:
    """A signed call with headers that say something else."""
    named = {f"creditdesk-{name}": value for name, value in changed.items()}
    return replace(GOOD, headers={**GOOD.headers, **named})


def test_what_is_signed_is_eight_lines_the_last_the_body() -> None:
    """What is signed is eight lines, the last of which is the body."""
    made = call("POST", "/requests?x=1", b"{}\n", call_id="0123456789abcdef")
    assert wire.canonical(made) == (
        b"creditdesk-1\n2026-11\n0123456789abcdef\n1794808800\nPOST\n/requests?x=1\nanna@shop.example\n{}\n"
    )


TAKEN = [
    ("now", GOOD),
    ("five minutes old", call(now=at(-5))),
    ("five minutes ahead", call(now=at(5))),
    ("by the other secret while one takes over", call(key="2026-10")),
    ("for nobody", call(customer=None)),
]


@pytest.mark.parametrize("made", [row[1] for row in TAKEN], ids=[row[0] for row in TAKEN])
def test_a_signed_call_is_taken(made: wire.Call) -> None:
    """A call is taken that is signed."""
    assert wire.check(made, KEYS, now=at()).key == made.headers[wire.KEY]


REFUSED = [
    ("without headers", replace(GOOD, headers={})),
    ("without signature", headed(signature="")),
    ("with another signature", headed(signature="0" * 64)),
    ("with a signature in no ASCII", headed(signature="é" * 64)),
    ("with a signature in capitals", headed(signature=GOOD.headers[wire.SIGNATURE].upper())),
    ("by a key that nobody has", headed(key="2026-12")),
    ("by the other key's name", headed(key="2026-10")),
    ("with another id", headed(id="another-id-of-it")),
    ("with a short id", call(call_id="short")),
    ("with another time", headed(timestamp=str(int(at(1).timestamp())))),
    ("with a time in words", call(call_id="x" * 16, now=at()).__class__("GET", "/", {**GOOD.headers, wire.TIMESTAMP: "now"}, b"")),
    ("for another customer", headed(customer="boris@shop.example")),
    ("with another body", replace(GOOD, body=b'{"a": 2}')),
    ("with another path", replace(GOOD, target="/form")),
    ("with another query", replace(GOOD, target="/requests?a")),
    ("with another method", replace(GOOD, method="GET")),
    ("too old", call(now=at(-5, seconds=-1))),
    ("from the future", call(now=at(5, seconds=1))),
    ("by another secret", call(secret=b"what somebody else thinks it is.")),
    ("by no secret at all", call(key="2026-12", secret=b"\0" * 32)),
]  # fmt: skip


@pytest.mark.parametrize("made", [row[1] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_any_other_call_is_not_taken(made: wire.Call) -> None:
    """A call is not taken where anything of it is not as it was signed, or not now."""
    with pytest.raises(wire.Unsigned):
        wire.check(made, KEYS, now=at())


def test_a_secret_that_was_taken_away_opens_nothing() -> None:
    """Once the old secret is gone, what it signs is not taken."""
    with pytest.raises(wire.Unsigned):
        wire.check(call(key="2026-10"), {"2026-11": KEYS["2026-11"]}, now=at())


def test_a_call_could_come_again_until_its_window_is_over() -> None:
    """A call could come again for five minutes after its own time."""
    assert wire.check(call(now=at(3)), KEYS, now=at()).repeatable_until == at(8)


def test_two_keys_may_use_the_same_id() -> None:
    """The ids of one key are not those of another."""
    same = [wire.check(call(key=key, call_id="x" * 16), KEYS, now=at()) for key in KEYS]
    assert same[0].digest != same[1].digest


KEYS_REFUSED = [
    ("", "one secret, or two"),
    ("short:secret", "32 characters"),
    (f"no colon {'x' * 40}", "KEY:SECRET"),
    (f"a:{'x' * 32} a:{'y' * 32}", "each key once"),
    (f"a:{'x' * 32} b:{'x' * 32} c:{'x' * 32}", "one secret, or two"),
]


@pytest.mark.parametrize(("text", "said"), KEYS_REFUSED)
def test_secrets_that_are_none_are_not_taken_nor_repeated(text: str, said: str) -> None:
    """What is no secret is refused with a sentence that has nothing of it."""
    with pytest.raises(ValueError, match=said) as refused:
        wire.parse_keys(text)
    assert "xx" not in str(refused.value)


def test_two_secrets_are_read_by_key() -> None:
    """Two secrets stand in any white space."""
    assert wire.parse_keys(f" a:{'x' * 32}\nb:{'y:' * 16}\n") == {"a": b"x" * 32, "b": b"y:" * 16}


BODIES_REFUSED: list[tuple[str, bytes, str]] = [
    ("nothing", b"", "JSON in UTF-8"),
    ("a list", b"[]", "JSON object"),
    ("a word", b'"x"', "JSON object"),
    ("cut", b'{"a": ', "JSON in UTF-8"),
    ("Latin-1", '{"a": "é"}'.encode("latin-1"), "JSON in UTF-8"),
    ("UTF-16", '{"a": 1}'.encode("utf-16"), "JSON in UTF-8"),
    ("a byte order mark", b'\xef\xbb\xbf{"a": 1}', "JSON in UTF-8"),
    ("the same field twice", b'{"a": 1, "a": 2}', "each field once"),
    ("the same field twice inside", b'{"a": [{"b": 1, "b": 2}]}', "each field once"),
    ("no number", b'{"a": NaN}', "no number"),
    ("no end", b'{"a": -Infinity}', "no number"),
    ("half of a sign", b'{"a": "\\ud800"}', "whole"),
    ("half of a sign in a name", b'{"\\udfff": 1}', "whole"),
    ("nine levels", b'{"a": ' + b"[" * 8 + b"]" * 8 + b"}", "levels deep"),
    ("a hundred thousand levels", b'{"a": ' + b"[" * 100_000, "JSON in UTF-8"),
    ("a number of ten thousand digits", b'{"a": ' + b"1" * 10_000 + b"}", "JSON in UTF-8"),
    ("a long text", b'{"a": "' + b"x" * 100_001 + b'"}', "at most 100,000"),
]


@pytest.mark.parametrize(
    ("body", "said"), [row[1:] for row in BODIES_REFUSED], ids=[row[0] for row in BODIES_REFUSED]
)
def test_a_body_that_is_no_plain_json_is_refused(body: bytes, said: str) -> None:
    """A body that is not plain JSON is refused with a sentence."""
    with pytest.raises(wire.BadCall, match=said):
        wire.read(body)


FIELDS_REFUSED: list[tuple[dict[str, Any], str]] = [
    ({}, '"a" has to be there'),
    ({"a": "  "}, '"a" has to be there'),
    ({"a": None}, '"a" has to be there'),
    ({"a": 1}, '"a" is a text'),
    ({"a": "x", "b": False}, '"b" is a text'),
    ({"a": "x", "b": []}, '"b" is a text'),
    ({"a": "x", "ć": "x"}, r"no field '\\u0107'"),
]


@pytest.mark.parametrize(("value", "said"), FIELDS_REFUSED)
def test_fields_that_are_missing_or_unknown_are_named(value: dict[str, Any], said: str) -> None:
    """A field that is missing, unknown or no text is named."""
    with pytest.raises(wire.BadCall, match=said):
        wire.fields(value, needed=["a"], known=["a", "b"])


def test_a_field_that_is_null_is_as_good_as_none() -> None:
    """A field that is null is an empty text."""
    assert wire.fields({"a": "x", "b": None}, needed=["a"], known=["a", "b"]) == {"a": "x", "b": ""}


@pytest.mark.parametrize("text", ["0", "-1", "1.0", "١", "x", "", "2147483648", " 1"])
def test_a_number_is_whole_and_no_larger_than_any_stored(text: str) -> None:
    """What is no whole number that could be stored is refused."""
    with pytest.raises(wire.BadCall, match="whole number"):
        wire.number(text, "before")


CONTENT_TYPES = [
    ("application/json", True),
    ("Application/JSON; charset=UTF-8", True),
    ('application/json;charset="utf-8"', True),
    ("application/json; charset=latin-1", False),
    ("text/plain", False),
    ("application/jsonx", False),
    (None, False),
]


@pytest.mark.parametrize(("text", "taken"), CONTENT_TYPES)
def test_only_json_in_utf_8_is_taken(text: str | None, taken: bool) -> None:
    """A body is taken that is said to be JSON in UTF-8."""
    assert wire.check_content_type(text) is taken


GUIDE = (Path(__file__).parents[2] / "docs" / "website.md").read_text(encoding="utf-8")


def test_the_example_in_the_guide_is_signed_as_we_sign() -> None:
    """What the guide shows as signed has the signature that we would make."""
    *lines, body = GUIDE.partition("```text\n")[2].partition("\n```")[0].split("\n")
    form, key, call_id, stamp, method, target, customer = lines
    secret = GUIDE.partition("the secret `")[2].partition("`")[0]
    named = {wire.KEY: key, wire.CALL_ID: call_id, wire.TIMESTAMP: stamp, wire.CUSTOMER: customer}
    made = wire.signature(secret.encode(), wire.Call(method, target, named, body.encode()))
    assert (form, f"`{made}`" in GUIDE) == (wire.FORMAT, True)


def test_the_guides_program_signs_what_we_take() -> None:
    """What the program in the guide signs is taken."""
    program = GUIDE.partition("```python\n")[2].partition("```")[0]
    names: dict[str, Any] = {}
    exec(program, names)  # the guide's own
    given = names["sign"]("2026-11", KEYS["2026-11"], "GET", "/x?y=1", "anna@shop.example", b"{}")
    headers = {name.lower(): value for name, value in given.items()}
    now = datetime.fromtimestamp(int(headers[wire.TIMESTAMP]), UTC)
    assert (
        wire.check(wire.Call("GET", "/x?y=1", headers, b"{}"), KEYS, now=now).customer
        == "anna@shop.example"
    )
