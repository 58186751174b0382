"""The references that the desk gives by itself, and what they name."""

import re
from collections.abc import Mapping

from console.services.checks.findings import Findings, Group
from console.services.context import Desk
from db.audit import ledger as audit
from db.audit.paging import Found
from db.engine import Session
from db.tables import Proposal

_PROPOSAL = re.compile(r"proposal:([1-9][0-9]{0,17})")
_MERGE = re.compile(r"merge:([1-9][0-9]{0,17}):(?:back-)?(?:in|out):(paid|free)")
_OWN = {
    "ticket:": "charge",
    "reverse:": "reversal",
    "proposal:": "reversal",
    "purchase:": "purchase",
    "grant:": "grant",
    "correct:": "correction",
}
"""Which kind of entry a reference's beginning is kept for."""


async def _run(session: Session, _desk: Desk, findings: Findings) -> None:
    async for page in audit.references(session):
        named = (_PROPOSAL.fullmatch(row.reference) for row in page)
        known = await audit.proposals_of(session, [int(each[1]) for each in named if each])
        for row in page:
            if not _agrees(row, known):
                findings.say(
                    "references",
                    f"entry {row.id}: {row.reference!r} is no reference of this {row.kind}",
                )
    async for twice in audit.doubled(session):
        for each in twice:
            findings.say(
                "references",
                f"entries {each.first} and {each.last} have the same one, {each.reference!r}",
            )


def _agrees(row: Found, known: Mapping[int, Proposal]) -> bool:
    if row.kind == "charge":
        return bool(row.reference == f"ticket:{row.ticket_id}:closing:{row.place}")
    if row.kind == "reversal":
        return bool(row.reference == f"reverse:{row.reverses}") or _is_proposed(row, known)
    if row.kind == "transfer":
        merge = _MERGE.fullmatch(row.reference)
        return merge is not None and (int(merge[1]), merge[2]) == (row.merge_id, row.origin)
    beginning = f"{row.reference.partition(':')[0]}:"
    return bool(_OWN.get(beginning, row.kind) == row.kind)


def _is_proposed(row: Found, known: Mapping[int, Proposal]) -> bool:
    """Whether a reversal's proposal is about the entry that it reverses."""
    named = _PROPOSAL.fullmatch(row.reference)
    proposal = known.get(int(named[1])) if named else None
    return proposal is not None and bool(proposal.entry_id == row.reverses)


GROUP = Group({"references": "every reference is one entry's, and names what that came from"}, _run)
