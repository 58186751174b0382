"""Components as the front ends see them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from console.policy.components import Facts


@dataclass(frozen=True, slots=True)
class ComponentView:
    """A component of the catalogue as it is now, and who last wrote it when."""

    id: int
    code: str
    facts: Facts
    written_by: str
    written_at: datetime


@dataclass(frozen=True, slots=True)
class AboutView:
    """Which component a request is about: its code and version, and what it was when that was said."""

    component_id: int
    code: str
    version: str | None
    facts: Facts
    said_at: datetime

    @property
    def words(self) -> str:
        """It in a few words."""
        return told(self.facts.name, self.version)


def told(name: str, version: str | None) -> str:
    """A component with its version, if one was said."""
    return f"{name} {version}" if version else name


def matching(catalogue: Iterable[ComponentView], typed: str) -> list[ComponentView]:
    """Those in which every typed word stands, those whose name begins so before the others.

    A stroke in front is the key that opens the finder, typed once more.
    """
    words = typed.casefold().removeprefix("/").split()
    found = [each for each in catalogue if all(word in _searched(each) for word in words)]
    begins = " ".join(words)
    return sorted(found, key=lambda each: not each.facts.name.casefold().startswith(begins))


def _searched(each: ComponentView) -> str:
    facts = each.facts
    told = (facts.name, each.code, facts.vendor, facts.package or "", facts.kind)
    return " ".join(told).casefold()
