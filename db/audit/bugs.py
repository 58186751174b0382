"""Who was told that a known bug is solved, read to be checked."""

from collections.abc import AsyncIterator, Sequence
from typing import Any

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from db.audit.paging import pages
from db.tables import Entry, KnownBugFact, KnownBugTold, Outbox


def told(session: AsyncSession) -> AsyncIterator[Sequence[Any]]:
    """Every one, with the state that it was told of, its mail if there is one, and what closed it."""
    statement = (
        select(  # type: ignore[call-overload]  # more columns than its stubs know
            col(KnownBugTold.id), col(KnownBugTold.ticket_id), col(KnownBugTold.bug_id),
            col(KnownBugTold.entry_id), col(KnownBugFact.state), col(KnownBugFact.bug_id).label("fact_of"),
            col(Outbox.ticket_id).label("mail_on"), col(Entry.ticket_id).label("entry_on"), col(Entry.cost),
        )
        .join(KnownBugFact, col(KnownBugFact.id) == col(KnownBugTold.fact_id))
        .outerjoin(Outbox, col(Outbox.message_id) == col(KnownBugTold.message_id))
        .outerjoin(Entry, col(Entry.id) == col(KnownBugTold.entry_id))
    )  # fmt: skip
    return pages(session, statement, col(KnownBugTold.id))
