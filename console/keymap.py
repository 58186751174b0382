"""The keys that a person gave to actions in the settings file, checked before any of them is pressed."""

import re
from collections.abc import Iterator, Mapping

from textual.binding import Binding

from console.action import Action
from console.actions import ACTIONS, readable
from console.places import places
from console.situations import HUB, TICKET

_KEY = re.compile(
    r"[!-~]|[^\x00-\xa0]|f[1-9]|f1[0-2]|ctrl\+[a-z]|space|insert|delete|backspace|escape"
)
_DEAD = frozenset({f"ctrl+{letter}" for letter in "abhijmz"})
"""What a terminal sends as another key, or what it and those who share it keep for themselves."""

_MOVES = frozenset(["j", "k", "g", "G", "ctrl+d", "ctrl+u", *"123456789"])
"""How one moves in lists and between their sections."""

_THREAD = frozenset({"t", "x"})


def keymap_problem(keymap: Mapping[str, str]) -> str | None:
    """What is wrong with the keys of the settings file, in a sentence; None where they will do."""
    found = next(_problems(keymap), None)
    return f"[keys] in the settings file: {found}" if found is not None else None


def _problems(keymap: Mapping[str, str]) -> Iterator[str]:
    for name, keys in keymap.items():
        action = ACTIONS.get(name)
        if action not in _with_keys():
            there = ", ".join(sorted(each.id for each in _with_keys()))
            yield f"there is no action {name!r} that has a key. There is {there}."
            return
        for key in keys.split(","):
            if problem := _problem_with(action, key.strip()):
                yield f"{name} cannot have {key.strip()!r}, {problem}."
    yield from _clashes(keymap)


def _with_keys() -> list[Action]:
    return [each for each in ACTIONS.values() if each.bound and each.keys]


def _problem_with(action: Action, key: str) -> str | None:
    if not _KEY.fullmatch(key):
        return 'which is no key: write a letter or a sign, "f12", "ctrl+t" or "space"'
    if key in _DEAD:
        return "which terminals send as another key"
    if key in _MOVES or (TICKET in action.where and key in _THREAD):
        return "which moves in what is shown"
    if HUB in action.where and key in {each.letter for each in places()}:
        return "which leads to one of the desk's settings"
    return None


def _clashes(keymap: Mapping[str, str]) -> Iterator[str]:
    """Actions of one screen that would have the same key."""
    bound = _with_keys()
    keys = {each.id: _bound_to(keymap.get(each.id, each.keys)) for each in bound}
    for place, one in enumerate(bound):
        for other in bound[place + 1 :]:
            shared = keys[one.id] & keys[other.id]
            if shared and one.where & other.where:
                yield (
                    f"{readable(min(shared))} would be both {one.id} and {other.id}:"
                    " give the other one another key too."
                )


def _bound_to(keys: str) -> set[str]:
    """Keys as Textual names them."""
    return {each.key for each in Binding.make_bindings([Binding(keys, "", "")])}
