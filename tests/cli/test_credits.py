"""Credits, by commands."""

import json

import pytest

from tests.cli.conftest import Arrange, Runner

ANNA = "anna@shop.example"


@pytest.fixture(autouse=True)
def _a_customer(request_in: Arrange) -> None:
    request_in()


def _post(run: Runner, *words: str) -> dict[str, object]:
    posted: dict[str, object] = run.json("--as", "ada", "credits", *words, "--reason", "test")
    return posted


@pytest.mark.parametrize(
    ("words", "credits", "kind"),
    [
        (["purchase", ANNA, "80", "--quantity", "2"], 160, "purchase"),
        (["grant", ANNA, "20"], 20, "grant"),
        (["correct", ANNA, "-5"], -5, "correction"),
    ],
)
def test_an_entry_is_posted(run: Runner, words: list[str], credits: int, kind: str) -> None:
    """An entry is posted, signed."""
    posted = _post(run, *words)
    assert (posted["credits"], posted["balance_after"], posted["kind"]) == (credits, credits, kind)


@pytest.mark.parametrize(
    ("words", "clause"),
    [
        (["purchase", ANNA, "100"], "K2"),
        (["grant", ANNA, "7"], "K4"),
        (["correct", ANNA, "0"], "K2"),
    ],
)
def test_an_entry_against_the_rules_is_refused(run: Runner, words: list[str], clause: str) -> None:
    """An entry against the rules is refused with its clause."""
    ran = run("--as", "ada", "credits", *words, "--reason", "test", "--json")
    assert (ran.code, ran.data["refused"]["clause"]) == (1, clause)


@pytest.mark.parametrize("login", ["olga", "irina"])
def test_only_an_admin_posts(run: Runner, login: str) -> None:
    """Only an admin posts, and a role's refusal has no clause."""
    ran = run("--as", login, "credits", "grant", ANNA, "20", "--reason", "gift", "--json")
    assert (ran.code, ran.data["refused"]["clause"]) == (1, None)


def test_a_reference_posts_once(run: Runner) -> None:
    """A reference posts once: the same again gives the same entry."""
    words = ["purchase", ANNA, "80", "--reference", "order 7"]
    assert _post(run, *words)["entry"] == _post(run, *words)["entry"]


def test_an_entry_is_reversed(run: Runner) -> None:
    """An entry is reversed by its opposite."""
    entry = _post(run, "grant", ANNA, "20")["entry"]
    assert _post(run, "reverse", str(entry))["credits"] == -20


@pytest.mark.parametrize("words", [["grant", "nobody@shop.example", "20"], ["reverse", "999"]])
def test_what_does_not_exist_is_not_found(run: Runner, words: list[str]) -> None:
    """A customer or entry that does not exist is not found."""
    assert run("--as", "ada", "credits", *words, "--reason", "test").code == 3


def test_a_balance_is_told(run: Runner) -> None:
    """A balance is told, with what of it came free."""
    _post(run, "purchase", ANNA, "80")
    _post(run, "grant", ANNA, "20")
    assert run("credits", "balance", ANNA).out == "100, 20 of it free\n"


def test_a_debt_is_told_in_words(run: Runner) -> None:
    """A debt is told in words."""
    _post(run, "correct", ANNA, "-20")
    assert run("credits", "balance", ANNA).out == "owes 20\n"


@pytest.mark.parametrize("command", [["credits", "balance"], ["statement"]])
def test_a_statement_lists_the_entries(run: Runner, command: list[str]) -> None:
    """A balance and a statement both list the entries as data."""
    _post(run, "purchase", ANNA, "80")
    data = run.json(*command, ANNA.upper())
    assert (data["balance"], [each["credits"] for each in data["entries"]]) == (80, [80])


def test_a_statement_is_given_as_json_by_its_format(run: Runner) -> None:
    """A statement in the format json is the same as with --json."""
    assert json.loads(run("statement", ANNA, "--format", "json").out) == run.json("statement", ANNA)


@pytest.mark.parametrize(
    ("words", "credits"),
    [
        (["--from", "2026-11-16"], [80, 20]),
        (["--from", "2026-11-17"], [20]),
        (["--to", "2026-11-16"], [80]),
        (["--from", "2026-11-17", "--to", "2026-11-17"], [20]),
        (["--to", "2026-11-15"], []),
    ],
)
def test_a_statement_keeps_to_its_days(run: Runner, words: list[str], credits: list[int]) -> None:
    """A statement keeps to its days of the office, both ends included."""
    _post(run, "purchase", ANNA, "80")
    # 20:30 UTC is half past midnight of the next day at the office.
    run.wait(14 * 60 + 30)
    _post(run, "grant", ANNA, "20")
    assert [each["credits"] for each in run.json("statement", ANNA, *words)["entries"]] == credits


