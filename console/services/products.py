"""The map of shops' products: what each means to the desk, kept by admins (K2 to K5, P1 to P7)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from console.policy import access
from console.policy import orders as policy
from console.policy.orders import Meaning
from console.policy.refusal import Refusal
from console.services import facts, orders
from console.services.connection import until_saved
from console.services.context import Desk
from console.services.faults import BadInput, NotFound
from console.services.order_settling import meaning_of
from console.services.order_shapes import ProductView, Settled
from console.services.shapes import Actor
from db import orders as db_orders
from db import products as db_products
from db import tickets
from db import worktime as db_worktime
from db.engine import Session
from db.tables import ProductMeaning
from widgets.safe_text import one_line

CODE_CHARS_MAX = 100
_PRODUCT = re.compile(rf"id:[1-9][0-9]{{0,9}}|code:[^\x00-\x1f\x7f]{{1,{CODE_CHARS_MAX}}}")
_VARIANT = re.compile(r"(?:[1-9][0-9]{0,9}:[1-9][0-9]{0,9})?")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A product of a shop, or one variant of it, and what it is to mean; nothing where it is to be unknown again."""

    shop: str
    product: str
    variant: str
    meaning: Meaning | None


@dataclass(frozen=True, slots=True)
class Written:
    """What came of writing the map: how many meanings changed, and what orders gave that had waited for them."""

    changed: int
    settled: tuple[Settled, ...]


async def listing(desk: Desk, *, shop: str | None = None) -> tuple[ProductView, ...]:
    """The map as it holds now."""
    shops = [shop] if shop is not None else None
    async with desk.reading() as session:
        rows = await db_products.meanings_of(session, shops)
        staff = await db_worktime.names(session, list({row.staff_id for row in rows}))
    return tuple(
        ProductView(
            row.shop, row.product, row.variant, meaning, policy.worth(meaning), row.written_at,
            staff[row.staff_id].login,
        )
        for row in rows
        if (meaning := meaning_of(row)) is not None
    )  # fmt: skip


async def write(
    desk: Desk, actor: Actor, *, wanted: Sequence[Wanted], now: datetime
) -> Written | Refusal:
    """Write what products mean, all of it or nothing, and post what waited for it. Raises BadInput and NotFound.

    What a line has given stays as it is: a meaning holds for what is given from now on.
    """
    changed = await _write(desk, actor, wanted=wanted, now=now)
    if isinstance(changed, Refusal):
        return changed
    settled: list[Settled] = []
    for shop in sorted({each.shop for each in wanted}):
        named = {each.product for each in wanted if each.shop == shop}
        settled += await orders.settle_waiting(desk, actor, shop, products=named, now=now)
    return Written(changed, tuple(settled))


@until_saved
async def _write(
    desk: Desk, actor: Actor, *, wanted: Sequence[Wanted], now: datetime
) -> int | Refusal:
    _check(desk, wanted)
    if refused := access.check(facts.role_of(actor), "shop"):
        return refused
    for each in wanted:
        if each.meaning and (refused := policy.check_meaning(each.meaning, desk.terms_at(now))):
            return Refusal(f"{each.product}: {refused.reason}", refused.clause)
    async with desk.writing(actor, now, alone=True) as session:
        known = await db_products.meanings_of(session, list({each.shop for each in wanted}))
        before = {(row.shop, row.product, row.variant): meaning_of(row) for row in known}
        new = [
            each
            for each in wanted
            if before.get((each.shop, each.product, each.variant)) != each.meaning
        ]
        for each in new:
            old = before.get((each.shop, each.product, each.variant))
            await _put(session, actor, each, before=old, now=now)
        return len(new)


async def _put(
    session: Session, actor: Actor, wanted: Wanted, *, before: Meaning | None, now: datetime
) -> None:
    meaning = wanted.meaning
    row = ProductMeaning(
        shop=wanted.shop, product=wanted.product, variant=wanted.variant,
        means=str(meaning.means) if meaning else None, amount=meaning.amount if meaning else None,
        staff_id=actor.staff_id, written_at=now,
    )  # fmt: skip
    await db_orders.add(session, row)
    await tickets.record(
        session, "product mapped", at=now, staff_id=actor.staff_id, shop=wanted.shop,
        product=wanted.product, variant=wanted.variant, before=_told(before), after=_told(meaning),
    )  # fmt: skip


def _told(meaning: Meaning | None) -> str | None:
    if meaning is None:
        return None
    return f"{meaning.means} {meaning.amount}" if meaning.amount else str(meaning.means)


def problem_with(desk: Desk, shop: str, product: str, variant: str) -> str | None:
    """Why this is no product of a shop, or no variant of one, that the map could have."""
    if shop not in desk.settings.shops:
        return f"There is no shop {shop!r} in the settings."
    # What is kept is what is shown: no character of a code can hide, or be another than it seems.
    if not _PRODUCT.fullmatch(product) or one_line(product) != product:
        return f"A product is id:NUMBER or code:CODE, not {product!r}."
    if not _VARIANT.fullmatch(variant):
        return f"A variant is OPTION:VARIANT by their numbers, not {variant!r}."
    return None


def _check(desk: Desk, wanted: Sequence[Wanted]) -> None:
    """That what was given is a product of a shop, each once. Raises BadInput and NotFound."""
    seen = set()
    for each in wanted:
        if problem := problem_with(desk, each.shop, each.product, each.variant):
            known = each.shop in desk.settings.shops
            raise BadInput(problem) if known else NotFound(problem)
        key = (each.shop, each.product, each.variant)
        if key in seen:
            raise BadInput(f"{each.product} {each.variant} is named twice.".replace("  ", " "))
        seen.add(key)
