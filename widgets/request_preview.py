"""A look at the request under the cursor: three lines below the queue, or a pane beside it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from textual.content import Content
from textual.events import Resize
from textual.reactive import reactive
from textual.widget import Widget

PANE_LINES = 6


class RequestPreview(Widget):
    """The facts of a request and the first lines of what was written, as much as there is room for."""

    DEFAULT_CSS = """
    RequestPreview { height: 3; padding: 0 1; text-wrap: nowrap; }
    """

    heading: reactive[str] = reactive("")
    """Number and subject; shown in a pane alone."""

    facts: reactive[str] = reactive("")
    """What is known of the request, in a line."""

    text: reactive[str] = reactive("")
    """What was written, quotes and all."""

    def render(self) -> Content:
        """The lines that fit."""
        if not (self.heading or self.facts or self.text):
            return Content("")
        return Content("\n").join(islice(self._lines(), self.content_size.height))

    def on_resize(self, _: Resize) -> None:
        """Fit the text anew."""
        self.refresh()

    def _lines(self) -> Iterator[Content]:
        # Loaded with the first request that is looked at: the first frame shows none.
        from widgets.preview_lines import pane_lines, strip_lines

        width, height = self.content_size
        if height < PANE_LINES:
            return strip_lines(self.facts, self.text, width=width, height=height)
        return pane_lines(self.heading, self.facts, self.text, width=width)
