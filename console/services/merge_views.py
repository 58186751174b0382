"""Merges as the front ends see them."""

from collections.abc import Sequence

from console.services import facts
from console.services.account_shapes import MergeView
from db import customers, merging, people
from db import worktime as db_worktime
from db.engine import Session
from db.tables import CustomerMerge


async def of_customer(session: Session, customer_id: int) -> tuple[MergeView, ...]:
    """The merges that a customer took part in, oldest first."""
    return await views(session, await customers.merges(session, customer_id))


async def views(session: Session, rows: Sequence[CustomerMerge]) -> tuple[MergeView, ...]:
    """These merges."""
    if not rows:
        return ()
    known = await people.customers(
        session, [number for row in rows for number in (row.from_customer, row.into_customer)]
    )
    staff = await db_worktime.names(session, list({row.staff_id for row in rows}))
    posted = await merging.transfers(session, [facts.key(row) for row in rows])
    return tuple(
        MergeView(
            merge=facts.key(row),
            from_customer=row.from_customer,
            from_name=known[row.from_customer].name,
            into_customer=row.into_customer,
            into_name=known[row.into_customer].name,
            reason=row.reason,
            merged_by=staff[row.staff_id].login,
            merged_at=row.merged_at,
            credits=sum(
                entry.credits
                for entry in posted
                if entry.merge_id == row.id and entry.reference.startswith(f"merge:{row.id}:in:")
            ),
            tickets=len(row.moved.get("tickets", ())),
            addresses=tuple(row.moved.get("addresses", ())),
            undone_at=row.undone_at,
        )
        for row in rows
    )
