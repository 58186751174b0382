"""A desk at work, in few words: requests arrive, are taken, worked and closed at minutes of one Monday."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from typing import Any

from sqlalchemy import text

from console.mail.message import InboundMail
from console.policy.refusal import Refusal
from console.services import (
    closing,
    credits,
    intake,
    limits,
    policies,
    replies,
    statements,
    timer,
    views,
)
from console.services import desk as desk_service
from console.services.context import Desk
from console.services.shapes import Actor, Admitted, Closed, TicketView
from tests.conftest import at

ANNA = "anna@shop.example"


@dataclass
class Office:
    """The open desk and its people; minutes count from Monday 10:00 at the office."""

    desk: Desk
    who: Callable[[str], Actor]
    numbers: Iterator[int] = field(default_factory=count)

    async def arrive(self, minute: float = 0, *, address: str = ANNA, **fields: str) -> int:
        """A form comes in; the request's number."""
        form = {"name": "Anna", "email": address, "subject": f"At {minute}", "message": "Help me."}
        admitted = await self.admit({**form, **fields}, at(minute))
        assert admitted.ticket is not None
        return admitted.ticket

    async def admit(self, form: dict[str, str], received_at: datetime) -> Admitted:
        """A form as it is; no two are the same to the byte."""
        raw = json.dumps([form, next(self.numbers)]).encode()
        return await intake.admit_form(self.desk, form, raw=raw, received_at=received_at)

    async def mail(self, minute: float = 0, **values: Any) -> Admitted:
        """A mail comes in."""
        mail = letter(**values)
        raw = repr(mail).encode()
        return await intake.admit_mail(self.desk, raw, mail=mail, received_at=at(minute))

    async def pick(self, login: str = "olga", minute: float = 5) -> int:
        """Somebody takes the oldest request; its number."""
        view = await desk_service.pick(self.desk, self.who(login), now=at(minute))
        assert isinstance(view, TicketView), view
        return view.ticket

    async def in_hand(self, login: str = "olga", *, address: str = ANNA) -> int:
        """A request has come and is taken; its number."""
        await self.arrive(address=address)
        return await self.pick(login)

    async def work(
        self, minutes: float, *, ticket: int = 1, login: str = "olga", start: float = 6
    ) -> None:
        """The timer runs for so long."""
        begun = await timer.start(self.desk, self.who(login), ticket=ticket, now=at(start))
        assert not isinstance(begun, Refusal), begun
        await timer.stop(self.desk, self.who(login), now=at(start + minutes))

    async def worked(self, minutes: float, *, login: str = "olga") -> int:
        """A request has come, is taken and was worked on for so long; its number."""
        ticket = await self.in_hand(login)
        await self.work(minutes, ticket=ticket, login=login)
        return ticket

    async def close(
        self, ticket: int = 1, outcome: str = "answered", *, login: str = "olga",
        minute: float = 200, **values: Any,
    ) -> Closed | Refusal:  # fmt: skip
        """Somebody closes a request."""
        return await closing.close(
            self.desk, self.who(login), ticket=ticket, outcome=outcome, now=at(minute), **values
        )

    async def closed(self, ticket: int = 1, outcome: str = "answered", **values: Any) -> Closed:
        """Somebody closes a request, and nothing refuses it."""
        done = await self.close(ticket, outcome, **values)
        assert isinstance(done, Closed), done
        return done

    async def again(self, ticket: int = 1, *, login: str = "olga", minute: float = 201) -> None:
        """A closed request is opened again and taken."""
        opened = await desk_service.reopen(
            self.desk, self.who(login), ticket=ticket, reason="Not solved", now=at(minute)
        )
        assert not isinstance(opened, Refusal), opened
        await self.pick(login, minute)

    async def answer_limit(
        self, answer: str = "go-on", *, limit: str = "sixty-minutes", ticket: int = 1,
        login: str = "olga", minute: float = 70, **values: Any,
    ) -> Any:  # fmt: skip
        """Somebody answers a crossed limit."""
        return await limits.answer(
            self.desk, self.who(login), ticket=ticket, limit=limit, answer=answer, now=at(minute),
            **values,
        )  # fmt: skip

    async def correct(self, amount: int, *, address: str = ANNA, minute: float = 1) -> None:
        """An admin moves a balance up or down."""
        posted = await credits.correct(
            self.desk, self.who("ada"), address=address, credits=amount, reason="Opening",
            now=at(minute),
        )  # fmt: skip
        assert not isinstance(posted, Refusal), posted

    async def buy(
        self, size: int = 80, *, quantity: int = 1, minute: float = 2, **more: Any
    ) -> Any:
        """A customer buys a package."""
        return await credits.purchase(
            self.desk, self.who("ada"), address=more.pop("address", ANNA), credits=size,
            quantity=quantity, reason="Order", now=at(minute), **more,
        )  # fmt: skip

    async def version(self, name: str = "2", *, minute: float = 1, **figures: int) -> None:
        """A version of the policy with these figures holds from now on."""
        values = {"version": name, "title": "New", "text": "All.", "terms": figures}
        added = await policies.add(self.desk, self.who("ada"), values=values, now=at(minute))
        assert not isinstance(added, Refusal), added
        held = await policies.adopt(self.desk, self.who("ada"), version=name, now=at(minute))
        assert not isinstance(held, Refusal), held

    async def balance(self, address: str = ANNA) -> int:
        """What a customer has."""
        return (await statements.of(self.desk, address=address)).balance

    async def view(self, ticket: int = 1, minute: float = 200) -> TicketView:
        """Everything on a request."""
        return await self.view_at(ticket, at(minute))

    async def view_at(self, ticket: int, now: datetime) -> TicketView:
        """Everything on a request at a moment."""
        return await views.ticket_view(self.desk, ticket=ticket, now=now)

    async def reply(
        self, ticket: int = 1, *, login: str = "olga", minute: float = 8, **more: Any
    ) -> Any:
        """Somebody answers the customer."""
        return await replies.reply(
            self.desk, self.who(login), ticket=ticket, text="Hello.", now=at(minute), **more
        )

    async def sql(self, statement: str, **values: Any) -> list[Any]:
        """What the database says."""
        async with self.desk.reading() as session:
            connection = await session.connection()
            return [tuple(row) for row in (await connection.execute(text(statement), values)).all()]

    async def one(self, statement: str, **values: Any) -> Any:
        """The one value that the database gives."""
        return (await self.sql(statement, **values))[0][0]


def letter(**values: Any) -> InboundMail:
    """A mail as the reader gives it."""
    known: dict[str, Any] = {
        "message_id": "<first@shop.example>", "in_reply_to": (), "references": (),
        "subject": "A question", "sender_name": "Anna", "sender_address": ANNA,
        "to": ("support@desk.example",), "text": "Help me.", "attachments": (), "automatic": None,
        "reported": (), "ticket_tokens": (), "language": "en", "body_digest": "d",
    }  # fmt: skip
    return InboundMail(**{**known, **values})
