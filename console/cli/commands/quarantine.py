"""The quarantine: what could not be placed by itself."""

from dataclasses import asdict
from typing import Any

from console.cli.commands.intake import told
from console.cli.context import Context, acting, answered, office_times, opened_by_staff
from console.cli.output import Answer, table
from console.policy.refusal import Refusal
from console.services import quarantine as service
from console.services.quarantine import SetAsideView

_HEADS = ("number", "came", "from", "kB", "why", "subject")


async def listing(context: Context) -> Answer:
    """Tell what was set aside, newest first."""
    given, when = context.given, office_times(context)
    async with opened_by_staff(context) as desk:
        found = await service.listing(desk, before=given.before, dismissed=given.all)
    rows = (
        (str(each.number), when(each.received_at), each.sender or "", f"{each.size_bytes / 1000:.0f}",
         each.reason, each.subject or "")
        for each in found.rows
    )  # fmt: skip
    words = table(_HEADS, rows, right="number kB") if found.rows else "Nothing is set aside."
    left = found.rows and given.before is None and found.total > len(found.rows)
    talk = f"{found.total} in all: `--before {found.rows[-1].number}` goes on." if left else ""
    return Answer([_wire(each) for each in found.rows], words, talk)


async def show(context: Context) -> Answer:
    """Tell one of them whole."""
    when = office_times(context)
    async with opened_by_staff(context) as desk:
        found = await service.show(desk, number=context.given.number)
    data = {
        **_wire(found.view), "text": found.text, "files": found.files, "readable": found.readable,
    }  # fmt: skip
    head = "\n".join(_head(found.view, when(found.view.received_at)))
    files = "".join(f"\nFile: {name}" for name in found.files)
    return Answer(data, f"{head}{files}\n\n{found.text}")


def _head(view: SetAsideView, came: str) -> list[str]:
    lines = [f"Number: {view.number}", f"Came: {came}", f"From: {view.sender or 'nobody named'}"]
    if view.subject:
        lines.append(f"Subject: {view.subject}")
    return [*lines, f"Set aside: {view.reason}"]


async def admit(context: Context) -> Answer | Refusal:
    """Make a request of it, or put it on one."""
    given = context.given
    result = await acting(
        context,
        service.admit,
        number=given.number,
        ticket=given.ticket,
        address=given.address,
        now=context.now,
    )
    return answered(result, told)


async def dismiss(context: Context) -> Answer | Refusal:
    """Take them off the list."""
    done: list[SetAsideView] = []
    for number in context.given.numbers:
        result = await acting(
            context,
            service.dismiss,
            number=number,
            reason=context.given.reason or "",
            now=context.now,
        )
        if isinstance(result, Refusal):
            return result
        done.append(result)
    words = ", ".join(str(each.number) for each in done)
    return Answer([_wire(each) for each in done], f"Dismissed: {words}. `admit` still takes it in.")


def _wire(view: SetAsideView) -> dict[str, Any]:
    return asdict(view)
