"""Shops' orders: what each line gave, by which entry or package, and what of it was given back (K2 to K4)."""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence

from console.policy import orders as policy
from console.policy.orders import Meaning, Means
from console.services.checks.findings import Findings, Group
from console.services.context import Desk
from db.audit import shop as audit
from db.audit.paging import Found
from db.audit.shop import Posted
from db.engine import Session

Became = Mapping[int, set[int]]


async def _run(session: Session, desk: Desk, findings: Findings) -> None:
    became = await audit.became(session)
    before: list[Posted] = []
    async for page in audit.posted(session):
        for each in page:
            before = before if before and before[-1].row.line_id == each.row.line_id else []
            if problem := _wrong(each, before, became, desk):
                findings.say("orders", f"posting {each.row.id}: {problem}")
            before.append(each)
    for find, sentence in _STRANGE:
        async for found in find(session):
            for row in found:
                findings.say("orders", sentence(row))


_STRANGE: tuple[
    tuple[Callable[[Session], AsyncIterator[Sequence[Found]]], Callable[[Found], str]], ...
] = (
    (audit.unposted_entries, lambda row: f"entry {row.id}: no order gave {row.reference!r}"),
    (audit.unposted_packages, lambda row: f"package {row.id}: no order gave {row.reference!r}"),
    (audit.taken_over, lambda row: (
        f"order {row.order_id}: its lines took over {row.credits} credits and {row.units} packages"
        " more than they gave up")),
    (audit.decided, lambda row: (
        f"proposal {row.id} of an order: it is {row.state}, {row.units} units and {row.credits} credits;"
        f" {-row.back_units} and {-row.back_credits} went back")),
    (audit.unanswered, lambda row: (
        f"line {row.id} of an order: it gave {row.given} units, {row.paid} are paid for,"
        " and nobody was asked")),
)  # fmt: skip
"""What is found by the database alone, and how it is told."""


def _wrong(each: Posted, before: list[Posted], became: Became, desk: Desk) -> str | None:
    return (
        _wrong_place(each, before)
        or _wrong_meaning(each, before)
        or _wrong_owner(each, became)
        or _wrong_entry(each, desk)
        or _wrong_package(each)
    )


def _wrong_place(each: Posted, before: list[Posted]) -> str | None:
    row = each.row
    if row.seq != len(before) + 1:
        return f"it is number {row.seq} of its line, not {len(before) + 1}"
    units = row.units + sum(one.row.units for one in before)
    credits = row.credits + sum(one.row.credits for one in before)
    if units < 0 or credits < 0 or (units == 0 and credits) or row.credits * row.units < 0:
        return f"with it its line gave {units} units and {credits} credits"
    return None


def _wrong_meaning(each: Posted, before: list[Posted]) -> str | None:
    meaning, line = each.meaning, each.line
    if before:
        kept = before[0].row.meaning_id == each.row.meaning_id
        return None if kept else "its line gave before under another meaning"
    keys = policy.keys_of(line.product_id, line.product_code, line.variants)
    if (
        meaning.means is None
        or meaning.shop != each.order.shop
        or (meaning.product, meaning.variant) not in keys
    ):
        return f"meaning {meaning.id} is not of its product"
    return None


def _wrong_owner(each: Posted, became: Became) -> str | None:
    """What was given is the buyer's, or theirs who they were ever merged into."""
    if each.owner is None:
        return None
    reached, todo = set[int](), [each.order.customer_id]
    while todo:
        one = todo.pop()
        if one is not None and one not in reached:
            reached.add(one)
            todo += became.get(one, ())
    return None if each.owner in reached else f"customer {each.owner} did not buy it"


def _wrong_entry(each: Posted, desk: Desk) -> str | None:
    row, entry = each.row, each.entry
    if entry is None:
        loose = row.credits and row.proposal_id is not None
        return f"it moves {row.credits} credits by no entry" if loose else None
    if entry.credits != row.credits or entry.staff_id != row.staff_id:
        return f"it says {row.credits} credits, and entry {entry.id} {entry.credits}, or another posted it"
    if row.units < 0:
        back = entry.kind == "correction" and entry.reference == f"order-proposal:{row.proposal_id}"
        return None if back else f"entry {entry.id} is not what was proposed to go back"
    kind = "purchase" if each.meaning.means == Means.CREDITS else "grant"
    if entry.kind != kind or entry.reference != _reference(each):
        return f"entry {entry.id} is not what its line became"
    version = desk.book.named(entry.policy_version)
    worth = policy.worth(_meaning(each), version.terms) * row.units if version else row.credits
    return (
        None
        if row.credits == worth
        else f"{row.units} units are worth {worth} credits, not {row.credits}"
    )


def _wrong_package(each: Posted) -> str | None:
    row, package = each.row, each.package
    if package is None:
        return None
    if package.kind != each.meaning.means or row.credits:
        return f"package {package.id} is not what its product means"
    if row.units < 0:
        return None
    if (
        row.units != 1
        or package.reference != _reference(each)
        or package.months != each.meaning.amount
    ):
        return f"package {package.id} is not what its line became"
    return None


def _meaning(each: Posted) -> Meaning:
    return Meaning(Means(each.meaning.means or Means.IGNORE), each.meaning.amount)


def _reference(each: Posted) -> str:
    order = each.order
    return f"shop:{order.shop}:{order.order_no}:{each.line.item_id}:{each.row.seq}"


GROUP = Group(
    {"orders": "every order gave what its lines are worth, once, and what went back was accepted"},
    _run,
)
