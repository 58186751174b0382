"""Versions of the policy: each that a request or an entry names is on record, and says what can be said (A1)."""

from console.policy.clauses import CLAUSES
from console.policy.versions import Version
from console.services.checks.findings import Findings, Group
from console.services.context import Desk
from db.audit import ledger as audit
from db.engine import Session
from db.tables import Entry, Ticket


async def _run(session: Session, desk: Desk, findings: Findings) -> None:
    for version in desk.book.versions:
        if problem := _wrong(version):
            findings.say("policy", f"version {version.version}: {problem}")
    known = [each.version for each in desk.book.versions]
    async for page in audit.under_unknown_versions(session, Entry, known):
        for each in page:
            findings.say(
                "policy", f"entry {each.id}: no version {each.policy_version!r} is on record"
            )
    async for page in audit.under_unknown_versions(session, Ticket, known):
        for each in page:
            findings.say("policy", f"#{each.id}: no version {each.policy_version!r} is on record")


def _wrong(version: Version) -> str | None:
    unknown = sorted(set(version.words) - set(CLAUSES))
    if unknown:
        return f"it words {', '.join(unknown)}, which the policy has not"
    if min(version.terms.block_seconds, version.terms.credits_per_block) <= 0:
        return "its blocks cost nothing"
    return None


GROUP = Group({"policy": "every version of the policy that anything names is on record"}, _run)
