"""Reports, by commands."""

import csv
import io
from datetime import date

import pytest

from console.cli import report_words
from console.documents.figures import Column, Figures, Group, Line, Unit, records
from console.documents.figures import csv as as_csv
from console.services.report_layouts import GROUPED, LAYOUTS, By, Name
from tests.cli.conftest import Runner

ANNA = "anna@shop.example"
LONGEST = "first-party-theme-conflict"
NAMES = {
    "outcomes": "outcome ground closings worked_seconds charged_credits free_credits",
    "time": "outcome worked_seconds charged_seconds free_seconds covered_seconds waived_seconds discarded_seconds",
    "credits": "balance_before bought granted charged corrected given_back taken_back moved balance_after",
    "limits": "limit answer answered_by crossings",
    "estimates": "outcome requests worked_seconds estimated_credits took_credits cost over",
    "bugs": "outcome ground words closings free_seconds free_credits",
}


@pytest.fixture
def closed(run: Runner, taken: int) -> Runner:
    """A request was estimated, worked on for over an hour and closed as our fault; pavel answered for nothing."""
    run("estimate", str(taken), "10")
    run("timer", "start", str(taken))
    run.wait(61)
    run("timer", "stop")
    run("--as", "ada", "credits", "purchase", ANNA, "80", "--reason", "Order")
    ran = run("close", str(taken), "--outcome", "first-party-bug", "--ground", "=F4 Filters")
    assert ran.code == 0, ran.err
    return run


@pytest.mark.parametrize("name", Name)
def test_a_report_s_rows_have_what_was_promised(closed: Runner, name: Name) -> None:
    """As JSON, each row has the names of its report and no others."""
    found = closed.json("--as", "irina", "report", name)
    assert [set(row) for row in found] == [set(NAMES[name].split())] * len(found) != []


@pytest.mark.parametrize(
    ("by", "named"),
    [
        ("person", {"person": "olga", "name": "Olga"}),
        ("week", {"week": "2026-W47"}),
        ("customer", {"customer": 1, "name": "Anna Lee"}),
    ],
)
def test_a_group_is_named_in_each_row(closed: Runner, by: str, named: dict[str, object]) -> None:
    """By whom or what it is grouped stands first."""
    (row,) = closed.json("--as", "irina", "report", "outcomes", "--by", by)
    assert dict(list(row.items())[: len(named)]) == named


def test_the_format_may_be_json(closed: Runner) -> None:
    """`--format json` gives what `--json` gives, and says its days beside it."""
    plain = closed("--as", "irina", "report", "time", "--format", "json")
    assert (plain.data, plain.err) == (
        closed.json("--as", "irina", "report", "time"),
        "Worked time, 2026-11-01 to 2026-11-16.\n",
    )


def test_csv_is_safe_from_formulas(closed: Runner) -> None:
    """What somebody wrote is no formula to a program for tables."""
    ran = closed("--as", "irina", "report", "bugs", "--format", "csv")
    heads, row = csv.reader(io.StringIO(ran.out))
    assert dict(zip(heads, row, strict=True)) == {
        "outcome": "first-party-bug", "ground": "F4", "words": "'=F4 Filters", "closings": "1",
        "free_seconds": "3660", "free_credits": "50",
    }  # fmt: skip


def test_words_have_a_total(closed: Runner) -> None:
    """In words, a report says its days, its rows and what they come to."""
    told = closed("--as", "irina", "report", "bugs", "--by", "person").out.splitlines()
    assert [line.split() for line in told] == [
        ["Faults", "of", "our", "own,", "2026-11-01", "to", "2026-11-16."], [],
        ["outcome", "ground", "words", "closings", "free", "credits"], ["Olga"],
        ["·", "first-party-bug", "F4", "=F4", "Filters", "1", "1:01:00", "50"],
        ["total", "1", "1:01:00", "50"],
    ]  # fmt: skip


def test_days_on_which_nothing_happened_say_so(closed: Runner) -> None:
    """Nothing is no error."""
    ran = closed("--as", "irina", "report", "time", "--to", "2026-10-31")
    assert (ran.code, ran.out.splitlines()[1]) == (0, "Nothing is on record of these days.")


@pytest.mark.parametrize("login", ["olga", "irina", "ada"])
@pytest.mark.parametrize("name", Name)
def test_who_may_see_which(run: Runner, login: str, name: Name) -> None:
    """Leads and admins see every report, a specialist their own time alone."""
    refused = login == "olga" and name is not Name.TIME
    assert run("--as", login, "report", name).code == (1 if refused else 0)


