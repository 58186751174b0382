"""What all screens of one console share: the desk, who acts, the clock, and the timer as last read."""

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from console.actions import ACTIONS, shown_key
from console.location import Location
from console.policy.access import Role
from console.services.liveness import console_id
from console.situations import Situation

if TYPE_CHECKING:  # the database's libraries are loaded after the first frame is painted
    from console.policy.officehours import OfficeHours
    from console.services.account_shapes import CustomerView
    from console.services.context import Desk
    from console.services.letters import Attachment
    from console.services.looking import Followed
    from console.services.queue_shapes import Actor, TimerView
    from console.services.shapes import TicketView


FINISH_SECONDS = 10.0
"""A mail that is on its way for longer is sent again, under the same Message-ID, by whoever is next."""


@dataclass
class Session:
    """One person's console; `console_id` tells its timer from another console's."""

    location: Location
    clock: Callable[[], datetime]
    login: str | None = None
    read_only: bool = False
    sample: bool = False
    console_id: str = field(default_factory=console_id)
    opened: "Desk | None" = None
    first_hours: "OfficeHours | None" = None
    """The office's hours as the first look had them."""
    acting: "Actor | None" = None
    timer: "TimerView | None" = None
    timer_read_at: datetime | None = None
    shows: int | None = None
    """The request on the screen, for the others to see."""
    following: "Followed | None" = None
    """Whose shoulder is looked over, and at which request."""
    notes: dict[int, str] = field(default_factory=dict)
    unsaved: dict[int, str] = field(default_factory=dict)
    """Answers, by request, that are not in the record as they were typed."""
    enclosed: 'dict[int, list["Attachment"]]' = field(default_factory=dict)
    """Files that go along with answers not sent yet, by request; they are kept here alone."""
    to_write: int = 0
    """How much of what was done is being written, or waits for its turn."""
    mailing: dict[str, tuple[str, str]] = field(default_factory=dict)
    proposal: str = ""
    texts: dict[str, str] = field(default_factory=dict)
    warned: dict[str, float] = field(default_factory=dict)
    forms: dict[str, Mapping[str, str]] = field(default_factory=dict)
    writes: asyncio.Lock = field(default_factory=asyncio.Lock)
    under_way: set["asyncio.Task[Any]"] = field(default_factory=set)

    @property
    def ready(self) -> bool:
        """Whether the desk is open and it is known who acts."""
        return self.opened is not None and self.acting is not None

    @property
    def desk(self) -> "Desk":
        """The open desk; raises RuntimeError before it is open."""
        if self.opened is None:
            raise RuntimeError("the desk is not open yet")
        return self.opened

    @property
    def actor(self) -> "Actor":
        """Who acts; raises RuntimeError before that is known."""
        if self.acting is None:
            raise RuntimeError("it is not known yet who acts")
        return self.acting

    @property
    def who(self) -> tuple["Desk", "Actor"]:
        """The first two arguments of every use case."""
        return self.desk, self.actor

    @property
    def hours(self) -> "OfficeHours":
        """The office's hours: by the open desk, by the first look at it, before that by the settings file."""
        if self.opened is not None:
            return self.opened.hours
        from console.services.calendar import hours_of

        return self.first_hours or hours_of(self.location.settings)

    @property
    def office_open(self) -> bool:
        """Whether requests are worked on just now (C7)."""
        from console.policy.officehours import is_open

        return is_open(self.hours, self.now())

    def now(self) -> datetime:
        """The time, in UTC."""
        return self.clock()

    def set_timer(self, timer: "TimerView", *, at: datetime | None = None) -> None:
        """Keep the timer as it was at that moment, now where none is given."""
        self.timer, self.timer_read_at = timer, at or self.now()

    def situation(
        self,
        screen: str,
        *,
        cursor: int | None = None,
        view: "TicketView | None" = None,
        account: "CustomerView | None" = None,
        section: str = "",
    ) -> Situation:
        """What decides which actions work just now."""
        return Situation(
            screen,
            role=Role(self.actor.role) if self.ready else None,
            staff_id=self.actor.staff_id if self.ready else None,
            read_only=self.read_only,
            cursor=cursor,
            view=view,
            timer=self.timer,
            account=account,
            section=section,
            following=self.followed_at(cursor),
            keymap=self.location.settings.keys,
        )

    def followed_at(self, ticket: int | None) -> str:
        """Whose shoulder is looked over at a request; empty where nobody's is."""
        following = self.following
        return following.name if following is not None and following.ticket == ticket else ""

    def key(self, action_id: str) -> str:
        """The key of an action as people read it, whatever key they gave it."""
        return shown_key(ACTIONS[action_id], self.location.settings.keys)

    async def look_away(self) -> None:
        """Put on record that this console shows no request."""
        from console.services import looking

        await looking.away(*self.who, console=self.console_id, now=self.now())

    @property
    def waits_to_be_saved(self) -> bool:
        """Whether something done or written waits for a connection that is lost."""
        lost = self.opened is not None and self.opened.connection.lost
        return lost and (self.to_write > 0 or bool(self.unsaved))

    def _give_up_reading(self) -> None:
        """Wait for a lost connection no longer, unless something is to be written."""
        if self.opened is not None and self.opened.connection.lost and not self.waits_to_be_saved:
            self.opened.connection.give_up()

    def keep(self, work: Coroutine[Any, Any, None]) -> None:
        """Do work in the background, to its end: quitting waits for it."""
        task = asyncio.ensure_future(work)
        self.under_way.add(task)
        task.add_done_callback(self.under_way.discard)

    async def counted(self, work: Coroutine[Any, Any, None]) -> None:
        """Do work that nobody wants to lose."""
        self.to_write += 1
        await work
        self.to_write -= 1

    async def finish(self) -> None:
        """Wait until nothing is being read or written any more; not for long on a mail server."""
        self._give_up_reading()
        end = asyncio.get_running_loop().time() + FINISH_SECONDS
        while self.under_way and (left := end - asyncio.get_running_loop().time()) > 0:
            await asyncio.wait(set(self.under_way), timeout=left)
