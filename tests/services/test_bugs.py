"""Known bugs: what is one, which requests it collects, and that solving it tells each once and closes it free."""

import asyncio

import pytest
from sqlalchemy import Engine, event

from console.policy.components import Facts, Kind
from console.policy.refusal import Refusal
from console.services import bug_solving, bugs, components, proposals, timer
from console.services.bug_shapes import BugView, Solved
from console.services.bugs import Told
from console.services.context import Desk
from console.services.faults import BadInput, NotFound
from tests.conftest import at
from tests.services.office import ANNA, Office

OURS = Facts("Live search", "Cart-Power", Kind.ADDON, paid=True)
THEIRS = Facts("Mega menu", "AlexBranding", Kind.ADDON)
BORIS, DINA, EGOR = (f"{name}@shop.example" for name in ("boris", "dina", "egor"))


async def the_bug(office: Office, **values: str) -> BugView:
    """A known bug of ours."""
    await components.add(office.desk, office.who("ada"), code="search", facts=OURS, now=at(1))
    added = await bugs.add(
        office.desk, office.who("olga"), component="search",
        told=Told("Nothing is found", found_in="4.18"), now=at(2), **values,
    )  # fmt: skip
    assert isinstance(added, BugView), added
    return added


async def attach(office: Office, *tickets: int, bug: int | None = 1, login: str = "pavel") -> None:
    """These requests are of it."""
    for ticket in tickets:
        said = await bugs.attach(
            office.desk, office.who(login), ticket=ticket, bug=bug, now=at(220)
        )
        assert not isinstance(said, Refusal), said


async def solve(office: Office, login: str = "irina", minute: float = 230, **values: str) -> Solved:
    """It is solved."""
    done = await bug_solving.solve(office.desk, office.who(login), bug=1, now=at(minute), **values)
    assert isinstance(done, Solved), done
    return done


async def known_again(office: Office) -> BugView:
    """It is not solved after all."""
    back = await bugs.change(office.desk, office.who("olga"), bug=1, again=True, now=at(241))
    assert isinstance(back, BugView)
    return back


@pytest.fixture
async def collected(office: Office) -> Office:
    """A bug with four requests: charged and closed, in hand with time on it, nobody's, and one that a timer runs on."""
    await the_bug(office)
    await office.worked(16)
    await office.closed(1, "answered", minute=50)
    for place, (address, login) in enumerate(((BORIS, "olga"), (DINA, "pavel"))):
        await office.arrive(60 + place, address=address)
        assert await office.pick(login, 70 + place) == 2 + place
    await office.work(20, ticket=2, start=80)
    await timer.start(office.desk, office.who("pavel"), ticket=3, now=at(200))
    await office.arrive(210, address=EGOR, language="ru", message="Не ищет")
    await attach(office, 1, 2, 3, 4)
    return office


async def mails(office: Office, ticket: int) -> list[str]:
    """The texts of what was written to a request's customer, which are all in the outbox too."""
    view = await office.view(ticket, 300)
    out = [each for each in view.thread if each.direction == "out"]
    assert all(each.delivery == "queued" for each in out)
    return [each.text for each in out]


async def test_the_plan_says_what_becomes_of_whom_and_changes_nothing(collected: Office) -> None:
    """What would be closed, told alone, and left with its reason, and what was charged before."""
    for _ in range(2):
        plan = await bug_solving.plan(collected.desk, bug=1)
        assert [(each.ticket, each.does, each.charged) for each in plan.requests] == [
            (1, "tell", 20), (2, "close", 0), (3, "leave", 0), (4, "close", 0),
        ]  # fmt: skip
    assert "The timer of Pavel runs" in (plan.requests[2].reason or "")
    assert (plan.bug.state, plan.bug.requests, plan.bug.open_requests) == ("known", 4, 3)


async def test_solving_closes_the_open_ones_free_and_tells_the_closed_ones(
    collected: Office,
) -> None:
    """Free with an entry of 0 and its clauses; what was charged before is proposed to be given back."""
    done = await solve(collected, version="4.18.2", advice="Update it.")
    assert [(each.ticket, each.did) for each in done.settled] == [
        (1, "tell"), (2, "close"), (3, "leave"), (4, "close"),
    ]  # fmt: skip
    closed = await collected.view(2, 300)
    (entry,) = closed.entries
    assert (closed.outcome, closed.ground) == (
        "first-party-bug",
        "F4 known bug 1: Nothing is found",
    )
    assert (entry.credits, entry.worked_seconds, entry.clauses) == (0, 1200, ("F4", "U4"))
    (told,) = await mails(collected, 2)
    assert [
        each
        for each in ("4.18.2", "Live search: Nothing is found", "Update it.", "Cost: nothing", "#2")
        if each not in told
    ] == []
    assert len(await mails(collected, 1)) == 2
    assert (await collected.view(1, 300)).outcome == "answered"
    (proposed,) = await proposals.list_open(collected.desk)
    assert (proposed.ticket, proposed.credits, proposed.reason) == (
        1,
        20,
        "It was known bug 1: Nothing is found",
    )
    assert await collected.balance(ANNA) == -20


