"""What a command runs with, and how it comes to an open desk and to the person who acts."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar

from console.cli.options import Options
from console.cli.output import Answer, say
from console.policy.refusal import Refusal
from console.services.faults import NotOnStaff

if TYPE_CHECKING:  # `quote` and every wrong usage do without the desk and its libraries
    from console.location import Location
    from console.policy.officehours import OfficeHours
    from console.services.context import Desk
    from console.services.shapes import Actor

_T = TypeVar("_T")
_P = ParamSpec("_P")


@dataclass(frozen=True)
class Context:
    """One command: its arguments by name as they were read, the options, the clock, and the desks that it opened."""

    given: Any
    options: Options
    clock: Callable[[], datetime]
    desks: "list[Desk]" = field(default_factory=list)

    @property
    def now(self) -> datetime:
        """The moment, in UTC."""
        return self.clock()

    @property
    def settings_file(self) -> Path | None:
        """The settings file that was named."""
        return Path(self.options.config) if self.options.config else None


def locate(context: Context) -> "Location":
    """Find the desk that is meant. Raises BadInput."""
    from console import location

    return location.locate(context.options.database, context.settings_file)


@asynccontextmanager
async def opened(context: Context) -> AsyncIterator["Desk"]:
    """The open desk, closed again afterwards. Raises NotFound and Unreachable."""
    from console import bootstrap

    desk = await bootstrap.open_desk(
        locate(context), read_only=context.options.read_only, told=_tell
    )
    context.desks.append(desk)
    try:
        yield desk
    finally:
        await desk.close()


def _tell(lost: bool) -> None:
    from console.services.connection import LOST

    if lost:
        say(f"creditdesk: {LOST}")


@asynccontextmanager
async def opened_by_staff(context: Context) -> AsyncIterator["Desk"]:
    """The open desk, for somebody on its staff. Raises NotOnStaff, NotFound and Unreachable."""
    from console import bootstrap

    async with opened(context) as desk:
        actor = await bootstrap.actor_for(desk, context.options.login)
        if isinstance(actor, Refusal):
            raise NotOnStaff(actor.reason)
        yield desk


async def acting(
    context: Context,
    act: "Callable[Concatenate[Desk, Actor, _P], Awaitable[_T | Refusal]]",
    *arguments: _P.args,
    **facts: _P.kwargs,
) -> _T | Refusal:
    """Do something as the member of staff who acts; an unknown one is refused."""
    from console import bootstrap

    async with opened(context) as desk:
        actor = await bootstrap.actor_for(desk, context.options.login)
        if isinstance(actor, Refusal):
            return actor
        return await act(desk, actor, *arguments, **facts)


def office_hours(context: Context) -> "OfficeHours":
    """When the office is open: by the desk that was opened, before that by the settings file."""
    if context.desks:
        return context.desks[-1].hours
    from console.services.calendar import hours_of

    return hours_of(locate(context).settings)


def office_times(context: Context) -> Callable[[datetime], str]:
    """How moments are told to people: by the office's own clock, as the desk keeps it once it is opened."""
    from console.policy.officehours import local

    return lambda moment: f"{local(office_hours(context), moment):%Y-%m-%d %H:%M}"


def answered(result: _T | Refusal, tell: Callable[[_T], Answer]) -> Answer | Refusal:
    """A result told as an answer, or the refusal as it is."""
    return result if isinstance(result, Refusal) else tell(result)
