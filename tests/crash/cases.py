"""What is done when the program is killed: how the desk stood before, and the use cases one after another."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from console.mail.smtp import Sent
from console.policy.components import Facts, Kind
from console.services import (
    bug_solving,
    bugs,
    components,
    delivery,
    heartbeat,
    limits,
    liveness,
    timer,
)
from console.services import desk as desk_service
from console.services.delivery import LEASE
from tests.conftest import at
from tests.services.office import Office

Step = Callable[[Office], Awaitable[object]]


@dataclass(frozen=True)
class Case:
    """`steps` are one transaction each; `repeats` says that doing one again changes nothing."""

    prepare: Step
    steps: tuple[Step, ...]
    repeats: bool = True


async def _worked(office: Office) -> None:
    """An hour and more of work, its notice given, the timer running on."""
    await office.worked(61)
    await office.answer_limit()
    await timer.start(office.desk, office.who("olga"), ticket=1, now=at(80))


async def _charged(office: Office) -> None:
    """Closed for 20, so that another closing is a difference or a proposal."""
    await office.worked(16)
    await office.closed(1, minute=50)


async def _owing(office: Office) -> None:
    """A request held for its customer's debt."""
    await _charged(office)
    await office.arrive(60)


async def _answered(office: Office) -> None:
    """A mail taken, and an answer in the outbox."""
    await office.mail()
    await office.reply(await office.pick(), minute=6)


async def _purchase(office: Office) -> object:
    return await office.buy(80, reference="order-7", minute=70)


async def _again(office: Office) -> object:
    return await desk_service.reopen(
        office.desk, office.who("olga"), ticket=1, reason="Again", now=at(100)
    )


async def _take(office: Office) -> object:
    return await desk_service.pick(office.desk, office.who("olga"), now=at(101))


async def _start(office: Office) -> object:
    return await timer.start(office.desk, office.who("olga"), ticket=1, now=at(6))


async def _stop(office: Office) -> object:
    from console.services.faults import NotFound

    try:
        return await timer.stop(office.desk, office.who("olga"), now=at(70))
    except NotFound as none_runs:
        return none_runs


async def _notice(office: Office) -> object:
    from console.services.faults import NotFound

    try:
        return await limits.answer(
            office.desk, office.who("olga"), ticket=1, limit="sixty-minutes", answer="wait",
            now=at(90),
        )  # fmt: skip
    except NotFound as answered_already:
        return answered_already


async def _watched(office: Office) -> object:
    """A console of this very process keeps the timer alive."""
    console, olga = liveness.console_id(), office.who("olga")
    await timer.start(office.desk, olga, ticket=1, console=console, now=at(6))
    return await heartbeat.beat(office.desk, olga, console=console, now=at(8))


async def _collected(office: Office) -> None:
    """A known bug with a request that was charged and closed, and one in hand."""
    await _charged(office)
    facts = Facts("Search", "Cart-Power", Kind.ADDON)
    await components.add(office.desk, office.who("ada"), code="search", facts=facts, now=at(55))
    await bugs.add(
        office.desk, office.who("olga"), component="search", told=bugs.Told("Empty"), now=at(56)
    )
    await office.arrive(57, address="boris@shop.example")
    for ticket in (1, await office.pick(minute=58)):
        await bugs.attach(office.desk, office.who("olga"), ticket=ticket, bug=1, now=at(59))


async def _solved(office: Office) -> object:
    return await bug_solving.mark(
        office.desk, office.who("irina"), bug=1, version="2", advice=None, now=at(90)
    )


def _settled(ticket: int) -> Step:
    async def settle(office: Office) -> object:
        who = office.who("irina")
        return await bug_solving.settle(
            office.desk, who, bug=1, solving=2, ticket=ticket, now=at(91)
        )

    return settle


CASES = {
    "a solved bug": Case(_collected, (_solved, _settled(1), _settled(2))),
    "taking": Case(lambda o: o.arrive(), (_take,)),
    "the timer": Case(lambda o: o.in_hand(), (_start, _stop)),
    "answering": Case(lambda o: o.in_hand(), (lambda o: o.reply(minute=9),), repeats=False),
    "a notice": Case(lambda o: o.worked(61), (_notice,)),
    "closing": Case(_worked, (lambda o: o.close(text="Done.", minute=100),)),
    "closing again": Case(
        _charged, (_again, _take, lambda o: o.close(1, "first-party-bug", minute=102))
    ),
    "a first mail": Case(
        lambda o: o.in_hand(), (lambda o: o.mail(9, sender_address="new@b.example"),)
    ),
    "an answer that reopens": Case(_charged, (lambda o: o.mail(60, ticket_tokens=(1,)),)),
    "an owing customer's mail": Case(_charged, (lambda o: o.mail(60),)),
    "a purchase that wakes": Case(_owing, (_purchase,)),
}


async def send(office: Office, taken: Path, *, later: bool) -> object:
    """The outbox job, with a server that writes down what it takes; `later` is when every lease is over."""

    async def deliver(raw: bytes, recipient: str) -> Sent:
        with taken.open("ab") as file:
            file.write(raw.replace(b"\r\n", b"|") + b"\n")
        return Sent()

    now = at(10) + (LEASE if later else LEASE * 0)
    return await delivery.send_due(office.desk, now=lambda: now, deliver=deliver)


WORKING = Case(lambda o: o.in_hand(), (_watched,))
"""Two minutes of work by a console that dies then."""

PREPARED = {
    "working": WORKING.prepare,
    **{name: case.prepare for name, case in CASES.items()},
    "sending": _answered,
}
