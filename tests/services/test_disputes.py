"""Disputes: filed by mail or by staff, linked, decided; what goes back is proposed (D1 to D3)."""

from dataclasses import replace
from typing import Any

import pytest

from console.policy.disputes import State
from console.policy.refusal import Refusal
from console.services import (
    closing,
    desk,
    disputes,
    explain,
    packet,
    packet_words,
    proposals,
    views,
)
from console.services.dispute_shapes import DisputeView
from console.services.faults import BadInput, NotFound
from tests.conftest import at
from tests.services.office import ANNA, Office

WHERE = "disputes@desk.example"


@pytest.fixture(autouse=True)
def _address(office: Office) -> None:
    office.desk.settings = replace(office.desk.settings, dispute_address=WHERE)


async def charged(office: Office, minutes: float = 20) -> int:
    """A request of Anna's, worked and closed; its number."""
    ticket = await office.worked(minutes)
    await office.closed(ticket, "incorrect-settings", ground="N6 settings")
    return ticket


async def disputed(office: Office, **values: Any) -> int:
    """A closed request that Anna disputes by mail; the dispute's number."""
    ticket = await charged(office)
    made = await office.mail(
        210, message_id="<d@shop.example>", subject=f"Dispute #{ticket}", text="Why 20?", **values
    )
    assert made.ticket is not None
    return made.ticket


async def view(office: Office, ticket: int, minute: float = 220) -> DisputeView:
    """A dispute as it stands."""
    return await disputes.view(office.desk, ticket=ticket, now=at(minute))


async def decide(
    office: Office, ticket: int, outcome: str = "dispute-upheld", **values: Any
) -> Any:
    """The lead decides."""
    return await office.close(
        ticket, outcome, login=values.pop("login", "irina"), minute=230, **values
    )


async def test_a_mail_named_a_dispute_is_one(office: Office) -> None:
    """A mail whose subject says so is a dispute about the request that it names."""
    found = await view(office, await disputed(office))
    assert (found.disputed_ticket, found.entry, found.state) == (1, None, State.OPEN)


async def test_a_mail_to_the_address_for_disputes_is_one(office: Office) -> None:
    """A mail to the address for disputes is a dispute."""
    await charged(office)
    made = await office.mail(210, message_id="<d@shop.example>", to=(WHERE,))
    assert (await view(office, made.ticket or 0)).state is State.OPEN


async def test_an_answer_to_the_dispute_address_begins_a_dispute(office: Office) -> None:
    """An answer in a closed request's thread, sent where disputes go, is a dispute about that request."""
    ticket = await charged(office)
    made = await office.mail(
        210, message_id="<d@shop.example>", to=(WHERE,), ticket_tokens=(ticket,)
    )
    assert made.ticket != ticket
    assert (await view(office, made.ticket or 0)).disputed_ticket == ticket


async def test_an_answer_within_a_dispute_joins_it(office: Office) -> None:
    """What is written in a dispute's thread joins it, wherever it is sent."""
    ticket = await disputed(office)
    more = await office.mail(
        215, message_id="<e@shop.example>", to=(WHERE,), ticket_tokens=(ticket,), body_digest="e"
    )
    assert (more.action, more.ticket) == ("joined", ticket)


async def test_an_answer_that_is_called_a_dispute_joins_an_open_request(office: Office) -> None:
    """An answer on an open request joins it, whatever its subject begins with."""
    ticket = await office.in_hand()
    more = await office.mail(
        10, message_id="<e@shop.example>", subject="Dispute", ticket_tokens=(ticket,)
    )
    assert (more.action, more.ticket) == ("joined", ticket)


@pytest.mark.parametrize("words", ["#{theirs}", "entry {entry}"])
async def test_a_strangers_guess_links_nothing(office: Office, words: str) -> None:
    """A number of somebody else's request or entry links nothing."""
    theirs = await office.worked(20)
    entry = (await office.closed(theirs)).entry
    await office.arrive(205, address="boris@lavka.example")
    text = words.format(theirs=theirs, entry=entry)
    made = await office.mail(
        210, message_id="<d@x.example>", sender_address="boris@lavka.example",
        subject="Dispute", text=text,
    )  # fmt: skip
    assert (await view(office, made.ticket or 0)).about == "not said yet"


