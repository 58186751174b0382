"""Who was on the staff as what, and what they did that not everybody may, read to be checked."""

from collections.abc import AsyncIterator, Mapping, Sequence

from sqlalchemy import or_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from db.audit.paging import Found, pages
from db.tables import Entry, Event, Staff

DEPOSITS = ("purchase", "grant", "correction")


async def members(session: AsyncSession) -> Sequence[Staff]:
    """Everybody, the first one first."""
    return (await session.exec(select(Staff).order_by(col(Staff.id)))).all()


async def given_roles(session: AsyncSession) -> Mapping[str, Sequence[str]]:
    """The roles that people were given, by login, the latest last; the first admin was given none."""
    statement = (
        select(col(Event.detail))
        .where(col(Event.what).in_(("staff added", "staff role")))
        .order_by(col(Event.id))
    )
    found: dict[str, list[str]] = {}
    for detail in (await session.exec(statement)).all():
        found.setdefault(str(detail.get("login")), []).append(str(detail.get("role")))
    return found


def deposits(session: AsyncSession) -> AsyncIterator[Sequence[Found]]:
    """The entries that only an admin posts, by somebody who is none now."""
    statement = (
        select(col(Entry.id), col(Entry.kind), col(Staff.login))
        .join(Staff, col(Staff.id) == col(Entry.staff_id))
        .where(
            or_(col(Entry.kind).in_(DEPOSITS), col(Entry.reference).like("reverse:%")),
            col(Staff.role) != "admin",
        )
    )
    return pages(session, statement, col(Entry.id))
