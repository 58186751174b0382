"""Keys of one's own: what would be dead, shared or unknown is said before the console opens."""

from pathlib import Path

import pytest

from console.actions import ACTIONS, shown_key
from console.app import run
from console.config import BadSettings, Settings, load
from console.keymap import keymap_problem
from console.location import Location
from console.services.faults import BadInput


@pytest.mark.parametrize(
    ("keymap", "told"),
    [
        ({}, None),
        ({"request.pick": "N"}, None),
        ({"request.pick": "f12,N"}, None),
        ({"go.outbox": "ctrl+o"}, None),
        ({"request.reply": "n", "request.note": "r"}, None),
        ({"list.find": "й"}, None),
        ({"request.pik": "N"}, "there is no action 'request.pik'"),
        ({"app.theme": "N"}, "there is no action 'app.theme' that has a key"),
        ({"request.look": "N"}, "there is no action 'request.look' that has a key"),
        ({"request.pick": ""}, "which is no key"),
        ({"request.pick": "hyper"}, "which is no key"),
        ({"request.pick": "shift+f3"}, "which is no key"),
        ({"request.pick": "N,"}, "which is no key"),
        ({"request.pick": "ctrl+m"}, "which terminals send as another key"),
        ({"request.pick": "j"}, "which moves in what is shown"),
        ({"request.reply": "x"}, "which moves in what is shown"),
        ({"request.pick": "r"}, "r would be both request.reply and request.pick"),
        ({"request.pick": "?"}, "? would be both request.pick and app.help"),
        ({"account.buy": "f"}, "f would be both account.buy and account.grant"),
    ],
)
def test_a_keymap_is_checked(keymap: dict[str, str], told: str | None) -> None:
    """Each with the sentence for what is wrong with it."""
    found = keymap_problem(keymap)
    assert found is None if told is None else told in (found or "")


def test_what_is_wrong_keeps_the_console_closed(blank_desk: Path) -> None:
    """It is told instead of a console whose keys do something else."""
    with pytest.raises(BadInput, match=r"no action 'request\.pik'"):
        run(Location(blank_desk, Settings(keys={"request.pik": "N"})))


def test_an_unknown_name_is_answered_with_all_there_are() -> None:
    """So that nobody has to look for them."""
    assert "request.pick, request.release" in (keymap_problem({"x": "N"}) or "")


def test_a_key_is_written_in_quotes(tmp_path: Path) -> None:
    """What is no text is said with its name."""
    file = tmp_path / "settings.toml"
    file.write_text('[keys]\n"request.pick" = 5\n')
    with pytest.raises(BadSettings, match=r"keys\.request\.pick should be a key in quotes"):
        load(file)


def test_keys_are_read_from_the_settings_file(tmp_path: Path) -> None:
    """A table of names and keys."""
    file = tmp_path / "settings.toml"
    file.write_text('[keys]\n"request.pick" = "N"\n')
    assert load(file).keys == {"request.pick": "N"}


@pytest.mark.parametrize(
    ("keymap", "shown"), [({}, "p"), ({"request.pick": "f12, N"}, "F12"), ({"go.mine": "N"}, "p")]
)
def test_a_key_is_shown_as_it_was_given(keymap: dict[str, str], shown: str) -> None:
    """Its first one, as people read it."""
    assert shown_key(ACTIONS["request.pick"], keymap) == shown
