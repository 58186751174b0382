"""Answers go to the ticket and by mail at once; notes never leave (C6)."""

import pytest

from console.policy.refusal import Refusal
from console.services import replies
from console.services.faults import BadInput, NotFound
from console.services.shapes import Sent
from tests.conftest import at
from tests.services.office import Office


async def test_an_answer_is_a_message_and_its_mail(office: Office) -> None:
    """An answer is a message and its mail, under one Message-ID."""
    sent = await office.reply(await office.in_hand())
    assert await office.sql(
        "SELECT m.mail_id, o.mail_id FROM message m JOIN outbox o ON o.message_id = m.id"
    ) == [(sent.message_id, sent.message_id)]


async def test_an_answer_names_its_request_in_the_subject(office: Office) -> None:
    """An answer names its request in the subject."""
    await office.reply(await office.in_hand())
    assert "[#1]" in await office.one("SELECT subject FROM outbox")


async def test_an_answer_threads_onto_what_came_before(office: Office) -> None:
    """An answer threads onto what came before."""
    await office.mail()
    first = await office.reply(await office.pick())
    await office.reply(1, minute=9)
    assert await office.sql(
        'SELECT in_reply_to, "references" FROM outbox ORDER BY id DESC LIMIT 1'
    ) == [(first.message_id, f"<first@shop.example> {first.message_id}")]


async def test_two_answers_have_two_message_ids(office: Office) -> None:
    """Two answers have two Message-IDs."""
    ticket = await office.in_hand()
    first, second = await office.reply(ticket), await office.reply(ticket)
    assert first.message_id != second.message_id


@pytest.mark.parametrize("text", ["", " \n ", "\u200b", "x" * 1_000_001])
async def test_an_answer_says_something(office: Office, text: str) -> None:
    """An answer says something, and not too much."""
    ticket = await office.in_hand()
    with pytest.raises(BadInput):
        await replies.reply(office.desk, office.who("olga"), ticket=ticket, text=text, now=at(6))


async def test_an_answer_can_wait_for_the_customer(office: Office) -> None:
    """An answer can wait for the customer."""
    ticket = await office.in_hand()
    await office.reply(ticket, wait_for="customer")
    assert (await office.view(ticket)).row.waiting_for == "customer"


async def test_a_refused_answer_writes_nothing(office: Office) -> None:
    """A refused answer writes nothing."""
    ticket = await office.in_hand("pavel")
    assert isinstance(await office.reply(ticket), Refusal)
    assert await office.one("SELECT count(*) FROM outbox") == 0


async def test_a_wait_that_cannot_be_takes_the_answer_with_it(office: Office) -> None:
    """A wait that cannot be takes the answer with it."""
    ticket = await office.in_hand()
    with pytest.raises(BadInput):
        await office.reply(ticket, wait_for="godot")
    assert await office.one("SELECT count(*) FROM outbox") == 0


async def test_a_note_never_leaves(office: Office) -> None:
    """A note never leaves."""
    ticket = await office.in_hand()
    await replies.note(office.desk, office.who("pavel"), ticket=ticket, text="Hm.", now=at(6))
    assert await office.sql(
        "SELECT (SELECT count(*) FROM message WHERE direction = 'note'), (SELECT count(*) FROM outbox)"
    ) == [(1, 0)]


async def test_a_draft_is_kept_for_its_writer(office: Office) -> None:
    """A draft is kept for its writer."""
    ticket, olga = await office.in_hand(), office.who("olga")
    await replies.save_draft(office.desk, olga, ticket=ticket, text="Dear", now=at(6))
    pavels = await replies.draft(office.desk, office.who("pavel"), ticket=ticket)
    assert (await replies.draft(office.desk, olga, ticket=ticket), pavels) == ("Dear", "")


async def test_a_sent_answer_ends_its_draft(office: Office) -> None:
    """A sent answer ends its draft."""
    ticket, olga = await office.in_hand(), office.who("olga")
    await replies.save_draft(office.desk, olga, ticket=ticket, text="Dear", now=at(6))
    await office.reply(ticket)
    assert await replies.draft(office.desk, olga, ticket=ticket) == ""


async def test_a_draft_belongs_to_a_request(office: Office) -> None:
    """A draft for a number that does not exist is not found."""
    with pytest.raises(NotFound):
        await replies.save_draft(
            office.desk, office.who("olga"), ticket=99, text="Hello", now=at(1)
        )


async def seen_by(office: Office) -> int:
    """The last message on the request's screen."""
    return (await office.view(1, 7)).thread[-1].message


async def test_an_answer_to_what_has_gone_on_gives_what_came_first(office: Office) -> None:
    """An answer that was written while the customer wrote again gives their words first."""
    await office.in_hand()
    seen = await seen_by(office)
    await office.mail(7.5, message_id="<2@shop.example>", subject="[#1] More", ticket_tokens=(1,))
    overtaken = await office.reply(seen=seen)
    assert [each.text for each in overtaken.messages] == ["Help me."]


async def test_an_overtaken_answer_is_not_sent(office: Office) -> None:
    """An answer that was overtaken is not sent."""
    await office.in_hand()
    seen = await seen_by(office)
    await office.mail(7.5, message_id="<2@shop.example>", subject="[#1] More", ticket_tokens=(1,))
    await office.reply(seen=seen)
    assert await office.one("SELECT count(*) FROM outbox") == 0


async def test_own_words_overtake_nobody(office: Office) -> None:
    """What the same person wrote meanwhile is known to them."""
    await office.in_hand()
    seen = await seen_by(office)
    await replies.note(office.desk, office.who("olga"), ticket=1, text="Hm.", now=at(7))
    assert isinstance(await office.reply(seen=seen), Sent)


async def test_a_colleagues_note_is_read_first(office: Office) -> None:
    """A colleague's note is read first."""
    await office.in_hand()
    seen = await seen_by(office)
    await replies.note(office.desk, office.who("irina"), ticket=1, text="Wait!", now=at(7))
    overtaken = await office.reply(seen=seen)
    assert [each.author for each in overtaken.messages] == ["Irina"]
