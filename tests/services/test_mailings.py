"""Messages to many customers: previewed, sent once, and ended by who wants none (A3)."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from console.mail.smtp import Sent
from console.policy.mailings import MailingKind, Text
from console.policy.refusal import Refusal
from console.services import delivery, doctor, entitlements, mailings, merging, optout
from console.services.faults import BadInput
from console.services.mailing_shapes import Draft, MailingView, Selection
from db import outbox
from tests.conftest import at
from tests.services.office import ANNA, Office

BORIS = "boris@lavka.example"
TEXTS = {"en": Text("New hours", "We open at eight."), "ru": Text("Часы", "Мы открыты с восьми.")}


@pytest.fixture
async def two(office: Office) -> Office:
    """Two customers: Anna, who has 80, and Boris, who writes Russian and owes 20."""
    await office.arrive()
    await office.arrive(address=BORIS, message="Помогите, пожалуйста, с настройкой.")
    await office.buy(80)
    await office.correct(-20, address=BORIS)
    return office


def drafted(kind: str = "informational", **to: Any) -> Draft:
    """A mailing."""
    return Draft(MailingKind(kind), TEXTS, Selection(**to))


async def send(office: Office, draft: Draft, expected: int = 2, **more: Any) -> Any:
    """The admin sends it."""
    return await mailings.send(
        office.desk, office.who(more.pop("login", "ada")), draft=draft, expected=expected,
        now=at(30), **more,
    )  # fmt: skip


async def queued(office: Office) -> list[Any]:
    """The mails of mailings."""
    return await office.sql(
        "SELECT recipient, subject, unsubscribe FROM outbox WHERE mailing_id IS NOT NULL ORDER BY id"
    )


async def opt_out(office: Office, address: str = ANNA) -> None:
    """A customer wants no promotions."""
    done = await optout.change(
        office.desk, office.who("ada"), address=address, out=True, reason="By phone", now=at(20)
    )
    assert done is True


async def test_each_customer_gets_their_language(two: Office) -> None:
    """Each customer gets one mail, in their language."""
    await send(two, drafted())
    assert [each[:2] for each in await queued(two)] == [(ANNA, "New hours"), (BORIS, "Часы")]


@pytest.mark.parametrize(
    ("to", "found"),
    [
        ({}, [ANNA, BORIS]),
        ({"owing": True}, [BORIS]),
        ({"language": "ru"}, [BORIS]),
        ({"language": "en"}, [ANNA]),
        ({"premium": True}, [ANNA]),
        ({"premium": True, "owing": True}, []),
        ({"since": date(2026, 11, 16)}, [ANNA, BORIS]),
        ({"since": date(2026, 11, 17)}, []),
        ({"addresses": (BORIS, "who@example.net")}, [BORIS]),
    ],
)
async def test_a_mailing_goes_to_whom_it_is_for(
    two: Office, to: dict[str, Any], found: list[str]
) -> None:
    """A mailing goes to the customers of whom all that was said is so."""
    await entitlements.add(
        two.desk, two.who("ada"), address=ANNA, kind="premium", domain="shop.example", months=1,
        reason="Order", now=at(1),
    )  # fmt: skip
    shown = await mailings.preview(two.desk, draft=drafted(**to), now=at(30))
    assert list(shown.first) == found


async def test_a_preview_counts_and_writes_nothing(two: Office) -> None:
    """A preview counts who would get it and who is spared, and shows each mail."""
    await opt_out(two)
    shown = await mailings.preview(two.desk, draft=drafted("promotional"), now=at(30))
    assert (shown.recipients, shown.opted_out, shown.languages) == (1, 1, {"ru": 1})
    assert "Мы открыты с восьми." in shown.mails["ru"][1]
    assert await queued(two) == []


async def test_another_count_is_refused(two: Office) -> None:
    """Where others would get it by now, nothing is sent."""
    assert isinstance(await send(two, drafted(), expected=3), Refusal)
    assert await queued(two) == []


async def test_nobody_is_written_to_by_mistake(two: Office) -> None:
    """A mailing to nobody is refused."""
    assert isinstance(await send(two, drafted(premium=True), expected=0), Refusal)


async def test_the_same_mailing_is_sent_once(two: Office) -> None:
    """Sent again, by mistake or after a fault, nobody gets it twice."""
    first = await send(two, drafted())
    assert await send(two, drafted(), expected=7) == first
    assert len(await queued(two)) == 2


async def test_a_reference_is_of_one_mailing(two: Office) -> None:
    """Another mailing under the same reference is refused."""
    await send(two, drafted(), reference="spring")
    assert isinstance(await send(two, drafted(owing=True), 1, reference="spring"), Refusal)


async def test_the_same_words_go_out_again_under_a_reference(two: Office) -> None:
    """The same words are sent again where a reference says that it is meant."""
    await send(two, drafted())
    again = await send(two, drafted(), reference="again")
    assert isinstance(again, MailingView)
    assert len(await queued(two)) == 4


async def test_only_promotions_offer_a_way_out(two: Office) -> None:
    """A promotional mail says how to end it, in words and for mail programs; an informational one does not."""
    await send(two, drafted())
    await send(two, drafted("promotional"))
    offers = [each[2] for each in await queued(two)]
    assert offers[:2] == [None, None]
    assert all(
        each.startswith("mailto:support@desk.example?subject=unsubscribe") for each in offers[2:]
    )


async def test_a_mail_ends_promotions(two: Office) -> None:
    """The mail that the link writes opts its customer out, and makes no request."""
    key = optout.key_of(two.desk.facts.secret, 1)
    done = await two.mail(40, subject=f"unsubscribe {key}", automatic="an automatic answer")
    assert (done.ticket, done.customer) == (None, 1)
    shown = await mailings.preview(two.desk, draft=drafted("promotional"), now=at(50))
    assert shown.first == (BORIS,)


async def delivered(office: Office) -> list[str]:
    """To whom the mails that wait go, once they are sent."""
    sent: list[str] = []

    async def deliver(_: bytes, recipient: str) -> Sent:
        sent.append(recipient)
        return Sent()

    await delivery.send_due(office.desk, now=lambda: at(60), deliver=deliver)
    return sent


@pytest.mark.parametrize(
    ("kind", "reached"),
    [("promotional", [BORIS]), ("informational", [ANNA, BORIS])],
    ids=["a promotion that waits is not sent any more", "what informs is sent all the same"],
)
async def test_an_opt_out_holds_for_what_waits_in_the_outbox(
    two: Office, kind: str, reached: list[str]
) -> None:
    """Who opts out while a mailing waits to be sent is spared its promotions (A3)."""
    await send(two, drafted(kind))
    key = optout.key_of(two.desk.facts.secret, 1)
    await two.mail(40, subject=f"unsubscribe {key}")
    assert await delivered(two) == reached


async def test_a_promotion_withheld_says_why_and_stays_so(two: Office) -> None:
    """It is listed as not sent, and trying it again does not send it either."""
    await send(two, drafted("promotional"))
    await opt_out(two)
    await delivered(two)
    (withheld,) = await delivery.listing(two.desk)
    assert (withheld.state, withheld.last_error) == ("failed", delivery.UNWANTED)
    await delivery.retry(two.desk, two.who("ada"), delivery=withheld.delivery, now=at(60))
    assert await delivered(two) == []


async def test_a_promotion_to_a_customer_merged_since_is_withheld_too(two: Office) -> None:
    """Who was merged into a customer that wants none gets none."""
    await send(two, drafted("promotional"))
    await opt_out(two)
    await merging.merge(
        two.desk, two.who("ada"), from_customer=2, into_customer=1, reason="Same shop", now=at(40)
    )
    assert await delivered(two) == []


async def test_such_a_mail_is_not_set_aside(two: Office) -> None:
    """A mail that ended promotions is not among those that a person has to look at."""
    key = optout.key_of(two.desk.facts.secret, 1)
    await two.mail(40, subject=f"unsubscribe {key}")
    assert await two.one("SELECT count(*) FROM inbound i WHERE i.placing = 'quarantined'") == 0


@pytest.mark.parametrize("key", ["1-" + "0" * 32, "99-" + "0" * 32, "1", ""])
async def test_a_guessed_key_ends_nothing(two: Office, key: str) -> None:
    """A guess ends nothing: it is a mail like any other."""
    await two.mail(40, subject=f"unsubscribe {key}")
    shown = await mailings.preview(two.desk, draft=drafted("promotional"), now=at(50))
    assert shown.opted_out == 0


async def test_a_merged_customers_key_still_ends_promotions(two: Office) -> None:
    """Who was merged into another ends the promotions of both."""
    await merging.merge(
        two.desk, two.who("ada"), from_customer=2, into_customer=1, reason="Same shop", now=at(30)
    )
    key = optout.key_of(two.desk.facts.secret, 2)
    done = await two.mail(40, subject=f"unsubscribe {key}")
    assert done.customer == 1


async def test_who_was_merged_away_gets_one_mail(two: Office) -> None:
    """Two customers who are one get one mail."""
    await merging.merge(
        two.desk, two.who("ada"), from_customer=2, into_customer=1, reason="Same shop", now=at(30)
    )
    shown = await mailings.preview(two.desk, draft=drafted(), now=at(50))
    assert shown.first == (ANNA,)


async def test_opting_in_again(two: Office) -> None:
    """Who wants promotions again gets them."""
    await opt_out(two)
    done = await optout.change(
        two.desk, two.who("ada"), address=ANNA, out=False, reason="Asked", now=at(25)
    )
    assert done is False


@pytest.mark.parametrize("login", ["olga", "irina"])
async def test_only_an_admin_writes_to_many(two: Office, login: str) -> None:
    """Only an admin writes to many customers."""
    assert isinstance(await send(two, drafted(), login=login), Refusal)


async def test_answers_leave_before_a_mailing(two: Office) -> None:
    """An answer is not kept waiting by a mailing that was queued before it."""
    await send(two, drafted())
    ticket = await two.pick(minute=31)
    await two.reply(ticket, minute=32)
    async with two.desk.reading() as session:
        first, *_ = await outbox.due(session, at(40), 1)
    assert first.ticket_id == ticket


async def test_mailings_are_listed_with_what_is_left(two: Office) -> None:
    """A mailing is listed with how many of its mails have not gone out."""
    await send(two, drafted())
    (found,) = await mailings.listing(two.desk)
    assert (found.recipients, found.left, found.failed, found.sent_by) == (2, 2, 0, "ada")


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"kind": "spam", "en": {"subject": "x", "text": "x"}},
        {"kind": "informational"},
        {"kind": "informational", "en": {"subject": "x"}},
        {"kind": "informational", "en": {"subject": 1, "text": "x"}},
        {"kind": "informational", "en": "x"},
        {"kind": "informational", "en": {"subject": "x", "text": "x"}, "to": {"colour": "red"}},
        {"kind": "informational", "en": {"subject": "x", "text": "x"}, "to": {"owing": "yes"}},
        {"kind": "informational", "en": {"subject": "x", "text": "x"}, "to": {"since": "May"}},
        {
            "kind": "informational",
            "en": {"subject": "x", "text": "x"},
            "to": {"since": date(1, 1, 1)},
        },
        {"kind": "informational", "en": {"subject": "x", "text": "x"}, "to": {"language": "de"}},
        {"kind": "informational", "en": {"subject": "x", "text": "x"}, "to": {"addresses": ["x"]}},
        {"kind": "informational", "en": {"subject": "x", "text": "x"}, "to": 7},
        {"kind": "informational", "en": {"subject": "x", "text": "x"}},
        {"kind": "informational", "en": {"subject": "x", "text": "x"}, "to": {}},
        {"kind": "informational", "en": {"subject": "x", "text": "x"}, "to": {"addresses": []}},
        {"kind": "informational", "en": {"subject": "x", "text": "x"}, "to": {"all": False}},
        {
            "kind": "informational",
            "en": {"subject": "x", "text": "x"},
            "to": {"all": True, "owing": True},
        },
        {"kind": "informational", "en": {"subject": "x", "text": "x"}, "cc": 7},
    ],
)
def test_a_file_that_is_no_mailing_is_bad_input(values: dict[str, Any]) -> None:
    """A file that is no mailing says why."""
    with pytest.raises(BadInput):
        mailings.read_draft(values)


def test_a_file_says_that_all_are_meant() -> None:
    """All customers are meant only where the file says so."""
    text = {"subject": "x", "text": "x"}
    found = mailings.read_draft({"kind": "informational", "en": text, "to": {"all": True}})
    assert found.selection == Selection()


async def test_addresses_of_nobody_are_named(two: Office) -> None:
    """An address that is no customer's is named before anything is sent."""
    shown = await mailings.preview(
        two.desk, draft=drafted(addresses=(ANNA, "who@example.net")), now=at(30)
    )
    assert (shown.recipients, shown.unknown) == (1, ("who@example.net",))


