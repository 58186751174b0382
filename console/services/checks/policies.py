"""Versions of the policy: each as it was adopted, and in force where something names it (A1, A2)."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from console.policy.clauses import CLAUSES
from console.policy.versions import Book
from console.services.checks.findings import Findings, Group
from console.services.context import Desk
from console.services.policies import digest_of
from db import policies
from db.audit import policies as audit
from db.engine import Session
from db.tables import Entry, PolicyVersion, Ticket

_AT_ONCE = timedelta(hours=1)
"""What came so near to a version's beginning may have been taken in while it was adopted."""


async def _run(session: Session, desk: Desk, findings: Findings) -> None:
    adopted = await audit.adoptions(session)
    rows = await policies.stored(session)
    for row in rows:
        if problem := _wrong(row, adopted.get(row.version)):
            findings.say("policy", f"version {row.version}: {problem}")
    for version in sorted(adopted.keys() - {row.version for row in rows}):
        findings.say("policy", f"version {version} was adopted, and is not on record")
    await _unknown(session, desk.book, findings)
    async for page in audit.requests(session):
        for each in page:
            if not _may_be_under(desk.book, each.policy_version, each.received_at):
                findings.say(
                    "policy",
                    f"#{each.id}: version {each.policy_version} was not in force when it came",
                )


async def _unknown(session: Session, book: Book, findings: Findings) -> None:
    """What names a version that is not on record, or that was never adopted."""
    known = [each.version for each in book.versions if not each.proposed]
    async for page in audit.under_unknown_versions(session, Entry, known):
        for each in page:
            findings.say(
                "policy", f"entry {each.id}: no version {each.policy_version!r} was ever in force"
            )
    async for page in audit.under_unknown_versions(session, Ticket, known):
        for each in page:
            findings.say(
                "policy", f"#{each.id}: no version {each.policy_version!r} was ever in force"
            )


def _may_be_under(book: Book, version: str, at: Any) -> bool:
    known = book.named(version)
    if known is None or known.proposed:
        return True  # told already
    return version in {book.in_force(at + each).version for each in (-_AT_ONCE, _AT_ONCE)} or (
        book.in_force(at).version == version
    )


def _wrong(row: PolicyVersion, adopted: Mapping[str, Any] | None) -> str | None:
    unknown = sorted(set(row.words) - set(CLAUSES))
    if unknown:
        return f"it words {', '.join(unknown)}, which the policy has not"
    if row.in_force_from is None:
        return "it was adopted, and has no date" if adopted else None
    if adopted is None:
        return "it has a date, and nobody adopted it"
    since = datetime.fromisoformat(str(adopted.get("since"))).astimezone(UTC)
    if since != row.in_force_from:
        return f"it was adopted from {since:%Y-%m-%d %H:%M} on, not from {row.in_force_from:%Y-%m-%d %H:%M}"
    # Versions that were adopted before it was kept have none.
    if adopted.get("digest", digest_of(row)) != digest_of(row):
        return "it says something else than when it was adopted"
    return None


GROUP = Group(
    {
        "policy": "every version of the policy is as it was adopted, and was in force where it is named"
    },
    _run,
)
