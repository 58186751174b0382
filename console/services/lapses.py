"""What an agreement's end leaves: what it let be charged past has to be told again (U9)."""

from dataclasses import replace
from datetime import datetime

from console.policy import crossings
from console.policy.limits import Limit, Notice
from console.services import facts, limits
from console.services.context import Desk
from db import consents, ledger
from db.engine import Session
from db.tables import Consent, LimitNotice, Ticket


async def lapse(session: Session, desk: Desk, row: Consent, *, now: datetime) -> None:
    """Within a transaction: what an ended agreement had answered is asked again, where more is charged."""
    for ticket in await consents.relying(session, row):
        await _end(session, desk, ticket, consent=facts.key(row), now=now)


async def _end(
    session: Session, desk: Desk, ticket: Ticket, *, consent: int, now: datetime
) -> None:
    """Put the end on record for one request; another agreement in force answers that, as it answers any crossing."""
    rows = await ledger.limits(session, facts.key(ticket))
    work = await facts.work_on(session, desk, ticket, now)
    entries = await ledger.of_ticket(session, facts.key(ticket))
    crossing = crossings.agreement_ended(
        work.run_up, work.chargeable_seconds, estimate=ticket.estimate, terms=work.terms,
        others=[_without(consent, row) for row in rows],
        charged=max((entry.cost or 0 for entry in entries), default=0),
    )  # fmt: skip
    taken = {row.threshold for row in rows if row.limit == Limit.OVER_40_CREDITS}
    while crossing.threshold in taken:
        # One is on record there already, whatever it was answered: a credit, which no block costs, tells them apart.
        crossing = replace(crossing, threshold=crossing.threshold + 1)
    await limits.cross(session, crossing, ticket=ticket, work=work, rows=rows, agreed=None, now=now)
    await limits.notice(session, desk, ticket, work=work, now=now)


def _without(consent: int, row: LimitNotice) -> Notice:
    """A crossing as it stands without an agreement: what that answered is open."""
    known = facts.notice_of(row)
    return replace(known, amount=None, answer=None) if row.consent_id == consent else known
