"""Agreements beforehand: up to how many credits, by whom, when, in which message (U9)."""

from datetime import datetime

from console.policy import access, senders
from console.policy import consents as policy
from console.policy.refusal import Refusal
from console.policy.terms import Terms
from console.services import facts, limits
from console.services.account_shapes import ConsentView
from console.services.connection import until_saved
from console.services.context import Desk
from console.services.faults import BadInput, NotFound
from console.services.lapses import lapse
from console.services.shapes import Actor
from db import consents, customers, tickets
from db import worktime as db_worktime
from db.engine import Session
from db.tables import Consent
from widgets.safe_text import one_line


async def listing(
    desk: Desk, *, customer: int | None = None, address: str | None = None
) -> tuple[ConsentView, ...]:
    """What a customer agreed to, oldest first. Raises NotFound."""
    async with desk.reading() as session:
        owner = await customers.find(session, number=customer, address=address)
        if owner is None:
            raise NotFound(f"No customer {address or customer} is known.")
        return await views(session, customer_id=facts.key(owner))


async def views(session: Session, *, customer_id: int) -> tuple[ConsentView, ...]:
    """Within a transaction: a customer's agreements, oldest first."""
    return await _views(session, list(await consents.of_customer(session, customer_id)))


@until_saved
async def record(
    desk: Desk,
    actor: Actor,
    *,
    ticket: int | None = None,
    customer: int | None = None,
    address: str | None = None,
    ceiling: int,
    message: int | None = None,
    now: datetime,
) -> ConsentView | Refusal:
    """Put on record up to what a customer agreed to, for one request or for each of theirs.

    The evidence is a message of theirs: the one named, else their latest on the request. What was in force for
    the same before is superseded. Raises NotFound and BadInput.
    """
    async with desk.writing(actor, now, alone=True) as session:
        owner = await _whose(session, actor, ticket=ticket, customer=customer, address=address)
        if isinstance(owner, Refusal):
            return owner
        terms = await _terms(session, desk, ticket, now=now)
        if refused := policy.check_ceiling(ceiling, terms=terms):
            return refused
        said = await consents.evidence(
            session, customer_id=owner, ticket_id=ticket, message_id=message
        )
        if said is None:
            return Refusal("An agreement needs a message of the customer that says so.", "U9")
        if refused := senders.check_agreement(senders.parse_doubt(said.doubt)):
            return refused
        before = await consents.own(session, ticket_id=ticket, customer_id=owner)
        if before is not None:
            if (before.ceiling, before.message_id) == (ceiling, said.id):
                return (await _views(session, [before]))[0]
            await consents.withdraw(
                session, before, at=now, staff_id=actor.staff_id, reason="superseded"
            )
            await lapse(session, desk, before, now=now)
        author = f"{one_line(said.author, max_chars=100)} <{said.address or 'no address'}>"
        made = await consents.add(
            session, customer_id=owner, ticket_id=ticket, ceiling=ceiling, agreed_by=author,
            agreed_at=said.created_at, message_id=facts.key(said), staff_id=actor.staff_id,
            recorded_at=now,
        )  # fmt: skip
        await tickets.record(
            session, "agreement", at=now, staff_id=actor.staff_id, ticket_id=ticket,
            customer_id=owner, consent=made.id, ceiling=ceiling, message=said.id,
        )  # fmt: skip
        await _answer_limits(session, desk, made, now=now)
        return (await _views(session, [made]))[0]


@until_saved
async def withdraw(
    desk: Desk, actor: Actor, *, consent: int, reason: str, now: datetime
) -> ConsentView | Refusal:
    """End an agreement; what was charged and worked under it stays. Raises NotFound and BadInput."""
    if not reason.strip():
        raise BadInput("Ending an agreement needs a reason.")
    async with desk.writing(actor, now, alone=True) as session:
        row = await consents.get(session, consent)
        if row is None:
            raise NotFound(f"There is no agreement {consent}.")
        action = "standing_consent" if row.ticket_id is None else "consent"
        if refused := access.check(facts.role_of(actor), action):
            return refused
        if row.withdrawn_at is not None:
            return Refusal(f"Agreement {consent} has ended already.", "U9")
        await consents.withdraw(
            session, row, at=now, staff_id=actor.staff_id, reason=reason.strip()
        )
        await lapse(session, desk, row, now=now)
        await tickets.record(
            session, "agreement ended", at=now, staff_id=actor.staff_id, ticket_id=row.ticket_id,
            customer_id=row.customer_id, consent=consent, reason=reason,
        )  # fmt: skip
        return (await _views(session, [row]))[0]


async def _whose(
    session: Session,
    actor: Actor,
    *,
    ticket: int | None,
    customer: int | None,
    address: str | None,
) -> int | Refusal:
    """The customer who agreed, if the actor may put that on record."""
    if ticket is not None:
        row = await facts.the_ticket(session, ticket)
        return facts.check_open_in_hand(actor, row, "consent") or row.customer_id
    if refused := access.check(facts.role_of(actor), "standing_consent"):
        return refused
    owner = await customers.find(session, number=customer, address=address)
    if owner is None:
        raise NotFound(f"No customer {address or customer} is known.")
    return await customers.survivor(session, facts.key(owner))


async def _terms(session: Session, desk: Desk, ticket: int | None, *, now: datetime) -> Terms:
    """The figures that an agreement is about: those of its request's own version of the policy (A2)."""
    row = await tickets.get(session, ticket) if ticket is not None else None
    return desk.terms_of(row.policy_version) if row is not None else desk.terms_at(now)


async def _answer_limits(session: Session, desk: Desk, row: Consent, *, now: datetime) -> None:
    """Limits that wait for an answer and that the agreement settles are answered by it."""
    for ticket in await consents.open_tickets(session, row):
        work = await facts.work_on(session, desk, ticket, now)
        await limits.notice(session, desk, ticket, work=work, now=now)


async def _views(session: Session, rows: list[Consent]) -> tuple[ConsentView, ...]:
    if not rows:
        return ()
    staff = await db_worktime.names(session, list({row.staff_id for row in rows}))
    where = await consents.message_tickets(session, [row.message_id for row in rows])
    return tuple(
        ConsentView(
            consent=facts.key(row),
            customer_id=row.customer_id,
            ticket=row.ticket_id,
            ceiling=row.ceiling,
            agreed_by=row.agreed_by,
            agreed_at=row.agreed_at,
            message=row.message_id,
            message_ticket=where[row.message_id],
            recorded_by=staff[row.staff_id].login,
            recorded_at=row.recorded_at,
            withdrawn_at=row.withdrawn_at,
            withdraw_reason=row.withdraw_reason,
        )
        for row in rows
    )
