"""Posting what an order's lines give: an entry for the credits of a rise, a support package for each unit of one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from console.policy import orders as policy
from console.policy import supportterms
from console.policy.credits import Origin
from console.policy.orders import Meaning, Means, Move, Rise, Step
from console.policy.refusal import Refusal
from console.services import facts, posting
from console.services.context import Desk
from console.services.entitlements import plan_term
from console.services.faults import Fault
from console.services.shapes import Actor
from db import entitlements, orders
from db.engine import Session
from db.tables import Entry, OrderLine, OrderPosting, ShopOrder
from widgets.safe_text import one_line

if TYPE_CHECKING:
    from console.services.order_settling import Gathered

PRODUCT_CHARS_MAX = 80


@dataclass(frozen=True, slots=True)
class Given:
    """What a line gave: so many units of a meaning, and the entry or the support package that they became."""

    product: str
    meaning: Meaning
    units: int
    credits: int
    entry: int | None = None
    entitlement: int | None = None
    domain: str | None = None


async def apply(
    session: Session,
    desk: Desk,
    actor: Actor | None,
    *,
    order: ShopOrder,
    customer: int | None,
    gathered: "Gathered",
    steps: Sequence[Step],
    now: datetime,
) -> list[Given]:
    """Post the rises, and move what an edited order's lines take over; what brought the buyer something."""
    writer = _Writer(session, desk, actor, order=order, gathered=gathered, now=now)
    given: list[Given] = []
    for step in steps:
        if isinstance(step, Move):
            await writer.move(step)
        elif isinstance(step, Rise):
            given += await writer.rise(step, customer)
    return given


class _Writer:
    """Adds postings to the lines of one order."""

    def __init__(
        self,
        session: Session,
        desk: Desk,
        actor: Actor | None,
        *,
        order: ShopOrder,
        gathered: "Gathered",
        now: datetime,
    ) -> None:
        self._session = session
        self._desk = desk
        self._actor = actor
        self._order = order
        self._gathered = gathered
        self._now = now
        self._next = {place: len(each) + 1 for place, each in enumerate(gathered.postings)}

    async def move(self, step: Move) -> None:
        """Take units over from another line, with what they brought."""
        credits = self._gathered.credits(step.source, step.units)
        await self._put(step.source, units=-step.units, credits=-credits)
        await self._put(step.target, units=step.units, credits=credits)

    async def rise(self, step: Rise, customer: int | None) -> list[Given]:
        """Give a line's units."""
        meaning = self._gathered.states[step.line].meaning
        assert meaning is not None  # noqa: S101 - a line without one waits
        credits = policy.worth(meaning, self._desk.terms_at(self._now)) * step.units
        if customer is not None and meaning.means in policy.PACKAGES:
            return [await self._package(step, customer, meaning) for _ in range(step.units)]
        if customer is not None and credits:
            return [await self._credits(step, customer, meaning, credits)]
        await self._put(step.line, units=step.units, credits=0)
        return []

    async def _credits(self, step: Rise, customer: int, meaning: Meaning, credits: int) -> Given:
        bought = meaning.means == Means.CREDITS
        line = self._gathered.lines[step.line]
        origin: Origin = "paid" if bought else "free"
        entry = await posting.post(
            self._session, self._desk, self._actor, customer_id=customer, reference=self._reference(step.line),
            kind="purchase" if bought else "grant", credits=credits, origin=origin,
            quantity=step.units if bought else None, reason=reason_of(self._order, line, step.units),
            clauses=list(policy.clauses(meaning)), now=self._now,
        )  # fmt: skip
        if isinstance(entry, Refusal):
            raise Fault(f"Order {self._order.order_no} of {self._order.shop}: {entry.reason}")
        await self._put(step.line, units=step.units, credits=credits, entry=entry)
        return Given(line.product, meaning, step.units, credits, entry=entry.id)

    async def _package(self, step: Rise, customer: int, meaning: Meaning) -> Given:
        line = self._gathered.lines[step.line]
        term = await self._term(customer, line, meaning)
        made = await entitlements.add(
            self._session, customer_id=customer, kind=str(meaning.means), domain=term and line.domain,
            months=term and meaning.amount, starts_at=term and term.starts_at, ends_at=term and term.ends_at,
            anchor_day=term and term.anchor_day, reference=self._reference(step.line),
            reason=reason_of(self._order, line, 1), staff_id=self._actor.staff_id if self._actor else None,
            created_at=self._now,
        )  # fmt: skip
        await self._put(step.line, units=1, credits=0, entitlement=made.id)
        return Given(line.product, meaning, 1, 0, entitlement=made.id, domain=line.domain)

    async def _term(
        self, customer: int, line: OrderLine, meaning: Meaning
    ) -> supportterms.Term | None:
        """When a Premium of these months runs: after the last of its domain, else from today on (P1). Raises Clash."""
        if meaning.means != Means.PREMIUM or line.domain is None:
            return None
        term = await plan_term(
            self._session,
            self._desk,
            customer,
            line.domain,
            months=meaning.amount or 0,
            now=self._now,
        )
        if isinstance(term, Refusal):
            raise Clash(term)
        return term

    def _reference(self, place: int) -> str:
        order, line = self._order, self._gathered.lines[place]
        return f"shop:{order.shop}:{order.order_no}:{line.item_id}:{self._next[place]}"

    async def _put(
        self,
        place: int,
        *,
        units: int,
        credits: int,
        entry: Entry | None = None,
        entitlement: int | None = None,
    ) -> None:
        line, meaning = self._gathered.lines[place], self._gathered.meanings[place]
        assert meaning is not None  # noqa: S101 - a line without one waits
        row = OrderPosting(
            line_id=facts.key(line), seq=self._next[place], units=units, credits=credits,
            meaning_id=facts.key(meaning), entry_id=entry.id if entry else None, entitlement_id=entitlement,
            staff_id=self._actor.staff_id if self._actor else None, posted_at=self._now,
        )  # fmt: skip
        await orders.add(self._session, row)
        self._next[place] += 1


class Clash(Exception):
    """A package cannot be posted as it is; what policy says of it."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.reason)
        self.refusal = refusal


def reason_of(order: ShopOrder, line: OrderLine, units: int) -> str:
    """What an entry or a package says it came of."""
    product = one_line(line.product or line.product_code, max_chars=PRODUCT_CHARS_MAX)
    times = f"{units} × " if units > 1 else ""
    return f"Order {order.order_no} of {order.shop}: {times}{product}"
