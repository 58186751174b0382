"""Senders in doubt, at the desk: what they open, what they cannot join, agree to or be charged for (C4, U9)."""

from dataclasses import replace
from typing import Any

import pytest

from console.mail.authentication import Authentication
from console.policy.refusal import Refusal
from console.services import consents
from db import consents as db_consents
from tests.conftest import at
from tests.services.office import Office

SERVER = "mx.desk.example"
FORGED = {"authentication": (Authentication(SERVER, dmarc="fail", author="shop.example"),)}
VOUCHED = {"authentication": (Authentication(SERVER, dmarc="pass", author="shop.example"),)}
ELSEWHERE = {
    "authentication": (Authentication("mx.evil.example", dmarc="pass", author="shop.example"),)
}
SPAM = {**VOUCHED, "spam": True}
AGAIN: dict[str, Any] = {"message_id": "<2@shop.example>", "body_digest": "e", "text": "Go on."}


@pytest.fixture
def office(office: Office) -> Office:
    """A desk whose mail server says what it finds of senders."""
    office.desk.settings = replace(office.desk.settings, mail_server=SERVER)
    return office


async def doubts(office: Office, ticket: int = 1) -> list[str | None]:
    """What speaks against the senders of a request's messages, as people read it."""
    return [each.doubt for each in (await office.view(ticket)).thread if each.direction == "in"]


@pytest.mark.parametrize(
    ("values", "found"),
    [
        (VOUCHED, [None]),
        (FORGED, ["the sender's domain says that it is not theirs"]),
        (SPAM, ["our mail server takes it for spam"]),
        (ELSEWHERE, ["nothing shows that it is from its sender"]),
        ({}, ["nothing shows that it is from its sender"]),
    ],
)
async def test_a_message_says_what_speaks_against_its_sender(
    office: Office, values: dict[str, Any], found: list[str | None]
) -> None:
    """A message says what speaks against its sender, by the word of our own server alone."""
    await office.mail(**values)
    assert await doubts(office) == found


async def test_without_a_server_in_the_settings_nobody_is_doubted(office: Office) -> None:
    """Where no server is named in the settings, nobody is doubted."""
    office.desk.settings = replace(office.desk.settings, mail_server="")
    await office.mail(**FORGED)
    assert await doubts(office) == [None]


async def test_a_forged_sender_opens_a_request(office: Office) -> None:
    """A forged sender opens a request."""
    assert (await office.mail(**FORGED)).action == "new"


async def test_a_forged_answer_by_number_joins_nothing(office: Office) -> None:
    """Who forges a customer's address and guesses a number gets a request of their own."""
    await office.mail(**VOUCHED)
    forged = await office.mail(9, ticket_tokens=(1,), **AGAIN, **FORGED)
    assert (forged.action, forged.ticket) == ("new", 2)


async def test_a_customers_own_answer_by_number_still_joins(office: Office) -> None:
    """A customer whose domain vouches for them still joins by number."""
    await office.mail(**VOUCHED)
    assert (await office.mail(9, ticket_tokens=(1,), **AGAIN, **VOUCHED)).ticket == 1


async def test_a_forged_sender_agrees_to_nothing(office: Office) -> None:
    """A forged sender's words are no agreement (U9)."""
    await office.mail(**FORGED)
    await office.pick()
    refused = await consents.record(
        office.desk, office.who("olga"), ticket=1, ceiling=80, now=at(6)
    )
    assert isinstance(refused, Refusal)
    assert refused.clause == "U9"


async def test_an_answer_to_our_own_mail_agrees(office: Office) -> None:
    """An answer to a mail of ours agrees, whatever its domain does (U9)."""
    await office.mail()
    ours = (await office.reply(await office.pick())).message_id
    await office.mail(9, in_reply_to=(ours,), **AGAIN)
    made = await consents.record(office.desk, office.who("olga"), ticket=1, ceiling=80, now=at(10))
    assert not isinstance(made, Refusal), made


async def key_of_mallorys(office: Office) -> str:
    """Mallory has had a request of his own: the Message-ID of what he was answered."""
    await office.mail(0, **VOUCHED)
    await office.pick()
    await office.closed(1, minute=1)
    own = {"sender_address": "mallory@evil.example", "message_id": "<m@evil.example>"}
    mallorys = (await office.mail(2, body_digest="m", text="Mine.", **own)).ticket
    assert mallorys is not None
    await office.pick(minute=3)
    ours = (await office.reply(mallorys, minute=4)).message_id
    await office.closed(mallorys, minute=5)
    return str(ours)


DAYS_40 = 40 * 24 * 60.0


@pytest.mark.parametrize(
    ("minute", "to"), [(DAYS_40, "support@desk.example"), (9, "disputes@desk.example")]
)
async def test_the_key_of_ones_own_request_proves_nobody_else(
    office: Office, minute: float, to: str
) -> None:
    """Who answers a mail about his own request in a customer's name, and so begins a new one, is in doubt (U9)."""
    office.desk.settings = replace(office.desk.settings, dispute_address="disputes@desk.example")
    ours = await key_of_mallorys(office)
    made = await office.mail(minute, in_reply_to=(ours,), to=(to,), **AGAIN)
    assert (made.action, await doubts(office, made.ticket or 0)) == (
        "new", ["nothing shows that it is from its sender"],
    )  # fmt: skip


async def test_a_forged_request_charges_nobody(office: Office) -> None:
    """Work on a forged request charges nobody, and the refusal says what to do (C4)."""
    await office.mail(**FORGED)
    await office.pick()
    await office.work(10)
    refused = await office.close()
    assert isinstance(refused, Refusal)
    assert (refused.clause, "Answer it" in refused.reason, await office.balance()) == (
        "C4",
        True,
        0,
    )


async def test_a_forged_request_is_closed_as_none(office: Office) -> None:
    """A forged request is closed as not a request, which costs nobody anything."""
    await office.mail(**FORGED)
    await office.pick()
    assert (await office.closed(1, "not-a-request")).credits == 0


async def test_a_forged_request_is_charged_once_its_customer_has_answered(office: Office) -> None:
    """Once our mail has been answered, the request is its customer's, and charged as any other."""
    await office.mail(**FORGED)
    ours = (await office.reply(await office.pick())).message_id
    await office.mail(9, in_reply_to=(ours,), **AGAIN, **FORGED)
    await office.work(10, start=12)
    assert (await office.closed()).credits == 10


@pytest.mark.parametrize(("values", "written"), [(VOUCHED, 1), (FORGED, 0), (SPAM, 0)])
async def test_no_program_tells_a_forged_sender_of_a_debt(
    office: Office, values: dict[str, Any], written: int
) -> None:
    """A request of who owes waits, and only its true customer is written to by a program (U7)."""
    await office.arrive()
    await office.correct(-20)
    assert (await office.mail(5, **values)).waiting_for == "credits"
    assert await office.one("SELECT count(*) FROM outbox") == written


async def test_the_database_takes_no_agreement_of_a_sender_in_doubt(office: Office) -> None:
    """The database itself takes no agreement on the word of a sender in doubt (U9)."""
    await office.mail(**FORGED)
    await office.pick()
    with pytest.raises(Exception, match="nothing may speak against who agrees"):
        async with office.desk.database.writing(login="olga") as session:
            await db_consents.add(
                session, customer_id=1, ticket_id=1, ceiling=80, agreed_by="Anna", agreed_at=at(),
                message_id=1, staff_id=2, recorded_at=at(6),
            )  # fmt: skip
