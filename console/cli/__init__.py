"""The command line: every use case without a screen, as a contract for scripts."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from console.cli.running import execute


def _utc_now() -> datetime:
    return datetime.now(UTC)


def main(words: Sequence[str], clock: Callable[[], datetime] = _utc_now) -> int:
    """Run one command as it was typed, and give the exit code of the contract."""
    return execute(list(words), clock)
