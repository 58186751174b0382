"""The mail of a closing: the specialist's answer, what it cost, why, and the balance after."""

from console.policy import charges
from console.policy.charges import Charge
from console.policy.entitlements import Cover
from console.policy.outcomes import RULES, Outcome
from console.services import facts, outgoing, verdicts
from console.services.context import Desk
from console.services.dispute_shapes import Decided
from console.services.shapes import TicketView
from db import disputes
from db.engine import Session
from db.tables import Ticket

TEMPLATES = {
    Outcome.FORWARDED: "forwarded",
    Outcome.UNRESOLVED: "no-reply",
    Outcome.DISPUTE_UPHELD: "dispute-upheld",
    Outcome.DISPUTE_REJECTED: "dispute-rejected",
}
"""The customer messages of outcomes that have one of their own."""


async def preview(
    desk: Desk,
    view: TicketView,
    *,
    outcome: Outcome,
    ground: str | None,
    answer: str,
    worked_seconds: int,
) -> str:
    """The mail that closing would send now, for the person to read before it goes. Raises NotFound."""
    cover = view.cover_after(worked_seconds)
    charge = charges.charge(
        outcome, worked_seconds, cover=cover, kind=view.row.kind,
        ground=ground, terms=view.terms,
    )  # fmt: skip
    due = charges.settle(charge.credits, view.posted_credits).due
    async with desk.reading() as session:
        ticket = await facts.the_ticket(session, view.ticket)
        settled = await _expected(session, view.ticket, outcome)
        return await text(
            session, desk, ticket, charge=charge, cover=cover,
            cost=charge.credits, waived=0,
            posted=view.posted_credits, balance=view.row.balance - due, answer=answer,
            settled=settled,
        )  # fmt: skip


async def _expected(session: Session, ticket: int, outcome: Outcome) -> Decided | None:
    """What deciding a dispute so would come to."""
    row = await disputes.get(session, ticket)
    if row is None:
        return None
    left = await verdicts.left_of(session, row) if outcome is Outcome.DISPUTE_UPHELD else 0
    return Decided(ticket, verdicts.about(row), left, None)


def _drawn(cover: Cover | None, charge: Charge) -> Cover | None:
    """The cover, where the charge draws on it."""
    if cover is None or charge.covered_seconds == 0:
        return None
    return Cover(cover.kind, charge.covered_seconds, cover.ids)


async def text(
    session: Session,
    desk: Desk,
    ticket: Ticket,
    *,
    charge: Charge,
    cover: Cover | None = None,
    cost: int,
    waived: int,
    posted: int,
    balance: int,
    answer: str | None,
    settled: Decided | None = None,
) -> str:
    """The mail in the customer's language; `posted` is what was charged before, `balance` what is left after."""
    back = charges.settle(cost, posted).give_back
    deciding = next((name for name in charge.clauses if name != "U8"), None)
    return await outgoing.template(
        session, desk, ticket, TEMPLATES.get(charge.outcome, "closed"),
        answer=(answer or "").strip(), outcome=str(charge.outcome),
        outcome_label=RULES[charge.outcome].label,
        clause_words=desk.book.words(ticket.policy_version, deciding) if deciding else "",
        covered_by=outgoing.package_words(_drawn(cover, charge), ticket.language),
        minutes=-(-charge.worked_seconds // 60), blocks=charge.blocks, credits=cost,
        balance=balance, waived=waived, charged_before=posted,
        give_back=settled.credits if settled else back, disputed=settled.about if settled else "",
    )  # fmt: skip
