"""Two customers and everything that an account can meet, in any order; the doctor has the last word."""

from collections.abc import Coroutine
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from console.policy.refusal import Refusal
from console.services import (
    consents,
    cover_choices,
    credits,
    customers,
    disputes,
    doctor,
    entitlements,
    limits,
    merging,
    policies,
    proposals,
    timer,
)
from console.services import desk as desk_service
from console.services.faults import Fault
from console.services.shapes import Actor
from tests.conftest import MONDAY
from tests.machines.world import ACTORS, World
from tests.services.office import ANNA

ADA, OLGA, IRINA = ACTORS["ada"], ACTORS["olga"], ACTORS["irina"]
BORIS = "boris@lavka.example"
WHOM = st.sampled_from([ANNA, BORIS])
WHO = st.sampled_from(sorted(ACTORS))
PLACES = st.integers(0, 5)
NUMBERS = st.integers(1, 30)
OUTCOMES = st.sampled_from(
    ["answered", "first-party-bug", "incorrect-settings", "forwarded", "unresolved"]
)
KEPT = (
    "entry", "proposal", "entitlement", "consent", "dispute", "customer_merge", "customer_address",
    "policy_version", "cover_choice",
)  # fmt: skip
"""What a refusal leaves as it was; a limit that was crossed is a fact, and noticed all the same."""


