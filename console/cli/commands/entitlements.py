"""Support packages: posted, bound, chosen, taken back, listed."""

from dataclasses import asdict
from typing import Any

from console.cli.context import (
    Context,
    acting,
    answered,
    office_times,
    opened_by_staff,
)
from console.cli.options import Usage
from console.cli.output import Answer, table
from console.policy.refusal import Refusal
from console.services import cover_choices
from console.services import entitlements as service
from console.services.account_shapes import EntitlementView
from widgets.durations import clock_words

_HEADS = ("package", "kind", "for", "from", "until", "state", "used", "reason")


async def add(context: Context) -> Answer | Refusal:
    """Post a support package (P1, P4, P6)."""
    given = context.given
    result = await acting(
        context,
        service.add,
        address=given.address,
        kind=given.kind,
        domain=given.domain,
        months=given.months,
        first_day=given.first_day,
        ticket=given.ticket,
        reason=given.reason,
        reference=given.reference,
        now=context.now,
    )
    return _told(context, result)


async def bind(context: Context) -> Answer | Refusal:
    """Say which request a package is for."""
    given = context.given
    result = await acting(
        context, service.bind, entitlement=given.number, ticket=given.ticket, now=context.now
    )
    return _told(context, result)


async def refund(context: Context) -> Answer | Refusal:
    """Take a package back (P3, P5, P7)."""
    given = context.given
    result = await acting(
        context, service.refund, entitlement=given.number, reason=given.reason, now=context.now
    )
    return _told(context, result)


async def choose(context: Context) -> Answer | Refusal:
    """Say what covers a request."""
    given = context.given
    if given.package is None and not given.none:
        raise Usage("Say --package ID or --none.")
    result = await acting(
        context,
        cover_choices.choose,
        ticket=given.ticket,
        entitlement=given.package,
        reason=given.reason,
        now=context.now,
    )
    if result is None:
        return Answer(None, f"No package covers #{given.ticket}.")
    return _told(context, result)


async def domain(context: Context) -> Answer | Refusal:
    """Say which site a request is about."""
    given = context.given
    result = await acting(
        context, cover_choices.set_domain, ticket=given.ticket, domain=given.domain, now=context.now
    )
    return answered(
        result,
        lambda site: Answer(
            {"ticket": given.ticket, "domain": site}, f"#{given.ticket} is about {site}."
        ),
    )


async def listing(context: Context) -> Answer:
    """Tell a customer's packages."""
    async with opened_by_staff(context) as desk:
        found = await service.listing(desk, address=context.given.address, now=context.now)
    rows = table(_HEADS, (_row(context, each) for each in found), right="package used")
    return Answer([as_data(each) for each in found], rows if found else "No support package.")


def _told(context: Context, result: EntitlementView | Refusal) -> Answer | Refusal:
    return answered(result, lambda each: Answer(as_data(each), _sentence(context, each)))


def as_data(each: EntitlementView) -> dict[str, Any]:
    """A package as data."""
    return asdict(each)


def _sentence(context: Context, each: EntitlementView) -> str:
    at = office_times(context)
    if each.starts_at is not None and each.ends_at is not None:
        term = f" for {each.domain}, {at(each.starts_at)} until {at(each.ends_at)}"
    else:
        term = f" for #{each.ticket}" if each.ticket is not None else ", for no request yet"
    return f"Package {each.entitlement}: {each.kind}{term}, {each.state}."


def _row(context: Context, each: EntitlementView) -> tuple[str, ...]:
    at = office_times(context)
    return (
        str(each.entitlement),
        each.kind,
        each.domain or (f"#{each.ticket}" if each.ticket is not None else ""),
        at(each.starts_at) if each.starts_at is not None else "",
        at(each.ends_at) if each.ends_at is not None else "",
        each.state,
        clock_words(each.used_seconds),
        each.reason,
    )
