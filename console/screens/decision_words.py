"""Words of what has to be decided: disputes and credits to give back, in a line each."""

from collections.abc import Sequence
from datetime import datetime

from console.policy.disputes import State
from console.policy.officehours import OfficeHours
from console.screens.words import at_text
from console.services.dispute_shapes import DisputeView
from console.services.shapes import ProposalView
from widgets.line_list import Column, ListLine

DISPUTE_COLUMNS = (
    Column("No", 6, right=True),
    Column("About", 12),
    Column("Customer"),
    Column("Due", 13),
    Column("State", 9),
    Column("Subject"),
)
DECIDED_COLUMNS = (
    Column("No", 6, right=True),
    Column("About", 12),
    Column("Customer"),
    Column("Decided", 13),
    Column("How", 9),
    Column("By"),
)
PROPOSAL_COLUMNS = (
    Column("No", 4, right=True),
    Column("Credits", 7, right=True),
    Column("Entry", 6, right=True),
    Column("Request", 7, right=True),
    Column("Customer"),
    Column("By", 10),
    Column("Why"),
)

_LOUD = {State.OVERDUE: "owes", State.DUE: "accent"}


def dispute_line(each: DisputeView, hours: OfficeHours, *, now: datetime) -> ListLine:
    """A dispute that waits to be decided."""
    loud = _LOUD.get(each.state, "dim")
    return ListLine(
        each.ticket,
        (f"#{each.ticket}", each.about, each.customer, at_text(hours, each.due_at, now=now),
         str(each.state), each.subject),
        ("", "" if each.entry or each.disputed_ticket else "accent", "", loud, loud, "dim"),
    )  # fmt: skip


def decided_line(each: DisputeView, hours: OfficeHours, *, now: datetime) -> ListLine:
    """A dispute and how it was decided."""
    when = at_text(hours, each.decided_at, now=now) if each.decided_at is not None else ""
    return ListLine(
        each.ticket,
        (f"#{each.ticket}", each.about, each.customer, when, str(each.state), each.decided_by or ""),
        ("", "", "", "dim", "", "dim"),
    )  # fmt: skip


def proposal_line(each: ProposalView) -> ListLine:
    """Credits that somebody would give back."""
    ticket = f"#{each.ticket}" if each.ticket is not None else ""
    return ListLine(
        each.proposal,
        (str(each.proposal), str(each.credits), str(each.entry), ticket, each.customer,
         each.proposed_by, each.reason),
        ("dim", "", "dim", "", "", "dim", "dim"),
    )  # fmt: skip


def lines_of(
    section: str,
    found: Sequence[DisputeView] | Sequence[ProposalView],
    hours: OfficeHours,
    *,
    now: datetime,
) -> tuple[Sequence[Column], list[ListLine]]:
    """A section's columns and lines."""
    disputes = [each for each in found if isinstance(each, DisputeView)]
    if section == "disputes":
        return DISPUTE_COLUMNS, [dispute_line(each, hours, now=now) for each in disputes]
    if section == "decided":
        return DECIDED_COLUMNS, [decided_line(each, hours, now=now) for each in disputes]
    proposals = [each for each in found if isinstance(each, ProposalView)]
    return PROPOSAL_COLUMNS, [proposal_line(each) for each in proposals]
