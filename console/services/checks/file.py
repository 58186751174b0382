"""Whether the file is whole, and everything that a row refers to is there."""

from console.services.checks.findings import Findings, Group
from console.services.context import Desk
from db.audit import paging
from db.engine import Session


async def _file(session: Session, _desk: Desk, findings: Findings) -> None:
    for sentence in await paging.damage(session):
        findings.say("file", sentence)


async def _links(session: Session, _desk: Desk, findings: Findings) -> None:
    for table, number, parent in await paging.dangling(session):
        findings.say("links", f"{table} {number} refers to a {parent} that is not there")


FILE = Group({"file": "the file is whole"}, _file)
LINKS = Group({"links": "everything that a row refers to is there"}, _links)
