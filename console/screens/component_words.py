"""Components in words: found by what was typed, and as lines of lists."""

from collections.abc import Iterable

from console.policy.proposing import why
from console.services.component_shapes import ComponentView
from widgets.line_list import Column, ListLine
from widgets.safe_text import one_line

NAMING_COLUMNS = (Column("Component", 28), Column("What it is"))


def matching(catalogue: Iterable[ComponentView], typed: str) -> list[ComponentView]:
    """Those in which every typed word stands, those whose name begins so before the others."""
    words = typed.casefold().split()
    found = [each for each in catalogue if all(word in _searched(each) for word in words)]
    begins = " ".join(words)
    return sorted(found, key=lambda each: not each.facts.name.casefold().startswith(begins))


def _searched(each: ComponentView) -> str:
    facts = each.facts
    told = (facts.name, each.code, facts.vendor, facts.package or "", facts.kind)
    return " ".join(told).casefold()


def naming_line(each: ComponentView) -> ListLine:
    """A component as it is offered to be named."""
    return ListLine(each.id, (one_line(each.facts.name), one_line(why(each.facts))), ("", "dim"))
