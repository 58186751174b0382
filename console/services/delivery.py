"""Delivery: each mail is claimed in one transaction, sent outside any, and recorded in another."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from console.mail.render import OutboundFile, OutboundMail, to_bytes
from console.mail.smtp import Deferred, Rejected, Sent
from console.policy import access
from console.policy.refusal import Refusal
from console.services import bounced, facts, optout
from console.services.connection import until_saved
from console.services.context import Desk
from console.services.faults import NotFound
from console.services.shapes import CAME_BACK, Actor, DeliveryView, MailView
from db import bounces, files, outbox, tickets
from db.engine import Session
from db.tables import Bounce, Outbox

LEASE = timedelta(minutes=10)
"""How long a claimed mail is left to its sender; one that died with it is then sent by the next."""

UNWANTED = "The customer wants no promotional messages: it was not sent."

MAX_ATTEMPTS = 12
FIRST_PAUSE_SECONDS = 60
LONGEST_PAUSE_SECONDS = 4 * 3600
LISTED = 500

Deliver = Callable[[bytes, str], Awaitable[Sent | Deferred | Rejected]]
"""Takes the raw mail and the recipient."""


@dataclass(frozen=True, slots=True)
class Counts:
    """What became of the mails that were due."""

    sent: int = 0
    deferred: int = 0
    failed: int = 0


@dataclass(frozen=True, slots=True)
class _Claimed:
    """A mail to send, read before any network is touched."""

    outbox_id: int
    recipient: str
    attempts: int
    mail: OutboundMail


async def listing(desk: Desk) -> tuple[DeliveryView, ...]:
    """What has not arrived: what came back and nobody has seen to, what failed, what waits."""
    async with desk.reading() as session:
        waiting = [_view(row) for row in await outbox.listing(session, LISTED)]
        returned = [_returned(*each) for each in await bounces.unsettled(session, LISTED)]
    return (*returned, *waiting)


async def show(desk: Desk, *, delivery: int) -> MailView:
    """One mail whole. Raises NotFound."""
    async with desk.reading() as session:
        row = await _the_mail(session, delivery)
        files = tuple(each["name"] for each in row.attachments)
        known = await bounces.known(session, [delivery])
        back = next((each for each in known if each.permanent), None)
        view = _returned(back, row) if back is not None else _view(row)
        return MailView(view, row.created_at, await _text(session, row), files)


@until_saved
async def retry(
    desk: Desk, actor: Actor, *, delivery: int, now: datetime
) -> DeliveryView | Refusal:
    """Send a mail again at the next run, with the same Message-ID. Raises NotFound."""
    if refused := access.check(facts.role_of(actor), "outbox"):
        return refused
    async with desk.writing(actor, now) as session:
        row = await _the_mail(session, delivery)
        if row.state == "sent":
            return Refusal(f"Mail {delivery} has been sent: what came back is answered anew.", "C6")
        if row.state == "sending" and row.next_try_at and row.next_try_at > now:
            return Refusal(f"Mail {delivery} is being sent.", "C6")
        before = row.state
        await outbox.save(session, row, state="queued", attempts=0, next_try_at=now)
        await _noted(session, "mail sent again", actor, row, before=before, after="queued", now=now)
        return _view(row)


@until_saved
async def retry_failed(desk: Desk, actor: Actor, *, now: datetime) -> int | Refusal:
    """Send all mails that have failed again at the next run; says how many."""
    if refused := access.check(facts.role_of(actor), "outbox"):
        return refused
    async with desk.writing(actor, now) as session:
        queued = await outbox.queue_failed(session, now)
        if queued:
            await tickets.record(
                session, "failed mails sent again", at=now, staff_id=actor.staff_id, mails=queued
            )
        return queued


@until_saved
async def settle(
    desk: Desk, actor: Actor, *, delivery: int, now: datetime
) -> DeliveryView | Refusal:
    """Take a mail that came back off the list: somebody has seen to it. Raises NotFound."""
    if refused := access.check(facts.role_of(actor), "outbox"):
        return refused
    async with desk.writing(actor, now) as session:
        row = await _the_mail(session, delivery)
        known = [each for each in await bounces.known(session, [delivery]) if each.permanent]
        if not known:
            return Refusal(f"Mail {delivery} did not come back.", "C6")
        for each in known:
            await bounces.settle(session, each, at=now, staff_id=actor.staff_id)
        await _noted(session, "returned mail seen to", actor, row, now=now)
        return _returned(known[0], row)


async def _noted(
    session: Session, what: str, actor: Actor, row: Outbox, *, now: datetime, **detail: str
) -> None:
    await tickets.record(
        session, what, at=now, staff_id=actor.staff_id, ticket_id=row.ticket_id,
        customer_id=row.customer_id, mail=row.id, **detail,
    )  # fmt: skip


async def _the_mail(session: Session, delivery: int) -> Outbox:
    row = await outbox.get(session, delivery)
    if row is None:
        raise NotFound(f"There is no mail {delivery} in the outbox.")
    return row


async def _text(session: Session, row: Outbox) -> str:
    return row.body or "" if row.message_id is None else await outbox.body(session, row.message_id)


async def send_due(desk: Desk, *, now: Callable[[], datetime], deliver: Deliver) -> Counts:
    """Send what is due, one by one, until nothing is; safe to run twice at once."""
    sent = deferred = failed = 0
    # One at a time: of a batch behind a slow server, the last would outlive its lease and go out twice.
    while claimed := await _claim(desk, now()):
        state = await _record(desk, claimed, await _send(claimed, deliver), now())
        sent += state == "sent"
        deferred += state == "queued"
        failed += state == "failed"
    return Counts(sent, deferred, failed)


@until_saved
async def _claim(desk: Desk, now: datetime) -> _Claimed | None:
    async with desk.writing(job="outbox") as session:
        while found := await outbox.due(session, now, limit=1):
            row = found[0]
            if await _is_unwanted(session, row):
                await outbox.save(
                    session, row, state="failed", next_try_at=None, last_error=UNWANTED
                )
                continue
            await outbox.save(
                session, row, state="sending", attempts=row.attempts + 1, next_try_at=now + LEASE
            )
            body, attached = await _text(session, row), await _files(session, row)
            return _Claimed(
                facts.key(row), row.recipient, row.attempts, _mail(desk, row, body, attached)
            )
        return None


async def _is_unwanted(session: Session, row: Outbox) -> bool:
    """Whether a promotion waited until its customer wanted no more of them (A3)."""
    if row.unsubscribe is None or row.customer_id is None:
        return False
    return await optout.is_out(session, row.customer_id)


async def _files(session: Session, row: Outbox) -> tuple[OutboundFile, ...]:
    """The files that go along with a mail."""
    if not row.attachments:
        return ()
    found = await files.contents(session, [each["digest"] for each in row.attachments])
    return tuple(
        OutboundFile(each["name"], each["content_type"], found[each["digest"]])
        for each in row.attachments
    )


def _mail(desk: Desk, row: Outbox, body: str, attached: tuple[OutboundFile, ...]) -> OutboundMail:
    return OutboundMail(
        message_id=row.mail_id,
        from_name=desk.settings.desk_name,
        from_address=desk.settings.support_address,
        to_address=row.recipient,
        subject=row.subject,
        text=body,
        in_reply_to=row.in_reply_to,
        references=tuple(row.references.split()),
        sent_at=row.created_at,
        automatic=row.automatic,
        attachments=attached,
        unsubscribe=row.unsubscribe,
    )


async def _send(claimed: _Claimed, deliver: Deliver) -> Sent | Deferred | Rejected:
    try:
        raw = to_bytes(claimed.mail)
    except ValueError as error:
        return Rejected(f"It cannot be written as a mail: {error}")
    return await deliver(raw, claimed.recipient)


@until_saved
async def _record(
    desk: Desk, claimed: _Claimed, result: Sent | Deferred | Rejected, now: datetime
) -> str:
    async with desk.writing(job="outbox") as session:
        row = await outbox.get(session, claimed.outbox_id)
        if row is None or row.state == "sent":
            return "sent"
        if isinstance(result, Sent):
            await outbox.save(
                session, row, state="sent", sent_at=now, next_try_at=None, last_error=None
            )
        elif row.attempts != claimed.attempts:
            pass  # its lease ran out, and another sender's attempt decides
        elif isinstance(result, Rejected) or claimed.attempts >= MAX_ATTEMPTS:
            await outbox.save(
                session, row, state="failed", next_try_at=None, last_error=result.reason
            )
        else:
            await outbox.save(
                session, row, state="queued", next_try_at=now + pause(claimed.attempts),
                last_error=result.reason,
            )  # fmt: skip
        return row.state


def pause(attempts: int) -> timedelta:
    """How long to wait after so many attempts: a minute, doubled each time, four hours at most."""
    return timedelta(seconds=min(FIRST_PAUSE_SECONDS * 2 ** (attempts - 1), LONGEST_PAUSE_SECONDS))


def _returned(bounce: Bounce, row: Outbox) -> DeliveryView:
    return replace(_view(row), state=CAME_BACK, last_error=bounced.why(bounce), next_try_at=None)


def _view(row: Outbox) -> DeliveryView:
    return DeliveryView(
        delivery=facts.key(row),
        ticket=row.ticket_id,
        to=row.recipient,
        subject=row.subject,
        state=row.state,
        attempts=row.attempts,
        next_try_at=row.next_try_at,
        last_error=row.last_error,
        message_id=row.mail_id,
        customer=row.customer_id,
    )
