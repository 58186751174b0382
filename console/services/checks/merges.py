"""Customers that were made one: what left the one account arrived at the other, and went back with the merge."""

from collections.abc import Sequence

from console.services import facts
from console.services.checks.findings import Findings, Group
from console.services.context import Desk
from db.audit import customers as audit
from db.engine import Session
from db.tables import CustomerMerge, Entry

Posted = Sequence[tuple[Entry, int]]
"""Entries, each with the customer of its account."""


async def _run(session: Session, _desk: Desk, findings: Findings) -> None:
    async for page in audit.merges(session):
        posted = await audit.transfers(session, [facts.key(row) for row in page])
        for row in page:
            if problem := _wrong(row, posted[facts.key(row)]):
                findings.say("merges", f"merge {row.id}: {problem}")
    async for parted in audit.parted(session):
        for each in parted:
            findings.say("merges", f"customer {each.id}: {_said(each.merged_into, each.into)}")
    for table, key, customer in await audit.left_behind(session):
        findings.say(
            "merges", f"{table} {key} still belongs to customer {customer}, who is another"
        )
    async for bare in audit.without_account(session):
        for each in bare:
            findings.say("merges", f"customer {each.id} has no account")


def _wrong(row: CustomerMerge, posted: Posted) -> str | None:
    own = {row.from_customer, row.into_customer}
    stranger = next((entry for entry, customer in posted if customer not in own), None)
    if stranger is not None:
        return f"entry {stranger.id} is on the account of neither customer"
    left, arrived, went_back = (
        sum(entry.credits for entry, customer in posted if _is(entry, row, way, customer))
        for way in ("out", "in", "back-out")
    )
    if sum(entry.credits for entry, _ in posted) or left + arrived:
        return f"{-left} credits left the one account, and {arrived} arrived at the other"
    if -went_back != (arrived if row.undone_at is not None else 0):
        return f"{arrived} credits went over, and {-went_back} went back"
    return None


def _is(entry: Entry, row: CustomerMerge, way: str, customer: int) -> bool:
    """Whether an entry is one of those, on the account that it belongs on."""
    owner = row.from_customer if way in {"out", "back-in"} else row.into_customer
    return customer == owner and entry.reference.startswith(f"merge:{row.id}:{way}:")


def _said(merged_into: int | None, into: int | None) -> str:
    if merged_into is None:
        return f"it is one with customer {into}, and does not say so"
    merge = "no merge" if into is None else f"a merge into customer {into}"
    return f"it says that it is one with customer {merged_into}, and {merge} is on record"


GROUP = Group(
    {"merges": "what left one account arrived at the other, and nobody is without one"}, _run
)
