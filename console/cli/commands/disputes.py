"""Disputes: listed by when they are due, filed, linked, decided; and their evidence."""

from dataclasses import asdict
from typing import Any

from console.cli import documents, wire, words
from console.cli.context import (
    Context,
    acting,
    answered,
    office_hours,
    office_times,
    opened_by_staff,
)
from console.cli.inputs import read_text
from console.cli.output import Answer, table
from console.policy.outcomes import Outcome
from console.policy.refusal import Refusal
from console.services import closing, packet_words
from console.services import disputes as service
from console.services import packet as packets
from console.services.dispute_shapes import DisputeView
from console.services.shapes import Closed

_HEADS = ("dispute", "about", "customer", "due", "state", "subject")


async def listing(context: Context) -> Answer:
    """Tell the open disputes, or those decided."""
    decided = context.given.decided
    async with opened_by_staff(context) as desk:
        found = await service.listing(desk, decided=decided, now=context.now)
    at = office_times(context)
    rows = [
        (f"#{each.ticket}", each.about, each.customer, at(each.due_at), str(each.state), each.subject)
        for each in found
    ]  # fmt: skip
    none = "No dispute has been decided." if decided else "No dispute is open."
    return Answer([as_data(each) for each in found], table(_HEADS, rows) if rows else none)


async def file(context: Context) -> Answer | Refusal:
    """Take in a dispute for a customer who told it elsewhere (D1, D3)."""
    given = context.given
    text = read_text(given.file)
    result = await acting(
        context, service.file, address=given.address, text=text, ticket=given.to_ticket,
        entry=given.entry, now=context.now,
    )  # fmt: skip
    return answered(result, lambda found: _told(context, found))


async def link(context: Context) -> Answer | Refusal:
    """Say what a dispute is about."""
    given = context.given
    result = await acting(
        context, service.link, ticket=given.ticket, to_ticket=given.to_ticket,
        to_entry=given.entry, now=context.now,
    )  # fmt: skip
    return answered(result, lambda found: _told(context, found))


async def packet(context: Context) -> Answer:
    """Hand out the whole evidence as one document."""
    given = context.given
    async with opened_by_staff(context) as desk:
        found = await packets.of(desk, ticket=given.ticket, now=context.now)
        desk_name = desk.name
    hours, data = office_hours(context), asdict(found)
    if given.format == "pdf":
        from console.documents import report

        title = f"Dispute #{given.ticket}"
        raw = report.pdf(title, packet_words.sections(found, hours), desk_name=desk_name)
        return documents.written(given, raw, data)
    if given.format == "json":
        return documents.written_json(given, data)
    text = packet_words.text(found, hours)
    return documents.written(given, text.encode(), data) if given.output else Answer(data, text)


async def uphold(context: Context) -> Answer | Refusal:
    """Decide for the customer; what goes back is proposed."""
    return await _decided(context, Outcome.DISPUTE_UPHELD, credits=context.given.credits)


async def reject(context: Context) -> Answer | Refusal:
    """Decide that the charge stays."""
    return await _decided(context, Outcome.DISPUTE_REJECTED, credits=None)


async def _decided(context: Context, outcome: Outcome, *, credits: int | None) -> Answer | Refusal:
    given = context.given
    text = None if given.file is None else read_text(given.file)
    result = await acting(
        context, closing.close, ticket=given.ticket, outcome=str(outcome), ground=given.ground,
        text=text, give_back=credits, now=context.now,
    )  # fmt: skip
    return answered(result, _closed)


def _closed(closed: Closed) -> Answer:
    return Answer(wire.closed(closed), words.closed(closed))


def _told(context: Context, found: DisputeView) -> Answer:
    due = office_times(context)(found.due_at)
    return Answer(as_data(found), f"Dispute #{found.ticket} is about {found.about}, due by {due}.")


def as_data(found: DisputeView) -> dict[str, Any]:
    """A dispute as data."""
    return asdict(found)
