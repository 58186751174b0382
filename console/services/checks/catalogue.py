"""The catalogue: every component is told, and what a request is about is that component, since a closing of its own."""

from console.services.checks.findings import Findings, Group
from console.services.context import Desk
from db.audit import catalogue as audit
from db.engine import Session

_CHECK = "components"


async def _run(session: Session, _desk: Desk, findings: Findings) -> None:
    for code in await audit.untold(session):
        findings.say(_CHECK, f"component {code}: nobody said what it is")
    async for page in audit.strange(session):
        for row in page:
            why = (
                "it keeps what another component was"
                if row.of_another
                else f"entry {row.since_entry_id} is no closing of it"
            )
            findings.say(_CHECK, f"what #{row.ticket_id} is about ({row.id}): {why}")


GROUP = Group({_CHECK: "every component is told, and requests keep what theirs was"}, _run)
