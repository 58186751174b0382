"""Group D, clause by clause: what is a dispute, by when it is reviewed, and from whom it is taken."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

from console.policy import disputes
from console.policy.access import Role, check_proposal
from console.policy.disputes import Mentions, State
from console.policy.intake import Arrival, Placing, ThreadMatch, admit
from console.policy.officehours import OfficeHours
from console.policy.outcomes import Outcome
from tests.policy.rows import Row, cited, group, table

OFFICE = timezone(timedelta(hours=4))
WHERE = "disputes@desk.example"
ASKED = Arrival(
    automatic=None, readable=True, sender="ann@shop.example", thread=None, customer_known=True,
    balance=-20, dispute=True,
)  # fmt: skip
UNKNOWN = replace(ASKED, customer_known=False)
CLOSED = ThreadMatch(ticket=7, open=False, sender_takes_part=True, keyed=False)


def day(text: str) -> datetime:
    """A moment by the office's clock."""
    return datetime.fromisoformat(text).replace(tzinfo=OFFICE).astimezone(UTC)


def due(text: str) -> str:
    """When a dispute that came then is overdue, by the office's clock."""
    found = disputes.deadlines(OfficeHours(), day(text)).due_at
    return f"{found.astimezone(OFFICE):%Y-%m-%d %H:%M}"


def state(text: str, *, decision: str | None = None) -> State:
    """Where a dispute of Monday morning stands then."""
    when = disputes.deadlines(OfficeHours(), day("2026-06-15T08:00"))
    return disputes.state(when, decision, now=day(text))


def named(subject: str) -> bool:
    """Whether a mail of that subject is a dispute."""
    return disputes.is_dispute(subject, (), address="")


def closes(kind: str, outcome: Outcome) -> str | None:
    """The clause by which such a request is not closed so."""
    return cited(disputes.check_close(kind, outcome, ticket=1))


def upheld(left: int, credits: int | None = None, *, linked: bool = True) -> str | None:
    """The clause by which a dispute is not upheld."""
    return cited(disputes.check_upheld(left, credits, linked=linked))


def decided_by(role: Role, decider: int) -> bool:
    """Whether somebody may decide on what number 2 posted."""
    return disputes.check_decider(role, decider, posters=[2]) is None


