"""Staff: who works here, and as what."""

from dataclasses import asdict

from console.cli import wire
from console.cli.context import Context, acting, answered, office_times, opened_by_staff
from console.cli.output import Answer, table
from console.policy.refusal import Refusal
from console.services import roster
from console.services import staff as service
from console.services.shapes import StaffView


async def listing(context: Context) -> Answer:
    """Tell everybody, by login."""
    async with opened_by_staff(context) as desk:
        found = await roster.listing(desk, now=context.now)
    at = office_times(context)
    rows = (
        (
            each.login, each.name, "retired" if each.retired else each.role, at(each.since),
            at(each.seen_at) if each.seen_at else "never", str(each.holds),
        )
        for each in found
    )  # fmt: skip
    names = ("login", "name", "role", "since", "last seen", "holds")
    return Answer([asdict(each) for each in found], table(names, rows))


async def add(context: Context) -> Answer | Refusal:
    """Add a member of staff."""
    given = context.given
    return _told(
        await acting(
            context,
            service.add,
            login=given.login,
            name=given.name,
            role=given.role,
            now=context.now,
        )
    )


async def role(context: Context) -> Answer | Refusal:
    """Change what somebody is."""
    given, now = context.given, context.now
    return _told(
        await acting(context, service.set_role, login=given.login, role=given.role, now=now)
    )


async def rename(context: Context) -> Answer | Refusal:
    """Write somebody's name anew."""
    given, now = context.given, context.now
    return answered(
        await acting(context, service.rename, login=given.login, name=given.name, now=now),
        lambda each: Answer(wire.member(each), f"{each.login} is called {each.name}."),
    )


async def retire(context: Context) -> Answer | Refusal:
    """End somebody's access."""
    return _told(await acting(context, service.retire, login=context.given.login, now=context.now))


def _told(result: StaffView | Refusal) -> Answer | Refusal:
    return answered(result, lambda each: Answer(wire.member(each), _words(each)))


def _words(each: StaffView) -> str:
    return f"{each.login} is retired." if each.retired else f"{each.login} is {each.role}."
