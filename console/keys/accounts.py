"""The actions of customers, their accounts, and what leads decide."""

from console.action import Action
from console.obstacles import no_account, not_a_dispute, not_on
from console.policy.access import Role
from console.situations import CUSTOMER, CUSTOMERS, DECISIONS

_C = frozenset({CUSTOMERS})
_A = frozenset({CUSTOMER})
_D = frozenset({DECISIONS})

ROWS = (
    Action("customers.owing", "Show who owes, or everybody again", "o", "who owes", _C, barred=True),
    Action("customers.write", "Write to many customers", "w", "write", _C, role=Role.ADMIN,
           writes=True, barred=True),
    Action("customers.look", "Open the customer", "enter", "open", _C, bound=False, barred=True),
    Action("account.explain", "Explain the entry under the cursor", "x", "explain", _A,
           off=not_on("entries", 1), barred=True),
    Action("account.reverse", "Reverse the entry under the cursor", "v", "reverse", _A,
           role=Role.ADMIN, writes=True, off=not_on("entries", 1), barred=True),
    Action("account.dispute", "Put on record that the entry under the cursor is disputed", "D",
           "dispute", _A, writes=True, off=not_on("entries", 1), barred=True),
    Action("account.refund", "Refund the package under the cursor, before any work", "t", "refund", _A,
           role=Role.ADMIN, writes=True, off=not_on("packages", 2), barred=True),
    Action("account.end_agreement", "End the agreement under the cursor", "Y", "end it", _A,
           writes=True, off=not_on("agreed", 3), barred=True),
    Action("account.move", "Move the address under the cursor to somebody else", "M", "move", _A,
           role=Role.ADMIN, writes=True, off=not_on("addresses", 5), barred=True),
    Action("account.unmerge", "Take back the merge under the cursor", "u", "take back", _A,
           role=Role.ADMIN, writes=True, off=not_on("merges", 6), barred=True),
    Action("account.statement", "Send the statement to the customer", "s", "statement", _A,
           writes=True, off=no_account, barred=True),
    Action("account.buy", "Post packages of credits that were bought", "b", "buy", _A,
           role=Role.ADMIN, writes=True, off=no_account, barred=True),
    Action("account.grant", "Post free credits of add-ons", "f", "grant", _A,
           role=Role.ADMIN, writes=True, off=no_account, barred=True),
    Action("account.correct", "Correct the balance, with a reason", "c", "correct", _A,
           role=Role.ADMIN, writes=True, off=no_account, barred=True),
    Action("account.package", "Post a support package", "P", "package", _A, role=Role.ADMIN,
           writes=True, off=no_account, barred=True),
    Action("account.agreement", "Put a standing agreement on record", "y", "agreed", _A,
           role=Role.LEAD, writes=True, off=no_account, barred=True),
    Action("account.merge", "Merge this customer into another", "m", "merge", _A, role=Role.ADMIN,
           writes=True, off=no_account, barred=True),
    Action("account.address", "Add an address", "a", "address", _A, role=Role.ADMIN,
           writes=True, off=no_account, barred=True),
    Action("account.promotions", "Write no promotions to the customer, or write them again", "p",
           "promotions", _A, role=Role.ADMIN, writes=True, off=no_account, barred=True),
    Action("account.rename", "Change name and language", "n", "name", _A, role=Role.ADMIN,
           writes=True, off=no_account, barred=True),
    Action("decision.look", "Open the request", "enter", "open", _D, bound=False, barred=True),
    Action("dispute.packet", "Show all the evidence of the dispute", "v", "evidence", _D,
           off=not_a_dispute, barred=True),
    Action("dispute.link", "Say which request or entry the dispute is about", "l", "about", _D,
           writes=True, off=not_on("disputes", 1), barred=True),
    Action("dispute.uphold", "Uphold the dispute, and propose to give credits back", "u", "uphold",
           _D, role=Role.LEAD, writes=True, off=not_on("disputes", 1),
           barred=True),
    Action("dispute.reject", "Reject the dispute", "r", "reject", _D, role=Role.LEAD, writes=True,
           off=not_on("disputes", 1), barred=True),
    Action("proposal.approve", "Give the credits back", "a", "give back", _D, role=Role.LEAD,
           writes=True, off=not_on("to give back", 2), barred=True),
    Action("proposal.reject", "Leave the charge as it is", "n", "leave it", _D, role=Role.LEAD,
           writes=True, off=not_on("to give back", 2), barred=True),
)  # fmt: skip
