"""What the website sends and gets, as bytes: what is signed, what a body holds, what an answer looks like.

A call is signed with a secret that both sides know. What is signed is text of eight lines, the last of which is the
body as it was sent: the format's name, the key, the call's own id, the time in seconds since 1970, the method, the
path with its query, the customer (an empty line where there is none), and the body.
"""

import hashlib
import hmac
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, NoReturn
from urllib.parse import parse_qsl

from console.mail.address import normal_address
from console.policy.refusal import Refusal

FORMAT = "creditdesk-1"
KEY, CALL_ID, TIMESTAMP, SIGNATURE, CUSTOMER = (
    "creditdesk-key",
    "creditdesk-id",
    "creditdesk-timestamp",
    "creditdesk-signature",
    "creditdesk-customer",
)
"""The names of a call's headers."""

WINDOW = timedelta(minutes=5)
"""How far a call's time may be from ours, either way."""

BODY_BYTES = 256 * 1024
"""The largest body that is read."""

HOOK_BYTES = 64 * 1024
"""The largest body of a shop's that is read."""

SECRET_CHARS_MIN = 32
DEPTH_MAX = 8
FIELDS_MAX = 200
TEXT_CHARS_MAX = 100_000
PAGE_MAX = 100
NUMBER_MAX = 2**31 - 1

_NAME = r"[A-Za-z0-9._-]"
_WHOLE = re.compile(r"[1-9][0-9]{0,9}")
_KEY = re.compile(rf"{_NAME}{{1,40}}")
_CALL_ID = re.compile(rf"{_NAME}{{16,64}}")
_TIMESTAMP = re.compile(r"[1-9][0-9]{0,10}")
_SIGNATURE = re.compile(r"[0-9a-f]{64}")
_CONTENT_TYPE = re.compile(
    r'application/json(?:\s*;\s*charset="?(?:utf-8|us-ascii)"?)?', re.IGNORECASE
)


class BadCall(ValueError):
    """What was sent cannot be used; the text says why to who sent it."""


class Unsigned(Exception):
    """A call that is not signed, or not by who it names, or not now: which of these is not told."""


@dataclass(frozen=True, slots=True)
class Call:
    """A call as it came: what of it is signed, with its headers by name in small letters."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Signed:
    """A call whose signature is right: by which key, under which id, until when it could come again."""

    key: str
    call_id: str
    customer: str | None
    repeatable_until: datetime

    @property
    def digest(self) -> str:
        """What tells one call from another."""
        return hashlib.sha256(f"{self.key}\n{self.call_id}".encode()).hexdigest()


def parse_keys(text: str) -> dict[str, bytes]:
    """The secrets by key, from words such as `2026-11:secret`; two of them while one takes over. Raises ValueError."""
    found: dict[str, bytes] = {}
    for word in text.split():
        key, _, secret = word.partition(":")
        if not _KEY.fullmatch(key) or len(secret) < SECRET_CHARS_MIN or key in found:
            raise ValueError(
                "A secret of the website is written KEY:SECRET, each key once, and has"
                f" {SECRET_CHARS_MIN} characters or more."
            )
        found[key] = secret.encode()
    if len(found) not in {1, 2}:
        raise ValueError("The website has one secret, or two while one takes over from the other.")
    return found


def canonical(call: Call) -> bytes:
    """What is signed."""
    lines = [
        FORMAT, *(call.headers.get(each, "") for each in (KEY, CALL_ID, TIMESTAMP)), call.method,
        call.target, call.headers.get(CUSTOMER, ""),
    ]  # fmt: skip
    return "\n".join([*lines, ""]).encode() + call.body


def signature(secret: bytes, call: Call) -> str:
    """A call's signature, in small hexadecimal digits."""
    return hmac.new(secret, canonical(call), hashlib.sha256).hexdigest()


def check(call: Call, keys: Mapping[str, bytes], *, now: datetime) -> Signed:
    """Whose call it is. Raises Unsigned."""
    key, call_id, stamp, given = (
        call.headers.get(each, "") for each in (KEY, CALL_ID, TIMESTAMP, SIGNATURE)
    )
    whole = (
        _KEY.fullmatch(key)
        and _CALL_ID.fullmatch(call_id)
        and _TIMESTAMP.fullmatch(stamp)
        and _SIGNATURE.fullmatch(given)
    )
    # Worked out whatever is wrong, so that how long it takes tells nothing.
    right = hmac.compare_digest(
        signature(keys.get(key, b"\0" * SECRET_CHARS_MIN), call).encode(),
        given.encode("utf-8", "replace"),
    )
    if not whole or key not in keys or not right:
        raise Unsigned
    at = datetime.fromtimestamp(int(stamp), UTC)
    if abs(now - at) > WINDOW:
        raise Unsigned
    return Signed(key, call_id, call.headers.get(CUSTOMER) or None, at + WINDOW)


