"""The map of shops' products as a file: what it would change, line by line (K2 to K5, P1 to P7)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from console.documents import product_map
from console.documents.product_map import Mapped, NoMap, Row
from console.policy import orders as policy
from console.policy.orders import Meaning
from console.policy.refusal import Refusal
from console.services import products
from console.services.context import Desk
from console.services.faults import BadInput
from console.services.order_shapes import ProductView
from console.services.products import Wanted, Written
from console.services.shapes import Actor

Key = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Change:
    """A product of a shop, or one variant of it: what it means now, and what it is to mean."""

    shop: str
    product: str
    variant: str
    was: Meaning | None
    becomes: Meaning | None

    @property
    def wanted(self) -> Wanted:
        """What is to be written."""
        return Wanted(self.shop, self.product, self.variant, self.becomes)


async def written(desk: Desk) -> tuple[tuple[Mapped, ...], bytes]:
    """The whole map, and the same as a file."""
    rows = tuple(
        Mapped(each.shop, each.product, each.variant, each.meaning)
        for each in await products.listing(desk)
    )
    return rows, product_map.written(rows)


async def changes(desk: Desk, text: str, *, replace: bool, now: datetime) -> tuple[Change, ...]:
    """What the file would change; what it lacks stays, unless it is to `replace` all that its shops have.

    Raises BadInput with every line that cannot be used.
    """
    wanted = _read(desk, text, now)
    before = {_key(each): each.meaning for each in await products.listing(desk)}
    found = [Change(*key, before.get(key), meaning) for key, meaning in wanted.items()]
    if replace:
        shops = {shop for shop, _, _ in wanted}
        found += [
            Change(*key, meaning, None)
            for key, meaning in before.items()
            if key[0] in shops and key not in wanted
        ]
    return tuple(each for each in found if each.was != each.becomes)


async def take_in(
    desk: Desk, actor: Actor, *, text: str, replace: bool, now: datetime
) -> tuple[tuple[Change, ...], Written] | Refusal:
    """Write what the file says, all of it or nothing, and post what waited for it. Raises BadInput."""
    found = await changes(desk, text, replace=replace, now=now)
    done = await products.write(desk, actor, wanted=[each.wanted for each in found], now=now)
    return done if isinstance(done, Refusal) else (found, done)


def _key(each: Mapped | ProductView) -> Key:
    return each.shop, each.product, each.variant


def _read(desk: Desk, text: str, now: datetime) -> dict[Key, Meaning]:
    """What the file says of each product. Raises BadInput."""
    try:
        rows = product_map.read(text)
    except NoMap as error:
        raise BadInput(f"The file is no map of products. {error}") from None
    wrong = [*_wrong(desk, rows, now)]
    if wrong:
        told = "\n".join(f"Line {number}: {why}." for number, why in wrong)
        raise BadInput(f"Nothing was changed, for the file has lines that are wrong.\n{told}")
    return {_key(each.mapped): each.mapped.meaning for each in rows if each.mapped is not None}


def _wrong(desk: Desk, rows: Iterable[Row], now: datetime) -> Iterator[tuple[int, str]]:
    """The lines that cannot be used, each with the reason."""
    seen: dict[Key, int] = {}
    for row in rows:
        if row.mapped is None:
            yield row.number, row.wrong or ""
            continue
        for why in _problems(desk, row.mapped, now):
            yield row.number, why
        first = seen.setdefault(_key(row.mapped), row.number)
        if first != row.number:
            yield row.number, f"it names the same product as line {first}"


def _problems(desk: Desk, mapped: Mapped, now: datetime) -> Sequence[str]:
    refused = policy.check_meaning(mapped.meaning, desk.terms_at(now))
    found = [
        products.problem_with(desk, mapped.shop, mapped.product, mapped.variant),
        f"{refused.reason.rstrip('.')} ({refused.clause})" if refused else None,
    ]
    return [each.rstrip(".") for each in found if each]
