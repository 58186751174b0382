"""Known bugs against a model in plain sets: whatever is attached, solved, known again, reopened, in whatever order."""

import random
from collections import Counter

import pytest

from console.policy.components import Facts, Kind
from console.policy.refusal import Refusal
from console.services import bug_solving, bugs, components, proposals
from console.services import desk as desk_service
from console.services.bugs import Told
from console.services.context import Desk
from tests.conftest import at
from tests.machines.world import ACTORS
from tests.services.office import Office

REQUESTS, BUGS, STEPS = range(1, 6), (1, 2), 40
_WHAT = (
    *("attach", "attach", "detach", "solve", "solve", "again"),
    *("reopen", "reopen", "charge", "charge", "decide"),
)


class Model:
    """What should be: which bug each request is of, what is solved, who was told in this solving, and what is open."""

    def __init__(self) -> None:
        self.of: dict[int, int] = {}
        self.solved: set[int] = set()
        self.told: dict[int, set[int]] = {bug: set() for bug in BUGS}
        self.open = set(REQUESTS)
        self.mails: Counter[int] = Counter()
        self.closings: Counter[int] = Counter()
        self.turned_down: set[int] = set()
        """Those that a lead gave nothing back for, and that took nothing since."""

    def solve(self, bug: int) -> set[int]:
        """Who hears of it now."""
        self.solved.add(bug)
        due = {each for each, of in self.of.items() if of == bug} - self.told[bug]
        self.told[bug] |= due
        self.mails.update(due)
        self.closings.update(due & self.open)
        self.open -= due
        return due


async def _act(office: Office, model: Model, lots: random.Random, minute: int) -> None:
    request, bug, irina = lots.choice(REQUESTS), lots.choice(BUGS), ACTORS["irina"]
    what = lots.choice(_WHAT)
    if what in ("attach", "detach"):
        wanted = bug if what == "attach" else None
        await bugs.attach(office.desk, ACTORS["olga"], ticket=request, bug=wanted, now=at(minute))
        model.of.pop(request, None)
        if wanted:
            model.of[request] = wanted
    elif what == "solve":
        done = await bug_solving.solve(office.desk, irina, bug=bug, now=at(minute))
        assert not isinstance(done, Refusal)
        assert {each.ticket for each in done.settled} == model.solve(bug)
        await _check_money(office, model)
    elif what == "again":
        await bugs.change(office.desk, irina, bug=bug, again=True, now=at(minute))
        model.solved.discard(bug)
        model.told[bug] = set()
    elif what == "charge":
        await _charge(office, model, request, minute)
    elif what == "decide":
        await _decide(office, model, approve=lots.random() < 0.5, minute=minute)
    elif request not in model.open:
        await desk_service.reopen(
            office.desk, irina, ticket=request, reason="Again", now=at(minute)
        )
        model.open.add(request)


async def _charge(office: Office, model: Model, request: int, minute: float) -> None:
    """Olga works on what is open, and closes it for credits."""
    if request not in model.open:
        return
    await desk_service.assign(
        office.desk, ACTORS["irina"], ticket=request, login="olga", reason="Hers", now=at(minute)
    )
    await office.work(18, ticket=request, start=minute)
    before = (await office.view(request, minute + 18)).posted_credits
    closed = await office.closed(request, "answered", minute=minute + 18)
    model.open.discard(request)
    model.mails[request] += 1
    if closed.credits > before:
        model.turned_down.discard(request)


async def _decide(office: Office, model: Model, *, approve: bool, minute: float) -> None:
    """An admin decides on what was proposed first."""
    for found in (await proposals.list_open(office.desk))[:1]:
        decided = await proposals.decide(
            office.desk, ACTORS["ada"], proposal=found.proposal, approve=approve, now=at(minute)
        )
        assert not isinstance(decided, Refusal)
        if not approve and found.ticket is not None:
            model.turned_down.add(found.ticket)


async def _check_money(office: Office, model: Model) -> None:
    """What is proposed and given back is never more than was taken, and what was turned down is not asked for again."""
    waiting: Counter[int | None] = Counter()
    for each in await proposals.list_open(office.desk):
        waiting[each.ticket] += each.credits
    for request in REQUESTS:
        view = await office.view(request, 1900)
        assert 0 <= waiting[request] <= view.posted_credits
    assert not model.turned_down & set(waiting)


async def _check(office: Office, model: Model) -> None:
    for request in REQUESTS:
        view = await office.view(request, 1900)
        assert (view.bug.bug if view.bug else None) == model.of.get(request)
        assert (view.closed_at is None) == (request in model.open)
        assert sum(each.direction == "out" for each in view.thread) == model.mails[request]
        freed = [each for each in view.entries if each.outcome == "first-party-bug"]
        assert [each.credits for each in freed] == [0] * model.closings[request]
    states = {each.bug: each.solved for each in await bugs.listing(office.desk)}
    assert {bug for bug, solved in states.items() if solved} == model.solved


@pytest.mark.parametrize("place", ["sqlite"], indirect=True)
@pytest.mark.parametrize("seed", range(3))
async def test_who_is_told_is_told_once_a_solving(desk: Desk, seed: int) -> None:
    """Each is told once a solving, closed once while it is open, always free, and is of the bug last said."""
    office, lots, model = Office(desk, ACTORS.__getitem__), random.Random(seed), Model()
    for request in REQUESTS:
        await office.arrive(request, address=f"c{request}@shop.example")
    facts = Facts("Search", "Cart-Power", Kind.ADDON)
    await components.add(desk, ACTORS["ada"], code="search", facts=facts, now=at(10))
    for bug in BUGS:
        await bugs.add(
            desk, ACTORS["olga"], component="search", told=Told(f"Bug {bug}"), now=at(11)
        )
    for step in range(STEPS):
        await _act(office, model, lots, 20 * (1 + step))
    await _check(office, model)