ROWS = [
    Row("D1", "a mail that is called a dispute is one", lambda: named("Dispute: request #12"), True),
    Row("D1", "in Russian too", lambda: named("Претензия по заявке № 12"), True),
    Row("D1", "a question about a dispute add-on is none", lambda: named("PayPal dispute"), False),
    Row("D1", "what is sent to the address for disputes is one",
        lambda: disputes.is_dispute("Hello", (WHERE,), address=WHERE), True),
    Row("D1", "what is sent elsewhere is not",
        lambda: disputes.is_dispute("Hello", ("support@desk.example",), address=WHERE), False),
    Row("D1", "it is about the request and the entry that it names",
        lambda: disputes.mentions("Dispute #12", "It is entry 34."), Mentions((12,), (34,))),
    Row("D1", "a quoted number is nobody's word",
        lambda: disputes.mentions("Dispute", "> It was #99"), Mentions((), ())),
    Row("D1", "it is a request of its own, not an answer",
        lambda: admit(replace(ASKED, thread=CLOSED)).placing, Placing.NEW),
    Row("D1", "it waits for nothing, whatever is owed", lambda: admit(ASKED).waiting_for, None),
    Row("D1", "it is closed by a decision", lambda: closes("dispute", Outcome.DISPUTE_UPHELD), None),
    Row("D1", "or as no request at all", lambda: closes("dispute", Outcome.NOT_A_REQUEST), None),
    Row("D1", "by nothing else", lambda: closes("dispute", Outcome.ANSWERED), "D1"),
    Row("D1", "nothing else is decided so",
        lambda: closes("question", Outcome.DISPUTE_REJECTED), "D1"),
    Row("D1", "upheld, all that is left may go back", lambda: upheld(40), None),
    Row("D1", "or a part of it", lambda: upheld(40, 10), None),
    Row("D1", "no more than is left", lambda: upheld(40, 41), "D1"),
    Row("D1", "nor nothing", lambda: upheld(40, 0), "D1"),
    Row("D1", "nor less than nothing", lambda: upheld(40, -10), "D1"),
    Row("D1", "where nothing is left nothing is upheld", lambda: upheld(0), "D1"),
    Row("D1", "what it is about is said first", lambda: upheld(40, linked=False), "D1"),
    Row("D1", "a lead decides on what others posted", lambda: decided_by(Role.LEAD, 1), True),
    Row("D1", "not on their own charge", lambda: decided_by(Role.LEAD, 2), False),
    Row("D1", "an admin decides on any", lambda: decided_by(Role.ADMIN, 2), True),
    Row("D1", "a specialist on none", lambda: decided_by(Role.SPECIALIST, 1), False),
    Row("D1", "nor does a lead give their own charge back",
        lambda: check_proposal(Role.LEAD, 2, poster_id=2) is None, False),
    Row("D1", "nor a specialist anybody's",
        lambda: check_proposal(Role.SPECIALIST, 1, poster_id=2) is None, False),
    Row("D2", "before opening, today is the first day", lambda: due("2026-06-15T08:59"),
        "2026-06-16 18:00"),
    Row("D2", "at opening, today is the first day", lambda: due("2026-06-15T09:00"),
        "2026-06-16 18:00"),
    Row("D2", "a minute later, tomorrow is", lambda: due("2026-06-15T09:01"), "2026-06-17 18:00"),
    Row("D2", "of a Friday evening, Monday is", lambda: due("2026-06-19T18:00"),
        "2026-06-23 18:00"),
    Row("D2", "of a Saturday night, Monday is", lambda: due("2026-06-20T23:59"),
        "2026-06-23 18:00"),
    Row("D2", "a holiday does not count", lambda: due("2026-06-11T12:00"), "2026-06-16 18:00"),
    Row("D2", "nor do the holidays of a new year", lambda: due("2026-12-31T10:00"),
        "2027-01-12 18:00"),
    Row("D2", "the last day of a month runs into the next", lambda: due("2027-03-31T10:00"),
        "2027-04-02 18:00"),
    Row("D2", "so does a leap year's February", lambda: due("2028-02-28T10:00"),
        "2028-03-01 18:00"),
    Row("D2", "through the first day it is open", lambda: state("2026-06-15T17:59"), State.OPEN),
    Row("D2", "at its close the leads are warned", lambda: state("2026-06-15T18:00"), State.DUE),
    Row("D2", "through the second day it is due", lambda: state("2026-06-16T17:59"), State.DUE),
    Row("D2", "at its close it is overdue", lambda: state("2026-06-16T18:00"), State.OVERDUE),
    Row("D2", "once decided it is never overdue",
        lambda: state("2027-01-01T00:00", decision="rejected"), State.REJECTED),
    Row("D3", "a customer's dispute is a new request", lambda: admit(ASKED).placing, Placing.NEW),
    Row("D3", "a stranger's is kept aside", lambda: admit(UNKNOWN).placing, Placing.QUARANTINED),
    Row("D3", "its refusal cites it", lambda: admit(UNKNOWN).clause, "D3"),
    Row("D3", "the stranger is told why", lambda: admit(UNKNOWN).explain, True),
    Row("D3", "an anonymous one is kept aside",
        lambda: admit(replace(UNKNOWN, sender=None)).placing, Placing.QUARANTINED),
    Row("D3", "with nobody to tell", lambda: admit(replace(UNKNOWN, sender=None)).explain, False),
    Row("D3", "a program is told nothing",
        lambda: admit(replace(UNKNOWN, automatic="auto-replied")).explain, False),
    Row("D3", "a stranger's question is no dispute, and is taken",
        lambda: admit(replace(UNKNOWN, dispute=False)).placing, Placing.NEW),
]  # fmt: skip


@table(ROWS)
def test_disputes_are_reviewed_as_the_policy_says(row: Row) -> None:
    """Each row of the table is so."""
    assert row.found() == row.expected


def test_each_clause_of_the_group_has_its_rows() -> None:
    """No clause on disputes is left out."""
    assert list(dict.fromkeys(row.clause for row in ROWS)) == group("D")
