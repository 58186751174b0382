"""Words of customers' screens: balances, packages, agreements, addresses and merges in a line each."""

from collections.abc import Sequence
from datetime import datetime

from console.policy.officehours import OfficeHours
from console.screens.words import (
    LANGUAGES,
    at_text,
    balance_words,
    called,
    clock_words,
    day_text,
    debt_words,
    free_words,
)
from console.services.account_shapes import (
    AddressView,
    ConsentView,
    CustomerRow,
    CustomerView,
    EntitlementView,
    MergeView,
)
from console.services.shapes import EarlierView, EntryView
from widgets.line_list import Column, ListLine

CUSTOMER_COLUMNS = (
    Column("Customer"),
    Column("Address"),
    Column("Balance", 22, right=True),
    Column("Open", 4, right=True),
)
ENTRY_COLUMNS = (
    Column("Entry", 6, right=True),
    Column("Posted", 13),
    Column("What", 10),
    Column("Credits", 7, right=True),
    Column("Balance", 9, right=True),
    Column("Why"),
)
PACKAGE_COLUMNS = (
    Column("No", 4, right=True),
    Column("Package", 11),
    Column("For"),
    Column("From", 11),
    Column("Until", 11),
    Column("State", 8),
    Column("Used", 7, right=True),
)
AGREEMENT_COLUMNS = (
    Column("No", 4, right=True),
    Column("For", 12),
    Column("Up to", 5, right=True),
    Column("When", 13),
    Column("Said in", 7, right=True),
    Column("State"),
    Column("By"),
)
REQUEST_COLUMNS = (
    Column("No", 7, right=True),
    Column("Received", 13),
    Column("Subject"),
    Column("Ended", 22),
    Column("Credits", 7, right=True),
)
ADDRESS_COLUMNS = (Column("Address"), Column("Since", 13), Column("", 12))
MERGE_COLUMNS = (
    Column("No", 4, right=True),
    Column("Merged"),
    Column("Credits", 7, right=True),
    Column("When", 13),
    Column("Why"),
    Column("", 12),
)


def section(
    view: CustomerView, name: str, *, hours: OfficeHours, now: datetime
) -> tuple[Sequence[Column], list[ListLine]]:
    """A section's columns and lines; the entries come by pages and are not among them."""
    if name == "packages":
        return PACKAGE_COLUMNS, [package_line(each, hours, now=now) for each in view.entitlements]
    if name == "agreed":
        return AGREEMENT_COLUMNS, [agreement_line(each, hours, now=now) for each in view.consents]
    if name == "requests":
        return REQUEST_COLUMNS, [request_line(each, hours, now=now) for each in view.tickets]
    if name == "addresses":
        places = enumerate(view.addresses)
        return ADDRESS_COLUMNS, [address_line(at, each, hours, now=now) for at, each in places]
    return MERGE_COLUMNS, [merge_line(each, hours, now=now) for each in view.merges]


def request_of(view: CustomerView, section: str, key: int) -> int | None:
    """The request that a section's line is about; None where it is about none."""
    if section == "requests":
        return key
    if section == "packages":
        return next(each.ticket for each in view.entitlements if each.entitlement == key)
    if section == "agreed":
        return next(each.message_ticket for each in view.consents if each.consent == key)
    return None


def other_of(view: CustomerView, *, merge: int) -> int:
    """The other one of the two customers of a merge."""
    found = next(each for each in view.merges if each.merge == merge)
    return found.into_customer if found.from_customer == view.customer else found.from_customer


def customer_line(row: CustomerRow, *, now: datetime) -> ListLine:
    """A customer in the list."""
    owes = "owes" if row.balance < 0 else ""
    balance = debt_words(row.balance, row.owing_since, now)
    count = str(row.open_tickets) if row.open_tickets else ""
    return ListLine(row.customer, (row.name, row.address, balance, count), ("", "dim", owes, ""))


