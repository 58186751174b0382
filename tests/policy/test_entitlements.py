"""Support packages: how much of the work they cover (P1, P4, P6)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.policy.entitlements import Cover, CoverKind, clause_of, covered_seconds, is_package

HOUR = 3600


@pytest.mark.parametrize(
    ("cover", "worked", "covered"),
    [
        (None, HOUR, 0),
        (Cover(CoverKind.PREMIUM), 9 * HOUR, 9 * HOUR),
        (Cover(CoverKind.PREMIUM, seconds=600), HOUR, 600),
        (Cover(CoverKind.PREMIUM, seconds=0), HOUR, 0),
        (Cover(CoverKind.PREMIUM, seconds=2 * HOUR), HOUR, HOUR),
        (Cover(CoverKind.INCIDENT), 2 * HOUR - 1, 2 * HOUR - 1),
        (Cover(CoverKind.INCIDENT), 2 * HOUR, 2 * HOUR),
        (Cover(CoverKind.INCIDENT), 2 * HOUR + 1, 2 * HOUR),
        (Cover(CoverKind.EXAMINATION), 3 * HOUR, 2 * HOUR),
        (Cover(CoverKind.EXAMINATION, seconds=HOUR), 3 * HOUR, HOUR),
        (Cover(CoverKind.INCIDENT, seconds=5 * HOUR), 3 * HOUR, 2 * HOUR),
    ],
)
def test_a_cover_takes_what_it_may_out_of_the_sum(
    cover: Cover | None, worked: int, covered: int
) -> None:
    """A cover takes what it may out of the sum."""
    assert covered_seconds(cover, worked) == covered


@given(st.sampled_from(CoverKind), st.none() | st.integers(-100, 20_000), st.integers(0, 20_000))
def test_no_more_is_covered_than_was_worked(
    kind: CoverKind, known: int | None, worked: int
) -> None:
    """No more is covered than was worked."""
    assert 0 <= covered_seconds(Cover(kind, seconds=known), worked) <= worked


@pytest.mark.parametrize(
    ("kind", "name"),
    [(CoverKind.PREMIUM, "P1"), (CoverKind.INCIDENT, "P4"), (CoverKind.EXAMINATION, "P6")],
)
def test_a_cover_follows_from_its_clause(kind: CoverKind, name: str) -> None:
    """A cover follows from its clause."""
    assert clause_of(kind) == name


@pytest.mark.parametrize(
    ("cover", "package"),
    [
        (None, False),
        (Cover(CoverKind.PREMIUM), False),
        (Cover(CoverKind.INCIDENT), True),
        (Cover(CoverKind.EXAMINATION), True),
    ],
)
def test_incident_and_examination_are_for_one_request(cover: Cover | None, package: bool) -> None:
    """Incident and examination are for one request."""
    assert is_package(cover) is package
