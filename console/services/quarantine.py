"""The quarantine: what could not be placed by itself, listed for a person who admits or dismisses it (C2)."""

from dataclasses import dataclass, replace
from datetime import datetime

from console.mail import reader
from console.mail.address import normal_address
from console.policy import access, senders
from console.policy import intake as policy
from console.policy.intake import Admission, Arrival, Channel, Placing
from console.policy.officehours import office_day
from console.policy.refusal import Refusal
from console.policy.senders import Verdict
from console.services import facts, intake, matching, placements
from console.services.arrivals import Arrived, from_mail, from_written
from console.services.connection import until_saved
from console.services.context import Desk
from console.services.faults import BadInput, NotFound
from console.services.files import let_go_words
from console.services.shapes import Actor, Admitted
from db import inbound, locks, people, retention, tickets
from db.engine import Session
from db.tables import Inbound
from widgets.safe_text import clean, one_line

SHOWN_BYTES = 20_000
"""How much is shown of a mail that cannot be read."""

PAGE = 100


@dataclass(frozen=True, slots=True)
class SetAsideView:
    """Something that waits to be looked at, or was dismissed."""

    number: int
    channel: str
    sender: str | None
    subject: str | None
    reason: str
    received_at: datetime
    size_bytes: int
    dismissed_at: datetime | None


@dataclass(frozen=True, slots=True)
class SetAsidePage:
    """Some of what was set aside, newest first, and how many there are in all."""

    total: int
    rows: tuple[SetAsideView, ...]


@dataclass(frozen=True, slots=True)
class SetAsideWhole:
    """One of them whole: its text as far as it can be read, and the names of its files."""

    view: SetAsideView
    text: str
    files: tuple[str, ...]
    readable: bool


async def listing(
    desk: Desk, *, before: int | None = None, limit: int = PAGE, dismissed: bool = False
) -> SetAsidePage:
    """What waits to be looked at, newest first, from below a number on; with those dismissed if asked."""
    async with desk.reading() as session:
        found = await inbound.set_aside(session, before=before, limit=limit, dismissed=dismissed)
        total = await inbound.count_set_aside(session, dismissed=dismissed)
    return SetAsidePage(
        total,
        tuple(
            SetAsideView(
                number=each.inbound_id, channel=each.channel, sender=each.sender,
                subject=each.subject, reason=each.reason or "", received_at=each.received_at,
                size_bytes=each.size_bytes, dismissed_at=each.dismissed_at,
            )
            for each in found
        ),
    )  # fmt: skip


async def show(desk: Desk, *, number: int) -> SetAsideWhole:
    """One of them whole. Raises NotFound."""
    async with desk.reading() as session:
        row = await _the_one(session, number)
        gone = await retention.of_mail(session, number)
        view, raw = _view(row), row.raw
    if gone is not None:
        view = replace(view, size_bytes=gone.size_bytes)
        said = f"It was {let_go_words(office_day(desk.hours, gone.let_go_at))}."
        return SetAsideWhole(view, said, (), readable=False)
    arrived = await _read(desk, view, raw)
    if arrived.unreadable is not None:
        return SetAsideWhole(view, _as_it_came(raw), (), readable=False)
    names = tuple(str(each["name"]) for each in arrived.attachments)
    return SetAsideWhole(view, arrived.text, names, readable=True)


@until_saved
async def admit(
    desk: Desk,
    actor: Actor,
    *,
    number: int,
    ticket: int | None = None,
    address: str | None = None,
    now: datetime,
) -> Admitted | Refusal:
    """Make a request of it, or put it on one: a person says that it is for us. The same again changes nothing.

    `address` is whose it is where it names nobody; what is taken to be somebody's on a person's word agrees to
    nothing. No program answers it. Raises NotFound and BadInput.
    """
    if refused := access.check(facts.role_of(actor), "quarantine"):
        return refused
    sender = _address(address)
    async with desk.reading() as session:
        row = await _the_one(session, number)
        gone = await retention.of_mail(session, number)
        view, raw = _view(row), row.raw
    if gone is not None and row.placing == "quarantined":
        return Refusal(f"{number} was {let_go_words(office_day(desk.hours, gone.let_go_at))}.")
    # Its reading may take long, and no transaction waits for it.
    arrived = _as_admitted(await _read(desk, view, raw), sender)
    if arrived.sender is None:
        raise BadInput("It names no sender: say whose address it is from.")
    async with desk.writing(actor, now) as session:
        await locks.hold(session, f"mail {arrived.digest}", f"sender {arrived.sender}")
        locked = await inbound.locked(session, number)
        if locked is None or locked.placing != "quarantined":
            return await _already(session, number, locked)
        if await retention.of_mail(session, number) is not None:
            return Refusal(f"{number} was let go of meanwhile, by retention.")
        admitted = await _placed(session, desk, arrived, ticket=ticket)
        if not isinstance(admitted, Refusal):
            await tickets.record(
                session, "admitted by hand", at=now, staff_id=actor.staff_id,
                ticket_id=admitted.ticket, arrival=number,
            )  # fmt: skip
        return admitted


