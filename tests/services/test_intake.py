"""Intake: what arrives becomes a request, joins one, or is kept aside, and nothing is taken twice."""

import pytest

from console.mail import reader
from console.mail.message import Unreadable
from console.services import arrivals, desk, intake, staff
from console.services.faults import BadInput
from tests.conftest import at
from tests.services.office import ANNA, Office, letter

STRANGER = "mallory@elsewhere.example"


async def count(office: Office, table: str) -> int:
    """How many rows a table has."""
    return int(await office.one(f"SELECT count(*) FROM {table}"))


async def answered(office: Office) -> str:
    """Request 1 came by mail and was answered; the answer's Message-ID."""
    await office.mail()
    sent = await office.reply(await office.pick())
    return str(sent.message_id)


async def test_an_unknown_sender_gets_an_account_and_a_request(office: Office) -> None:
    """An unknown sender gets an account and a request (C5)."""
    admitted = await office.mail()
    assert (admitted.action, admitted.account_created, await count(office, "account")) == (
        "new", True, 1,
    )  # fmt: skip


async def test_a_known_sender_gets_a_request(office: Office) -> None:
    """A known sender gets a request on the account that they have (C4)."""
    await office.arrive()
    admitted = await office.mail(1)
    assert (admitted.action, admitted.account_created, await count(office, "account")) == (
        "new", False, 1,
    )  # fmt: skip


async def test_the_same_mail_twice_changes_nothing(office: Office) -> None:
    """The same mail twice changes nothing."""
    first = await office.mail()
    again = await office.mail(9)
    assert (again.action, again.ticket) == ("already-known", first.ticket)
    assert (await count(office, "ticket"), await count(office, "message")) == (1, 1)


async def test_the_same_message_in_other_bytes_is_known(office: Office) -> None:
    """The same message in other bytes is known, and its bytes are kept."""
    await office.mail()
    again = await office.mail(subject="Fwd: A question")
    assert (again.action, await count(office, "inbound")) == ("already-known", 2)


async def test_a_message_id_used_again_for_other_words_is_another_mail(office: Office) -> None:
    """A Message-ID used again for other words is another mail."""
    await office.mail()
    other = await office.mail(text="Other words", body_digest="e")
    assert (other.action, await count(office, "message")) == ("new", 2)


async def test_a_mail_without_a_message_id_is_known_by_its_bytes(office: Office) -> None:
    """A mail without a Message-ID is known by its bytes."""
    await office.mail(message_id=None)
    assert (await office.mail(message_id=None)).action == "already-known"


async def test_the_raw_bytes_are_kept(office: Office) -> None:
    """The raw bytes are kept."""
    await office.mail()
    assert await office.one("SELECT raw FROM inbound") == repr(letter()).encode()


@pytest.mark.parametrize("field", ["in_reply_to", "references"])
async def test_an_answer_joins_its_request(office: Office, field: str) -> None:
    """An answer joins its request."""
    ours = await answered(office)
    joined = await office.mail(9, message_id="<2@shop.example>", **{field: (ours,)})
    assert (joined.action, joined.ticket) == ("joined", 1)


async def test_an_answer_by_number_joins_for_its_own_customer(office: Office) -> None:
    """An answer by number joins for its own customer."""
    await office.mail()
    joined = await office.mail(9, message_id="<2@shop.example>", ticket_tokens=(1,))
    assert (joined.action, joined.ticket) == ("joined", 1)


@pytest.mark.parametrize(
    "claim", [{"ticket_tokens": (1,)}, {"in_reply_to": ("<first@shop.example>",)}]
)
async def test_a_stranger_who_names_a_request_gets_a_new_one(
    office: Office, claim: dict[str, object]
) -> None:
    """A stranger who names a request gets a new one."""
    await office.mail()
    stranger = await office.mail(9, message_id="<2@e.example>", sender_address=STRANGER, **claim)
    assert (stranger.action, stranger.ticket) == ("new", 2)


