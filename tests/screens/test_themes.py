"""The colours."""

import pytest

from console.screens.themes import other_of, theme_named

THERE = frozenset({"desk-dark", "desk-light", "nord"})


@pytest.mark.parametrize(
    ("named", "theme"),
    [("", "desk-dark"), ("light", "desk-light"), ("nord", "nord"), ("no such", "desk-dark")],
)
def test_a_setting_names_a_theme(named: str, theme: str) -> None:
    """An unknown name does no harm."""
    assert theme_named(named, THERE) == theme


@pytest.mark.parametrize(
    ("now", "other"), [("desk-dark", "desk-light"), ("desk-light", "desk-dark"), ("nord", "desk-light")]
)  # fmt: skip
def test_light_and_dark_are_one_step_apart(now: str, other: str) -> None:
    """And back."""
    assert other_of(now) == other
