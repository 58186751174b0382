"""Why an entry is what it is, and what a dispute is decided from."""

from collections.abc import Coroutine
from typing import Any

from console.screens.reading import ReadingScreen
from console.screens.session import Session
from console.services.explain_words import Section


class ExplainScreen(ReadingScreen):
    """An explanation of an entry."""

    def __init__(self, session: Session, entry: int) -> None:
        super().__init__(session)
        self.entry = entry

    def told(self) -> Coroutine[Any, Any, Any]:
        """Read why."""
        from console.services import explain

        return explain.explain(self.session.desk, entry=self.entry)

    def sections(self, found: Any) -> list[Section]:
        """The explanation, heading by heading."""
        from console.services import explain_words

        return explain_words.sections(found, self.session.hours)


class PacketScreen(ReadingScreen):
    """The whole evidence of a dispute."""

    def __init__(self, session: Session, ticket: int) -> None:
        super().__init__(session)
        self.ticket = ticket

    def told(self) -> Coroutine[Any, Any, Any]:
        """Gather the evidence."""
        from console.services import packet

        return packet.of(self.session.desk, ticket=self.ticket, now=self.session.now())

    def sections(self, found: Any) -> list[Section]:
        """The packet, heading by heading."""
        from console.services import packet_words

        return packet_words.sections(found, self.session.hours)
