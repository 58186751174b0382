"""Disputes: what is one, what it is about, when it is due, and who decides it (D1 to D3)."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from console.policy import disputes
from console.policy.access import Role
from console.policy.disputes import Deadlines, State
from console.policy.officehours import OfficeHours
from console.policy.outcomes import Outcome

HOURS = OfficeHours()
ZONE = timezone(timedelta(hours=4))
WHERE = "disputes@desk.example"


def at(text: str) -> datetime:
    """A moment of the office's own clock, in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE).astimezone(UTC)


@pytest.mark.parametrize(
    ("received", "warned", "due"),
    [
        # A Monday before opening, at opening, in the day, at closing, in the evening.
        ("2026-06-15T08:00", "2026-06-15T18:00", "2026-06-16T18:00"),
        ("2026-06-15T09:00", "2026-06-15T18:00", "2026-06-16T18:00"),
        ("2026-06-15T09:01", "2026-06-16T18:00", "2026-06-17T18:00"),
        ("2026-06-15T18:00", "2026-06-16T18:00", "2026-06-17T18:00"),
        ("2026-06-15T23:59", "2026-06-16T18:00", "2026-06-17T18:00"),
        # Friday evening and Saturday begin to count on Monday.
        ("2026-06-19T19:00", "2026-06-22T18:00", "2026-06-23T18:00"),
        ("2026-06-20T12:00", "2026-06-22T18:00", "2026-06-23T18:00"),
        # The twelfth of June is a holiday, a Friday.
        ("2026-06-11T12:00", "2026-06-15T18:00", "2026-06-16T18:00"),
        # New Year's eve: the holidays last until the eighth, and a weekend follows.
        ("2026-12-31T10:00", "2027-01-11T18:00", "2027-01-12T18:00"),
    ],
)
def test_a_dispute_is_due_in_two_business_days(received: str, warned: str, due: str) -> None:
    """A dispute is due in two business days, counted from the next opening (D2)."""
    assert disputes.deadlines(HOURS, at(received)) == Deadlines(at(warned), at(due))


@pytest.mark.parametrize(
    ("now", "state"),
    [
        ("2026-06-15T17:59:59", State.OPEN),
        ("2026-06-15T18:00:00", State.DUE),
        ("2026-06-16T17:59:59", State.DUE),
        ("2026-06-16T18:00:00", State.OVERDUE),
    ],
)
def test_a_dispute_warns_and_is_overdue_at_the_close(now: str, state: State) -> None:
    """A dispute warns and is overdue at the close (D2)."""
    when = disputes.deadlines(HOURS, at("2026-06-15T08:00"))
    assert disputes.state(when, None, now=at(now)) is state


def test_a_decided_dispute_is_never_overdue() -> None:
    """A decided dispute is never overdue."""
    when = disputes.deadlines(HOURS, at("2026-06-15T08:00"))
    assert disputes.state(when, "upheld", now=at("2027-01-01T00:00")) is State.UPHELD


@pytest.mark.parametrize(
    ("subject", "is_one"),
    [
        ("Dispute", True),
        ("Re: Dispute: request #12", True),
        ("FWD: RE: dispute about the charge", True),
        ("Претензия по заявке 12", True),
        ("претензия", True),
        ("Dispute #12", True),
        ("Dispute module does not load", False),
        ("PayPal dispute add-on", False),
        ("Disputed orders are not shown", False),
        ("Спорный вопрос", False),
        ("", False),
    ],
)
def test_a_dispute_is_known_by_its_subject(subject: str, is_one: bool) -> None:
    """A dispute is known by its subject, a question about an add-on for disputes is none (D1)."""
    assert disputes.is_dispute(subject, (), address="") is is_one


@pytest.mark.parametrize(
    ("to", "address", "is_one"),
    [
        ((WHERE,), WHERE, True),
        (("support@desk.example", WHERE.upper()), WHERE, True),
        (("support@desk.example",), WHERE, False),
        (("",), "", False),
    ],
)
def test_a_dispute_is_known_by_its_address(to: tuple[str, ...], address: str, is_one: bool) -> None:
    """What is sent to the address for disputes is one; a desk without that address has none (D1)."""
    assert disputes.is_dispute("A question", to, address=address) is is_one


@pytest.mark.parametrize(
    ("subject", "text", "tickets", "entries"),
    [
        ("Dispute [#12]", "", (12,), ()),
        ("Dispute", "It is about request 12 and entry 34.", (12,), (34,)),
        ("Претензия по заявке № 12", "запись 34", (12,), (34,)),
        ("Dispute #12", "Request #12, not #13.", (12, 13), ()),
        ("Dispute", "> You wrote of #99\nIt is #12.", (12,), ()),
        ("Dispute", "\n" * 30 + "#12", (), ()),
        ("Dispute", "Order 12, room 0, #0 and #99999999999.", (), ()),
    ],
)
def test_what_it_is_about_is_read_from_its_words(
    subject: str, text: str, tickets: tuple[int, ...], entries: tuple[int, ...]
) -> None:
    """What it is about is read from its subject and first lines, quotes left out."""
    found = disputes.mentions(subject, text)
    assert (found.tickets, found.entries) == (tickets, entries)


@pytest.mark.parametrize(
    ("kind", "outcome", "clause"),
    [
        (None, Outcome.DISPUTE_UPHELD, "D1"),
        ("question", Outcome.DISPUTE_REJECTED, "D1"),
        ("dispute", Outcome.ANSWERED, "D1"),
        ("dispute", Outcome.DISPUTE_UPHELD, None),
        ("dispute", Outcome.DISPUTE_REJECTED, None),
        ("dispute", Outcome.NOT_A_REQUEST, None),
        ("question", Outcome.ANSWERED, None),
    ],
)
def test_a_dispute_alone_is_decided_as_one(
    kind: str | None, outcome: Outcome, clause: str | None
) -> None:
    """A dispute, and nothing else, is closed by its decision."""
    refused = disputes.check_close(kind, outcome, ticket=1)
    assert (refused.clause if refused else None) == clause


@pytest.mark.parametrize(
    ("role", "decider", "refused"),
    [
        (Role.SPECIALIST, 1, True),
        (Role.LEAD, 2, True),
        (Role.LEAD, 1, False),
        (Role.ADMIN, 2, False),
    ],
)
def test_a_lead_decides_on_what_others_posted(role: Role, decider: int, refused: bool) -> None:
    """A lead decides on what others posted, an admin on anything."""
    found = disputes.check_decider(role, decider, posters=[2, None])
    assert (found is not None) is refused


@pytest.mark.parametrize(
    ("left", "credits", "linked", "refused"),
    [
        (40, None, True, False),
        (40, 40, True, False),
        (40, 41, True, True),
        (40, 0, True, True),
        (40, -1, True, True),
        (0, None, True, True),
        (40, None, False, True),
    ],
)
def test_no_more_goes_back_than_is_left(
    left: int, credits: int | None, linked: bool, refused: bool
) -> None:
    """What is upheld names a charge, and gives back no more than is left of it."""
    assert (disputes.check_upheld(left, credits, linked=linked) is not None) is refused
