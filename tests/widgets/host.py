"""An app around one widget, which remembers the messages that the widget posts."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TypeVar

from textual.app import App, ComposeResult
from textual.message import Message
from textual.pilot import Pilot
from textual.widget import Widget

Kind = TypeVar("Kind", bound=Message)

NARROW = (80, 24)
WIDE = (120, 40)
HOSTILE = [
    "\x1b]52;c;aGVsbG8=\x07",
    "\x1b[2J\x1b[31mred",
    "\x9b31mC1",
    "[@click=app.quit]x",
    "[/]",
    "[/b] [not closed",
    "\u202egnp.exe\u2066",
    "e" + "\u0301" * 10_000,
    "株式会社サンプル" * 20,
    "a\r\nb\tc\x00d",
    "👨‍👩‍👧‍👦" * 30,
    "",
]


class Host(App[None]):
    """One widget on an empty screen."""

    def __init__(self, widget: Widget) -> None:
        super().__init__()
        self.widget = widget
        self.animation_level = "none"

    def compose(self) -> ComposeResult:
        """The widget alone."""
        yield self.widget


@dataclass
class Stage:
    """The widget's pilot, and what was posted so far."""

    pilot: Pilot[None]
    posted: list[Message] = field(default_factory=list)

    def heard(self, message: Message) -> None:
        """Remember a message, once however far it bubbles."""
        if not any(message is known for known in self.posted):
            self.posted.append(message)

    def of(self, kind: type[Kind]) -> list[Kind]:
        """The posted messages of one class."""
        return [message for message in self.posted if type(message) is kind]

    def lines(self, widget: Widget | None = None) -> list[str]:
        """What the widget, or the whole screen, shows."""
        screen = self.pilot.app.screen
        rows = [strip.text for strip in screen._compositor.render_strips()]
        if widget is None:
            return rows
        area = widget.region
        return [row[area.x : area.right] for row in rows[area.y : area.bottom]]

    def shown(self, widget: Widget | None = None) -> str:
        """The same as one text."""
        return "\n".join(self.lines(widget))


@asynccontextmanager
async def staged(widget: Widget, size: tuple[int, int] = NARROW) -> AsyncIterator[Stage]:
    """The widget in a terminal of `size`, with the focus where it can have it."""
    app = Host(widget)
    heard: list[Message] = []
    stage: Stage | None = None

    def hook(message: Message) -> None:
        (stage.heard if stage else heard.append)(message)

    async with app.run_test(size=size, message_hook=hook) as pilot:
        stage = Stage(pilot)
        for message in heard:
            stage.heard(message)
        if widget.focusable:
            widget.focus()
        await pilot.pause()
        yield stage


def is_harmless(text: str) -> bool:
    """Whether a terminal would take the text as nothing but text."""
    return not any(
        ord(character) < 32
        or 0x7F <= ord(character) < 0xA0
        or 0x202A <= ord(character) <= 0x202E
        or 0x2066 <= ord(character) <= 0x2069
        for character in text.replace("\n", "")
    )
