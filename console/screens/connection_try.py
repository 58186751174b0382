"""One connection tried for real, told in words; escape stops it."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

from console import connecting
from console.config import Settings
from console.jobs import connections
from console.screens.reading import ReadingScreen
from console.screens.session import Session
from console.services.checks.findings import CheckResult
from console.services.explain_words import Section
from widgets.long_text import LongText

_T = TypeVar("_T")


class TryScreen(ReadingScreen):
    """One connection tried for real; leaving stops it."""

    def __init__(
        self, session: Session, settings: Settings, name: str, *,
        told: Callable[[str, CheckResult], None],
    ) -> None:  # fmt: skip
        super().__init__(session)
        self.settings = settings
        self.connection = name
        self._tell = told
        self._trying: asyncio.Task[CheckResult] | None = None

    def on_mount(self) -> None:
        """Say what is under way: what it comes to takes its place."""
        wait = ["Connecting. Nothing is sent or changed; esc stops it."]
        self.query_one(LongText).sections = [(connecting.title(self.connection), wait)]

    async def told(self) -> CheckResult | None:
        """Try it; None where it was stopped."""
        trying = asyncio.ensure_future(connections.attempt(self.settings, self.connection))
        self._trying = trying
        await asyncio.wait([trying])
        return None if trying.cancelled() else trying.result()

    async def _patiently(self, call: Coroutine[Any, Any, _T]) -> _T:
        """Wait for as long as the settings let it take: it is not the database that is slow."""
        return await call

    def sections(self, found: CheckResult | None) -> list[Section]:
        """What came of it."""
        if found is None:
            return []
        self._tell(self.connection, found)
        verdict = "It works" if found.ok else "It does not work"
        lines = [f"{found.detail[:1].upper()}{found.detail[1:]}."]
        return [(f"{connecting.title(self.connection)}: {verdict.lower()}", lines)]

    def action_leave(self) -> None:
        """Stop it, and go back."""
        self._stop()
        super().action_leave()

    def on_unmount(self) -> None:
        """Stop it: nobody waits any more."""
        self._stop()

    def _stop(self) -> None:
        if self._trying is not None:
            self._trying.cancel()
