"""One thing that the console can do, as a line of the table of keys."""

from collections.abc import Callable
from typing import NamedTuple

from console.obstacles import always
from console.policy.access import Role
from console.situations import EVERYWHERE, Situation


class Action(NamedTuple):
    """One thing to do: `off` gives the sentence for why it does not work just now, None where it does."""

    id: str
    name: str
    keys: str
    label: str
    where: frozenset[str] = EVERYWHERE
    role: Role = Role.SPECIALIST
    writes: bool = False
    needs_desk: bool = True
    off: Callable[[Situation], str | None] = always
    bound: bool = True
    barred: bool = False

    @property
    def method(self) -> str:
        """The name of the method of a screen that does it: "request.take_over" is `do_request_take_over`."""
        return f"do_{self.id.replace('.', '_')}"
