"""Mails that came back: a mail server's report is put beside the mail of ours that it is about."""

from console.mail.bounces import Failure
from console.services import facts
from console.services.arrivals import Arrived
from db import bounces, outbox, tickets
from db.engine import Session
from db.tables import Bounce, Outbox

REPORTED_MOST = 20


async def note(session: Session, arrived: Arrived, *, inbound_id: int) -> None:
    """Within a transaction: put on record which mails of ours a report says did not arrive.

    A Message-ID of ours cannot be guessed: who names it has the mail, or handled it.
    """
    if not arrived.failures or not arrived.reported:
        return
    mails = await outbox.by_mail_ids(session, arrived.reported[:REPORTED_MOST])
    if not mails:
        return
    known = {
        (row.outbox_id, row.recipient, row.permanent)
        for row in await bounces.known(session, [facts.key(mail) for mail in mails])
    }
    for mail in mails:
        for failure in _about(mail, arrived.failures):
            told = (facts.key(mail), mail.recipient, failure.permanent)
            if told in known:
                continue
            known.add(told)
            await _add(session, arrived, mail, failure, inbound_id=inbound_id)


def _about(mail: Outbox, failures: tuple[Failure, ...]) -> tuple[Failure, ...]:
    """The failures that are this mail's: of its recipient, or of whoever they forward to when only one is named."""
    own = tuple(each for each in failures if each.recipient == mail.recipient)
    return own or (failures if len(failures) == 1 else ())


async def _add(
    session: Session, arrived: Arrived, mail: Outbox, failure: Failure, *, inbound_id: int
) -> None:
    await bounces.add(
        session, outbox_id=facts.key(mail), ticket_id=mail.ticket_id, inbound_id=inbound_id,
        recipient=mail.recipient, permanent=failure.permanent, status=failure.status,
        reason=failure.reason, came_at=arrived.received_at,
    )  # fmt: skip
    if failure.permanent:
        await tickets.record(
            session, "mail came back", at=arrived.received_at, ticket_id=mail.ticket_id,
            customer_id=mail.customer_id, mail=mail.id, status=failure.status,
        )  # fmt: skip


def why(bounce: Bounce) -> str:
    """Why it did not arrive, as its server says."""
    return " ".join(
        filter(None, (bounce.status, bounce.reason or "its mail server did not say why"))
    )
