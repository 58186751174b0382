"""Known bugs: listed, put down, their requests collected, told that they are solved."""

from dataclasses import asdict

from console.cli.context import Context, acting, answered, opened_by_staff
from console.cli.output import Answer, table
from console.policy.refusal import Refusal
from console.services import bug_solving
from console.services import bugs as service
from console.services.bug_shapes import BugPlan, BugRef, BugRequest, BugView, Settled, Solved
from console.services.bugs import Told

DOES = {"close": "is closed free", "tell": "is told alone", "leave": "is left", "told": "was told"}
DID = {"close": "closed free", "tell": "told", "leave": "left", "told": "was told before"}


async def listing(context: Context) -> Answer:
    """Tell the known bugs."""
    async with opened_by_staff(context) as desk:
        found = await service.listing(desk)
    rows = table(("bug", "state", "component", "title", "requests"), map(_row, found))
    return Answer([asdict(each) for each in found], rows if found else "No bug is known.")


def _row(view: BugView) -> tuple[str, ...]:
    return str(view.bug), state(view), view.component_name, view.title, counted(view)


def state(view: BugView) -> str:
    """Whether it is solved, and in which version."""
    if not view.solved:
        return "known"
    return f"solved in {view.solved_in}" if view.solved_in else "solved"


def counted(view: BugView) -> str:
    """How many requests it has."""
    return f"{view.requests}, {view.open_requests} open" if view.requests else "none"


async def show(context: Context) -> Answer:
    """Tell a known bug and its requests."""
    async with opened_by_staff(context) as desk:
        plan = await bug_solving.plan(desk, bug=context.given.bug)
    return _planned(plan)


def _planned(plan: BugPlan) -> Answer:
    bug = plan.bug
    head = [
        f"Bug {bug.bug} of {bug.component_name}: {bug.title}",
        f"{state(bug)}, requests: {counted(bug)}",
    ]
    head += [
        f"{name}: {text}"
        for name, text in (("found in", bug.found_in), ("note", bug.note), ("advice", bug.advice))
        if text
    ]
    rows = table(("request", "subject", "customer", "when solved"), map(_request, plan.requests))
    data = {**asdict(bug), "collected": [asdict(each) for each in plan.requests]}
    return Answer(data, "\n".join([*head, *([rows] if plan.requests else [])]))


def _request(each: BugRequest) -> tuple[str, ...]:
    reason = f": {each.reason}" if each.reason else ""
    back = f", {each.charged} credits proposed back" if each.charged and each.does == "tell" else ""
    return f"#{each.ticket}", each.subject, each.customer, f"{DOES[each.does]}{reason}{back}"


async def add(context: Context) -> Answer | Refusal:
    """Put a known bug down."""
    given = context.given
    result = await acting(
        context, service.add, component=given.component, fault=given.fault,
        told=Told(given.title, given.found_in, given.note), now=context.now,
    )  # fmt: skip
    return answered(result, _told)


async def change(context: Context) -> Answer | Refusal:
    """Say otherwise what a known bug is."""
    given = context.given
    result = await acting(
        context, service.change, bug=given.bug, title=given.title, found_in=given.found_in,
        note=given.note, again=given.again, now=context.now,
    )  # fmt: skip
    return answered(result, _told)


def _told(view: BugView) -> Answer:
    return Answer(
        asdict(view), f"Bug {view.bug} of {view.component_name}: {view.title} ({state(view)})"
    )


async def attach(context: Context) -> Answer | Refusal:
    """Say that a request is of a known bug."""
    return await _attached(context, context.given.bug)


async def detach(context: Context) -> Answer | Refusal:
    """Say that a request is of no known bug."""
    return await _attached(context, None)


async def _attached(context: Context, bug: int | None) -> Answer | Refusal:
    ticket = context.given.ticket
    result = await acting(context, service.attach, ticket=ticket, bug=bug, now=context.now)

    def tell(found: BugRef | None) -> Answer:
        data = {
            "ticket": ticket,
            "bug": found.bug if found else None,
            "title": found.title if found else None,
        }
        return Answer(
            data,
            f"#{ticket} is of bug {found.bug}: {found.title}"
            if found
            else f"#{ticket} is of no known bug.",
        )

    return answered(result, tell)


async def solve(context: Context) -> Answer | Refusal:
    """Tell that a known bug is solved, or with --dry-run what that would do."""
    given = context.given
    if given.dry_run:
        return await show(context)
    result = await acting(
        context, bug_solving.solve, bug=given.bug, version=given.version, advice=given.advice,
        now=context.now,
    )  # fmt: skip
    return answered(result, _solved)


def _solved(done: Solved) -> Answer:
    rows = table(("request", "what became of it"), map(_became, done.settled))
    told = f"Bug {done.bug.bug} is {state(done.bug)}."
    data = {**asdict(done.bug), "settled": [asdict(each) for each in done.settled]}
    left = len(done.of("leave"))
    talk = (
        f"{left} left: see to {'it' if left == 1 else 'them'}, and solve the bug again."
        if left
        else ""
    )
    return Answer(
        data, f"{told}\n{rows}" if done.settled else f"{told} Nobody is left to be told.", talk=talk
    )


def _became(each: Settled) -> tuple[str, ...]:
    reason = f": {each.reason}" if each.reason else ""
    back = f"; proposal {each.proposal} gives back what it took" if each.proposal else ""
    return f"#{each.ticket}", f"{DID[each.did]}{reason}{back}"
