"""Marks of commits on a server: asked after within moments of a lost connection, and let go after a day."""

from sqlalchemy import text
from sqlmodel.ext.asyncio.session import AsyncSession

AT_ONCE = 10_000
"""So many are let go in one transaction: what has grown for long goes in steps that hold nobody up."""

# By the server's clock, which dated them. Who may delete a mark may delete an old one alone.
_FORGET = text(
    "DELETE FROM commit_mark WHERE id IN (SELECT m.id FROM commit_mark m"
    " WHERE m.made_at < now() - interval '1 day' ORDER BY m.made_at LIMIT :most)"
)


async def forget_old(session: AsyncSession) -> int:
    """Let go what is older than a day, oldest first; says how many. Nothing where the desk is in a file."""
    connection = await session.connection()
    if connection.dialect.name != "postgresql":
        return 0
    return (await connection.execute(_FORGET, {"most": AT_ONCE})).rowcount
