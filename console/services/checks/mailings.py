"""Messages to many customers: a mail to each of them, in words of the mailing's, with a way out of promotions (A3)."""

from collections.abc import Sequence
from typing import Any

from console.policy.mailings import MailingKind
from console.services import facts
from console.services.checks.findings import Findings, Group
from console.services.context import Desk
from db.audit import mailings as audit
from db.engine import Session
from db.tables import Mailing


async def _run(session: Session, _desk: Desk, findings: Findings) -> None:
    async for page in audit.mailings(session):
        found = await audit.mails(session, [facts.key(row) for row in page])
        for row in page:
            mails = [each for each in found if each.mailing_id == row.id]
            if problem := _wrong(row, mails):
                findings.say("mailings", f"mailing {row.id}: {problem}")


def _wrong(row: Mailing, mails: Sequence[Any]) -> str | None:
    sent, ended = sum(each.mails for each in mails), sum(each.ended for each in mails)
    if sent != row.recipients:
        return f"it is to {row.recipients} customers, and has {sent} mails"
    subjects = {told.get("subject") for told in row.texts.values()}
    strange = sorted({each.subject for each in mails} - subjects)
    if strange:
        return f"{strange[0]!r} is no subject of it"
    if ended != (sent if row.kind == MailingKind.PROMOTIONAL else 0):
        return f"{ended} of its {sent} mails say how to end them, and it is {row.kind}"
    return None


GROUP = Group(
    {"mailings": "every mailing has a mail to each of its customers, and promotions a way out"},
    _run,
)
