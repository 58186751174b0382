"""Statements and balances: told, written as files, sent."""

from typing import TYPE_CHECKING

from console.cli import documents as files
from console.cli import wire
from console.cli.commands.customers import number_of
from console.cli.context import Context, acting, opened_by_staff
from console.cli.options import Usage
from console.cli.output import Answer
from console.documents import statement as documents
from console.policy.credits import balance_words
from console.policy.refusal import Refusal
from console.services import statements as service
from console.services.shapes import Statement

if TYPE_CHECKING:
    from console.services.context import Desk


async def balance(context: Context) -> Answer:
    """Tell a customer's balance (K7)."""
    async with opened_by_staff(context) as desk:
        found = await _found(context, desk)
    free = f", {found.free} of it free" if found.free > 0 else ""
    return Answer(wire.statement(found), f"{balance_words(found.balance)}{free}")


async def statement(context: Context) -> Answer | Refusal:
    """Tell a customer's entries, of all days or of those from and to, or send them to the customer (K7)."""
    given = context.given
    if given.first_day and given.last_day and given.last_day < given.first_day:
        raise Usage("--to is before --from.")
    if given.send:
        return await _send(context)
    async with opened_by_staff(context) as desk:
        found = await _found(context, desk)
        made = await service.document(desk, found, language=given.language, now=context.now)
    sentences = {line.entry: line.sentence for line in made.lines}
    data = wire.statement(found, sentences)
    if given.format in {"csv", "pdf"}:
        raw = documents.pdf(made) if given.format == "pdf" else documents.csv(made).encode()
        return files.written(given, raw, data)
    text = documents.text(made)
    if given.output:
        return files.written(given, text.encode(), data)
    return Answer(data, text, as_json=given.format == "json")


async def _send(context: Context) -> Answer | Refusal:
    given = context.given
    if given.output or given.format != "text":
        raise Usage("--send sends it as text with a PDF: leave out --format and --output.")
    async with opened_by_staff(context) as desk:
        number = await number_of(desk, given.address)
    result = await acting(
        context, service.send, customer=number, first_day=given.first_day,
        last_day=given.last_day, language=given.language, now=context.now,
    )  # fmt: skip
    if isinstance(result, Refusal):
        return result
    data = {"customer": result.customer, "to": result.address, "balance": result.balance}
    return Answer(data, f"The statement goes to {result.address}.")


async def _found(context: Context, desk: "Desk") -> Statement:
    given = context.given
    who = given.address
    return await service.of(
        desk,
        customer=who if isinstance(who, int) else None,
        address=who if isinstance(who, str) else None,
        first_day=getattr(given, "first_day", None),
        last_day=getattr(given, "last_day", None),
    )