async def test_an_entry_that_is_named_is_what_it_is_about(office: Office) -> None:
    """An entry that is the customer's own is what the dispute is about, and its request with it."""
    entry = (await office.closed(await office.worked(20))).entry
    made = await office.mail(
        210, message_id="<d@shop.example>", subject="Dispute", text=f"It is entry {entry}."
    )
    found = await view(office, made.ticket or 0)
    assert (found.entry, found.disputed_ticket) == (entry, 1)


async def test_a_dispute_of_a_stranger_is_kept_and_refused(office: Office) -> None:
    """A dispute of an unknown sender makes no request and no account, and is kept (D3)."""
    made = await office.mail(210, sender_address="who@example.net", subject="Dispute")
    assert (made.action, made.ticket) == ("quarantined", None)
    assert await office.one("SELECT count(*) FROM customer") == 0
    assert await office.one("SELECT i.placing FROM inbound i") == "quarantined"


async def test_a_stranger_is_told_why_once(office: Office) -> None:
    """An unknown sender is told why, once an hour at most (D3)."""
    for number in range(3):
        await office.mail(
            210 + number, message_id=f"<{number}@example.net>", sender_address="who@example.net",
            subject="Dispute", text=f"{number}",
        )  # fmt: skip
    found = await office.sql("SELECT recipient, automatic, subject FROM outbox")
    assert found == [("who@example.net", 1, "We could not take your dispute")]


async def test_a_program_is_told_nothing(office: Office) -> None:
    """A dispute that a program sent gets no explanation."""
    await office.mail(
        210, sender_address="who@example.net", subject="Dispute", automatic="an automatic answer"
    )
    assert await office.one("SELECT count(*) FROM outbox") == 0


async def test_a_dispute_is_not_held_for_debt(office: Office) -> None:
    """A dispute of a customer who owes waits for nothing (U7)."""
    found = await office.view(await disputed(office))
    assert found.row.balance == -20
    assert found.row.waiting_for is None


async def test_staff_file_a_dispute_that_was_told_elsewhere(office: Office) -> None:
    """Staff file a dispute for a known customer, once however often they try."""
    ticket = await charged(office)
    filed = [
        await disputes.file(
            office.desk, office.who("olga"), address=ANNA, text="By phone: too dear.",
            ticket=ticket, now=at(minute),
        )
        for minute in (210, 211)
    ]  # fmt: skip
    assert isinstance(filed[0], DisputeView)
    assert filed[0].disputed_ticket == ticket
    assert [each.ticket for each in filed if isinstance(each, DisputeView)] == [2, 2]


async def test_staff_file_none_for_a_stranger(office: Office) -> None:
    """What staff file for an unknown address is refused and kept (D3)."""
    filed = await disputes.file(
        office.desk, office.who("olga"), address="who@example.net", text="Too dear.", now=at(210),
        entry=1,
    )  # fmt: skip
    assert isinstance(filed, Refusal)
    assert filed.clause == "D3"
    assert await office.one("SELECT i.placing FROM inbound i") == "quarantined"


@pytest.mark.parametrize("about", [{"ticket": 99}, {"entry": 99}, {}])
async def test_what_is_not_the_customers_cannot_be_linked(
    office: Office, about: dict[str, int]
) -> None:
    """A dispute is linked to a request or an entry of the same customer."""
    ticket = await disputed(office)
    call = disputes.link(
        office.desk, office.who("olga"), ticket=ticket, to_ticket=about.get("ticket"),
        to_entry=about.get("entry"), now=at(220),
    )  # fmt: skip
    if about:
        assert isinstance(await call, Refusal)
        return
    with pytest.raises(BadInput):
        await call


async def test_only_a_dispute_is_linked(office: Office) -> None:
    """A request that is no dispute is about nothing else."""
    ticket = await office.in_hand()
    with pytest.raises(NotFound):
        await disputes.link(
            office.desk, office.who("olga"), ticket=ticket, to_ticket=ticket, now=at(220)
        )


async def test_an_upheld_dispute_proposes_the_charge(office: Office) -> None:
    """An upheld dispute proposes to give back what was charged, and posts nothing itself."""
    done = await decide(office, await disputed(office))
    (proposed,) = await proposals.list_open(office.desk)
    assert (proposed.proposal, proposed.credits, proposed.dispute) == (done.proposal, 20, 2)
    assert await office.balance() == -20


async def test_an_approved_proposal_gives_the_credits_back(office: Office) -> None:
    """Once approved the credits are back, by a reversal that names the charge."""
    done = await decide(office, await disputed(office))
    await proposals.decide(
        office.desk, office.who("irina"), proposal=done.proposal, approve=True, now=at(240)
    )
    assert await office.balance() == 0
    assert await office.one("SELECT reverses FROM entry WHERE kind = 'reversal'") == 1


