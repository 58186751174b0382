"""What went back: no more than was taken, as it was proposed, and decided by somebody else."""

from console.policy.access import Role
from console.services.checks.findings import Findings, Group
from console.services.checks.staff import Given, ever_might
from console.services.context import Desk
from db.audit import ledger as audit
from db.audit.paging import Found
from db.audit.staff import given_roles
from db.engine import Session
from db.tables import Entry


async def _reversals(session: Session, _desk: Desk, findings: Findings) -> None:
    async for page in audit.reversals(session):
        for row, named, back, _ in page:
            if problem := _wrong(row, named, back):
                findings.say("reversals", f"entry {row.id}: {problem}")


def _wrong(row: Entry, named: Entry, back: int) -> str | None:
    if row.credits * named.credits >= 0:
        return f"it moves {row.credits} credits, and entry {named.id} moved {named.credits}"
    if back > abs(named.credits):
        return f"{back} credits have gone back of entry {named.id}, which took {abs(named.credits)}"
    if named.kind in {"reversal", "transfer"} or (
        row.reference.startswith("reverse:") and named.kind == "purchase"
    ):
        return f"entry {named.id} is a {named.kind}, which is not reversed"
    kept = ("ticket_id", "clauses", "policy_version")
    if any(getattr(row, name) != getattr(named, name) for name in kept):
        return f"its request, clauses or policy version are not those of entry {named.id}"
    return None


async def _proposals(session: Session, _desk: Desk, findings: Findings) -> None:
    given = await given_roles(session)
    async for page in audit.proposals(session):
        for row in page:
            if problem := _wrong_proposal(row) or _wrong_decider(row, given):
                findings.say("proposals", f"proposal {row.id}: {problem}")


def _wrong_proposal(row: Found) -> str | None:
    if row.state != "approved":
        return None if row.reversal_id is None else f"it is {row.state} and names a reversal"
    if row.reversal_id is None:
        return "it is approved, and nothing went back"
    if row.reverses != row.entry_id:
        return f"entry {row.reversal_id} does not reverse entry {row.entry_id}"
    if abs(row.posted) != row.credits:
        return f"entry {row.reversal_id} gave back {abs(row.posted)} credits, not {row.credits}"
    return None if row.decided_by is not None else "nobody is said to have approved it"


def _wrong_decider(row: Found, given: Given) -> str | None:
    """A lead who did not post the charge, or an admin; people may have been something else then."""
    if row.state not in {"approved", "rejected"} or row.role is None:
        return None
    if row.decided_by == row.poster:
        allowed = ever_might(given, row.login, row.role, needed=Role.ADMIN)
        return None if allowed else f"{row.login} decided on a charge of their own"
    allowed = ever_might(given, row.login, row.role, needed=Role.LEAD)
    return None if allowed else f"{row.login} is no lead, and decided on it"


async def _run(session: Session, desk: Desk, findings: Findings) -> None:
    await _reversals(session, desk, findings)
    await _proposals(session, desk, findings)


GROUP = Group(
    {
        "reversals": "no more has gone back than was taken",
        "proposals": "every approved proposal gave back what it says, and its poster did not decide on it",
    },
    _run,
)
