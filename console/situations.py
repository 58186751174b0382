"""Situations: what decides which actions work just now."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from console.policy.access import Role

if TYPE_CHECKING:  # large, and not on the first frame
    from console.services.account_shapes import CustomerView
    from console.services.queue_shapes import TimerView
    from console.services.shapes import TicketView

QUEUE, TICKET, CUSTOMERS, CUSTOMER, DECISIONS, OUTBOX, POLICY, TEXTS, SHOP, RECORD, BOARD = (
    "queue", "ticket", "customers", "customer", "decisions", "outbox", "policy", "texts", "shop", "record",
    "board",
)  # fmt: skip
HUB, SETTINGS, OFFICE, STAFF, CONNECTIONS, REPORTS, COMPONENTS, RETENTION, BUGS = (
    "desk", "settings", "office", "staff", "connections", "reports", "components", "retention", "bugs",
)  # fmt: skip
EVERYWHERE = frozenset(
    {QUEUE, TICKET, CUSTOMERS, CUSTOMER, DECISIONS, OUTBOX, POLICY, TEXTS, SHOP, RECORD, BOARD, HUB,
     SETTINGS, OFFICE, STAFF, CONNECTIONS, REPORTS, COMPONENTS, RETENTION, BUGS}
)  # fmt: skip

OPENING = "The desk is still opening."
READING = "It is still being read."


class Situation(NamedTuple):
    """What decides whether an action works just now; role None while the desk is opening."""

    screen: str
    role: Role | None = None
    staff_id: int | None = None
    read_only: bool = False
    cursor: int | None = None
    view: "TicketView | None" = None
    timer: "TimerView | None" = None
    account: "CustomerView | None" = None
    section: str = ""
    following: str = ""
    """Whose shoulder is looked over at the request on screen; empty where nobody's is."""
    keymap: Mapping[str, str] = MappingProxyType({})
