"""The ledger against a plain list: purchases, grants, corrections, closings, reversals, decisions."""

from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from console.policy.refusal import Refusal
from console.services import credits, proposals, statements, timer
from console.services import desk as desk_service
from tests.machines.world import ACTORS, World
from tests.services.office import ANNA

ADA, OLGA, IRINA = ACTORS["ada"], ACTORS["olga"], ACTORS["irina"]
WHO = st.sampled_from(sorted(ACTORS))
FREE = {"first-party-bug", "first-party-security", "first-party-conflict"}


def cost(seconds: int) -> int:
    """What so much time costs."""
    return (seconds + 899) // 900 * 10


class Ledger(RuleBasedStateMachine):
    """What Anna's account should hold, entry by entry."""

    def __init__(self) -> None:
        super().__init__()
        self.world = World()
        self.entries: list[tuple[str, int]] = []
        self.references: dict[str, tuple[int, int]] = {}
        self.seen: list[Any] = []
        self.number = self.world.run(self.world.office.in_hand())
        self.open, self.seconds, self.net, self.waived = True, 0, 0, 0

    def teardown(self) -> None:
        """Let go of the desk."""
        self.world.close()

    @property
    def balance(self) -> int:
        """What the list comes to."""
        return sum(amount for _, amount in self.entries)

    @rule(who=WHO, size=st.sampled_from([0, 79, 80, 160, 320]), quantity=st.integers(0, 2))
    def purchase(self, who: str, size: int, quantity: int) -> None:
        """Somebody posts a purchase."""
        done = self.world.run(
            credits.purchase(
                self.world.desk,
                ACTORS[who],
                address=ANNA,
                credits=size,
                quantity=quantity,
                reason="Order",
                now=self.world.tick(1),
            )
        )
        allowed = who == "ada" and size in {80, 160, 320} and quantity > 0
        assert isinstance(done, Refusal) is not allowed
        if allowed:
            self.entries.append(("purchase", size * quantity))

    @rule(who=WHO, amount=st.integers(-5, 30))
    def grant(self, who: str, amount: int) -> None:
        """Somebody posts free credits."""
        done = self.world.run(
            credits.grant(
                self.world.desk,
                ACTORS[who],
                address=ANNA,
                credits=amount,
                reason="Add-on",
                now=self.world.tick(1),
            )
        )
        allowed = who == "ada" and amount > 0 and amount % 10 == 0
        assert isinstance(done, Refusal) is not allowed
        if allowed:
            self.entries.append(("grant", amount))

    @rule(reference=st.sampled_from(["a", "b"]), amount=st.sampled_from([-30, 15]))
    def correct(self, reference: str, amount: int) -> None:
        """An admin posts a correction under one of two references."""
        done = self.world.run(
            credits.correct(
                self.world.desk,
                ADA,
                address=ANNA,
                credits=amount,
                reason="Count",
                reference=reference,
                now=self.world.tick(1),
            )
        )
        if reference not in self.references:
            assert not isinstance(done, Refusal)
            self.references[reference] = (amount, done.entry)
            self.entries.append(("correction", amount))
        elif self.references[reference][0] != amount:
            assert isinstance(done, Refusal)
        else:
            assert not isinstance(done, Refusal)
            assert done.entry == self.references[reference][1]

    @precondition(lambda self: self.open)
    @rule(minutes=st.sampled_from([1, 14, 15, 16, 30, 59]))
    def work(self, minutes: int) -> None:
        """Typed-in time comes to the request."""
        self.world.run(
            timer.add(
                self.world.desk,
                OLGA,
                ticket=self.number,
                minutes=minutes,
                reason="A call",
                now=self.world.tick(minutes * 60),
            )
        )
        self.seconds += minutes * 60

    @precondition(lambda self: self.open and self.seconds)
    @rule(outcome=st.sampled_from(["answered", "first-party-bug", "cs-cart"]), waive=st.booleans())
    def close(self, outcome: str, waive: bool) -> None:
        """The request is closed, or refused for want of a notice."""
        done = self.world.run(
            self.world.office.close(
                self.number, outcome, minute=self._minute(), waive_over_limit=waive
            )
        )
        # What was waived before stays waived, and what was charged before needs no notice again.
        full = 0 if outcome in FREE else max(0, cost(self.seconds) - self.waived)
        told = max(40, self.net)
        if full > told and not waive:
            assert isinstance(done, Refusal)
            assert done.clause == "U9"
            return
        assert not isinstance(done, Refusal), done
        charged = min(full, told)
        self.waived += full - charged
        due = max(0, charged - self.net)
        assert (done.credits, done.posted) == (charged, due)
        self.entries.append(("charge", -due))
        self.net += due
        self.open = False

    @precondition(lambda self: not self.open)
    @rule()
    def reopen(self) -> None:
        """The request is opened again, in the same hands."""
        self.world.run(
            desk_service.reopen(
                self.world.desk, OLGA, ticket=self.number, reason="Again", now=self.world.tick(60)
            )
        )
        self.world.run(
            desk_service.assign(
                self.world.desk,
                IRINA,
                ticket=self.number,
                login="olga",
                reason="Hers",
                now=self.world.tick(1),
            )
        )
        self.open = True

    @rule(who=WHO, approve=st.booleans())
    def decide(self, who: str, approve: bool) -> None:
        """Somebody decides on the oldest proposal."""
        waiting = self.world.run(proposals.list_open(self.world.desk))
        if not waiting:
            return
        given = self.world.run(self._given_back(waiting[0].entry))
        done = self.world.run(
            proposals.decide(
                self.world.desk,
                ACTORS[who],
                proposal=waiting[0].proposal,
                approve=approve,
                now=self.world.tick(1),
            )
        )
        # Olga posted every charge, so Irina is another lead; an admin may have reversed it meanwhile.
        asked = waiting[0]
        room = -self.entries[asked.entry - 1][1] - given
        allowed = who in {"irina", "ada"} and (not approve or asked.credits <= room)
        assert isinstance(done, Refusal) is not allowed
        if not isinstance(done, Refusal) and approve:
            self.entries.append(("reversal", waiting[0].credits))
            self.net -= waiting[0].credits

    @rule(who=WHO, data=st.data())
    def reverse(self, who: str, data: st.DataObject) -> None:
        """Somebody reverses an entry."""
        if not self.entries:
            return
        number = data.draw(st.integers(1, len(self.entries)))
        kind, amount = self.entries[number - 1]
        left = abs(amount) - self.world.run(self._given_back(number))
        done = self.world.run(
            credits.reverse(
                self.world.desk, ACTORS[who], entry=number, reason="Wrong", now=self.world.tick(1)
            )
        )
        allowed = who == "ada" and kind not in {"reversal", "purchase"} and left > 0
        assert isinstance(done, Refusal) is not allowed
        if allowed:
            self.entries.append(("reversal", left if amount < 0 else -left))
            if kind == "charge":
                self.net -= left

    async def _given_back(self, entry: int) -> int:
        return int(
            await self.world.office.one(
                "SELECT coalesce(sum(abs(credits)), 0) FROM entry WHERE reverses = :e", e=entry
            )
        )

    def _minute(self) -> float:
        from tests.conftest import MONDAY

        return (self.world.tick(1) - MONDAY).total_seconds() / 60

    @invariant()
    def the_ledger_is_the_list(self) -> None:
        """The ledger is the list, and every view gives its sum."""
        rows = self.world.sql("SELECT * FROM entry ORDER BY id")
        assert rows[: len(self.seen)] == self.seen, "entries seen before are a prefix"
        self.seen = rows
        assert [(row[3], row[4]) for row in rows] == self.entries
        statement = self.world.run(statements.of(self.world.desk, address=ANNA))
        view = self.world.run(self.world.office.view(self.number))
        assert {statement.balance, view.row.balance} == {self.balance}, "one balance in every view"
        assert view.posted_credits == self.net
        assert all(0 <= each.free_after <= max(0, each.balance_after) for each in statement.entries)

    @invariant()
    def what_belongs_together_is_together(self) -> None:
        """What belongs together is together."""
        [(answers, mails, closings, charges, proposed)] = self.world.sql(
            "SELECT (SELECT count(*) FROM message WHERE direction = 'out'), (SELECT count(*) FROM outbox),"
            " (SELECT count(*) FROM event WHERE what = 'closed'),"
            " (SELECT count(*) FROM entry WHERE kind = 'charge'),"
            " (SELECT coalesce(sum(credits), 0) FROM proposal WHERE state = 'open')"
        )
        assert (answers, closings) == (mails, charges)
        assert proposed <= sum(-amount for kind, amount in self.entries if kind == "charge")
