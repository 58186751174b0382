"""What was set aside: listed with its reason, admitted or dismissed by a person, and never lost (C2)."""

import json
from typing import Any

import pytest

from console.mail.message import parse
from console.policy.refusal import Refusal
from console.services import consents, disputes, intake, quarantine
from console.services.faults import BadInput, NotFound
from console.services.shapes import Admitted
from tests.conftest import at
from tests.services.office import ANNA, Office

ROBOT = b"""From: Anna <anna@shop.example>
To: support@desk.example
Subject: Nightly report
Message-ID: <r1@shop.example>
Auto-Submitted: auto-generated
Content-Type: text/plain

The import failed with 3 errors.
"""
NOBODY = ROBOT.replace(b"From: Anna <anna@shop.example>\n", b"")
UNREADABLE = (
    b"From: anna@shop.example\nContent-Type: multipart/mixed; boundary=b\n\nWords \x1b]0;x\x07.\n"
    + b"--b\n\n\n" * 600
)


async def set_aside(office: Office, raw: bytes = ROBOT, minute: float = 0) -> int:
    """Something comes in and is set aside; its number."""
    done = await intake.admit_mail(office.desk, raw, mail=parse(raw), received_at=at(minute))
    assert done.action == "quarantined", done
    return (await quarantine.listing(office.desk)).rows[0].number


async def admit(office: Office, number: int = 1, **more: Any) -> Any:
    """Olga admits it."""
    given = {"number": number, "now": at(30), **more}
    return await quarantine.admit(office.desk, office.who("olga"), **given)


async def test_what_is_set_aside_is_listed_with_its_reason(office: Office) -> None:
    """What is set aside is listed with sender, subject and reason."""
    await set_aside(office)
    (row,) = (await quarantine.listing(office.desk)).rows
    assert (row.sender, row.subject, row.reason) == (
        ANNA, "Nightly report", "It was sent by a program: automatic (Auto-Submitted: auto-generated).",
    )  # fmt: skip


async def test_it_is_shown_whole(office: Office) -> None:
    """It is shown with its text."""
    number = await set_aside(office)
    whole = await quarantine.show(office.desk, number=number)
    assert (whole.readable, whole.text) == (True, "The import failed with 3 errors.")


async def test_what_cannot_be_read_is_shown_as_it_came_and_harmless(office: Office) -> None:
    """What cannot be read is admitted as it came, and harmless."""
    number = await set_aside(office, UNREADABLE)
    await admit(office, number, address=ANNA)
    text = (await office.view()).thread[0].text
    assert ("Words" in text, "\x1b" in text, "\x07" in text) == (True, False, False)


async def test_a_person_makes_a_request_of_it(office: Office) -> None:
    """A person makes a request of it."""
    done = await admit(office, await set_aside(office))
    assert (done.action, done.ticket) == ("new", 1)


async def test_it_takes_the_place_that_it_came_for(office: Office) -> None:
    """Admitted, it stands in the queue where it would have stood (C9)."""
    number = await set_aside(office, minute=0)
    later = await office.arrive(10)
    admitted = await admit(office, number)
    assert [await office.pick("olga", 40), await office.pick("pavel", 41)] == [
        admitted.ticket, later,
    ]  # fmt: skip


async def test_a_person_puts_it_on_a_request(office: Office) -> None:
    """A person puts it on the request where it belongs."""
    first = await office.arrive()
    number = await set_aside(office, minute=5)
    done = await admit(office, number, ticket=first)
    assert (done.action, len((await office.view(first)).thread)) == ("joined", 2)


async def test_put_on_a_closed_request_it_opens_it(office: Office) -> None:
    """Put on a closed request, it opens it again."""
    ticket = await office.in_hand()
    await office.closed(ticket, minute=10)
    await admit(office, await set_aside(office, minute=12), ticket=ticket)
    assert (await office.view(ticket)).closed_at is None


async def test_admitted_twice_it_is_one_request(office: Office) -> None:
    """Admitted by two people, it is one request."""
    number = await set_aside(office)
    await admit(office, number)
    again = await quarantine.admit(office.desk, office.who("pavel"), number=number, now=at(31))
    assert isinstance(again, Admitted)
    assert (again.action, again.ticket) == ("already-known", 1)


async def test_the_same_mail_comes_again_and_stays_where_a_person_put_it(office: Office) -> None:
    """The same mail fetched again stays where a person put it."""
    await admit(office, await set_aside(office))
    again = await intake.admit_mail(office.desk, ROBOT, mail=parse(ROBOT), received_at=at(40))
    assert (again.action, again.ticket) == ("already-known", 1)


async def test_one_without_a_sender_needs_an_address(office: Office) -> None:
    """One that names no sender is admitted only with an address."""
    number = await set_aside(office, NOBODY)
    with pytest.raises(BadInput, match="whose address"):
        await admit(office, number)


async def test_one_without_a_sender_is_whose_address_is_given(office: Office) -> None:
    """One that names no sender is a request of whoever it is said to be from."""
    number = await set_aside(office, NOBODY)
    await admit(office, number, address="Boris@Shop.Example")
    assert (await office.view()).customer_address == "boris@shop.example"


async def test_no_program_answers_what_a_program_sent(office: Office) -> None:
    """What a program sent is answered by none, also where its customer owes."""
    await office.arrive()
    await office.correct(-20)
    await admit(office, await set_aside(office, minute=5))
    assert await office.one("SELECT count(*) FROM outbox") == 0


async def test_it_leaves_the_count_once_admitted(office: Office) -> None:
    """Admitted, it waits to be looked at no more."""
    await admit(office, await set_aside(office))
    assert (await quarantine.listing(office.desk)).total == 0


