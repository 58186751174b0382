"""What the record says of the policy's versions, read to be checked."""

from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from db.audit.paging import Found, pages
from db.tables import Entry, Event, Ticket


async def adoptions(session: AsyncSession) -> Mapping[str, Mapping[str, Any]]:
    """What was put on record where versions were adopted, by version."""
    statement = select(col(Event.detail)).where(col(Event.what) == "policy adopted")
    return {str(each.get("version")): each for each in (await session.exec(statement)).all()}


def under_unknown_versions(
    session: AsyncSession, table: type[Entry] | type[Ticket], known: Sequence[str]
) -> AsyncIterator[Sequence[Found]]:
    """The entries or requests that name a version of the policy which is none of these."""
    statement = select(col(table.id), col(table.policy_version)).where(
        col(table.policy_version).not_in(known)
    )
    return pages(session, statement, col(table.id))


def requests(session: AsyncSession) -> AsyncIterator[Sequence[Found]]:
    """Every request with when it came and the version that it is under."""
    statement = select(col(Ticket.id), col(Ticket.received_at), col(Ticket.policy_version))
    return pages(session, statement, col(Ticket.id))
