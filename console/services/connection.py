"""A database that goes away and comes back: what was not saved is done again, for a while."""

import asyncio
from collections.abc import Callable, Coroutine
from functools import wraps
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar

from console.services.faults import NotSaved

if TYPE_CHECKING:
    from console.services.context import Desk

_P = ParamSpec("_P")
_T = TypeVar("_T")

TRY_SECONDS = 30.0
"""How long a lost connection is tried for: a standby is promoted meanwhile."""

CLASH_TRIES = 3
"""How often what met somebody else's change at the same moment is done."""

LOST = "Connection lost, trying again…"

_FIRST_PAUSE_SECONDS, _LONGEST_PAUSE_SECONDS = 0.1, 1.0


class Connection:
    """Whether the database was there when it was last asked; `told` hears when that changes."""

    def __init__(self, told: Callable[[bool], None] | None = None) -> None:
        self.try_seconds = TRY_SECONDS
        self.lost = False
        self.told = told

    def give_up(self) -> None:
        """Wait for a lost connection no longer."""
        self.try_seconds = 0

    def heard(self, *, lost: bool) -> None:
        """Note how it went."""
        if lost is not self.lost:
            self.lost = lost
            if self.told is not None:
                self.told(lost)


class Patience:
    """Waits between two tries, longer each time, until it is over; not at all where nobody is `patient`."""

    def __init__(self, connection: Connection, *, patient: bool = True) -> None:
        self._connection = connection
        self._patient = patient
        self._begun = asyncio.get_running_loop().time()
        self._pause = _FIRST_PAUSE_SECONDS
        self._tries = 0

    async def wait(self, error: NotSaved) -> None:
        """Wait for the next try. Raises the error where it was the last one."""
        self._tries += 1
        clashes = not error.lost and self._tries >= CLASH_TRIES
        tried = asyncio.get_running_loop().time() - self._begun + self._pause
        if clashes or not self._patient or tried > self._connection.try_seconds:
            raise error
        await asyncio.sleep(self._pause)
        self._pause = min(2 * self._pause, _LONGEST_PAUSE_SECONDS)


def until_saved(
    use_case: "Callable[Concatenate[Desk, _P], Coroutine[Any, Any, _T]]",
) -> "Callable[Concatenate[Desk, _P], Coroutine[Any, Any, _T]]":
    """Do a use case of one transaction again where nothing of it was saved. Raises NotSaved in the end."""

    @wraps(use_case)
    async def again(desk: "Desk", /, *arguments: _P.args, **values: _P.kwargs) -> _T:
        patience = Patience(desk.connection)
        while True:
            try:
                return await use_case(desk, *arguments, **values)
            except NotSaved as error:
                await patience.wait(error)

    return again
