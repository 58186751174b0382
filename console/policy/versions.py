"""Versions of the policy: which is in force when, and what each says (A1, A2)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from console.policy.clauses import clause
from console.policy.terms import TERMS, Terms


@dataclass(frozen=True, slots=True)
class Version:
    """A version: its figures, the clauses that it words anew, and since when it holds.

    `in_force_from` is None for the first version, which holds from the beginning, and for a proposed one.
    """

    version: str
    terms: Terms
    title: str = ""
    in_force_from: datetime | None = None
    words: Mapping[str, str] = field(default_factory=dict)
    proposed: bool = False


FIRST = Version(TERMS.version, TERMS, title="The policy as it was first published")


@dataclass(frozen=True, slots=True)
class Book:
    """All versions of the policy, the first one always among them."""

    versions: tuple[Version, ...] = (FIRST,)

    def in_force(self, at: datetime) -> Version:
        """The version that holds at a moment: the latest whose date has come (A1)."""
        begun = [
            (each.in_force_from, each)
            for each in self.versions
            if each.in_force_from is not None and each.in_force_from <= at
        ]
        return max(begun, key=lambda pair: pair[0])[1] if begun else FIRST

    def named(self, version: str) -> Version | None:
        """The version of that name, None where there is none."""
        return next((each for each in self.versions if each.version == version), None)

    def terms(self, version: str) -> Terms:
        """The figures of a version; raises KeyError with a sentence when there is none."""
        found = self.named(version)
        if found is None:
            raise KeyError(f"The policy has no version {version!r}.")
        return found.terms

    def words(self, version: str, name: str) -> str:
        """A clause in the words of a version, each version's standing until a later one words it anew."""
        known = self.named(version)
        if known is None:
            return clause(name).words
        for each in self._until(known):
            if name in each.words:
                return each.words[name]
        return clause(name).words

    def _until(self, last: Version) -> list[Version]:
        """A version and the dated ones before it, the latest first."""
        until = last.in_force_from
        before = [
            each
            for each in self.versions
            if each.in_force_from is not None and (until is None or each.in_force_from < until)
        ]
        if until is None and not last.proposed:
            return [last]
        dated = [(each.in_force_from, each) for each in before if each.in_force_from is not None]
        return [last, *(each for _, each in sorted(dated, key=lambda pair: pair[0], reverse=True))]


def terms_from(version: str, values: Mapping[str, object]) -> Terms:
    """The figures of a version as they are stored; names that it does not change are the first version's.

    Raises:
        TypeError: A name is none of the figures.
    """
    given = {
        name: tuple(value) if isinstance(value, list) else value for name, value in values.items()
    }
    return Terms(**{**_first(), **given, "version": version})  # type: ignore[arg-type]  # checked when it was added


def _first() -> dict[str, object]:
    return {name: getattr(TERMS, name) for name in Terms.__slots__}
