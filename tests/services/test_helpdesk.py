"""A customer's own page: what they file, add and read, and that nothing of anybody else's is there."""

import asyncio
from typing import Any

import pytest

from console.policy.refusal import Refusal
from console.services import helpdesk, replies, website
from console.services.faults import NotFound
from tests.conftest import at
from tests.services.office import ANNA, Office

BORIS = "boris@shop.example"


async def file(office: Office, minute: float = 0, *, address: str = ANNA, **values: str) -> int:
    """A customer files a request; its number."""
    given = {
        "name": "Anna", "subject": "Slow", "text": "The shop is slow.", "domain": "",
        "reference": f"r{minute}", **values,
    }  # fmt: skip
    made = await helpdesk.file_request(office.desk, address, now=at(minute), **given)
    assert isinstance(made, int), made
    return made


async def add(office: Office, request: int, minute: float = 1, **values: Any) -> int | Refusal:
    """A customer adds a message."""
    given = {"address": ANNA, "text": "And now?", "reference": "m1", **values}
    return await helpdesk.add_message(office.desk, request=request, now=at(minute), **given)


async def test_a_request_waits_in_the_queue_as_the_helpdesks(office: Office) -> None:
    """What is filed is a request of channel helpdesk."""
    assert (await office.view(await file(office))).row.channel == "helpdesk"


async def test_filed_twice_under_one_id_it_is_one_request(office: Office) -> None:
    """The same id and the same words make one request."""
    assert [await file(office, reference="x"), await file(office, 5, reference="x")] == [1, 1]


async def test_filed_twice_at_once_it_is_one_request(office: Office) -> None:
    """The same request at the same moment, twice, is one."""
    made = await asyncio.gather(*(file(office, reference="x") for _ in range(4)))
    assert made == [1, 1, 1, 1]


async def test_an_id_used_for_something_else_is_refused(office: Office) -> None:
    """An id that was used for other words is refused."""
    await file(office, reference="x")
    with pytest.raises(helpdesk.Taken):
        await file(office, 1, reference="x", text="Something else entirely.")


async def test_two_customers_may_use_one_id(office: Office) -> None:
    """Each customer's ids are their own."""
    numbers = [await file(office, reference="x", address=each) for each in (ANNA, BORIS)]
    assert numbers == [1, 2]


async def test_the_same_words_under_two_ids_are_two_messages(office: Office) -> None:
    """What is said twice on purpose is there twice."""
    request = await file(office)
    for number in (1, 2):
        await add(
            office, request, number, text="Is there any news of this?", reference=f"m{number}"
        )
    assert len((await helpdesk.thread(office.desk, ANNA, request=request)).messages) == 3


async def test_a_message_added_twice_is_there_once(office: Office) -> None:
    """A message that comes again under its id changes nothing."""
    request = await file(office)
    assert [await add(office, request), await add(office, request, 2)] == [request, request]
    assert len((await helpdesk.thread(office.desk, ANNA, request=request)).messages) == 2


async def test_a_message_ends_the_wait_for_the_customer(office: Office) -> None:
    """A message of the customer gives a request that waits for them back to its holder."""
    request = await file(office)
    await office.pick()
    await office.reply(request, wait_for="customer")
    await add(office, request, 20)
    assert (await office.view(request)).row.waiting_for is None


async def test_a_message_opens_a_request_closed_lately(office: Office) -> None:
    """A message on a request that was closed lately opens it again."""
    request = await file(office)
    await office.pick()
    await office.closed(request)
    await add(office, request, 300)
    assert (await office.view(request)).outcome is None


async def test_a_message_on_one_closed_long_ago_begins_a_new_request(office: Office) -> None:
    """A message on a request that was closed long ago begins another, by the rule for mails."""
    request = await file(office)
    await office.pick()
    await office.closed(request)
    assert await add(office, request, 60 * 24 * 40) == 2


@pytest.mark.parametrize("request_number", [1, 99])
async def test_anothers_request_is_as_good_as_none(office: Office, request_number: int) -> None:
    """What is another's is told in the same words as what is not there, to read and to write."""
    await file(office)
    await file(office, 1, address=BORIS)
    with pytest.raises(NotFound, match="There is no such request"):
        await helpdesk.thread(office.desk, BORIS, request=request_number)
    with pytest.raises(NotFound, match="There is no such request"):
        await add(office, request_number, address=BORIS)
    with pytest.raises(NotFound, match="There is no such request"):
        await helpdesk.requests(office.desk, BORIS, before=request_number)


async def test_an_internal_note_is_never_read(office: Office) -> None:
    """An internal note is not among the messages."""
    request = await file(office)
    await office.pick()
    await replies.note(
        office.desk, office.who("olga"), ticket=request, text="Wants more.", now=at(6)
    )
    await office.reply(request)
    read = await helpdesk.thread(office.desk, ANNA, request=request)
    assert [(each.sender, each.text) for each in read.messages] == [
        ("customer", "The shop is slow."),
        ("desk", "Hello."),
    ]


