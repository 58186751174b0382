"""Outside text fills its cells exactly, and harmlessly."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tests.widgets.host import HOSTILE, is_harmless
from widgets.cells import crop, fit, fit_right


@given(st.text(max_size=200), st.integers(0, 60))
def test_cropped_text_never_takes_more_cells(text: str, width: int) -> None:
    """Cropped text never takes more cells."""
    assert cell_len(crop(text, width)) <= width


@given(st.text(max_size=200), st.integers(0, 60))
def test_fitted_text_takes_its_cells_exactly(text: str, width: int) -> None:
    """Fitted text takes its cells exactly."""
    assert cell_len(fit(text, width)) == cell_len(fit_right(text, width)) == width


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_comes_out_harmless(text: str) -> None:
    """Hostile text comes out harmless."""
    assert is_harmless(fit(text, 30))


def test_cut_text_ends_with_an_ellipsis() -> None:
    """Cut text ends with an ellipsis."""
    assert crop("Live search", 5) == "Live…"
