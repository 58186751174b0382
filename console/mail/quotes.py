"""A mail's text told apart: its new words, a signature, what it quotes or forwards. All of it is kept, in order."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

LINES_MAX = 20_000
INTRODUCTION_LINES_MAX = 4
INTRODUCTION_CHARS_MAX = 400
SIGNATURE_LINES_MAX = 12
BLOCK_LINES_MAX = 12
REPLY_LINE = "Please write above this line"


class Kind(StrEnum):
    """What a piece of a mail's text is."""

    NEW = "new"
    SIGNATURE = "signature"
    QUOTED = "quoted"
    FORWARDED = "forwarded"


@dataclass(frozen=True, slots=True)
class Section:
    """Whole lines of one kind; the sections of a text, joined with line feeds, are that text."""

    kind: Kind
    text: str


# "On Monday, Anna wrote:", in English and Russian, as Gmail, Apple, Thunderbird, Yandex and Mail.ru write it.
_INTRODUCED = re.compile(
    r"(?:^(?:on|am|le)\b.{3,300}\b(?:wrote|schrieb|a écrit)\s{0,3}:$"
    r"|^(?=.{0,300}(?:\d|@)).{3,300}\b(?:wrote|writes|пишет|писал|писала|написал|написала|написал\(а\)|пишете)"
    r"(?: \(?(?:[aа]\)))?\s{0,3}:$"
    r"|^(?:понедельник|вторник|среда|четверг|пятница|суббота|воскресенье)\b.{0,200}\d{4}.{0,200}(?:от|from)\b.{0,200}:$"
    r"|^\d{1,2}[./]\d{1,2}[./]\d{2,4}.{0,100}\bот\b.{0,200}@.{0,100}:$)",
    re.IGNORECASE,
)
_INTRODUCTION_ENDS = re.compile(
    r"(?:wrote|writes|schrieb|a écrit|пишет|писала?|написала?|написал\(а\)|>)\s{0,3}:$",
    re.IGNORECASE,
)
_INTRODUCTION_BEGINS = re.compile(
    r"on\b|am\b|le\b|\d|пн|вт|ср|чт|пт|сб|вс|понед|вторн|сред|четв|пятн|суб|воскр|в пис",
    re.IGNORECASE,
)
_SEPARATOR = re.compile(
    r"[-_=* ]{2,20}\s?(?:original message|original appointment|reply message|forwarded message"
    r"|исходное сообщение|оригинальное сообщение|первоначальное сообщение|пересланное сообщение"
    r"|пересылаемое сообщение|пересылаемое письмо|конец пересылаемого сообщения|"
    r"конец пересланного сообщения|завершение пересылаемого сообщения|ursprüngliche nachricht"
    r"|message d'origine|mensaje original)\s?[-_=* ]{0,20}:?",
    re.IGNORECASE,
)
_BEGUN_FORWARDED = re.compile(
    r"(?:begin forwarded message|начало переадресованного сообщения)\s?:", re.IGNORECASE
)
_FORWARDED = re.compile("forwarded|пересыл|пересл|переадрес", re.IGNORECASE)
_RULE = re.compile(r"_{5,}|-{5,}")
_FIELD = re.compile(
    r"[*>\s]{0,3}(from|sent|date|to|cc|subject|importance|reply-to"
    r"|от|отправлено|дата|кому|копия|тема|от кого|отправитель|важность)\s?:[*]?\s",
    re.IGNORECASE,
)
_FROM = {"from", "от", "от кого", "отправитель"}
_WHEN = {"sent", "date", "отправлено", "дата"}
_ABOUT = {"to", "subject", "кому", "тема"}
_SIGNED = re.compile(r"--\s?$")
_PHONE = re.compile(
    r"(?:sent|get outlook|отправлено|послано|написано)\b.{0,60}"
    r"(?:iphone|ipad|android|blackberry|samsung|galaxy|huawei|xiaomi|redmi|phone|mobile|outlook|yahoo|gmail|proton"
    r"|телефона|смартфона|айфона|планшета|устройства|почты|mail\.ru|яндекс|yandex).{0,80}",
    re.IGNORECASE,
)


def sections(text: str) -> tuple[Section, ...]:
    """The text in pieces, in linear time; where in doubt, words are new."""
    lines = text.split("\n")
    kinds = _quoted_by_marks(lines)
    _quote_history(lines, kinds)
    _mark_signature(lines, kinds)
    _close_gaps(lines, kinds)
    if all(kind is not Kind.NEW for kind in kinds):
        return (Section(Kind.NEW, text),) if text else ()
    numbered = groupby(range(len(lines)), key=lambda number: kinds[number])
    return tuple(Section(kind, "\n".join(lines[n] for n in numbers)) for kind, numbers in numbered)


def new_text(text: str) -> str:
    """What the writer wrote now, without what is quoted and signed."""
    pieces = (section.text for section in sections(text) if section.kind is Kind.NEW)
    return "\n".join(pieces).strip("\n")


