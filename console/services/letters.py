"""Letters: e-mails to a customer that belong to no request, with files where they carry any."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from console.services.context import Desk
from console.services.faults import NotFound
from db import customers, files, outbox
from db.engine import Session
from db.tables import Outbox
from widgets.safe_text import clean, one_line


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes along with a letter."""

    name: str
    content_type: str
    content: bytes


async def write(
    session: Session,
    desk: Desk,
    customer_id: int,
    *,
    subject: str,
    text: str,
    attachments: Sequence[Attachment] = (),
    mailing_id: int | None = None,
    unsubscribe: str | None = None,
    now: datetime,
) -> Outbox:
    """Queue a letter to a customer's registered address. Raises NotFound where they have none."""
    address = (await customers.registered(session, [customer_id])).get(customer_id)
    if address is None:
        raise NotFound(f"Customer {customer_id} has no address.")
    return await outbox.put(
        session, recipient=address, subject=one_line(subject, max_chars=200), body=clean(text),
        mail_id=letter_id(desk), automatic=True, customer_id=customer_id, mailing_id=mailing_id,
        unsubscribe=unsubscribe, attachments=await keep_files(session, attachments, now=now),
        next_try_at=now, created_at=now,
    )  # fmt: skip


def letter_id(desk: Desk) -> str:
    """A Message-ID for a mail that belongs to no request: all attempts carry the one that is stored."""
    return f"<letter.{secrets.token_hex(16)}@{desk.settings.mail_domain}>"


async def keep_files(
    session: Session, attachments: Sequence[Attachment], *, now: datetime
) -> list[dict[str, object]]:
    """Keep the files that go along with a mail, and tell them as a message or a mail lists them."""
    return [await _kept(session, each, now) for each in attachments]


async def _kept(session: Session, each: Attachment, now: datetime) -> dict[str, object]:
    digest = hashlib.sha256(each.content).hexdigest()
    await files.keep(session, digest=digest, content=each.content, at=now)
    return {
        "name": each.name, "content_type": each.content_type, "digest": digest,
        "size_bytes": len(each.content),
    }  # fmt: skip
