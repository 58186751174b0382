"""A statement as text, CSV and PDF."""

import csv as csv_format
import io
import json
from dataclasses import dataclass
from datetime import date
from importlib.resources import files

from console.documents.printing import printed
from console.documents.wording import clause_words, word
from console.policy.terms import TERMS, Terms
from widgets.safe_text import one_line

TEXT_COLUMNS = 78
NAME_CHARS_MAX = 200
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Line:
    """One entry: the office's day, a sentence, the clauses, signed credits and the balance after.

    The clauses are told with the figures of `terms`, those of the entry's own version of the policy (A1).
    """

    entry: int
    day: date
    sentence: str
    clauses: tuple[str, ...]
    credits: int
    balance: int
    terms: Terms = TERMS


@dataclass(frozen=True, slots=True)
class Statement:
    """A customer's entries of some days; the opening balance and the lines come to the closing one."""

    desk_name: str
    customer: str
    address: str
    language: str
    first_day: date | None
    last_day: date
    opening: int
    closing: int
    free: int
    owing_since: date | None
    lines: tuple[Line, ...]


def text(statement: Statement) -> str:
    """The statement for a mail or a terminal, in 78 columns."""
    say = _Sayer(statement.language)
    head = [
        f"{say('statement')}",
        f"{_safe(statement.customer)} <{_safe(statement.address)}>",
        f"{say('period')}: {_period(statement)}",
        "",
        f"{say('opening')}: {_balance(statement.opening, say)}",
        "",
    ]
    body = [part for line in statement.lines for part in _text_line(line, statement.language)]
    return "\n".join([*head, *(body or [say("nothing"), ""]), _closing(statement, say)]) + "\n"


def csv(statement: Statement) -> str:
    """The statement as RFC 4180 has it, with a header; no text in it is taken for a formula.

    The first row is the opening balance and the last one the closing balance: what has no entry is no entry.
    """
    say = _Sayer(statement.language)
    first = statement.first_day.isoformat() if statement.first_day else ""
    out = io.StringIO()
    writer = csv_format.writer(out, lineterminator="\r\n")
    writer.writerow(["entry", "day", "what", "clauses", "credits", "balance"])
    writer.writerow(["", first, say("opening"), "", "", statement.opening])
    for line in statement.lines:
        writer.writerow(
            [
                line.entry,
                line.day.isoformat(),
                harmless(line.sentence),
                " ".join(line.clauses),
                line.credits,
                line.balance,
            ]
        )
    last = statement.last_day.isoformat()
    writer.writerow(["", last, say("closing"), "", "", statement.closing])
    return out.getvalue()


def pdf(statement: Statement) -> bytes:
    """The statement as a PDF of A4 pages; what it says goes in as data, never as markup."""
    import typst

    say = _Sayer(statement.language)
    data = {
        "language": statement.language,
        "desk": printed(statement.desk_name, max_chars=NAME_CHARS_MAX),
        "title": say("statement"),
        "customer": printed(statement.customer, max_chars=NAME_CHARS_MAX),
        "address": printed(statement.address, max_chars=NAME_CHARS_MAX),
        "period": f"{say('period')}: {_period(statement)}",
        "opening": [say("opening"), _balance(statement.opening, say)],
        "closing": _closing(statement, say),
        "heads": [say(name) for name in ("date", "what", "credits", "balance")],
        "nothing": "" if statement.lines else say("nothing"),
        "page": [say("page"), say("of")],
        "lines": [
            {
                "day": _day(line.day),
                "what": printed(line.sentence),
                "clauses": clause_words(line.clauses, statement.language, line.terms),
                "credits": signed(line.credits),
                "balance": str(line.balance),
            }
            for line in statement.lines
        ],
    }
    source = files("console.documents").joinpath("statement.typ").read_bytes()
    made: bytes = typst.compile(
        source, sys_inputs={"data": json.dumps(data)}, ignore_system_fonts=True
    )
    return made


def harmless(cell: str) -> str:
    """A text that no program for tables takes for a formula."""
    safe = one_line(cell)
    return f"'{safe}" if cell.startswith(_FORMULA) or safe.startswith(_FORMULA) else safe


def signed(credits: int) -> str:
    """Credits with their sign."""
    return f"{credits:+d}" if credits else "0"


class _Sayer:
    """Says words in one language."""

    def __init__(self, language: str) -> None:
        self.language = language

    def __call__(self, name: str) -> str:
        return word(name, self.language)


def _safe(words: str) -> str:
    return one_line(words, max_chars=NAME_CHARS_MAX)


def _period(statement: Statement) -> str:
    say = _Sayer(statement.language)
    if statement.first_day is None:
        return f"{say('until')} {_day(statement.last_day)}"
    return f"{say('from')} {_day(statement.first_day)} {say('until')} {_day(statement.last_day)}"


def _day(day: date) -> str:
    return f"{day:%d.%m.%Y}"


def _balance(balance: int, say: _Sayer) -> str:
    return f"{say('owes')} {-balance}" if balance < 0 else str(balance)


def _closing(statement: Statement, say: _Sayer) -> str:
    more = ""
    if statement.owing_since is not None:
        more = f", {say('since')} {_day(statement.owing_since)}"
    elif statement.free:
        more = f", {say('free_part')} {statement.free}"
    return f"{say('closing')}: {_balance(statement.closing, say)}{more}"


def _text_line(line: Line, language: str) -> list[str]:
    """An entry in a few lines: what and how much, wrapped; the clauses below."""
    import textwrap

    figures = f"{signed(line.credits):>7} {line.balance:>8}"
    room = TEXT_COLUMNS - 11 - len(figures) - 1
    told = textwrap.wrap(line.sentence, room) or [""]
    first = f"{_day(line.day)} {told[0]:<{room}} {figures}"
    rest = [f"{'':11}{part}" for part in told[1:]]
    cited = textwrap.wrap(clause_words(line.clauses, language, line.terms), TEXT_COLUMNS - 11)
    return [first.rstrip(), *rest, *(f"{'':11}{part}" for part in cited), ""]
