"""The customer's own page: requests filed and read, messages added, balance and history; nothing of anybody else's (C3, K7).

Who asks is the customer at an address, as the shop that let them in says. Whom the desk does not know has nothing.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from console.documents.sentences import sentence
from console.policy.refusal import Refusal
from console.services import facts, intake, statements
from console.services.arrivals import MAX_NAME, MAX_SUBJECT, Arrived, from_form
from console.services.connection import until_saved
from console.services.context import Desk
from console.services.faults import NotFound
from console.services.views import entry_views
from console.services.website import JOB, raw_of, request_of
from db import customers, ledger, locks, people, site, tickets
from db.engine import Session
from db.tables import Customer, Message, Ticket
from widgets.safe_text import clean, one_line

NOT_THERE = "There is no such request."
"""What is said of a request that is not there, or is another's."""


class Taken(Exception):
    """The id was used before, for something else."""


@dataclass(frozen=True, slots=True)
class RequestLine:
    """A request as its customer sees it."""

    request: int
    subject: str
    domain: str | None
    received_at: datetime
    state: str
    closed_at: datetime | None
    credits: int


@dataclass(frozen=True, slots=True)
class PublicMessage:
    """A message that its customer may read; files are told by name and size."""

    message: int
    sender: str
    author: str
    at: datetime
    text: str
    files: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class RequestPage:
    """Requests, the newest first; `before` is where the next page begins, None at the end."""

    requests: tuple[RequestLine, ...]
    before: int | None


@dataclass(frozen=True, slots=True)
class ThreadPage:
    """A request and messages of its thread, oldest first; `after` is where the next page begins."""

    request: RequestLine
    messages: tuple[PublicMessage, ...]
    after: int | None


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """An entry as its customer reads it."""

    entry: int
    posted_at: datetime
    kind: str
    credits: int
    balance_after: int
    request: int | None
    clauses: tuple[str, ...]
    sentence: str


@dataclass(frozen=True, slots=True)
class Account:
    """A balance and how it came about, the newest entry first; `before` is where the next page begins."""

    balance: int
    free: int
    entries: tuple[HistoryLine, ...]
    before: int | None


async def file_request(
    desk: Desk, address: str, *, name: str, subject: str, text: str, domain: str, reference: str, now: datetime
) -> int | Refusal:  # fmt: skip
    """File a request for a customer; again under its reference it is the same one. Raises BadInput and Taken."""
    arrived = _arrived(
        address, name=name, subject=subject, text=text, domain=domain, reference=reference, now=now
    )
    return await _admit(desk, arrived, request=None)


async def add_message(
    desk: Desk,
    address: str,
    *,
    request: int,
    name: str = "",
    text: str,
    reference: str,
    now: datetime,
) -> int | Refusal:
    """Add a message to one of a customer's requests; again under its reference it changes nothing.

    Gives the request that it is on: a new one where the old is closed for too long. Raises NotFound and Taken.
    """
    arrived = _arrived(
        address, name=name, subject="", text=text, domain="", reference=f"{request}:{reference}", now=now,
        tokens=(request,),
    )  # fmt: skip
    return await _admit(desk, arrived, request=request)


@until_saved
async def _admit(desk: Desk, arrived: Arrived, *, request: int | None) -> int | Refusal:
    assert arrived.sender is not None  # noqa: S101 - made of an address
    async with desk.writing(job=JOB) as session:
        await locks.hold(session, f"mail {arrived.mail_id}", f"sender {arrived.sender}")
        if request is not None:
            owner = await people.customer_at(session, arrived.sender)
            await _theirs(session, owner, request)
        if (known := await _known(session, arrived)) is not None:
            return known
        return request_of(await intake.place(session, desk, arrived))


async def _known(session: Session, arrived: Arrived) -> int | None:
    """The request that the same id made before. Raises Taken where it was another thing."""
    for each in await tickets.by_mail_id(session, [arrived.mail_id or ""]):
        if each.body_digest != arrived.body_digest:
            raise Taken("That id was used for something else before.")
        return each.ticket_id
    return None


