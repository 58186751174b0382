"""Stories of light and dark: chosen by a command, kept in the person's own settings file alone."""

from pathlib import Path

import pytest

from console import config
from console.location import Location
from tests.stories import theatre
from tests.stories.theatre import Stage, stage


async def change(person: Stage) -> None:
    """Find the command by its name, and do it."""
    await person.press("ctrl+p")
    await person.type("light or dark")
    await person.press("enter")


async def test_light_is_kept_for_the_next_start(desk_path: Path) -> None:
    """What else is in the file stays; again is dark again."""
    file = config.default_file()
    file.parent.mkdir(parents=True)
    file.write_text("# mine\nreopen_days = 7\n")
    async with stage(desk_path) as olga:
        await change(olga)
        await olga.until(lambda: "Light from now on." in olga.said)
        assert olga.app.theme == "desk-light"
        assert (config.load(file).theme, "# mine\nreopen_days = 7\n" in file.read_text()) == (
            "light",
            True,
        )
        await change(olga)
        await olga.until(lambda: "Dark from now on." in olga.said)
    assert config.load(file).theme == "dark"


async def test_the_last_of_quick_choices_is_kept(desk_path: Path) -> None:
    """One does not take the other for somebody else's change."""
    async with stage(desk_path) as olga:
        for _ in range(9):
            olga.app.do_app_theme()
        await olga.until(lambda: "Light from now on." in olga.said)
    assert ("meanwhile" in str(olga.said), config.load(config.default_file()).theme) == (
        False,
        "light",
    )


@pytest.mark.parametrize("named", [True, False])
async def test_a_file_that_may_be_everybodys_is_not_written(
    desk_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, named: bool
) -> None:
    """Neither one that was named, nor any on the sample desk: light until the console is closed."""
    file = tmp_path / "ours.toml"
    file.write_text("")
    monkeypatch.setattr(
        theatre, "Location",
        lambda path, settings: Location(
            path, settings, sample=not named, settings_file=file if named else None
        ),
    )  # fmt: skip
    async with stage(desk_path) as olga:
        await change(olga)
        await olga.until(lambda: "Light until the console is closed." in olga.said)
    assert (file.read_text(), config.default_file().exists()) == ("", False)


async def test_a_file_that_is_not_right_stays_as_it_is(desk_path: Path) -> None:
    """The theme changes, and the reason why it is not kept is said."""
    file = config.default_file()
    file.parent.mkdir(parents=True)
    async with stage(desk_path) as olga:
        file.write_text("theme = [")
        await change(olga)
        await olga.until(lambda: "is not right" in olga.said)
        assert olga.app.theme == "desk-light"
    assert file.read_text() == "theme = ["
