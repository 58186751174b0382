"""The line at the bottom: the keys that work here, and which are off just now."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from rich.cells import cell_len
from textual.content import Content
from textual.events import Click, Resize
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

GAP = "   "
ALL_KEYS = "?"


class Key(Protocol):
    """One key and what it does."""

    @property
    def id(self) -> str:
        """The action's id."""

    @property
    def key(self) -> str:
        """The key as people read it."""

    @property
    def label(self) -> str:
        """What it does, in a word or two."""

    @property
    def enabled(self) -> bool:
        """Whether it works just now."""

    @property
    def reason(self) -> str:
        """Why it does not."""


class KeyBar(Widget):
    """Keys with their words; what does not fit is left out from the end, what is off first, "? all keys" stays."""

    ALLOW_SELECT = False

    DEFAULT_CSS = """
    KeyBar { height: 1; padding: 0 1; text-wrap: nowrap; }
    """

    keys: reactive[Sequence[Key]] = reactive(())
    """The keys, the most wanted first; one with the key "?" is shown last, always."""

    class Pressed(Message):
        """Posted when a key that works is clicked."""

        def __init__(self, key_bar: KeyBar, action_id: str) -> None:
            super().__init__()
            self.key_bar = key_bar
            self.id = action_id

        @property
        def control(self) -> KeyBar:
            """The bar it happened in."""
            return self.key_bar

    class Refused(Message):
        """Posted when a key that is off is clicked, with the reason."""

        def __init__(self, key_bar: KeyBar, action_id: str, *, reason: str) -> None:
            super().__init__()
            self.key_bar = key_bar
            self.id = action_id
            self.reason = reason

    def render(self) -> Content:
        """The keys that fit."""
        return Content(GAP).join([_key_content(key) for key in self._fitting()])

    def on_resize(self, _: Resize) -> None:
        """Fit the keys anew."""
        self.refresh()

    def on_click(self, event: Click) -> None:
        """Say which key was clicked."""
        key = self._key_at(event.x - self.styles.padding.left)
        if key is None:
            return
        if key.enabled:
            self.post_message(self.Pressed(self, key.id))
        else:
            self.post_message(self.Refused(self, key.id, reason=key.reason))

    def _fitting(self) -> list[Key]:
        """Those that fit, in their order: what works is left out last."""
        last = [key for key in self.keys if key.key == ALL_KEYS]
        room = self.content_size.width - sum(_cells(key) for key in last)
        wanted = [key for key in self.keys if key.key != ALL_KEYS]
        fitting: set[str] = set()
        for key in sorted(wanted, key=lambda key: not key.enabled):
            room -= _cells(key) + len(GAP)
            if room < 0:
                break
            fitting.add(key.id)
        return [key for key in wanted if key.id in fitting] + last

    def _key_at(self, x: int) -> Key | None:
        at = 0
        for key in self._fitting():
            if at <= x < at + _cells(key):
                return key
            at += _cells(key) + len(GAP)
        return None


def _cells(key: Key) -> int:
    return cell_len(f"{key.key} {key.label}")


def _key_content(key: Key) -> Content:
    if not key.enabled:
        return Content.styled(f"{key.key} {key.label}", "$foreground-disabled")
    return Content.styled(key.key, "bold $text-primary") + Content(f" {key.label}")
