"""From what happened to an answer, the same for every call: nothing of the inside is ever in one."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from console import faultlog
from console.config import SiteSettings
from console.services import helpdesk
from console.services.context import Desk
from console.services.faults import BadInput, Fault, NotFound
from console.site import wire
from console.site.limits import Limit

READ_SECONDS = 15
"""How long a body may take to come."""

RETRY_SECONDS = 5
UNSIGNED = "The call is not signed, or not by who it names, or not now."
AWAY = "The desk does not answer just now: try again in a moment."
BROKEN = "Something went wrong here. It has been written down."

_HEADERS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
_SAID = {404: "There is no such page.", 405: "That cannot be done here."}

Endpoint = Callable[[Request], Awaitable[Response]]


@dataclass
class Site:
    """What the calls need: the desk, the secrets, the settings, the clock, and who called how often."""

    desk: Desk
    keys: dict[str, bytes] = field(repr=False)
    settings: SiteSettings
    clock: Callable[[], datetime]
    read_seconds: float = READ_SECONDS
    forgot_at: datetime | None = None
    by_key: Limit = field(init=False)
    by_network: Limit = field(init=False)
    forms_by_network: Limit = field(init=False)
    forms_by_email: Limit = field(init=False)

    def __post_init__(self) -> None:
        self.by_key = Limit(self.settings.calls_per_key, seconds=60)
        self.by_network = Limit(self.settings.calls_per_address, seconds=60)
        self.forms_by_network = Limit(self.settings.forms_per_address, seconds=3600)
        self.forms_by_email = Limit(self.settings.forms_per_email, seconds=3600)

    def wait_seconds(self, limit: Limit, name: str) -> int:
        """Take a call of somebody's; 0 where it may be made."""
        return limit.wait_seconds(name, self.clock().timestamp())


class Refused(Exception):
    """An answer that ends a call: its status, why, and in how many seconds to try again."""

    def __init__(self, status: int, reason: str, *, retry_seconds: int | None = None) -> None:
        super().__init__(reason)
        self.status = status
        self.retry_seconds = retry_seconds


def site_of(request: Request) -> Site:
    """What the calls need."""
    found: Site = request.app.state.site
    return found


def told(value: object, status: int = 200, **headers: str) -> Response:
    """An answer in JSON."""
    kind = "application/json; charset=utf-8"
    return Response(wire.answer(value), status, {**_HEADERS, **headers}, media_type=kind)


def failed(status: int, reason: str, *, retry_seconds: int | None = None) -> Response:
    """An answer that says what went wrong."""
    more: dict[str, str] = {} if retry_seconds is None else {"Retry-After": str(retry_seconds)}
    if status in {408, 413}:
        # What is still to come of the body is not waited for.
        more["Connection"] = "close"
    return told(wire.error(reason), status, **more)


def answered(endpoint: Endpoint) -> Endpoint:
    """An endpoint whose faults are answers."""

    async def run(request: Request) -> Response:
        try:
            return await endpoint(request)
        except Exception as error:  # nothing of the inside may be in an answer
            return judged(error, site_of(request).clock())

    return run


def judged(error: Exception, now: datetime) -> Response:
    """The answer for what went wrong; a fault of the program is written down."""
    if isinstance(error, Refused):
        return failed(error.status, str(error), retry_seconds=error.retry_seconds)
    for kind, status, reason in _KINDS:
        if isinstance(error, kind):
            return failed(status, reason or str(error))
    if isinstance(error, Fault):
        return failed(503, AWAY, retry_seconds=RETRY_SECONDS)
    faultlog.record(error, now)
    return failed(500, BROKEN)


_KINDS: tuple[tuple[type[Exception], int, str], ...] = (
    (wire.Unsigned, 401, UNSIGNED),
    (wire.BadCall, 400, ""),
    (BadInput, 400, ""),
    (NotFound, 404, ""),
    (helpdesk.Taken, 409, ""),
    (ClientDisconnect, 400, "The call was cut off."),
)


async def not_routed(_: Request, error: Exception) -> Response:
    """What is said where nothing is."""
    status = error.status_code if isinstance(error, HTTPException) else 500
    headers: dict[str, Any] = dict(getattr(error, "headers", None) or {})
    return told(wire.error(_SAID.get(status, BROKEN)), status, **headers)


async def broken(request: Request, error: Exception) -> Response:
    """What is said where something else broke."""
    return judged(error, site_of(request).clock())


async def body_of(request: Request, *, most_bytes: int) -> bytes:
    """A body, given up once it is too long or takes too long. Raises Refused."""
    too_large = Refused(413, f"A body has at most {most_bytes:,} bytes.")
    length = request.headers.get("content-length", "0")
    if length.isascii() and length.isdigit() and (len(length) > 12 or int(length) > most_bytes):
        raise too_large
    read = bytearray()
    try:
        async with asyncio.timeout(site_of(request).read_seconds):
            async for part in request.stream():
                read += part
                if len(read) > most_bytes:
                    raise too_large
    except TimeoutError:
        raise Refused(408, "The body took too long to come.") from None
    return bytes(read)
