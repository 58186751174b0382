"""The catalogue of components as a file: what it would change, component by component."""

from collections.abc import Iterable, Iterator
from dataclasses import replace as changed
from datetime import datetime

from console.documents import catalogue
from console.documents.catalogue import Row
from console.documents.csv_rows import NoTable
from console.policy import components as policy
from console.policy.refusal import Refusal
from console.services import components
from console.services.component_shapes import ComponentView
from console.services.components import Change, Wanted
from console.services.context import Desk
from console.services.faults import BadInput
from console.services.shapes import Actor


async def written(desk: Desk) -> tuple[tuple[ComponentView, ...], bytes]:
    """The whole catalogue, and the same as a file."""
    found = await components.listing(desk)
    return found, catalogue.written((each.code, each.facts) for each in found)


async def changes(desk: Desk, text: str, *, replace: bool) -> tuple[Change, ...]:
    """What the file would change; what it lacks stays, unless it is to `replace` all: then that is retired.

    Raises BadInput with every line that cannot be used.
    """
    return await components.plan(desk, wanted=await _wanted(desk, text, replace=replace))


async def take_in(
    desk: Desk, actor: Actor, *, text: str, replace: bool, now: datetime
) -> tuple[Change, ...] | Refusal:
    """Write what the file says, all of it or nothing. Raises BadInput."""
    wanted = await _wanted(desk, text, replace=replace)
    return await components.write(desk, actor, wanted=wanted, now=now)


async def _wanted(desk: Desk, text: str, *, replace: bool) -> list[Wanted]:
    wanted = _read(text)
    named = {each.code for each in wanted}
    if replace:
        wanted += [
            Wanted(each.code, changed(each.facts, retired=True))
            for each in await components.listing(desk)
            if each.code not in named
        ]
    return wanted


def _read(text: str) -> list[Wanted]:
    """What the file says of each component. Raises BadInput."""
    try:
        rows = catalogue.read(text)
    except NoTable as error:
        raise BadInput(f"The file is no catalogue. {error}") from None
    wrong = [*_wrong(rows)]
    if wrong:
        told = "\n".join(f"Line {number}: {why}." for number, why in wrong)
        raise BadInput(f"Nothing was changed, for the file has lines that are wrong.\n{told}")
    return [Wanted(each.code, each.facts) for each in rows if each.facts is not None]


def _wrong(rows: Iterable[Row]) -> Iterator[tuple[int, str]]:
    """The lines that cannot be used, each with the reason."""
    seen: dict[str, int] = {}
    for row in rows:
        if row.facts is None:
            yield row.number, row.wrong or ""
            continue
        if problem := policy.problem_with(row.code, components.tidy(row.facts)):
            yield row.number, problem
        first = seen.setdefault(row.code, row.number)
        if first != row.number:
            yield row.number, f"it names the same component as line {first}"
