"""What is told of customers: their standing, packages, agreements and addresses; frozen values, times in UTC."""

from dataclasses import dataclass
from datetime import datetime

from console.services.shapes import EarlierView, EntryView


@dataclass(frozen=True, slots=True)
class CustomerRow:
    """One line of the list of customers; `owing_since` is None where nothing is owed."""

    customer: int
    name: str
    address: str
    balance: int
    free: int
    owing_since: datetime | None
    open_tickets: int
    merged_into: int | None


@dataclass(frozen=True, slots=True)
class CustomerPage:
    """Some customers by name; `more_after` continues where this page ends, None at the end."""

    rows: tuple[CustomerRow, ...]
    more_after: tuple[str, int] | None


@dataclass(frozen=True, slots=True)
class AddressView:
    """An address that a customer writes from; the first of them is the registered one."""

    address: str
    since: datetime


@dataclass(frozen=True, slots=True)
class EntitlementView:
    """A support package; `state` is coming, running, over, unused, used or refunded."""

    entitlement: int
    customer_id: int
    kind: str
    domain: str | None
    months: int | None
    starts_at: datetime | None
    ends_at: datetime | None
    ticket: int | None
    state: str
    used_seconds: int
    reference: str
    reason: str
    posted_by: str
    created_at: datetime
    refunded_at: datetime | None
    refund_reason: str | None


@dataclass(frozen=True, slots=True)
class ConsentView:
    """A ceiling that a customer agreed to; `ticket` None is a standing agreement for each request."""

    consent: int
    customer_id: int
    ticket: int | None
    ceiling: int
    agreed_by: str
    agreed_at: datetime
    message: int
    message_ticket: int
    recorded_by: str
    recorded_at: datetime
    withdrawn_at: datetime | None
    withdraw_reason: str | None


@dataclass(frozen=True, slots=True)
class MergeView:
    """Two customers made one; `credits` is what went over, signed."""

    merge: int
    from_customer: int
    from_name: str
    into_customer: int
    into_name: str
    reason: str
    merged_by: str
    merged_at: datetime
    credits: int
    tickets: int
    addresses: tuple[str, ...]
    undone_at: datetime | None


@dataclass(frozen=True, slots=True)
class CustomerView:
    """Everything about a customer but the whole of their ledger, which is read in pages."""

    row: CustomerRow
    language: str
    since: datetime
    opted_out_at: datetime | None
    available: int
    addresses: tuple[AddressView, ...]
    domains: tuple[str, ...]
    entitlements: tuple[EntitlementView, ...]
    consents: tuple[ConsentView, ...]
    tickets: tuple[EarlierView, ...]
    tickets_total: int
    merges: tuple[MergeView, ...]
    entries_total: int

    @property
    def customer(self) -> int:
        """The customer's number."""
        return self.row.customer


@dataclass(frozen=True, slots=True)
class EntryPage:
    """Some entries of a customer, newest first; `more_before` continues with older ones, None at the end."""

    entries: tuple[EntryView, ...]
    more_before: int | None
