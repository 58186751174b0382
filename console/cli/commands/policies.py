"""The policy's versions: listed, shown, proposed, adopted, tried out."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from console.cli.context import Context, acting, answered, office_times, opened_by_staff
from console.cli.inputs import read_toml
from console.cli.options import Usage
from console.cli.output import Answer, table
from console.policy.refusal import Refusal
from console.policy.terms import TERMS
from console.services import policies as service
from console.services import policy_trials
from console.services.policy_shapes import Trial, VersionView

_HEADS = ("version", "state", "from", "title")
_TRIED = ("entry", "request", "outcome", "took", "would take")


async def listing(context: Context) -> Answer:
    """Tell all versions."""
    async with opened_by_staff(context) as desk:
        found = await service.listing(desk, now=context.now)
    rows = [(each.version, each.state, _since(context, each), each.title) for each in found]
    return Answer([_brief(each) for each in found], table(_HEADS, rows))


async def show(context: Context) -> Answer:
    """Tell a version whole."""
    async with opened_by_staff(context) as desk:
        found = await service.show(desk, version=context.given.version, now=context.now)
    return Answer(as_data(found), "\n".join(_whole(context, found)))


async def add(context: Context) -> Answer | Refusal:
    """Propose a version."""
    values = read_toml(context.given.file)
    result = await acting(context, service.add, values=values, now=context.now)
    return answered(
        result,
        lambda found: Answer(as_data(found), f"Version {found.version} is {found.state}."),
    )


async def adopt(context: Context) -> Answer | Refusal:
    """Let a proposed version hold."""
    given = context.given
    result = await acting(
        context, service.adopt, version=given.version, first_day=given.first_day, now=context.now
    )
    return answered(
        result,
        lambda found: Answer(
            as_data(found), f"Version {found.version} holds from {_since(context, found)} on."
        ),
    )


async def try_out(context: Context) -> Answer:
    """Tell what the charges of some days would have come to."""
    given = context.given
    if given.first_day and given.last_day and given.last_day < given.first_day:
        raise Usage("--to is before --from.")
    async with opened_by_staff(context) as desk:
        found = await policy_trials.try_out(
            desk, version=given.version, first_day=given.first_day, last_day=given.last_day
        )
    return Answer(asdict(found), "\n".join(_tried(found)))


def as_data(found: VersionView) -> dict[str, Any]:
    """A version as data."""
    return {**asdict(found), "terms": _figures(found)}


def _brief(found: VersionView) -> dict[str, Any]:
    return {
        "version": found.version, "state": found.state, "in_force_from": found.in_force_from,
        "title": found.title,
    }  # fmt: skip


def _figures(found: VersionView) -> dict[str, Any]:
    return {name: value for name, value in asdict(found.terms).items() if name != "version"}


def _since(context: Context, found: VersionView) -> str:
    if found.in_force_from is None:
        return "" if found.state == "proposed" else "the beginning"
    return office_times(context)(found.in_force_from)


def _whole(context: Context, found: VersionView) -> Iterator[str]:
    since = f", from {_since(context, found)}" if found.state != "proposed" else ""
    yield f"Version {found.version}: {found.title}"
    yield f"{found.state}{since}"
    if found.added_by:
        yield f"added by {found.added_by}"
    yield ""
    for name, value in _figures(found).items():
        first = getattr(TERMS, name)
        was = f"   (first: {first})" if value != first else ""
        yield f"{name:<22}{value}{was}"
    for name, words in found.words.items():
        yield f"\n{name}  {words}"
    yield f"\n{found.text}"


def _tried(found: Trial) -> Iterator[str]:
    yield f"{found.charges} charges took {found.took} credits."
    yield f"Under version {found.version} they would have taken {found.would}."
    if not found.differing:
        return
    yield f"\n{found.differing} differ:"
    rows = [
        (str(each.entry), f"#{each.ticket}", each.outcome, str(each.took), str(each.would))
        for each in found.lines
    ]
    yield table(_TRIED, rows, right="entry request took")
    if found.differing > len(rows):
        yield f"and {found.differing - len(rows)} more"
