"""What is set for everybody: each setting and each day of the office is one that the program can go by."""

from console.services import deskwide
from console.services.checks.findings import Findings, Group
from console.services.context import Desk
from db import deskwide as db_deskwide
from db.engine import Session

HOLDS = "what is set for everybody can be gone by, and every change of it is on record"


async def _run(session: Session, desk: Desk, findings: Findings) -> None:
    said = deskwide.read(*await db_deskwide.in_force(session))
    for each in said.unread:
        findings.say("settings", f"{each} cannot be read, and holds for nobody")
    for table, row in await db_deskwide.without_event(session):
        findings.say("settings", f"{table} {row} is set, and the record does not tell by whom")
    remarks = [
        f"{name} is {value} for everybody, and {here} in this machine's file, which is not gone by"
        for name, value, here in deskwide.differing(desk.file, said)
    ]
    if remarks:
        findings.hold("settings", "; ".join([HOLDS, *remarks]))


GROUP = Group({"settings": HOLDS}, _run)
