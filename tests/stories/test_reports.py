"""Stories of reports and charts: chosen, of some days, grouped and saved, by keys alone."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from console.bootstrap import open_desk
from console.location import Location
from console.policy.refusal import Refusal
from console.services import closing, timer
from console.services import desk as desk_service
from console.services.report_layouts import By
from console.services.shapes import Actor
from tests.conftest import SETTINGS, at
from tests.stories.theatre import Clock, Stage, stage
from tests.widgets.host import is_harmless

SIZES = [(80, 24), (120, 40)]

HOSTILE = "O\x1b]52;c;QUJD\x07[@click=app.quit]lga[/b]"


@pytest.fixture
async def worked(waiting_desk: Path, who: Callable[[str], Actor]) -> Path:
    """A desk on which Olga, by another name, closed #1 after 20 minutes and works on #2; its file."""
    desk = await open_desk(Location(waiting_desk, SETTINGS))
    olga = who("olga")
    async with desk.writing() as session:
        await rename(session, olga.staff_id)
    for ticket in (1, 2):
        await desk_service.pick(desk, olga, now=at(ticket * 30))
        await timer.start(desk, olga, ticket=ticket, now=at(ticket * 30))
        await timer.stop(desk, olga, now=at(ticket * 30 + 20))
        if ticket == 1:
            done = await closing.close(desk, olga, ticket=1, outcome="answered", now=at(52))
            assert not isinstance(done, Refusal)
    await desk.close()
    return waiting_desk


async def rename(session: object, staff_id: int) -> None:
    """Give somebody a name that would move a terminal."""
    from sqlalchemy import text

    connection = await session.connection()  # type: ignore[attr-defined]
    await connection.execute(
        text("UPDATE staff SET name = :name WHERE id = :id"), {"name": HOSTILE, "id": staff_id}
    )


def evening() -> Clock:
    """Some hours later."""
    return Clock(at(300))


async def sees(person: Stage, *words: str) -> None:
    """Wait until all of it is on screen."""
    await person.until(lambda: all(each in person.text for each in words))
    assert is_harmless(person.text)


@pytest.mark.parametrize("size", SIZES)
async def test_a_lead_looks_through_reports_and_charts(worked: Path, size: tuple[int, int]) -> None:
    """F8, a key each; grouped by what reports know, of other days, and back."""
    async with stage(worked, login="irina", clock=evening(), size=size) as irina:
        await irina.press("f8")
        await sees(irina, "Outcomes, 2026-11-01 to 2026-11-16", "answered", "S1 S2 S6", "total")
        for key, told in (
            ("2", "Worked time,"), ("3", "Credits,"), ("4", "Limits crossed,"), ("5", "Estimates,"),
            ("6", "Faults of our own,"), ("b", "Backlog and arrivals,"), ("a", "Age of what is open,"),
            ("c", "Credits charged and free,"), ("f", "Credits sold, given and spent,"),
        ):  # fmt: skip
            await irina.press(key)
            await sees(irina, told)
        await irina.press("b")
        await sees(irina, "3 open at the end.", "closed", "1 in all", "█")
        await irina.press("t")
        await sees(irina, "0:40:00 worked: 0:20:00 charged", "█ 0:20:00, ╱ 0:20:00", "· not closed")
        await irina.press("y")
        assert "1 to 6 show the reports" in irina.said
        await irina.press("1", "y")
        assert all(f"by {each}" in irina.text for each in By)
        await irina.press("2")
        await sees(irina, "by week", "2026-W47")
        await irina.press("p", "l")
        await sees(irina, "2026-10-01 to 2026-10-31", "Nothing is on record of these days.")
        await irina.press("p", "d")
        await irina.press("ctrl+u")
        await irina.type("2026-11-09")
        await irina.press("tab", "ctrl+u", "enter")
        await sees(irina, "2026-11-09 to 2026-11-16, by week", "answered")
        await irina.press("escape")
        await sees(irina, "pick next")


async def test_a_report_that_another_differs_from_says_why(
    worked: Path, who: Callable[[str], Actor]
) -> None:
    """Above its figures, and not above those of the next one, which has nothing to add."""
    desk = await open_desk(Location(worked, SETTINGS))
    irina = who("irina")
    assert not isinstance(
        await desk_service.reopen(desk, irina, ticket=1, reason="Not done", now=at(100)), Refusal
    )
    done = await closing.close(desk, irina, ticket=1, outcome="answered", now=at(110))
    assert not isinstance(done, Refusal)
    await desk.close()
    async with stage(worked, login="irina", clock=evening()) as seen:
        await seen.press("f8")
        await sees(seen, "is told in Credits alone, as returned.", "answered")
        await seen.press("3")
        await sees(seen, "Credits, 2026-11-01")
        assert "as returned" not in seen.text


async def test_a_specialist_sees_their_own_time(worked: Path) -> None:
    """It is there first; what is everybody's says who may see it."""
    async with stage(worked, clock=evening()) as olga:
        await olga.press("f8")
        await sees(olga, "yours alone", "0:20:00")
        await olga.press("1")
        await sees(olga, "Only a lead or an admin may see everybody's figures.")
        await olga.press("b")
        assert "Only a lead or an admin may do that." in olga.said
        await olga.press("t")
        await sees(olga, "Worked time, 2026-11-01 to 2026-11-16, yours alone")


@pytest.mark.parametrize("size", SIZES)
async def test_what_is_shown_is_saved_and_nothing_is_written_over_unasked(
    worked: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    """S asks as what and where to; a file that is there stays as it is unless that is said; pictures too."""
    folder = tmp_path / "saved"
    monkeypatch.setattr("console.screens.report_saving.user_downloads_path", lambda: folder)
    target = folder / "chart-time-2026-11-01-2026-11-16.json"
    async with stage(worked, login="irina", clock=evening(), size=size) as irina:
        await irina.press("f8", "t", "s", "j", "enter")
        await irina.until(lambda: "Saved on this machine" in irina.said)
        assert [row["worked_seconds"] for row in json.loads(target.read_text())] == [1200, 1200]
        assert target.stat().st_mode & 0o777 == 0o600
        target.write_text("mine")
        await irina.press("s", "j", "enter")
        await sees(irina, "Write over it?")
        await irina.press("enter")
        assert target.read_text() == "mine"
        await irina.press("s", "j", "enter")
        await sees(irina, "Write over it?")
        await irina.press("y")
        await irina.until(lambda: target.read_text() != "mine")
        assert [each.name for each in folder.iterdir()] == [target.name]
        assert target.stat().st_mode & 0o777 == 0o600
        await irina.press("s", "s", "enter")
        await irina.until(target.with_suffix(".svg").exists)
        await irina.press("1", "s")
        assert "SVG" not in irina.text


async def test_without_colours_nothing_is_lost(
    worked: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Marks tell the parts of a bar, and no colour is sent."""
    monkeypatch.setenv("NO_COLOR", "1")
    async with stage(worked, login="irina", clock=evening()) as irina:
        await irina.press("f8", "4")
        await sees(irina, "Nothing is on record")
        await irina.press("c")
        await sees(irina, "█ charged", "░ free", "W47")
        strips = irina.app.screen._compositor.render_strips()
        colours = {
            segment.style.color.triplet
            for strip in strips
            for segment in strip
            if segment.style is not None and segment.style.color is not None
        }
        assert all(len(set(each)) == 1 for each in colours if each is not None)