def _quoted_by_marks(lines: list[str]) -> list[Kind]:
    """Lines that begin with '>' are quoted, and so are those that introduce them."""
    kinds = [Kind.QUOTED if line.lstrip().startswith(">") else Kind.NEW for line in lines]
    for number, kind in enumerate(kinds[:LINES_MAX]):
        if kind is Kind.QUOTED and number and kinds[number - 1] is Kind.NEW:
            for at in _introduction(lines, before=number):
                kinds[at] = Kind.QUOTED
    return kinds


def _introduction(lines: list[str], *, before: int) -> range:
    """The lines that say whose words follow, perhaps one blank line further up."""
    end = before
    while end > max(0, before - 2) and not lines[end - 1].strip():
        end -= 1
    if not end or not _INTRODUCTION_ENDS.search(lines[end - 1].strip()[-40:]):
        return range(0)
    for start in range(end - 1, max(-1, end - 1 - INTRODUCTION_LINES_MAX), -1):
        if not lines[start].strip():
            break
        joined = " ".join(line.strip() for line in lines[start:end])
        if len(joined) <= INTRODUCTION_CHARS_MAX and (
            _INTRODUCED.match(joined) or _INTRODUCTION_BEGINS.match(joined)
        ):
            return range(start, before)
    return range(0)


def _quote_history(lines: list[str], kinds: list[Kind]) -> None:
    """From a separator or a block of fields on, all is history: it is written below by mail programs alone."""
    for number, line in enumerate(lines[:LINES_MAX]):
        if kinds[number] is Kind.NEW and _begins_history(lines, number, line.strip()):
            start = number
            if number and _RULE.fullmatch(lines[number - 1].strip()):
                start = number - 1
            kind = Kind.FORWARDED if _FORWARDED.search(line) else Kind.QUOTED
            kinds[start:] = [kind] * (len(lines) - start)
            return


def _begins_history(lines: list[str], number: int, line: str) -> bool:
    if not line or len(line) > INTRODUCTION_CHARS_MAX:
        return False
    if line.strip(" -_=#*").startswith(REPLY_LINE) or _SEPARATOR.fullmatch(line):
        return True
    if _BEGUN_FORWARDED.fullmatch(line) or _is_field_block(lines, number):
        return True
    return _introduces_the_rest(lines, number)


def _introduces_the_rest(lines: list[str], number: int) -> bool:
    """Whether it reads "On … wrote:" over an unmarked quote, with a date or an address that no person writes."""
    for count in range(1, INTRODUCTION_LINES_MAX):
        taken = lines[number : number + count]
        if len(taken) < count or not all(line.strip() for line in taken):
            return False
        joined = " ".join(line.strip() for line in taken)
        if len(joined) > INTRODUCTION_CHARS_MAX:
            return False
        if joined.endswith(":") and _INTRODUCED.match(joined):
            marked = re.search(r"@|\d{1,2}:\d\d|\d{4}", joined)
            follows = any(line.strip() for line in lines[number + count : number + count + 3])
            return bool(marked) and follows and bool(_INTRODUCTION_BEGINS.match(joined))
    return False


def _is_field_block(lines: list[str], number: int) -> bool:
    """Outlook's block: from whom, when, and to whom or about what."""
    first = _FIELD.match(lines[number] + " ")
    if first is None or first[1].lower() not in _FROM:
        return False
    found: set[str] = set()
    for line in lines[number : number + BLOCK_LINES_MAX]:
        if field := _FIELD.match(line + " "):
            found.add(field[1].lower())
        elif not line.strip() and len(found) > 1:
            break
    return bool(found & _WHEN and found & _ABOUT)


def _mark_signature(lines: list[str], kinds: list[Kind]) -> None:
    """From the last "-- " above the history, or a phone's line, when little follows."""
    end = len(lines)
    while end and (kinds[end - 1] is not Kind.NEW or not lines[end - 1].strip()):
        end -= 1
    written = 0
    for number in range(end - 1, max(-1, end - 1 - 2 * SIGNATURE_LINES_MAX), -1):
        line = lines[number].strip(" ")
        if kinds[number] is not Kind.NEW or written > SIGNATURE_LINES_MAX:
            return
        signed = bool(_SIGNED.fullmatch(line))
        if signed or (written == 0 and _PHONE.fullmatch(line)):
            kinds[number:end] = [Kind.SIGNATURE] * (end - number)
        if signed:
            return
        written += bool(line) and kinds[number] is Kind.NEW


def _close_gaps(lines: list[str], kinds: list[Kind]) -> None:
    """Blank lines between lines of one kind are of it too, and those at the end go with what is above."""
    above: Kind | None = None
    gap: list[int] = []
    for number, line in enumerate(lines):
        if not line.strip():
            gap.append(number)
            continue
        _fill(kinds, gap, above if above is kinds[number] else Kind.NEW)
        above, gap = kinds[number], []
    _fill(kinds, gap, above or Kind.NEW)


def _fill(kinds: list[Kind], gap: list[int], kind: Kind) -> None:
    for number in gap:
        kinds[number] = kind
