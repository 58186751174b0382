"""Support packages: posted, bound to a request, chosen for one, and taken back before work under them (P1 to P7)."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from console.policy import access, officehours, supportterms
from console.policy.entitlements import CoverKind
from console.policy.refusal import Refusal
from console.policy.supportterms import Term
from console.services import facts, package_views
from console.services.account_shapes import EntitlementView
from console.services.connection import until_saved
from console.services.context import Desk
from console.services.cover_choices import free_holds, the_package
from console.services.faults import BadInput, NotFound
from console.services.shapes import Actor
from db import customers, entitlements, tickets
from db.engine import Session
from db.tables import Customer, Entitlement, Ticket

SAME = ("customer_id", "kind", "domain", "months", "reason")
"""What has to be equal for a reference to be the same package again."""


async def listing(
    desk: Desk, *, customer: int | None = None, address: str | None = None, now: datetime
) -> tuple[EntitlementView, ...]:
    """A customer's support packages, oldest first. Raises NotFound."""
    async with desk.reading() as session:
        owner = await customers.find(session, number=customer, address=address)
        if owner is None:
            raise NotFound(f"No customer {address or customer} is known.")
        return await package_views.of_customer(session, desk, facts.key(owner), now=now)


@until_saved
async def add(
    desk: Desk,
    actor: Actor,
    *,
    customer: int | None = None,
    address: str | None = None,
    kind: str,
    domain: str | None = None,
    months: int | None = None,
    first_day: date | None = None,
    ticket: int | None = None,
    reason: str,
    reference: str | None = None,
    now: datetime,
) -> EntitlementView | Refusal:
    """Post a support package: Premium for a domain and a term, the others for one request. Raises NotFound, BadInput."""
    wanted = _kind(kind)
    given = {"domain": domain, "months": months, "first_day": first_day}
    site = _checked(wanted, given, ticket=ticket, reason=reason)
    if refused := access.check(facts.role_of(actor), "entitlement"):
        return refused
    async with desk.writing(actor, now, alone=True) as session:
        owner = await _owner(session, customer=customer, address=address)
        known = await entitlements.by_reference(session, reference) if reference else None
        values = {
            "customer_id": facts.key(owner), "kind": str(wanted), "domain": site,
            "months": months if wanted == CoverKind.PREMIUM else None, "reason": reason.strip(),
        }  # fmt: skip
        if known is not None:
            return await _again(
                session, desk, known, values=values, first_day=first_day, ticket=ticket, now=now
            )
        term = await _term(
            session, desk, facts.key(owner), site, months=months, first_day=first_day, now=now
        )
        if isinstance(term, Refusal):
            return term
        row = await _for_request(session, ticket, owner) if ticket is not None else None
        if isinstance(row, Refusal):
            return row
        made = await entitlements.add(
            session, **values, starts_at=term and term.starts_at, ends_at=term and term.ends_at,
            anchor_day=term and term.anchor_day, ticket_id=ticket, staff_id=actor.staff_id,
            reference=reference or f"package:{secrets.token_hex(8)}", created_at=now,
        )  # fmt: skip
        await tickets.record(
            session, "support package", at=now, staff_id=actor.staff_id, ticket_id=ticket,
            customer_id=owner.id, entitlement=made.id, kind=str(wanted),
        )  # fmt: skip
        await free_holds(session, desk, facts.key(owner), now=now)
        return await package_views.one(session, desk, made, now=now)


async def plan(
    desk: Desk,
    *,
    customer: int,
    domain: str,
    months: int,
    first_day: date | None = None,
    now: datetime,
) -> Term | Refusal:
    """The term that Premium posted now would run for; nothing is changed. Raises NotFound and BadInput."""
    async with desk.reading() as session:
        owner = await _owner(session, customer=customer, address=None)
        site = supportterms.normal_domain(domain)
        if site is None:
            raise BadInput(f"{domain!r} is no domain, such as shop.example.")
        return await plan_term(
            session, desk, facts.key(owner), site, months=months, first_day=first_day, now=now
        )


@until_saved
async def bind(
    desk: Desk, actor: Actor, *, entitlement: int, ticket: int, now: datetime
) -> EntitlementView | Refusal:
    """Say which request an Incident or Examination is for; it stays with it (P4, P6). Raises NotFound."""
    async with desk.writing(actor, now, alone=True) as session:
        row = await the_package(session, entitlement)
        request = await facts.the_ticket(session, ticket)
        if refused := facts.check_open_in_hand(actor, request, "kind"):
            return refused
        if row.ticket_id == ticket:
            return await package_views.one(session, desk, row, now=now)
        if refused := await _check_binding(session, row, request):
            return refused
        await entitlements.save(session, row, ticket_id=ticket)
        await tickets.record(
            session, "support package bound", at=now, staff_id=actor.staff_id, ticket_id=ticket,
            customer_id=row.customer_id, entitlement=row.id,
        )  # fmt: skip
        await free_holds(session, desk, row.customer_id, now=now)
        return await package_views.one(session, desk, row, now=now)