def _arrived(
    address: str,
    *,
    name: str,
    subject: str,
    text: str,
    domain: str,
    reference: str,
    now: datetime,
    tokens: tuple[int, ...] = (),
) -> Arrived:
    values = {
        "name": name, "email": address, "subject": subject, "message": text, "domain": domain,
        "id": reference,
    }  # fmt: skip
    form = from_form(values, raw_of(values), now)
    whose = hashlib.sha256(address.encode()).hexdigest()[:16]
    return Arrived(
        channel="helpdesk",
        raw=form.raw,
        received_at=now,
        sender=form.sender,
        sender_name=one_line(name, max_chars=MAX_NAME),
        subject=one_line(subject, max_chars=MAX_SUBJECT),
        text=clean(text),
        language=form.language,
        # Each customer's ids are their own.
        mail_id=f"helpdesk:{whose}:{reference}",
        body_digest=form.body_digest,
        domain=form.domain,
        tokens=tokens,
    )


async def requests(
    desk: Desk, address: str, *, before: int | None = None, limit: int = 20
) -> RequestPage:
    """A customer's requests, the newest first. Raises NotFound where `before` is none of theirs."""
    async with desk.reading() as session:
        owner = await people.customer_at(session, address)
        edge = await _theirs(session, owner, before) if before is not None else None
        if owner is None:
            return RequestPage((), None)
        found = await site.requests(session, facts.key(owner), before=edge, limit=limit + 1)
        lines = await _lines(session, found[:limit])
    return RequestPage(lines, lines[-1].request if len(found) > limit else None)


async def thread(
    desk: Desk, address: str, *, request: int, after: int = 0, limit: int = 50
) -> ThreadPage:
    """One of a customer's requests with its messages, internal notes left out. Raises NotFound."""
    async with desk.reading() as session:
        owner = await people.customer_at(session, address)
        ticket = await _theirs(session, owner, request)
        found = await site.thread(session, request, after=after, limit=limit + 1)
        (line,) = await _lines(session, [ticket])
    shown = tuple(map(_message, found[:limit]))
    return ThreadPage(line, shown, shown[-1].message if len(found) > limit else None)


async def account(
    desk: Desk, address: str, *, before: int | None = None, limit: int = 50
) -> Account:
    """A customer's balance and entries (K7); of whom the desk does not know it is 0, and there are none."""
    async with desk.reading() as session:
        owner = await people.customer_at(session, address)
        if owner is None:
            return Account(0, 0, (), None)
        number = facts.key(owner)
        balance, free = await ledger.standing(session, number)
        found = await customers.entries(session, number, before=before, limit=limit + 1)
        shown = found[:limit]
        named = await statements.names(session, shown)
        views = await entry_views(session, shown)
    return Account(
        balance=balance,
        free=free,
        entries=tuple(
            HistoryLine(
                entry=each.entry,
                posted_at=each.posted_at,
                kind=each.kind,
                credits=each.credits,
                balance_after=each.balance_after,
                request=each.ticket,
                clauses=each.clauses,
                sentence=sentence(
                    statements.entry_facts(each, named, desk.terms_of(each.policy_version)),
                    owner.language,
                ),
            )
            for each in views
        ),
        before=shown[-1].seq if len(found) > limit else None,
    )


async def _theirs(session: Session, owner: Customer | None, request: int) -> Ticket:
    """A request of a customer. Raises NotFound, alike where it is another's and where there is none."""
    ticket = await tickets.get(session, request)
    if ticket is None or owner is None or ticket.customer_id != owner.id:
        raise NotFound(NOT_THERE)
    return ticket


async def _lines(session: Session, rows: Sequence[Ticket]) -> tuple[RequestLine, ...]:
    entries = await ledger.of_tickets(session, [facts.key(row) for row in rows]) if rows else []
    return tuple(
        RequestLine(
            request=facts.key(row),
            subject=row.subject,
            domain=row.domain,
            received_at=row.received_at,
            state=_state(row),
            closed_at=row.closed_at,
            credits=facts.posted_net([each for each in entries if each.ticket_id == row.id]),
        )
        for row in rows
    )


def _state(row: Ticket) -> str:
    if row.closed_at is not None:
        return "closed"
    return f"waiting-for-{row.waiting_for}" if row.waiting_for else "open"


def _message(row: Message) -> PublicMessage:
    return PublicMessage(
        message=facts.key(row),
        sender="customer" if row.direction == "in" else "desk",
        author=row.author,
        at=row.created_at,
        text=row.body,
        files=tuple((str(each["name"]), int(each["size_bytes"])) for each in row.attachments),
    )
