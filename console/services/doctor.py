"""The doctor: checks the whole record against itself, and changes nothing."""

from console.services.checks import (
    agreements,
    disputes,
    file,
    ledger,
    mail,
    merges,
    packages,
    policies,
    references,
    requests,
    reversals,
    sessions,
)
from console.services.checks.findings import CheckResult, Findings, Group
from console.services.context import Desk

GROUPS: tuple[Group, ...] = (
    file.LINKS,
    ledger.GROUP,
    references.GROUP,
    reversals.GROUP,
    requests.GROUP,
    sessions.GROUP,
    packages.GROUP,
    agreements.GROUP,
    mail.GROUP,
    merges.GROUP,
    disputes.GROUP,
    policies.GROUP,
)
"""What is looked at once the file itself is whole."""


async def examine(desk: Desk) -> tuple[CheckResult, ...]:
    """Check the whole record, as it was at one moment; a damaged file ends it early. Raises Unreachable."""
    findings = Findings()
    async with desk.reading() as session:
        await file.FILE.run(session, desk, findings)
        whole = _results(file.FILE, findings)
        if not all(each.ok for each in whole):
            # Nothing that a damaged file tells can be held against anything else in it.
            return whole
        for group in GROUPS:
            await group.run(session, desk, findings)
    return (*whole, *(each for group in GROUPS for each in _results(group, findings)))


def _results(group: Group, findings: Findings) -> tuple[CheckResult, ...]:
    return tuple(findings.result(check, holds) for check, holds in group.checks.items())