def test_a_refusal_has_no_clause(run: Runner) -> None:
    """A role's refusal names who may, and no clause."""
    ran = run("report", "bugs", "--json")
    assert ran.data == {
        "refused": {"reason": "Only a lead or an admin may see everybody's figures.", "clause": None}
    }  # fmt: skip


def test_a_specialist_is_told_that_it_is_theirs(closed: Runner) -> None:
    """Their own time is told as theirs."""
    told = closed("--as", "pavel", "report", "time").out.splitlines()
    assert told[0] == "Worked time, 2026-11-01 to 2026-11-16, yours alone."


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("time --from 2026-11-02 --to 2026-11-01", "--to is before --from."),
        ("time --from 2026-12-01", "The last day is before the first."),
        ("time --from monday", "is no day"),
        ("weather", "invalid choice"),
        ("time --by moon", "'moon' is none of: person, week, customer, component."),
        ("time --format pdf", "invalid choice"),
    ],
)
def test_what_makes_no_sense_is_wrong_usage(run: Runner, words: str, said: str) -> None:
    """It ends with 2, and says what was wrong."""
    ran = run("--as", "irina", "report", *words.split())
    assert (ran.code, said in ran.err) == (2, True), ran.err


def big(name: Name, by: By | None) -> Figures:
    """A report of long names and large figures."""
    labels, figures = LAYOUTS[name]
    group = Group((1, "x" * 90)[: len(GROUPED[by])], "x" * 90) if by else Group()
    line = Line(
        group, (LONGEST, "U6 U11 S9", "w" * 90)[: len(labels)], tuple(99_999 for _ in figures)
    )
    day = date(2026, 11, 16)
    return Figures(
        str(name), day, day, GROUPED[by] if by else (), labels, figures, (line, line), line.figures
    )  # fmt: skip


@pytest.mark.parametrize("by", [None, *By])
@pytest.mark.parametrize("name", Name)
def test_a_table_fits_eighty_columns(name: Name, by: By | None) -> None:
    """Whatever its names are, with its figures whole."""
    told = report_words.text(big(name, by)).splitlines()
    assert max(map(len, told)) <= 80
    rows = [line for line in told if "99999" in line or "27:46:39" in line]
    assert [line.count("99999") + line.count("27:46:39") for line in rows] == [
        len(LAYOUTS[name][1])
    ] * len(rows)


def test_a_rare_column_is_told_where_there_is_something() -> None:
    """Columns that are 0 throughout and rare are left out for people."""
    rare = Column("moved", "moved", Unit.SIGNED, rare=True)
    day = date(2026, 11, 16)
    heads = []
    for figure in (0, 5):
        lines = (Line(Group(), (), (7, figure)),)
        plain = Column("bought", "bought", Unit.SIGNED)
        found = Figures("credits", day, day, (), (), (plain, rare), lines, (7, figure))
        heads.append(report_words.text(found).splitlines()[2].split())
        assert records(found) == [{"bought": 7, "moved": figure}]
    assert heads == [["bought"], ["bought", "moved"]]


def test_a_customer_s_name_is_no_formula() -> None:
    """Whose name begins as a formula does is guarded in CSV."""
    day = date(2026, 11, 16)
    lines = (Line(Group((1, "=1+1"), ""), (), (7,)),)
    figures = Figures(
        "credits", day, day, GROUPED[By.CUSTOMER], (), (Column("n", "n", Unit.COUNT),), lines, (7,)
    )
    assert as_csv(figures) == "customer,name,n\r\n1,'=1+1,7\r\n"


def test_what_a_report_leaves_open_is_said_to_people_alone(closed: Runner, taken: int) -> None:
    """Below the table in words, and in no row of what programs read."""
    assert closed("--as", "irina", "reopen", str(taken), "--reason", "Not ours").code == 0
    assert (
        closed(
            "--as", "irina", "close", str(taken), "--outcome", "answered", "--waive-over-limit"
        ).code
        == 0
    )
    told, form = "A request closed again is told by the difference", ("--format", "csv")
    words, csv_text = (closed("--as", "irina", "report", "outcomes", *each) for each in ((), form))
    assert words.out.splitlines()[-2].startswith(told)
    assert (told in csv_text.out, csv_text.code) == (False, 0)
