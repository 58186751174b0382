"""Runs use cases in children of its own, and kills them at a point between two statements, or after a while.

Reads one JSON object a line: `case`, `path`, `first` and `last` (the steps), `kill_at` (a point, or null) and
`kill_after_seconds` (or null); answers `{"killed": bool, "points": int}` for each. With `together` it is one
of `ACTS`, done by a child for each of `numbers` at one moment; the answer is what each of them got.
"""

import asyncio
import json
import os
import signal
import sys
import time
from pathlib import Path
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Engine

from console.bootstrap import open_desk
from console.location import Location
from console.policy.refusal import Refusal
from console.services import credits, proposals, timer
from console.services import desk as desk_service
from console.services.shapes import Actor, EntryView, TicketView
from tests.conftest import SETTINGS, at
from tests.crash.cases import CASES, WORKING, send
from tests.machines.world import ACTORS
from tests.services.office import Office


class Points:
    """Counts the gaps between statements, and dies in one of them."""

    def __init__(self, kill_at: int | None) -> None:
        self.kill_at, self.passed, self.armed = kill_at, 0, False

    def __call__(self, *_arguments: Any) -> None:
        """One more point is reached."""
        if not self.armed:
            return
        self.passed += 1
        if self.passed == self.kill_at:
            os.kill(os.getpid(), signal.SIGKILL)


async def _act(wanted: dict[str, Any], points: Points) -> None:
    desk = await open_desk(Location(Path(wanted["path"]), SETTINGS))
    office = Office(desk, ACTORS.__getitem__)
    points.armed = True
    if wanted["case"] == "sending":
        taken = Path(wanted["path"] + ".taken")
        await send(office, taken, later=wanted["first"] == 1)
    else:
        case = {**CASES, "working": WORKING}[wanted["case"]]
        for step in case.steps[wanted["first"] : wanted["last"]]:
            await step(office)
    points()
    points.armed = False
    await desk.close()


def _child(wanted: dict[str, Any], pipe: int) -> None:
    points = Points(wanted.get("kill_at"))
    for moment in ("before_cursor_execute", "after_cursor_execute", "commit"):
        event.listen(Engine, moment, points)
    asyncio.run(_act(wanted, points))
    os.write(pipe, str(points.passed).encode())


def _run(wanted: dict[str, Any]) -> dict[str, Any]:
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        status = 1
        try:
            _child(wanted, writing)
            status = 0
        finally:
            os._exit(status)
    os.close(writing)
    if wanted.get("kill_after_seconds"):
        time.sleep(wanted["kill_after_seconds"])
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    points = os.read(reading, 20)
    os.close(reading)
    killed = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
    return {"killed": killed, "failed": not killed and status != 0, "points": int(points or 0)}


async def _take(office: Office, number: int) -> int:
    actor = Actor(number, f"s{number}", f"S{number}", "specialist")
    view = await desk_service.pick(office.desk, actor, now=at(100))
    return view.ticket if isinstance(view, TicketView) else 0


async def _close(office: Office, number: int) -> int:
    return (await office.closed(number, login="irina", minute=100)).posted


async def _buy(office: Office, number: int) -> int:
    """The same order, told by every child; half of them tell it of another size."""
    done = await office.buy(80 if number % 2 else 160, reference="order-1", minute=100)
    return done.entry if isinstance(done, EntryView) else 0


async def _correct(office: Office, number: int) -> int:
    await office.correct(-number, minute=100)
    return number


async def _give_back(office: Office, number: int) -> int:
    """The same charge: approved by some, reversed by the others."""
    if number % 2:
        done: object = await proposals.decide(
            office.desk, office.who("irina"), proposal=1, approve=True, now=at(400)
        )
    else:
        done = await credits.reverse(
            office.desk, office.who("ada"), entry=1, reason="Wrong", now=at(400)
        )
    return 0 if isinstance(done, Refusal) else 1


async def _begin(office: Office, number: int) -> int:
    """A modification of 50 on an account that has 80."""
    done = await timer.add(
        office.desk, office.who("irina"), ticket=number, minutes=5, reason="x", now=at(100)
    )
    return 0 if isinstance(done, Refusal) else number


ACTS = {
    "take": _take,
    "close": _close,
    "buy": _buy,
    "correct": _correct,
    "give back": _give_back,
    "begin": _begin,
}


async def _one_of_many(wanted: dict[str, Any], number: int, gate: int) -> int:
    desk = await open_desk(Location(Path(wanted["path"]), SETTINGS))
    os.read(gate, 1)
    got = await ACTS[wanted["together"]](Office(desk, ACTORS.__getitem__), number)
    await desk.close()
    return got


def _together(wanted: dict[str, Any]) -> list[int]:
    gate, opener = os.pipe()
    reading, writing = os.pipe()
    children = []
    for number in wanted["numbers"]:
        child = os.fork()
        if child == 0:
            os.close(opener)  # the gate opens when its last writer is gone
            try:
                got = asyncio.run(_one_of_many(wanted, number, gate))
                os.write(writing, f"{got}\n".encode())
            finally:
                os._exit(0)
        children.append(child)
    time.sleep(0.5)
    os.close(opener)
    for child in children:
        os.waitpid(child, 0)
    os.close(writing)
    os.close(gate)
    with os.fdopen(reading) as said:
        return [int(line) for line in said]


def main() -> None:
    """Answer line by line until there are no more."""
    for line in sys.stdin:
        wanted = json.loads(line)
        answer = _together(wanted) if "together" in wanted else _run(wanted)
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
