"""Similar requests: earlier ones in the same words, what they turned out to be, and what they took."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from console.policy.outcomes import RULES, Outcome
from console.services import bugs, facts
from console.services.bug_shapes import BugRef
from console.services.context import Desk
from db import bugs as db_bugs
from db import ledger, people, request_words
from db import similar as db_similar
from db.bugs import Known
from db.engine import Session
from db.similar import Answer
from db.tables import Entry, Ticket

SHOWN = 20
READ_OF_A_WORD = 100
"""Of a word so many of the newest requests with it are looked at: how rare it is follows from how far they reach."""

ASKED = 40
"""So many of those that share the rarest words are compared word by word."""

LEAST = 0.12
"""Less in common than that is nothing in common."""

VERY, FAIRLY = 0.55, 0.3
GREETINGS = ("Hello", "Здравствуйте")
"""What a closing begins with where nobody wrote an answer."""


@dataclass(frozen=True, slots=True)
class SimilarView:
    """A request in words like those of the one in hand; `alike` is 0 to 100, `shared` the words as that one has them.

    `credits` is what it took in the end, None while it is open; `answer` what a person wrote to its customer last;
    `bug` the known bug that it is of.
    """

    ticket: int
    subject: str
    customer: str
    received_at: datetime
    closed_at: datetime | None
    outcome: str | None
    ground: str | None
    clauses: tuple[str, ...]
    worked_seconds: int | None
    credits: int | None
    alike: int
    shared: tuple[str, ...]
    answer: str
    bug: BugRef | None

    @property
    def alike_words(self) -> str:
        """How alike it is, in words."""
        if self.alike >= 100 * VERY:
            return "very"
        return "fairly" if self.alike >= 100 * FAIRLY else "a little"

    @property
    def ended(self) -> str:
        """What it turned out to be, in words."""
        return RULES[Outcome(self.outcome)].label if self.outcome else "open"

    @property
    def took(self) -> str:
        """What it cost, in words."""
        if self.credits is None:
            return ""
        return f"{self.credits} credits" if self.credits else "free"


async def to(desk: Desk, *, ticket: int, limit: int = SHOWN) -> tuple[SimilarView, ...]:
    """The requests most like one, the likest first, then the newest. Raises NotFound."""
    async with desk.reading() as session:
        row = await facts.seen_ticket(session, ticket)
        text, author = await db_similar.first_words(session, ticket)
        words = request_words.by_stem(row.subject, text, author=author)
        likest = await _likest(session, ticket, list(words))
        return await _views(session, likest[:limit], words=words)


@dataclass(frozen=True, slots=True)
class _Likeness:
    ticket: int
    part: float
    shared: tuple[str, ...]


async def _likest(session: Session, ticket: int, words: list[str]) -> list[_Likeness]:
    newest = await db_similar.newest(session)
    pages = await db_similar.newest_with(session, words, limit=READ_OF_A_WORD)
    weights = {word: _weight(found, newest) for word, found in pages.items()}
    had: dict[int, list[str]] = {each: [] for each in _candidates(pages, weights) if each != ticket}
    for word, other in await db_similar.shared(session, words, list(had)):
        had[other].append(word)
    whole = sum(weights.values()) or 1.0
    found = [
        _Likeness(other, sum(weights[word] for word in shared) / whole,
                  tuple(sorted(shared, key=words.index)))
        for other, shared in had.items()
    ]  # fmt: skip
    alike = [each for each in found if each.part >= LEAST]
    return sorted(alike, key=lambda each: (-round(each.part, 2), -each.ticket))


def _weight(found: Sequence[int], newest: int) -> float:
    """How much a word tells: the fewer requests have it, the more, one at least."""
    reach = newest - found[-1] + 1 if len(found) == READ_OF_A_WORD else newest
    part = len(found) / max(1, reach)
    return math.log(1 + 1 / max(part, 1 / max(1, newest)))


def _candidates(pages: Mapping[str, Sequence[int]], weights: Mapping[str, float]) -> list[int]:
    """Those to compare: that have most of the rare words, as far as the pages tell."""
    sums: dict[int, float] = {}
    for word, found in pages.items():
        for each in found:
            sums[each] = sums.get(each, 0.0) + weights[word]
    return sorted(sums, key=lambda each: (-sums[each], -each))[: ASKED + 1]


async def _views(
    session: Session, likest: Sequence[_Likeness], *, words: Mapping[str, str]
) -> tuple[SimilarView, ...]:
    numbers = [each.ticket for each in likest]
    if not numbers:
        return ()
    rows = await db_similar.get(session, numbers)
    entries = await ledger.of_tickets(session, numbers)
    customers = await people.customers(session, list({row.customer_id for row in rows.values()}))
    known = await db_bugs.of_tickets(session, numbers)
    answered = await db_similar.answered(session, numbers)
    answers = [
        each
        for each in await db_similar.answers(session, numbers)
        if each.message in answered or each.at == rows[each.ticket].closed_at
    ]
    return tuple(
        _view(
            rows[each.ticket], each, words=words,
            customer=customers[rows[each.ticket].customer_id].name,
            entries=[entry for entry in entries if entry.ticket_id == each.ticket],
            answers=[answer for answer in answers if answer.ticket == each.ticket],
            bug=known.get(each.ticket),
        )
        for each in likest
    )  # fmt: skip


def _view(
    row: Ticket,
    likeness: _Likeness,
    *,
    words: Mapping[str, str],
    customer: str,
    entries: Sequence[Entry],
    answers: Sequence[Answer],
    bug: Known | None,
) -> SimilarView:
    last = next((each for each in reversed(entries) if each.kind == "charge"), None)
    closed = row.closed_at is not None
    return SimilarView(
        ticket=likeness.ticket,
        subject=row.subject,
        customer=customer,
        received_at=row.received_at,
        closed_at=row.closed_at,
        outcome=row.outcome,
        ground=row.ground,
        clauses=tuple(last.clauses) if last is not None and closed else (),
        worked_seconds=last.worked_seconds if last is not None and closed else None,
        credits=facts.posted_net(entries) if closed else None,
        alike=round(100 * likeness.part),
        shared=tuple(words[word] for word in likeness.shared),
        answer=next(filter(None, (own_words(each, row) for each in answers)), ""),
        bug=bugs.ref(bug) if bug else None,
    )


def own_words(answer: Answer, row: Ticket) -> str:
    """What a person wrote, without what a closing says below it: that is its own customer's cost and balance."""
    if answer.at != row.closed_at:
        return answer.body.strip()
    kept: list[str] = []
    for paragraph in answer.body.split("\n\n"):
        if f"#{row.id}" in paragraph:
            own = "\n\n".join(kept).strip()
            return "" if "\n" not in own and own.startswith(GREETINGS) else own
        kept.append(paragraph)
    # A text of the desk's own that does not name its request: where its answer ends cannot be told.
    return ""
