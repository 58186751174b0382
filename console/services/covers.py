"""Which support packages cover which requests, looked up for one or many at once (P1, P4, P6)."""

from collections.abc import Sequence
from datetime import datetime

from console.policy import entitlements as policy
from console.policy.entitlements import CoverKind, Package
from db import entitlements
from db.engine import Session
from db.tables import CoverChoice, Entitlement, Ticket


async def of_tickets(session: Session, tickets: Sequence[Ticket]) -> dict[int, tuple[Package, ...]]:
    """What covers each of these requests: as somebody said by hand, else by the rule."""
    if not tickets:
        return {}
    said = await entitlements.choices(session, [each.id for each in tickets if each.id])
    known = await entitlements.for_tickets(session, tickets, said)
    found: dict[int, tuple[Package, ...]] = {}
    for ticket in tickets:
        number = ticket.id or 0
        found[number] = chosen_for(known.get(number, []), said.get(number))
    return found


def chosen_for(rows: Sequence[Entitlement], choice: CoverChoice | None) -> tuple[Package, ...]:
    """What covers a request of all that may: as somebody said by hand, else by the rule."""
    if choice is not None and choice.entitlement_id is None:
        return ()
    packages = [package_of(row) for row in rows]
    # What was chosen and has been taken back since leaves the rule to decide.
    by_hand = choice.entitlement_id if choice is not None else None
    there = any(each.id == by_hand for each in packages)
    return policy.choose(packages, by_hand if there else None)


async def of_ticket(session: Session, ticket: Ticket) -> tuple[Package, ...]:
    """What covers a request."""
    return (await of_tickets(session, [ticket]))[ticket.id or 0]


async def covers_domain(
    session: Session, *, customer_id: int, domain: str | None, now: datetime
) -> bool:
    """Whether a customer's Premium runs for a domain, so that a request about it is never held (P1, U7)."""
    if not domain:
        return False
    running = await entitlements.running(session, customer_id=customer_id, domain=domain, at=now)
    return bool(running)


def package_of(row: Entitlement) -> Package:
    """A stored support package as the policy knows it."""
    assert row.id is not None  # noqa: S101 - every stored row has one
    return Package(row.id, CoverKind(row.kind), row.starts_at, row.ends_at)
