"""Costs in the closing dialog: what each answer comes to, as far as it decides that."""

from typing import TYPE_CHECKING

from console.policy.access import Role, includes
from console.policy.charges import check_not_a_request
from console.policy.clauses import CLAUSES
from console.policy.credits import balance_words
from console.policy.outcomes import Outcome
from console.policy.questions import Choice as Answer
from console.policy.questions import Decision, Question
from console.services.shapes import TicketView
from widgets.choice_list import Choice

if TYPE_CHECKING:  # loaded after the first frame is painted
    from console.services.quoting import Quote


class Costs:
    """What closing one request would cost after so much work, for a person of that role."""

    def __init__(self, view: TicketView, *, worked_seconds: int, role: Role) -> None:
        self.view = view
        self.worked_seconds = worked_seconds
        self.role = role

    def of(self, decision: Decision) -> "Quote":
        """What one decision costs."""
        from console.services import quoting

        return quoting.cost_of(
            self.view, decision.outcome, worked_seconds=self.worked_seconds,
            ground=decision.ground_clause,
        )  # fmt: skip

    def choice(self, answer: Answer) -> Choice:
        """An answer with its cost, its clause and the balance after."""
        if isinstance(answer.leads_to, Question):
            cost = self.range_of(answer.leads_to)
            return Choice(answer.key, answer.label, cost=cost, note="one more question")
        decision = answer.leads_to
        quote = self.of(decision)
        named = decision.ground_clause or (quote.clauses[0] if quote.clauses else "")
        return Choice(
            answer.key,
            answer.label,
            cost=cost_words(quote.credits),
            clause=f"{named} {CLAUSES[named].title}" if named else "",
            balance=f"balance {balance_words(quote.balance_after)}",
            refusal=self._why_not(decision),
        )

    def range_of(self, question: Question) -> str:
        """What the answers to a further question cost, from the least to the most."""
        costs = sorted({self.of(each).credits for each in decisions(question)})
        if len(costs) == 1:
            return cost_words(costs[0])
        return f"{costs[0] or 'free'} or {costs[-1]}"

    def _why_not(self, decision: Decision) -> str:
        if decision.outcome is not Outcome.NOT_A_REQUEST:
            return ""
        # A lead is asked for the ground in the next step.
        ground = "given" if includes(self.role, Role.LEAD) else None
        refused = check_not_a_request(self.worked_seconds, self.role, ground=ground)
        return refused.reason if refused else ""


def cost_words(credits: int) -> str:
    """A cost in words: "free", "30 credits"."""
    return f"{credits} credits" if credits else "free"


def ground_words(decision: Decision) -> str:
    """The ground that is proposed: the clause that decides, with its few words."""
    name = decision.ground_clause
    return f"{name} {CLAUSES[name].title}" if name else ""


def decisions(question: Question) -> list[Decision]:
    """All ends that a question can lead to."""
    found: list[Decision] = []
    for choice in question.choices:
        if isinstance(choice.leads_to, Question):
            found += decisions(choice.leads_to)
        else:
            found.append(choice.leads_to)
    return found
