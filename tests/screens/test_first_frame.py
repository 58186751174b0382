"""What the first frame waits for, and what it looks like."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from textual.color import Color
from textual.css.stylesheet import Stylesheet

from console import app
from console.bootstrap import Location
from console.screens.themes import THEMES
from tests.conftest import SETTINGS
from tests.stories.theatre import stage

LARGE = {
    "sqlalchemy", "sqlmodel", "alembic", "aiosqlite", "pydantic", "jinja2", "holidays", "aiosmtplib",
    "argparse", "json", "httpx",
}  # fmt: skip
OURS_BEHIND = {
    "console.policy.officehours", "console.policy.terms", "console.screens.dialogs",
    "console.screens.ticket", "console.screens.words", "console.services.queue_shapes",
    "console.services.shapes", "db.engine", "widgets.thread_lines",
}  # fmt: skip


@pytest.mark.parametrize("behind", [LARGE, OURS_BEHIND])
def test_the_console_loads_little_before_it_paints(behind: set[str]) -> None:
    """The database's libraries come after the first frame, and what shows requests too."""
    code = f"import sys, console.app; print(sorted({behind!r} & sys.modules.keys()))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_what_speaks_http_is_loaded_by_a_desk_with_a_shop_alone() -> None:
    """Neither what is loaded after the first frame nor the jobs need it before a shop is asked."""
    code = "import sys, console.app; console.app.load_services(); print('httpx' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_a_desk_in_a_file_never_loads_what_speaks_to_a_server() -> None:
    """No screen and no job does, and no service but the one that fills a new desk from another."""
    code = (
        "import sys, pkgutil, importlib, console.jobs, console.screens, console.services\n"
        "for package in (console.jobs, console.screens, console.services):\n"
        "    for each in pkgutil.iter_modules(package.__path__, package.__name__ + '.'):\n"
        "        if each.name != 'console.services.refilling':\n"
        "            importlib.import_module(each.name)\n"
        "print('psycopg' in sys.modules, len(sys.modules) > 500)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False True"


@pytest.mark.parametrize("keys", [(), ("f4",), ("f6", "?")])
async def test_styles_are_read_once(
    desk_path: Path, monkeypatch: pytest.MonkeyPatch, keys: tuple[str, ...]
) -> None:
    """The theme is known before the first of them is read, and no key waits for more of them."""
    again: list[Stylesheet] = []
    monkeypatch.setattr(Stylesheet, "reparse", again.append)
    async with stage(desk_path) as staged:
        await staged.press(*keys)
        assert again == []


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
async def test_the_console_opens_in_the_colours_that_are_set(desk_path: Path, theme) -> None:
    """Dark or light."""
    settings = replace(SETTINGS, theme=theme.name)
    async with stage(desk_path, settings=settings) as staged:
        assert staged.app.screen.styles.background == Color.parse(theme.background)


def test_what_is_painted_goes_out_at_once(desk_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The thread that writes to the terminal gets its turn while the desk is still being opened."""
    turns: list[float] = []
    monkeypatch.setattr(app.CreditDesk, "run", lambda _: turns.append(sys.getswitchinterval()))
    app.run(Location(desk_path, SETTINGS))
    assert (turns, sys.getswitchinterval()) == ([app.TURN_SECONDS], 0.005)