async def test_part_of_a_charge_goes_back(office: Office) -> None:
    """A lead may give back less than the charge."""
    await decide(office, await disputed(office), give_back=10)
    assert [each.credits for each in await proposals.list_open(office.desk)] == [10]


@pytest.mark.parametrize("credits", [0, -10, 30])
async def test_no_more_than_the_charge_goes_back(office: Office, credits: int) -> None:
    """No more than the charge goes back."""
    assert isinstance(await decide(office, await disputed(office), give_back=credits), Refusal)


async def test_what_is_proposed_already_is_not_proposed_twice(office: Office) -> None:
    """A second dispute about the same charge finds nothing left of it."""
    await decide(office, await disputed(office))
    again = await office.mail(240, message_id="<2@shop.example>", subject="Dispute #1", text="2")
    refused = await decide(office, again.ticket or 0)
    assert isinstance(refused, Refusal)
    assert refused.clause == "D1"


async def test_only_a_charge_goes_back(office: Office) -> None:
    """A lead gives back no more than charges: a correction is corrected by an admin."""
    await office.arrive()
    await office.correct(-30)
    made = await office.mail(
        210, message_id="<d@shop.example>", subject="Dispute", text="It is entry 1."
    )
    assert (await view(office, made.ticket or 0)).entry == 1
    assert isinstance(await decide(office, made.ticket or 0), Refusal)


async def test_nothing_is_upheld_about_nothing(office: Office) -> None:
    """A dispute about nothing yet cannot be upheld."""
    await charged(office)
    made = await office.mail(210, message_id="<d@shop.example>", subject="Dispute")
    assert isinstance(await decide(office, made.ticket or 0), Refusal)


async def test_a_rejected_dispute_leaves_the_charge(office: Office) -> None:
    """A rejected dispute proposes nothing."""
    ticket = await disputed(office)
    await decide(office, ticket, "dispute-rejected", text="It was your setting.")
    assert await proposals.list_open(office.desk) == ()
    assert (await view(office, ticket)).state is State.REJECTED


@pytest.mark.parametrize("outcome", ["dispute-upheld", "dispute-rejected"])
async def test_the_customer_is_told_the_decision(office: Office, outcome: str) -> None:
    """The decision goes to the ticket and by e-mail, with what it was about."""
    ticket = await disputed(office)
    await decide(office, ticket, outcome)
    body = (await office.view(ticket, 240)).thread[-1].text
    assert "your dispute #2 about request #1" in body


async def test_the_preview_tells_what_would_go_back(office: Office) -> None:
    """The mail that is shown before deciding names the same credits."""
    from console.policy.outcomes import Outcome
    from console.services import closing_mail

    ticket = await disputed(office)
    shown = await closing_mail.preview(
        office.desk, await office.view(ticket, 220), outcome=Outcome.DISPUTE_UPHELD, ground=None,
        answer="", worked_seconds=0,
    )  # fmt: skip
    assert "give 20 credits back" in " ".join(shown.split())


async def test_a_specialist_decides_no_dispute(office: Office) -> None:
    """A specialist decides no dispute, and is given none to take."""
    ticket = await disputed(office)
    assert isinstance(await decide(office, ticket, login="olga"), Refusal)
    assert await desk.pick(office.desk, office.who("pavel"), now=at(240)) is None


async def test_a_lead_takes_disputes_in_their_turn(office: Office) -> None:
    """A lead who picks is given a dispute like any request."""
    ticket = await disputed(office)
    assert await office.pick("irina", 240) == ticket


async def test_a_lead_decides_on_no_charge_of_their_own(office: Office) -> None:
    """A lead who posted the charge leaves the decision to another, an admin need not."""
    await office.arrive()
    ticket = await office.pick("irina")
    await office.work(20, ticket=ticket, login="irina")
    await office.closed(ticket, login="irina")
    made = await office.mail(210, message_id="<d@shop.example>", subject=f"Dispute #{ticket}")
    assert isinstance(await decide(office, made.ticket or 0), Refusal)
    assert not isinstance(await decide(office, made.ticket or 0, login="ada"), Refusal)


async def test_a_dispute_is_closed_by_a_decision_alone(office: Office) -> None:
    """Nothing but a decision closes a dispute."""
    refused = await decide(office, await disputed(office), "answered")
    assert isinstance(refused, Refusal)


