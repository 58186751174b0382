"""The queue against a plain dict: arrivals, takers one by one and at once, waits, hand-overs, lost claims."""

from dataclasses import dataclass
from datetime import datetime

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from console.policy.refusal import Refusal
from console.services import desk as desk_service
from console.services import views
from console.services.shapes import TicketView
from tests.conftest import at
from tests.machines.world import ACTORS, LOGINS, World

WHO = st.sampled_from(LOGINS)


@dataclass
class Request:
    """An open request, as the model knows it."""

    received_at: datetime
    holder: str | None = None
    claimed_at: datetime | None = None
    waits: bool = False


class Queue(RuleBasedStateMachine):
    """Who should hold what, and in which order it should come."""

    def __init__(self) -> None:
        super().__init__()
        self.world = World()
        self.open: dict[int, Request] = {}
        self.seen: dict[str, datetime] = {}
        self.closed = 0

    def teardown(self) -> None:
        """Let go of the desk."""
        self.world.close()

    def eligible(self) -> list[int]:
        """The requests to be taken, in arrival order."""
        found = [n for n, each in self.open.items() if not each.holder and not each.waits]
        return sorted(found, key=lambda number: (self.open[number].received_at, number))

    def hand(self, login: str) -> list[int]:
        """What a person holds that waits for nobody."""
        return [n for n, each in self.open.items() if each.holder == login and not each.waits]

    def actively_held(self) -> list[tuple[str, int]]:
        """Who holds what that waits for nobody."""
        return [(each.holder, n) for n, each in self.open.items() if each.holder and not each.waits]

    def saw(self, login: str, now: datetime) -> None:
        """Whoever does something was here."""
        self.seen[login] = max(now, self.seen.get(login, now))

    @rule(minutes=st.integers(-30, 5))
    def arrive(self, minutes: int) -> None:
        """A request comes in, perhaps dated before the last one."""
        received_at = self.world.tick(1)
        # A mailbox's own date may lie before that of what was taken in already.
        offset = minutes * 60
        form = {"name": "A", "email": "a@shop.example", "subject": "s", "message": "m"}
        admitted = self.world.run(
            self.world.office.admit(
                form,
                received_at.replace(microsecond=0).fromtimestamp(
                    received_at.timestamp() + offset, received_at.tzinfo
                ),
            )
        )
        assert admitted.ticket is not None
        moment = received_at.fromtimestamp(received_at.timestamp() + offset, received_at.tzinfo)
        self.open[admitted.ticket] = Request(moment)

    @rule(people=st.lists(WHO, min_size=1, max_size=4, unique=True))
    def pick_at_once(self, people: list[str]) -> None:
        """Several people take a request at once."""
        now = self.world.tick(1)
        order, free = self.eligible(), [login for login in people if not self.hand(login)]
        found = self.world.together(
            [desk_service.pick(self.world.desk, ACTORS[login], now=now) for login in people]
        )
        got = {}
        for login, view in zip(people, found, strict=True):
            self.saw(login, now)
            assert isinstance(view, Refusal) is (login not in free)
            if isinstance(view, TicketView):
                got[view.ticket] = login
        assert sorted(got) == sorted(order[: len(free)]), "different ones, the oldest"
        for number, login in got.items():
            self.open[number].holder, self.open[number].claimed_at = login, now

    @precondition(lambda self: self.actively_held())
    @rule(data=st.data(), what=st.sampled_from(["release", "wait", "close"]))
    def let_go(self, data: st.DataObject, what: str) -> None:
        """A holder releases, waits or closes."""
        login, number = data.draw(st.sampled_from(self.actively_held()))
        now, desk, actor = self.world.tick(1), self.world.desk, ACTORS[login]
        self.saw(login, at(1) if what == "close" else now)
        if what == "release":
            self.world.run(desk_service.release(desk, actor, ticket=number, reason="x", now=now))
            self.open[number].holder = None
        elif what == "wait":
            self.world.run(
                desk_service.wait(desk, actor, ticket=number, waiting_for="customer", now=now)
            )
            self.open[number].waits = True
        else:
            self.world.run(self.world.office.closed(number, "answered", login=login, minute=1))
            del self.open[number]
            self.closed += 1

    @precondition(lambda self: any(each.waits for each in self.open.values()))
    @rule(data=st.data())
    def resume(self, data: st.DataObject) -> None:
        """A lead takes a request off its wait."""
        number = data.draw(st.sampled_from([n for n, each in self.open.items() if each.waits]))
        now = self.world.tick(1)
        self.saw("irina", now)
        self.world.run(
            desk_service.resume(
                self.world.desk, ACTORS["irina"], ticket=number, reason="x", now=now
            )
        )
        self.open[number].waits = False

    @precondition(lambda self: self.open)
    @rule(data=st.data(), login=WHO)
    def assign(self, data: st.DataObject, login: str) -> None:
        """A lead hands a request to somebody."""
        number = data.draw(st.sampled_from(sorted(self.open)))
        now, request = self.world.tick(1), self.open[number]
        self.saw("irina", now)
        self.world.run(
            desk_service.assign(
                self.world.desk, ACTORS["irina"], ticket=number, login=login, reason="x", now=now
            )
        )
        if request.holder != login:
            request.holder, request.claimed_at = login, now

    @rule(minutes=st.sampled_from([1, 30, 61]))
    def time_passes(self, minutes: int) -> None:
        """Time passes, and claims are lost."""
        now = self.world.tick(minutes * 60)
        self.world.run(desk_service.return_lost_claims(self.world.desk, now=now))
        for login, number in self.actively_held():
            request = self.open[number]
            last = max(self.seen.get(login, request.received_at), request.claimed_at or now)
            if (now - last).total_seconds() >= 3600:
                request.holder = None

    @invariant()
    def the_queue_is_the_dict(self) -> None:
        """The queue is the dict: none lost, in arrival order."""
        rows = self.world.run(views.queue_all(self.world.desk, now=self.world.now))
        expected = sorted(self.open, key=lambda number: (self.open[number].received_at, number))
        assert [row.ticket for row in rows] == expected, "none lost, in arrival order"
        assert {row.ticket: row.holder for row in rows} == {
            number: each.holder for number, each in self.open.items()
        }
        assert [row.ticket for row in rows if row.place] == self.eligible()

    @invariant()
    def the_counts_are_the_dicts(self) -> None:
        """The counts are the dict's."""
        summary = self.world.run(views.queue_summary(self.world.desk, now=self.world.now))
        waits = sum(each.waits for each in self.open.values())
        counted = (summary.waiting, summary.held, summary.waiting_for_customer)
        assert counted == (len(self.eligible()), len(self.actively_held()), waits)
