"""The header keeps the clock in sight and drops first what matters least."""

from datetime import UTC, datetime

import pytest

from tests.widgets.host import HOSTILE, is_harmless, staged
from widgets.desk_header import DeskHeader, HeaderFacts

START = datetime(2025, 11, 17, 7, 0, tzinfo=UTC)


def full_header() -> DeskHeader:
    """A header with all that it can have."""
    header = DeskHeader(clock=lambda: START)
    header.waiting, header.oldest_seconds = 12, 11_400
    header.office_text = "closed until Mon 09:00"
    header.undelivered, header.notice = 1, "sample desk"
    header.set_clock(1042, 2232, START)
    return header


async def test_at_80_cells_it_says_how_the_queue_stands() -> None:
    """At 80 cells it says how the queue stands."""
    header = full_header()
    header.undelivered, header.notice, header.office_text = 0, "", "open until 18:00"
    async with staged(header) as stage:
        facts = " Credit Desk   12 waiting · oldest 3h 10   open until 18:00"
        assert stage.lines()[0] == facts + "● #1042 0:37:12 ".rjust(80 - len(facts))


@pytest.mark.parametrize("width", [40, 60, 80, 100, 120])
async def test_the_clock_is_never_out_of_sight(width: int) -> None:
    """The clock is never out of sight."""
    async with staged(full_header(), (width, 24)) as stage:
        assert "#1042 0:37:12" in stage.lines()[0]


@pytest.mark.parametrize("words", ["1 undelivered", "sample desk", "12 waiting"])
async def test_what_needs_care_stays_at_80_cells(words: str) -> None:
    """What needs care stays at 80 cells."""
    async with staged(full_header()) as stage:
        assert words in stage.lines()[0]


@pytest.mark.parametrize(
    "words", ["Credit Desk", "oldest 3h 10", "closed until Mon 09:00", "running"]
)
async def test_a_wide_header_says_all(words: str) -> None:
    """A wide header says all."""
    async with staged(full_header(), (130, 24)) as stage:
        assert words in stage.lines()[0]


async def test_a_changed_attribute_is_seen() -> None:
    """A changed attribute is seen."""
    async with staged(DeskHeader()) as stage:
        stage.pilot.app.query_one(DeskHeader).waiting = 3
        await stage.pilot.pause()
        assert "3 waiting" in stage.lines()[0]


async def test_a_tick_leaves_the_facts_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """A tick leaves the facts alone."""
    async with staged(full_header()) as stage:
        drawn: list[int] = []
        draw = HeaderFacts.render_line
        monkeypatch.setattr(
            HeaderFacts, "render_line", lambda self, y: drawn.append(y) or draw(self, y)
        )
        stage.pilot.app.query_one(DeskHeader).clock.refresh()
        await stage.pilot.pause()
        assert drawn == []


@pytest.mark.parametrize("text", HOSTILE)
async def test_hostile_words_are_harmless(text: str) -> None:
    """Hostile words are harmless."""
    header = full_header()
    header.title = header.notice = header.office_text = text
    async with staged(header, (120, 24)) as stage:
        assert is_harmless(stage.shown())
