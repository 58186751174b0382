"""Group U, clause by clause: what credits pay for, what is asked beforehand, what is charged and told."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from console.policy.access import Role
from console.policy.charges import charge, check_not_a_request, settle, three_ways
from console.policy.credits import (
    Commitment,
    available,
    check_modification,
    check_modification_charge,
    ends_wait,
    outran_at,
    with_promise,
)
from console.policy.crossings import Agreement, Crossing, due_crossings, is_agreed, quiet_warning
from console.policy.intake import Arrival, ThreadMatch, admit
from console.policy.limits import Answer, Limit, Notice, allowance, limits_of
from console.policy.notices import charged_credits, check_answer, check_charge
from console.policy.outcomes import RULES, Outcome, clauses_for
from console.policy.worktime import WorkSpan, credits_for, worked_seconds
from tests.policy.rows import Row, cited, group, table

MINUTE, HOUR = 60, 3600
OVER, SIXTY = Limit.OVER_40_CREDITS, Limit.SIXTY_MINUTES
START = datetime(2026, 11, 16, 6, tzinfo=UTC)
ASKED = Arrival(
    automatic=None, readable=True, sender="ann@shop.example", thread=None, customer_known=True,
    balance=0,
)  # fmt: skip
OWES = replace(ASKED, balance=-1)
IN_HAND = ThreadMatch(ticket=7, open=True, sender_takes_part=True, keyed=False)
TOLD = Notice(SIXTY, 40, HOUR, 40, amount=80, answer=Answer.GO_ON)
SILENT = Notice(SIXTY, 40, HOUR, 40, answer=Answer.NO_NOTICE)
BEGUN, READY = Commitment(1, 10, 50), Commitment(1, 0, 0, promise=80)


def session(minutes: float, *, begin: float = 0) -> WorkSpan:
    """A session of so many minutes."""
    start = START + timedelta(minutes=begin)
    return WorkSpan(start, ended_at=start + timedelta(minutes=minutes))


def waits(arrival: Arrival) -> str | None:
    """What a new request waits for."""
    return admit(arrival).waiting_for


def closing(credits: int, *notices: Notice, **how: object) -> str | None:
    """The clause by which a charge is refused."""
    known: dict[str, object] = {"waive": False, "override_reason": None, "role": Role.SPECIALIST}
    return cited(check_charge(credits, notices, **{**known, **how}))  # type: ignore[arg-type]


def crossed(seconds: int, estimate: int | None = None, *notices: Notice) -> list[str]:
    """The limits that so much work puts on record."""
    return [str(each.limit) for each in due_crossings(seconds, estimate, notices=notices)]


def answered(answer: Answer, amount: int | None, *, reason: str | None = None) -> str | None:
    """The clause by which an answer to the fifth block is refused."""
    return cited(check_answer(answer, amount, reason=reason, threshold=40, credits=50))


def modification(estimate: int | None, there: int) -> str | None:
    """The clause by which a modification does not start."""
    return cited(check_modification("modification", estimate, available=there))


def costs(outcome: Outcome, minutes: int) -> int:
    """What so many minutes cost with that outcome."""
    return charge(outcome, minutes * MINUTE).credits


ROWS = [
    Row("U1", "help with what is supported costs its time", lambda: costs(Outcome.ANSWERED, 20), 20),
    Row("U1", "what is no request costs nothing", lambda: costs(Outcome.NOT_A_REQUEST, 20), 0),
    Row("U2", "a request may be filed with no credits at all", lambda: waits(ASKED), None),
    Row("U2", "a stranger too may ask", lambda: waits(replace(ASKED, customer_known=False)), None),
    Row("U2", "a wait ends when so many are there", lambda: ends_wait(80, 80), True),
    Row("U2", "and not one before", lambda: ends_wait(80, 79), False),
    Row("U2", "a wait for nothing lasts while something is owed", lambda: ends_wait(0, -1), False),
    Row("U2", "what open requests have run up is not available",
        lambda: available(80, [Commitment(1, 30, 0)]), 50),
    Row("U2", "nor what is reserved, whichever is more", lambda: available(80, [BEGUN]), 30),
    Row("U2", "of what has run up past its reservation all counts",
        lambda: available(80, [Commitment(1, 60, 50)]), 20),
    Row("U2", "a debt leaves less than nothing", lambda: available(-20, [BEGUN]), -70),
    Row("U3", "a modification needs an estimate", lambda: modification(None, 100), "U3"),
    Row("U3", "an estimate of nothing is none", lambda: modification(0, 100), "U3"),
    Row("U3", "it starts when all of it is there", lambda: modification(80, 80), None),
    Row("U3", "it does not start one credit short", lambda: modification(80, 79), "U3"),
    Row("U3", "nothing else waits to be covered",
        lambda: cited(check_modification("question", None, available=-5)), None),
    Row("U3", "two never start on the same 80",
        lambda: modification(80, available(80, with_promise(80, [READY], ticket=1))), "U3"),
    Row("U3", "the second starts once there are 160",
        lambda: modification(80, available(160, with_promise(160, [READY], ticket=1))), None),
    Row("U3", "work stops where the estimate ends, to the second",
        lambda: outran_at("modification", 30), 45 * MINUTE),
    Row("U3", "up to there it costs no more than was estimated",
        lambda: credits_for(45 * MINUTE), 30),
    Row("U3", "it is never charged past its estimate",
        lambda: cited(check_modification_charge("modification", 30, credits=40)), "U3"),
    Row("U3", "what was estimated is charged",
        lambda: cited(check_modification_charge("modification", 30, credits=30)), None),
    Row("U4", "a bug of ours is free, whatever it took",
        lambda: costs(Outcome.FIRST_PARTY_BUG, 600), 0),
    Row("U4", "a breach by ours is free", lambda: costs(Outcome.FIRST_PARTY_SECURITY, 600), 0),
    Row("U4", "a conflict of ours is free", lambda: costs(Outcome.FIRST_PARTY_CONFLICT, 600), 0),
    Row("U4", "its time is told all the same",
        lambda: charge(Outcome.FIRST_PARTY_BUG, 16 * MINUTE).blocks, 2),
    Row("U4", "its entry cites it", lambda: clauses_for(Outcome.FIRST_PARTY_BUG), ("F4", "U4")),
    Row("U4", "it crosses no limit", lambda: charge(Outcome.FIRST_PARTY_BUG, 2 * HOUR).limits, ()),
    Row("U5", "another vendor's bug costs its time", lambda: costs(Outcome.THIRD_PARTY_BUG, 31), 30),
    Row("U5", "a look at encrypted code costs its time",
        lambda: costs(Outcome.THIRD_PARTY_ENCRYPTED, 31), 30),
    Row("U5", "both cite it", lambda: {RULES[each].clauses for each in (
        Outcome.THIRD_PARTY_BUG, Outcome.THIRD_PARTY_ENCRYPTED)}, {("U5", "U7")}),
    Row("U6", "what is forwarded costs its time so far", lambda: costs(Outcome.FORWARDED, 46), 40),
    Row("U6", "without time it costs nothing", lambda: costs(Outcome.FORWARDED, 0), 0),
    Row("U6", "its entry cites it", lambda: "U6" in clauses_for(Outcome.FORWARDED), True),
    Row("U7", "what is no bug of ours costs its time", lambda: {
        costs(each, 16) for each in RULES if RULES[each].by_time}, {20}),
    Row("U7", "the balance may go below nothing",
        lambda: three_ways(45 * MINUTE, 20)[1].balance_after, -10),
    Row("U7", "a debt grows", lambda: three_ways(16 * MINUTE, -10)[1].balance_after, -30),
    Row("U7", "a new request waits while one credit is owed", lambda: waits(OWES), "credits"),
    Row("U7", "its customer is asked to replenish", lambda: admit(OWES).ask_to_replenish, True),
    Row("U7", "its wait cites it", lambda: admit(OWES).clause, "U7"),
    Row("U7", "it does not wait where nothing is owed", lambda: waits(ASKED), None),
    Row("U7", "a dispute is never held", lambda: waits(replace(OWES, dispute=True)), None),
    Row("U7", "nor is what a package covers", lambda: waits(replace(OWES, entitled=True)), None),
    Row("U7", "nor a suspected fault of ours",
        lambda: waits(replace(OWES, suspected_first_party=True)), None),
    Row("U7", "nor an answer in an open request",
        lambda: waits(replace(OWES, thread=IN_HAND)), None),
    Row("U7", "a second closing charges the difference", lambda: settle(40, 30).due, 10),
    Row("U7", "a cheaper one charges nothing", lambda: settle(20, 30).due, 0),
    Row("U7", "and gives nothing back by itself but proposes it",
        lambda: settle(20, 30).give_back, 10),
    Row("U7", "work is not waved away by a specialist",
        lambda: cited(check_not_a_request(1, Role.SPECIALIST, ground="Spam")), "U7"),
    Row("U7", "nor by a lead without a reason",
        lambda: cited(check_not_a_request(1, Role.LEAD, ground=" ")), "U7"),
    Row("U8", "15 minutes are 10", lambda: credits_for(15 * MINUTE), 10),
    Row("U8", "30 minutes are 20", lambda: credits_for(30 * MINUTE), 20),
    Row("U8", "45 minutes are 30", lambda: credits_for(45 * MINUTE), 30),
    Row("U8", "60 minutes are 40", lambda: credits_for(60 * MINUTE), 40),
    Row("U8", "a second past 15 minutes is a block more",
        lambda: credits_for(15 * MINUTE + 1), 20),
    Row("U8", "a second past 60 minutes is a block more", lambda: credits_for(HOUR + 1), 50),
    Row("U8", "61 minutes are 50", lambda: credits_for(61 * MINUTE), 50),
    Row("U8", "each further started block costs 10", lambda: credits_for(10 * HOUR + 1), 410),
    Row("U8", "sessions are added before they are rounded, once", lambda: credits_for(
        worked_seconds([session(5, begin=n * 10) for n in range(3)], START)), 10),
    Row("U9", "40 credits need no notice", lambda: closing(40), None),
    Row("U9", "41 do", lambda: closing(41), "U9"),
    Row("U9", "50 do", lambda: closing(50), "U9"),
    Row("U9", "what was told may be charged", lambda: closing(80, TOLD), None),
    Row("U9", "what is past it may not", lambda: closing(90, TOLD), "U9"),
    Row("U9", "silence tells nothing", lambda: closing(50, SILENT), "U9"),
    Row("U9", "the rest is waived", lambda: charged_credits(90, [], waive=True), 40),
    Row("U9", "down to what was told, no further",
        lambda: charged_credits(90, [TOLD], waive=True), 80),
    Row("U9", "a lead charges it with a reason",
        lambda: closing(90, override_reason="Agreed by phone", role=Role.LEAD), None),
    Row("U9", "a lead gives one", lambda: closing(90, override_reason=" ", role=Role.LEAD), "U9"),
    Row("U9", "an estimate of 40 asks for nothing", lambda: crossed(0, 40), []),
    Row("U9", "an estimate past 40 does", lambda: crossed(0, 50), [OVER]),
    Row("U9", "an agreement up to it answers that",
        lambda: is_agreed(Crossing(OVER, 40, 0, 80), Agreement(80, funded=False)), True),
    Row("U9", "an agreement on less does not",
        lambda: is_agreed(Crossing(OVER, 40, 0, 80), Agreement(70, funded=True)), False),
    Row("U9", "the fifth block is crossed in its first second",
        lambda: crossed(HOUR + 1, None, TOLD), [OVER]),
    Row("U9", "going past what was told asks again", lambda: crossed(2 * HOUR + 1, None, TOLD),
        [OVER, OVER]),
    Row("U9", "a notice names more than 40", lambda: answered(Answer.GO_ON, 40), "U9"),
    Row("U9", "it names what has run up at least", lambda: answered(Answer.GO_ON, 50), None),
    Row("U9", "it names whole blocks", lambda: answered(Answer.GO_ON, 55), "U9"),
    Row("U9", "to stay silent takes a reason", lambda: answered(Answer.NO_NOTICE, None), "U9"),
    Row("U9", "such as that it will be free",
        lambda: answered(Answer.NO_NOTICE, None, reason="Our bug"), None),
    Row("U10", "a second before the hour nothing is asked", lambda: crossed(HOUR - 1), []),
    Row("U10", "at the hour it is", lambda: crossed(HOUR), [SIXTY]),
    Row("U10", "what is covered brings it no nearer",
        lambda: limits_of(HOUR - 1, 3 * HOUR, cover=None), ()),
    Row("U10", "at 55 minutes there is a quiet warning",
        lambda: quiet_warning(55 * MINUTE, []), True),
    Row("U10", "not a second before", lambda: quiet_warning(55 * MINUTE - 1, []), False),
    Row("U10", "nor at the hour, which asks", lambda: quiet_warning(HOUR, []), False),
    Row("U10", "one answer tells the hour and the credits", lambda: allowance([TOLD]), 80),
    Row("U10", "the hour is agreed beforehand where credits reach",
        lambda: is_agreed(Crossing(SIXTY, 40, HOUR, 40), Agreement(80, funded=True)), True),
    Row("U10", "else it asks to replenish",
        lambda: is_agreed(Crossing(SIXTY, 40, HOUR, 40), Agreement(80, funded=False)), False),
    Row("U11", "what needs more is forwarded, by this clause too",
        lambda: clauses_for(Outcome.FORWARDED), ("U6", "U11", "S9", "U8")),
]  # fmt: skip


@table(ROWS)
def test_credits_are_used_as_the_policy_says(row: Row) -> None:
    """Each row of the table is so."""
    assert row.found() == row.expected


def test_each_clause_of_the_group_has_its_rows() -> None:
    """No clause on the use of credits is left out."""
    assert list(dict.fromkeys(row.clause for row in ROWS)) == group("U")