@until_saved
async def refund(
    desk: Desk, actor: Actor, *, entitlement: int, reason: str, now: datetime
) -> EntitlementView | Refusal:
    """Take a package back, as long as no work was done under it (P3, P5, P7). Raises NotFound and BadInput."""
    if not reason.strip():
        raise BadInput("Taking a package back needs a reason.")
    if refused := access.check(facts.role_of(actor), "entitlement"):
        return refused
    async with desk.writing(actor, now, alone=True) as session:
        row = await the_package(session, entitlement)
        if row.refunded_at is not None:
            return Refusal(f"Package {entitlement} has been taken back already.", "P3")
        begun = await package_views.is_begun(session, row, now=now)
        if refused := supportterms.check_refund(CoverKind(row.kind), begun=begun):
            return refused
        await entitlements.save(
            session, row, refunded_at=now, refunded_by=actor.staff_id, refund_reason=reason.strip()
        )
        await tickets.record(
            session, "support package taken back", at=now, staff_id=actor.staff_id,
            ticket_id=row.ticket_id, customer_id=row.customer_id, entitlement=row.id, reason=reason,
        )  # fmt: skip
        return await package_views.one(session, desk, row, now=now)


async def _owner(session: Session, *, customer: int | None, address: str | None) -> Customer:
    found = await customers.find(session, number=customer, address=address)
    if found is None:
        raise NotFound(f"No customer {address or customer} is known.")
    if found.merged_into is not None:
        return await _owner(session, customer=found.merged_into, address=None)
    return found


async def _again(
    session: Session,
    desk: Desk,
    known: Entitlement,
    *,
    values: dict[str, object],
    first_day: date | None,
    ticket: int | None,
    now: datetime,
) -> EntitlementView | Refusal:
    """The package that this reference posted, if all that was said of it now holds of it."""
    same = all(getattr(known, name) == values[name] for name in SAME)
    same = same and ticket in {None, known.ticket_id}
    if first_day is not None and known.starts_at is not None:
        same = same and officehours.day_begins(desk.hours, first_day) == known.starts_at
    if same:
        return await package_views.one(session, desk, known, now=now)
    return Refusal(f"The reference {known.reference!r} has been posted with other values.", "K7")


async def _term(
    session: Session,
    desk: Desk,
    customer: int,
    domain: str | None,
    *,
    months: int | None,
    first_day: date | None,
    now: datetime,
) -> Term | Refusal | None:
    if domain is None:
        return None
    return await plan_term(
        session, desk, customer, domain, months=months or 0, first_day=first_day, now=now
    )


async def plan_term(
    session: Session,
    desk: Desk,
    customer: int,
    domain: str,
    *,
    months: int,
    first_day: date | None = None,
    now: datetime,
) -> Term | Refusal:
    """When a Premium of so many months would run for a customer's domain, by the terms that there are (P1)."""
    rows = await entitlements.of_domain(session, domain)
    return supportterms.plan_term(
        desk.hours, months, known=_terms([row for row in rows if row.customer_id == customer]),
        others=_terms([row for row in rows if row.customer_id != customer]), first_day=first_day,
        now=now,
    )  # fmt: skip


def _terms(rows: Sequence[Entitlement]) -> list[Term]:
    return [
        Term(row.starts_at, row.ends_at, row.anchor_day)
        for row in rows
        if row.starts_at and row.ends_at and row.anchor_day
    ]


async def _for_request(session: Session, ticket: int, owner: Customer) -> Ticket | Refusal:
    """The request that a package is bought for, if it is its customer's and has none yet."""
    row = await facts.the_ticket(session, ticket)
    if refused := facts.check_open(row):
        return refused
    if row.customer_id != owner.id:
        return Refusal(f"#{ticket} is another customer's.", "P4")
    if await entitlements.of_ticket(session, ticket) is not None:
        return Refusal(f"#{ticket} has a support package already.", "P4")
    return row


async def _check_binding(session: Session, row: Entitlement, request: Ticket) -> Refusal | None:
    if row.kind == CoverKind.PREMIUM:
        return Refusal("Premium is for a domain, not for one request.", "P1")
    if row.refunded_at is not None:
        return Refusal(f"Package {row.id} has been taken back.", "P5")
    if row.ticket_id is not None:
        return Refusal(f"Package {row.id} is for #{row.ticket_id} and stays with it.", "P4")
    if row.customer_id != request.customer_id:
        return Refusal(f"#{request.id} is another customer's.", "P4")
    if await entitlements.of_ticket(session, facts.key(request)) is not None:
        return Refusal(f"#{request.id} has a support package already.", "P4")
    return None


def _kind(kind: str) -> CoverKind:
    try:
        return CoverKind(kind)
    except ValueError:
        raise BadInput(f"A support package is one of {', '.join(CoverKind)}.") from None


def _checked(
    kind: CoverKind, term: Mapping[str, Any], *, ticket: int | None, reason: str
) -> str | None:
    """The domain as it is kept, once what was given fits the kind. Raises BadInput."""
    if not reason.strip():
        raise BadInput("A support package needs a reason: which order or agreement it comes from.")
    if kind != CoverKind.PREMIUM:
        if any(term.values()):
            raise BadInput(
                f"{kind.capitalize()} is for one request: it has no domain, no months and no first day."
            )
        return None
    if ticket is not None:
        raise BadInput("Premium is for a domain, not for one request.")
    domain = term["domain"]
    if not domain or term["months"] is None:
        raise BadInput("Premium needs a domain and a number of months.")
    site = supportterms.normal_domain(domain)
    if site is None:
        raise BadInput(f"{domain!r} is no domain, such as shop.example.")
    return site
