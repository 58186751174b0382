"""The doctor: checks the whole record against itself, and changes nothing."""

from console.services.checks import (
    agreements,
    bugs,
    catalogue,
    disputes,
    file,
    ledger,
    mail,
    mailings,
    merges,
    office,
    orders,
    packages,
    policies,
    references,
    requests,
    reversals,
    sessions,
    staff,
)
from console.services.checks.findings import CheckResult, Findings, Group
from console.services.context import Desk

GROUPS: tuple[Group, ...] = (
    file.GUARDS,
    file.LINKS,
    ledger.GROUP,
    references.GROUP,
    reversals.GROUP,
    requests.GROUP,
    sessions.GROUP,
    packages.GROUP,
    agreements.GROUP,
    mail.GROUP,
    mailings.GROUP,
    bugs.GROUP,
    merges.GROUP,
    orders.GROUP,
    catalogue.GROUP,
    disputes.GROUP,
    policies.GROUP,
    staff.GROUP,
    office.GROUP,
)
"""What is looked at once the file itself is whole and can be read."""


async def examine(desk: Desk) -> tuple[CheckResult, ...]:
    """Check the whole record, as it was at one moment; what cannot be read ends it early. Raises Unreachable."""
    findings = Findings()
    results: list[CheckResult] = []
    async with desk.looking() as session:
        for group in file.READABLE:
            await group.run(session, desk, findings)
            results.extend(_results(group, findings))
            if not results[-1].ok:
                return tuple(results)
        await desk.open_book(session)
        for group in GROUPS:
            await group.run(session, desk, findings)
            results.extend(_results(group, findings))
    return tuple(results)


def _results(group: Group, findings: Findings) -> tuple[CheckResult, ...]:
    return tuple(findings.result(check, holds) for check, holds in group.checks.items())
