"""Statements: a customer's entries of some days, with a sentence and the clauses for each; sent by mail (K7)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from console.documents import statement as documents
from console.documents.sentences import EntryFacts, sentence
from console.documents.statement import Line
from console.documents.statement import Statement as Document
from console.documents.wording import LANGUAGES
from console.policy import access, officehours
from console.policy.refusal import Refusal
from console.policy.terms import Terms
from console.services import facts, letters, outgoing
from console.services.account_shapes import CustomerRow
from console.services.connection import until_saved
from console.services.context import Desk
from console.services.customers import rows, the_customer
from console.services.faults import BadInput
from console.services.letters import Attachment
from console.services.shapes import Actor, EntryView, Statement
from console.services.views import entry_views
from db import entitlements, ledger, tickets
from db.engine import Session
from db.tables import Entry


class Names(Protocol):
    """What entries name by number: requests by their subjects, packages by their kinds."""

    @property
    def subjects(self) -> dict[int, str]:
        """The subjects of requests."""

    @property
    def packages(self) -> dict[int, str]:
        """The kinds of packages."""


@dataclass(frozen=True, slots=True)
class Named:
    """The names that some entries need."""

    subjects: dict[int, str]
    packages: dict[int, str]


async def names(session: Session, entries: Sequence[Entry]) -> Named:
    """Within a transaction: what these entries name by number."""
    return Named(await _subjects(session, entries), await _packages(session, entries))


async def of(
    desk: Desk,
    *,
    customer: int | None = None,
    address: str | None = None,
    first_day: date | None = None,
    last_day: date | None = None,
) -> Statement:
    """A customer's entries of these office days, both ends included. Raises NotFound and BadInput."""
    if first_day and last_day and last_day < first_day:
        raise BadInput("The last day is before the first.")
    since = officehours.day_begins(desk.hours, first_day) if first_day else None
    until = officehours.day_begins(desk.hours, last_day + timedelta(days=1)) if last_day else None
    async with desk.reading() as session:
        found = await the_customer(session, customer=customer, address=address)
        number = facts.key(found)
        (row,) = await rows(session, [found])
        account = await ledger.account_of(session, number)
        account_id = facts.key(account) if account else 0
        entries = await ledger.of_account(session, account_id, since=since, until=until)
        before = await _before(session, account_id, entries, since=since, until=until)
        return Statement(
            customer_id=number,
            customer=found.name,
            address=address.strip().lower() if address else row.address,
            balance=row.balance,
            free=row.free,
            entries=await entry_views(session, entries),
            opening=before.balance_after if before else 0,
            closing=entries[-1].balance_after if entries else (before.balance_after if before else 0),
            closing_free=_free(entries[-1] if entries else before),
            owing_since=_owing(entries[-1] if entries else before),
            language=found.language,
            first_day=first_day,
            last_day=last_day,
            subjects=await _subjects(session, entries),
            packages=await _packages(session, entries),
        )  # fmt: skip


async def document(
    desk: Desk, statement: Statement, *, language: str | None = None, now: datetime
) -> Document:
    """The statement as it is handed out, in the customer's language unless another is asked for. Raises BadInput."""
    wanted = language or statement.language
    if wanted not in LANGUAGES:
        raise BadInput(f"A statement is in one of {', '.join(LANGUAGES)}.")
    today = officehours.office_day(desk.hours, now)
    since = statement.owing_since
    return Document(
        desk_name=desk.settings.desk_name,
        customer=statement.customer,
        address=statement.address,
        language=wanted,
        first_day=statement.first_day,
        last_day=statement.last_day or today,
        opening=statement.opening,
        closing=statement.closing,
        free=statement.closing_free,
        owing_since=officehours.office_day(desk.hours, since) if since else None,
        lines=tuple(
            Line(
                entry=each.entry,
                day=officehours.office_day(desk.hours, each.posted_at),
                sentence=sentence(
                    entry_facts(each, statement, desk.terms_of(each.policy_version)), wanted
                ),
                clauses=each.clauses,
                credits=each.credits,
                balance=each.balance_after,
                terms=desk.terms_of(each.policy_version),
            )
            for each in statement.entries
        ),
    )


@until_saved
async def send(
    desk: Desk,
    actor: Actor,
    *,
    customer: int,
    first_day: date | None = None,
    last_day: date | None = None,
    language: str | None = None,
    now: datetime,
) -> CustomerRow | Refusal:
    """Send a statement to its customer: as text, and as a PDF that goes along (K7). Raises NotFound and BadInput."""
    if refused := access.check(facts.role_of(actor), "send_statement"):
        return refused
    found = await of(desk, customer=customer, first_day=first_day, last_day=last_day)
    made = await document(desk, found, language=language, now=now)
    file = Attachment(f"statement-{made.last_day}.pdf", "application/pdf", documents.pdf(made))
    async with desk.writing(actor, now) as session:
        row = await the_customer(session, customer=customer)
        subject, text = await outgoing.letter_template(
            session, desk, made.language, "statement", customer=row.name, statement=documents.text(made),
            balance=made.closing,
        )  # fmt: skip
        await letters.write(
            session, desk, customer, subject=subject, text=text, attachments=[file], now=now
        )
        await tickets.record(
            session, "statement sent", at=now, staff_id=actor.staff_id, customer_id=customer,
            closing=made.closing, lines=len(made.lines),
        )  # fmt: skip
        return (await rows(session, [row]))[0]


def entry_facts(entry: EntryView, named: Names, terms: Terms) -> EntryFacts:
    """What the sentence about an entry is made of, with the figures of its own version of the policy (A1)."""
    return EntryFacts(
        entry=entry.entry,
        kind=entry.kind,
        credits=entry.credits,
        quantity=entry.quantity,
        ticket=entry.ticket,
        subject=named.subjects.get(entry.ticket or 0),
        outcome=entry.outcome,
        worked_seconds=entry.worked_seconds,
        blocks=entry.blocks,
        block_seconds=terms.block_seconds,
        cost=entry.cost,
        waived=entry.waived,
        covered_by=", ".join(sorted({named.packages[number] for number in entry.entitlements})),
        reason=entry.reason,
        refers_to=entry.reverses or entry.corrects,
    )


async def _before(
    session: Session,
    account_id: int,
    entries: Sequence[Entry],
    *,
    since: datetime | None,
    until: datetime | None,
) -> Entry | None:
    """The entry that the opening balance is of."""
    if entries:
        return await ledger.before(session, entries[0])
    bound = since or until
    return await ledger.last_before(session, account_id, bound) if bound else None


async def _subjects(session: Session, entries: Sequence[Entry]) -> dict[int, str]:
    numbers = {entry.ticket_id for entry in entries if entry.ticket_id is not None}
    return await tickets.subjects(session, list(numbers)) if numbers else {}


async def _packages(session: Session, entries: Sequence[Entry]) -> dict[int, str]:
    """The kinds of the support packages that the entries drew on, by number."""
    numbers = {number for entry in entries for number in entry.entitlement_ids}
    found = await entitlements.kinds(session, list(numbers)) if numbers else {}
    return {number: kind.capitalize() for number, kind in found.items()}


def _free(last: Entry | None) -> int:
    return last.free_after if last else 0


def _owing(last: Entry | None) -> datetime | None:
    return last.owing_since if last else None
