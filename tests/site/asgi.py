"""Calls to the website without a network."""

import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from console.config import SiteSettings
from console.services.context import Desk
from console.site.answering import Site
from console.site.server import make_app
from tests.conftest import at
from tests.site import signing


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        """The body's value."""
        return json.loads(self.body)

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode()


@dataclass
class Visitor:
    """Somebody who calls; the clock stands still until it is moved."""

    desk: Desk
    settings: SiteSettings = field(default_factory=SiteSettings)
    minute: float = 0
    address: str = "192.0.2.1"

    def __post_init__(self) -> None:
        self.site = Site(self.desk, dict(signing.KEYS), self.settings, lambda: at(self.minute))
        self.app = make_app(self.site)

    async def call(
        self, method: str, target: str, body: bytes | Sequence[bytes] = b"", *,
        headers: dict[str, str] | list[tuple[str, str]] | None = None,
    ) -> Answer:  # fmt: skip
        """Send a call as it is."""
        path, _, query = target.partition("?")
        pairs = headers.items() if isinstance(headers, dict) else headers or []
        scope = {
            "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": method,
            "scheme": "http", "path": path, "raw_path": path.encode(), "query_string": query.encode(),
            "root_path": "", "client": (self.address, 1), "server": ("127.0.0.1", 8765), "state": {},
            "headers": [(name.lower().encode(), value.encode()) for name, value in pairs],
        }  # fmt: skip
        parts = _parts([body] if isinstance(body, bytes) else body)
        sent: list[dict[str, Any]] = []

        async def receive() -> dict[str, Any]:
            return await anext(parts)

        async def send(message: Any) -> None:
            sent.append(message)

        await self.app(scope, receive, send)
        start = sent[0]
        found = {name.decode(): value.decode() for name, value in start["headers"]}
        return Answer(start["status"], found, b"".join(each.get("body", b"") for each in sent[1:]))

    async def signed(self, method: str, target: str, value: Any = None, **how: Any) -> Answer:
        """Send a signed call; a value goes as JSON."""
        body = (
            b""
            if value is None
            else value
            if isinstance(value, bytes)
            else json.dumps(value).encode()
        )
        kind = how.pop("content_type", "application/json")
        given = signing.headers(method, target, body, now=at(self.minute), **how)
        return await self.call(method, target, body, headers={**given, "content-type": kind})


async def _parts(body: Sequence[bytes]) -> AsyncIterator[dict[str, Any]]:
    for place, part in enumerate(body):
        yield {"type": "http.request", "body": part, "more_body": place < len(body) - 1}
    while True:
        await asyncio.Event().wait()
