"""The files that came with a request."""

from dataclasses import asdict
from pathlib import Path

from console.cli.context import Context, opened_by_staff
from console.cli.output import Answer, table
from console.documents import saving
from console.services import files as service
from console.services.faults import BadInput
from widgets.safe_text import one_line

_HEADS = ("file", "kind", "kB", "type", "from", "name")


async def listing(context: Context) -> Answer:
    """Tell the files of a request."""
    async with opened_by_staff(context) as desk:
        found = await service.listing(desk, ticket=context.given.ticket)
    rows = (
        (str(each.file), each.kind, f"{each.size_bytes / 1000:.0f}", type_words(each), each.author,
         each.name)
        for each in found
    )  # fmt: skip
    words = table(_HEADS, rows, right="file kB") if found else "No files came with it."
    return Answer([asdict(each) for each in found], words)


def type_words(each: service.FileView) -> str:
    """What it claims to be, and what it is where that differs; or that it is not kept any more."""
    if each.let_go_on is not None:
        return service.let_go_words(each.let_go_on)
    return f"{each.content_type}, really {each.really}" if each.really else each.content_type


async def save(context: Context) -> Answer:
    """Save one of them under a name that is free. Raises BadInput where it cannot be written."""
    given = context.given
    async with opened_by_staff(context) as desk:
        found = await service.content(desk, ticket=given.ticket, file=given.number)
    place = Path(given.to) if given.to else Path()
    try:
        if place.is_dir():
            path = saving.save(place, found.name, found.content)
        else:
            path = saving.write(place, found.content)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise BadInput(f"{one_line(str(place))} cannot be written: {why}.") from None
    return Answer({"path": str(path), "size_bytes": len(found.content)}, f"Saved as {path}.")
