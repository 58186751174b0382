"""Credits: bought, given, corrected, reversed, proposed back; customers made one and two; the policy revised."""

from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from console.policy.refusal import Refusal
from console.services import credits, customers, merging, policies
from tests.machines.account import ADMINS, ENTRIES, LEADS, PLACES, PROPOSALS, WHOM, Account

MERGES = "SELECT id FROM customer_merge"
MOVABLE = (
    "SELECT address FROM customer_address WHERE customer_id IN (SELECT customer_id"
    " FROM customer_address GROUP BY customer_id HAVING count(*) > 1)"
)
"""The addresses of customers who have another."""
THIRD = "anna@home.example"
SIZES = {"usual": (80, 160, 320), "other": (100,)}


class Money(Account):
    """What moves credits without any work."""

    def __init__(self) -> None:
        super().__init__()
        self.on_sale = SIZES["usual"]
        self.posted: dict[str, tuple[int, tuple[Any, ...]]] = {}
        self.versions = 0

    @rule(
        who=ADMINS,
        address=WHOM,
        size=st.sampled_from([80, 80, 100, 160]),
        quantity=st.sampled_from([1, 1, 2, 0]),
        reference=st.sampled_from([None, None, "a", "b"]),
    )
    def purchase(
        self, who: str, address: str, size: int, quantity: int, reference: str | None
    ) -> None:
        """Somebody posts a purchase, perhaps under a reference that was used."""
        done = self.do(credits.purchase(
            *self.act(who), address=address, credits=size, quantity=quantity, reason="Order",
            reference=reference, now=self.world.tick(1),
        ))  # fmt: skip
        values = ("purchase", size, quantity)
        if reference in self.posted:
            entry, before = self.posted[reference]
            same = before == values and self._owner(entry) == self._owner_of(address)
            assert isinstance(done, Refusal) is not (who == "ada" and same), done
            assert isinstance(done, Refusal) or done.entry == entry
            return
        allowed = who == "ada" and size in self.on_sale and quantity > 0
        assert isinstance(done, Refusal) is not allowed, done
        if allowed and reference:
            self.posted[reference] = (done.entry, values)

    def _owner(self, entry: int) -> int:
        """Whose account an entry is on, or whom they were merged into."""
        return int(self.one(
            "SELECT coalesce(c.merged_into, c.id) FROM entry e JOIN account a ON a.id = e.account_id"
            " JOIN customer c ON c.id = a.customer_id WHERE e.id = :e", e=entry,
        ))  # fmt: skip

    def _owner_of(self, address: str) -> int:
        return int(self.one(
            "SELECT customer_id FROM customer_address WHERE address = :a", a=address
        ))  # fmt: skip

    @rule(who=ADMINS, address=WHOM, amount=st.sampled_from([10, 20, 20, 15]))
    def grant(self, who: str, address: str, amount: int) -> None:
        """Somebody posts free credits."""
        done = self.do(credits.grant(
            *self.act(who), address=address, credits=amount, reason="Add-on",
            now=self.world.tick(1),
        ))  # fmt: skip
        assert isinstance(done, Refusal) is not (who == "ada" and amount in {10, 20})

    @rule(
        who=ADMINS,
        address=WHOM,
        amount=st.sampled_from([-300, -30, -100, 20, 200, 0]),
        corrects=st.none() | PLACES,
    )
    def correct(self, who: str, address: str, amount: int, corrects: int | None) -> None:
        """Somebody posts a correction, perhaps of an entry."""
        self.do(credits.correct(
            *self.act(who), address=address, credits=amount, reason="Count", now=self.world.tick(1),
            corrects=None if corrects is None else self.some(corrects, ENTRIES),
        ))  # fmt: skip

    @rule(who=ADMINS, place=PLACES)
    def reverse(self, who: str, place: int) -> None:
        """Somebody reverses an entry: no purchase, no half of a merge, nothing twice."""
        entry = self.some(place, ENTRIES)
        found = self.world.sql("SELECT kind FROM entry WHERE id = :e", e=entry)
        done = self.do(
            credits.reverse(*self.act(who), entry=entry, reason="Wrong", now=self.world.tick(1))
        )
        if found in ([("purchase",)], [("transfer",)], [("reversal",)]):
            assert isinstance(done, Refusal)
            assert who != "ada" or done.clause in {"K6", "K7", "K8"}

    @precondition(lambda self: self.there_are(PROPOSALS))
    @rule(who=LEADS, approve=st.booleans())
    def decide(self, who: str, approve: bool) -> None:
        """Somebody decides on the oldest proposal."""
        self.decide_on_the_oldest(who, approve=approve)

    @rule(who=ADMINS, first=st.booleans())
    def merge(self, who: str, first: bool) -> None:
        """The two turn out to be one."""
        from_customer, into = (1, 2) if first else (2, 1)
        self.do(merging.merge(
            *self.act(who), from_customer=from_customer, into_customer=into, reason="Same shop",
            now=self.world.tick(1),
        ))  # fmt: skip

    @precondition(lambda self: self.there_are(MERGES))
    @rule(who=ADMINS, place=PLACES)
    def unmerge(self, who: str, place: int) -> None:
        """They turn out to be two after all."""
        merge = self.some(place, MERGES)
        self.do(merging.undo(
            *self.act(who), merge=merge, reason="Two shops", now=self.world.tick(1)
        ))  # fmt: skip

    @precondition(lambda self: self.there_are(MOVABLE))
    @rule(who=ADMINS, place=PLACES, into=st.sampled_from([1, 2, None]))
    def move(self, who: str, place: int, into: int | None) -> None:
        """An address goes to the other customer, or to a new one."""
        found = self.world.sql(MOVABLE)
        self.do(customers.move_address(
            *self.act(who), address=found[place % len(found)][0], into_customer=into,
            reason="Hers", now=self.world.tick(1),
        ))  # fmt: skip

    @rule(who=ADMINS, customer=st.sampled_from([1, 2]), address=WHOM | st.just(THIRD))
    def add_address(self, who: str, customer: int, address: str) -> None:
        """A customer writes from one more address, so that one can be moved."""
        self.do(customers.add_address(
            *self.act(who), customer=customer, address=address, reason="Said so",
            now=self.world.tick(1),
        ))  # fmt: skip

    @rule(who=ADMINS, per_block=st.sampled_from([10, 20]), sizes=st.sampled_from(sorted(SIZES)))
    def revise(self, who: str, per_block: int, sizes: str) -> None:
        """A new version of the policy is proposed and comes into force."""
        self.versions += 1
        values = {
            "version": f"v{self.versions}", "title": "New", "text": "All.",
            "terms": {"credits_per_block": per_block, "packages": list(SIZES[sizes])},
        }  # fmt: skip
        self.do(policies.add(*self.act(who), values=values, now=self.world.tick(1)))
        adopted = self.do(policies.adopt(
            *self.act(who), version=f"v{self.versions}", now=self.world.tick(1)
        ))  # fmt: skip
        if not isinstance(adopted, Refusal):
            self.on_sale = SIZES[sizes]
