"""Moving a desk: all of it to a place where none is, and closed where it was.

The copy comes to its place closed, saying that the desk is where it was; then the old one is closed, saying where it
went; then the copy is opened. Whenever this ends early, there is one desk that is open, or none, and never two; the
same command again goes on from there.
"""

from dataclasses import dataclass
from datetime import datetime

from console import bootstrap, restoring
from console.location import Location
from console.services import copies, doctor, refilling
from console.services.checks.findings import CheckResult
from console.services.context import Desk
from console.services.faults import BadInput, Unreachable
from console.services.refilling import NotTheSame, Source
from console.services.shapes import Actor
from db import people, record, schema
from db.engine import Session, Unavailable
from db.inside import Inside


@dataclass(frozen=True, slots=True)
class Moved:
    """Where the desk is now, how many rows of each table went over, and what the doctor found at either end."""

    place: str
    rows: dict[str, int]
    checks: tuple[CheckResult, ...]
    kept_aside: str | None = None


async def move(desk: Desk, actor: Actor | None, target: Location, *, now: datetime) -> Moved:
    """Carry the whole desk over. Raises BadInput where it cannot be at the target, and Unreachable."""
    former = await check_target(desk, target)
    async with desk.writing(actor, now, alone=True) as session:
        await record.take_time(session)
        await people.hold_still(session)
        await record.check_whole(session)
        moved = await _carried(session, desk, target, former=former, now=now)
        await people.leave_for(session, target.name, at=now)
    await open_again(target)
    return moved


async def _carried(
    session: Session, desk: Desk, target: Location, *, former: bool, now: datetime
) -> Moved:
    """Put a copy of the record, closed, in its place."""
    source = Source(session)
    async with restoring.prepared(target, instead_at=now if former else None) as place:
        filled = await refilling.fill(
            place.session,
            revision=schema.HEAD,
            kept_in=await record.kept_in(session),
            shapes=record.shapes(),
            pages_of=source.pages,
        )
        refilling.compare(source.tables, filled)
        checks = agreed(await _examined(session, desk), await place.examine())
        await people.leave_for(place.session, desk.database.name, at=now)
        await place.finish()
        await place.appear()
    return Moved(target.name, copies.rows_of(filled), checks, place.kept_aside)


async def _examined(session: Session, desk: Desk) -> tuple[CheckResult, ...]:
    seen = Inside(session, desk.database.name)
    return await doctor.examine(
        Desk(seen, settings=desk.settings, facts=desk.facts, spool=desk.spool)
    )


def agreed(
    source: tuple[CheckResult, ...], copy: tuple[CheckResult, ...]
) -> tuple[CheckResult, ...]:
    """What the doctor found in the desk, at either end; raises NotTheSame for what is wrong in the copy alone."""
    before = {each.check: each for each in source}
    for each in copy:
        if not each.ok and (each.check not in before or before[each.check].ok):
            raise NotTheSame(
                f"The copy does not agree with itself, and the desk does: {each.check}, {each.detail}."
                " Nothing was changed."
            )
    return tuple(each if each.ok else before[each.check] for each in source)


async def check_target(desk: Desk, target: Location) -> bool:
    """Whether the target is what this desk left behind there; raises BadInput where it is anything else."""
    if target.is_server or target.path != getattr(desk.database, "path", None):
        if bootstrap.state_of(target) == "moved" and await _secret_of(target) == desk.facts.secret:
            return True
        restoring.check_vacant(target)
        return False
    raise BadInput("The desk is there: name another place.")


async def _secret_of(location: Location) -> bytes:
    left = await bootstrap.open_desk(location, read_only=True)
    try:
        return left.facts.secret
    finally:
        await left.close()


async def is_on_its_way(source: Location, target: Location) -> bool:
    """Whether a move was cut short when the old desk was closed, and the copy not yet open. Raises Unreachable."""
    if "moved" not in {bootstrap.state_of(source)} & {bootstrap.state_of(target)}:
        return False
    said = (bootstrap.moved_to(source), bootstrap.moved_to(target))
    return said == (target.name, source.name) and (
        await _secret_of(source) == await _secret_of(target)
    )


async def finish(source: Desk, target: Location) -> Moved:
    """Open the copy of a desk that is closed already."""
    async with source.reading() as session:
        tables = await copies.tables_in(session, record.shapes())
    await open_again(target)
    opened = await bootstrap.open_desk(target)
    try:
        checks = await doctor.examine(opened)
    finally:
        await opened.close()
    return Moved(target.name, copies.rows_of(tables), checks)


async def open_again(location: Location) -> None:
    """Open a desk that was closed. Raises Unreachable."""
    database = bootstrap.database_at(location)
    try:
        async with database.writing(alone=True) as session:
            await people.stay(session)
    except Unavailable as error:
        raise Unreachable(str(error)) from error
    finally:
        await database.close()