async def test_a_thread_is_read_by_pages(office: Office) -> None:
    """A page of a thread says where the next begins, and the last that there is none."""
    request = await file(office)
    for number in range(4):
        await add(office, request, number + 1, reference=f"m{number}")
    first = await helpdesk.thread(office.desk, ANNA, request=request, limit=3)
    second = await helpdesk.thread(
        office.desk, ANNA, request=request, after=first.after or 0, limit=3
    )
    assert [len(first.messages), len(second.messages), second.after] == [3, 2, None]


async def test_requests_are_read_by_pages_newest_first(office: Office) -> None:
    """Pages of requests join without a gap, the newest first, those of one moment too."""
    for number in range(5):
        await file(office, 0, reference=f"r{number}")
    await file(office, 0, address=BORIS)
    read, before = [], None
    while not read or before:
        page = await helpdesk.requests(office.desk, ANNA, before=before, limit=2)
        read += [each.request for each in page.requests]
        before = page.before
    assert read == [5, 4, 3, 2, 1]


async def test_what_a_request_has_cost_is_told(office: Office) -> None:
    """A closed request says what it has cost."""
    await office.worked(16)
    await office.closed()
    (line,) = (await helpdesk.requests(office.desk, ANNA)).requests
    assert (line.state, line.credits) == ("closed", 20)


async def test_balance_and_history_are_the_customers_own(office: Office) -> None:
    """Balance and entries are the customer's, with a sentence and clauses for each."""
    await office.worked(16)
    await office.closed()
    await office.buy(minute=210)
    told = await helpdesk.account(office.desk, ANNA)
    assert (told.balance, [each.credits for each in told.entries]) == (60, [80, -20])
    assert "#1" in told.entries[1].sentence


async def test_history_is_read_by_pages(office: Office) -> None:
    """Pages of entries join without a gap, the newest first."""
    await office.arrive()
    for amount in (1, 2, 3):
        await office.correct(amount)
    first = await helpdesk.account(office.desk, ANNA, limit=2)
    second = await helpdesk.account(office.desk, ANNA, before=first.before, limit=2)
    assert [each.credits for each in (*first.entries, *second.entries)] == [3, 2, 1]


async def test_whom_the_desk_does_not_know_has_nothing(office: Office) -> None:
    """An unknown address has no requests and a balance of 0."""
    account = await helpdesk.account(office.desk, BORIS)
    requests = await helpdesk.requests(office.desk, BORIS)
    assert (account.balance, account.entries, requests.requests) == (0, (), ())


async def test_a_customer_is_the_same_at_all_their_addresses(office: Office) -> None:
    """A request filed from one address is read from another of the same customer."""
    from console.services import customers

    await file(office)
    await customers.add_address(
        office.desk, office.who("ada"), customer=1, address=BORIS, reason="Both", now=at(2)
    )
    assert len((await helpdesk.requests(office.desk, BORIS)).requests) == 1


async def test_a_strangers_dispute_is_refused_with_its_clause(office: Office) -> None:
    """A dispute from an unknown address is refused, and again when it is repeated (D3)."""
    for minute in (0, 1):
        refused = await helpdesk.file_request(
            office.desk, ANNA, name="", subject="Dispute", text="No.", domain="", reference="d",
            now=at(minute),
        )  # fmt: skip
        assert isinstance(refused, Refusal)
        assert refused.clause == "D3"


async def test_a_call_is_taken_once(office: Office) -> None:
    """A call that has come is not taken again."""
    taken = [await website.take_call(office.desk, "d", until=at(5), now=at()) for _ in range(2)]
    assert taken == [True, False]


async def test_calls_that_cannot_come_again_are_forgotten(office: Office) -> None:
    """What could not come again anyway is not kept."""
    await website.take_call(office.desk, "old", until=at(5), now=at())
    await website.take_call(office.desk, "new", until=at(25), now=at(20), forget=True)
    assert await office.sql("SELECT digest FROM site_call") == [("new",)]


async def test_a_form_agrees_to_nothing(office: Office) -> None:
    """What comes from a page that anybody can fill in is of an unproven sender."""
    form = {"name": "Anna", "email": ANNA, "subject": "Yes", "message": "I agree to 500 credits."}
    await website.file_form(office.desk, form, raw=b"{}", now=at())
    assert await office.one("SELECT doubt FROM message") == "unproven"


async def test_a_form_that_comes_again_is_the_same_request(office: Office) -> None:
    """A form that comes again gets the same answer."""
    form = {"name": "Anna", "email": ANNA, "subject": "Slow", "message": "Help.", "id": "f1"}
    made = [
        await website.file_form(office.desk, form, raw=f"{n}".encode(), now=at(n)) for n in (0, 1)
    ]
    assert made == [1, 1]
