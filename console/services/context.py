"""The open desk: its database, its settings and the clock that the office keeps."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from console.config import Settings
from console.policy.terms import Terms
from console.policy.versions import Book
from console.services import book, deskwide, faults
from console.services.connection import Connection, Patience
from console.services.deskwide import Deskwide
from console.services.faults import MOVED, Forbidden, NotOnStaff, Unreachable
from console.services.queue_shapes import Actor
from db import deskwide as db_deskwide
from db import people, worktime
from db.engine import Database, Denied, NotSaved, Session, Unavailable

_Make = Callable[[], AbstractAsyncContextManager[Session]]
_First = Callable[[Session], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class DeskFacts:
    """What the desk's own row says."""

    name: str
    sample: bool
    secret: bytes


class Desk:
    """Everything a use case needs besides its own arguments."""

    def __init__(
        self,
        database: Database,
        *,
        settings: Settings,
        facts: DeskFacts,
        spool: Path,
        connection: Connection | None = None,
        said: Deskwide | None = None,
        settings_file: Path | None = None,
    ) -> None:
        self.database = database
        self.settings_file = settings_file
        self.facts = facts
        self.spool = spool
        self.connection = connection or Connection()
        self.book = Book()
        self.said = said or Deskwide()
        self.looked_for_old_at: datetime | None = None
        self._stamp: db_deskwide.Stamp = (0, 0)
        self.settings = settings

    @property
    def settings(self) -> Settings:
        """What is set: by this machine's file, and before it for everybody at the desk."""
        return self._settings

    @settings.setter
    def settings(self, file: Settings) -> None:
        self.file = file
        self.keep_said(self.said)

    def keep_said(self, said: Deskwide) -> None:
        """Go by what is set for everybody, and by what is said of the office's days."""
        self.said = said
        self._settings = deskwide.over(self.file, said)
        self.hours = deskwide.hours(self._settings, said)

    @property
    def name(self) -> str:
        """What the desk is called: as it is set for everybody, else as it was founded."""
        return str(self.said.values.get("desk_name", self.facts.name))

    def terms_at(self, now: datetime) -> Terms:
        """The figures of the policy in force at a moment (A1)."""
        return self.book.in_force(now).terms

    def terms_of(self, version: str) -> Terms:
        """The figures of the version that a request or an entry keeps (A2); raises KeyError for an unknown one."""
        return self.book.terms(version)

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Session]:
        """One transaction that only reads. Raises Unreachable."""
        async with self._transaction(self.database.reading, self.open_book) as session:
            yield session

    @asynccontextmanager
    async def looking(self) -> AsyncIterator[Session]:
        """One transaction that takes nothing in the record for right, not even the policy. Raises Unreachable."""
        async with self._transaction(self.database.reading, _nothing_first) as session:
            yield session

    async def open_book(self, session: Session) -> None:
        """Read the policy anew, and what is set where it changed. Raises Unreachable: damaged, or the desk has moved.

        One that has moved is read by who means to, and by nobody who opened it before.
        """
        try:
            self.book, moved_to, stamp = await book.read_and_standing(session)
        except (TypeError, ValueError) as error:
            raise Unreachable(
                "The versions of the policy cannot be read: `creditdesk doctor` says what is wrong."
            ) from error
        if moved_to is not None and not self.database.read_only:
            raise Unreachable(MOVED.format(name=self.database.name, moved_to=moved_to))
        if stamp != self._stamp:
            await self.read_said(session, stamp)

    async def read_said(self, session: Session, stamp: db_deskwide.Stamp = (0, 0)) -> None:
        """Read what is set for everybody, and what is said of the office's days."""
        self.keep_said(deskwide.read(*await db_deskwide.in_force(session)))
        self._stamp, self.looked_for_old_at = stamp, None

    @asynccontextmanager
    async def writing(
        self,
        actor: Actor | None = None,
        now: datetime | None = None,
        *,
        job: str | None = None,
        alone: bool = False,
        patient: bool = True,
    ) -> AsyncIterator[Session]:
        """One transaction that writes: all of it or nothing. Raises Unreachable, and Forbidden by the database.

        With an actor: who acts is looked up in it, and was seen. Raises NotOnStaff. `alone` is for what more
        than one customer's or one request's lock would have to guard: no other writer is at work meanwhile.
        A database that is away is waited for, unless nobody is `patient`.
        """
        login = actor.login if actor is not None else job

        async def first(session: Session) -> None:
            await self.open_book(session)
            if actor is not None and now is not None:
                await _check_acting(session, actor, now)

        def write() -> AbstractAsyncContextManager[Session]:
            return self.database.writing(login=login, alone=alone)

        async with self._transaction(write, first, patient=patient) as session:
            yield session

    @asynccontextmanager
    async def _transaction(
        self, make: _Make, first: _First, *, patient: bool = True
    ) -> AsyncIterator[Session]:
        """A transaction that has begun and asked what comes first, with the database's errors as faults."""
        try:
            async with AsyncExitStack() as stack:
                patience = Patience(self.connection, patient=patient)
                yield await self._begun(stack, make, first, patience)
        except NotSaved as error:
            self.connection.heard(lost=error.lost)
            raise faults.NotSaved(str(error), lost=error.lost) from error
        except Unavailable as error:
            raise Unreachable(str(error)) from error
        except Denied as error:
            raise Forbidden(str(error)) from error
        self.connection.heard(lost=False)

    async def _begun(
        self, stack: AsyncExitStack, make: _Make, first: _First, patience: Patience
    ) -> Session:
        """Begin; as long as the database is not there, again, for a while: nothing has been asked of it yet."""
        while True:
            try:
                async with AsyncExitStack() as entered:
                    session = await entered.enter_async_context(make())
                    await first(session)
                    stack.push_async_exit(entered.pop_all())
            except NotSaved as error:
                self.connection.heard(lost=error.lost)
                await patience.wait(faults.NotSaved(str(error), lost=error.lost))
            else:
                return session

    async def changes(self) -> int:
        """A number that differs once anybody has changed the record. Raises Unreachable."""
        try:
            count = await self.database.changes()
            if self.connection.lost:
                # Who listens may not have noticed yet: only an answer shows that it is back.
                await self.database.login()
        except Unavailable as error:
            if isinstance(error, NotSaved):
                self.connection.heard(lost=error.lost)
            raise Unreachable(str(error)) from error
        self.connection.heard(lost=False)
        return count

    async def close(self) -> None:
        """Let go of the database."""
        await self.database.close()


async def _nothing_first(_session: Session) -> None:
    """What comes first where nothing does."""


async def _check_acting(session: Session, actor: Actor, now: datetime) -> None:
    """A console may have been open for days: what its person may do is decided by the record."""
    member = await people.staff(session, actor.staff_id)
    if member is None or member.retired_at is not None:
        raise NotOnStaff(f"{actor.login!r} is not on the staff of this desk any more.")
    if member.role != actor.role:
        raise NotOnStaff(f"{actor.login!r} is {member.role} by now, not {actor.role}: start again.")
    await worktime.be_seen(session, actor.staff_id, now)


def to_second(moment: datetime) -> datetime:
    """A moment in whole seconds: work is told by the second, so it is stored so."""
    return moment.replace(microsecond=0)
