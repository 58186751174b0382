"""Words of the shops' orders: a shop, an order, a product, a proposal in a line."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from console.policy import orders as policy
from console.policy.credits import balance_words
from console.policy.officehours import OfficeHours
from console.policy.orders import Meaning, Means
from console.policy.terms import Terms
from console.screens.words import at_text
from console.services.order_shapes import (
    OrderProposalView,
    OrderView,
    ProductView,
    Settled,
    ShopStatus,
    WaitingView,
)
from widgets.line_list import Column, ListLine
from widgets.safe_text import one_line

NAME_CHARS = 40
COLUMNS: Mapping[str, Sequence[Column]] = {
    "shops": (
        Column("Shop", 11),
        Column("Looked at", 12),
        Column("Read up to", 12),
        Column("Due", 5, right=True),
        Column("How it stands"),
    ),
    "waiting": (
        Column("Shop", 11),
        Column("Why", 10),
        Column("Product or order"),
        Column("Units", 5, right=True),
        Column("Lines", 5, right=True),
    ),
    "proposals": (
        Column("Order", 11),
        Column("From"),
        Column("What"),
        Column("Back", 5, right=True),
        Column("Now", 8, right=True),
        Column("After", 8, right=True),
    ),
    "orders": (
        Column("Order", 11),
        Column("Placed", 12),
        Column("Buyer"),
        Column("Status", 16),
        Column("What it gave"),
    ),
    "map": (
        Column("Shop", 11),
        Column("Product"),
        Column("Means", 33),
        Column("By", 8),
    ),
}
_STATUS: Mapping[str, str] = {
    "P": "paid", "C": "complete", "O": "open", "F": "failed", "D": "declined", "B": "on backorder",
    "I": "cancelled", "Y": "to be called", "N": "being edited", "T": "a parent",
}  # fmt: skip
"""What the letters mean that a shop begins with; it can have others."""

WAITS: Mapping[str, str] = {
    "meaning": "its meaning",
    "domain": "a domain",
    "address": "an address that can be written to: it is mended in the shop",
}


def called_product(name: str, code: str = "") -> str:
    """A product as it stands in a sentence."""
    return one_line(name or code or "a product without a name", max_chars=NAME_CHARS)


def meaning_words(meaning: Meaning, terms: Terms) -> str:
    """What a product means: "add-on: 20 credits", "package of 5 add-ons: 50 credits", "Premium, 3 months"."""
    amount, credits = meaning.amount or 0, policy.worth(meaning, terms)
    return {
        Means.ADDON: f"add-on: {credits} credits",
        Means.PACKAGE: f"package of {counted(amount, 'add-on')}: {credits} credits",
        Means.CREDITS: f"{amount} credits",
        Means.PREMIUM: f"Premium, {counted(amount, 'month')}",
        Means.INCIDENT: "Incident",
        Means.EXAMINATION: "Examination",
        Means.FREE: "free add-on: nothing",
        Means.RENEWAL: "renewal: nothing",
        Means.IGNORE: "ignored: nothing",
    }[meaning.means]


def counted(number: int, what: str) -> str:
    """So many of something."""
    return f"{number} {what}{'' if number == 1 else 's'}"


def status_words(view: OrderView) -> str:
    """How an order stands, the shop's letter kept: "paid (P)"."""
    if not view.status:
        return "not looked up" if view.looked_at is None else "not in the shop"
    letter = one_line(view.status, max_chars=4)
    word = _STATUS.get(view.status, "paid" if view.paid else "not paid")
    return f"{word} ({letter})"


def gave_words(view: OrderView) -> str:
    """What an order gave so far, or why it gave nothing."""
    credits = sum(each.credits for each in view.lines)
    packages = sum(
        each.given
        for each in view.lines
        if each.meaning is not None and each.meaning.means in policy.PACKAGES
    )
    parts = [counted(credits, "credit")] if credits else []
    parts += [counted(packages, "package")] if packages else []
    if view.problem:
        parts.append(f"failed: {view.problem}")
    elif view.early:
        parts.append("nothing: early")
    elif any(each.waits_for for each in view.lines):
        parts.append("waits")
    return ", ".join(parts) or "nothing"


