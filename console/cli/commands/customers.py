"""Customers: listed, shown, merged, their addresses moved; and a search for both them and requests."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from console.cli import words
from console.cli.context import Context, acting, answered, office_times, opened_by_staff
from console.cli.options import Usage
from console.cli.output import Answer, facts, table
from console.policy.credits import balance_words
from console.policy.refusal import Refusal
from console.services import customers as service
from console.services import merging, searching
from console.services.account_shapes import CustomerRow, CustomerView, MergeView
from console.services.faults import BadInput

if TYPE_CHECKING:
    from console.services.context import Desk

_HEADS = ("customer", "name", "address", "balance", "open")
PAGE = 500


async def listing(context: Context) -> Answer:
    """Tell the customers."""
    given = context.given
    found: list[CustomerRow] = []
    async with opened_by_staff(context) as desk:
        after = None
        while True:
            page = await service.listing(
                desk, text=given.text, owing=given.owing, after=after, limit=PAGE
            )
            found += page.rows
            if (after := page.more_after) is None:
                break
    return Answer([asdict(each) for each in found], _table(found) if found else "No customer.")


async def show(context: Context) -> Answer:
    """Tell everything about a customer."""
    async with opened_by_staff(context) as desk:
        number = await number_of(desk, context.given.customer)
        found = await service.view(desk, customer=number, now=context.now)
        page = await service.entries(desk, customer=number, limit=20)
    data = {**asdict(found), "entries": [asdict(each) for each in page.entries]}
    text = f"{_facts(context, found)}\n\n{words.entries(page.entries, office_times(context))}"
    return Answer(data, text)


async def merge(context: Context) -> Answer | Refusal:
    """Make two customers one."""
    given = context.given
    async with opened_by_staff(context) as desk:
        old = await number_of(desk, given.customer)
        new = await number_of(desk, given.into)
    result = await acting(
        context, merging.merge, from_customer=old, into_customer=new, reason=given.reason,
        now=context.now,
    )  # fmt: skip
    return answered(result, lambda each: Answer(asdict(each), _merged(each)))


async def unmerge(context: Context) -> Answer | Refusal:
    """Take a merge back."""
    given = context.given
    result = await acting(
        context, merging.undo, merge=given.number, reason=given.reason, now=context.now
    )
    return answered(
        result, lambda each: Answer(asdict(each), f"Merge {each.merge} has been taken back.")
    )


async def move(context: Context) -> Answer | Refusal:
    """Let an address belong to somebody else."""
    given = context.given
    if given.to is None and not given.new:
        raise Usage("Say --to CUSTOMER or --new.")
    into = None
    if given.to is not None:
        async with opened_by_staff(context) as desk:
            into = await number_of(desk, given.to)
    result = await acting(
        context, service.move_address, address=given.address, into_customer=into,
        reason=given.reason, now=context.now,
    )  # fmt: skip
    return answered(result, _told)


async def add_address(context: Context) -> Answer | Refusal:
    """Another address of a customer."""
    given = context.given
    async with opened_by_staff(context) as desk:
        number = await number_of(desk, given.customer)
    result = await acting(
        context, service.add_address, customer=number, address=given.address, reason=given.reason,
        now=context.now,
    )  # fmt: skip
    return answered(result, _told)


async def rename(context: Context) -> Answer | Refusal:
    """Change a customer's name and language."""
    given = context.given
    async with opened_by_staff(context) as desk:
        number = await number_of(desk, given.customer)
    result = await acting(
        context, service.rename, customer=number, name=given.name, language=given.language,
        now=context.now,
    )  # fmt: skip
    return answered(result, _told)


async def search(context: Context) -> Answer:
    """Find requests by number, subject or address, and customers by name, address or domain."""
    text = context.given.text
    if not text.strip():
        raise BadInput("Say what to search for.")
    async with opened_by_staff(context) as desk:
        requests = await searching.requests(desk, text=text)
        people = await service.listing(desk, text=text, limit=searching.FOUND)
    found: list[dict[str, Any]] = [{"kind": "ticket", **asdict(each)} for each in requests]
    found += [
        {"kind": "customer", "customer_id": each.customer, "customer": each.name,
         "address": each.address, "balance": each.balance}
        for each in people.rows
    ]  # fmt: skip
    rows = table(("what", "name", "who"), (_hit(each) for each in found))
    return Answer(found, rows if found else "Nothing found.")


def _hit(found: dict[str, Any]) -> tuple[str, ...]:
    if found["kind"] == "ticket":
        return f"#{found['ticket']}", found["subject"], found["customer"]
    return f"customer {found['customer_id']}", found["customer"], found["address"]


async def number_of(desk: "Desk", who: int | str) -> int:
    """A customer's number, whether they were meant by it or by an address. Raises NotFound."""
    if isinstance(who, int):
        return who
    async with desk.reading() as session:
        found = await service.the_customer(session, address=who)
    return found.id or 0


def _told(row: CustomerRow) -> Answer:
    return Answer(asdict(row), _table([row]))


def _table(found: list[CustomerRow]) -> str:
    rows = (
        (str(each.customer), each.name, each.address, balance_words(each.balance),
         str(each.open_tickets))
        for each in found
    )  # fmt: skip
    return table(_HEADS, rows, right="customer balance open")


def _merged(each: MergeView) -> str:
    return (
        f"Merge {each.merge}: {each.from_name} is {each.into_name} now;"
        f" {words.signed(each.credits)} credits went over."
    )


def _facts(context: Context, found: CustomerView) -> str:
    at = office_times(context)
    free = f", {found.row.free} of it free" if found.row.free else ""
    since = f" since {at(found.row.owing_since)}" if found.row.owing_since else ""
    packages = "; ".join(
        f"{each.kind} {each.domain or (f'#{each.ticket}' if each.ticket else '')} ({each.state})"
        for each in found.entitlements
    )
    agreed = "; ".join(
        f"up to {each.ceiling} for {f'#{each.ticket}' if each.ticket else 'each request'}"
        for each in found.consents
        if each.withdrawn_at is None
    )
    return facts(
        (
            ("customer", f"{found.customer} {found.row.name}"),
            ("merged", f"into customer {found.row.merged_into}" if found.row.merged_into else ""),
            ("addresses", ", ".join(each.address for each in found.addresses)),
            ("sites", ", ".join(found.domains)),
            ("balance", f"{balance_words(found.row.balance)}{since}{free}"),
            ("available", str(found.available)),
            ("packages", packages),
            ("agreed", agreed),
            ("requests", f"{found.tickets_total}, {found.row.open_tickets} open"),
            ("language", found.language),
            ("since", at(found.since)),
        )
    )
