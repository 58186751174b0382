"""Delivery: claimed, sent outside any transaction, recorded; the same Message-ID each time."""

import asyncio
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest

from console.mail.smtp import Deferred, Rejected, Sent
from console.policy.refusal import Refusal
from console.services import delivery
from console.services.delivery import LEASE, Counts
from console.services.faults import NotFound
from console.services.shapes import DeliveryView
from db.glance import moment
from tests.conftest import MONDAY, at
from tests.services.office import Office

Result = Sent | Deferred | Rejected


@dataclass
class Server:
    """A mail server that answers as told, and the clock beside it."""

    answers: list[Result] = field(default_factory=list)
    taken: list[bytes] = field(default_factory=list)
    now: datetime = MONDAY + timedelta(minutes=10)
    seconds: float = 0

    async def deliver(self, raw: bytes, recipient: str) -> Result:
        """Take a mail, slowly if told so."""
        self.taken.append(raw)
        self.now += timedelta(seconds=self.seconds)
        await asyncio.sleep(0)
        return self.answers.pop(0) if self.answers else Sent()

    async def run(self, office: Office) -> Counts:
        """Send what is due."""
        return await delivery.send_due(office.desk, now=lambda: self.now, deliver=self.deliver)


@pytest.fixture
async def mails(office: Office) -> int:
    """Three answers wait to be sent, each on a request of its own."""
    for minute in (6, 7, 8):
        await office.arrive()
        await office.reply(minute - 5, login="irina", minute=minute)
    return 3


async def state(office: Office) -> tuple[object, ...]:
    """The first mail's state, attempts and error."""
    found = await office.sql("SELECT state, attempts, last_error FROM outbox WHERE id = 1")
    return tuple(found[0])


async def test_what_is_due_is_sent_once(office: Office, mails: int) -> None:
    """What is due is sent once."""
    server = Server()
    assert await server.run(office) == Counts(sent=mails)
    assert await server.run(office) == Counts()


async def test_two_senders_at_once_send_each_mail_once(office: Office, mails: int) -> None:
    """Two senders at once send each mail once."""
    server = Server()
    await asyncio.gather(server.run(office), server.run(office))
    assert len(server.taken) == len(set(server.taken)) == mails


async def test_a_slow_server_does_not_make_a_mail_go_out_twice(office: Office, mails: int) -> None:
    """A slow server does not make a mail go out twice."""
    slow = Server(seconds=400)
    second = Server(now=at(10) + LEASE + timedelta(seconds=1))

    async def slowly(raw: bytes, recipient: str) -> Result:
        if len(slow.taken) == 1:
            await second.run(office)
        return await slow.deliver(raw, recipient)

    await delivery.send_due(office.desk, now=lambda: slow.now, deliver=slowly)
    assert len(slow.taken + second.taken) == mails


async def test_a_deferred_mail_is_tried_again_a_minute_later(office: Office, mails: int) -> None:
    """A deferred mail is tried again a minute later, and not before."""
    server = Server([Deferred("busy")])
    await server.run(office)
    server.now = at(11) - timedelta(seconds=1)
    early = await server.run(office)
    server.now = at(11)
    assert (early, await server.run(office)) == (Counts(), Counts(sent=1))


async def test_every_attempt_carries_one_message_id(office: Office, mails: int) -> None:
    """Every attempt carries one Message-ID, and is the same to the byte."""
    server = Server([Deferred("busy"), Sent(), Sent()])
    await server.run(office)
    server.now = at(60)
    await server.run(office)
    assert server.taken[0] == server.taken[3]


@pytest.mark.parametrize(
    ("attempts", "seconds"), [(1, 60), (2, 120), (3, 240), (8, 7680), (9, 14400), (30, 14400)]
)
def test_the_pause_doubles_up_to_four_hours(attempts: int, seconds: int) -> None:
    """The pause doubles up to four hours."""
    assert delivery.pause(attempts) == timedelta(seconds=seconds)


async def test_a_mail_that_is_never_taken_fails_at_last(office: Office, mails: int) -> None:
    """A mail that is never taken fails at last."""
    for _ in range(delivery.MAX_ATTEMPTS):
        server = Server([Deferred("busy")] * mails)
        server.now = moment(await office.one("SELECT max(next_try_at) FROM outbox"))
        await server.run(office)
    assert await state(office) == ("failed", delivery.MAX_ATTEMPTS, "busy")


async def test_a_rejected_mail_fails_at_once(office: Office, mails: int) -> None:
    """A rejected mail fails at once, and the next ones go on."""
    assert await Server([Rejected("no such user")]).run(office) == Counts(sent=2, failed=1)


