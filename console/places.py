"""The places of the desk's settings: where each is gone to from the list of them, and by which letter."""

from typing import NamedTuple

from console.actions import ACTIONS


class Place(NamedTuple):
    """A place: the action that goes there, its letter in the list, its name, and what it is about."""

    action: str
    letter: str
    name: str
    about: str


ALL = (
    Place("go.texts", "t", "Texts", "what customers are written"),
    Place("go.policy", "p", "Policy", "the versions of the policy"),
    Place("go.staff", "s", "Staff", "who works here, and as what"),
    Place(
        "go.components", "c", "Components", "the catalogue that closing proposes the outcome from"
    ),
    Place("go.bugs", "b", "Known bugs", "known bugs, and the requests that they collect"),
    Place("go.office", "o", "Office hours", "office hours and days off"),
    Place("go.settings", "d", "Desk", "the desk's own settings"),
    Place("go.connections", "n", "Connections", "mailbox, mail server, website and shops"),
    Place("go.retention", "r", "Retention", "how long what is kept"),
)
"""Every place that there could be."""


def places() -> tuple[Place, ...]:
    """Those that there are, in the list's order."""
    return tuple(each for each in ALL if each.action in ACTIONS)
