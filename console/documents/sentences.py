"""One sentence for each entry of a ledger, in the customer's language."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from console.documents.wording import outcome_words
from console.policy.terms import TERMS
from widgets.durations import clock_words, length_words
from widgets.safe_text import one_line

SUBJECT_CHARS_MAX = 60
REASON_CHARS_MAX = 120


@dataclass(frozen=True, slots=True)
class EntryFacts:
    """What a sentence about an entry is made of; `credits` is signed, `covered_by` names a support package.

    `cost` is what the request had cost in all by then, some of it charged before; None where that was not kept.
    """

    entry: int
    kind: str
    credits: int
    quantity: int | None = None
    ticket: int | None = None
    subject: str | None = None
    outcome: str | None = None
    worked_seconds: int | None = None
    blocks: int | None = None
    block_seconds: int = TERMS.block_seconds
    cost: int | None = None
    waived: int = 0
    covered_by: str = ""
    reason: str | None = None
    refers_to: int | None = None


def sentence(entry: EntryFacts, language: str) -> str:
    """What an entry was, in one plain sentence."""
    told = _RU if language == "ru" else _EN
    return one_line(told[entry.kind](entry))


def _about(entry: EntryFacts) -> str:
    subject = one_line(entry.subject or "", max_chars=SUBJECT_CHARS_MAX)
    return f"#{entry.ticket} “{subject}”" if subject else f"#{entry.ticket}"


def _reason(entry: EntryFacts) -> str:
    return one_line(entry.reason or "", max_chars=REASON_CHARS_MAX)


def _time(entry: EntryFacts) -> str:
    return clock_words(entry.worked_seconds or 0)


def _cost(entry: EntryFacts) -> int:
    return -entry.credits if entry.cost is None else entry.cost


def _charge_en(entry: EntryFacts) -> str:
    ended = outcome_words(entry.outcome or "", "en")
    block = length_words(entry.block_seconds, "en")
    worked = f"{_time(entry)} of work, blocks of {block}: {entry.blocks or 0}"
    cost = _cost(entry)
    if entry.covered_by:
        rest = ", the rest is charged" if cost else ""
        told = f"covered by {entry.covered_by}{rest}"
    else:
        told = "charged by time" if cost or entry.waived else "free of charge"
    before = f", {cost + entry.credits} credits of it before" if cost + entry.credits > 0 else ""
    waived = f"; {entry.waived} credits waived" if entry.waived else ""
    return f"Request {_about(entry)}: {ended}; {worked}; {told}{before}{waived}."


def _charge_ru(entry: EntryFacts) -> str:
    ended = outcome_words(entry.outcome or "", "ru")
    block = length_words(entry.block_seconds, "ru")
    worked = f"работа {_time(entry)}, блоков по {block}: {entry.blocks or 0}"
    cost = _cost(entry)
    if entry.covered_by:
        rest = ", остальное оплачено" if cost else ""
        told = f"покрыто пакетом {entry.covered_by}{rest}"
    else:
        told = "оплата по времени" if cost or entry.waived else "бесплатно"
    before = f", из них списано раньше: {cost + entry.credits}" if cost + entry.credits > 0 else ""
    waived = f"; не взято кредитов: {entry.waived}" if entry.waived else ""
    return f"Заявка {_about(entry)}: {ended}; {worked}; {told}{before}{waived}."


def _purchase_en(entry: EntryFacts) -> str:
    many = entry.quantity or 1
    size = entry.credits // many
    bought = f"A package of {size} credits" if many == 1 else f"{many} packages of {size} credits"
    return f"{bought} bought: {_reason(entry)}."


def _purchase_ru(entry: EntryFacts) -> str:
    many = entry.quantity or 1
    size = entry.credits // many
    times = f", пакетов: {many}" if many > 1 else ""
    return f"Куплен пакет на {size} кредитов{times}: {_reason(entry)}."


def _correction_en(entry: EntryFacts) -> str:
    which = f" of entry {entry.refers_to}" if entry.refers_to is not None else ""
    return f"Correction{which}: {_reason(entry)}."


def _correction_ru(entry: EntryFacts) -> str:
    which = f" записи {entry.refers_to}" if entry.refers_to is not None else ""
    return f"Исправление{which}: {_reason(entry)}."


def _reversal_en(entry: EntryFacts) -> str:
    about = f" for request {_about(entry)}" if entry.ticket is not None else ""
    return f"Entry {entry.refers_to}{about} reversed: {_reason(entry)}."


def _reversal_ru(entry: EntryFacts) -> str:
    about = f" по заявке {_about(entry)}" if entry.ticket is not None else ""
    return f"Запись {entry.refers_to}{about} сторнирована: {_reason(entry)}."


_EN: Mapping[str, Callable[[EntryFacts], str]] = {
    "charge": _charge_en,
    "purchase": _purchase_en,
    "grant": lambda entry: f"Free credits: {_reason(entry)}.",
    "correction": _correction_en,
    "reversal": _reversal_en,
    "transfer": lambda entry: f"Two accounts made one: {_reason(entry)}.",
}
_RU: Mapping[str, Callable[[EntryFacts], str]] = {
    "charge": _charge_ru,
    "purchase": _purchase_ru,
    "grant": lambda entry: f"Бесплатные кредиты: {_reason(entry)}.",
    "correction": _correction_ru,
    "reversal": _reversal_ru,
    "transfer": lambda entry: f"Два счёта объединены: {_reason(entry)}.",
}
