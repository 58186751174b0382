"""A desk that has done everything that the doctor looks at, and the bare driver to tamper with it."""

from collections.abc import Callable, Sequence
from contextlib import closing as closes
from pathlib import Path
from typing import Any

from console.bootstrap import open_desk
from console.location import Location
from console.policy.refusal import Refusal
from console.services import (
    consents,
    cover_choices,
    credits,
    doctor,
    entitlements,
    letters,
    mailings,
    merging,
    proposals,
    timer,
)
from console.services import desk as desk_service
from console.services.checks.findings import CheckResult
from console.services.shapes import Actor
from db.driver import sqlite3
from tests.conftest import SETTINGS, at
from tests.services.office import ANNA, Office

BEN, CARL, DAN = "ben@shop.example", "carl@shop.example", "dan@other.example"


def done(result: Any) -> Any:
    """What came of it, which is no refusal."""
    assert not isinstance(result, Refusal), result
    return result


async def live(path: Path, who: Callable[[str], Actor]) -> None:
    """A morning with everything in it."""
    desk = await open_desk(Location(path, SETTINGS))
    office = Office(desk, who)
    await _charges(office)
    await _packages(office)
    await _merge(office)
    await _dispute(office)
    await _open(office)
    await _words(office)
    await desk.close()


async def _charges(office: Office) -> None:
    """#1: told and charged 50 under an agreement's limit, 10 of it given back again."""
    await office.in_hand()
    await office.buy(80)
    done(await credits.grant(
        office.desk, office.who("ada"), address=ANNA, credits=20, reason="Add-on", now=at(3)
    ))  # fmt: skip
    await office.correct(-70, minute=4)
    await office.work(61)
    await office.answer_limit()
    await office.closed(minute=90)
    await office.again(minute=91)
    made = (await office.closed(1, "first-party-bug", minute=92)).proposal
    done(await proposals.decide(
        office.desk, office.who("irina"), proposal=made or 0, approve=True, now=at(93)
    ))  # fmt: skip


async def _packages(office: Office) -> None:
    """#2 under an Incident, #3 under Premium, which goes on for three months; one package was taken back unused."""
    desk, ada = office.desk, office.who("ada")
    for minute, more in (
        (100, {"domain": "shop.example"}),
        (101, {"domain": "www.other.example"}),
    ):
        number = await office.arrive(minute, address=BEN, **more)
        assert await office.pick(minute=minute) == number
        if minute == 100:
            done(await entitlements.add(
                desk, ada, address=BEN, kind="incident", ticket=number, reason="Order", now=at(100)
            ))  # fmt: skip
        else:
            for months in (1, 3):
                done(await entitlements.add(
                    desk, ada, address=BEN, kind="premium", domain="other.example", months=months,
                    reason="Order", now=at(101),
                ))  # fmt: skip
        start = 102 if minute == 100 else 200
        await office.work(95 if minute == 100 else 20, ticket=number, start=start)
        await office.closed(number, minute=198 if minute == 100 else 221)
    made = done(await entitlements.add(
        desk, ada, address=BEN, kind="examination", reason="Order", now=at(222)
    ))  # fmt: skip
    done(await entitlements.refund(
        desk, ada, entitlement=made.entitlement, reason="Not wanted", now=at(223)
    ))  # fmt: skip


async def _merge(office: Office) -> None:
    """Carl and Dan were one, and are not; Dan owes."""
    await office.arrive(230, address=CARL)
    await office.arrive(231, address=DAN)
    await office.buy(80, address=CARL, minute=232)
    await office.correct(-30, address=DAN, minute=233)
    made = done(await merging.merge(
        office.desk, office.who("ada"), from_customer=4, into_customer=3, reason="Same",
        now=at(234),
    ))  # fmt: skip
    done(await merging.undo(
        office.desk, office.who("ada"), merge=made.merge, reason="Not so", now=at(235)
    ))  # fmt: skip
    done(await merging.merge(
        office.desk, office.who("ada"), from_customer=4, into_customer=3, reason="The same",
        now=at(236),
    ))  # fmt: skip


async def _dispute(office: Office) -> None:
    """#4 is a dispute, and is rejected; then a letter goes to Anna."""
    number = await office.pick("irina", 240)
    done(await desk_service.set_kind(
        office.desk, office.who("irina"), ticket=number, kind="dispute", now=at(241)
    ))  # fmt: skip
    await office.closed(number, "dispute-rejected", login="irina", minute=242)
    async with office.desk.writing() as session:
        await letters.write(
            session, office.desk, 1, subject="Statement", text="Here it is.",
            attachments=[letters.Attachment("a.txt", "text/plain", b"Statement")], now=at(243),
        )  # fmt: skip


async def _open(office: Office) -> None:
    """#6 is open: agreed up to 80, worked on, answered; a call was typed in, and a pause taken off."""
    number = await office.arrive(250, address="eve@far.example")
    await desk_service.assign(
        office.desk, office.who("irina"), ticket=number, login="olga", reason="Urgent", now=at(251)
    )
    done(await consents.record(
        office.desk, office.who("olga"), ticket=number, ceiling=80, now=at(252)
    ))  # fmt: skip
    await office.work(10, ticket=number, start=253)
    done(await timer.add(
        office.desk, office.who("olga"), ticket=number, minutes=5, reason="A call", now=at(264)
    ))  # fmt: skip
    await office.work(10, ticket=number, start=265)
    done(await office.reply(number, minute=276))
    done(await timer.take_off(
        office.desk, office.who("olga"), ticket=number, minutes=2, reason="A pause", now=at(277)
    ))  # fmt: skip


async def _words(office: Office) -> None:
    """A second version of the policy holds; a promotion goes to all; nothing is said to cover #6."""
    await office.version(minute=400, credits_per_block=20)
    draft = mailings.read_draft({
        "kind": "promotional", "to": {"all": True}, "en": {"subject": "Spring", "text": "Buy."},
    })  # fmt: skip
    done(await mailings.send(
        office.desk, office.who("ada"), draft=draft, expected=4, now=at(401)
    ))  # fmt: skip
    await cover_choices.choose(
        office.desk, office.who("irina"), ticket=6, entitlement=None, reason="Asked", now=at(402)
    )


def tamper(path: Path, *statements: str) -> None:
    """Change the record as somebody with the file in hand could: no trigger, key or check stands in the way.

    The triggers stand again afterwards, as such a somebody would leave them.
    """
    with closes(sqlite3.connect(path)) as raw, raw:
        raw.execute("PRAGMA ignore_check_constraints = ON")
        guards = raw.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall()
        for name, _ in guards:
            raw.execute(f'DROP TRIGGER "{name}"')
        for statement in statements:
            assert raw.execute(statement).rowcount != 0, statement
        for _, guard in guards:
            raw.execute(guard)


async def examine(path: Path) -> tuple[CheckResult, ...]:
    """What the doctor finds in a file."""
    desk = await open_desk(Location(path, SETTINGS), read_only=True)
    try:
        return await doctor.examine(desk)
    finally:
        await desk.close()


def wrong(found: Sequence[CheckResult]) -> dict[str, str]:
    """The checks that disagree, with what they name."""
    return {each.check: each.detail for each in found if not each.ok}
