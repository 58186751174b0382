"""What the checks have found: a few sentences of each, and how many more there are."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from console.services.context import Desk
from db.engine import Session

NAMED = 20


@dataclass(frozen=True, slots=True)
class CheckResult:
    """One check; the detail is what holds, or names what disagrees."""

    check: str
    ok: bool
    detail: str


class Findings:
    """Collects what disagrees; however much it is, it takes no more room than what is named."""

    def __init__(self) -> None:
        self._named: dict[str, list[str]] = {}
        self._count: dict[str, int] = {}
        self._holds: dict[str, str] = {}

    def hold(self, check: str, sentence: str) -> None:
        """Less holds here than a check says elsewhere."""
        self._holds[check] = sentence

    def say(self, check: str, sentence: str) -> None:
        """Something disagrees."""
        self._count[check] = self._count.get(check, 0) + 1
        named = self._named.setdefault(check, [])
        if len(named) < NAMED:
            named.append(sentence)

    def result(self, check: str, holds: str) -> CheckResult:
        """How a check ended; `holds` is what it says where nothing disagrees."""
        count = self._count.get(check, 0)
        if not count:
            return CheckResult(check, True, self._holds.get(check, holds))
        more = f"; and {count - NAMED} more" if count > NAMED else ""
        return CheckResult(check, False, "; ".join(self._named[check]) + more)


@dataclass(frozen=True, slots=True)
class Group:
    """Checks that read the same rows: each with what it says where all is well."""

    checks: Mapping[str, str]
    run: Callable[[Session, Desk, Findings], Awaitable[None]]
