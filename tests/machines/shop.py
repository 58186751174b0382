"""A shop that sells, edits, takes back and fails, in any order, while the desk reads it: every paid unit gives once."""

from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from console.config import ShopSettings
from console.jobs import store_sync
from console.policy.orders import Meaning, Means
from console.policy.refusal import Refusal
from console.services import doctor, merging, order_proposals, products, shop_reading
from console.services.context import Desk
from console.services.order_shapes import OrderProposalView
from console.services.products import Wanted
from console.store.client import Shop, ShopServer
from console.store.orders import Order
from tests.machines.world import ACTORS, World
from tests.store.fake_http import Fault, drop, empty, html, status, truncate
from tests.store.fake_shop import FakeShop, Item

COM = "com"
ADDON, CREDITS, PACKAGE, FREE, UNKNOWN = 31, 80, 50, 40, 99
MAP = {
    ADDON: Meaning(Means.ADDON),
    CREDITS: Meaning(Means.CREDITS, 80),
    PACKAGE: Meaning(Means.PACKAGE, 5),
    FREE: Meaning(Means.FREE),
}
LATER = {UNKNOWN: Meaning(Means.PACKAGE, 3)}
WORTH = {ADDON: 20, CREDITS: 80, PACKAGE: 50, FREE: 0, UNKNOWN: 30}

ITEMS = st.lists(
    st.builds(Item, st.sampled_from([*WORTH]), st.integers(1, 3)), min_size=1, max_size=3
)
BUYERS = st.sampled_from(["anna@shop.example", "boris@shop.example"])
FAULTS = st.sampled_from([
    html(), empty(), truncate(), drop(), status(429, retry_after="1"), status(503), status(500), status(404),
])  # fmt: skip


