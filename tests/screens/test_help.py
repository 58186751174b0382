"""Help tells what works here, how one moves, and what a console that only reads leaves off."""

import pkgutil
from collections.abc import Iterator
from importlib import import_module

import pytest

from console import screens
from console.policy.access import Role
from console.screens.help import help_lines
from console.screens.listing import SectionedScreen
from console.situations import TICKET, Situation


def told(situation: Situation) -> str:
    """The help as text."""
    return "\n".join(each.plain for each in help_lines(situation, columns=76))


def sectioned(found: type[SectionedScreen] = SectionedScreen) -> Iterator[type[SectionedScreen]]:
    """Every screen with sections."""
    for each in found.__subclasses__():
        yield from sectioned(each)
        if "where" in vars(each):
            yield each


def test_each_screen_with_sections_tells_their_keys() -> None:
    """Wherever numbers choose a section, the help says so."""
    for module in pkgutil.iter_modules(screens.__path__):
        import_module(f"console.screens.{module.name}")
    found = {each.where for each in sectioned()}
    assert {"board", "reports", "outbox"} <= found
    assert [each for each in found if "1 2 …    to a section" not in told(Situation(each))] == []


@pytest.mark.parametrize("read_only", [False, True])
def test_what_only_reads_tells_the_keys_that_are_off_in_one_place(read_only: bool) -> None:
    """What works is listed; what would change something is named by its keys alone."""
    seen = told(Situation(TICKET, role=Role.ADMIN, read_only=read_only))
    assert ("so these are off: space r n c w " in " ".join(seen.split())) is read_only
    assert ("Answer the customer" in seen) is not read_only
    assert "Go to the queue" in seen


def test_what_is_off_for_another_reason_still_says_why() -> None:
    """A console that only reads tells of what no role of yours may do, as any other does."""
    seen = told(Situation(TICKET, role=Role.SPECIALIST, read_only=True))
    assert "Only a lead or an admin may do that." in seen