async def test_a_forged_message_id_of_ours_joins_nothing(office: Office) -> None:
    """A forged Message-ID of ours joins nothing."""
    ours = await answered(office)
    key = ours.split(".")[2]
    forged = ours.replace(key[:4], "aaaa" if key[:4] != "aaaa" else "bbbb")
    stranger = await office.mail(
        9, message_id="<2@e.example>", sender_address=STRANGER, in_reply_to=(forged,)
    )
    assert stranger.action == "new"


async def test_our_own_message_id_vouches_for_another_address(office: Office) -> None:
    """Our own Message-ID vouches for another address."""
    ours = await answered(office)
    joined = await office.mail(
        9, message_id="<2@e.example>", sender_address=STRANGER, in_reply_to=(ours,)
    )
    assert joined.action == "joined"


async def test_an_answer_ends_the_wait_for_the_customer(office: Office) -> None:
    """An answer ends the wait for the customer, and returns to its holder."""
    await office.mail()
    await office.reply(await office.pick(), wait_for="customer")
    await office.mail(9, message_id="<2@shop.example>", ticket_tokens=(1,))
    row = (await office.view()).row
    assert (row.waiting_for, row.holder) == (None, "olga")


async def test_an_answer_goes_to_the_queue_when_the_holder_is_away(office: Office) -> None:
    """An answer goes to the queue when the holder is away."""
    await office.mail()
    await office.reply(await office.pick(), wait_for="customer")
    await office.mail(100, message_id="<2@shop.example>", ticket_tokens=(1,))
    assert (await office.view()).row.holder is None


async def test_an_answer_opens_a_closed_request_again(office: Office) -> None:
    """An answer opens a closed request again."""
    await office.mail()
    await office.closed(await office.pick(), minute=10)
    await office.mail(20, message_id="<2@shop.example>", ticket_tokens=(1,))
    view = await office.view()
    assert (view.closed_at, view.row.holder) == (None, "olga")


async def test_an_answer_does_not_go_back_to_who_has_left(office: Office) -> None:
    """An answer does not go back to who has left."""
    await office.mail()
    await office.closed(await office.pick(), minute=10)
    await staff.retire(office.desk, office.who("ada"), login="olga", now=at(11))
    await office.mail(20, message_id="<2@shop.example>", ticket_tokens=(1,))
    assert (await office.view()).row.holder is None


async def test_an_answer_does_not_end_a_wait_for_credits(office: Office) -> None:
    """An answer does not end a wait for credits."""
    await office.mail()
    ticket = await office.pick()
    await desk.wait(
        office.desk, office.who("olga"), ticket=ticket, waiting_for="credits", now=at(6)
    )
    await office.mail(9, message_id="<2@shop.example>", ticket_tokens=(1,))
    assert (await office.view()).row.waiting_for == "credits"


async def test_an_owing_customers_answer_is_not_held(office: Office) -> None:
    """An owing customer's answer in an open request is not held."""
    await office.mail()
    await office.correct(-20)
    joined = await office.mail(9, message_id="<2@shop.example>", ticket_tokens=(1,))
    assert joined.waiting_for is None


async def test_a_robots_answer_joins_and_reopens_nothing(office: Office) -> None:
    """A robot's answer joins and reopens nothing."""
    await office.mail()
    await office.closed(await office.pick(), minute=10)
    robot = await office.mail(
        20, message_id="<2@shop.example>", ticket_tokens=(1,), automatic="auto-reply"
    )
    assert (robot.action, (await office.view()).outcome) == ("joined", "answered")


async def test_a_robot_opens_no_request(office: Office) -> None:
    """A robot opens no request."""
    robot = await office.mail(automatic="mailing list")
    assert (robot.action, await count(office, "ticket")) == ("quarantined", 0)


async def test_an_unreadable_mail_is_kept_for_a_person(office: Office) -> None:
    """An unreadable mail is kept for a person."""
    admitted = await intake.admit_mail(
        office.desk, b"\x00", mail=Unreadable("Too large."), received_at=at()
    )
    assert (admitted.action, admitted.reason) == ("quarantined", "Too large.")


async def test_a_mail_without_a_sender_is_kept_for_a_person(office: Office) -> None:
    """A mail without a sender is kept for a person."""
    assert (await office.mail(sender_address=None)).action == "quarantined"


