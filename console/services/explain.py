"""Explaining an entry: the sessions, their sum, the outcome, the clauses in their words, the limits (U8, A1)."""

from collections.abc import Sequence
from datetime import datetime

from console.documents.wording import clause_title
from console.policy import covers as policy_covers
from console.policy.outcomes import RULES, Outcome
from console.policy.terms import Terms
from console.policy.worktime import blocks, credits_for, span_seconds
from console.services import covers, facts, limits, proposals
from console.services.context import Desk
from console.services.explain_shapes import (
    CitedClause,
    CountedSession,
    DrawnPackage,
    Explanation,
    Sum,
)
from console.services.faults import NotFound
from console.services.shapes import LimitView, ProposalView
from console.services.views import entry_views
from db import disputes, entitlements, ledger, people, tickets
from db import worktime as db_worktime
from db.engine import Session
from db.tables import Entitlement, Entry, WorkSession


async def explain(desk: Desk, *, entry: int) -> Explanation:
    """Why an entry is what it is. Raises NotFound."""
    async with desk.reading() as session:
        row = await ledger.get(session, entry)
        if row is None:
            raise NotFound(f"There is no entry {entry}.")
        return await explained(session, desk, row)


async def explained(session: Session, desk: Desk, row: Entry) -> Explanation:
    """Within a transaction: why an entry is what it is."""
    (view,) = await entry_views(session, [row])
    owner = await people.customer(session, await ledger.owner(session, row))
    version = desk.book.named(row.policy_version)
    terms = desk.terms_of(row.policy_version)
    packages = await entitlements.of_ids(session, row.entitlement_ids)
    is_charge = row.kind == "charge" and row.ticket_id is not None
    work = await counted_work(session, row) if is_charge else []
    ticket_entries = await ledger.of_ticket(session, row.ticket_id) if row.ticket_id else []
    return Explanation(
        entry=view,
        customer=owner.id if owner and owner.id else 0,
        customer_name=owner.name if owner else "",
        subject=(await tickets.subjects(session, [row.ticket_id])).get(row.ticket_id)
        if row.ticket_id
        else None,
        outcome_label=RULES[Outcome(row.outcome)].label if row.outcome else "",
        clauses=tuple(_cited(desk, row.policy_version, name) for name in row.clauses),
        policy_version=row.policy_version,
        policy_from=version.in_force_from if version else None,
        sum=_sum(row, work, ticket_entries, packages=packages, terms=terms) if is_charge else None,
        sessions=await _sessions(session, row, work, packages, terms=terms),
        packages=tuple(_package(each) for each in packages),
        limits=await _limits(session, row) if is_charge else (),
        related=await entry_views(session, await ledger.related(session, row)),
        proposals=await _proposals(session, row),
        disputes=tuple(
            [(each.ticket_id, each.decision) for each in await disputes.about(session, row)]
        ),
    )


async def counted_work(session: Session, row: Entry) -> list[WorkSession]:
    """Within a transaction: the sessions that a charge counted, oldest first; they are never rewritten."""
    if row.ticket_id is None:
        return []
    return [
        each
        for each in await db_worktime.of_ticket(session, row.ticket_id)
        if was_counted(row, each)
    ]


def was_counted(row: Entry, work: WorkSession) -> bool:
    """Whether a session was there when the charge was posted; entries of before tell it by time."""
    if row.sessions_to is not None:
        return facts.key(work) <= row.sessions_to
    return work.ended_at is not None and work.ended_at <= row.posted_at


def _cited(desk: Desk, version: str, name: str) -> CitedClause:
    title = clause_title(name, "en", desk.terms_of(version))
    return CitedClause(name, title, desk.book.words(version, name))


def _sum(
    row: Entry,
    work: Sequence[WorkSession],
    entries: Sequence[Entry],
    *,
    packages: Sequence[Entitlement],
    terms: Terms,
) -> Sum:
    worked, chargeable = row.worked_seconds or 0, row.chargeable_seconds or 0
    by_time = RULES[Outcome(row.outcome or "answered")].by_time
    saved = _saved_blocks(row, work, packages, terms=terms) if by_time else 0
    before = [each for each in entries if facts.key(each) < facts.key(row)]
    return Sum(
        worked_seconds=worked,
        covered_seconds=worked - chargeable if by_time else 0,
        chargeable_seconds=chargeable,
        blocks=row.blocks or 0,
        cost=credits_for(chargeable, terms),
        charged_before=facts.posted_net(before),
        waived=row.waived,
        saved_blocks=saved,
        saved_credits=saved * terms.credits_per_block,
        block_seconds=terms.block_seconds,
    )


def _saved_blocks(
    row: Entry, work: Sequence[WorkSession], packages: Sequence[Entitlement], *, terms: Terms
) -> int:
    """The blocks that rounding each session's charged part alone would have cost more (U8)."""
    drawn = [covers.package_of(each) for each in packages]
    spans = facts.counted(work)
    charged = policy_covers.split(spans, drawn, now=row.posted_at, terms=terms).charged
    alone = sum(blocks(span_seconds(each, row.posted_at), terms) for each in charged)
    return max(0, alone - blocks(row.chargeable_seconds or 0, terms))


async def _sessions(
    session: Session,
    row: Entry,
    work: Sequence[WorkSession],
    packages: Sequence[Entitlement],
    *,
    terms: Terms,
) -> tuple[CountedSession, ...]:
    if not work:
        return ()
    staff = await db_worktime.names(session, list({each.staff_id for each in work}))
    covered = _covered(work, packages, at=row.posted_at, terms=terms)
    return tuple(
        CountedSession(
            session=facts.key(each),
            login=staff[each.staff_id].login,
            name=staff[each.staff_id].name,
            started_at=each.started_at,
            ended_at=each.ended_at,
            seconds=facts.seconds_of(each, row.posted_at),
            covered_seconds=covered.get(facts.key(each), 0),
            typed=each.typed_seconds is not None,
            ending=each.ending,
            reason=each.reason,
        )
        for each in work
    )


def _covered(
    work: Sequence[WorkSession], packages: Sequence[Entitlement], *, at: datetime, terms: Terms
) -> dict[int, int]:
    """What of each session a package covered: what the sessions up to it cover, less those before it."""
    if not packages:
        return {}
    drawn = [covers.package_of(each) for each in packages]
    ordered = sorted(work, key=lambda each: each.started_at)
    found, before = {}, 0
    for count, each in enumerate(ordered, start=1):
        spans = facts.counted(ordered[:count])
        so_far = policy_covers.split(spans, drawn, now=at, terms=terms).covered_seconds
        found[facts.key(each)], before = so_far - before, so_far
    return found


async def _limits(session: Session, row: Entry) -> tuple[LimitView, ...]:
    found = await limits.views(session, row.ticket_id or 0)
    return tuple(each for each in found if each.crossed_at <= row.posted_at)


async def _proposals(session: Session, row: Entry) -> tuple[ProposalView, ...]:
    found = await ledger.proposals_of(session, facts.key(row))
    return await proposals.views(session, list(found))


def _package(row: Entitlement) -> DrawnPackage:
    return DrawnPackage(facts.key(row), row.kind, row.domain, row.starts_at, row.ends_at)
