"""What covers a request, said against the rule; and the site that it is about, which the rule goes by (P1)."""

from datetime import datetime

from console.policy import access, supportterms
from console.policy.entitlements import CoverKind
from console.policy.refusal import Refusal
from console.services import facts, package_views, posting, waits
from console.services.account_shapes import EntitlementView
from console.services.connection import until_saved
from console.services.context import Desk
from console.services.faults import BadInput, NotFound
from console.services.shapes import Actor
from db import entitlements, tickets
from db.engine import Session
from db.tables import CoverChoice, Entitlement


@until_saved
async def choose(
    desk: Desk,
    actor: Actor,
    *,
    ticket: int,
    entitlement: int | None,
    reason: str,
    now: datetime,
) -> EntitlementView | Refusal | None:
    """Say against the rule which package covers an open request, or that none does. Raises NotFound, BadInput."""
    if not reason.strip():
        raise BadInput("Choosing what covers a request needs a reason.")
    async with desk.writing(actor, now, alone=True) as session:
        request = await facts.the_ticket(session, ticket)
        refused = access.check(facts.role_of(actor), "choose_cover") or facts.check_open(request)
        if refused:
            return refused
        row = await the_package(session, entitlement) if entitlement is not None else None
        if row is not None and row.refunded_at is not None:
            return Refusal(f"Package {entitlement} has been taken back.", "P3")
        if row is not None and row.ticket_id not in {None, ticket}:
            return Refusal(f"Package {entitlement} is for #{row.ticket_id} alone.", "P4")
        if row is not None and row.kind != CoverKind.PREMIUM and row.ticket_id is None:
            return Refusal(f"Package {entitlement} is for one request: bind it to #{ticket}.", "P4")
        kept = (await entitlements.choices(session, [ticket])).get(ticket)
        before = kept.entitlement_id if kept is not None else None
        await entitlements.save(
            session, kept or CoverChoice(ticket_id=ticket, reason="", staff_id=0),
            entitlement_id=entitlement, reason=reason.strip(), staff_id=actor.staff_id, chosen_at=now,
        )  # fmt: skip
        await tickets.change(session, request)
        await tickets.record(
            session, "cover chosen", at=now, staff_id=actor.staff_id, ticket_id=ticket,
            entitlement=entitlement, before=before, after=entitlement, reason=reason,
        )  # fmt: skip
        await free_holds(session, desk, request.customer_id, now=now)
        return None if row is None else await package_views.one(session, desk, row, now=now)


@until_saved
async def set_domain(
    desk: Desk, actor: Actor, *, ticket: int, domain: str, now: datetime
) -> str | Refusal:
    """Say which site a request is about; gives the domain as it is kept. Raises NotFound and BadInput."""
    site = supportterms.normal_domain(domain)
    if site is None:
        raise BadInput(f"{domain!r} is no domain, such as shop.example.")
    async with desk.writing(actor, now) as session:
        row = await facts.the_ticket(session, ticket)
        if refused := facts.check_open_in_hand(actor, row, "domain"):
            return refused
        before = row.domain
        await tickets.change(session, row, domain=site)
        await tickets.record(
            session, "domain", at=now, staff_id=actor.staff_id, ticket_id=ticket, before=before,
            after=site,
        )  # fmt: skip
        await free_holds(session, desk, row.customer_id, now=now)
        return site


async def free_holds(session: Session, desk: Desk, customer_id: int, *, now: datetime) -> int:
    """What its customer's debt held goes back to the queue once a package covers it (U7); says how many."""
    held = [each for each in await tickets.open_of(session, customer_id) if waits.is_held(each)]
    covered = await package_views.covered_now(session, held, now=now)
    for ticket in covered:
        await waits.end(session, ticket)
        await tickets.record(session, "support package covers it", at=now, ticket_id=ticket.id)
    return len(covered) + len(await posting.wake(session, desk, customer_id, now=now))


async def the_package(session: Session, entitlement: int) -> Entitlement:
    """The support package of that number. Raises NotFound."""
    row = await entitlements.get(session, entitlement)
    if row is None:
        raise NotFound(f"There is no support package {entitlement}.")
    return row
