"""Entitlements: how much of a ticket's work a support package covers (P1, P4, P6)."""

from dataclasses import dataclass
from enum import StrEnum

from console.policy.terms import TERMS, Terms


class CoverKind(StrEnum):
    """The support packages that cover work."""

    PREMIUM = "premium"
    INCIDENT = "incident"
    EXAMINATION = "examination"


@dataclass(frozen=True, slots=True)
class Cover:
    """What covers a ticket: `seconds` of its worked time, or with None all that the kind allows."""

    kind: CoverKind
    seconds: int | None = None


_CLAUSES = {CoverKind.PREMIUM: "P1", CoverKind.INCIDENT: "P4", CoverKind.EXAMINATION: "P6"}


def is_package(cover: Cover | None) -> bool:
    """Whether the cover is one of those for one request and two hours (P4, P6)."""
    return cover is not None and cover.kind != CoverKind.PREMIUM


def covered_seconds(cover: Cover | None, worked: int, *, terms: Terms = TERMS) -> int:
    """How many of the worked seconds leave the sum before rounding (P1, P4, P6)."""
    if cover is None:
        return 0
    known = worked if cover.seconds is None else min(worked, cover.seconds)
    most = min(known, terms.package_seconds) if is_package(cover) else known
    return max(0, most)


def clause_of(kind: CoverKind) -> str:
    """The clause that a cover of that kind follows from."""
    return _CLAUSES[kind]
