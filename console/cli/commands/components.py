"""The catalogue of components, one by one and as a file; and which of them a request is about."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from console.cli.context import Context, acting, answered, office_times, opened_by_staff
from console.cli.documents import written
from console.cli.inputs import read_text
from console.cli.options import Usage
from console.cli.output import Answer, facts, table
from console.policy.components import Facts, Kind
from console.policy.proposing import Fault, proposed, why
from console.policy.refusal import Refusal
from console.services import component_file, naming
from console.services import components as service
from console.services.component_shapes import AboutView, ComponentView, matching
from console.services.components import Change

_HEADS = ("code", "name", "what it is", "paid", "retired")
_CHANGES = ("code", "what", "was", "becomes")


async def listing(context: Context) -> Answer:
    """Tell what is in the catalogue."""
    given = context.given
    async with opened_by_staff(context) as desk:
        found = await service.listing(desk, retired=given.retired)
    found = tuple(matching(found, given.find or ""))
    rows = (
        (each.code, each.facts.name, why(each.facts), _said(each.facts.paid), _said(each.facts.retired))
        for each in found
    )  # fmt: skip
    words = table(_HEADS, rows) if found else "No such component is in the catalogue."
    return Answer([_wire(each) for each in found], words)


async def show(context: Context) -> Answer:
    """Tell what a component is, what it was, and what follows from it."""
    code, at = context.given.code, office_times(context)
    async with opened_by_staff(context) as desk:
        view = await service.show(desk, code=code)
        history = await service.history(desk, code=code)
    proposes = {
        str(fault): _ends(view.facts, fault) for fault in Fault
    }  # fmt: skip
    told = [
        ("code", view.code), ("name", view.facts.name), ("is", why(view.facts)),
        ("paid", _said(view.facts.paid)), ("retired", _said(view.facts.retired)),
        ("written", f"{at(view.written_at)} by {view.written_by}"),
        *((f"if {fault}", ends) for fault, ends in proposes.items()),
        *(("before", f"{why(each.facts)}, {each.facts.name}, by {each.written_by}") for each in history[1:]),
    ]  # fmt: skip
    data = {**_wire(view), "proposes": proposes, "history": [_wire(each) for each in history]}
    return Answer(data, facts(told))


def _ends(about: Facts, fault: Fault) -> str:
    ends = proposed(about, fault)
    return f"{ends.outcome} {ends.ground_clause or ''}".rstrip()


async def add(context: Context) -> Answer | Refusal:
    """Put a component into the catalogue."""
    given = context.given
    new = Facts(
        given.name, given.vendor, Kind(given.kind), given.package, paid=given.paid,
        encrypted=given.encrypted,
    )  # fmt: skip
    result = await acting(context, service.add, code=given.code, facts=new, now=context.now)
    return answered(result, lambda view: _done(view, "is in the catalogue"))


async def change(context: Context) -> Answer | Refusal:
    """Change what a component is."""
    given = context.given
    told = {name: getattr(given, name) for name in ("name", "vendor", "package")}
    told |= {name: _yes(getattr(given, name)) for name in ("paid", "encrypted")}
    told["kind"] = Kind(given.kind) if given.kind else None
    values = {name: each for name, each in told.items() if each is not None}
    if not values:
        raise Usage("Say what is to change: see `creditdesk component change --help`.")
    result = await acting(context, service.change, code=given.code, now=context.now, **values)
    return answered(result, lambda view: _done(view, "is written"))


async def retire(context: Context) -> Answer | Refusal:
    """Offer a component no more, or again."""
    given = context.given
    result = await acting(
        context, service.retire, code=given.code, back=given.back, now=context.now
    )
    says = "is offered again" if given.back else "is retired; requests keep it"
    return answered(result, lambda view: _done(view, says))


async def take_in(context: Context) -> Answer | Refusal:
    """Write all components in a file, or say what that would change."""
    given = context.given
    text = read_text(given.file)
    if given.dry_run:
        async with opened_by_staff(context) as desk:
            found = await component_file.changes(desk, text, replace=given.replace)
        return _changed(found, "would change")
    result = await acting(
        context, component_file.take_in, text=text, replace=given.replace, now=context.now
    )
    return answered(result, lambda found: _changed(found, "changed"))


def _changed(found: Sequence[Change], done: str) -> Answer:
    data = {"changes": [asdict(each) for each in found], "changed": len(found)}
    if not found:
        return Answer(data, "The catalogue is as the file has it: nothing changes.")
    rows = [row for each in found for row in _rows(each)]
    many = "component" if len(found) == 1 else "components"
    return Answer(data, f"{table(_CHANGES, rows)}\n{len(found)} {many} {done}.")


def _rows(change: Change) -> list[tuple[str, str, str, str]]:
    before, after = service.told_of(change)
    if before is None:
        return [(change.code, "", "", f"new: {why(change.becomes)}")]
    return [(change.code, name, before[name] or "", after[name] or "") for name in after]


async def export(context: Context) -> Answer:
    """Hand out the whole catalogue as a file that `import` takes."""
    async with opened_by_staff(context) as desk:
        found, raw = await component_file.written(desk)
    data = [_wire(each) for each in found]
    if context.options.json and not context.given.output:
        return Answer(data)
    return written(context.given, raw, data)


async def of(context: Context) -> Answer | Refusal:
    """Tell which component a request is about, or say so."""
    given = context.given
    if given.none and (given.code or given.version is not None):
        raise Usage("Say either a component, or --none.")
    if given.none or given.code or given.version is not None:
        result = await acting(
            context, naming.name, ticket=given.ticket, code=given.code, version=given.version,
            now=context.now,
        )  # fmt: skip
        return answered(result, lambda found: _about(given.ticket, found))
    async with opened_by_staff(context) as desk:
        return _about(given.ticket, await naming.about(desk, ticket=given.ticket))


def _about(ticket: int, found: AboutView | None) -> Answer:
    told = f"{found.words} ({found.code}), {why(found.facts)}" if found else "no component"
    return Answer(
        {"ticket": ticket, "component": asdict(found) if found else None},
        f"#{ticket} is about {told}.",
    )


def _done(view: ComponentView, says: str) -> Answer:
    return Answer(_wire(view), f"{view.code}: {view.facts.name}, {why(view.facts)}, {says}.")


def _wire(view: ComponentView) -> dict[str, Any]:
    return {
        "code": view.code,
        **asdict(view.facts),
        "written_by": view.written_by,
        "written_at": view.written_at,
    }


def _said(yes: bool) -> str:
    return "yes" if yes else "no"


def _yes(said: str | None) -> bool | None:
    return None if said is None else said == "yes"
