"""The sample desk: a month of requests, made by the desk's own services, to look around in."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from console.mail import message
from console.mail.message import language_of
from console.mail.smtp import Deferred, Rejected, Sent
from console.services import (
    component_file,
    credits,
    delivery,
    desk,
    heartbeat,
    intake,
    replies,
    staff,
    timer,
)
from console.services.context import Desk, to_second
from console.services.sample_outside import arrive, buy
from console.services.sample_script import Person, Story, catalogue, people, stories
from console.services.sample_stage import TAIL_HOURS, Cast, Process, Rehearsal, Stage, agreed
from console.services.sample_steps import in_hand, shift
from console.services.shapes import Actor, StaffView
from db import people as db_people

STALE_AFTER = timedelta(days=1)
IN_WORK = 2
"""So many requests of the tail are in somebody's hands now; the others wait."""

LATEST_HOURS = 10
"""So many open hours ago the last request of the month proper came in."""

UNREACHABLE = "v.lebedev@lebedev-mebel.example"
"""Whose provider refuses our mails."""

GONE_CONSOLE = "desk-pavel/2114/88213"
RUNNING_MINUTES = 37
INTERRUPTED_MINUTES, SEEN_MINUTES = 56, 21

BOUNCE = b"""\
Return-Path: <>\r
From: Mail Delivery System <MAILER-DAEMON@mx.example.net>\r
To: support@desk.example\r
Subject: Undelivered Mail Returned to Sender\r
Message-ID: <20261101.5F2A1@mx.example.net>\r
Auto-Submitted: auto-replied\r
Content-Type: text/plain; charset=utf-8\r
\r
This is the mail system at host mx.example.net.\r
\r
<sales@old-address.example.net>: host mx2.example.net said: 550 5.1.1 User unknown\r
"""


def is_stale(created_at: datetime, now: datetime) -> bool:
    """Whether a sample made at that moment is to be made again: it is a day old, or of the future."""
    return not timedelta(0) <= now - created_at <= STALE_AFTER


async def fill(desk_: Desk, *, now: datetime) -> None:
    """Fill an empty desk, which has only its admin, with the month that ends now."""
    async with desk_.writing() as session:
        await _play(Rehearsal(desk_, session), to_second(now))


async def _play(desk_: Desk, now: datetime) -> None:
    cast = await hire(desk_, now - timedelta(days=60))
    agreed(await component_file.take_in(
        desk_, cast.admin, text=catalogue(), replace=False, now=now - timedelta(days=60)
    ))  # fmt: skip
    stage = Stage(desk_, cast, now=now)
    known = people()
    await _open_accounts(stage, list(known.values()))
    for story, at in _arrivals(stage, stories()):
        stage.spawn(arrive(stage, story, known[story.customer], at), at)
    for actor in (cast.olga, cast.pavel):
        stage.spawn(shift(stage, actor), stage.days.at(0))
    stage.spawn(_interrupted(stage, cast.pavel), stage.now - timedelta(minutes=58))
    stage.spawn(_running(stage, cast.olga), stage.now - timedelta(minutes=39))
    stage.spawn(_bounce(stage), stage.days.back(TAIL_HOURS + 3))
    stage.spawn(_post_office(stage), stage.days.at(0))
    await stage.run()
    await _send(stage)


async def hire(desk_: Desk, at: datetime) -> Cast:
    """The desk's admin, two specialists and a lead; a login that the admin has already gets a 2."""
    found = next(m for m in await staff.listing(desk_) if m.role == "admin" and not m.retired)
    admin = _actor(found)

    async def add(login: str, name: str, role: str) -> Actor:
        free = f"{login}2" if login == admin.login else login
        added = await staff.add(desk_, admin, login=free, name=name, role=role, now=at)
        return _actor(agreed(added))

    return Cast(
        admin=admin,
        olga=await add("olga", "Olga", "specialist"),
        pavel=await add("pavel", "Pavel", "specialist"),
        irina=await add("irina", "Irina", "lead"),
    )


def _actor(member: StaffView) -> Actor:
    return Actor(member.staff_id, member.login, member.name, member.role)


async def _open_accounts(stage: Stage, known: Sequence[Person]) -> None:
    """Who had an account before the month, and what had been paid or given by then (K2 to K4)."""
    registered = [person for person in known if person.deposits]
    async with stage.desk.writing() as session:
        for person in registered:
            await db_people.make_customer(
                session, address=person.address, name=person.name,
                language=language_of(person.name), at=stage.at,
            )  # fmt: skip
    for days, person in enumerate(registered, start=1):
        at = stage.at + timedelta(days=days, hours=stage.chance.randint(8, 20))
        for hours, deposit in enumerate(person.deposits):
            await _deposit(stage, person, deposit, at + timedelta(hours=hours))