async def test_what_is_kept_aside_is_known_the_second_time(office: Office) -> None:
    """What is kept aside is known the second time."""
    await office.mail(sender_address=None)
    assert (await office.mail(sender_address=None)).action == "already-known"


async def test_an_address_is_asked_to_replenish_five_times_an_hour(office: Office) -> None:
    """An address is asked to replenish five times an hour, however often it writes."""
    await office.arrive()
    await office.correct(-20)
    for minute in range(2, 12):
        await office.arrive(minute)
    assert await count(office, "outbox") == 5


async def test_a_form_is_a_request(office: Office) -> None:
    """A form is a request (C1)."""
    await office.arrive(domain="Shop.Example")
    view = await office.view()
    assert (view.row.channel, view.domain, view.customer_address) == ("form", "shop.example", ANNA)


async def test_a_form_with_an_id_is_taken_once(office: Office) -> None:
    """A form with an id is taken once."""
    form = {"name": "Anna", "email": ANNA, "subject": "s", "message": "m", "id": "7"}
    await office.admit(form, at())
    assert (await office.admit(form, at(1))).action == "already-known"


@pytest.mark.parametrize(
    "form",
    [
        None,
        [],
        {},
        {"email": "anna", "message": "m"},
        {"email": ANNA},
        {"email": ANNA, "message": 7},
        {"email": ANNA, "message": "m" * 200_001},
    ],
)
async def test_what_is_no_form_is_bad_input(office: Office, form: object) -> None:
    """What is no form is bad input."""
    with pytest.raises(BadInput):
        await intake.admit_form(office.desk, form, raw=b"x", received_at=at())


@pytest.mark.parametrize("raw", [b"", b"\xff", b"{", b"[" * 100_000, b" " * 1_000_000])
def test_bytes_that_are_no_json_are_bad_input(raw: bytes) -> None:
    """Bytes that are no JSON are bad input."""
    with pytest.raises(BadInput):
        arrivals.read_form(raw)


async def test_escape_codes_do_not_reach_the_record(office: Office) -> None:
    """Escape codes do not reach the record."""
    await office.arrive(subject="\x1b]0;x\x07Hi\r\nBcc: a@b.example", message="\x1b[2Jm")
    view = await office.view()
    said = view.row.subject + view.thread[0].text
    assert not set(said) & {"\x1b", "\x07", "\r", "\n"}


@pytest.mark.parametrize(("text", "language"), [("Не работает", "ru"), ("It fails", "en")])
async def test_a_form_is_answered_in_its_language(office: Office, text: str, language: str) -> None:
    """A form is answered in its language."""
    await office.arrive(message=text)
    assert (await office.view()).language == language


@pytest.mark.parametrize("other", [{"email": "boris@shop.example"}, {"message": "Something else"}])
async def test_a_forms_id_used_again_for_something_else_is_a_new_request(
    office: Office, other: dict[str, str]
) -> None:
    """Two sites may count their forms alike: the same id with other words is another request."""
    form = {"name": "Anna", "email": ANNA, "subject": "Search", "message": "Help", "id": "17"}
    await office.admit(form, at(0))
    assert (await office.admit({**form, **other}, at(1))).action == "new"


async def test_a_mail_that_can_be_read_the_second_time_is_placed(office: Office) -> None:
    """What could not be read in time is no longer aside once it has been read."""
    raw = b"the same bytes"
    await intake.admit_mail(office.desk, raw, mail=reader.TOO_LONG, received_at=at(0))
    placed = await intake.admit_mail(office.desk, raw, mail=letter(), received_at=at(1))
    assert placed.action == "new"


async def test_a_late_answer_begins_a_request_that_says_what_it_follows(office: Office) -> None:
    """An answer thirty days after the closing begins a new request, which says what it follows."""
    await office.mail()
    await office.closed(await office.pick(), minute=10)
    late = await office.mail(31 * 24 * 60, message_id="<2@shop.example>", ticket_tokens=(1,))
    assert (late.action, late.reason) == ("new", "It answers #1, which was closed 30 days ago.")
    assert ((await office.view(2)).follows, (await office.view(1)).closed_at is None) == (1, False)
