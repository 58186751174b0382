"""The command palette: the actions of the screen below, by their names."""

from collections.abc import Iterator
from functools import partial

from textual.command import DiscoveryHit, Hit, Hits, Provider

from console.action import Action
from console.actions import actions_for, shown_key, why_off
from console.screens.base import DeskScreen


class DeskCommands(Provider):
    """Offers what works on the screen; what is off says why instead of doing it."""

    async def discover(self) -> Hits:
        """Everything, in the table's order."""
        for action, what in self._actions():
            yield DiscoveryHit(action.name, partial(self._run, action.id), help=what)

    async def search(self, query: str) -> Hits:
        """What fits the words typed."""
        matcher = self.matcher(query)
        for action, what in self._actions():
            score = matcher.match(action.name)
            if score > 0:
                yield Hit(
                    score, matcher.highlight(action.name), partial(self._run, action.id), help=what
                )

    def _actions(self) -> Iterator[tuple[Action, str]]:
        """The actions of the screen, each with its key, or why it is off."""
        screen = self.screen
        if not isinstance(screen, DeskScreen):
            return
        situation = screen.situation
        for action in actions_for(screen.where):
            if action.id != "app.commands":
                yield action, why_off(action, situation) or shown_key(action, situation.keymap)

    def _run(self, action_id: str) -> None:
        screen = self.screen
        if isinstance(screen, DeskScreen):
            screen.action_run(action_id)
