"""Customers: the list, one whole, their ledger by pages, and their addresses."""

from collections.abc import Sequence
from datetime import datetime

from console.mail.address import normal_address
from console.policy import access
from console.policy.refusal import Refusal
from console.services import consents, facts, merge_views, package_views
from console.services.account_shapes import (
    AddressView,
    CustomerPage,
    CustomerRow,
    CustomerView,
    EntryPage,
)
from console.services.connection import until_saved
from console.services.context import Desk
from console.services.faults import BadInput, NotFound
from console.services.shapes import Actor
from console.services.views import earlier_views, entry_views
from db import customers as db_customers
from db import people, tickets
from db.customers import Standing
from db.engine import Session
from db.tables import Customer
from widgets.safe_text import one_line

TICKETS_SHOWN = 50


async def listing(
    desk: Desk,
    *,
    text: str = "",
    owing: bool = False,
    after: tuple[str, int] | None = None,
    limit: int = 50,
) -> CustomerPage:
    """Customers by name, from the top or after the last one of an earlier page."""
    async with desk.reading() as session:
        found = await db_customers.page(
            session, text=text.strip(), owing=owing, after=after, limit=limit + 1
        )
        shown = await db_customers.standings(session, found[:limit])
        last = found[limit - 1] if len(found) > limit else None
        more = (last.name, facts.key(last)) if last is not None else None
        return CustomerPage(tuple(_row(each) for each in shown), more)


async def view(
    desk: Desk, *, customer: int | None = None, address: str | None = None, now: datetime
) -> CustomerView:
    """Everything about a customer but their ledger. Raises NotFound."""
    async with desk.reading() as session:
        row = await the_customer(session, customer=customer, address=address)
        number = facts.key(row)
        (standing,) = await db_customers.standings(session, [row])
        shown, total = await tickets.earlier(session, number, ticket_id=0, limit=TICKETS_SHOWN)
        return CustomerView(
            row=_row(standing),
            language=row.language,
            since=row.created_at,
            opted_out_at=row.opted_out_at,
            available=await facts.available_to(session, desk, number, now=now),
            addresses=tuple(
                AddressView(each.address, each.created_at)
                for each in await db_customers.addresses(session, number)
            ),
            domains=tuple(await db_customers.domains(session, number)),
            entitlements=await package_views.of_customer(session, desk, number, now=now),
            consents=await consents.views(session, customer_id=number),
            tickets=await earlier_views(session, shown),
            tickets_total=total,
            merges=await merge_views.of_customer(session, number),
            entries_total=standing.last.seq if standing.last else 0,
        )


async def owner(desk: Desk, *, address: str) -> CustomerRow | None:
    """Whose address it is; None where nobody is known by it."""
    async with desk.reading() as session:
        row = await db_customers.find(session, address=address)
        return await _one(session, row) if row is not None else None


async def entries(
    desk: Desk, *, customer: int, before: int | None = None, limit: int = 50
) -> EntryPage:
    """A customer's entries, the newest first; `before` is where an earlier page ended. Raises NotFound."""
    async with desk.reading() as session:
        await the_customer(session, customer=customer)
        found = await db_customers.entries(session, customer, before=before, limit=limit + 1)
        shown = found[:limit]
        more = shown[-1].seq if len(found) > limit else None
        return EntryPage(await entry_views(session, shown), more)


@until_saved
async def add_address(
    desk: Desk, actor: Actor, *, customer: int, address: str, reason: str, now: datetime
) -> CustomerRow | Refusal:
    """Another address that a customer writes from. Raises NotFound and BadInput."""
    wanted = _address(address)
    _check_reason(reason)
    if refused := access.check(facts.role_of(actor), "move_address"):
        return refused
    async with desk.writing(actor, now, alone=True) as session:
        row = await the_customer(session, customer=customer)
        if row.merged_into is not None:
            return Refusal(f"Customer {customer} was merged into customer {row.merged_into}.")
        known = await db_customers.address(session, wanted)
        if known is not None and known.customer_id != customer:
            return Refusal(
                f"{wanted} is an address of customer {known.customer_id}: move it instead."
            )
        if known is None:
            await db_customers.add_address(session, customer_id=customer, address=wanted, at=now)
            await tickets.record(
                session, "address added", at=now, staff_id=actor.staff_id, customer_id=customer,
                address=wanted, reason=reason,
            )  # fmt: skip
        return await _one(session, row)