async def test_dismissed_it_leaves_the_list_and_is_kept(office: Office) -> None:
    """Dismissed, it leaves the list, and is there when asked for."""
    number = await set_aside(office)
    await quarantine.dismiss(office.desk, office.who("olga"), number=number, now=at(9))
    open_ones = await quarantine.listing(office.desk)
    every = await quarantine.listing(office.desk, dismissed=True)
    assert (open_ones.total, [each.number for each in every.rows]) == (0, [number])


async def test_dismissed_it_can_still_be_admitted(office: Office) -> None:
    """What was dismissed can still be admitted."""
    number = await set_aside(office)
    await quarantine.dismiss(office.desk, office.who("olga"), number=number, now=at(9))
    assert (await admit(office, number)).action == "new"


async def test_what_was_taken_in_is_not_dismissed(office: Office) -> None:
    """What was taken in cannot be dismissed."""
    number = await set_aside(office)
    await admit(office, number)
    refused = await quarantine.dismiss(office.desk, office.who("olga"), number=number, now=at(40))
    assert isinstance(refused, Refusal)


async def test_who_did_it_is_on_record(office: Office) -> None:
    """Who admitted and who dismissed is on record."""
    first = await set_aside(office)
    second = await set_aside(
        office, ROBOT.replace(b"3 errors", b"4 errors").replace(b"r1@", b"r2@")
    )
    await admit(office, first)
    await quarantine.dismiss(office.desk, office.who("pavel"), number=second, now=at(9))
    rows = await office.sql(
        "SELECT what, staff_id FROM event WHERE what LIKE '%by hand' ORDER BY id"
    )
    assert rows == [("admitted by hand", 2), ("dismissed by hand", 3)]


async def test_an_unknown_number_is_not_found(office: Office) -> None:
    """An unknown number is not found."""
    with pytest.raises(NotFound):
        await admit(office, 99)


async def test_pages_go_on_below_a_number(office: Office) -> None:
    """A page goes on below a number."""
    for number in range(3):
        await set_aside(office, ROBOT.replace(b"r1@", b"r%d@" % number) + b"%d" % number)
    first = await quarantine.listing(office.desk, limit=2)
    rest = await quarantine.listing(office.desk, limit=2, before=first.rows[-1].number)
    assert [[each.number for each in page.rows] for page in (first, rest)] == [[3, 2], [1]]


@pytest.mark.parametrize("raw", [ROBOT, NOBODY, UNREADABLE, ROBOT.replace(b"anna@", b"mallory@")])
async def test_what_is_a_customers_on_a_persons_word_agrees_to_nothing(
    office: Office, raw: bytes
) -> None:
    """A program's mail, one that cannot be read, and one put under another's name agree to no credits (U9)."""
    ticket = await office.in_hand()
    await admit(office, await set_aside(office, raw, 6), ticket=ticket, address=ANNA)
    said = (await office.view(ticket)).thread[-1].message
    refused = await consents.record(
        office.desk, office.who("olga"), ticket=ticket, ceiling=80, message=said, now=at(40)
    )
    assert isinstance(refused, Refusal)
    assert "nothing shows that it is from its sender" in refused.reason


DISPUTE = {
    "name": "Boris", "email": "boris@shop.example", "subject": "Dispute", "message": "It is wrong.",
}  # fmt: skip


@pytest.fixture
async def dispute(office: Office) -> Office:
    """A stranger has disputed something by the form, which is set aside (D3)."""
    raw = json.dumps(DISPUTE).encode()
    done = await intake.admit_form(office.desk, DISPUTE, raw=raw, received_at=at())
    assert done.action == "quarantined", done
    return office


async def test_a_form_that_was_set_aside_is_shown_by_its_words(dispute: Office) -> None:
    """A form that was set aside is shown by its words."""
    assert (await quarantine.show(dispute.desk, number=1)).text == "It is wrong."


async def test_a_form_that_was_set_aside_becomes_one_request(dispute: Office) -> None:
    """A form that was set aside becomes one request of its sender's, and leaves the list."""
    made, again = await admit(dispute), await admit(dispute)
    left = (await quarantine.listing(dispute.desk)).total
    assert (made.action, again.action, left) == ("new", "already-known", 0)
    assert (await dispute.view(made.ticket)).thread[0].text == "It is wrong."


async def test_a_dispute_that_was_written_down_for_a_stranger_can_be_admitted(
    office: Office,
) -> None:
    """What the staff wrote down for an unknown address is admitted by its words too."""
    await disputes.file(
        office.desk, office.who("olga"), address="boris@shop.example", text="Wrong.", now=at()
    )
    made = await admit(office)
    assert (await office.view(made.ticket)).thread[0].text == "Wrong."


async def test_two_copies_that_were_set_aside_become_one_request(office: Office) -> None:
    """A mail that came by two ways, and was set aside twice, becomes one request."""
    await set_aside(office)
    await set_aside(office, b"Received: from elsewhere\n" + ROBOT, 1)
    made = [await admit(office, number) for number in (1, 2)]
    assert [(each.action, each.ticket) for each in made] == [("new", 1), ("already-known", 1)]
    assert (await quarantine.listing(office.desk)).total == 0


async def test_what_a_program_says_again_can_be_admitted_again(office: Office) -> None:
    """Two mails of a program with the same words become the two requests that a person makes of them."""
    await set_aside(office)
    await set_aside(office, ROBOT.replace(b"r1@", b"r2@"), 1)
    assert [(await admit(office, number)).ticket for number in (1, 2)] == [1, 2]
