"""Statements as text, CSV and PDF say the same, in both languages, and nothing that is hidden in them acts."""

import csv as csv_format
import io
import json
from dataclasses import replace
from datetime import date

import pytest

from console.documents.sentences import EntryFacts, sentence
from console.documents.statement import Line, Statement, csv, harmless, pdf, text
from console.documents.wording import LANGUAGES, outcome_words
from console.policy.outcomes import Outcome
from console.policy.terms import TERMS

LINES = (
    Line(1, date(2026, 11, 2), "A package of 80 credits bought: Order 7.", ("K2",), 80, 80),
    Line(2, date(2026, 11, 16), "Request #12 “Search”: answered.", ("S1", "U7", "U8"), -30, 50),
    Line(3, date(2026, 11, 17), "Correction: moved.", ("K2",), -70, -20),
)
STATEMENT = Statement(
    desk_name="Desk", customer="Anna Petrova", address="anna@shop.example", language="en",
    first_day=date(2026, 11, 1), last_day=date(2026, 11, 30), opening=0, closing=-20, free=0,
    owing_since=date(2026, 11, 17), lines=LINES,
)  # fmt: skip


@pytest.mark.parametrize(
    "words",
    [
        "Statement of support credits",
        "Anna Petrova <anna@shop.example>",
        "Period: from 01.11.2026 until 30.11.2026",
        "Opening balance: 0",
        "Request #12 “Search”: answered.",
        "U8 10 credits for 15 minutes",
        "-30       50",
        "Closing balance: owes 20, since 17.11.2026",
    ],
)
def test_the_text_tells_it_all(words: str) -> None:
    """The text tells the period, both balances, and each entry with its clauses."""
    assert words in text(STATEMENT)


@pytest.mark.parametrize(
    "words", ["Выписка по кредитам", "долг 20", "пакеты кредитов", "Остаток на начало"]
)
def test_it_speaks_russian(words: str) -> None:
    """The statement speaks the customer's language."""
    assert words in text(replace(STATEMENT, language="ru"))


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "U8 12 credits for 20 minutes"), ("ru", "U8 12 кредитов за 20 мин")],
)
def test_a_clause_has_the_figures_of_the_entrys_own_policy(language: str, words: str) -> None:
    """What an entry was charged by is told, not what is charged by now (A1)."""
    terms = replace(TERMS, block_seconds=1200, credits_per_block=12)
    lines = (replace(LINES[1], terms=terms),)
    assert words in text(replace(STATEMENT, language=language, lines=lines))


def test_the_text_fits_a_narrow_screen() -> None:
    """No line of the text is wider than 78 columns."""
    long = replace(STATEMENT, lines=(replace(LINES[1], sentence="Слово " * 60),))
    assert max(map(len, text(long).splitlines())) <= 78


def test_a_period_without_entries_says_so() -> None:
    """Nothing is said in words."""
    assert "Nothing was posted" in text(replace(STATEMENT, lines=(), closing=0, owing_since=None))


def rows(statement: Statement) -> list[dict[str, str]]:
    """The rows of a statement's CSV by their heads."""
    return list(csv_format.DictReader(io.StringIO(csv(statement))))


def test_the_csv_reads_back_as_it_was() -> None:
    """The CSV reads back as the entries."""
    entries = [each for each in rows(STATEMENT) if each["entry"]]
    assert [(each["credits"], each["balance"], each["clauses"]) for each in entries] == [
        ("80", "80", "K2"),
        ("-30", "50", "S1 U7 U8"),
        ("-70", "-20", "K2"),
    ]


@pytest.mark.parametrize(
    ("place", "told"),
    [
        (0, ("", "2026-11-01", "Opening balance", "", "", "0")),
        (-1, ("", "2026-11-30", "Closing balance", "", "", "-20")),
    ],
    ids=["the opening balance comes first", "the closing balance comes last"],
)
def test_the_csv_has_both_balances(place: int, told: tuple[str, ...]) -> None:
    """The balances stand around the entries, in rows that are no entry."""
    assert tuple(rows(STATEMENT)[place].values()) == told


def test_the_csv_of_no_entries_has_its_balances() -> None:
    """A period without entries has its two balances."""
    assert [each["balance"] for each in rows(replace(STATEMENT, lines=(), closing=0))] == ["0", "0"]


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1", " =1", "＝1", "＠x"])
def test_no_cell_is_taken_for_a_formula(cell: str) -> None:
    """What a program for tables would run is quoted."""
    assert harmless(cell).startswith("'")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pdf_is_one(language: str) -> None:
    """The PDF is a PDF."""
    assert pdf(replace(STATEMENT, language=language)).startswith(b"%PDF-")