@pytest.mark.parametrize("texts", [{}, {"en": Text("", "x")}, {"en": Text("x" * 999, "x")}])
async def test_what_says_nothing_is_not_sent(two: Office, texts: dict[str, Text]) -> None:
    """Whoever sends it, a mailing has a subject and a text of a bearable length."""
    with pytest.raises(BadInput):
        await send(two, Draft(MailingKind.INFORMATIONAL, texts, Selection()))


async def test_promotions_need_an_address_to_end_them(two: Office) -> None:
    """A desk without a support address sends no promotions: nobody could end them."""
    two.desk.settings = replace(two.desk.settings, support_address="")
    with pytest.raises(BadInput):
        await send(two, drafted("promotional"))


async def test_a_merge_keeps_who_opted_out(two: Office) -> None:
    """Who of two wanted no promotions gets none once they are one."""
    await opt_out(two, BORIS)
    await merging.merge(
        two.desk, two.who("ada"), from_customer=2, into_customer=1, reason="Same shop", now=at(30)
    )
    shown = await mailings.preview(two.desk, draft=drafted("promotional"), now=at(50))
    assert (shown.recipients, shown.opted_out) == (0, 1)


async def test_opting_out_by_an_old_number(two: Office) -> None:
    """A number that was merged into another opts that one out."""
    await merging.merge(
        two.desk, two.who("ada"), from_customer=2, into_customer=1, reason="Same shop", now=at(30)
    )
    await optout.change(
        two.desk, two.who("ada"), customer=2, out=True, reason="By phone", now=at(31)
    )
    shown = await mailings.preview(two.desk, draft=drafted("promotional"), now=at(50))
    assert shown.opted_out == 1


async def test_the_doctor_knows_such_a_mail(two: Office) -> None:
    """A mail that ended promotions is where it belongs, on no request."""
    key = optout.key_of(two.desk.facts.secret, 1)
    await two.mail(40, subject=f"Re: unsubscribe {key}")
    assert all(each.ok for each in await doctor.examine(two.desk))
