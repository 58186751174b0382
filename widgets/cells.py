"""Outside text cut to a number of terminal cells."""

from __future__ import annotations

from rich.cells import cell_len, set_cell_size

from widgets.safe_text import one_line

CHARS_READ = 2000


def crop(text: str, width: int) -> str:
    """The text made safe, on one line of at most `width` cells, with an ellipsis where it was cut."""
    safe = one_line(text[:CHARS_READ])
    if cell_len(safe) <= width:
        return safe
    return set_cell_size(safe, width - 1).rstrip() + "…" if width > 0 else ""


def fit(text: str, width: int) -> str:
    """The cropped text, with spaces after it to fill `width` cells."""
    return set_cell_size(crop(text, width), width)


def fit_right(text: str, width: int) -> str:
    """The cropped text, with spaces before it to fill `width` cells."""
    cropped = crop(text, width)
    return " " * (width - cell_len(cropped)) + cropped
