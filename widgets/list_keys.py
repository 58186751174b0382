"""The keys that move in every list, with the ids that a keymap names them by."""

from __future__ import annotations

from textual.binding import Binding, BindingType

MOVES: list[BindingType] = [
    Binding("j,down", "list_down", "Down", show=False, id="list.down"),
    Binding("k,up", "list_up", "Up", show=False, id="list.up"),
    Binding("g,home", "list_top", "First", show=False, id="list.top"),
    Binding("G,end", "list_end", "Last", show=False, id="list.end"),
    Binding("ctrl+d", "list_half_down", "Half a page down", show=False, id="list.half_down"),
    Binding("ctrl+u", "list_half_up", "Half a page up", show=False, id="list.half_up"),
    Binding("pagedown", "list_page_down", "Page down", show=False, id="list.page_down"),
    Binding("pageup", "list_page_up", "Page up", show=False, id="list.page_up"),
]
OPEN = Binding("enter", "list_open", "Open", show=False, id="list.open")


class ListMoves:
    """What the keys of `MOVES` do, for a widget that says how it moves."""

    def move_by(self, lines: int) -> None:
        """Move so many lines, up where negative."""
        raise NotImplementedError

    def move_to_edge(self, *, end: bool) -> None:
        """Move to the first or the last line."""
        raise NotImplementedError

    def page_lines(self) -> int:
        """How many lines are seen at once, at least 1."""
        raise NotImplementedError

    def action_list_down(self) -> None:
        """One line down."""
        self.move_by(1)

    def action_list_up(self) -> None:
        """One line up."""
        self.move_by(-1)

    def action_list_top(self) -> None:
        """To the first line."""
        self.move_to_edge(end=False)

    def action_list_end(self) -> None:
        """To the last line."""
        self.move_to_edge(end=True)

    def action_list_half_down(self) -> None:
        """Half a page down."""
        self.move_by(max(1, self.page_lines() // 2))

    def action_list_half_up(self) -> None:
        """Half a page up."""
        self.move_by(-max(1, self.page_lines() // 2))

    def action_list_page_down(self) -> None:
        """A page down."""
        self.move_by(self.page_lines())

    def action_list_page_up(self) -> None:
        """A page up."""
        self.move_by(-self.page_lines())
