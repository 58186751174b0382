"""Work sessions: each ends after it began, and nobody worked on two things at once."""

from console.policy.worktime import Ending
from console.services.checks.findings import Findings, Group
from console.services.context import Desk
from db.audit import requests as audit
from db.engine import Session
from db.tables import WorkSession

_ENDINGS = frozenset(map(str, Ending))


async def _run(session: Session, _desk: Desk, findings: Findings) -> None:
    before: WorkSession | None = None
    async for page in audit.sessions_ended(session):
        for row in page:
            if problem := _wrong(row) or _overlap(row, before):
                findings.say("sessions", f"session {row.id}: {problem}")
            if row.typed_seconds is None:
                before = row
    for row, has_another, ended_later in await audit.sessions_running(session):
        if has_another or ended_later:
            findings.say("sessions", f"session {row.id}: it runs beside another of the same person")


def _wrong(row: WorkSession) -> str | None:
    if row.ended_at is not None and row.ended_at < row.started_at:
        return "it ended before it began"
    if row.ending not in _ENDINGS:
        return f"{row.ending!r} is no way in which it ends"
    if (row.typed_seconds is None) != (row.ending not in {Ending.TYPED, Ending.CORRECTED}):
        return "it is half a timer and half typed in"
    if row.typed_seconds is not None and not (row.reason or "").strip():
        return "it was typed in for no reason"
    return None


def _overlap(row: WorkSession, before: WorkSession | None) -> str | None:
    """Timed sessions come by their end: each begins where the one before it has ended."""
    if row.typed_seconds is not None or before is None or before.staff_id != row.staff_id:
        return None
    if before.ended_at is None or row.started_at >= before.ended_at:
        return None
    return f"it began before session {before.id} of the same person had ended"


GROUP = Group({"sessions": "every session ends after it began, and nobody's overlap"}, _run)
