"""Desks for the stories: a real file with requests in it, made through the record's own functions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from console import bootstrap
from console.location import Location
from console.services.context import Desk
from tests.conftest import MONDAY, SETTINGS


@dataclass(frozen=True)
class Asked:
    """A request that has come in so many minutes before."""

    name: str
    address: str
    subject: str
    text: str
    minutes_ago: int
    balance: int = 0
    language: str = "en"
    waiting_for: str | None = None


ANNA = Asked(
    "Anna Petrova",
    "anna@shop.example",
    "Live search finds nothing after the upgrade to 4.18",
    "After the upgrade to 4.18 the search box returns nothing.\n"
    "We use YOUPI and the browser console says:\n\n"
    "    Uncaught TypeError: products is undefined\n\n"
    "On 14 Nov 2026 Support wrote:\n> Which version do you use?\n> Thank you\n\n--\nAnna",
    190,
    balance=50,
)
BORIS = Asked(
    "Борис Иванов",
    "boris@lavka.example",
    "SEO шаблоны не применяются к категориям",
    "Здравствуйте! После обновления шаблоны не применяются.",
    160,
    balance=-20,
    language="ru",
)
REVIEWS = Asked(
    "shop@example.com", "shop@example.com", "How do I set up Power Reviews?", "Please explain.", 120
)
HOSTILE = Asked(
    "x[@click=app.quit]x\x1b]52;c;QUJD\x07",
    "evil@example.com",
    "[/b] \x1b[31mred [@click=app.quit]quit[/] \u202egpj",
    "\x1b]0;owned\x07 hello [/] [@click=app.quit]here[/] " + "e\u0301\u0301" * 50,
    60,
)
USUAL = (ANNA, BORIS, REVIEWS, HOSTILE)


async def make_desk(path: Path, asked: Sequence[Asked] = USUAL, *, now: datetime = MONDAY) -> None:
    """Put requests into a desk's file; the first is number 1."""
    desk = await bootstrap.open_desk(Location(path, SETTINGS))
    try:
        for each in asked:
            await _ask(desk, each, now)
    finally:
        await desk.close()


async def _ask(desk: Desk, asked: Asked, now: datetime) -> None:
    from db import people, tickets

    at = now - timedelta(minutes=asked.minutes_ago)
    async with desk.writing() as session:
        customer = await people.customer_at(session, asked.address)
        customer = customer or await people.make_customer(
            session, address=asked.address, name=asked.name, language=asked.language, at=at
        )
        ticket = await tickets.insert(
            session, channel="email", subject=asked.subject, customer_id=customer.id,
            requester=asked.address, domain="shop.example", language=asked.language,
            received_at=at, policy_version="1", waiting_for=asked.waiting_for,
            waiting_since=at if asked.waiting_for else None,
            waiting_credits=0 if asked.waiting_for == "credits" else None,
        )  # fmt: skip
        await tickets.add_message(
            session, ticket_id=ticket.id, direction="in", author=asked.name,
            address=asked.address, body=asked.text, mail_id=f"<{ticket.id}@mail.example>",
            body_digest="", created_at=at,
        )  # fmt: skip
    if asked.balance:
        await _give(desk, asked, now)


async def _give(desk: Desk, asked: Asked, now: datetime) -> None:
    from console.services import credits

    ada = await bootstrap.actor_for(desk, "ada")
    await credits.correct(
        desk, ada, address=asked.address, credits=asked.balance, reason="opening balance", now=now
    )