class Accounts(RuleBasedStateMachine):
    """Credits, packages, agreements, disputes, merges and versions of the policy, for Anna and Boris."""

    def __init__(self) -> None:
        super().__init__()
        self.world = World()
        self.tickets = [
            self.world.run(self.world.office.arrive(address=each, domain="shop.example"))
            for each in (ANNA, BORIS, ANNA)
        ]
        self.seen: list[Any] = []
        self.versions = 0

    def teardown(self) -> None:
        """Let the doctor look, and let go of the desk."""
        try:
            found = self.world.run(doctor.examine(self.world.desk))
            assert [each for each in found if not each.ok] == []
        finally:
            self.world.close()

    def do(self, call: Coroutine[Any, Any, Any]) -> Any:
        """Do something; what is refused or fails leaves all that counts as it was."""
        before = self._kept()
        try:
            done = self.world.run(call)
        except Fault as fault:
            done = Refusal(str(fault))
        if isinstance(done, Refusal):
            assert self._kept() == before, done
        return done

    def _kept(self) -> list[Any]:
        return [self.world.sql(f"SELECT * FROM {table}") for table in KEPT]

    def ticket(self, place: int) -> int:
        """One of the requests."""
        return self.tickets[place % len(self.tickets)]

    def act(self, who: str) -> tuple[Any, Actor]:
        """The desk and somebody at it."""
        return self.world.desk, ACTORS[who]

    @rule(who=WHO, address=WHOM, size=st.sampled_from([80, 100]), again=st.booleans())
    def purchase(self, who: str, address: str, size: int, again: bool) -> None:
        """Somebody posts a purchase, perhaps one that was posted already."""
        self.do(credits.purchase(
            *self.act(who), address=address, credits=size, quantity=1, reason="Order",
            reference="order:1" if again else None, now=self.world.tick(1),
        ))  # fmt: skip

    @rule(address=WHOM, amount=st.sampled_from([10, 20, 15]))
    def grant(self, address: str, amount: int) -> None:
        """An admin posts free credits."""
        self.do(credits.grant(
            *self.act("ada"), address=address, credits=amount, reason="Add-on",
            now=self.world.tick(1),
        ))  # fmt: skip

    @rule(address=WHOM, amount=st.sampled_from([-30, 20]), corrects=st.none() | NUMBERS)
    def correct(self, address: str, amount: int, corrects: int | None) -> None:
        """An admin posts a correction, perhaps of an entry."""
        self.do(credits.correct(
            *self.act("ada"), address=address, credits=amount, reason="Count", corrects=corrects,
            now=self.world.tick(1),
        ))  # fmt: skip

    @rule(who=WHO, entry=NUMBERS)
    def reverse(self, who: str, entry: int) -> None:
        """Somebody reverses an entry."""
        self.do(
            credits.reverse(*self.act(who), entry=entry, reason="Wrong", now=self.world.tick(1))
        )

    @rule(place=PLACES, minutes=st.sampled_from([1, 15, 16, 59, 95, 125]))
    def work(self, place: int, minutes: int) -> None:
        """A lead types in time."""
        self.do(timer.add(
            *self.act("irina"), ticket=self.ticket(place), minutes=minutes, reason="A call",
            now=self.world.tick(minutes * 60),
        ))  # fmt: skip

    @rule(
        place=PLACES,
        answer=st.sampled_from(["go-on", "close", "no-notice"]),
        amount=st.none() | st.just(120),
    )
    def answer_limit(self, place: int, answer: str, amount: int | None) -> None:
        """A limit that was crossed is answered."""
        number = self.ticket(place)
        found = self.world.sql(
            'SELECT "limit" FROM limit_notice WHERE ticket_id = :t AND answer IS NULL', t=number
        )
        if found:
            self.do(limits.answer(
                *self.act("irina"), ticket=number, limit=found[0][0], answer=answer, amount=amount,
                reason="Told by phone", now=self.world.tick(1),
            ))  # fmt: skip

    @rule(
        place=PLACES, outcome=OUTCOMES, waive=st.booleans(), override=st.none() | st.just("Agreed")
    )
    def close(self, place: int, outcome: str, waive: bool, override: str | None) -> None:
        """A request is closed, by whoever may."""
        ground = {"first-party-bug": "F4", "incorrect-settings": "N6"}.get(outcome)
        self.do(self.world.office.close(
            self.ticket(place), outcome, login="irina", minute=self._minute(), ground=ground,
            waive_over_limit=waive, override_reason=override,
        ))  # fmt: skip

    @rule(place=PLACES)
    def reopen(self, place: int) -> None:
        """A request is opened again."""
        self.do(desk_service.reopen(
            *self.act("irina"), ticket=self.ticket(place), reason="Again", now=self.world.tick(60)
        ))  # fmt: skip

    @rule(address=WHOM)
    def arrive(self, address: str) -> None:
        """Another request comes in."""
        if len(self.tickets) < 6:
            number = self.world.office.arrive(
                self._minute(), address=address, domain="shop.example"
            )
            self.tickets.append(self.world.run(number))

    @rule(address=WHOM, months=st.sampled_from([1, 2, 3]), begins=st.none() | st.integers(-3, 40))
    def premium(self, address: str, months: int, begins: int | None) -> None:
        """An admin posts Premium for a term."""
        day = None if begins is None else date(2026, 11, 16) + timedelta(days=begins)
        self.do(entitlements.add(
            *self.act("ada"), address=address, kind="premium", domain="shop.example",
            months=months, first_day=day, reason="Order", now=self.world.tick(1),
        ))  # fmt: skip

    @rule(address=WHOM, kind=st.sampled_from(["incident", "examination"]), place=st.none() | PLACES)
    def package(self, address: str, kind: str, place: int | None) -> None:
        """An admin posts a package, for a request or for later."""
        number = None if place is None else self.ticket(place)
        self.do(entitlements.add(
            *self.act("ada"), address=address, kind=kind, ticket=number, reason="Order",
            now=self.world.tick(1),
        ))  # fmt: skip

    @rule(package=st.integers(1, 5), place=PLACES)
    def bind(self, package: int, place: int) -> None:
        """A package is bound to a request."""
        self.do(entitlements.bind(
            *self.act("irina"), entitlement=package, ticket=self.ticket(place),
            now=self.world.tick(1),
        ))  # fmt: skip

    @rule(package=st.integers(1, 5))
    def refund(self, package: int) -> None:
        """A package is taken back."""
        self.do(entitlements.refund(
            *self.act("ada"), entitlement=package, reason="Unused", now=self.world.tick(1)
        ))  # fmt: skip

    @rule(place=PLACES, package=st.none() | st.integers(1, 5))
    def choose(self, place: int, package: int | None) -> None:
        """A lead says what covers a request."""
        self.do(cover_choices.choose(
            *self.act("irina"), ticket=self.ticket(place), entitlement=package, reason="Asked",
            now=self.world.tick(1),
        ))  # fmt: skip

    @rule(place=st.none() | PLACES, address=WHOM, ceiling=st.sampled_from([40, 60, 100]))
    def agree(self, place: int | None, address: str, ceiling: int) -> None:
        """A customer agrees to a ceiling, for a request or for each."""
        if place is None:
            whose: dict[str, Any] = {"address": address}
        else:
            whose = {"ticket": self.ticket(place)}
        self.do(consents.record(
            *self.act("irina"), ceiling=ceiling, now=self.world.tick(1), **whose
        ))  # fmt: skip

    @rule(consent=st.integers(1, 4))
    def end_agreement(self, consent: int) -> None:
        """An agreement ends."""
        self.do(consents.withdraw(
            *self.act("irina"), consent=consent, reason="Asked", now=self.world.tick(1)
        ))  # fmt: skip

    @rule(address=WHOM, place=st.none() | PLACES, entry=st.none() | NUMBERS)
    def dispute(self, address: str, place: int | None, entry: int | None) -> None:
        """A customer disputes a request or an entry."""
        if len(self.tickets) >= 6:
            return
        done = self.do(disputes.file(
            *self.act("olga"), address=address, text=f"At {self.world.now}",
            ticket=None if place is None else self.ticket(place),
            entry=entry if place is None else None, now=self.world.tick(1),
        ))  # fmt: skip
        if not isinstance(done, Refusal):
            self.tickets.append(done.ticket)

    @rule(who=WHO, place=PLACES, part=st.none() | st.just(10), upheld=st.booleans())
    def decide(self, who: str, place: int, part: int | None, upheld: bool) -> None:
        """Somebody decides a dispute."""
        self.do(self.world.office.close(
            self.ticket(place), "dispute-upheld" if upheld else "dispute-rejected", login=who,
            minute=self._minute(), give_back=part if upheld else None,
        ))  # fmt: skip

    @rule(who=WHO, approve=st.booleans())
    def propose(self, who: str, approve: bool) -> None:
        """Somebody decides on the oldest proposal."""
        waiting = self.world.run(proposals.list_open(self.world.desk))
        if waiting:
            self.do(proposals.decide(
                *self.act(who), proposal=waiting[0].proposal, approve=approve,
                now=self.world.tick(1),
            ))  # fmt: skip

    @rule(first=st.booleans())
    def merge(self, first: bool) -> None:
        """The two turn out to be one."""
        from_customer, into = (1, 2) if first else (2, 1)
        self.do(merging.merge(
            *self.act("ada"), from_customer=from_customer, into_customer=into, reason="Same shop",
            now=self.world.tick(1),
        ))  # fmt: skip

    @rule(merge=st.integers(1, 3))
    def unmerge(self, merge: int) -> None:
        """They turn out to be two after all."""
        self.do(merging.undo(
            *self.act("ada"), merge=merge, reason="Two shops", now=self.world.tick(1)
        ))  # fmt: skip

    @rule(address=WHOM, into=st.sampled_from([1, 2]))
    def move(self, address: str, into: int) -> None:
        """An address goes to the other customer."""
        self.do(customers.move_address(
            *self.act("ada"), address=address, into_customer=into, reason="Hers",
            now=self.world.tick(1),
        ))  # fmt: skip

    @rule(per_block=st.sampled_from([10, 20]))
    def revise(self, per_block: int) -> None:
        """A new version of the policy comes into force."""
        self.versions += 1
        name = f"v{self.versions}"
        values = {
            "version": name,
            "title": "New",
            "text": "All.",
            "terms": {"credits_per_block": per_block},
        }
        self.do(policies.add(*self.act("ada"), values=values, now=self.world.tick(1)))
        self.do(policies.adopt(*self.act("ada"), version=name, now=self.world.tick(1)))

    def _minute(self) -> float:
        return (self.world.tick(1) - MONDAY).total_seconds() / 60

    @invariant()
    def what_was_seen_stays(self) -> None:
        """Entries seen before are a prefix of those seen after."""
        rows = self.world.sql("SELECT * FROM entry ORDER BY id")
        assert rows[: len(self.seen)] == self.seen
        self.seen = rows

    @invariant()
    def each_balance_is_the_sum_of_its_entries(self) -> None:
        """Each running balance is the sum so far, free credits are within it, and a debt has its age."""
        wrong = self.world.sql(
            "SELECT e.id FROM entry e WHERE e.balance_after <> (SELECT sum(b.credits) FROM entry b"
            " WHERE b.account_id = e.account_id AND b.seq <= e.seq)"
            " OR e.free_after NOT BETWEEN 0 AND max(0, e.balance_after)"
            " OR (e.balance_after < 0) <> (e.owing_since IS NOT NULL)"
        )
        assert wrong == []

    @invariant()
    def a_merge_makes_and_loses_nothing(self) -> None:
        """What a merge took from one account it gave to the other."""
        assert self.world.sql(
            "SELECT merge_id FROM entry WHERE merge_id IS NOT NULL GROUP BY merge_id"
            " HAVING sum(credits) <> 0"
        ) == []  # fmt: skip

    @invariant()
    def nothing_goes_back_twice(self) -> None:
        """No entry is reversed by more than it moved, and no purchase at all (K8)."""
        assert self.world.sql(
            "SELECT e.id FROM entry e JOIN entry r ON r.reverses = e.id GROUP BY e.id"
            " HAVING sum(abs(r.credits)) > abs(e.credits) OR e.kind = 'purchase'"
        ) == []  # fmt: skip
