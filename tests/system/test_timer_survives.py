"""Whatever becomes of the console, its timer is on record, and is asked about."""

import os
from pathlib import Path

import pytest

from tests.system.office import Office, mail
from tests.system.tmux import Pane, wait_until

pytestmark = pytest.mark.system

ASKED, HEARS = "What counts?", "the key of a choice"


def running(office: Office) -> Pane:
    """A console with a timer that runs on the only request."""
    office.take_in(mail())
    pane = office.console("olga")
    pane.press("p")
    pane.until_shown("you hold it")
    pane.press("Space")
    pane.until(lambda screen: "running" in screen and "0:00:00" not in screen)
    return pane


def killed(office: Office) -> Pane:
    """That console killed on the spot, and another one opened in its place."""
    pane = running(office)
    os.kill(pane.process, 9)
    pane.until_ended()
    return office.console("olga", name="again", shows=HEARS)


def timer(office: Office) -> dict[str, object]:
    """What the record says of Olga's timer."""
    status: dict[str, object] = office.run("timer", "status")
    return status


def test_a_killed_consoles_timer_is_asked_about(office: Office) -> None:
    """All three ways out are offered by one key each."""
    screen = killed(office).until_shown(ASKED)
    assert all(each in screen for each in ("keep all of it", "cut it at", "discard it"))


def test_discarding_leaves_no_time(office: Office) -> None:
    """D counts nothing of it."""
    pane = killed(office)
    pane.press("d")
    pane.until_gone(ASKED)
    wait_until(lambda: not timer(office)["running"])
    worked = office.run("show", "1")["worked_seconds"]
    assert worked == 0


def test_keeping_runs_on(office: Office) -> None:
    """K counts all of it, and the timer runs on here."""
    pane = killed(office)
    pane.press("k")
    pane.until_gone(ASKED)
    assert timer(office)["running"] is True


def test_a_closed_window_loses_no_timer(office: Office) -> None:
    """The process ends by itself, and the next start asks."""
    pane = running(office)
    process = Path(f"/proc/{pane.process}")
    pane.hang_up()
    wait_until(lambda: not process.exists())
    again = office.console("olga", name="again", shows=ASKED)
    assert "keep all of it" in again.screen


def test_being_told_to_end_leaves_the_terminal_as_it_was(office: Office) -> None:
    """After SIGTERM the shell's own screen is back, and shows what is typed."""
    office.take_in(mail())
    line = '"$@"; echo "ended $?"; stty -a | tail -3; exec cat'
    command = ["sh", "-c", line, "sh", *office.command(login="olga")]
    pane = office.start(command, name="shell")
    pane.until_shown("first request")
    shell = pane.process
    children = Path(f"/proc/{shell}/task/{shell}/children").read_text(encoding="ascii")
    os.kill(int(children), 15)
    screen = pane.until_shown("ended 143", "icanon")
    assert (pane.fact("alternate_on"), " echo " in screen) == ("0", True)
