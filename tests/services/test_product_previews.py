"""What a meaning would do is what it does: told beforehand, and nothing is changed by telling."""

import pytest

from console.policy.orders import Meaning, Means
from console.services import order_views, product_previews
from console.services.product_previews import ProductPreview
from console.services.products import Wanted
from tests.conftest import at
from tests.services.office import Office
from tests.services.shop import COM, UNKNOWN, Shop, line, order

BORIS, ZOE = "boris@lavka.example", "zoe@new.example"
SOLD = (
    order(1, line(UNKNOWN, 2, variants=("5:12",))),
    order(2, line(UNKNOWN, variants=("5:13",)), email=BORIS),
    order(3, line(UNKNOWN, variants=("5:12",)), email=BORIS),
    order(4, line(UNKNOWN), email="nobody"),
    order(5, line(98), email=ZOE),
)


@pytest.fixture
async def shop(office: Office) -> Shop:
    """A shop whose orders hold products that nobody knows."""
    made = await Shop(office).begin()
    await made.take_in(*SOLD)
    return made


async def told(shop: Shop, meaning: Meaning | None, variant: str = "") -> ProductPreview:
    """What a meaning of the unknown product would do."""
    wanted = [Wanted(COM, f"id:{UNKNOWN}", variant, meaning)]
    (found,) = await product_previews.preview(shop.office.desk, wanted=wanted, now=at(60))
    return found


@pytest.mark.parametrize(
    ("meaning", "variant", "found"),
    [
        (Meaning(Means.ADDON), "", ProductPreview(4, 2, 80, 0, 1)),
        (Meaning(Means.ADDON), "5:12", ProductPreview(2, 2, 60, 0, 0)),
        (Meaning(Means.ADDON), "5:99", ProductPreview(0, 0, 0, 0, 0)),
        (Meaning(Means.INCIDENT), "5:13", ProductPreview(1, 1, 0, 1, 0)),
        (Meaning(Means.PREMIUM, 3), "5:12", ProductPreview(2, 0, 0, 0, 2)),
        (Meaning(Means.FREE), "5:12", ProductPreview(2, 0, 0, 0, 0)),
        (None, "", ProductPreview(0, 0, 0, 0, 0)),
    ],
)
async def test_orders_buyers_and_credits_are_counted(
    shop: Shop, meaning: Meaning | None, variant: str, found: ProductPreview
) -> None:
    """A buyer of two orders is one, and who cannot be found gets nothing."""
    assert await told(shop, meaning, variant) == found


async def test_what_is_told_comes_true(shop: Shop) -> None:
    """Mapped, the orders give as much."""
    found = await told(shop, Meaning(Means.ADDON))
    await shop.map({UNKNOWN: Meaning(Means.ADDON)})
    views = await order_views.listing(shop.office.desk)
    assert sum(each.credits for view in views for each in view.lines) == found.credits


async def test_telling_changes_nothing(shop: Shop) -> None:
    """What waited waits."""
    before = await order_views.waiting(shop.office.desk)
    await told(shop, Meaning(Means.ADDON))
    assert await order_views.waiting(shop.office.desk) == before


async def test_what_waits_names_its_buyers(shop: Shop) -> None:
    """Order by order."""
    found = await order_views.waiting(shop.office.desk)
    by_order = dict(zip(found[0].orders, found[0].addresses, strict=True))
    assert by_order[3] == BORIS


async def test_a_line_tells_the_entry_that_it_became(shop: Shop) -> None:
    """By its number in the ledger."""
    await shop.map({UNKNOWN: Meaning(Means.ADDON)})
    (entry,) = (await shop.shown(1)).lines[0].entries
    assert await shop.office.one(f"SELECT credits FROM entry WHERE id = {entry}") == 40


async def test_a_line_tells_the_package_that_it_became(shop: Shop) -> None:
    """By its number."""
    await shop.map({UNKNOWN: Meaning(Means.INCIDENT)})
    assert len((await shop.shown(1)).lines[0].packages) == 2
