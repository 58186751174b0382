"""Group K, clause by clause: what a credit is, how credits come, and that they stay."""

from dataclasses import fields
from datetime import UTC, datetime

from console.policy.clauses import clause
from console.policy.credits import (
    Standing,
    balance_words,
    check_correction,
    check_grant,
    check_purchase,
    check_refund,
    check_reversal,
    draw,
    grant_clauses,
    origin_given,
    owes_since,
)
from console.policy.worktime import blocks, credits_for
from tests.policy.rows import Row, cited, group, table

PAID, FREE = "paid", "free"
MIXED = Standing(100, 20)
LONG_AGO, NOW = datetime(2020, 2, 29, tzinfo=UTC), datetime(2026, 11, 16, tzinfo=UTC)


def reversal(kind: str, credits: int, given_back: int = 0) -> str | None:
    """The clause by which a reversal is refused."""
    return cited(check_reversal(1, kind, credits=credits, given_back=given_back))


ROWS = [
    Row("K1", "no time is no credit", lambda: credits_for(0), 0),
    Row("K1", "a second is a started block of ten", lambda: credits_for(1), 10),
    Row("K1", "a whole quarter of an hour is ten", lambda: credits_for(15 * 60), 10),
    Row("K1", "a second more is twenty", lambda: credits_for(15 * 60 + 1), 20),
    Row("K1", "a sixteenth minute begins a second block", lambda: blocks(16 * 60), 2),
    Row("K2", "80 credits are a package", lambda: cited(check_purchase(80, 1)), None),
    Row("K2", "160 credits are a package", lambda: cited(check_purchase(160, 1)), None),
    Row("K2", "320 credits are a package", lambda: cited(check_purchase(320, 1)), None),
    Row("K2", "several of one size are bought at once", lambda: cited(check_purchase(80, 7)), None),
    Row("K2", "none is no purchase", lambda: cited(check_purchase(80, 0)), "K2"),
    Row("K2", "less than none is no purchase", lambda: cited(check_purchase(80, -1)), "K2"),
    Row("K2", "79 credits are no package", lambda: cited(check_purchase(79, 1)), "K2"),
    Row("K2", "240 credits are no package, though a sum of some",
        lambda: cited(check_purchase(240, 1)), "K2"),
    Row("K2", "a package is not bought back", lambda: cited(check_purchase(-80, 1)), "K2"),
    Row("K2", "no sum is too large to be refused",
        lambda: cited(check_purchase(10**30, 10**30)), "K2"),
    Row("K2", "any other figure is a correction with a reason",
        lambda: cited(check_correction(7, "Counted twice")), None),
    Row("K2", "a correction goes down too", lambda: cited(check_correction(-7, "Typo")), None),
    Row("K2", "a correction has a reason", lambda: cited(check_correction(7, " \t\n")), "K2"),
    Row("K2", "a correction moves something", lambda: cited(check_correction(0, "None")), "K2"),
    Row("K3", "a paid add-on brings 20", lambda: cited(check_grant(20)), None),
    Row("K3", "its grant says so", lambda: grant_clauses(20), ("K3",)),
    Row("K3", "an add-on brings no 25", lambda: cited(check_grant(25)), "K4"),
    Row("K4", "an add-on in a package brings 10", lambda: cited(check_grant(10)), None),
    Row("K4", "seven in a package bring 70", lambda: cited(check_grant(70)), None),
    Row("K4", "their grant says so", lambda: grant_clauses(70), ("K4",)),
    Row("K4", "half an add-on brings nothing", lambda: cited(check_grant(5)), "K4"),
    Row("K4", "no package takes credits away", lambda: cited(check_grant(-10)), "K4"),
    Row("K5", "a free add-on brings none", lambda: cited(check_grant(0)), "K5"),
    Row("K6", "paid credits add up", lambda: draw(MIXED, 80, origin=PAID), Standing(180, 20)),
    Row("K6", "free ones add up beside them",
        lambda: draw(MIXED, 20, origin=FREE), Standing(120, 40)),
    Row("K6", "free ones are spent first", lambda: draw(MIXED, -10, origin=PAID), Standing(90, 10)),
    Row("K6", "paid ones follow", lambda: draw(MIXED, -30, origin=PAID), Standing(70, 0)),
    Row("K6", "a setting spends paid ones first",
        lambda: draw(MIXED, -30, origin=PAID, free_first=False), Standing(70, 20)),
    Row("K6", "then the free ones",
        lambda: draw(MIXED, -90, origin=PAID, free_first=False), Standing(10, 10)),
    Row("K6", "the last credit tells what it was",
        lambda: draw(MIXED, -99, origin=PAID, free_first=False), Standing(1, 1)),
    Row("K6", "a debt swallows free ones",
        lambda: draw(Standing(-15, 0), 20, origin=FREE), Standing(5, 5)),
    Row("K6", "a grant that is taken back was free", lambda: origin_given("grant", 20, FREE), FREE),
    Row("K6", "a purchase was paid", lambda: origin_given("purchase", 80, PAID), PAID),
    Row("K6", "half a merge is not taken back alone", lambda: reversal("transfer", 80), "K6"),
    Row("K6", "credits know no day on which they end",
        lambda: [each.name for each in fields(Standing)], ["balance", "free"]),
    Row("K6", "a debt of 2020 is as old in 2026",
        lambda: owes_since(-10, since=LONG_AGO, now=NOW), LONG_AGO),
    Row("K6", "at nothing there is no debt", lambda: owes_since(0, since=LONG_AGO, now=NOW), None),
    Row("K7", "a balance is told as it is", lambda: balance_words(50), "50"),
    Row("K7", "nothing is told as nothing", lambda: balance_words(0), "0"),
    Row("K7", "a debt is told as owed", lambda: balance_words(-20), "owes 20"),
    Row("K7", "an entry of the history goes back once", lambda: reversal("charge", -40, 40), "K7"),
    Row("K7", "what is left of it goes back", lambda: reversal("charge", -40, 39), None),
    Row("K7", "what gave it back stays", lambda: reversal("reversal", 40), "K7"),
    Row("K7", "an entry of nothing gives nothing back", lambda: reversal("charge", 0), "K7"),
    Row("K8", "paid credits are not refunded", lambda: cited(check_refund()), "K8"),
    Row("K8", "nor by reversing what was bought", lambda: reversal("purchase", 80), "K8"),
    Row("K8", "a free grant can be taken back", lambda: reversal("grant", 20), None),
    Row("K8", "the refusal is the policy's own",
        lambda: clause("K8").words, "Paid technical support credits are not subject to refund."),
]  # fmt: skip


@table(ROWS)
def test_credits_are_what_the_policy_says(row: Row) -> None:
    """Each row of the table is so."""
    assert row.found() == row.expected


def test_each_clause_of_the_group_has_its_rows() -> None:
    """No clause on credits is left out."""
    assert list(dict.fromkeys(row.clause for row in ROWS)) == group("K")
