"""Dialogs about a customer's account: what is asked, and the confirmation that names person and amount."""

from collections.abc import Mapping, Sequence
from datetime import date

from console.policy.credits import Origin, Standing, balance_words, draw
from console.policy.officehours import OfficeHours, office_day
from console.policy.supportterms import MONTHS, Term, normal_domain
from console.policy.terms import Terms
from console.screens.dialogs import (
    AskChoice,
    AskForm,
    Field,
    day_or_none,
    optional,
    whole_number,
)
from console.screens.words import called, free_words, last_month
from console.services.account_shapes import CustomerView
from widgets.choice_list import Choice
from widgets.safe_text import one_line

WHY_CHARS = 60
KINDS = {"p": "premium", "i": "incident", "x": "examination"}

REFERENCE = Field(
    "reference", "Reference, posted only once", placeholder="empty: a new one", check=optional
)


def ask_size(packages: Sequence[int]) -> AskChoice:
    """Which package of credits was bought."""
    choices = [
        Choice(str(place), f"{size} credits", clause="K2")
        for place, size in enumerate(packages[:9], start=1)
    ]
    return AskChoice("Which package was bought?", choices)


def ask_purchase(view: CustomerView, size: int) -> AskForm:
    """How many, why, and under which reference."""
    fields = [
        Field("quantity", "How many packages", initial="1", check=whole_number(1, 100)),
        Field("reason", "Reason, such as the order"),
        REFERENCE,
    ]  # fmt: skip
    return AskForm(f"{size} credits for {called(view.row.name)}", fields, does="go on")


def ask_grant(view: CustomerView, terms: Terms) -> AskForm:
    """How many free credits, and for which add-on."""
    label = f"Free credits: {terms.addon_grant} for a paid add-on, {terms.bundle_grant} for each in a package"
    fields = [
        Field("credits", label, initial=str(terms.addon_grant), check=whole_number(1, 10_000)),
        Field("reason", "Reason: which add-on or package"),
        REFERENCE,
    ]  # fmt: skip
    return AskForm(f"Free credits for {called(view.row.name)}", fields, does="go on")


def ask_correction(view: CustomerView) -> AskForm:
    """By how much, why, and which entry was wrong."""
    fields = [
        Field("credits", "Credits, with + or -", placeholder="-20", check=signed_number),
        Field("reason", "Reason"),
        Field("corrects", "Entry that was wrong", placeholder="empty: none", check=number_or_none),
        REFERENCE,
    ]
    return AskForm(f"Correct the balance of {called(view.row.name)}", fields, does="go on")


def ask_kind() -> AskChoice:
    """Which support package."""
    choices = [
        Choice("p", "Premium: a domain for some months", clause="P1"),
        Choice("i", "Incident: one request, two hours", clause="P4"),
        Choice("x", "Examination: one request, two hours", clause="P6"),
    ]
    return AskChoice("Which support package?", choices)


def ask_statement(view: CustomerView, today: date) -> AskChoice:
    """For which days the statement is sent, once it is said to whom."""
    choices = [
        Choice("n", "no, send nothing"),
        Choice("y", f"send it to {view.row.address}", note="all entries"),
        Choice("m", "this month's alone", note=f"from {today.replace(day=1)} on"),
        Choice("l", "last month's alone", note="{} to {}".format(*last_month(today))),
    ]
    about = f"As text and PDF, to {view.row.address}."
    return AskChoice(f"Send {called(view.row.name)} the statement?", choices, about=about)


def ask_package(view: CustomerView, kind: str) -> AskForm:
    """For which domain and how long, or for which request."""
    if kind == "premium":
        own = [
            Field("domain", "Domain", initial=(view.domains or ("",))[0], check=a_domain),
            Field("months", "Months: 1, 3, 6 or 12", initial="1", check=a_term),
            Field(
                "first",
                "First day",
                placeholder="empty: today, or when what runs has ended",
                check=day_or_none,
            ),
        ]
    else:
        own = [Field("ticket", "Request", placeholder="empty: bound later", check=number_or_none)]
    fields = [*own, Field("reason", "Reason, such as the order"), REFERENCE]
    return AskForm(f"{kind.capitalize()} for {called(view.row.name)}", fields, does="go on")


def term_words(term: Term, hours: OfficeHours) -> str:
    """From when until when Premium would run, by the office's days."""
    first, end = office_day(hours, term.starts_at), office_day(hours, term.ends_at)
    return f"from {first} until {end}"


def after_words(
    view: CustomerView, credits: int, *, origin: Origin, free_first: bool = True
) -> str:
    """The balance before and after: "balance 50 → 130, 20 of it free", "owes 20 → owes 40"."""
    before = Standing(view.row.balance, view.row.free)
    after = draw(before, credits, origin=origin, free_first=free_first)
    change = change_words(before.balance, after.balance)
    return f"{view.row.address} · {change}{free_words(after.free)}"


def why_words(answer: Mapping[str, str]) -> str:
    """The reason and the reference as they were typed: "“Order 7”, reference order:7"."""
    reason = one_line(answer["reason"], max_chars=WHY_CHARS)
    reference = one_line(answer.get("reference", ""), max_chars=WHY_CHARS)
    return f"“{reason}”{f', reference {reference}' if reference else ''}"


def change_words(before: int, after: int) -> str:
    """What becomes of a balance: "balance 50 → 130", "owes 20 → owes 40"."""
    return f"{'balance ' if before >= 0 else ''}{balance_words(before)} → {balance_words(after)}"


def signed_number(text: str) -> str | None:
    """What is wrong with credits that go up or down."""
    value = text.strip()
    digits = value[1:] if value[:1] in "+-" and value else value
    if not (digits.isascii() and digits.isdigit() and len(digits) < 8):
        return "A whole number is needed here, with + or -."
    return "A correction of 0 changes nothing." if int(digits) == 0 else None


def number_or_none(text: str) -> str | None:
    """What is wrong with a number that may be left out."""
    value = text.strip().removeprefix("#")
    good = not value or (value.isascii() and value.isdigit() and len(value) < 10)
    return None if good else "A number is needed here, or nothing."


def customer_number(text: str) -> int | None:
    """The number of a customer, where that is what was typed."""
    value = text.strip()
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else None


def a_customer(text: str) -> str | None:
    """What is wrong with how a customer is named: by number or address."""
    good = customer_number(text) is not None or "@" in text
    return None if good else "A customer's number or address is needed here."


def customer_or_none(text: str) -> str | None:
    """What is wrong with a customer who may be left out."""
    return a_customer(text) if text.strip() else None


def a_domain(text: str) -> str | None:
    """What is wrong with a domain."""
    return None if normal_domain(text) else "A domain is needed here, such as shop.example."


def a_term(text: str) -> str | None:
    """What is wrong with a number of months."""
    return None if text.strip() in map(str, MONTHS) else "Premium is for 1, 3, 6 or 12 months (P1)."


def number_in(answer: Mapping[str, str], name: str) -> int | None:
    """A number that was typed, None where it was left out."""
    value = answer[name].strip().removeprefix("#")
    return int(value) if value else None


def day_in(answer: Mapping[str, str], name: str) -> date | None:
    """A day that was typed, None where it was left out."""
    return date.fromisoformat(answer[name]) if answer[name] else None