def customer(text: str | None) -> str:
    """The address of the customer that a call is for, in the form it is kept in. Raises BadCall."""
    found = normal_address(text or "")
    if found is None:
        raise BadCall(f"The header {CUSTOMER} names the address of the customer.")
    return found


def check_content_type(text: str | None) -> bool:
    """Whether a body is said to be JSON."""
    return text is not None and _CONTENT_TYPE.fullmatch(text.strip()) is not None


def read(body: bytes) -> dict[str, Any]:
    """A body's JSON object. Raises BadCall."""
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        raise BadCall("A body is JSON in UTF-8.") from None
    try:
        value = json.loads(text, object_pairs_hook=_once, parse_constant=_no_number)
    except BadCall:
        raise
    except (ValueError, RecursionError):
        raise BadCall("A body is JSON in UTF-8.") from None
    if not isinstance(value, dict):
        raise BadCall("A body is a JSON object.")
    _check_values(value, 1)
    return value


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len({name for name, _ in pairs}) < len(pairs):
        raise BadCall("A body names each field once.")
    return dict(pairs)


def _no_number(name: str) -> NoReturn:
    raise BadCall(f"{name} is no number in JSON.")


def _check_values(value: object, depth: int) -> None:
    if depth > DEPTH_MAX:
        raise BadCall(f"A body is at most {DEPTH_MAX} levels deep.")
    if isinstance(value, dict):
        for name, each in value.items():
            _check_text(name)
            _check_values(each, depth + 1)
    elif isinstance(value, list):
        for each in value:
            _check_values(each, depth + 1)
    elif isinstance(value, str):
        _check_text(value)


def _check_text(text: str) -> None:
    if any("\ud800" <= sign <= "\udfff" for sign in text):
        raise BadCall("A text is whole: it has half of a sign.")
    if len(text) > TEXT_CHARS_MAX:
        raise BadCall(f"A text has at most {TEXT_CHARS_MAX:,} characters.")


def fields(
    value: Mapping[str, Any], *, needed: Sequence[str], known: Sequence[str]
) -> dict[str, str]:
    """The texts of a body by name, those that are missing or null empty. Raises BadCall."""
    if unknown := sorted(set(value) - set(known)):
        raise BadCall(f"There is no field {unknown[0][:40]!a}: there are {', '.join(known)}.")
    for name in known:
        if not isinstance(value.get(name, ""), str | None):
            raise BadCall(f'"{name}" is a text.')
    found = {name: value.get(name) or "" for name in known}
    for name in needed:
        if not found[name].strip():
            raise BadCall(f'"{name}" has to be there.')
    return found


def reference(text: str) -> str:
    """The sender's own id of what a body asks for. Raises BadCall."""
    if not re.fullmatch(rf"{_NAME}{{1,100}}", text):
        raise BadCall('"id" has 1 to 100 letters, digits, dots, dashes or underscores.')
    return text


def number(
    text: str | None, name: str, *, otherwise: int | None = None, most: int = NUMBER_MAX
) -> int | None:
    """A whole number from 1 on out of a query. Raises BadCall."""
    if text is None:
        return otherwise
    if not re.fullmatch(r"[1-9][0-9]{0,9}", text) or int(text) > most:
        raise BadCall(f'"{name}" is a whole number from 1 to {most:,}.')
    return int(text)


_ORDER_FIELDS = ("order_id", "orderId", "order_number", "order")
_FORM = "application/x-www-form-urlencoded"


def order_number(body: bytes, content_type: str | None) -> int:
    """The number of the order that a shop tells of, in JSON or as a form, perhaps one level down. Raises BadCall."""
    kind = (content_type or "").partition(";")[0].strip().lower()
    found = _form(body) if kind == _FORM else read(body)
    for each in (found, *(inner for inner in found.values() if isinstance(inner, dict))):
        for name in _ORDER_FIELDS:
            told = str(each.get(name, ""))
            if isinstance(each.get(name), str | int) and _WHOLE.fullmatch(told):
                return number(told, name) or 0
    raise BadCall(f'The order is named by "{_ORDER_FIELDS[0]}", a whole number from 1 on.')


def _form(body: bytes) -> dict[str, Any]:
    try:
        return dict(parse_qsl(body.decode("ascii"), strict_parsing=True, max_num_fields=FIELDS_MAX))
    except ValueError:
        raise BadCall("A form is made of names and values.") from None


def moment(at: datetime | None) -> str | None:
    """A moment in UTC, to the second."""
    return None if at is None else f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def answer(value: object) -> bytes:
    """An answer's body."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


def error(reason: str) -> dict[str, Any]:
    """What went wrong."""
    return {"error": {"reason": reason}}


def refused(refusal: Refusal) -> dict[str, Any]:
    """What policy refuses, with its clause."""
    return {"refused": {"reason": refusal.reason, "clause": refusal.clause}}
