"""Credits given back: proposed by a closing, decided by a lead who did not post the charge, or an admin."""

import pytest

from console.policy.refusal import Refusal
from console.services import proposals
from console.services.faults import NotFound
from console.services.shapes import ProposalView
from tests.conftest import at
from tests.services.office import Office


async def proposed(office: Office, *, by: str = "olga") -> None:
    """A charge of 20, reopened and closed as free."""
    ticket = await office.worked(16, login=by)
    await office.closed(ticket, login=by)
    await office.again(ticket, login=by)
    await office.closed(ticket, "first-party-bug", login=by, minute=202)


async def decide(office: Office, login: str, *, approve: bool = True) -> object:
    """Somebody decides on proposal 1."""
    return await proposals.decide(
        office.desk, office.who(login), proposal=1, approve=approve, now=at(300)
    )


async def test_a_proposal_waits_for_its_decision(office: Office) -> None:
    """A proposal waits for its decision."""
    await proposed(office)
    found = await proposals.list_open(office.desk)
    assert [(each.credits, each.state, each.proposed_by) for each in found] == [
        (20, "open", "olga")
    ]


@pytest.mark.parametrize("login", ["irina", "ada"])
async def test_an_approved_proposal_gives_the_credits_back(office: Office, login: str) -> None:
    """An approved proposal gives the credits back."""
    await proposed(office)
    view = await decide(office, login)
    assert isinstance(view, ProposalView)
    assert (view.state, await office.balance()) == ("approved", 0)


async def test_an_approved_proposal_names_its_reversal(office: Office) -> None:
    """An approved proposal names its reversal, which names the charge."""
    await proposed(office)
    await decide(office, "irina")
    assert await office.sql(
        "SELECT e.kind, e.reverses, e.credits FROM entry e, proposal p WHERE p.reversal_id = e.id"
    ) == [("reversal", 1, 20)]


async def test_a_rejected_proposal_gives_nothing_back(office: Office) -> None:
    """A rejected proposal gives nothing back."""
    await proposed(office)
    await decide(office, "irina", approve=False)
    assert await office.balance() == -20


async def test_a_specialist_does_not_decide(office: Office) -> None:
    """A specialist does not decide."""
    await proposed(office)
    assert isinstance(await decide(office, "pavel"), Refusal)


async def test_a_lead_does_not_decide_on_their_own_charge(office: Office) -> None:
    """A lead does not decide on their own charge."""
    await proposed(office, by="irina")
    assert isinstance(await decide(office, "irina"), Refusal)


async def test_a_proposal_is_decided_once(office: Office) -> None:
    """A proposal is decided once."""
    await proposed(office)
    await decide(office, "irina")
    assert isinstance(await decide(office, "ada"), Refusal)
    assert await office.balance() == 0


async def test_an_unknown_proposal_is_not_found(office: Office) -> None:
    """An unknown proposal is not found."""
    with pytest.raises(NotFound):
        await decide(office, "irina")


async def test_after_giving_back_a_closing_charges_anew(office: Office) -> None:
    """After giving back, another closing charges anew."""
    await proposed(office)
    await decide(office, "irina")
    await office.again(1, minute=301)
    done = await office.closed(1, minute=302)
    assert (done.posted, done.balance) == (20, -20)


async def test_what_two_closings_took_is_given_back_from_the_latest(office: Office) -> None:
    """What two closings took is given back from the latest on, each charge by itself."""
    ticket = await office.worked(10)
    await office.closed(ticket)
    await office.again(ticket)
    await office.work(10, ticket=ticket, start=202)
    await office.closed(ticket, minute=220)
    await office.again(ticket, minute=221)
    await office.closed(ticket, "first-party-bug", minute=222)
    found = await proposals.list_open(office.desk)
    assert [(each.entry, each.credits) for each in found] == [(2, 10), (1, 10)]


async def test_giving_back_frees_what_waited_for_the_debt(office: Office) -> None:
    """Giving back frees what waited for the debt."""
    await proposed(office)
    held = await office.arrive(250)
    await decide(office, "irina")
    assert (await office.view(held)).row.waiting_for is None


async def test_a_charge_is_never_given_back_twice(office: Office) -> None:
    """A charge is never given back twice, by a lead and by an admin."""
    from console.services import credits

    await proposed(office)
    await credits.reverse(office.desk, office.who("ada"), entry=1, reason="Error", now=at(250))
    refused = await decide(office, "irina")
    assert isinstance(refused, Refusal)
    assert await office.balance() == 0
