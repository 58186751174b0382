"""Credits: posting entries, and telling a customer's balance."""

from console.cli import wire, words
from console.cli.context import (
    Context,
    acting,
    answered,
)
from console.cli.output import Answer
from console.policy.credits import balance_words
from console.policy.refusal import Refusal
from console.services import credits as service
from console.services.shapes import EntryView


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
        corrects=given.corrects,
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


def _posted(result: EntryView | Refusal) -> Answer | Refusal:
    return answered(result, lambda entry: Answer(wire.entry(entry), _entry_words(entry)))


def _entry_words(entry: EntryView) -> str:
    after = balance_words(entry.balance_after)
    return f"Entry {entry.entry}: {words.signed(entry.credits)} credits, balance {after}."
