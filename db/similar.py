"""Requests found again by their words: each statement reads pages of an index, however long the desk's history is."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, insert, literal, union_all
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from db import request_words
from db.tables import Event, Message, RequestWord, Ticket

ANSWERS_OF_ONE = 3
ANSWER_CHARS = 8000


class Answer(NamedTuple):
    """What somebody on the staff wrote to a customer."""

    ticket: int
    message: int
    body: str
    at: datetime


async def keep(
    session: AsyncSession, ticket_id: int, *, subject: str, text: str, author: str
) -> None:
    """Keep the words of a request that came in."""
    rows = [
        {"word": word, "ticket_id": ticket_id}
        for word in request_words.kept(subject, text, author=author)
    ]
    if rows:
        await (await session.connection()).execute(insert(RequestWord), rows)


async def newest(session: AsyncSession) -> int:
    """The number of the newest request, 0 where there is none."""
    return int((await session.exec(select(func.max(col(Ticket.id))))).one() or 0)


async def newest_with(
    session: AsyncSession, words: Sequence[str], *, limit: int
) -> dict[str, list[int]]:
    """The newest requests with each of these words, at most so many of each."""
    found: dict[str, list[int]] = {word: [] for word in words}
    if not words:
        return found
    pages = [
        select(literal(word).label("word"), col(RequestWord.ticket_id).label("ticket_id"))
        .where(col(RequestWord.word) == word)
        .order_by(col(RequestWord.ticket_id).desc())
        .limit(limit)
        .subquery("page")
        for word in words
    ]
    statement = union_all(*(select(page.c.word, page.c.ticket_id) for page in pages))
    for word, ticket_id in (await (await session.connection()).execute(statement)).all():
        found[word].append(ticket_id)
    return found


async def shared(
    session: AsyncSession, words: Sequence[str], ticket_ids: Sequence[int]
) -> list[tuple[str, int]]:
    """Which of these words each of these requests has."""
    statement = select(col(RequestWord.word), col(RequestWord.ticket_id)).where(
        col(RequestWord.word).in_(words), col(RequestWord.ticket_id).in_(ticket_ids)
    )
    return list((await session.exec(statement)).all())


async def first_words(session: AsyncSession, ticket_id: int) -> tuple[str, str]:
    """What the first message that came in on a request says, and who wrote it."""
    statement = (
        select(col(Message.body), col(Message.author))
        .where(col(Message.ticket_id) == ticket_id, col(Message.direction) == "in")
        .order_by(col(Message.id))
        .limit(1)
    )
    return (await session.exec(statement)).first() or ("", "")


async def get(session: AsyncSession, ticket_ids: Sequence[int]) -> dict[int, Ticket]:
    """These requests, by number."""
    statement = select(Ticket).where(col(Ticket.id).in_(ticket_ids))
    return {row.id: row for row in (await session.exec(statement)).all() if row.id is not None}


async def answers(session: AsyncSession, ticket_ids: Sequence[int]) -> list[Answer]:
    """The last few answers that people wrote on each of these requests, the newest first."""
    place = (
        func.row_number()
        .over(partition_by=col(Message.ticket_id), order_by=col(Message.id).desc())
        .label("place")
    )
    body = func.substr(col(Message.body), 1, ANSWER_CHARS).label("body")
    written = (
        select(Message.ticket_id, Message.id, body, Message.created_at)
        .add_columns(place)
        .where(
            col(Message.ticket_id).in_(ticket_ids), col(Message.direction) == "out",
            col(Message.staff_id).is_not(None),
        )
        .subquery("written")
    )  # fmt: skip
    statement = (
        select(written.c.ticket_id, written.c.id, written.c.body, written.c.created_at)
        .where(written.c.place <= ANSWERS_OF_ONE)
        .order_by(written.c.id.desc())
    )
    return [Answer(*row) for row in (await (await session.connection()).execute(statement)).all()]


async def answered(session: AsyncSession, ticket_ids: Sequence[int]) -> set[int]:
    """The messages of these requests that somebody wrote as an answer: not what told of a limit or a wait."""
    statement = (
        select(col(Event.detail))
        .where(col(Event.ticket_id).in_(ticket_ids), col(Event.what) == "answered")
        .order_by(col(Event.id).desc())
        .limit(ANSWERS_OF_ONE * 100)
    )
    found = (await session.exec(statement)).all()
    return {detail["message"] for detail in found if detail.get("message") is not None}
