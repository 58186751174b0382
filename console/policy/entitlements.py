"""Entitlements: which support package covers a ticket, and how much of its work (P1, P4, P6)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from console.policy.terms import TERMS, Terms


class CoverKind(StrEnum):
    """The support packages that cover work."""

    PREMIUM = "premium"
    INCIDENT = "incident"
    EXAMINATION = "examination"


@dataclass(frozen=True, slots=True)
class Package:
    """A support package on record: Premium from its start up to, not with, its end; the others without a term."""

    id: int
    kind: CoverKind
    starts_at: datetime | None = None
    ends_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Cover:
    """What covers a ticket: `seconds` of its worked time, or with None all that the kind allows."""

    kind: CoverKind
    seconds: int | None = None
    ids: tuple[int, ...] = ()


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


def choose(packages: Sequence[Package], by_hand: int | None = None) -> tuple[Package, ...]:
    """Which of a ticket's packages cover it: the one said by hand, else that bound to it, else its domain's terms.

    `packages` are those bound to the ticket and the Premium terms of its domain and customer.
    """
    if by_hand is not None:
        return tuple(each for each in packages if each.id == by_hand)
    bound = tuple(each for each in packages if each.kind != CoverKind.PREMIUM)
    return bound[:1] or tuple(each for each in packages if each.kind == CoverKind.PREMIUM)


def covers_at(packages: Sequence[Package], at: datetime) -> bool:
    """Whether work at that moment would be covered by a Premium term, or by a package with time left."""
    return any(
        each.kind != CoverKind.PREMIUM
        or (each.starts_at is not None and each.ends_at is not None
            and each.starts_at <= at < each.ends_at)
        for each in packages
    )  # fmt: skip
