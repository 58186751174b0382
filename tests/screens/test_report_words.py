"""Reports on screen say what people say; what scripts read stays as it is."""

from datetime import date

import pytest

from console.documents.figures import Column, Figures, Group, Line
from console.screens.report_words import in_words

DAY = date(2026, 11, 16)
NAMES = ("outcome", "ground", "words", "limit", "answer")


@pytest.mark.parametrize(
    ("name", "kept", "told"),
    [
        ("outcome", "first-party-bug", "bug of our add-on"),
        ("outcome", None, None),
        ("ground", "not-a-request", "not a request"),
        ("ground", "F4", "F4"),
        ("words", "F4 Filters do not open", "Filters do not open"),
        ("limit", "over-40-credits", "40 credits"),
        ("answer", "no-notice", "no notice"),
        ("answer", "wait", "wait"),
    ],
)
def test_a_report_on_screen_is_in_words(name: str, kept: str | None, told: str | None) -> None:
    """An outcome, a limit and an answer by what they are called; a ground stands once."""
    labels = tuple({"ground": "F4", name: kept}.get(each) for each in NAMES)
    columns = tuple(Column(each, each) for each in NAMES)
    found = Figures("outcomes", DAY, DAY, (), columns, (), (Line(Group(), labels, ()),), ())
    assert in_words(found).lines[0].labels[NAMES.index(name)] == told
