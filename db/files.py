"""Files by what is in them: each content is kept once."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from db.tables import StoredFile


async def keep(session: AsyncSession, *, digest: str, content: bytes, at: datetime) -> None:
    """Keep a file, unless the same is kept already."""
    if await session.get(StoredFile, digest) is None:
        session.add(
            StoredFile(digest=digest, size_bytes=len(content), content=content, created_at=at)
        )
        await session.flush()


async def contents(session: AsyncSession, digests: Sequence[str]) -> dict[str, bytes]:
    """What is in these files, by digest."""
    statement = select(StoredFile).where(col(StoredFile.digest).in_(digests))
    return {row.digest: row.content for row in (await session.exec(statement)).all()}
