"""The actions of the console: one table that keys, key bar, help and command palette are made from."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from textual.binding import Binding, BindingType

from console.action import Action
from console.keys import accounts, desk, everywhere, requests
from console.policy.access import Role, includes
from console.situations import OPENING, Situation


class Hint(NamedTuple):
    """An action as the key bar and the help show it."""

    id: str
    key: str
    label: str
    enabled: bool
    reason: str


_TABLE = (*requests.ROWS, *accounts.ROWS, *desk.ROWS, *everywhere.ROWS)

ACTIONS: Mapping[str, Action] = MappingProxyType({action.id: action for action in _TABLE})

_SHOWN = {"escape": "esc", "question_mark": "?", "slash": "/"}


def why_off(action: Action, situation: Situation) -> str | None:
    """The sentence for why the action does not work just now; None where it does."""
    if action.needs_desk and situation.role is None:
        return OPENING
    if action.writes and situation.read_only:
        return "This console only reads: it was opened with --read-only."
    if action.writes and situation.following:
        return f"You look over {situation.following}'s shoulder: esc ends that, then this works."
    if situation.role is not None and not includes(situation.role, action.role):
        who = "a lead or an admin" if action.role is Role.LEAD else "an admin"
        return f"Only {who} may do that."
    return action.off(situation)


def actions_for(screen: str) -> tuple[Action, ...]:
    """The actions that work on a screen, in the table's order."""
    return tuple(action for action in _TABLE if screen in action.where)


def bindings_for(screen: str) -> list[BindingType]:
    """The keys of a screen, as Textual takes them."""
    return [
        Binding(action.keys, f"run('{action.id}')", action.name, show=False, id=action.id)
        for action in actions_for(screen)
        if action.bound and action.keys
    ]


def hints_for(situation: Situation) -> tuple[Hint, ...]:
    """What the key bar shows in this situation."""
    return tuple(
        hint(action, situation) for action in actions_for(situation.screen) if action.barred
    )


def hint(action: Action, situation: Situation) -> Hint:
    """An action as it stands in this situation."""
    reason = why_off(action, situation)
    label = action.label if action.id != "timer.toggle" else _timer_label(situation)
    key = shown_key(action, situation.keymap)
    return Hint(action.id, key, label, reason is None, reason or "")


def shown_key(action: Action, keymap: Mapping[str, str]) -> str:
    """The action's first key, as people read it."""
    return readable(keymap.get(action.id, action.keys).split(",")[0].strip())


def readable(key: str) -> str:
    """A key as people read it, not by Textual's name: "esc", "^p", "F2"."""
    if key[:1] == "f" and key[1:].isdigit():
        return key.upper()
    return _SHOWN.get(key, f"^{key[5:]}" if key.startswith("ctrl+") else key)


def _timer_label(situation: Situation) -> str:
    """What the timer's key does: pause where it runs on this request, else start."""
    timer, view = situation.timer, situation.view
    here = timer is not None and view is not None and timer.ticket == view.ticket
    return "pause" if here and timer is not None and timer.running else "start"
