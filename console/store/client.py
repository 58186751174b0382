"""A CS-Cart shop over its REST API: asked again while it may help, and never for longer than its deadline.

Whatever a shop, a network or somebody between does, a call gives what was asked for or raises ShopFault.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import TracebackType
from typing import Self, TypeVar

import httpx

from console import __version__
from console.config import ShopSettings, problem_with_address
from console.passwords import shop_key, shop_key_variable
from console.store import answer, faults, wire
from console.store.faults import ForNow, ShopFault, Unusable
from console.store.orders import Order, Page
from console.store.wire import BadAnswer
from widgets.safe_text import one_line

_T = TypeVar("_T")

Pause = Callable[[float], Awaitable[object]]

BACK_OFF_SECONDS = (1.0, 2.0, 4.0, 8.0)
"""How long to wait after each attempt but the last, where the shop does not say."""

# They write down addresses, and what a stranger's server says of itself.
for _name in ("httpx", "httpcore"):
    logging.getLogger(_name).setLevel(logging.WARNING)


@dataclass(frozen=True, slots=True)
class ShopServer:
    """Where a shop is and who asks. Its key crosses no network in clear."""

    name: str
    address: str
    user: str = field(repr=False)
    key: str | None = field(repr=False)
    ca_file: str = ""
    timeout_seconds: float = 20
    deadline_seconds: float = 60

    def __post_init__(self) -> None:
        if problem := problem_with_address(self.address):
            raise ValueError(f"shops.{self.name}.address {problem}.")
        if not self.user or not self.key:
            raise ValueError(
                f"The shop {self.name} needs shops.{self.name}.user, and that user's API key in the keyring"
                f" (creditdesk-shop-{self.name}), in shops.{self.name}.key_file or in"
                f" {shop_key_variable(self.name)}."
            )

    @classmethod
    def of(cls, name: str, shop: ShopSettings, environ: Mapping[str, str]) -> Self:
        """The shop of this section of the settings, with its key. Raises ValueError with what is missing."""
        return cls(
            name=name, address=shop.address, user=shop.user, key=shop_key(name, shop, environ),
            ca_file=shop.ca_file, timeout_seconds=shop.timeout_seconds,
            deadline_seconds=shop.deadline_seconds,
        )  # fmt: skip

    @property
    def where(self) -> str:
        """Its address, for sentences."""
        return self.address.rstrip("/")


class Shop:
    """A line to one shop: `async with Shop(server) as shop`. Each call raises ShopFault.

    It is Unusable where only what this one question was answered with cannot be used, and ForNow where the shop may
    be back by itself; those were asked again already.
    """

    def __init__(self, server: ShopServer, *, pause: Pause = asyncio.sleep) -> None:
        """`pause` waits for so many seconds."""
        self.server = server
        self.clock: datetime | None = None
        self._pause = pause
        self._who = f"The shop {server.name} at {server.where}"
        self._client = _client(server)

    async def __aenter__(self) -> Self:
        await self._client.__aenter__()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None = None,
        error: BaseException | None = None,
        trace: TracebackType | None = None,
    ) -> None:
        await self._client.__aexit__(kind, error, trace)

    async def version(self) -> str:
        """The shop's version of CS-Cart."""
        return self._read(wire.version, await self._get(_Question("version")))

    async def paid_statuses(self) -> frozenset[str]:
        """The statuses in which an order is paid for; paid and complete, where the user may not ask for them."""
        found = await self._get(_Question("statuses", wire.STATUSES, but=frozenset({403, 404})))
        if found.code != 200:
            return wire.PAID_UNLESS_SAID
        return self._read(wire.paid_statuses, found)

    async def orders(self, changed_since: datetime, page: int) -> Page:
        """A page of the orders that changed since then; beyond the last page the shop gives the last one again."""
        found = await self._get(_Question("orders", wire.listing(changed_since, page)))
        return self._read(lambda raw: wire.page(raw, page), found)

    async def order(self, order_no: int) -> Order | None:
        """An order with its lines, None where the API itself says that there is none."""
        found = await self._get(_Question(f"orders/{order_no:d}", but=frozenset({404})))
        if found.code == 200:
            return self._read(lambda raw: wire.order(raw, order_no), found)
        if wire.complaint(found.body, found.code) is None:
            raise faults.of_code(self.server.name, self.server.where, found.code, None)
        return None

    def _read(self, reading: Callable[[bytes], _T], found: _Found) -> _T:
        try:
            return reading(found.body)
        except BadAnswer as bad:
            raise self._unusable(bad) from None

    async def _get(self, question: _Question) -> _Found:
        """The answer, in all the time that there is for it."""
        try:
            async with asyncio.timeout(self.server.deadline_seconds):
                return await self._tried(question)
        except TimeoutError:
            raise ForNow(
                f"{self._who} takes longer than {self.server.deadline_seconds:g} s to answer: it is asked again"
                " later."
            ) from None

    async def _tried(self, question: _Question) -> _Found:
        loop = asyncio.get_running_loop()
        began, paused = loop.time(), 0.0
        for back_off in BACK_OFF_SECONDS:
            try:
                return await self._asked(question)
            except ForNow as trouble:
                wait = back_off if trouble.after_seconds is None else trouble.after_seconds
                # A pause that somebody else makes may take no time by our clock.
                if max(loop.time() - began, paused) + wait >= self.server.deadline_seconds:
                    raise
            paused += wait
            await self._pause(wait)
        return await self._asked(question)

    async def _asked(self, question: _Question) -> _Found:
        """One attempt."""
        name, where = self.server.name, self.server.where
        async with self._answering(question) as response:
            code, headers = response.status_code, response.headers
            self.clock = answer.moment(headers.get("date", ""))
            if code in faults.PASSING:
                after = answer.wait_seconds(headers.get("retry-after", ""), self.clock)
                raise faults.passing(name, where, code, after_seconds=after)
            if code in faults.REDIRECTS:
                raise faults.redirected(name, where, headers.get("location", ""))
            body = await self._body(response)
        if code == 200 or code in question.but:
            return _Found(code, body)
        raise faults.of_code(name, where, code, self._masked(wire.complaint(body, code)))

    async def _body(self, response: httpx.Response) -> bytes:
        """The body, unpacked by us; of an error that has none that can be read, nothing."""
        fine = response.status_code == 200
        if fine and not answer.is_json(response.headers.get("content-type", "")):
            raise Unusable(
                f"{self._who} shows a web page where its API should answer: it may be closed or being upgraded,"
                f" or shops.{self.server.name}.address is not the shop's own."
            )
        try:
            body = answer.Body(response.headers.get("content-encoding", ""))
            async for piece in response.aiter_raw():
                body.add(piece)
            return body.whole()
        except BadAnswer as bad:
            if fine:
                raise self._unusable(bad) from None
            return b""

    @contextlib.asynccontextmanager
    async def _answering(self, question: _Question) -> AsyncIterator[httpx.Response]:
        """The beginning of an answer; what a network does while it lasts is a fault."""
        url = f"{self.server.where}{wire.API}{question.path}"
        try:
            async with self._client.stream("GET", url, params=question.query) as response:
                self._client.cookies.clear()  # nothing is carried from one question to the next
                yield response
        except httpx.RemoteProtocolError:
            raise ForNow(
                f"{self._who} breaks off or speaks nonsense in the middle of an answer: it is asked again later."
            ) from None
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
            raise self._unreached(error) from None

    def _unusable(self, bad: BadAnswer) -> Unusable:
        return Unusable(
            f"{self._who} answers what cannot be used. {bad} If it goes on, tell whoever keeps the shop."
        )

    def _unreached(self, error: Exception) -> ShopFault:
        each: BaseException | None = error
        while each is not None:
            if isinstance(each, ssl.SSLCertVerificationError):
                return ShopFault(
                    f"The certificate of {self.server.where} is not trusted ({one_line(each.verify_message)}): name"
                    f" whoever signed it in shops.{self.server.name}.ca_file, or check its address."
                )
            each = each.__cause__ or each.__context__
        why = "is silent" if isinstance(error, httpx.TimeoutException) else "cannot be reached"
        return ForNow(
            f"{self._who} {why} ({type(error).__name__}): check shops.{self.server.name}.address, or wait until it"
            " is back."
        )

    def _masked(self, said: str | None) -> str | None:
        """What the shop says, without what it was told of us."""
        for ours in (self.server.key, self.server.user):
            said = said.replace(ours, "…") if said and ours else said
        return said