async def test_a_failure_is_seen_on_the_ticket_and_in_the_counts(
    office: Office, mails: int
) -> None:
    """A failure is seen on the ticket and in the counts."""
    from console.services import views

    await Server([Rejected("no such user")]).run(office)
    seen = (await office.view()).thread[1]
    summary = await views.queue_summary(office.desk, now=at(20))
    assert (seen.delivery, seen.last_error, summary.undelivered) == ("failed", "no such user", 1)


async def test_a_mail_whose_sender_died_is_sent_when_its_lease_is_over(
    office: Office, mails: int
) -> None:
    """A mail whose sender died is sent when its lease is over, and not before."""

    async def dies(raw: bytes, recipient: str) -> Result:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        await delivery.send_due(office.desk, now=lambda: at(10), deliver=dies)
    early, late = Server(now=at(10) + LEASE - timedelta(seconds=1)), Server(now=at(10) + LEASE)
    await early.run(office)
    await late.run(office)
    assert (len(early.taken), len(late.taken)) == (2, 1)


async def test_a_late_senders_failure_does_not_undo_anothers_attempt(
    office: Office, mails: int
) -> None:
    """A late sender's failure does not undo another's attempt."""
    second = Server([Deferred("busy")] * mails, now=at(30))

    async def late(raw: bytes, recipient: str) -> Result:
        await second.run(office)
        return Rejected("too late")

    await delivery.send_due(office.desk, now=lambda: at(10), deliver=late)
    assert await state(office) == ("queued", 2, "busy")


async def test_a_failed_mail_is_sent_again_when_asked(office: Office, mails: int) -> None:
    """A failed mail is sent again when asked."""
    server = Server([Rejected("full")])
    await server.run(office)
    view = await delivery.retry(office.desk, office.who("olga"), delivery=1, now=at(20))
    assert isinstance(view, DeliveryView)
    server.now = at(20)
    assert await server.run(office) == Counts(sent=1)


async def test_a_sent_mail_is_not_sent_again(office: Office, mails: int) -> None:
    """A sent mail is not sent again."""
    await Server().run(office)
    again = await delivery.retry(office.desk, office.who("olga"), delivery=1, now=at(20))
    assert isinstance(again, Refusal)


async def test_a_mail_on_its_way_is_not_sent_again(office: Office, mails: int) -> None:
    """A mail on its way is not sent again."""
    found: list[object] = []

    async def asked(raw: bytes, recipient: str) -> Result:
        found.append(await delivery.retry(office.desk, office.who("olga"), delivery=1, now=at(10)))
        return Sent()

    await delivery.send_due(office.desk, now=lambda: at(10), deliver=asked)
    assert isinstance(found[0], Refusal)


async def test_an_unknown_mail_is_not_found(office: Office) -> None:
    """An unknown mail is not found."""
    with pytest.raises(NotFound):
        await delivery.retry(office.desk, office.who("olga"), delivery=9, now=at(20))


async def test_the_list_shows_what_is_not_sent_failed_ones_first(
    office: Office, mails: int
) -> None:
    """The list shows what is not sent, failed ones first."""
    await Server([Deferred("busy"), Rejected("full")]).run(office)
    found = await delivery.listing(office.desk)
    assert [(each.delivery, each.state) for each in found] == [(2, "failed"), (1, "queued")]


async def test_a_requests_answers_leave_in_their_order(office: Office) -> None:
    """While a request's first answer is on its way, its second does not overtake it."""
    ticket = await office.in_hand()
    for minute in (6, 7):
        await office.reply(ticket, minute=minute)
    second = Server()

    async def meanwhile(_raw: bytes, _recipient: str) -> Result:
        await second.run(office)
        return Sent()

    await delivery.send_due(office.desk, now=lambda: at(10), deliver=meanwhile)
    assert second.taken == []


async def test_all_that_failed_is_due_again(office: Office, mails: int) -> None:
    """All mails that failed are due again at once, and only they."""
    await Server([Rejected("550"), Deferred("421"), Rejected("550")]).run(office)
    sent = await delivery.retry_failed(office.desk, office.who("olga"), now=at(20))
    assert sent == 2
    found = await office.sql("SELECT state, attempts FROM outbox ORDER BY id")
    assert [tuple(each) for each in found] == [("queued", 0), ("queued", 1), ("queued", 0)]


async def test_a_mail_is_told_whole(office: Office, mails: int) -> None:
    """A mail is told with its text and when it was written."""
    found = await delivery.show(office.desk, delivery=1)
    assert (found.written_at, found.delivery.state, bool(found.text)) == (at(6), "queued", True)


async def test_a_mail_that_is_none_is_not_found(office: Office) -> None:
    """A mail that is none is not found."""
    with pytest.raises(NotFound):
        await delivery.show(office.desk, delivery=9)
