"""Editors that take no control characters in, typed, pasted or loaded."""

from __future__ import annotations

from textual.events import Paste
from textual.widgets import Input, TextArea

from widgets.safe_text import clean, one_line


class TextEditor(TextArea):
    """A plain text area: soft wrap, a still cursor, safe text."""

    DEFAULT_CSS = """
    TextEditor {
        border: none;
        padding: 0 1;
        background: $surface;
        scrollbar-size-vertical: 1;
        scrollbar-color: $foreground 25%;
        scrollbar-background: $surface;
        &:focus { border: none; }
    }
    """

    def on_mount(self) -> None:
        """Keep the cursor still: a blinking one sends bytes all day."""
        self.cursor_blink = False

    def load_text(self, text: str) -> None:
        """Replace the whole text; the cursor goes to the start."""
        super().load_text(clean(text))

    async def _on_paste(self, event: Paste) -> None:
        event.stop()
        event.prevent_default()
        await super()._on_paste(Paste(clean(event.text)))


class LineEditor(Input):
    """One line of safe text."""

    DEFAULT_CSS = """
    LineEditor {
        border: none;
        height: 1;
        padding: 0 1;
        background: $surface;
        &:focus { border: none; background: $primary 20%; }
        &:ansi { background: transparent; text-style: underline; }
    }
    """

    def on_mount(self) -> None:
        """Keep the cursor still."""
        self.cursor_blink = False

    def validate_value(self, value: str) -> str:
        """The value without control characters."""
        return value if value.isascii() and value.isprintable() else _safe(value)

    def _on_paste(self, event: Paste) -> None:
        event.stop()
        event.prevent_default()
        super()._on_paste(Paste(one_line(event.text)))


def _safe(value: str) -> str:
    return clean(value).replace("\n", " ")
