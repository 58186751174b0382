"""What shops' products mean: the last that an admin wrote of each."""

from collections.abc import Collection, Sequence

from sqlalchemy import func
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from db.tables import (
    ProductMeaning,
)


async def meanings(
    session: AsyncSession, shop: str, products: Collection[str] | None = None
) -> Sequence[ProductMeaning]:
    """What holds of a shop's products, or of some of them: the last that was written of each."""
    wanted = [col(ProductMeaning.shop) == shop]
    if products is not None:
        wanted.append(col(ProductMeaning.product).in_(products))
    latest = (
        select(func.max(col(ProductMeaning.id)))
        .where(*wanted)
        .group_by(col(ProductMeaning.product), col(ProductMeaning.variant))
    )
    statement = (
        select(ProductMeaning)
        .where(col(ProductMeaning.id).in_(latest), col(ProductMeaning.means).is_not(None))
        .order_by(col(ProductMeaning.product), col(ProductMeaning.variant))
    )
    return (await session.exec(statement)).all()


async def meanings_of(
    session: AsyncSession, shops: Collection[str] | None
) -> Sequence[ProductMeaning]:
    """The map of these shops, or of all of them."""
    latest = select(func.max(col(ProductMeaning.id))).group_by(
        col(ProductMeaning.shop), col(ProductMeaning.product), col(ProductMeaning.variant)
    )
    if shops is not None:
        latest = latest.where(col(ProductMeaning.shop).in_(shops))
    statement = (
        select(ProductMeaning)
        .where(col(ProductMeaning.id).in_(latest), col(ProductMeaning.means).is_not(None))
        .order_by(
            col(ProductMeaning.shop), col(ProductMeaning.product), col(ProductMeaning.variant)
        )
    )
    return (await session.exec(statement)).all()


async def meanings_by_id(session: AsyncSession, ids: Collection[int]) -> dict[int, ProductMeaning]:
    """These meanings, whether they hold still or not."""
    statement = select(ProductMeaning).where(col(ProductMeaning.id).in_(ids))
    return {each.id: each for each in (await session.exec(statement)).all() if each.id}
