"""Credits: posting entries, and telling a customer's balance."""

from datetime import datetime, timedelta

from console.cli import wire, words
from console.cli.context import (
    Context,
    acting,
    answered,
    office_hours,
    office_times,
    opened_by_staff,
)
from console.cli.options import Usage
from console.cli.output import Answer
from console.policy.credits import balance_words
from console.policy.officehours import day_begins
from console.policy.refusal import Refusal
from console.services import credits as service
from console.services.shapes import EntryView, Statement


async def purchase(context: Context) -> Answer | Refusal:
    """Post packages that were bought (K2)."""
    given = context.given
    result = await acting(
        context,
        service.purchase,
        address=given.address,
        credits=given.credits,
        quantity=given.quantity,
        reason=given.reason,
        reference=given.reference,
        now=context.now,
    )
    return _posted(result)


async def grant(context: Context) -> Answer | Refusal:
    """Post free credits (K3, K4)."""
    given = context.given
    result = await acting(
        context,
        service.grant,
        address=given.address,
        credits=given.credits,
        reason=given.reason,
        reference=given.reference,
        now=context.now,
    )
    return _posted(result)


async def correct(context: Context) -> Answer | Refusal:
    """Post a correction, up or down (K2)."""
    given = context.given
    result = await acting(
        context,
        service.correct,
        address=given.address,
        credits=given.credits,
        reason=given.reason,
        reference=given.reference,
        now=context.now,
    )
    return _posted(result)


async def reverse(context: Context) -> Answer | Refusal:
    """Post the opposite of an entry."""
    given = context.given
    return _posted(
        await acting(
            context, service.reverse, entry=given.entry, reason=given.reason, now=context.now
        )
    )


async def balance(context: Context) -> Answer:
    """Tell a customer's balance (K7)."""
    found = await _statement(context)
    free = f", {found.free} of it free" if found.free > 0 else ""
    return Answer(wire.statement(found), f"{balance_words(found.balance)}{free}")


async def statement(context: Context) -> Answer:
    """Tell a customer's entries, of all days or of those from and to (K7)."""
    given = context.given
    if given.first_day and given.last_day and given.last_day < given.first_day:
        raise Usage("--to is before --from.")
    hours = office_hours(context)
    since = day_begins(hours, given.first_day) if given.first_day else None
    until = day_begins(hours, given.last_day + timedelta(days=1)) if given.last_day else None
    found = await _statement(context, since=since, until=until)
    data = wire.statement(found)
    head = f"{found.customer} <{found.address}>: {balance_words(found.balance)}"
    text = f"{head}\n\n{words.entries(found.entries, office_times(context))}"
    return Answer(data, text, as_json=given.format == "json")


async def _statement(
    context: Context, *, since: datetime | None = None, until: datetime | None = None
) -> Statement:
    async with opened_by_staff(context) as desk:
        return await service.statement(
            desk, address=context.given.address, since=since, until=until
        )


def _posted(result: EntryView | Refusal) -> Answer | Refusal:
    return answered(result, lambda entry: Answer(wire.entry(entry), _entry_words(entry)))


def _entry_words(entry: EntryView) -> str:
    after = balance_words(entry.balance_after)
    return f"Entry {entry.entry}: {words.signed(entry.credits)} credits, balance {after}."