async def test_solving_again_goes_on_with_who_is_left_and_tells_nobody_twice(
    collected: Office,
) -> None:
    """Once the timer is stopped the last one is closed; the others hear nothing more."""
    await solve(collected, version="2")
    before = [len(await mails(collected, each)) for each in (1, 2, 4)]
    await timer.stop(collected.desk, collected.who("pavel"), now=at(229))
    again = await solve(collected)
    assert [(each.ticket, each.did) for each in again.settled] == [(3, "close")]
    assert [len(await mails(collected, each)) for each in (1, 2, 4)] == before
    assert (await solve(collected)).settled == ()
    assert again.bug.solved_in == "2"


async def test_a_solving_that_was_cut_off_is_gone_on_with(
    collected: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Cut off between two requests, and said again: each is told once, closed once, and free once."""
    settle = bug_solving.settle

    async def die(*arguments: object, ticket: int, **values: object) -> object:
        if ticket == 4:
            raise KeyboardInterrupt
        return await settle(*arguments, ticket=ticket, **values)  # type: ignore[arg-type]

    monkeypatch.setattr(bug_solving, "settle", die)
    with pytest.raises(KeyboardInterrupt):
        await solve(collected, version="2")
    monkeypatch.undo()
    assert [each.ticket for each in (await solve(collected, version="2")).of("close")] == [4]
    assert [len(await mails(collected, each)) for each in (1, 2, 4)] == [2, 1, 1]
    for ticket in (2, 4):
        assert [each.credits for each in (await collected.view(ticket, 300)).entries] == [0]


async def test_a_bug_that_is_known_again_tells_again(collected: Office) -> None:
    """What comes back is solved anew, and its customers hear of it anew."""
    await solve(collected, version="2")
    refused = await bugs.change(
        collected.desk, collected.who("olga"), bug=1, title="Other", now=at(240)
    )
    assert isinstance(refused, Refusal)
    back = await known_again(collected)
    assert (back.state, back.solved_in) == ("known", None)
    assert [each.did for each in (await solve(collected, version="3")).settled] == [
        "tell",
        "tell",
        "leave",
        "tell",
    ]
    assert isinstance(
        await bug_solving.solve(
            collected.desk, collected.who("irina"), bug=1, version="9", now=at(250)
        ),
        Refusal,
    )


async def test_what_was_proposed_once_is_not_proposed_again(collected: Office) -> None:
    """A lead said no to giving it back: solved anew, the bug does not ask again, nor does its plan say that it would."""
    await solve(collected, version="2")
    (proposed,) = await proposals.list_open(collected.desk)
    await proposals.decide(
        collected.desk, collected.who("ada"), proposal=proposed.proposal, approve=False, now=at(235)
    )
    await known_again(collected)
    plan = await bug_solving.plan(collected.desk, bug=1)
    assert (plan.requests[0].does, plan.requests[0].charged) == ("tell", 0)
    assert [each.proposal for each in (await solve(collected, version="3")).settled] == [None] * 4


async def test_what_was_charged_since_is_proposed_when_it_is_solved_anew(
    collected: Office,
) -> None:
    """Opened again and charged once more: all that it took is proposed, and the open proposal is withdrawn."""
    await solve(collected, version="2")
    await known_again(collected)
    await collected.again(1, minute=242)
    await collected.work(16, ticket=1, start=245)
    await collected.closed(1, "answered", minute=265)
    await solve(collected, minute=270, version="3")
    found = await proposals.list_open(collected.desk)
    assert sum(each.credits for each in found if each.ticket == 1) == 30


@pytest.mark.parametrize(
    ("seen", "words"),
    [
        ((1, 2, 3), "#4 came to it since you looked: look again."),
        ((1, 2, 3, 4, 5), "#5 went from it since you looked: look again."),
        ((), "#1, #2, #3, #4 came to it since you looked: look again."),
    ],
)
async def test_other_requests_than_were_looked_at_are_not_closed(
    collected: Office, seen: tuple[int, ...], words: str
) -> None:
    """Nothing is closed, told or put down as solved that nobody looked at."""
    refused = await bug_solving.solve(
        collected.desk, collected.who("irina"), bug=1, seen=seen, now=at(230)
    )
    assert refused == Refusal(words)
    assert (await bugs.show(collected.desk, bug=1)).state == "known"


async def test_an_open_limit_is_answered_first(office: Office) -> None:
    """A request is left while a limit of it waits for its answer, and closed once it has it."""
    await the_bug(office)
    await office.worked(61)
    await attach(office, 1)
    (left,) = (await solve(office)).settled
    assert "answer that first" in (left.reason or "")
    await office.answer_limit("no-notice", reason="Ours", minute=103)
    assert [each.did for each in (await solve(office)).settled] == ["close"]


async def test_a_request_is_of_one_bug_and_can_be_taken_off_it(collected: Office) -> None:
    """The last that is said of a request holds, and what was told stays."""
    second = await bugs.add(
        collected.desk,
        collected.who("olga"),
        component="search",
        told=Told("Slow"),
        fault="conflict",
        now=at(3),
    )
    assert isinstance(second, BugView)
    assert (second.bug, second.outcome, second.ground) == (2, "first-party-conflict", "F2")
    await attach(collected, 2, bug=2)
    await attach(collected, 4, bug=None)
    assert [each.ticket for each in (await bug_solving.plan(collected.desk, bug=1)).requests] == [
        1,
        3,
    ]
    view = await collected.view(2, 300)
    assert view.bug is not None
    assert view.bug.title == "Slow"
    assert (await collected.view(4, 300)).bug is None
    assert [each.bug for each in await bugs.listing(collected.desk)] == [2, 1]


async def test_what_is_no_bug_of_ours_is_refused(office: Office) -> None:
    """Another vendor's bug is charged by time, and unknown components and bugs are not found."""
    desk, olga = office.desk, office.who("olga")
    await components.add(desk, office.who("ada"), code="menu", facts=THEIRS, now=at(1))
    refused = await bugs.add(desk, olga, component="menu", told=Told("x"), now=at(2))
    assert isinstance(refused, Refusal)
    assert refused.clause == "U5"
    with pytest.raises(NotFound):
        await bugs.add(desk, olga, component="none", told=Told("x"), now=at(2))
    with pytest.raises(NotFound):
        await bugs.show(desk, bug=9)
    with pytest.raises(BadInput):
        await bugs.add(desk, olga, component="menu", told=Told(" "), now=at(2))
    with pytest.raises(BadInput):
        await bugs.add(desk, olga, component="menu", told=Told("x"), fault="favour", now=at(2))


async def test_only_a_lead_solves(collected: Office) -> None:
    """A specialist collects requests, and says nothing to all their customers."""
    refused = await bug_solving.solve(collected.desk, collected.who("olga"), bug=1, now=at(230))
    assert isinstance(refused, Refusal)
    assert (await bugs.show(collected.desk, bug=1)).state == "known"


async def test_looking_at_a_bug_waits_for_nobody_who_solves_it(
    desk: Desk, collected: Office
) -> None:
    """Who reads keeps nobody out, and is kept out by nobody."""
    async with desk.writing(collected.who("irina"), at(230)) as session:
        await bugs.the_bug(session, 1)
        async with asyncio.timeout(5):
            assert (await bugs.show(desk, bug=1)).open_requests == 3


async def test_a_plan_asks_as_much_for_many_requests_as_for_few(collected: Office) -> None:
    """However many requests a bug has collected, the same statements are run."""
    asked: list[int] = []
    for _ in range(2):
        statements: list[str] = []

        def note(_: object, __: object, statement: str, *___: object, kept=statements) -> None:  # type: ignore[no-untyped-def]
            kept.append(statement)

        event.listen(Engine, "before_cursor_execute", note)
        await bug_solving.plan(collected.desk, bug=1)
        event.remove(Engine, "before_cursor_execute", note)
        asked.append(len(statements))
        await attach(collected, *[await collected.arrive(221 + n, address=EGOR) for n in range(3)])
    assert asked[0] == asked[1]


async def test_nothing_is_told_or_given_back_for_what_is_ours_no_more(collected: Office) -> None:
    """Where the component turns out to be another's, all of its requests are left, closed ones too."""
    theirs = components.Wanted("search", THEIRS)
    await components.write(collected.desk, collected.who("ada"), wanted=[theirs], now=at(225))
    plan = await bug_solving.plan(collected.desk, bug=1)
    done = await solve(collected)
    assert {each.does for each in plan.requests} == {each.did for each in done.settled} == {"leave"}
    assert "is charged by time" in (plan.requests[0].reason or "")
    assert await proposals.list_open(collected.desk) == ()
