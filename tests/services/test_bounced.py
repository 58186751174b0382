"""Mails that came back: joined to the message that bounced, its delivery marked, until somebody has seen to it."""

from typing import Any

from console.mail.bounces import Failure
from console.mail.smtp import Sent
from console.policy.refusal import Refusal
from console.services import delivery, views
from tests.conftest import at
from tests.services.office import ANNA, Office

FULL = Failure(ANNA, permanent=True, status="5.2.2", reason="mailbox full")
LATER = Failure(ANNA, permanent=False, status="4.2.2", reason="try later")


async def answered(office: Office) -> str:
    """Request 1 was answered, and the answer has left; its Message-ID."""
    await office.mail()
    sent = await office.reply(await office.pick())

    async def deliver(_raw: bytes, _to: str) -> Sent:
        return Sent()

    await delivery.send_due(office.desk, now=lambda: at(9), deliver=deliver)
    return str(sent.message_id)


async def bounce(office: Office, reported: str, *failures: Failure, minute: float = 20) -> Any:
    """A mail server's report comes in."""
    return await office.mail(
        minute, message_id=f"<b{minute}@mx.example>", sender_address="mailer-daemon@mx.example",
        subject="Undelivered", automatic="bounce", automatic_ground="multipart/report",
        reported=(reported,), failures=failures, body_digest=f"b{minute}",
    )  # fmt: skip


async def test_a_bounce_joins_the_request_of_its_message(office: Office) -> None:
    """A bounce joins the request whose answer it returns, and opens none."""
    done = await bounce(office, await answered(office), FULL)
    assert (done.action, done.ticket) == ("joined", 1)


async def test_the_answer_says_that_it_came_back(office: Office) -> None:
    """The answer that came back says so, with its server's reason."""
    await bounce(office, await answered(office), FULL)
    answer = next(each for each in (await office.view()).thread if each.direction == "out")
    assert (answer.delivery, answer.last_error) == ("came back", "5.2.2 mailbox full")


async def test_the_queue_counts_it_as_undelivered(office: Office) -> None:
    """The queue marks the request, and counts the mail with those that failed."""
    await bounce(office, await answered(office), FULL)
    summary = await views.queue_summary(office.desk, now=at(30))
    assert ((await office.view()).row.undelivered, summary.undelivered) == (1, 1)


async def test_one_that_is_only_late_is_marked_nowhere(office: Office) -> None:
    """A mail that its server still tries to deliver has not come back."""
    await bounce(office, await answered(office), LATER)
    assert (await office.view()).row.undelivered == 0


async def test_a_second_report_of_the_same_changes_nothing(office: Office) -> None:
    """A second report of the same mail is on the request, and counts no second time."""
    ours = await answered(office)
    await bounce(office, ours, FULL)
    await bounce(office, ours, FULL, minute=21)
    assert (await office.view()).row.undelivered == 1


async def test_given_up_after_all_it_came_back(office: Office) -> None:
    """A mail that was late and then given up has come back."""
    ours = await answered(office)
    await bounce(office, ours, LATER)
    await bounce(office, ours, FULL, minute=21)
    assert (await office.view()).row.undelivered == 1


async def test_a_report_on_a_mail_that_is_not_ours_marks_nothing(office: Office) -> None:
    """A report on a mail that is not ours is set aside and marks nothing."""
    await answered(office)
    done = await bounce(office, "<1.2.forged@desk.example>", FULL)
    assert (done.action, (await office.view()).row.undelivered) == ("quarantined", 0)


async def test_a_report_on_another_recipient_among_several_marks_nothing(office: Office) -> None:
    """Of a report on several recipients only those that we wrote to count."""
    others = [Failure(f"{name}@x.example", True, "5.1.1", "unknown") for name in ("bo", "cy")]
    await bounce(office, await answered(office), *others)
    assert (await office.view()).row.undelivered == 0


async def test_it_is_listed_until_somebody_has_seen_to_it(office: Office) -> None:
    """It is listed in the outbox until somebody has seen to it."""
    await bounce(office, await answered(office), FULL)
    (listed,) = await delivery.listing(office.desk)
    settled = await delivery.settle(
        office.desk, office.who("olga"), delivery=listed.delivery, now=at(30)
    )
    assert not isinstance(settled, Refusal)
    assert (listed.state, await delivery.listing(office.desk)) == ("came back", ())


async def test_what_did_not_come_back_is_not_settled(office: Office) -> None:
    """A mail that did not come back is not settled."""
    await answered(office)
    refused = await delivery.settle(office.desk, office.who("olga"), delivery=1, now=at(30))
    assert isinstance(refused, Refusal)


async def test_sent_stays_sent(office: Office) -> None:
    """A mail that came back was sent, and is not sent a second time by itself or by hand (C6)."""
    await bounce(office, await answered(office), FULL)
    refused = await delivery.retry(office.desk, office.who("olga"), delivery=1, now=at(30))
    assert isinstance(refused, Refusal)
    assert "answered anew" in refused.reason
