"""Components in words, as lines of lists."""

from console.policy.proposing import why
from console.services.component_shapes import ComponentView
from widgets.line_list import Column, ListLine
from widgets.safe_text import one_line

NAMING_COLUMNS = (Column("Component", 28), Column("What it is"))


def naming_line(each: ComponentView) -> ListLine:
    """A component as it is offered to be named."""
    return ListLine(each.id, (one_line(each.facts.name), one_line(why(each.facts))), ("", "dim"))
