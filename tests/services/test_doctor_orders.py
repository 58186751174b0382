"""The doctor on shops' orders: silent on what the job posted, and exact about what somebody changed."""

import asyncio
import shutil
from pathlib import Path

import pytest

from console.bootstrap import open_desk
from console.location import Location
from console.services import order_proposals
from tests.conftest import SETTINGS, at
from tests.services.examined import done, examine, tamper, wrong
from tests.services.office import Office
from tests.services.shop import ADDON, CREDITS, INCIDENT, PACKAGE, Shop, line, order
from tests.services.test_doctor import member

_BEN = "ben@shop.example"


@pytest.fixture(scope="module")
def lived(blank_desk: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Orders 1001 to 1005: given, given back, turned down, taken over by another line, and asked about."""
    path = Path(shutil.copy(blank_desk, tmp_path_factory.mktemp("sold") / "desk.db"))
    asyncio.run(_sell(path))
    return path


async def _sell(path: Path) -> None:
    desk = await open_desk(Location(path, SETTINGS))
    shop = await Shop(Office(desk, member)).begin()
    await shop.take_in(
        order(1001, line(CREDITS, 2)), order(1001, line(CREDITS, 1)),
        order(1002, line(INCIDENT, 2), line(PACKAGE)),
        order(1003, line(item="a")), order(1003, line(item="b")),
        order(1004, line(ADDON, 2)), order(1004, line(ADDON, 1)),
        order(1005, line(), email=_BEN), order(1005, line(), email=_BEN, status="I"),
    )  # fmt: skip
    for proposal, accept in ((1, True), (2, False)):
        done(await order_proposals.decide(
            desk, member("ada"), proposal=proposal, accept=accept, reason="So", now=at(90)
        ))  # fmt: skip
    await desk.close()


@pytest.fixture
def path(lived: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return Path(shutil.copy(lived, tmp_path / "desk.db"))


async def test_orders_that_were_taken_in_have_nothing_wrong(path: Path) -> None:
    """What rose, fell, moved and was decided all agrees."""
    assert wrong(await examine(path)) == {}


FIRST = "WHERE id = 1"
TAMPERED = [
    (f"UPDATE order_posting SET credits = 80 {FIRST}", "posting 1: it says 80 credits, and entry 1 160"),
    (f"UPDATE order_posting SET units = 3 {FIRST}", "posting 1: 3 units are worth 240 credits, not 160"),
    (f"UPDATE order_posting SET seq = 9 {FIRST}", "posting 10: it is number 2 of its line, not 1"),
    (f"UPDATE order_posting SET meaning_id = 1 {FIRST}", "posting 1: meaning 1 is not of its product"),
    (f"UPDATE order_posting SET staff_id = 2 {FIRST}", "or another posted it"),
    (f"UPDATE order_posting SET entry_id = NULL {FIRST}", "entry 1: no order gave 'shop:com:1001:item-80:1'"),
    ("UPDATE order_posting SET entitlement_id = NULL WHERE entitlement_id = 1",
     "package 1: no order gave 'shop:com:1002:item-41:1'"),
    (f"UPDATE order_line SET item_id = 'x' {FIRST}", "posting 1: entry 1 is not what its line became"),
    ("UPDATE order_line SET item_id = 'x' WHERE product_id = 41", "package 1 is not what its line became"),
    (f"UPDATE shop_order SET customer_id = 2 {FIRST}", "posting 1: customer 1 did not buy it"),
    ("UPDATE shop_order SET customer_id = 2 WHERE order_no = 1002", "customer 1 did not buy it"),
    (f"UPDATE shop_order SET shop = 'ru' {FIRST}", "is not of its product"),
    ("UPDATE product_meaning SET amount = 160 WHERE means = 'credits'", "2 units are worth 320 credits, not 160"),
    ("UPDATE product_meaning SET means = 'examination' WHERE means = 'incident'",
     "package 1 is not what its product means"),
    ("UPDATE order_posting SET credits = 0 WHERE units > 0 AND entry_id IS NULL AND credits > 0",
     "its lines took over -20 credits"),
    ("UPDATE order_posting SET proposal_id = NULL WHERE proposal_id IS NOT NULL",
     "proposal 1 of an order: it is accepted, 1 units and 80 credits; 0 and 0 went back"),
    ("UPDATE order_proposal SET units = 2 WHERE state = 'accepted'", "2 units and 80 credits; 1 and 80 went back"),
    ("UPDATE order_proposal SET state = 'rejected' WHERE state = 'accepted'",
     "it is rejected, 1 units and 80 credits; 1 and 80 went back"),
    ("UPDATE order_proposal SET units = 2 WHERE state = 'open'", "it gave 1 units, 0 are paid for"),
    ("UPDATE order_proposal SET state = 'withdrawn', decided_at = proposed_at WHERE state = 'open'",
     "it gave 1 units, 0 are paid for, and nobody was asked"),
    ("UPDATE order_line SET paid = 0 WHERE product_id = 50", "it gave 1 units, 0 are paid for, and nobody was asked"),
]  # fmt: skip


@pytest.mark.parametrize(("statement", "named"), TAMPERED, ids=[each[0] for each in TAMPERED])
async def test_what_was_changed_of_an_order_is_named(
    path: Path, statement: str, named: str
) -> None:
    """What somebody changed of an order, or of what it gave, is named by its row."""
    tamper(path, statement)
    assert named in wrong(await examine(path))["orders"]