@until_saved
async def dismiss(
    desk: Desk, actor: Actor, *, number: int, reason: str = "", now: datetime
) -> SetAsideView | Refusal:
    """Take it off the list: it is kept, and can still be admitted. Raises NotFound."""
    if refused := access.check(facts.role_of(actor), "quarantine"):
        return refused
    async with desk.writing(actor, now) as session:
        row = await inbound.locked(session, number)
        if row is None:
            raise NotFound(f"Nothing came in under the number {number}.")
        if row.placing != "quarantined":
            return Refusal(f"{number} has been taken in: it is on #{row.ticket_id}.", "C2")
        if row.dismissed_at is None:
            await inbound.place(session, row, dismissed_at=now)
            await tickets.record(
                session, "dismissed by hand", at=now, staff_id=actor.staff_id, arrival=number,
                reason=one_line(reason, max_chars=300),
            )  # fmt: skip
        return _view(row)


async def _placed(
    session: Session, desk: Desk, arrived: Arrived, *, ticket: int | None
) -> Admitted | Refusal:
    """Within a transaction: on the request that was named, or a new one of its sender's."""
    if ticket is not None:
        row = await facts.the_ticket(session, ticket)
        joined = Admission(Placing.JOINED, ticket=ticket, reopens=row.closed_at is not None)
        doubt = senders.doubt(arrived.verdict)
        return await placements.join(session, desk, arrived, joined, doubt=doubt)
    if (known := await intake.repeats(session, desk, arrived)) is not None:
        return known
    customer = await people.customer_at(session, arrived.sender or "")
    arrival = await matching.arrival(session, desk, arrived, customer=customer, match=None)
    admission = policy.admit(_by_hand(arrival))
    if admission.placing is Placing.QUARANTINED:
        return Refusal(admission.reason or "", admission.clause)
    admission = replace(admission, ask_to_replenish=False)
    return await placements.begin(
        session, desk, arrived, customer=customer, admission=admission, kind=None,
        doubt=arrival.doubt,
    )  # fmt: skip


def _by_hand(arrival: Arrival) -> Arrival:
    """As the policy sees it when a person has looked: neither a program's, nor too many, nor past reading."""
    return replace(arrival, automatic=None, readable=True, lately=0, dispute=False)


async def _read(desk: Desk, view: SetAsideView, raw: bytes) -> Arrived:
    if view.channel != Channel.EMAIL:
        return from_written(
            view.channel, raw, view.received_at, sender=view.sender, subject=view.subject or ""
        )
    mail = await reader.read_async(raw)
    return from_mail(raw, mail, view.received_at, mail_server=desk.settings.mail_server)


def _as_admitted(arrived: Arrived, sender: str | None) -> Arrived:
    text, subject = arrived.text, arrived.subject
    if arrived.unreadable is not None:
        text = _as_it_came(arrived.raw)
        subject = subject or "A mail that could not be read"
    return replace(
        arrived, sender=sender or arrived.sender, text=text, subject=subject, automatic=None,
        unreadable=None, by_hand=True, verdict=_verdict(arrived, sender),
    )  # fmt: skip


def _verdict(arrived: Arrived, sender: str | None) -> Verdict:
    """A person's word makes a sender of nobody's, a program's or a form's words: it vouches for none of them (U9)."""
    said_by_us = sender is not None and sender != arrived.sender
    if said_by_us or arrived.automatic is not None or arrived.channel != Channel.EMAIL:
        return replace(arrived.verdict, asked=True, vouched=False)
    return arrived.verdict


def _as_it_came(raw: bytes) -> str:
    """The beginning of a mail as it came, with what is not text replaced."""
    return clean(raw[:SHOWN_BYTES].decode("utf-8", "replace"))


def _address(address: str | None) -> str | None:
    if address is None:
        return None
    normal = normal_address(address)
    if normal is None:
        raise BadInput(f"That is no address: {one_line(address, max_chars=80)!r}.")
    return normal


async def _already(session: Session, number: int, row: Inbound | None) -> Admitted:
    if row is None:
        raise NotFound(f"Nothing came in under the number {number}.")
    ticket = await tickets.get(session, row.ticket_id) if row.ticket_id is not None else None
    owner = ticket.customer_id if ticket else None
    return Admitted(
        "already-known", row.ticket_id, owner, False, ticket.waiting_for if ticket else None,
        "It has been taken in before.",
    )  # fmt: skip


async def _the_one(session: Session, number: int) -> Inbound:
    row = await inbound.get(session, number)
    if row is None or (row.placing != "quarantined" and row.ticket_id is None):
        raise NotFound(f"Nothing was set aside under the number {number}.")
    return row


def _view(row: Inbound) -> SetAsideView:
    return SetAsideView(
        number=facts.key(row), channel=row.channel, sender=row.sender, subject=row.subject,
        reason=row.reason or "", received_at=row.received_at, size_bytes=len(row.raw),
        dismissed_at=row.dismissed_at,
    )  # fmt: skip
