"""What every part of the accounts' machine stands on: a desk, its requests, and what a refusal leaves as it was."""

from collections.abc import Coroutine
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine

from console.policy.refusal import Refusal
from console.services import proposals
from console.services.faults import Fault
from console.services.shapes import Actor
from tests.conftest import MONDAY
from tests.machines.world import ACTORS, World
from tests.services.office import ANNA

BORIS = "boris@lavka.example"
DOMAIN = "shop.example"
MOST_TICKETS = 6

WHOM = st.sampled_from([ANNA, BORIS])
PLACES = st.integers(0, 30)
"""Which of what there is."""
ADMINS = st.sampled_from(["ada"] * 8 + ["irina", "olga"])
"""Who tries what is an admin's: mostly one."""
LEADS = st.sampled_from(["irina"] * 5 + ["ada"] * 2 + ["olga"])
"""Who tries what is a lead's."""
OPEN, CLOSED = "closed_at IS NULL", "closed_at IS NOT NULL"
ENTRIES = "SELECT id FROM entry"
PACKAGES = "SELECT id FROM entitlement"
PROPOSALS = "SELECT id FROM proposal WHERE state = 'open'"
DISPUTES = "SELECT id FROM ticket WHERE kind = 'dispute' AND closed_at IS NULL"

SEEN_ONLY = frozenset({"presence", "limit_notice"})
"""What a refusal may leave behind: that somebody was here, and that a limit was crossed."""


class Account(RuleBasedStateMachine):
    """Two customers with three requests: Anna has bought 80 and was charged 20, Boris has nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.world = World()
        self.tickets = [
            self.world.run(self.world.office.arrive(address=each, domain=DOMAIN))
            for each in (ANNA, BORIS, ANNA)
        ]
        self.world.run(self.world.office.buy(80))
        self.world.run(self.world.office.pick(minute=1))
        self.world.run(self.world.office.work(16, ticket=1, start=2))
        self.world.run(self.world.office.closed(1, minute=20))
        self.world.tick(20 * 60)

    def do(self, call: Coroutine[Any, Any, Any]) -> Any:
        """Do something; what is refused or fails leaves every table as it was."""
        before, answered = self.world.tables(), self._answered()
        try:
            done = self.world.run(call)
        except Fault as fault:
            done = Refusal(str(fault))
        if isinstance(done, Refusal):
            after = self.world.tables()
            assert {name for name in after if after[name] != before[name]} <= SEEN_ONLY, done
            assert answered <= self._answered(), "what was answered stays"
        return done

    def _answered(self) -> set[Any]:
        return set(map(repr, self.world.sql("SELECT * FROM limit_notice WHERE answer IS NOT NULL")))

    def some(self, place: int, of: str) -> int:
        """One of what a statement finds, 0 where it finds nothing."""
        found = self.world.sql(f"{of} ORDER BY 1")
        return int(found[place % len(found)][0]) if found else 0

    def ticket(self, place: int, where: str = "id > 0") -> int:
        """One of the requests, of those of some kind if there are any."""
        return self.some(place, f"SELECT id FROM ticket WHERE {where}") or self.some(
            place, "SELECT id FROM ticket"
        )

    def there_are(self, of: str) -> bool:
        """Whether a statement finds anything."""
        return bool(self.world.sql(f"{of} LIMIT 1"))

    def may_come(self) -> bool:
        """Whether there is room for another request."""
        return len(self.tickets) < MOST_TICKETS

    def act(self, who: str) -> tuple[Any, Actor]:
        """The desk and somebody at it."""
        return self.world.desk, ACTORS[who]

    def decide_on_the_oldest(self, who: str, *, approve: bool) -> None:
        """Decide on the oldest proposal: nobody but an admin does on a charge of their own."""
        waiting = self.world.run(proposals.list_open(self.world.desk))
        done = self.do(proposals.decide(
            *self.act(who), proposal=waiting[0].proposal, approve=approve, now=self.world.tick(1)
        ))  # fmt: skip
        poster = self.one(
            "SELECT s.login FROM entry e JOIN staff s ON s.id = e.staff_id WHERE e.id = :e",
            e=waiting[0].entry,
        )
        if who == "olga" or who == poster != "ada":
            assert isinstance(done, Refusal)
        elif not approve:
            assert not isinstance(done, Refusal)

    def minute(self) -> float:
        """A second later, in minutes since the machine began."""
        return (self.world.tick(1) - MONDAY).total_seconds() / 60

    def one(self, statement: str, **values: Any) -> Any:
        """The one value that the database gives."""
        return self.world.sql(statement, **values)[0][0]