@pytest.mark.parametrize(
    "name",
    ['#import "x.typ"', "$x$ *b* _i_", "#panic()", "\\", '"', "]", "@ref", "\x1b[31m", "𝒳 日本"],
)
def test_what_a_name_hides_is_no_markup(name: str) -> None:
    """A customer called like markup changes nothing but the name."""
    assert pdf(replace(STATEMENT, customer=name)).startswith(b"%PDF-")


def test_the_pdf_tells_a_sentence_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    """However long its subject is, the end of a sentence is there: what was waived is told last."""
    told: dict[str, str] = {}
    monkeypatch.setattr(
        "typst.compile", lambda _, *, sys_inputs, **__: told.update(sys_inputs) or b""
    )
    long = sentence(replace(CHARGE, subject="Слово " * 20, cost=0, credits=0, waived=30), "ru")
    pdf(replace(STATEMENT, language="ru", lines=(replace(LINES[1], sentence=long),)))
    assert json.loads(told["data"])["lines"][0]["what"].endswith("не взято кредитов: 30.")


def test_the_same_statement_is_the_same_pdf() -> None:
    """The same statement gives the same bytes."""
    assert pdf(STATEMENT) == pdf(STATEMENT)


def test_a_long_statement_takes_pages() -> None:
    """A long statement takes as many pages as it needs."""
    assert pdf(replace(STATEMENT, lines=LINES * 100)).count(b"/Type /Page\n") != 1


CHARGE = EntryFacts(
    entry=2, kind="charge", credits=-30, ticket=12, subject="Search", outcome="answered",
    worked_seconds=2232, blocks=3,
)  # fmt: skip


@pytest.mark.parametrize(
    ("entry", "language", "words"),
    [
        (CHARGE, "en", "Request #12 “Search”: answered; 0:37:12 of work, blocks of 15 minutes: 3; charged by time."),
        (replace(CHARGE, credits=0, outcome="first-party-bug"), "en", "bug of our add-on; 0:37:12 of work, blocks of 15 minutes: 3; free of charge."),
        (replace(CHARGE, credits=0, covered_by="Premium"), "en", "covered by Premium."),
        (replace(CHARGE, covered_by="Incident"), "en", "covered by Incident, the rest is charged."),
        (replace(CHARGE, waived=10), "en", "; 10 credits waived."),
        (replace(CHARGE, credits=0, cost=0, waived=30), "en", "charged by time; 30 credits waived."),
        (replace(CHARGE, credits=0, cost=30), "en", "charged by time, 30 credits of it before."),
        (replace(CHARGE, credits=-10, cost=30), "en", "charged by time, 20 credits of it before."),
        (replace(CHARGE, credits=-10, cost=30), "ru", "оплата по времени, из них списано раньше: 20."),
        (replace(CHARGE, credits=0, cost=10, covered_by="Incident"), "en",
         "covered by Incident, the rest is charged, 10 credits of it before."),
        (replace(CHARGE, block_seconds=600), "en", "blocks of 10 minutes: 3"),
        (replace(CHARGE, block_seconds=600), "ru", "блоков по 10 мин: 3"),
        (CHARGE, "ru", "Заявка #12 “Search”: дан ответ; работа 0:37:12, блоков по 15 мин: 3; оплата по времени."),
        (EntryFacts(1, "purchase", 160, quantity=2, reason="Order 7"), "en", "2 packages of 80 credits bought: Order 7."),
        (EntryFacts(1, "purchase", 80, quantity=1, reason="Order 7"), "en", "A package of 80 credits bought: Order 7."),
        (EntryFacts(1, "purchase", 160, quantity=2, reason="Заказ 7"), "ru", "Куплен пакет на 80 кредитов, пакетов: 2: Заказ 7."),
        (EntryFacts(1, "grant", 20, reason="Power Reviews"), "en", "Free credits: Power Reviews."),
        (EntryFacts(3, "correction", -5, reason="Typo", refers_to=1), "en", "Correction of entry 1: Typo."),
        (EntryFacts(3, "reversal", 30, ticket=12, subject="Search", reason="Ours", refers_to=2), "en", "Entry 2 for request #12 “Search” reversed: Ours."),
        (EntryFacts(3, "reversal", 30, reason="Наша", refers_to=2), "ru", "Запись 2 сторнирована: Наша."),
        (EntryFacts(3, "transfer", 30, reason="Same person"), "en", "Two accounts made one: Same person."),
        (EntryFacts(1, "grant", 20, reason="a\x1b[31m\nb"), "en", "Free credits: a·[31m b."),
    ],
)  # fmt: skip
def test_each_entry_is_one_plain_sentence(entry: EntryFacts, language: str, words: str) -> None:
    """Each entry is told in one plain sentence, in the customer's language."""
    assert words in sentence(entry, language)


@pytest.mark.parametrize("outcome", Outcome)
def test_every_outcome_has_russian_words(outcome: Outcome) -> None:
    """How a request ended is said in Russian too."""
    assert not outcome_words(outcome, "ru").isascii()