class Sales(RuleBasedStateMachine):
    """What was paid for at most, by order and product, beside what the desk gave for it."""

    def __init__(self) -> None:
        super().__init__()
        self.world = World()
        self.fake = FakeShop(clock=lambda: self.world.now, seed=7)
        self.fake.__enter__()
        self.peaks: dict[int, Counter[int]] = defaultdict(Counter)
        self.kept: set[int] = set()
        self.mapped = {*MAP}
        self.early: set[int] = set()
        self.meanwhile: list[tuple[int, str]] = []
        self.merged = False

    def teardown(self) -> None:
        """Once the shop holds still and all is decided, each order gave what it is worth; the doctor looks, too."""
        try:
            self.come_to_rest()
            found = self.world.run(doctor.examine(self.world.desk))
            assert [each for each in found if not each.ok] == []
        finally:
            self.fake.__exit__(None, None, None)
            self.world.close()

    # The desk

    @initialize()
    def begin(self) -> None:
        """The desk knows the shop and most of its products."""
        shop = ShopSettings(address=self.fake.address, user=self.fake.user)
        self.world.desk.settings = replace(self.world.desk.settings, shops={COM: shop})
        self.map_products(MAP)
        self.world.run(shop_reading.reach(self.world.desk, COM, now=self.world.now))

    def map_products(self, meanings: dict[int, Meaning]) -> None:
        """An admin says what products mean."""
        wanted = [
            Wanted(COM, f"id:{product}", "", meaning) for product, meaning in meanings.items()
        ]
        written = self.world.run(
            products.write(self.world.desk, ACTORS["ada"], wanted=wanted, now=self.world.tick(1))
        )
        assert not isinstance(written, Refusal), written

    @asynccontextmanager
    async def opened(self, _desk: Desk, _name: str) -> AsyncIterator[Shop]:
        """The shop is reached over its socket, and waited for in no time."""
        server = ShopServer(COM, self.fake.address, self.fake.user, self.fake.key)
        async with _Interrupted(server, pause=_at_once) as shop:
            shop.before = self.happen
            yield shop

    def happen(self) -> None:
        """What the shop's staff do between two questions of the desk."""
        if self.meanwhile:
            number, letter = self.meanwhile.pop()
            self.fake.set_status(number, letter)
            self.changed(number)

    def sync(self, runs: int = 1) -> list[store_sync.Syncing]:
        """Read the shop, perhaps twice at once."""
        self.world.tick(1)
        return self.world.together([
            store_sync.run(self.world.desk, now=lambda: self.world.now, opened=self.opened)
            for _ in range(runs)
        ])  # fmt: skip

    def decide(self, found: OrderProposalView, *, accept: bool) -> None:
        """An admin decides."""
        decided = self.world.run(
            order_proposals.decide(
                self.world.desk, ACTORS["ada"], proposal=found.proposal, accept=accept,
                reason="as agreed", now=self.world.tick(1),
            )
        )  # fmt: skip
        assert not isinstance(decided, Refusal), decided

    def proposals(self) -> tuple[OrderProposalView, ...]:
        """What is to be decided."""
        return self.world.run(order_proposals.list_open(self.world.desk))

    # What buyers and the shop's staff do

    def changed(self, number: int) -> None:
        """Note what of an order is paid for now; a second goes by."""
        paid = self.paid(number)
        for product in paid:
            self.peaks[number][product] = max(self.peaks[number][product], paid[product])
        self.world.tick(1)

    def paid(self, number: int) -> Counter[int]:
        """What of an order is paid for and counts, by product."""
        units: Counter[int] = Counter()
        if number in self.early:
            return units
        for line, amount in self.fake.paid_units(number).items():
            units[self.fake.orders[number].lines[line].product_id] += amount
        return units

    @rule(items=ITEMS, email=BUYERS, letter=st.sampled_from("PPOC"))
    def buy(self, items: list[Item], email: str, letter: str) -> None:
        """An order comes, paid or not."""
        self.changed(self.fake.place(*items, email=email, status=letter))

    @rule(items=ITEMS, email=BUYERS)
    def buy_before_the_beginning(self, items: list[Item], email: str) -> None:
        """An order of long ago changes: it was given by hand, if at all."""
        long_ago = self.world.now - timedelta(days=400)
        number = self.fake.place(*items, email=email, status="P", placed_at=long_ago)
        self.early.add(number)
        self.world.tick(1)

    @rule(groups=st.lists(ITEMS, min_size=2, max_size=2), letter=st.sampled_from("OP"))
    def buy_of_two_vendors(self, groups: list[list[Item]], letter: str) -> None:
        """A parent order and its children."""
        for number in self.fake.place_split(*map(tuple, groups), status=letter):
            self.changed(number)

    @precondition(lambda self: self.fake.orders)
    @rule(data=st.data(), letter=st.sampled_from("PPCOIFDB"))
    def change_status(self, data: st.DataObject, letter: str) -> None:
        """It is paid late, completed, cancelled, or bounces between them."""
        number = data.draw(st.sampled_from(sorted(self.fake.orders)))
        if not self.fake.orders[number].is_parent:
            self.fake.set_status(number, letter)
            self.changed(number)

    @precondition(lambda self: self.fake.orders)
    @rule(
        data=st.data(),
        amount=st.integers(1, 4),
        more=ITEMS,
        renumbers=st.booleans(),
        saved=st.booleans(),
    )
    def edit(
        self, data: st.DataObject, amount: int, more: list[Item], *, renumbers: bool, saved: bool
    ) -> None:
        """An order is edited, perhaps saved only later; amounts, lines and their numbers change."""
        number = data.draw(st.sampled_from(sorted(self.fake.orders)))
        found = self.fake.orders[number]
        if found.is_parent or not found.lines:
            return
        if data.draw(st.booleans(), "read before"):
            self.read(1)
        self.fake.begin_edit(number)
        self.world.tick(1)
        if saved:
            line = data.draw(st.sampled_from(sorted(found.lines)))
            what = data.draw(st.sampled_from(["amount", "add", "remove"]))
            removes = what == "remove" and len(found.lines) > 1
            self.fake.end_edit(
                number, amounts={line: amount} if what == "amount" else None,
                add=tuple(more) if what == "add" else (), remove=(line,) if removes else (),
                renumbers=renumbers,
            )  # fmt: skip
            self.changed(number)
            if data.draw(st.booleans(), "read after"):
                self.read(1)

    @precondition(lambda self: any(each.lines for each in self.fake.orders.values()))
    @rule(data=st.data())
    def give_back(self, data: st.DataObject) -> None:
        """A return: nothing but the amount tells of it."""
        number = data.draw(
            st.sampled_from(sorted(n for n, each in self.fake.orders.items() if each.lines))
        )
        line = data.draw(st.sampled_from(sorted(self.fake.orders[number].lines)))
        self.fake.give_back(number, line)
        self.world.tick(1)

    @precondition(lambda self: len(self.fake.orders) > 2)
    @rule(data=st.data())
    def delete(self, data: st.DataObject) -> None:
        """An order is deleted."""
        self.fake.delete(data.draw(st.sampled_from(sorted(self.fake.orders))))

    # What happens between the two

    @rule(runs=st.sampled_from([1, 1, 2]))
    def read(self, runs: int) -> None:
        """The shop is read; twice at once gives no more than once."""
        for told in self.sync(runs):
            assert told.problems == []

    @precondition(lambda self: self.fake.orders)
    @rule(data=st.data(), letters=st.lists(st.sampled_from("PPCION"), min_size=1, max_size=4))
    def read_while_it_changes(self, data: st.DataObject, letters: list[str]) -> None:
        """Statuses change while the shop is read, between the list and the orders and from one order to the next."""
        numbers = sorted(n for n, each in self.fake.orders.items() if not each.is_parent)
        if numbers:
            self.meanwhile = [(data.draw(st.sampled_from(numbers)), letter) for letter in letters]
            self.sync()
            self.meanwhile = []

    @rule(faults=st.lists(FAULTS, min_size=1, max_size=8))
    def read_in_trouble(self, faults: list[Fault]) -> None:
        """The shop answers as servers do when they fail."""
        self.fake.fail(*faults)
        self.sync()
        self.fake.faults.clear()

    @rule(days=st.sampled_from([1, 8]))
    def time_goes_by(self, days: int) -> None:
        """A week later everything is told once more."""
        self.world.tick(days * 86_400)

    @precondition(lambda self: self.fake.orders)
    @rule(data=st.data())
    def hint(self, data: st.DataObject) -> None:
        """The shop's webhook names an order, perhaps one that is not there."""
        number = data.draw(st.sampled_from([*sorted(self.fake.orders), 100_000]))
        self.world.run(
            shop_reading.hint(self.world.desk, COM, number, job="site", now=self.world.tick(1))
        )

    @precondition(lambda self: not self.merged)
    @rule()
    def merge(self) -> None:
        """The two buyers turn out to be one."""
        found = [number for (number,) in self.world.sql("SELECT id FROM customer ORDER BY id")]
        if len(found) == 2:
            self.merged = True
            made = self.world.run(
                merging.merge(
                    self.world.desk, ACTORS["ada"], from_customer=found[1], into_customer=found[0],
                    reason="one person", now=self.world.tick(1),
                )
            )  # fmt: skip
            assert not isinstance(made, Refusal), made

    @precondition(lambda self: UNKNOWN not in self.mapped)
    @rule()
    def map_the_unknown(self) -> None:
        """An admin says what the last product means."""
        self.map_products(LATER)
        self.mapped.add(UNKNOWN)

    @rule(accept=st.booleans())
    def decide_one(self, *, accept: bool) -> None:
        """An admin accepts what an order would give back, or turns it down."""
        for found in self.proposals()[:1]:
            self.decide(found, accept=accept)
            if not accept:
                self.kept.add(found.order_no)

    # What always holds

    def given(self) -> dict[int, Counter[int]]:
        """The units that each order has given, by product."""
        units: dict[int, Counter[int]] = defaultdict(Counter)
        for number, product, count in self.world.sql(
            "SELECT o.order_no, l.product_id, sum(p.units) FROM order_posting p"
            " JOIN order_line l ON l.id = p.line_id JOIN shop_order o ON o.id = l.order_id"
            " GROUP BY o.order_no, l.product_id"
        ):
            units[number][product] += int(count)
        return units

    @invariant()
    def nothing_is_given_twice(self) -> None:
        """No order has given more units of a product than were ever paid for at once."""
        for number, units in self.given().items():
            for product, count in units.items():
                assert 0 <= count <= self.peaks[number][product], (number, product)

    @invariant()
    def credits_are_what_the_units_are_worth(self) -> None:
        """The ledger's sum is that of the units, each worth what its product means."""
        (credits,) = self.world.sql("SELECT coalesce(sum(credits), 0) FROM entry")[0]
        units = self.given()
        assert int(credits) == sum(
            WORTH[product] * count for each in units.values() for product, count in each.items()
        )

    def come_to_rest(self) -> None:
        """Whatever happened: the shop answers again, days pass, all is known and decided, and all is as it should be."""
        self.fake.faults.clear()
        if UNKNOWN not in self.mapped:
            self.map_products(LATER)
        for _ in range(4):
            self.world.tick(timedelta(days=1, hours=7).total_seconds())
            assert [told.problems for told in self.sync()] == [[]]
            for found in self.proposals():
                self.decide(found, accept=True)
        assert self.world.sql("SELECT id FROM shop_order WHERE look_up_from IS NOT NULL") == []
        self.nothing_is_given_twice()
        self.credits_are_what_the_units_are_worth()
        units = self.given()
        for number, found in self.fake.orders.items():
            paid = self.paid(number)
            if found.status == "N":
                continue
            for product in WORTH:
                given, due = units[number][product], paid[product]
                assert given >= due if number in self.kept else given == due, (number, product)


class _Interrupted(Shop):
    """A line to the shop, where something happens before each order is asked for."""

    before: Callable[[], None]

    async def order(self, order_no: int) -> Order | None:
        """The order, as it is after that."""
        self.before()
        return await super().order(order_no)


async def _at_once(_seconds: float) -> None:
    """No time passes."""
