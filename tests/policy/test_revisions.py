"""Revisions: what a new version of the policy may say (A1)."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.policy import revisions
from console.policy.terms import TERMS
from console.policy.versions import terms_from

PLAIN: dict[str, Any] = {"version": "2", "title": "Dearer", "text": "The whole policy."}


def read(**changes: Any) -> revisions.Revision:
    """A revision with these values changed."""
    return revisions.read({**PLAIN, **changes}, base=TERMS)


def test_what_is_left_out_stays() -> None:
    """A revision that names one figure keeps all others."""
    terms = terms_from("2", read(terms={"credits_per_block": 20}).terms)
    assert terms == terms_from("2", {"credits_per_block": 20})


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"version": ""}, "version"),
        ({"version": "../2"}, "letters, digits"),
        ({"version": 2}, "version"),
        ({"title": " "}, "title"),
        ({"text": None}, "text"),
        ({"colour": "red"}, "no 'colour'"),
        ({"terms": 7}, "table"),
        ({"terms": {"speed": 7}}, "no figure 'speed'"),
        ({"terms": {"version": "3"}}, "no figure 'version'"),
        ({"terms": {"block_seconds": 0}}, "block_seconds"),
        ({"terms": {"block_seconds": 900.0}}, "block_seconds"),
        ({"terms": {"credits_per_block": True}}, "credits_per_block"),
        ({"terms": {"credits_per_block": -10}}, "credits_per_block"),
        ({"terms": {"credits_per_block": 15}}, "multiple"),
        ({"terms": {"warn_seconds": 3600}}, "warn_seconds"),
        ({"terms": {"package_warn_seconds": 7200}}, "package_warn_seconds"),
        ({"terms": {"packages": []}}, "packages"),
        ({"terms": {"packages": [160, 80]}}, "packages"),
        ({"terms": {"packages": [80, 80]}}, "packages"),
        ({"terms": {"packages": "80"}}, "packages"),
        ({"terms": {"packages": [80, True]}}, "packages"),
        ({"words": {"Z9": "New"}}, "no clause 'Z9'"),
        ({"words": {"U8": ""}}, "words of U8"),
        ({"words": {"U8": 8}}, "words of U8"),
    ],
)
def test_what_makes_no_sense_is_not_taken(changes: dict[str, Any], words: str) -> None:
    """What makes no sense is not taken, and the sentence says what."""
    with pytest.raises(ValueError, match=words):
        read(**changes)


@given(
    st.integers(1, 100), st.integers(0, 20), st.integers(60, 14_400), st.integers(61, 100_000),
)  # fmt: skip
def test_every_revision_that_is_taken_can_be_counted_with(
    per_block: int, blocks: int, block_seconds: int, notify_seconds: int
) -> None:
    """Whatever is taken gives figures that the policy counts with."""
    found = read(
        terms={
            "credits_per_block": per_block, "notify_credits": per_block * blocks,
            "block_seconds": block_seconds, "notify_seconds": notify_seconds, "warn_seconds": 60,
        }
    )  # fmt: skip
    assert terms_from("2", found.terms).notify_credits == per_block * blocks
