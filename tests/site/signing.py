"""A shop's side of the calls: the requests it sends, signed."""

from datetime import datetime
from itertools import count
from typing import Any

from console.site import wire
from tests.conftest import at

KEYS = {
    "2026-11": b"a secret that only the shop knows",
    "2026-10": b"the secret that was there before",
}
_numbers = count(1)


def headers(
    method: str = "GET",
    target: str = "/helpdesk/requests",
    body: bytes = b"",
    *,
    customer: str | None = "anna@shop.example",
    now: datetime | None = None,
    key: str = "2026-11",
    secret: bytes | None = None,
    call_id: str | None = None,
) -> dict[str, str]:
    """The headers of a signed call."""
    named = {
        wire.KEY: key,
        wire.CALL_ID: call_id or f"call-{next(_numbers):016d}",
        wire.TIMESTAMP: str(int((now or at()).timestamp())),
        **({wire.CUSTOMER: customer} if customer is not None else {}),
    }
    call = wire.Call(method, target, named, body)
    return {**named, wire.SIGNATURE: wire.signature(secret or KEYS[key], call)}


def call(
    method: str = "GET", target: str = "/helpdesk/requests", body: bytes = b"", **how: Any
) -> wire.Call:
    """A signed call."""
    return wire.Call(method, target, headers(method, target, body, **how), body)
