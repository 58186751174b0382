"""Known bugs: who was told that one is solved has their mail, and what that closed was free (F1 to F4)."""

from typing import Any

from console.services.checks.findings import Findings, Group
from console.services.context import Desk
from db.audit import bugs as audit
from db.engine import Session


async def _run(session: Session, _desk: Desk, findings: Findings) -> None:
    async for page in audit.told(session):
        for row in page:
            if problem := _wrong(row):
                findings.say("known bugs", f"#{row.ticket_id}, told of bug {row.bug_id}: {problem}")


def _wrong(row: Any) -> str | None:
    if (row.state, row.fact_of) != ("solved", row.bug_id):
        return "that bug was not solved then"
    if row.mail_on != row.ticket_id:
        return "it has no e-mail of its own"
    if row.entry_id is not None and (row.entry_on, row.cost) != (row.ticket_id, 0):
        return f"entry {row.entry_id} did not close it free"
    return None


GROUP = Group(
    {"known bugs": "who was told of a solved bug has their mail, and was closed free"}, _run
)