async def _deposit(stage: Stage, person: Person, deposit: str, at: datetime) -> None:
    kind, amount, *what = deposit.split(" ", 2)
    if kind == "buy":
        await buy(stage, person, int(amount), at)
        return
    order = stage.order_number()
    agreed(await credits.grant(
        stage.desk, stage.cast.admin, address=person.address, credits=int(amount),
        reason=f"Order {order}: {what[0]}", reference=f"order:{order}:1", now=at,
    ))  # fmt: skip


def _arrivals(stage: Stage, script: Sequence[Story]) -> Iterator[tuple[Story, datetime]]:
    """When each request comes: through the month by day and by night, and the tail in its last hours."""
    tail = [story for story in script if "tail" in story.flags]
    month = [story for story in script if "tail" not in story.flags]
    room_seconds = stage.days.total_seconds - LATEST_HOURS * 3600
    for place, story in enumerate(month):
        slot = (place + 0.2 + 0.6 * stage.chance.random()) / len(month)
        yield story, _by_night(stage, story, stage.days.at(room_seconds * slot))
    for place, story in enumerate(tail):
        hours = TAIL_HOURS - 0.2 * (place + 1)
        if place >= IN_WORK:
            hours = (
                3.6 * (1 - (place - IN_WORK) / (len(tail) - IN_WORK)) + stage.chance.random() / 8
            )
        yield story, _after_hours(stage, story, stage.days.back(hours))


def _by_night(stage: Stage, story: Story, at: datetime) -> datetime:
    """About every fourth comes after closing; what is urgent comes when a lead is there."""
    urgent = bool(story.steps) and story.steps[0].verb == "assign"
    if urgent or stage.chance.random() > 0.28:
        return at
    night = stage.days.closing(at) + timedelta(minutes=stage.chance.randint(5, 700))
    return night if night < stage.days.back(LATEST_HOURS) else at


def _after_hours(stage: Stage, story: Story, at: datetime) -> datetime:
    """While the office is closed, what is marked so came since it closed."""
    closed = stage.days.closing(stage.now)
    if "night" not in story.flags or closed >= stage.now:
        return at
    return closed + (stage.now - closed) * stage.chance.uniform(0.1, 0.9)


async def _running(stage: Stage, actor: Actor) -> Process:
    """A timer started from the command line, which runs."""
    yield stage.now - timedelta(minutes=RUNNING_MINUTES + 1)
    number = await _take(stage, actor)
    agreed(await desk.set_kind(stage.desk, actor, ticket=number, kind="diagnostics", now=stage.at))
    yield stage.now - timedelta(minutes=RUNNING_MINUTES)
    agreed(await timer.start(stage.desk, actor, ticket=number, now=stage.at))


async def _interrupted(stage: Stage, actor: Actor) -> Process:
    """A timer whose console was last seen some while ago."""
    yield stage.now - timedelta(minutes=INTERRUPTED_MINUTES + 1)
    number = await _take(stage, actor)
    yield stage.now - timedelta(minutes=INTERRUPTED_MINUTES)
    agreed(await timer.start(
        stage.desk, actor, ticket=number, console=GONE_CONSOLE, now=stage.at
    ))  # fmt: skip
    for minutes in range(INTERRUPTED_MINUTES - 5, SEEN_MINUTES - 1, -5):
        yield stage.now - timedelta(minutes=minutes)
        await heartbeat.beat(stage.desk, actor, console=GONE_CONSOLE, now=stage.at)
    await replies.note(
        stage.desk, actor, ticket=number, now=stage.at,
        text="Only the second storefront. Its .htaccess came from the old server, looking there next.",
    )  # fmt: skip


async def _take(stage: Stage, actor: Actor) -> int:
    held = await in_hand(stage, actor)
    if held is not None:
        return held.ticket
    taken = agreed(await desk.pick(stage.desk, actor, now=stage.at))
    assert taken is not None  # noqa: S101 - the tail is there
    return taken.ticket


async def _bounce(stage: Stage) -> Process:
    """A bounce of a mail that was never ours."""
    yield stage.at
    await intake.admit_mail(stage.desk, BOUNCE, mail=message.parse(BOUNCE), received_at=stage.at)


async def _post_office(stage: Stage) -> Process:
    """The mails of each day are sent by its end."""
    while True:
        yield stage.days.closing(stage.at) + timedelta(minutes=1)
        await _send(stage)
        yield stage.days.room(stage.at, 1)


async def _send(stage: Stage) -> None:
    """Count every mail that is due as sent, but for one; nothing leaves."""

    async def deliver(_raw: bytes, recipient: str) -> Sent | Deferred | Rejected:
        if recipient == UNREACHABLE:
            return Rejected("552 5.2.2 Mailbox full")
        return Sent()

    await delivery.send_due(stage.desk, now=lambda: stage.at, deliver=deliver)