def test_a_statement_whose_days_are_reversed_is_wrong_usage(run: Runner) -> None:
    """A statement that ends before it begins is wrong usage."""
    assert run("statement", ANNA, "--from", "2026-11-17", "--to", "2026-11-16").code == 2


def test_a_statement_in_words_tells_each_entry(run: Runner) -> None:
    """A statement in words has a line for each entry."""
    _post(run, "purchase", ANNA, "80")
    assert "+80" in run("statement", ANNA).out


def test_a_correction_names_the_entry_that_was_wrong(run: Runner) -> None:
    """A correction names the entry that it corrects."""
    first = _post(run, "purchase", ANNA, "80")
    assert _post(run, "correct", ANNA, "-80", "--corrects", str(first["entry"]))["credits"] == -80


def test_a_statement_tells_each_entry_in_a_sentence(run: Runner) -> None:
    """A statement's text tells each entry in a sentence, between two balances."""
    _post(run, "purchase", ANNA, "80")
    out = run("--as", "olga", "statement", ANNA).out
    assert "A package of 80 credits bought: test." in out


def test_a_statement_is_csv(run: Runner) -> None:
    """A statement as CSV is nothing else."""
    _post(run, "purchase", ANNA, "80")
    out = run("--as", "olga", "statement", ANNA, "--format", "csv").out
    assert out.startswith(
        "entry,day,what,clauses,credits,balance\r\n,,Opening balance,,,0\r\n1,2026-11-16,"
    )


def test_a_statement_is_a_pdf_in_a_file(run: Runner) -> None:
    """A statement as PDF goes into a file."""
    target = run.home / "statement.pdf"
    run("--as", "olga", "statement", "1", "--format", "pdf", "--output", str(target))
    assert target.read_bytes().startswith(b"%PDF-")


def test_a_statement_in_russian(run: Runner) -> None:
    """A statement speaks the language that is asked for."""
    _post(run, "purchase", ANNA, "80")
    assert "Куплен пакет" in run("--as", "olga", "statement", ANNA, "--language", "ru").out


def test_a_statement_is_sent(run: Runner) -> None:
    """A statement goes to its customer through the outbox."""
    run.json("--as", "olga", "statement", ANNA, "--send")
    (mail,) = run.json("--as", "olga", "outbox", "list")
    assert (mail["to"], mail["ticket"]) == (ANNA, None)


def test_a_statement_is_sent_in_the_language_that_is_asked_for(run: Runner) -> None:
    """A statement that is sent speaks the language that is asked for."""
    run.json("--as", "olga", "statement", ANNA, "--send", "--language", "ru")
    (mail,) = run.json("--as", "olga", "outbox", "list")
    assert mail["subject"] == "Выписка по вашим кредитам поддержки"


@pytest.mark.parametrize("words", [["--format", "csv"], ["--output", "x.txt"]])
def test_what_is_sent_is_not_written_to_a_file_too(run: Runner, words: list[str]) -> None:
    """Sending has a form of its own: to ask for another is wrong usage."""
    assert run("--as", "olga", "statement", ANNA, "--send", *words).code == 2


def test_a_statement_says_of_which_days_it_is(run: Runner) -> None:
    """As data it has its first and last day, and both balances."""
    _post(run, "purchase", ANNA, "80")
    run.wait(24 * 60)
    told = run.json("statement", ANNA, "--from", "2026-11-17", "--to", "2026-11-18")
    assert [told[name] for name in ("from", "to", "opening", "closing", "entries")] == [
        "2026-11-17", "2026-11-18", 80, 80, [],
    ]  # fmt: skip


def test_where_a_statement_cannot_be_written_says_so(run: Runner) -> None:
    """A file that cannot be written is bad input."""
    ran = run("--as", "olga", "statement", ANNA, "--format", "csv", "--output", "/nowhere/x")
    assert ran.code == 2


def test_an_entry_is_explained(run: Runner) -> None:
    """`explain` tells why an entry is what it is."""
    _post(run, "purchase", ANNA, "80")
    found = run.json("--as", "olga", "explain", "1")
    assert (found["entry"]["credits"], found["clauses"][0]["clause"]) == (80, "K2")


def test_an_unknown_entry_is_exit_3(run: Runner) -> None:
    """An entry that is not there is not found."""
    assert run("--as", "olga", "explain", "99").code == 3
