"""The catalogue of components: what each is, kept by admins; each change stays beside what was before it (S8, N1)."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any

from console.policy import access
from console.policy import components as policy
from console.policy.components import Facts, Kind
from console.policy.refusal import Refusal
from console.services import facts as service_facts
from console.services.component_shapes import ComponentView
from console.services.connection import until_saved
from console.services.context import Desk
from console.services.faults import BadInput, NotFound
from console.services.shapes import Actor
from db import components, tickets
from db import worktime as db_worktime
from db.components import Known
from db.engine import Session
from db.tables import Component, ComponentFact
from widgets.safe_text import one_line


@dataclass(frozen=True, slots=True)
class Wanted:
    """A component, and what it is to be."""

    code: str
    facts: Facts


@dataclass(frozen=True, slots=True)
class Change:
    """A component, what it was (nothing: it is new), and what it becomes."""

    code: str
    was: Facts | None
    becomes: Facts


async def listing(desk: Desk, *, retired: bool = True) -> tuple[ComponentView, ...]:
    """The catalogue by name; without the retired ones unless asked."""
    async with desk.reading() as session:
        rows = await components.known(session)
        found = await _views(session, rows)
    return tuple(each for each in found if retired or not each.facts.retired)


async def show(desk: Desk, *, code: str) -> ComponentView:
    """One component. Raises NotFound."""
    async with desk.reading() as session:
        (view,) = await _views(session, [await the_component(session, code)])
    return view


async def history(desk: Desk, *, code: str) -> tuple[ComponentView, ...]:
    """What was written of a component, newest first. Raises NotFound."""
    async with desk.reading() as session:
        found = await the_component(session, code)
        rows = await components.history(session, service_facts.key(found.component))
        return await _views(session, [Known(found.component, row) for row in rows])


async def the_component(session: Session, code: str) -> Known:
    """Within a transaction: a component by its code, in letters of any case. Raises NotFound."""
    wanted = code.strip().lower()
    found = (await components.of_codes(session, [wanted])).get(wanted)
    if found is None:
        raise NotFound(f"There is no component {one_line(code, max_chars=60)!r} in the catalogue.")
    return found


@until_saved
async def add(
    desk: Desk, actor: Actor, *, code: str, facts: Facts, now: datetime
) -> ComponentView | Refusal:
    """Put a new component into the catalogue. Raises BadInput where its code is taken."""
    wanted = code.strip().lower()
    if refused := _check_role(actor):
        return refused
    async with desk.writing(actor, now, alone=True) as session:
        if await components.of_codes(session, [wanted]):
            raise BadInput(f"There is a component {wanted!r} already.")
        return await _one(session, actor, Wanted(wanted, facts), now=now)


@until_saved
async def change(
    desk: Desk, actor: Actor, /, *, code: str, now: datetime, **values: Any
) -> ComponentView | Refusal:
    """Change some facts of a component; what it was stays with the requests of before. Raises NotFound and BadInput."""
    if refused := _check_role(actor):
        return refused
    async with desk.writing(actor, now, alone=True) as session:
        before = await the_component(session, code)
        facts = replace(facts_of(before.fact), **values)
        return await _one(session, actor, Wanted(before.component.code, facts), now=now)


async def retire(
    desk: Desk, actor: Actor, *, code: str, back: bool = False, now: datetime
) -> ComponentView | Refusal:
    """Offer a component no more, or with `back` again; requests keep it. Raises NotFound."""
    return await change(desk, actor, code=code, retired=not back, now=now)


async def _one(session: Session, actor: Actor, wanted: Wanted, *, now: datetime) -> ComponentView:
    await _write(session, actor, [wanted], now=now)
    (view,) = await _views(session, [await the_component(session, wanted.code)])
    return view


async def plan(desk: Desk, *, wanted: Sequence[Wanted]) -> tuple[Change, ...]:
    """What writing this would change. Raises BadInput."""
    async with desk.reading() as session:
        return await _plan(session, wanted)


@until_saved
async def write(
    desk: Desk, actor: Actor, *, wanted: Sequence[Wanted], now: datetime
) -> tuple[Change, ...] | Refusal:
    """Write what components are, all of it or nothing; what is so already stays as it was written. Raises BadInput."""
    if refused := _check_role(actor):
        return refused
    async with desk.writing(actor, now, alone=True) as session:
        return await _write(session, actor, wanted, now=now)


def _check_role(actor: Actor) -> Refusal | None:
    return access.check(service_facts.role_of(actor), "catalogue")


async def _write(
    session: Session, actor: Actor, wanted: Sequence[Wanted], *, now: datetime
) -> tuple[Change, ...]:
    changes = await _plan(session, wanted)
    known = await components.of_codes(session, [each.code for each in changes])
    for each in changes:
        await _put(session, actor, each, known.get(each.code), now=now)
    return changes


async def _plan(session: Session, wanted: Sequence[Wanted]) -> tuple[Change, ...]:
    cleaned = [Wanted(each.code, tidy(each.facts)) for each in wanted]
    _check(cleaned)
    known = await components.of_codes(session, [each.code for each in cleaned])
    before = {code: facts_of(each.fact) for code, each in known.items()}
    return tuple(
        Change(each.code, before.get(each.code), each.facts)
        for each in cleaned
        if before.get(each.code) != each.facts
    )


async def _put(
    session: Session, actor: Actor, change: Change, known: Known | None, *, now: datetime
) -> None:
    if known is None:
        row = Component(code=change.code, staff_id=actor.staff_id, added_at=now)
        number = await components.add(session, row)
    else:
        number = service_facts.key(known.component)
    told = {each.name: getattr(change.becomes, each.name) for each in fields(Facts)}
    fact = ComponentFact(
        component_id=number, **told | {"kind": str(change.becomes.kind)},
        staff_id=actor.staff_id, written_at=now,
    )  # fmt: skip
    await components.add(session, fact)
    before, after = told_of(change)
    await tickets.record(
        session, _event(change), at=now, staff_id=actor.staff_id, component=change.code,
        before=before, after=after,
    )  # fmt: skip


def told_of(change: Change) -> tuple[dict[str, Any] | None, dict[str, Any]]:
    """What differs, before and after; all of it where the component is new."""
    after = {
        each.name: _told(getattr(change.becomes, each.name))
        for each in fields(Facts)
        if change.was is None
        or getattr(change.was, each.name) != getattr(change.becomes, each.name)
    }
    if change.was is None:
        return None, {name: said for name, said in after.items() if said is not None}
    return {name: _told(getattr(change.was, name)) for name in after}, after


def _told(value: Any) -> Any:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value) if value is not None else None


def _event(change: Change) -> str:
    if change.was is None:
        return "component added"
    if change.was.retired != change.becomes.retired:
        return "component retired" if change.becomes.retired else "component back"
    return "component changed"


def tidy(facts: Facts) -> Facts:
    """Facts as they are kept: on one line each, and written as the policy writes them."""
    package = one_line(facts.package or "")
    return policy.normal(
        replace(facts, name=one_line(facts.name), vendor=one_line(facts.vendor), package=package or None)
    )  # fmt: skip


def facts_of(row: ComponentFact) -> Facts:
    """A stored writing as the policy knows it."""
    return Facts(
        name=row.name, vendor=row.vendor, kind=Kind(row.kind), package=row.package, paid=row.paid,
        encrypted=row.encrypted, retired=row.retired,
    )  # fmt: skip


def _check(wanted: Sequence[Wanted]) -> None:
    """That these can be components, each once. Raises BadInput."""
    seen = set()
    for each in wanted:
        if problem := policy.problem_with(each.code, each.facts):
            raise BadInput(f"{problem}.")
        if each.code in seen:
            raise BadInput(f"{each.code} is named twice.")
        seen.add(each.code)


async def _views(session: Session, rows: Sequence[Known]) -> tuple[ComponentView, ...]:
    staff = await db_worktime.names(session, list({each.fact.staff_id for each in rows}))
    return tuple(
        ComponentView(
            service_facts.key(each.component), each.component.code, facts_of(each.fact),
            staff[each.fact.staff_id].login, each.fact.written_at,
        )
        for each in rows
    )  # fmt: skip
