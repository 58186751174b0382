"""What closing costs is said for each way, and drawn again only when its words change."""

import pytest

from tests.widgets.host import HOSTILE, is_harmless, staged
from tests.widgets.samples import FakeWay
from widgets.close_preview import ClosePreview

WAYS = (FakeWay("free", 0, 50), FakeWay("by time", 60, -10), FakeWay("covered", None, None))


def preview(*, worked_seconds: int = 2232, left: int | None = 468) -> ClosePreview:
    """A preview with three ways."""
    shown = ClosePreview()
    shown.ways, shown.worked_seconds, shown.seconds_to_next_block = WAYS, worked_seconds, left
    return shown


@pytest.mark.parametrize(
    "words",
    [
        "free 0 → 50",
        "by time 60 → owes 10",
        "covered –",
        "block 3, 7 of 15 min",
        "next block in 8 min",
    ],
)
async def test_at_80_cells_all_is_said(words: str) -> None:
    """At 80 cells all is said."""
    async with staged(preview()) as stage:
        assert words in stage.shown()


async def test_without_a_next_block_none_is_named() -> None:
    """Without a next block none is named."""
    async with staged(preview(left=None)) as stage:
        assert "next block" not in stage.shown()


@pytest.mark.parametrize(
    ("left", "later", "drawn"), [(468, 467, 0), (468, 420, 1), (60, 59, 1), (59, 58, 1)]
)
async def test_it_is_drawn_by_the_minute_and_by_the_second_in_the_last(
    left: int, later: int, drawn: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is drawn by the minute and by the second in the last."""
    async with staged(preview(left=left)) as stage:
        shown = stage.pilot.app.query_one(ClosePreview)
        refreshed: list[bool] = []
        refresh = shown.refresh
        monkeypatch.setattr(shown, "refresh", lambda: refreshed.append(True) or refresh())
        shown.seconds_to_next_block = later
        assert len(refreshed) == drawn


@pytest.mark.parametrize("text", HOSTILE)
async def test_hostile_names_are_harmless(text: str) -> None:
    """Hostile names are harmless."""
    shown = ClosePreview()
    shown.ways = (FakeWay(text, 1, 2),)
    async with staged(shown) as stage:
        assert is_harmless(stage.shown())
