"""A look at the request under the cursor: three lines below the queue, or a pane beside it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from textual.content import Content
from textual.events import Resize
from textual.reactive import reactive
from textual.widget import Widget

from widgets.cells import crop
from widgets.message_text import parts_of
from widgets.safe_text import clean, one_line
from widgets.thread_lines import wrapped

PANE_LINES = 6
CHARS_READ = 6000


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
        width, height = self.content_size
        lines = self._pane(width) if height >= PANE_LINES else self._strip(width, height)
        return Content("\n").join(islice(lines, height))

    def on_resize(self, _: Resize) -> None:
        """Fit the text anew."""
        self.refresh()

    def _strip(self, width: int, height: int) -> Iterator[Content]:
        yield Content.styled(crop(self.facts, width), "$foreground-muted")
        said = one_line(" ".join(self._written()))
        lines = list(islice(wrapped(said, max(1, width - 2)), height))
        for number, line in enumerate(lines[: height - 1]):
            more = number == height - 2 and len(lines) > height - 1
            yield Content(f"{line} …" if more else line)

    def _pane(self, width: int) -> Iterator[Content]:
        for line in wrapped(one_line(self.heading[:CHARS_READ]), width):
            yield Content.styled(line, "bold")
        for line in wrapped(one_line(self.facts[:CHARS_READ]), width):
            yield Content.styled(line, "$foreground-muted")
        yield Content("")
        for text in self._written():
            for line in wrapped(text.rstrip(), width):
                yield Content(line)

    def _written(self) -> Iterator[str]:
        """The lines that the sender wrote: without quotes and signature."""
        for part in parts_of(clean(self.text[:CHARS_READ])):
            if part.kind == "text":
                yield from part.lines
                yield ""
