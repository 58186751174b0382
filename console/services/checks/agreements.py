"""What customers agreed to: in a message of theirs, and one at a time."""

from console.services.checks.findings import Findings, Group
from console.services.context import Desk
from db.audit import customers as audit
from db.engine import Session
from db.tables import Consent, Message


async def _run(session: Session, _desk: Desk, findings: Findings) -> None:
    async for page in audit.agreements(session):
        customers = list({row.customer_id for row, *_ in page})
        told = await audit.recorded_ceilings(session, customers)
        for row, message, in_force, _ in page:
            if problem := _wrong(row, message, in_force) or _changed(row, told.get(row.id or 0)):
                findings.say("agreements", f"agreement {row.id}: {problem}")


def _wrong(row: Consent, message: Message, in_force: int) -> str | None:
    if row.withdrawn_at is None and in_force > 1:
        return "another one is in force for the same"
    if message.direction != "in":
        return f"message {message.id} is not the customer's"
    if row.agreed_at != message.created_at:
        return f"it was not agreed when message {message.id} came"
    if row.ticket_id is not None and message.ticket_id != row.ticket_id:
        return f"message {message.id} is about #{message.ticket_id}, not #{row.ticket_id}"
    return None


def _changed(row: Consent, ceiling: int | None) -> str | None:
    """It says what was put on record; where customers were merged since, that is not looked for."""
    if ceiling is not None and row.ceiling != ceiling:
        return f"it goes up to {row.ceiling}, and was put on record up to {ceiling}"
    return None if row.agreed_by.strip() else "nobody is said to have agreed"


GROUP = Group(
    {"agreements": "every agreement stands in a customer's message, one in force for each"}, _run
)
