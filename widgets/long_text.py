"""A long text to read, heading by heading, broken at the width that there is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar, Unpack

from textual.events import Resize
from textual.geometry import Size
from textual.reactive import reactive

from widgets.drawn_lines import DrawnLines
from widgets.named import Named
from widgets.safe_text import clean, one_line
from widgets.thread_lines import Line, wrapped

SET_IN = 4
MOST_LINES = 10_000
MOST_CHARS = 200_000
LEAST_COLUMNS = 20


class LongText(DrawnLines, can_focus=False):
    """Headings with lines below them, as far as a person reads: what is past that is said to be."""

    STYLES = "long-text--"
    COMPONENT_CLASSES: ClassVar[set[str]] = {"long-text--heading", "long-text--dim"}

    DEFAULT_CSS = """
    LongText {
        height: 1fr;
        overflow-x: hidden;
        scrollbar-gutter: stable;
        scrollbar-size-vertical: 1;
        scrollbar-color: $foreground 25%;
        scrollbar-color-hover: $foreground 40%;
        scrollbar-background: $panel;
        scrollbar-background-hover: $panel;
        & .long-text--heading { text-style: bold; color: $text-primary; }
        & .long-text--dim { color: $text-muted; }
    }
    """

    sections: reactive[Sequence[tuple[str, Sequence[str]]]] = reactive((), repaint=False)
    """Each heading with its lines."""

    empty_text: reactive[str] = reactive("Reading…")
    """What stands there while there is nothing."""

    def __init__(self, **named: Unpack[Named]) -> None:
        super().__init__(**named)
        self._lines = []

    @property
    def lines(self) -> list[str]:
        """The lines as they are broken."""
        return [line.plain for line in self._lines]

    def watch_sections(self) -> None:
        """Lay out what is to be read."""
        self._fit()

    def on_resize(self, _: Resize) -> None:
        """Break the lines anew for another width."""
        if self.scrollable_content_region.width != self._width:
            self._width = self.scrollable_content_region.width
            self._fit()

    def _fit(self) -> None:
        if not self._width:
            return
        columns = max(LEAST_COLUMNS, self._width - 1)
        self._lines = lay_out(self.sections, columns) or [Line(((self.empty_text, ""),))]
        self.virtual_size = Size(1, len(self._lines))
        self.move_by(0)
        self.refresh()


def lay_out(sections: Sequence[tuple[str, Sequence[str]]], columns: int) -> list[Line]:
    """The sections as lines of so many cells, a free line between them, and a last one for what is left out."""
    lines: list[Line] = []
    left_chars = MOST_CHARS
    for heading, told in sections:
        lines += [Line(())] if lines else []
        lines += [Line(((part, "heading"),)) for part in wrapped(one_line(heading), columns)]
        for text in told:
            if left_chars <= 0 or len(lines) >= MOST_LINES:
                return [*lines, Line((("  … and more that is not shown here", "dim"),))]
            lines += [Line(((part, ""),)) for part in hanging(text[:left_chars], columns)]
            left_chars -= len(text)
    if left_chars < 0:
        lines.append(Line((("  … and more that is not shown here", "dim"),)))
    return lines


def hanging(line: str, columns: int) -> Iterator[str]:
    """A line in as many as it needs, those after the first set in; the spaces in it stay."""
    text = clean(line).replace("\n", " ").rstrip()
    for number, part in enumerate(wrapped(text, max(1, columns - SET_IN))):
        yield " " * (SET_IN if number else SET_IN // 2) + part
