"""What the queue's messages carry."""

from __future__ import annotations

from textual.message import Message
from textual.widget import Widget

from widgets.queue_window import Edge, Wanted


class OfQueue(Message):
    """Something told by a list of requests."""

    def __init__(self, ticket_queue: Widget) -> None:
        super().__init__()
        self.ticket_queue = ticket_queue

    @property
    def control(self) -> Widget:
        """The list it happened in."""
        return self.ticket_queue


class OfRequest(OfQueue):
    """Something told of one request in the list."""

    def __init__(self, ticket_queue: Widget, ticket: int) -> None:
        super().__init__(ticket_queue)
        self.ticket = ticket


class OfWindow(OfQueue):
    """Rows to read.

    `count` rows after the request numbered `after`, or before the one numbered `before`, or from an edge;
    with none of these, after a far jump, by line. The first of them stands at line `first_line`.
    """

    def __init__(self, ticket_queue: Widget, wanted: Wanted) -> None:
        super().__init__(ticket_queue)
        self.first_line: int = wanted.first_line
        self.count: int = wanted.count
        self.after: int | None = wanted.after
        self.before: int | None = wanted.before
        self.edge: Edge | None = wanted.edge