@until_saved
async def move_address(
    desk: Desk,
    actor: Actor,
    *,
    address: str,
    into_customer: int | None,
    reason: str,
    now: datetime,
) -> CustomerRow | Refusal:
    """Let an address belong to another customer, or to a new one; past requests stay. Raises NotFound, BadInput."""
    wanted = _address(address)
    _check_reason(reason)
    if refused := access.check(facts.role_of(actor), "move_address"):
        return refused
    async with desk.writing(actor, now, alone=True) as session:
        known = await db_customers.address(session, wanted)
        if known is None:
            raise NotFound(f"No customer writes from {wanted}.")
        owner = await the_customer(session, customer=known.customer_id)
        if len(await db_customers.addresses(session, facts.key(owner))) == 1:
            return Refusal(
                f"{wanted} is the only address of customer {owner.id}: merge the customers instead."
            )
        into = await _receiver(session, owner, into_customer, wanted, now=now)
        if isinstance(into, Refusal):
            return into
        await db_customers.change(session, known, customer_id=facts.key(into))
        for number in (owner.id, into.id):
            await tickets.record(
                session, "address moved", at=now, staff_id=actor.staff_id, customer_id=number,
                address=wanted, from_customer=owner.id, into_customer=into.id, reason=reason,
            )  # fmt: skip
        return await _one(session, into)


@until_saved
async def rename(
    desk: Desk,
    actor: Actor,
    *,
    customer: int,
    name: str,
    language: str | None = None,
    now: datetime,
) -> CustomerRow | Refusal:
    """Change what a customer is called, and the language they are written in. Raises NotFound and BadInput."""
    wanted = one_line(name, max_chars=200).strip()
    if not wanted or language not in {None, "en", "ru"}:
        raise BadInput("A customer has a name, and is written in en or ru.")
    if refused := access.check(facts.role_of(actor), "move_address"):
        return refused
    async with desk.writing(actor, now, alone=True) as session:
        row = await the_customer(session, customer=customer)
        before = {"name": row.name, "language": row.language}
        await db_customers.change(session, row, name=wanted, language=language or row.language)
        await tickets.record(
            session, "customer changed", at=now, staff_id=actor.staff_id, customer_id=customer,
            before=before, after={"name": row.name, "language": row.language},
        )  # fmt: skip
        return await _one(session, row)


async def the_customer(
    session: Session, *, customer: int | None = None, address: str | None = None
) -> Customer:
    """Within a transaction: the customer of that number or address. Raises NotFound."""
    found = await db_customers.find(session, number=customer, address=address)
    if found is None:
        who = (
            f"customer {customer}"
            if customer is not None
            else f"customer who writes from {address}"
        )
        raise NotFound(f"There is no {who}.")
    return found


async def _receiver(
    session: Session, owner: Customer, number: int | None, address: str, *, now: datetime
) -> Customer | Refusal:
    """Who gets a moved address."""
    if number is None:
        # The address is not theirs yet: it is taken over a moment later.
        return await people.make_bare_customer(
            session, name=address, language=owner.language, at=now
        )
    into = await the_customer(session, customer=number)
    if into.id == owner.id:
        return Refusal(f"{address} is an address of customer {number} already.")
    if into.merged_into is not None:
        return Refusal(f"Customer {number} was merged into customer {into.merged_into}.")
    return into


async def _one(session: Session, row: Customer) -> CustomerRow:
    return (await rows(session, [row]))[0]


async def rows(session: Session, found: Sequence[Customer]) -> list[CustomerRow]:
    """Within a transaction: these customers as lines of the list."""
    return [_row(each) for each in await db_customers.standings(session, found)]


def _row(standing: Standing) -> CustomerRow:
    last = standing.last
    return CustomerRow(
        customer=facts.key(standing.customer),
        name=standing.customer.name,
        address=standing.address,
        balance=last.balance_after if last else 0,
        free=last.free_after if last else 0,
        owing_since=last.owing_since if last else None,
        open_tickets=standing.open_tickets,
        merged_into=standing.customer.merged_into,
    )


def _address(text: str) -> str:
    found = normal_address(text.strip())
    if found is None:
        raise BadInput(f"{one_line(text, max_chars=100)!r} is no e-mail address.")
    return found.lower()


def _check_reason(reason: str) -> None:
    if not reason.strip():
        raise BadInput("Changing a customer's addresses needs a reason.")
