"""The signed calls: contact forms, and what a shop's server asks for its customers."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import NamedTuple

from starlette.requests import Request
from starlette.responses import Response

from console.policy.refusal import Refusal
from console.services import helpdesk, website
from console.services.faults import NotFound
from console.site import wire
from console.site.answering import Endpoint, Refused, Site, answered, body_of, site_of, told
from console.site.limits import network_of

FORGET_EVERY = timedelta(minutes=1)
TOO_MANY = "There are too many calls: try again later."


class Asked(NamedTuple):
    """A signed call that came for the first time."""

    site: Site
    request: Request
    signed: wire.Signed
    body: bytes

    @property
    def customer(self) -> str:
        """The customer it is for. Raises BadCall."""
        return wire.customer(self.signed.customer)

    def number(
        self, name: str, *, otherwise: int | None = None, most: int = wire.NUMBER_MAX
    ) -> int | None:
        """A number out of the query. Raises BadCall."""
        return wire.number(
            self.request.query_params.get(name), name, otherwise=otherwise, most=most
        )

    @property
    def limit(self) -> int:
        """How much of a page is wanted. Raises BadCall."""
        return self.number("limit", most=wire.PAGE_MAX) or 20

    @property
    def number_in_path(self) -> int:
        """The request that the path names. Raises NotFound."""
        try:
            return wire.number(self.request.path_params["number"], "number") or 0
        except wire.BadCall:
            raise NotFound(helpdesk.NOT_THERE) from None

    def fields(self, *known: str, needed: tuple[str, ...]) -> dict[str, str]:
        """The texts in the body. Raises Refused and BadCall."""
        if not wire.check_content_type(self.request.headers.get("content-type")):
            raise Refused(415, "A body is sent as application/json.")
        return wire.fields(wire.read(self.body), needed=needed, known=known)


def _signed(endpoint: Callable[[Asked], Awaitable[Response]]) -> Endpoint:
    """An endpoint for signed calls, each of them once."""

    async def run(request: Request) -> Response:
        check_network(request)
        if not request.headers.get(wire.SIGNATURE):
            raise wire.Unsigned
        body = await body_of(request, most_bytes=wire.BODY_BYTES)
        signed = await check_signed(request, body)
        return await endpoint(Asked(site_of(request), request, signed, body))

    return answered(run)


async def check_signed(request: Request, body: bytes) -> wire.Signed:
    """That a call is signed and comes for the first time. Raises Unsigned and Refused."""
    site = site_of(request)
    now = site.clock()
    signed = wire.check(_call(request, body), site.keys, now=now)
    if wait := site.wait_seconds(site.by_key, signed.key):
        raise Refused(429, TOO_MANY, retry_seconds=wait)
    forget = site.forgot_at is None or now - site.forgot_at > FORGET_EVERY
    if forget:
        site.forgot_at = now
    if not await website.take_call(
        site.desk, signed.digest, until=signed.repeatable_until, now=now, forget=forget
    ):
        raise Refused(409, "A call with that id has come before.")
    return signed


def check_network(request: Request) -> None:
    """Count a call of whoever calls. Raises Refused."""
    site = site_of(request)
    if wait := site.wait_seconds(site.by_network, caller(request)):
        raise Refused(429, TOO_MANY, retry_seconds=wait)


def caller(request: Request) -> str:
    """Where a call comes from."""
    return network_of(request.client.host if request.client else "")


def _call(request: Request, body: bytes) -> wire.Call:
    """The call as it was sent; a header that is there twice is none."""
    named: dict[str, list[bytes]] = {}
    for name, value in request.scope["headers"]:
        named.setdefault(name.decode("latin-1"), []).append(value)
    headers = {
        name: values[0].decode("utf-8", "replace")
        for name, values in named.items()
        if len(values) == 1
    }
    target: bytes = request.scope.get("raw_path") or request.scope["path"].encode()
    if query := request.scope["query_string"]:
        target += b"?" + query
    return wire.Call(request.method, target.decode("utf-8", "replace"), headers, body)


def _filed(made: int | Refusal) -> Response:
    if isinstance(made, Refusal):
        return told(wire.refused(made), 422)
    return told({"request": made}, 201)


@_signed
async def contact(asked: Asked) -> Response:
    """Take in a contact form, in which anybody may have written any address."""
    form = asked.fields("name", "email", "subject", "message", "domain", "id", needed=("email",))
    raw = website.raw_of(form)
    return _filed(await website.file_form(asked.site.desk, form, raw=raw, now=asked.site.clock()))


@_signed
async def file(asked: Asked) -> Response:
    """File a request for a customer."""
    given = asked.fields("id", "name", "subject", "message", "domain", needed=("id", "message"))
    made = await helpdesk.file_request(
        asked.site.desk, asked.customer, name=given["name"], subject=given["subject"],
        text=given["message"], domain=given["domain"], reference=wire.reference(given["id"]),
        now=asked.site.clock(),
    )  # fmt: skip
    return _filed(made)


@_signed
async def add(asked: Asked) -> Response:
    """Add a message to a customer's request."""
    given = asked.fields("id", "name", "message", needed=("id", "message"))
    made = await helpdesk.add_message(
        asked.site.desk, asked.customer, request=asked.number_in_path, name=given["name"],
        text=given["message"], reference=wire.reference(given["id"]), now=asked.site.clock(),
    )  # fmt: skip
    return _filed(made)


@_signed
async def requests(asked: Asked) -> Response:
    """A customer's requests, the newest first."""
    page = await helpdesk.requests(
        asked.site.desk, asked.customer, before=asked.number("before"), limit=asked.limit
    )
    return told({"requests": [_line(each) for each in page.requests], "before": page.before})


@_signed
async def thread(asked: Asked) -> Response:
    """One of a customer's requests, with its messages."""
    page = await helpdesk.thread(
        asked.site.desk, asked.customer, request=asked.number_in_path,
        after=asked.number("after") or 0, limit=asked.limit,
    )  # fmt: skip
    return told(
        {
            **_line(page.request),
            "messages": [_message(each) for each in page.messages],
            "after": page.after,
        }
    )


@_signed
async def credits(asked: Asked) -> Response:
    """A customer's balance and entries, the newest first."""
    found = await helpdesk.account(
        asked.site.desk, asked.customer, before=asked.number("before"), limit=asked.limit
    )
    return told(
        {
            "balance": found.balance,
            "free": found.free,
            "entries": [_entry(each) for each in found.entries],
            "before": found.before,
        }
    )


def _line(each: helpdesk.RequestLine) -> dict[str, object]:
    return {
        "request": each.request, "subject": each.subject, "domain": each.domain, "state": each.state,
        "received_at": wire.moment(each.received_at), "closed_at": wire.moment(each.closed_at),
        "credits": each.credits,
    }  # fmt: skip


def _message(each: helpdesk.PublicMessage) -> dict[str, object]:
    return {
        "message": each.message, "from": each.sender, "author": each.author, "at": wire.moment(each.at),
        "text": each.text, "files": [{"name": name, "bytes": size} for name, size in each.files],
    }  # fmt: skip


def _entry(each: helpdesk.HistoryLine) -> dict[str, object]:
    return {
        "entry": each.entry, "posted_at": wire.moment(each.posted_at), "kind": each.kind,
        "credits": each.credits, "balance_after": each.balance_after, "request": each.request,
        "clauses": list(each.clauses), "sentence": each.sentence,
    }  # fmt: skip
