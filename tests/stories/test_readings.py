"""Stories of what is read in a dialog: long texts break at the window's width, whatever is in them."""

from pathlib import Path

import pytest
from rich.cells import cell_len

from console.screens.explain import ExplainScreen
from tests.stories.desks import Asked, make_desk
from tests.stories.theatre import stage
from widgets.long_text import LongText, hanging

WIDE_NAME = Asked(
    "😀 株式会社サンプル Общество С Ограниченной Ответственностью [/b][@click=app.quit]x " * 3,
    "kk@example.com",
    "Entries",
    "Please explain.",
    30,
    balance=-20,
)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_an_explanation_stands_in_the_middle(
    waiting_desk: Path, size: tuple[int, int]
) -> None:
    """As much is left free at the left as at the right."""
    async with stage(waiting_desk, login="ada", size=size) as ada:
        await ada.press("f4", "enter", "x")
        assert isinstance(ada.app.screen, ExplainScreen)
        box = ada.app.screen.query_one("#reading").region
        assert abs(box.x - (size[0] - box.right)) <= 1
        assert abs(box.y - (size[1] - box.bottom)) <= 1


async def test_no_line_is_wider_than_its_dialog(desk_path: Path) -> None:
    """Characters that take two cells break a line where they fill it."""
    await make_desk(desk_path, [WIDE_NAME])
    async with stage(desk_path, login="ada") as ada:
        await ada.press("f4", "enter", "x")
        text = ada.app.screen.query_one(LongText)
        await ada.until(lambda: "株式会社サンプル" in " ".join(text.lines))
        widest = max(cell_len(line) for line in text.lines)
        assert widest <= text.size.width


@pytest.mark.parametrize("columns", [1, 5, 20, 76])
def test_a_broken_line_is_set_in(columns: int) -> None:
    """The lines after the first one begin further in."""
    first, *rest = hanging("株 word " * 40, columns)
    assert first.startswith("  ")
    assert all(line.startswith("    ") for line in rest)
