"""A look at a request laid out as lines: a strip below the queue, or a pane beside it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from textual.content import Content

from widgets.cells import crop
from widgets.message_text import parts_of
from widgets.safe_text import clean, one_line
from widgets.thread_lines import wrapped

CHARS_READ = 6000


def strip_lines(facts: str, text: str, *, width: int, height: int) -> Iterator[Content]:
    """The facts in a line, and as much of what was written as fits below."""
    yield Content.styled(crop(facts, width), "$foreground-muted")
    said = one_line(" ".join(_written(text)))
    lines = list(islice(wrapped(said, max(1, width - 2)), height))
    for number, line in enumerate(lines[: height - 1]):
        more = number == height - 2 and len(lines) > height - 1
        yield Content(f"{line} …" if more else line)


def pane_lines(heading: str, facts: str, text: str, *, width: int) -> Iterator[Content]:
    """The heading, the facts, and what was written line by line."""
    for line in wrapped(one_line(heading[:CHARS_READ]), width):
        yield Content.styled(line, "bold")
    for line in wrapped(one_line(facts[:CHARS_READ]), width):
        yield Content.styled(line, "$foreground-muted")
    yield Content("")
    for said in _written(text):
        for line in wrapped(said.rstrip(), width):
            yield Content(line)


def _written(text: str) -> Iterator[str]:
    """The lines that the sender wrote: without quotes and signature."""
    for part in parts_of(clean(text[:CHARS_READ])):
        if part.kind == "text":
            yield from part.lines
            yield ""
