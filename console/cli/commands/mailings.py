"""Messages to many customers: previewed, sent, listed; and who wants none."""

from collections.abc import Iterator
from dataclasses import asdict

from console.cli.context import Context, acting, answered, office_times, opened_by_staff
from console.cli.inputs import read_toml
from console.cli.output import Answer, table
from console.policy.refusal import Refusal
from console.services import mailings as service
from console.services import optout
from console.services.mailing_shapes import Draft, MailingPreview, MailingView

_HEADS = ("mailing", "kind", "to", "left", "failed", "when", "by", "subject")


def _draft(context: Context) -> Draft:
    return service.read_draft(read_toml(context.given.file))


async def preview(context: Context) -> Answer:
    """Tell who would get it and what they would read."""
    draft = _draft(context)
    async with opened_by_staff(context) as desk:
        found = await service.preview(desk, draft=draft, now=context.now)
    return Answer(asdict(found), "\n".join(preview_lines(found)))


async def send(context: Context) -> Answer | Refusal:
    """Queue it for each of them."""
    given, now = context.given, context.now
    result = await acting(
        context, service.send, draft=_draft(context), expected=given.expected,
        reference=given.reference, now=now,
    )  # fmt: skip
    return answered(
        result,
        lambda found: Answer(asdict(found), _sent(context, found, again=found.created_at < now)),
    )


async def listing(context: Context) -> Answer:
    """Tell what was sent."""
    async with opened_by_staff(context) as desk:
        found = await service.listing(desk)
    at = office_times(context)
    rows = [
        (str(each.mailing), each.kind, str(each.recipients), str(each.left), str(each.failed),
         at(each.created_at), each.sent_by, each.subject)
        for each in found
    ]  # fmt: skip
    told = table(_HEADS, rows, right="mailing to left failed") if rows else "No mailing yet."
    return Answer([asdict(each) for each in found], told)


async def opt_out(context: Context) -> Answer | Refusal:
    """Send a customer no promotions."""
    return await _opted(context, out=True)


async def opt_in(context: Context) -> Answer | Refusal:
    """Send a customer promotions again."""
    return await _opted(context, out=False)


async def _opted(context: Context, *, out: bool) -> Answer | Refusal:
    given = context.given
    who = given.customer
    result = await acting(
        context, optout.change, customer=who if isinstance(who, int) else None,
        address=who if isinstance(who, str) else None, out=out, reason=given.reason,
        now=context.now,
    )  # fmt: skip
    told = "gets no promotions" if out else "gets promotions again"
    return answered(result, lambda opted: Answer({"opted_out": opted}, f"{who} {told}."))


def preview_lines(found: MailingPreview) -> Iterator[str]:
    """A preview in words."""
    spared = f", {found.opted_out} opted out" if found.opted_out else ""
    yield f"{found.kind}, to {counted(found.recipients)}{spared}"
    if found.unknown:
        yield f"no customer's: {', '.join(found.unknown)}"
    yield ", ".join(f"{count} in {language}" for language, count in found.languages.items())
    more = " …" if found.recipients > len(found.first) else ""
    yield f"first: {', '.join(found.first)}{more}" if found.first else "nobody"
    for language, (subject, body) in found.mails.items():
        yield f"\n[{language}] {subject}\n\n{body}"


def counted(customers: int) -> str:
    """So many customers."""
    return "1 customer" if customers == 1 else f"{customers} customers"


def _sent(context: Context, found: MailingView, *, again: bool) -> str:
    whom = counted(found.recipients)
    if again:
        when = office_times(context)(found.created_at)
        return f"Mailing {found.mailing} to {whom} was sent {when}: nothing is sent twice."
    return f"Mailing {found.mailing} to {whom} is in the outbox."