def shop_line(key: int, each: ShopStatus, hours: OfficeHours, *, now: datetime) -> ListLine:
    """A shop in the list."""
    texts = (
        each.shop,
        at_text(hours, each.looked_at, now=now) if each.looked_at else "never",
        at_text(hours, each.cursor, now=now) if each.cursor else "nothing yet",
        str(each.to_look_up),
        stands_words(each),
    )
    return ListLine(key, texts, ("", "dim", "dim", "", "owes" if each.problem else ""))


def stands_words(each: ShopStatus) -> str:
    """How a shop stands, what went wrong first."""
    if each.problem:
        return f"fault: {each.problem}"
    if not each.address:
        return "in the settings no more"
    if each.looked_at is None:
        return "not looked at yet"
    waits = each.unknown_products + each.waiting_lines
    told = [f"{counted(waits, 'line')} wait{'s' if waits == 1 else ''}"] if waits else []
    told += [counted(each.proposals, "proposal")] if each.proposals else []
    return ", ".join(told) or "all is well"


def waiting_line(key: int, each: WaitingView, means: str = "") -> ListLine:
    """A product or a line that waits."""
    if each.waits_for == "meaning":
        code = f" ({one_line(each.product_code, max_chars=20)})" if each.product_code else ""
        what = f"{called_product(each.product)}{code}"
    else:
        what = f"{each.orders[0]}: {means or called_product(each.product)} for {each.addresses[0] or 'nobody'}"
    why = "unknown" if each.waits_for == "meaning" else f"no {each.waits_for}"
    texts = (each.shop, why, what, str(each.units), str(each.held))
    return ListLine(key, texts, ("dim", "owes", "", "", ""))


def failed_line(key: int, each: OrderView) -> ListLine:
    """An order that could not be looked up or taken in."""
    what = f"{each.order_no}: {each.problem or ''}"
    return ListLine(key, (each.shop, "failed", what, "", ""), ("dim", "owes", "", "", ""))


def proposal_line(each: OrderProposalView) -> ListLine:
    """What an order would give back."""
    texts = (
        order_words(each),
        each.address,
        f"{each.units} × {called_product(each.product)}",
        str(-each.credits),
        balance_words(each.balance),
        balance_words(each.balance - each.credits),
    )
    after = "owes" if each.balance < each.credits else ""
    return ListLine(each.proposal, texts, ("dim", "", "", "accent", "", after))


def order_words(each: OrderProposalView | OrderView) -> str:
    """An order by its number and its shop."""
    return f"{each.order_no} {each.shop}"


def order_line(each: OrderView, hours: OfficeHours, *, now: datetime) -> ListLine:
    """An order in the list."""
    texts = (
        order_words(each),
        at_text(hours, each.placed_at, now=now) if each.placed_at else "",
        each.address,
        status_words(each),
        gave_words(each),
    )
    return ListLine(each.order, texts, ("dim", "dim", "", "", "owes" if each.problem else ""))


def map_line(key: int, each: ProductView, terms: Terms) -> ListLine:
    """A product of the map."""
    meaning = meaning_words(each.meaning, terms)
    product = f"{each.product} {each.variant}".rstrip()
    return ListLine(
        key, (each.shop, product, meaning, each.written_by), ("dim", "", "accent", "dim")
    )


def settled_words(found: Sequence[Settled]) -> str:
    """What came of orders."""
    credits, posted = sum(each.credits for each in found), sum(each.posted for each in found)
    waiting, proposed = sum(each.waiting for each in found), sum(each.proposed for each in found)
    told = [f"{counted(credits, 'credit')} given"] if credits else []
    told += ["it is posted"] if posted and not credits else []
    told += [f"{counted(waiting, 'line')} wait{'s' if waiting == 1 else ''} on"] if waiting else []
    told += [counted(proposed, "proposal")] if proposed else []
    return "; ".join(told) or "nothing waited for it"
