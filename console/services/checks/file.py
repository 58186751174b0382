"""Whether the file is whole and can be read, everything in it is there, and what guards it stands."""

from console.policy import revisions
from console.policy.terms import TERMS
from console.services.checks.findings import Findings, Group
from console.services.context import Desk
from db import policies
from db.audit import guards, paging, values
from db.engine import Session


async def _file(session: Session, _desk: Desk, findings: Findings) -> None:
    named = set()
    async for table, number, rule in values.broken(session):
        named.add(table)
        findings.say("file", f"{table} {number} breaks the rule {rule}")
    for sentence in await paging.damage(session):
        if sentence.removeprefix("CHECK constraint failed in ") not in named:
            findings.say("file", sentence)


async def _values(session: Session, _desk: Desk, findings: Findings) -> None:
    async for table, number, column in values.unreadable(session):
        findings.say("values", f"{table} {number}: its {column} cannot be read")


async def _figures(session: Session, _desk: Desk, findings: Findings) -> None:
    for row in await policies.stored(session):
        if problem := revisions.problem(row.terms, base=TERMS):
            findings.say("figures", f"version {row.version}: {problem}")


async def _links(session: Session, _desk: Desk, findings: Findings) -> None:
    for table, number, parent in await paging.dangling(session):
        findings.say("links", f"{table} {number} refers to a {parent} that is not there")


async def _guards(session: Session, _desk: Desk, findings: Findings) -> None:
    for kind, name, problem in await guards.fallen(session):
        findings.say("guards", f"the {kind} {name} {problem}")
    gone = await guards.gone(session)
    if gone is None:
        findings.hold("lost", _NOT_TOLD)
    for table, first, last in gone or ():
        which = f"{first} is" if first == last else f"{first} to {last} are"
        findings.say("lost", f"{table} {which} gone")


_NOT_TOLD = "on a server it cannot be told from its number whether a row is gone: one that was rolled back leaves a gap too"

READABLE = (
    Group({"file": "the file is whole, and no row breaks a rule of its table"}, _file),
    Group({"values": "every value can be read"}, _values),
    Group({"figures": "every version of the policy can be counted with"}, _figures),
)
"""Where one of these disagrees, nothing that the record says can be held against anything else in it."""

LINKS = Group({"links": "everything that a row refers to is there"}, _links)
GUARDS = Group(
    {
        "guards": "every trigger, key and rule that guards the record stands",
        "lost": "nothing that was written is gone",
    },
    _guards,
)
