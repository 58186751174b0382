"""Balances as the sums of their entries, debts with their beginnings, and what purchases and grants may be."""

from collections.abc import Mapping
from datetime import datetime

from console.policy import credits as policy
from console.policy.credits import Origin, Standing
from console.policy.terms import Terms
from console.services import facts
from console.services.checks.findings import Findings, Group
from console.services.context import Desk
from db.audit import ledger as audit
from db.engine import Session
from db.tables import Entry

_CLAUSES = {"purchase": ["K2"], "correction": ["K2"], "transfer": ["K6"]}

Taken = Mapping[int, tuple[int, int]]
"""For each reversal: the free credits that its entry took, and what had been given back of it before."""


async def _run(session: Session, desk: Desk, findings: Findings) -> None:
    before: Entry | None = None
    async for page in audit.ledger(session):
        taken = await audit.taken(session, [row for row in page if row.kind == "reversal"])
        for row in page:
            last = before if before and before.account_id == row.account_id else None
            _balance(row, last, taken, findings)
            _debt(row, last, findings)
            if version := desk.book.named(row.policy_version):
                _kind(row, version.terms, findings)
            before = row


def _balance(row: Entry, last: Entry | None, taken: Taken, findings: Findings) -> None:
    """A balance runs on from the one before, and so does what of it came free."""
    standing = Standing(last.balance_after, last.free_after) if last else Standing(0, 0)
    place = last.seq + 1 if last else 1
    balance = standing.balance + row.credits
    if row.seq != place:
        findings.say(
            "balances", f"entry {row.id}: it is number {row.seq} of its account, not {place}"
        )
    elif row.balance_after != balance:
        findings.say(
            "balances",
            f"entry {row.id}: its balance says {row.balance_after}, its entries sum to {balance}",
        )
    elif row.free_after not in (possible := _free_after(row, standing, taken)):
        findings.say(
            "balances",
            f"entry {row.id}: {row.free_after} of its balance are said to have come free, not {min(possible)}",
        )
    elif last is not None and row.posted_at < last.posted_at:
        findings.say(
            "balances", f"entry {row.id}: it was posted before entry {last.id}, and runs on from it"
        )


def _free_after(row: Entry, standing: Standing, taken: Taken) -> set[int]:
    """What may have come free of a balance: the setting of which credits go first may have been either."""
    origin: Origin = "free" if row.origin == "free" else "paid"
    free_part = 0
    if row.kind == "transfer" and origin == "free":
        free_part = row.credits
    elif row.kind == "reversal" and row.credits > 0:
        drawn, given = taken.get(facts.key(row), (0, 0))
        free_part = max(0, min(drawn - given, row.credits))
    found = set()
    for free_first in (False,) if row.kind == "transfer" else (True, False):
        paid = policy.draw(standing, row.credits - free_part, origin=origin, free_first=free_first)
        found.add(policy.draw(paid, free_part, origin="free").free)
    return found


def _debt(row: Entry, last: Entry | None, findings: Findings) -> None:
    """A debt is as old as the entry that began it, be it on the account that it came over from (U7)."""
    since = last.owing_since if last else None
    began = policy.owes_since(row.balance_after, since=since, now=row.posted_at)
    if row.owing_since != began and not _brought_older(row, began):
        said, right = (
            f"{each:%Y-%m-%d %H:%M}" if each else "never" for each in (row.owing_since, began)
        )
        findings.say("debts", f"entry {row.id}: it is said to be owed since {said}, not {right}")


def _brought_older(row: Entry, began: datetime | None) -> bool:
    """Whether a merge brought a debt that was older already."""
    if row.kind != "transfer" or row.credits > 0 or began is None or row.owing_since is None:
        return False
    return row.owing_since < began


def _kind(row: Entry, terms: Terms, findings: Findings) -> None:
    if row.kind in _CLAUSES and row.clauses != _CLAUSES[row.kind]:
        cited = " ".join(map(str, row.clauses)) or "nothing"
        findings.say("clauses", f"entry {row.id}: a {row.kind} does not follow from {cited}")
    if row.kind == "purchase" and not _is_bought(row, terms):
        findings.say("purchases", f"entry {row.id}: {row.credits} credits are no whole packages")
    if row.kind == "grant" and not _is_granted(row, terms):
        findings.say("grants", f"entry {row.id}: {row.credits} free credits come with no add-on")
    if row.kind == "correction" and policy.check_correction(row.credits, row.reason):
        findings.say("corrections", f"entry {row.id}: it changes nothing, or gives no reason")
    if row.kind == "correction" and row.corrects is not None and row.corrects >= facts.key(row):
        findings.say(
            "corrections", f"entry {row.id}: it corrects entry {row.corrects}, a later one"
        )


def _is_bought(row: Entry, terms: Terms) -> bool:
    """One or several packages of a size on sale then, paid for (K2)."""
    sizes = [
        size
        for size in terms.packages
        if (row.credits == size * row.quantity if row.quantity else row.credits % size == 0)
    ]
    return bool(sizes) and row.origin == "paid"


def _is_granted(row: Entry, terms: Terms) -> bool:
    """What paid add-ons or the add-ons of a package bring, free (K3, K4)."""
    if policy.check_grant(row.credits, terms) or row.origin != "free":
        return False
    whole = {"K3": terms.addon_grant, "K4": terms.bundle_grant}
    return bool(row.clauses) and all(
        whole.get(name) and row.credits % whole[name] == 0 for name in row.clauses
    )


GROUP = Group(
    {
        "balances": "every balance is the sum of its entries, in their order, without a gap",
        "debts": "every debt is as old as the entry that began it",
        "purchases": "every purchase is of whole packages",
        "grants": "every grant is what add-ons bring",
        "corrections": "every correction changes something and says why",
        "clauses": "every purchase, correction and transfer cites its clause",
    },
    _run,
)
