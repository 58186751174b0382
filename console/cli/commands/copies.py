"""The whole record at once: backed up, restored, exported, moved."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from console import bootstrap
from console.cli.commands import doctor
from console.cli.context import Context, locate, opened
from console.cli.options import Usage
from console.cli.output import Answer
from console.mail import spool
from console.policy.refusal import Refusal
from console.services import copies as service
from console.services.faults import BadInput

if TYPE_CHECKING:
    from console.location import Location
    from console.moving import Moved
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


async def move(context: Context) -> Answer | Refusal:
    """Carry the desk to another place, and close it here; what the doctor finds decides the exit code."""
    if context.options.read_only:
        raise Usage("--read-only and `move` do not go together.")
    from console import location, moving

    source = locate(context)
    target = location.locate(context.given.to, context.settings_file)
    on_its_way = await moving.is_on_its_way(source, target)
    desk = await bootstrap.open_desk(source, read_only=on_its_way)
    try:
        who = await bootstrap.admin_or_owner(desk, context.options.login, "move")
        if isinstance(who, Refusal):
            return who
        if waiting := len(spool.waiting(source.spool)):
            raise BadInput(_IN_THE_SPOOL.format(waiting=waiting, folder=source.spool))
        if on_its_way:
            return _moved(source, await moving.finish(desk, target))
        return _moved(source, await moving.move(desk, who, target, now=context.now))
    finally:
        await desk.close()


_IN_THE_SPOOL = (
    "In {folder} mails wait to be taken in ({waiting}): `creditdesk work --once --only mail` first,"
    " and let the mail server give new ones to the new place."
)


def _moved(source: "Location", made: "Moved") -> Answer:
    data = {
        "from": source.name, "to": made.place, "kept_aside": made.kept_aside,
        **_counted(made.rows), **doctor.data(made.checks),
    }  # fmt: skip
    told = f"The desk is at {made.place} now: {_rows(made.rows)}. It is closed at {source.name}."
    if made.kept_aside:
        told = f"{told}\nWhat was left there is kept at {made.kept_aside}."
    return _checked(data, told, made.checks)


def _checked(data: dict[str, Any], told: str, checks: "tuple[CheckResult, ...]") -> Answer:
    return Answer(data, f"{told}\n\n{doctor.text(checks)}", code=doctor.code(checks))


def _counted(rows: dict[str, int]) -> dict[str, Any]:
    return {"rows": sum(rows.values()), "tables": rows}


def _rows(rows: dict[str, int]) -> str:
    return f"{sum(rows.values())} rows in {len(rows)} tables"


def _path(named: str) -> Path:
    return Path(named).expanduser().absolute()
