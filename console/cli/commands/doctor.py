"""Checking the whole record."""

from collections.abc import Sequence
from typing import Any

from console.cli.context import Context, opened_by_staff
from console.cli.output import Answer
from console.cli.running import DISAGREES, DONE
from console.services import doctor as service
from console.services.checks.findings import CheckResult

_NAME_CELLS = 12


async def doctor(context: Context) -> Answer:
    """Check the record against itself, and the connections if asked; tells them apart by the exit code."""
    async with opened_by_staff(context) as desk:
        found = await service.examine(desk)
        if context.given.connections:
            from console.jobs import connections

            found = (*found, *await connections.examine(desk))
    return Answer(data(found), text(found), code=code(found))


def data(found: Sequence[CheckResult]) -> dict[str, Any]:
    """What the checks found, for scripts."""
    return {
        "ok": all(each.ok for each in found),
        "checks": [{"check": each.check, "ok": each.ok, "detail": each.detail} for each in found],
    }


def code(found: Sequence[CheckResult]) -> int:
    """The exit code by which scripts tell whether anything disagrees."""
    return DONE if all(each.ok for each in found) else DISAGREES


def text(found: Sequence[CheckResult]) -> str:
    """What the checks found, in words."""
    wrong = sum(not each.ok for each in found)
    checks = f"{wrong} check disagrees" if wrong == 1 else f"{wrong} checks disagree"
    return "\n".join([*map(_line, found), "", f"{checks}." if wrong else "Nothing disagrees."])


def _line(each: CheckResult) -> str:
    start = f"{'ok' if each.ok else 'WRONG':<6}{each.check:<{_NAME_CELLS}}"
    if each.ok:
        return f"{start}{each.detail}"
    # What disagrees comes in sentences: each on a line of its own.
    return start + each.detail.replace("; ", f"\n{' ' * len(start)}")
