"""Killed between any two statements, the desk is whole, and doing it again does it once."""

import random
from pathlib import Path

import pytest

from tests.crash.cases import CASES
from tests.crash.conftest import Lab, snapshot

A_FEW = 5


def trial(lab: Lab, case: str, folder: Path, **how: float) -> None:
    """Kill a case somewhere; then all of its steps up to one are done, whole, and the rest can be done."""
    states = lab.learn(case, folder)
    path = lab.fresh(case, folder)
    died = lab.ask(path, case, **how)["killed"]
    assert died or "kill_after_seconds" in how
    after = snapshot(path)
    assert after in states, f"half done: {how}"
    done = states.index(after)
    if done and CASES[case].repeats:
        lab.ask(path, case, first=done - 1, last=done)
        assert snapshot(path) == after, f"done twice: {how}"
    lab.ask(path, case, first=done)
    assert snapshot(path) == states[-1], f"not as if it had never been killed: {how}"


@pytest.mark.parametrize("case", CASES)
def test_a_few_kills_leave_the_desk_whole(lab: Lab, tmp_path: Path, case: str) -> None:
    """A few kills leave the desk whole, and doing it again does it once."""
    lab.learn(case, tmp_path)
    last = lab.points[case]
    for number in sorted({1 + (last - 1) * part // (A_FEW - 1) for part in range(A_FEW)}):
        trial(lab, case, tmp_path, kill_at=number)


@pytest.mark.soak
@pytest.mark.parametrize("case", CASES)
def test_a_kill_between_any_two_statements_leaves_the_desk_whole(
    lab: Lab, tmp_path: Path, case: str
) -> None:
    """A kill between any two statements leaves the desk whole."""
    lab.learn(case, tmp_path)
    for number in range(1, lab.points[case] + 1):
        trial(lab, case, tmp_path, kill_at=number)


@pytest.mark.soak
@pytest.mark.parametrize("case", CASES)
def test_kills_at_any_moment_leave_the_desk_whole(lab: Lab, tmp_path: Path, case: str) -> None:
    """Kills at any moment, in the middle of a statement or a commit too, leave the desk whole."""
    chance = random.Random(case)
    for _ in range(40):
        trial(lab, case, tmp_path, kill_after_seconds=chance.uniform(0.005, 0.15))


def send_and_die(lab: Lab, folder: Path, kill_at: int) -> None:
    """Kill the outbox job somewhere; the next one sends what was not sent, with the same Message-ID."""
    path = lab.fresh("sending", folder)
    taken = Path(f"{path}.taken")
    taken.unlink(missing_ok=True)
    lab.ask(path, "sending", kill_at=kill_at)
    state_before, takes_before = _state(path), _takes(taken)
    lab.ask(path, "sending", first=1)
    takes = _takes(taken)
    assert _state(path) == "sent"
    assert len(set(takes)) == 1, "the same mail to the byte, whichever attempt"
    assert len(takes) == len(takes_before) + (state_before != "sent")


def _state(path: Path) -> str:
    columns = snapshot(path)["outbox"]
    return next(str(value) for value in columns[0] if value in {"queued", "sending", "sent"})


def _takes(taken: Path) -> list[bytes]:
    return taken.read_bytes().splitlines() if taken.exists() else []


@pytest.mark.parametrize("kill_at", [1, 6, 11, 16, 21, 26])
def test_a_killed_sender_loses_no_mail(lab: Lab, tmp_path: Path, kill_at: int) -> None:
    """A killed sender loses no mail, and sends it again only where nobody knows that it was sent."""
    send_and_die(lab, tmp_path, kill_at)


@pytest.mark.soak
def test_a_sender_killed_anywhere_loses_no_mail(lab: Lab, tmp_path: Path) -> None:
    """A sender killed anywhere loses no mail."""
    for kill_at in range(1, 40):
        send_and_die(lab, tmp_path, kill_at)
