"""Fetching from the mailbox: a mail is taken in and committed, and only then marked as read or moved.

So a connection that is cut, at whatever step, loses nothing, and what is fetched again is known already.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import TypeVar

from console import faultlog, passwords
from console.config import Settings
from console.jobs.aside import aside, to_its_end
from console.mail import folder, reader
from console.mail.folder import Reached
from console.mail.imap import Fetched, ImapServer, Mailbox, NoMailbox, NotGiven
from console.mail.message import Unreadable
from console.services import intake, mailboxes
from console.services.context import Desk
from console.services.faults import BadInput, Fault, Unreachable

_T = TypeVar("_T")

MAIL_SECONDS = 600.0
"""One mail may take so long to come; everything else four times what the server may be silent for."""

SAVED_EVERY = 50
CUTS_MAX = 3
"""A mail that the connection broke at so often is left until the program starts again."""

TOO_LARGE_THERE = Unreadable(
    f"{reader.TOO_LARGE.reason} Only its header was fetched: the mail itself is in the mailbox, flagged."
)


@dataclass(slots=True)
class Fetching:
    """What has come of the mailbox so far: `failed` are those that are left in it, `problem` what else is wrong."""

    admitted: int = 0
    failed: int = 0
    problem: str | None = None


@dataclass
class Fetcher:
    """Keeps a line to one mailbox, and knows what went wrong with which mail."""

    desk: Desk
    server: ImapServer
    now: Callable[[], datetime]
    told: Fetching = field(default_factory=Fetching)
    _line: Mailbox | None = None
    _uid_validity: int = 0
    _done: set[int] = field(default_factory=set)
    _cuts: dict[int, int] = field(default_factory=dict)

    async def look(self) -> int:
        """Take in what is there, and say how many that were. Raises Unreachable."""
        before = self.told.admitted
        with self._or_hung_up():
            await self._look(await self._opened())
        return self.told.admitted - before

    async def wait(self, seconds: float) -> bool:
        """Wait until the server tells of something; False where it does not tell of anything. Raises Unreachable."""
        line = self._line
        if line is None or not line.can_idle:
            return False
        with self._or_hung_up():
            await self._ask(partial(line.wait, seconds), seconds=seconds + self._patience)
        return True

    def hang_up(self) -> None:
        """Let go of the connection, without waiting for anybody."""
        line, self._line = self._line, None
        if line is not None:
            line.abort()

    async def say_goodbye(self) -> None:
        """Let go of the connection as it should be done."""
        line, self._line = self._line, None
        if line is not None:
            with suppress(NoMailbox):
                await self._ask(line.close)

    @contextmanager
    def _or_hung_up(self) -> Iterator[None]:
        """Whatever goes wrong, and whoever stops it, the next look begins with a connection of its own."""
        try:
            yield
        except NoMailbox as trouble:
            self.hang_up()
            raise Unreachable(str(trouble)) from trouble
        except BaseException:
            self.hang_up()
            raise

    @property
    def cuts(self) -> int:
        """How many mails the connection broke at."""
        return len(self._cuts)

    @property
    def _patience(self) -> float:
        return 4 * self.server.timeout_seconds

    async def _ask(self, work: Callable[[], _T], *, seconds: float | None = None) -> _T:
        try:
            return await aside(work, seconds=seconds or self._patience)
        except TimeoutError as error:
            raise NoMailbox(
                f"The mail server {self.server.where} takes too long: it is asked again later."
            ) from error

    async def _opened(self) -> Mailbox:
        """The folder as it is now."""
        if self._line is None:
            self._line = await self._ask(partial(Mailbox, self.server))
        else:
            await self._ask(self._line.select)
        if self._line.uid_validity != self._uid_validity:
            self._uid_validity = self._line.uid_validity
            self._done.clear()
            self._cuts.clear()
        return self._line

    async def _look(self, line: Mailbox) -> None:
        name, validity = self.server.name, line.uid_validity
        reached = await mailboxes.reached(
            self.desk, name=name, uid_validity=validity, next_uid=line.uid_next, now=self.now()
        )
        unread = await self._ask(partial(line.search, folder.UNREAD))
        found = await self._ask(
            partial(line.search, folder.new_since(reached, uid_validity=validity))
        )
        new = folder.only_new(found, reached, uid_validity=validity)
        left = {uid for uid in {*unread, *new} if self._cuts.get(uid, 0) < CUTS_MAX}
        # What the connection broke at before comes last.
        order = sorted(left, key=lambda uid: (self._cuts.get(uid, 0), uid))
        self.told.failed = len({*unread, *new} - left)
        self.told.problem = None
        sizes = await self._ask(
            partial(line.sizes, [uid for uid in order if uid not in self._done])
        )
        for count, uid in enumerate(order, 1):
            await self._take(line, uid, size=sizes.get(uid), reached=reached)
            if count % SAVED_EVERY == 0 or count == len(order):
                await self._go_on(line, reached, new)

    async def _go_on(self, line: Mailbox, reached: Reached, new: frozenset[int]) -> None:
        onward = folder.next_uid(new, new - self._done, uid_next=line.uid_next)
        if (line.uid_validity, onward) != (reached.uid_validity, reached.next_uid):
            await mailboxes.go_on(
                self.desk, name=self.server.name, uid_validity=line.uid_validity, next_uid=onward
            )

    async def _take(self, line: Mailbox, uid: int, *, size: int | None, reached: Reached) -> None:
        """One mail: what is wrong with it, with reading it or with taking it in holds up none of the others."""
        try:
            if uid in self._done:
                await self._settled(line, uid)
            elif size is not None and (fetched := await self._fetched(line, uid, size)):
                await to_its_end(self._admit(fetched, reached))
                self._done.add(uid)
                self.told.admitted += 1
                await self._settled(line, uid, flagged=not fetched.whole)
        except NotGiven as refused:
            self.told.failed += 1
            self.told.problem = f"A mail cannot be fetched: {refused}."
        except (NoMailbox, Fault):
            raise
        except Exception as error:
            faultlog.record(error, self.now())
            self.told.failed += 1

    async def _fetched(self, line: Mailbox, uid: int, size: int) -> Fetched | None:
        try:
            return await self._ask(partial(line.fetch, uid, size=size), seconds=MAIL_SECONDS)
        except NoMailbox:
            self._cuts[uid] = self._cuts.get(uid, 0) + 1
            raise

    async def _admit(self, fetched: Fetched, reached: Reached) -> None:
        came_at = folder.came_at(
            fetched.came_at, first_looked_at=reached.first_looked_at, now=self.now()
        )
        mail = await reader.read_async(fetched.raw) if fetched.whole else TOO_LARGE_THERE
        await intake.admit_mail(self.desk, fetched.raw, mail=mail, received_at=came_at)

    async def _settled(self, line: Mailbox, uid: int, *, flagged: bool = False) -> None:
        try:
            await self._ask(partial(line.settle, uid, flagged=flagged))
        except NotGiven as refused:
            how = "moved" if self.server.move_to else "marked as read"
            self.told.problem = (
                f"Mails are taken in, but the mail server does not let them be {how}: {refused}."
            )


def server_of(desk: Desk) -> ImapServer | None:
    """The mailbox of the settings; a sample desk has none. Raises BadInput."""
    return None if desk.facts.sample else mailbox_of(desk.settings)


def mailbox_of(settings: Settings) -> ImapServer | None:
    """The mailbox of the settings. Raises BadInput."""
    imap = settings.imap
    if not imap.host:
        return None
    try:
        return ImapServer(
            host=imap.host, port=imap.port, username=imap.username,
            password=passwords.find("imap", imap, os.environ), security=imap.security,
            ca_file=imap.ca_file, folder=imap.folder, move_to=imap.move_to,
            timeout_seconds=imap.timeout_seconds,
        )  # fmt: skip
    except ValueError as error:
        raise BadInput(str(error)) from None


async def run(desk: Desk, *, now: Callable[[], datetime]) -> Fetching:
    """Fetch once; raises nothing: what is wrong is told."""
    told = Fetching()
    try:
        server = await aside(partial(server_of, desk), seconds=MAIL_SECONDS)
        if server is not None:
            await _fetch_once(Fetcher(desk, server, now, told))
    except Fault as error:
        told.problem = str(error)
    return told


async def _fetch_once(fetcher: Fetcher) -> None:
    """Look once, and again where the connection broke at one mail: the others come first then."""
    while True:
        cuts = fetcher.cuts
        try:
            await fetcher.look()
        except Unreachable:
            if fetcher.cuts == cuts:
                raise
        else:
            await fetcher.say_goodbye()
            return
