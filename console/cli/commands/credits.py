"""Credits: posting entries, and telling a customer's balance."""

from dataclasses import replace
from datetime import date

from console.cli import wire, words
from console.cli.context import (
    Context,
    acting,
    answered,
    office_hours,
    office_times,
    opened,
)
from console.cli.options import Usage
from console.cli.output import Answer
from console.policy.credits import balance_words
from console.policy.officehours import OfficeHours, office_day
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
    found = _between(
        await _statement(context), given.first_day, last=given.last_day, hours=office_hours(context)
    )
    data = wire.statement(found)
    head = f"{found.customer} <{found.address}>: {balance_words(found.balance)}"
    text = f"{head}\n\n{words.entries(found.entries, office_times(context))}"
    return Answer(data, text, as_json=given.format == "json")


async def _statement(context: Context) -> Statement:
    async with opened(context) as desk:
        return await service.statement(desk, address=context.given.address)


def _between(
    found: Statement, first: date | None, *, last: date | None, hours: OfficeHours
) -> Statement:
    """The statement with the entries of those office days alone, both ends included."""
    kept = (
        each
        for each in found.entries
        if (first or date.min) <= office_day(hours, each.posted_at) <= (last or date.max)
    )
    return replace(found, entries=tuple(kept))


def _posted(result: EntryView | Refusal) -> Answer | Refusal:
    return answered(result, lambda entry: Answer(wire.entry(entry), _entry_words(entry)))


def _entry_words(entry: EntryView) -> str:
    after = balance_words(entry.balance_after)
    return f"Entry {entry.entry}: {words.signed(entry.credits)} credits, balance {after}."