def entry_line(entry: EntryView, hours: OfficeHours, *, now: datetime) -> ListLine:
    """An entry with the balance after it."""
    about = f"#{entry.ticket} {entry.outcome or ''}" if entry.ticket is not None else ""
    why = " · ".join(
        part for part in (about.strip(), entry.reason or "", " ".join(entry.clauses)) if part
    )
    amount = f"{entry.credits:+d}" if entry.credits else "0"
    return ListLine(
        entry.entry,
        (str(entry.entry), at_text(hours, entry.posted_at, now=now), entry.kind, amount,
         balance_words(entry.balance_after), why),
        ("dim", "dim", "", "", "owes" if entry.balance_after < 0 else "", "dim"),
    )  # fmt: skip


def package_line(each: EntitlementView, hours: OfficeHours, *, now: datetime) -> ListLine:
    """A support package."""
    about = each.domain or (f"#{each.ticket}" if each.ticket is not None else "no request yet")
    start = day_text(hours, each.starts_at, now=now) if each.starts_at is not None else ""
    end = day_text(hours, each.ends_at, now=now) if each.ends_at is not None else ""
    used = clock_words(each.used_seconds) if each.used_seconds else ""
    return ListLine(
        each.entitlement,
        (str(each.entitlement), each.kind.capitalize(), about, start, end, each.state, used),
        ("dim", "", "", "dim", "dim", "accent" if each.state == "running" else "dim", ""),
    )


def agreement_line(each: ConsentView, hours: OfficeHours, *, now: datetime) -> ListLine:
    """An agreement."""
    about = f"#{each.ticket}" if each.ticket is not None else "each request"
    state = "in force" if each.withdrawn_at is None else f"ended: {each.withdraw_reason or ''}"
    return ListLine(
        each.consent,
        (str(each.consent), about, str(each.ceiling), at_text(hours, each.agreed_at, now=now),
         f"#{each.message_ticket}", state, each.agreed_by),
        ("dim", "", "", "dim", "dim", "accent" if each.withdrawn_at is None else "dim", "dim"),
    )  # fmt: skip


def request_line(each: EarlierView, hours: OfficeHours, *, now: datetime) -> ListLine:
    """A request and how it ended."""
    return ListLine(
        each.ticket,
        (f"#{each.ticket}", at_text(hours, each.received_at, now=now), each.subject,
         each.outcome or "open", str(each.credits) if each.outcome else ""),
        ("", "dim", "", "accent" if each.outcome is None else "dim", ""),
    )  # fmt: skip


def address_line(place: int, each: AddressView, hours: OfficeHours, *, now: datetime) -> ListLine:
    """An address; the first is the registered one."""
    note = "registered" if place == 0 else ""
    return ListLine(
        place, (each.address, at_text(hours, each.since, now=now), note), ("", "dim", "dim")
    )


def merge_line(each: MergeView, hours: OfficeHours, *, now: datetime) -> ListLine:
    """A merge."""
    who = f"{each.from_customer} {called(each.from_name)} into {each.into_customer} {called(each.into_name)}"
    state = "taken back" if each.undone_at is not None else ""
    return ListLine(
        each.merge,
        (str(each.merge), who, f"{each.credits:+d}" if each.credits else "0",
         at_text(hours, each.merged_at, now=now), each.reason, state),
        ("dim", "", "", "dim", "dim", "dim"),
    )  # fmt: skip


def balance_line(view: CustomerView, *, now: datetime) -> str:
    """What a customer has and how they stand: "balance 100, 20 of it free · available 60"."""
    row = view.row
    balance = debt_words(row.balance, row.owing_since, now)
    told = balance if row.balance < 0 else f"balance {balance}{free_words(row.free)}"
    stands = " · new requests wait (U7)" if row.balance < 0 else ""
    return f"{told} · available {view.available}{stands}"


def facts_line(view: CustomerView, hours: OfficeHours, *, now: datetime) -> str:
    """Their number, since when, in which language, what they are written, their sites."""
    merged = f"merged into customer {view.row.merged_into} · " if view.row.merged_into else ""
    opted = " · no promotions" if view.opted_out_at is not None else ""
    sites = f" · {', '.join(view.domains)}" if view.domains else ""
    since = at_text(hours, view.since, now=now)
    language = LANGUAGES.get(view.language, view.language)
    return f"{merged}customer {view.customer} since {since} · in {language}{opted}{sites}"