async def test_a_dispute_opened_again_is_undecided(office: Office) -> None:
    """A customer who is not content opens it again: it is undecided, and due anew (D2)."""
    ticket = await disputed(office)
    await decide(office, ticket, "dispute-rejected")
    await office.mail(
        6000, message_id="<3@shop.example>", ticket_tokens=(ticket,), text="No.", body_digest="3"
    )
    found = await view(office, ticket, 6001)
    assert (found.state, found.received_at) == (State.OPEN, at(6000))


async def test_a_lead_says_that_it_is_none(office: Office) -> None:
    """What is no dispute after all is called so by a lead, not by a specialist."""
    ticket = await disputed(office)
    await desk.assign(
        office.desk, office.who("irina"), ticket=ticket, login="olga", reason="Look", now=at(215)
    )
    asked = [
        await desk.set_kind(
            office.desk, office.who(login), ticket=ticket, kind="question", now=at(220)
        )
        for login in ("olga", "irina")
    ]
    assert [isinstance(each, Refusal) for each in asked] == [True, False]
    assert await disputes.listing(office.desk, now=at(230)) == ()


async def test_a_request_that_is_called_a_dispute_is_due(office: Office) -> None:
    """A request whose kind becomes dispute is due from then on."""
    ticket = await office.in_hand()
    await desk.set_kind(office.desk, office.who("olga"), ticket=ticket, kind="dispute", now=at(10))
    assert (await view(office, ticket)).received_at == at(10)


async def test_the_first_due_is_listed_first(office: Office) -> None:
    """Leads see first what is due first; what is decided is listed apart (D2)."""
    await charged(office)
    for number, minute in enumerate((210, 4000, 8000)):
        await office.mail(
            minute, message_id=f"<{number}@shop.example>", subject="Dispute #1", text=f"{number}"
        )
    await decide(office, 3, "dispute-rejected")
    open_ones = await disputes.listing(office.desk, now=at(9000))
    done = await disputes.listing(office.desk, decided=True, now=at(9000))
    assert [each.ticket for each in open_ones] == [2, 4]
    assert [each.ticket for each in done] == [3]


async def test_the_queue_counts_the_open_disputes(office: Office) -> None:
    """The queue counts the open disputes."""
    await disputed(office)
    assert (await views.queue_summary(office.desk, now=at(220))).disputes == 1


async def test_a_cheaper_closing_keeps_what_a_dispute_proposed(office: Office) -> None:
    """A request closed again at a lower cost proposes what the dispute has not proposed yet."""
    await decide(office, await disputed(office), give_back=10)
    await desk.reopen(office.desk, office.who("irina"), ticket=1, reason="Look", now=at(240))
    await closing.close(
        office.desk, office.who("irina"), ticket=1, outcome="first-party-bug", ground="F4 ours",
        now=at(250),
    )  # fmt: skip
    assert sorted(each.credits for each in await proposals.list_open(office.desk)) == [10, 10]


async def test_the_packet_has_the_whole_evidence(office: Office) -> None:
    """The packet has the mails, the request, its entries explained, and what was done."""
    found = await packet.of(office.desk, ticket=await disputed(office), now=at(220))
    assert found.disputed is not None
    assert (found.left, found.disputed.ticket) == (20, 1)
    assert [each.entry.credits for each in found.explanations] == [-20]
    assert {each.ticket for each in found.events} == {1, 2}


async def test_the_packet_is_one_text(office: Office) -> None:
    """The packet says in words what was disputed, worked and charged, by which clause."""
    found = await packet.of(office.desk, ticket=await disputed(office), now=at(220))
    told = packet_words.text(found, office.desk.hours)
    for words in ("Why 20?", "Request #1", "Entry 1", "worked 0:20:00", "N6", "picked by Olga"):
        assert words in told


async def test_a_packet_of_nothing_yet_is_told(office: Office) -> None:
    """A dispute about nothing yet has a packet too."""
    made = await office.mail(210, subject="Dispute", sender_address=ANNA)
    if made.ticket is None:
        await office.arrive(211)
        made = await office.mail(212, message_id="<d@shop.example>", subject="Dispute", text="2")
    found = await packet.of(office.desk, ticket=made.ticket or 0, now=at(220))
    assert (found.disputed, found.explanations) == (None, ())


async def test_an_entry_knows_its_disputes(office: Office) -> None:
    """The explanation of an entry names the disputes about it."""
    await decide(office, await disputed(office))
    assert (await explain.explain(office.desk, entry=1)).disputes == ((2, "upheld"),)