@dataclass(frozen=True, slots=True)
class _Question:
    """What is asked for, and the codes other than 200 that are no fault here."""

    path: str
    query: Mapping[str, str] | None = None
    but: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class _Found:
    code: int
    body: bytes


def _client(server: ShopServer) -> httpx.AsyncClient:
    try:
        context = ssl.create_default_context(cafile=server.ca_file or None)
    except OSError as error:
        raise ShopFault(
            f"shops.{server.name}.ca_file {one_line(server.ca_file)} cannot be used: {error.strerror or error}."
        ) from None
    own = httpx.URL(server.address)

    async def stay(request: httpx.Request) -> None:
        """Whatever makes a request, it goes to the shop's own host or nowhere."""
        url = request.url
        if (url.scheme, url.host, url.port) != (own.scheme, own.host, own.port):
            raise ShopFault(f"Nothing but {server.where} is asked for orders of {server.name}.")

    return httpx.AsyncClient(
        auth=httpx.BasicAuth(server.user, server.key or ""),
        headers={"User-Agent": f"CreditDesk/{__version__}", "Accept": "application/json", "Accept-Encoding": "gzip"},
        verify=context, trust_env=False, follow_redirects=False, timeout=server.timeout_seconds,
        event_hooks={"request": [stay]},
    )  # fmt: skip
