"""Verdicts: what an upheld dispute proposes stands as long as the decision does, and no credit is proposed twice (D1)."""

from typing import Any

import pytest

from console.policy.disputes import State
from console.policy.refusal import Refusal
from console.services import desk, disputes, proposals, timer
from tests.conftest import at
from tests.services.office import Office


async def charged(office: Office, *, minutes: float = 20) -> int:
    """A request of Anna's, worked and closed; its number."""
    ticket = await office.worked(minutes)
    await office.closed(ticket, minute=100)
    return ticket


async def again(office: Office, ticket: int, minutes: float, *, minute: float) -> None:
    """More work on it by Irina, who closes it anew."""
    await office.again(ticket, login="irina", minute=minute)
    await office.work(minutes, ticket=ticket, login="irina", start=minute)
    await office.closed(ticket, login="irina", minute=minute + 80)


async def disputed(office: Office, text: str, *, minute: float = 300) -> int:
    """A dispute by mail; its number."""
    made = await office.mail(
        minute, message_id=f"<{minute}@shop.example>", subject="Dispute", text=text,
        body_digest=str(minute),
    )  # fmt: skip
    assert made.ticket is not None
    return made.ticket


async def decide(
    office: Office, ticket: int, how: str = "upheld", *, minute: float = 310, **more: Any
) -> Any:
    """The admin decides."""
    return await office.close(ticket, f"dispute-{how}", login="ada", minute=minute, **more)


async def waiting(office: Office) -> list[tuple[int, int]]:
    """The proposals that wait for a decision: the entry and the credits of each."""
    return [(each.entry, each.credits) for each in await proposals.list_open(office.desk)]


async def approve_all(office: Office) -> list[Any]:
    """The admin approves all there is."""
    return [
        await proposals.decide(
            office.desk, office.who("ada"), proposal=each.proposal, approve=True, now=at(600)
        )
        for each in await proposals.list_open(office.desk)
    ]


async def opened_again(office: Office, ticket: int, *, by_mail: bool) -> None:
    """A decided dispute is opened again, by its customer or by a lead."""
    if by_mail:
        more = await office.mail(
            400, message_id="<400@shop.example>", ticket_tokens=(ticket,), text="No.",
            body_digest="400",
        )  # fmt: skip
        assert more.action == "joined"
        return
    opened = await desk.reopen(
        office.desk, office.who("irina"), ticket=ticket, reason="Look again", now=at(400)
    )
    assert not isinstance(opened, Refusal)


@pytest.mark.parametrize("by_mail", [False, True])
async def test_what_was_proposed_goes_with_the_decision(office: Office, by_mail: bool) -> None:
    """A dispute that is undecided again gives nothing back: its proposal is withdrawn."""
    dispute = await disputed(office, f"#{await charged(office)}")
    await decide(office, dispute)
    await opened_again(office, dispute, by_mail=by_mail)
    assert await waiting(office) == []
    assert await office.one("SELECT state FROM proposal") == "withdrawn"


async def test_upheld_then_rejected_gives_nothing_back(office: Office) -> None:
    """A dispute that is rejected in the end leaves the charge."""
    dispute = await disputed(office, f"#{await charged(office)}")
    await decide(office, dispute)
    await opened_again(office, dispute, by_mail=False)
    await decide(office, dispute, "rejected", minute=410)
    assert (await waiting(office), await office.balance()) == ([], -20)


async def test_upheld_again_proposes_the_whole_charge_again(office: Office) -> None:
    """What a first decision proposed is free for the second."""
    dispute = await disputed(office, f"#{await charged(office)}")
    await decide(office, dispute, give_back=10)
    await opened_again(office, dispute, by_mail=False)
    await decide(office, dispute, minute=410)
    assert await waiting(office) == [(1, 20)]


async def test_what_went_back_before_stays_back(office: Office) -> None:
    """A proposal that was approved is done, whatever is decided later."""
    dispute = await disputed(office, f"#{await charged(office)}")
    await decide(office, dispute, give_back=10)
    await approve_all(office)
    await opened_again(office, dispute, by_mail=False)
    await decide(office, dispute, minute=410)
    assert (await waiting(office), await office.balance()) == ([(1, 10)], -10)


async def test_a_free_closing_proposes_of_each_charge_what_no_dispute_has(office: Office) -> None:
    """Of two charges the one that a dispute proposes is not proposed again: all of both goes back."""
    ticket = await charged(office, minutes=15)
    await again(office, ticket, 20, minute=110)
    later = await office.one("SELECT max(id) FROM entry")
    await decide(office, await disputed(office, f"It is entry {later}."))
    await office.again(ticket, login="irina", minute=320)
    await office.closed(ticket, "first-party-bug", login="irina", minute=330)
    assert sorted(await waiting(office)) == [(1, 10), (later, 20)]
    assert not any(isinstance(each, Refusal) for each in await approve_all(office))
    assert await office.balance() == 0


@pytest.mark.parametrize(("how", "back"), [("upheld", [(1, 20)]), ("rejected", [])])
async def test_a_charged_request_that_becomes_a_dispute_is_decided_by_its_decision(
    office: Office, how: str, back: list[tuple[int, int]]
) -> None:
    """A request that was charged, and is called a dispute about that, gives it back once, or not at all."""
    ticket = await charged(office)
    irina = office.who("irina")
    await desk.reopen(office.desk, irina, ticket=ticket, reason="Contested", now=at(200))
    await desk.set_kind(office.desk, irina, ticket=ticket, kind="dispute", now=at(201))
    await disputes.link(office.desk, irina, ticket=ticket, to_entry=1, now=at(202))
    await decide(office, ticket, how)
    assert await waiting(office) == back


async def test_a_decision_leaves_what_a_closing_proposed(office: Office) -> None:
    """What an earlier closing proposed to give back waits on, and the decision proposes the rest."""
    ticket = await charged(office, minutes=20)
    await office.again(ticket, login="irina", minute=200)
    await timer.take_off(
        office.desk, office.who("irina"), ticket=ticket, minutes=10, reason="Lunch", now=at(201)
    )
    await office.closed(ticket, login="irina", minute=202)
    irina = office.who("irina")
    await desk.reopen(office.desk, irina, ticket=ticket, reason="Contested", now=at(203))
    await desk.set_kind(office.desk, irina, ticket=ticket, kind="dispute", now=at(204))
    await disputes.link(office.desk, irina, ticket=ticket, to_entry=1, now=at(205))
    await decide(office, ticket)
    assert await waiting(office) == [(1, 10), (1, 10)]


async def test_a_charge_given_back_whole_leaves_nothing_to_dispute(office: Office) -> None:
    """What an admin has reversed is not given back once more."""
    from console.services import credits

    ticket = await charged(office)
    await credits.reverse(office.desk, office.who("ada"), entry=1, reason="Error", now=at(200))
    dispute = await disputed(office, f"#{ticket}")
    refused = await decide(office, dispute)
    assert isinstance(refused, Refusal)
    assert (await disputes.view(office.desk, ticket=dispute, now=at(320))).state is State.OPEN
