"""The whole record at once: backed up, restored, exported, moved."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from console import bootstrap
from console.cli.commands import doctor
from console.cli.context import Context, locate, opened
from console.cli.options import Usage
from console.cli.output import Answer
from console.policy.refusal import Refusal
from console.services import copies as service

if TYPE_CHECKING:
    from console.services.checks.findings import CheckResult


async def backup(context: Context) -> Answer | Refusal:
    """Write the whole record to a new file."""
    async with opened(context) as desk:
        who = await bootstrap.admin_or_owner(desk, context.options.login, "backup")
        if isinstance(who, Refusal):
            return who
        made = await service.backup(desk, file=_path(context.given.file), now=context.now)
    data = {
        "file": str(made.path), "bytes": made.size_bytes, "sha256": made.sha256,
        **_counted(made.rows),
    }  # fmt: skip
    told = f"{made.path} has the whole desk: {_rows(made.rows)}, {made.size_bytes} bytes."
    return Answer(data, f"{told}\nSHA-256 {made.sha256}")


async def export(context: Context) -> Answer | Refusal:
    """Write every record as JSON lines and CSV to a new folder."""
    async with opened(context) as desk:
        who = await bootstrap.admin_or_owner(desk, context.options.login, "export")
        if isinstance(who, Refusal):
            return who
        made = await service.export_to(desk, folder=_path(context.given.folder))
    data = {"folder": str(made.path), **_counted(made.rows)}
    return Answer(data, f"{made.path} has every record as JSON lines and CSV: {_rows(made.rows)}.")


async def restore(context: Context) -> Answer:
    """Make the desk of a backup; what the doctor finds in it decides the exit code."""
    if context.options.read_only:
        raise Usage("--read-only and `restore` do not go together.")
    from console import restoring

    location = locate(context)
    made = await restoring.restore(location, _path(context.given.file))
    data = {"desk": location.name, **_counted(made.rows), **doctor.data(made.checks)}
    return _checked(data, f"The desk is at {location.name}: {_rows(made.rows)}.", made.checks)


def _checked(data: dict[str, Any], told: str, checks: "tuple[CheckResult, ...]") -> Answer:
    return Answer(data, f"{told}\n\n{doctor.text(checks)}", code=doctor.code(checks))


def _counted(rows: dict[str, int]) -> dict[str, Any]:
    return {"rows": sum(rows.values()), "tables": rows}


def _rows(rows: dict[str, int]) -> str:
    return f"{sum(rows.values())} rows in {len(rows)} tables"


def _path(named: str) -> Path:
    return Path(named).expanduser().absolute()
