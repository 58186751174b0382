"""The versions of the policy on record, as the policy knows them (A1)."""

from console.policy.versions import FIRST, Book, Version, terms_from
from db.deskwide import Stamp
from db.engine import Session
from db.policies import stored_and_standing
from db.tables import PolicyVersion


async def read(session: Session) -> Book:
    """All versions, the first one built in."""
    return (await read_and_standing(session))[0]


async def read_and_standing(session: Session) -> tuple[Book, str | None, Stamp]:
    """All versions, the first one built in; where the desk has moved to, if it has; and what was set last."""
    rows, moved_to, stamp = await stored_and_standing(session)
    return Book((FIRST, *map(version_of, rows))), moved_to, stamp


def version_of(row: PolicyVersion) -> Version:
    """A stored version as the policy knows it."""
    return Version(
        version=row.version,
        terms=terms_from(row.version, row.terms),
        title=row.title,
        in_force_from=row.in_force_from,
        words=row.words,
        proposed=row.in_force_from is None,
    )
