"""Desk-wide settings: what each is and where it comes from, set for everybody, and given back."""

from dataclasses import asdict

from console.cli.context import Context, acting, answered, office_times, opened_by_staff
from console.cli.output import Answer, table
from console.policy.refusal import Refusal
from console.services import desk_settings as service
from console.services.desk_settings import Change, SettingView

_HEADS = ("setting", "value", "from", "what for")


async def listing(context: Context) -> Answer:
    """Tell every setting."""
    async with opened_by_staff(context) as desk:
        found = await service.listing(desk)
    rows = ((each.name, each.value, _origin(each), each.does) for each in found)
    return Answer([_data(each) for each in found], table(_HEADS, rows))


async def write(context: Context) -> Answer | Refusal:
    """Set it for everybody, or tell what that would change."""
    given = context.given
    if given.dry_run:
        async with opened_by_staff(context) as desk:
            change = await service.preview(
                desk, name=given.name, value=given.value, now=context.now
            )
        return Answer(asdict(change), _change(change))
    return await _put(context, given.value)


async def unset(context: Context) -> Answer | Refusal:
    """Go by the file again."""
    return await _put(context, None)


async def _put(context: Context, value: str | None) -> Answer | Refusal:
    given = context.given
    result = await acting(
        context, service.put, name=given.name, value=value, reason=given.reason, now=context.now
    )
    return answered(result, lambda found: Answer(_data(found), _told(context, found)))


def _told(context: Context, found: SettingView) -> str:
    if found.origin != "desk":
        return f"{found.name} is {found.value or 'nothing'}, as {_whose(found)} has it."
    when = f", set by {found.set_by} {office_times(context)(found.set_at)}" if found.set_at else ""
    return f"{found.name} is {found.value} for everybody{when}."


def _change(change: Change) -> str:
    if change.same:
        return f"{change.name} is {change.before} for everybody already."
    before = change.before or "nothing"
    return "\n".join([f"{change.name}: {before} → {change.after}", *change.effects])


def _origin(each: SettingView) -> str:
    return f"desk (file: {each.in_file})" if each.differs else each.origin


def _whose(found: SettingView) -> str:
    return "the settings file" if found.origin == "file" else "the program"


def _data(each: SettingView) -> dict[str, object]:
    return {**asdict(each), "differs": each.differs}
