"""The same words sent twice are one message, and floods are set aside."""

from dataclasses import replace

import pytest

from console.mail.authentication import Authentication
from tests.services.office import ANNA, Office

SERVER = "mx.desk.example"
FORGED = Authentication(SERVER, dmarc="fail", author="shop.example")
VOUCHED = Authentication(SERVER, dmarc="pass", author="shop.example")
WORDS = "The checkout page is empty since this morning."


async def words(office: Office, minute: float, *, number: int = 2, **values: object) -> str:
    """A mail with a Message-ID of its own comes; what was done with it."""
    given: dict[str, object] = {
        "message_id": f"<{number}@shop.example>", "body_digest": str(number), "text": WORDS,
    }  # fmt: skip
    return (await office.mail(minute, **{**given, **values})).action


async def test_the_same_words_within_the_hour_are_one_message(office: Office) -> None:
    """The same words of the same sender within the hour are one message, however often they are sent."""
    await words(office, 0, number=1)
    assert await words(office, 30) == "already-known"


@pytest.mark.parametrize(
    "values",
    [
        {"subject": "Re: A  question"},
        {"text": f"  {WORDS.upper()}\n\n"},
    ],
)
async def test_spelling_makes_no_new_message(office: Office, values: dict[str, object]) -> None:
    """Spaces, letters' size and "Re:" make no new message."""
    await words(office, 0, number=1)
    assert await words(office, 30, **values) == "already-known"


@pytest.mark.parametrize(
    "values",
    [
        {"sender_address": "boris@shop.example"},
        {"subject": "Another question"},
        {"text": WORDS + " And the cart."},
    ],
)
async def test_other_words_or_senders_are_another_message(
    office: Office, values: dict[str, object]
) -> None:
    """Other words, another subject or another sender make another message."""
    await words(office, 0, number=1)
    assert await words(office, 30, **values) == "new"


async def test_the_same_words_later_are_another_message(office: Office) -> None:
    """The same words an hour later are another message."""
    await words(office, 0, number=1)
    assert await words(office, 61) == "new"


async def test_a_few_words_are_never_taken_for_the_same(office: Office) -> None:
    """A few words, such as thanks, may be said twice."""
    await words(office, 0, number=1, text="Thank you!")
    assert await words(office, 1, text="Thank you!") == "new"


async def test_a_form_sent_twice_is_one_request(office: Office) -> None:
    """A form that was sent twice by its button is one request."""
    first = await office.arrive(0, subject="Checkout", message=WORDS)
    again = await office.admit(
        {"name": "Anna", "email": ANNA, "subject": "Checkout", "message": WORDS},
        (await office.view(first)).row.received_at,
    )
    assert (again.action, again.ticket) == ("already-known", first)


async def test_the_same_words_about_two_sites_are_two_requests(office: Office) -> None:
    """The same words about two sites are two requests."""
    made = [
        await office.arrive(0, subject="Slow", message=WORDS, domain=f"{site}.example")
        for site in ("one", "two")
    ]
    assert made == [1, 2]


async def test_the_same_answer_on_two_requests_is_two_messages(office: Office) -> None:
    """The same answer may be given on two requests."""
    for number in (1, 2):
        await words(office, number, number=number, text=f"Question {number}")
    for number in (1, 2):
        named: dict[str, object] = {"in_reply_to": (f"<{number}@shop.example>",)}
        assert await words(office, 9, number=number + 10, **named) == "joined"


async def test_the_same_words_after_the_closing_open_it_again(office: Office) -> None:
    """Who sends the same words again once their request is closed is heard."""
    await words(office, 0, number=1)
    await office.closed(await office.pick(), minute=10)
    assert await words(office, 20, in_reply_to=("<1@shop.example>",)) == "joined"
    assert (await office.view()).closed_at is None


async def test_the_same_words_sent_to_where_disputes_are_make_one(office: Office) -> None:
    """Who sends the same words again to the address for disputes disputes (D1)."""
    office.desk.settings = replace(office.desk.settings, dispute_address="disputes@desk.example")
    await words(office, 0, number=1)
    assert await words(office, 5, to=("disputes@desk.example",)) == "new"
    assert (await office.view(2)).row.kind == "dispute"


@pytest.mark.parametrize("number", [1, 2])
async def test_a_forger_silences_nobody(office: Office, number: int) -> None:
    """What its sender's domain vouches for is heard once, though a forged copy came before, under any Message-ID."""
    office.desk.settings = replace(office.desk.settings, mail_server=SERVER)
    said = [
        await words(office, minute, number=each, authentication=(verdict,))
        for minute, each, verdict in ((0, 1, FORGED), (1, number, VOUCHED), (2, 3, VOUCHED))
    ]
    assert said == ["new", "new", "already-known"]


async def test_words_that_come_late_are_compared_with_those_of_their_own_hour(
    office: Office,
) -> None:
    """A mail that was held up on its way is compared with what came in its own hour."""
    await words(office, 600, number=1)
    assert await words(office, 0) == "new"


async def test_what_was_sent_twice_is_kept_twice(office: Office) -> None:
    """The bytes of what was sent twice are kept, beside the message that they repeat."""
    await words(office, 0, number=1)
    await words(office, 1)
    rows = await office.sql('SELECT "placing", message_id FROM inbound ORDER BY id')
    assert rows == [("new", 1), ("already-known", 1)]


async def test_past_sixty_mails_an_hour_a_person_looks(office: Office) -> None:
    """Past sixty mails of one address in an hour the rest is set aside, and another's goes on."""
    for number in range(60):
        await words(office, number / 2, number=number, text=f"Number {number}")
    assert await words(office, 31, number=99, text="One more") == "quarantined"
    other = await words(office, 31, number=100, sender_address="boris@shop.example")
    assert other == "new"


async def test_a_mail_that_comes_late_is_counted_in_its_own_hour(office: Office) -> None:
    """A mail that was held up on its way is no flood with those that came in the days after."""
    for number in range(61):
        await words(office, 60 + number * 60, number=number, text=f"Number {number}")
    assert await words(office, 0, number=99, text="Held up") == "new"
