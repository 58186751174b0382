"""The timer against a plain list of sessions: starts, switches, pauses, dead consoles, a clock that steps back."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from console.policy.refusal import Refusal
from console.services import desk as desk_service
from console.services import heartbeat, limits, timer
from console.services.faults import BadInput
from tests.machines.world import ACTORS, World

HELD = {1: "olga", 2: "olga", 3: "pavel"}
PERSON = st.sampled_from(["olga", "pavel"])
GAP = timedelta(minutes=5)


@dataclass
class Session:
    """A work session, as the model knows it."""

    login: str
    ticket: int
    start: datetime
    end: datetime | None = None
    seen: datetime | None = None
    discarded: bool = False

    def interrupted(self, now: datetime) -> bool:
        """Whether nobody knows that its person works."""
        return self.end is None and self.seen is not None and now - self.seen > GAP

    def seconds(self, now: datetime) -> int:
        """What it counts for."""
        if self.discarded or self.interrupted(now):
            return 0
        return max(0, int(((self.end or now) - self.start).total_seconds()))


class Timers(RuleBasedStateMachine):
    """What each session should count for."""

    def __init__(self) -> None:
        super().__init__()
        self.world = World()
        self.sessions: list[Session] = []
        for number, login in HELD.items():
            self.world.run(self.world.office.arrive(number, address=f"{number}@shop.example"))
            self.world.run(
                desk_service.assign(
                    self.world.desk,
                    ACTORS["irina"],
                    ticket=number,
                    login=login,
                    reason="x",
                    now=self.world.now,
                )
            )

    def teardown(self) -> None:
        """Let go of the desk."""
        self.world.close()

    def running(self, login: str) -> Session | None:
        """A person's open session."""
        return next((s for s in self.sessions if s.login == login and s.end is None), None)

    def _answer_limits(self, ticket: int) -> None:
        found = self.world.run(limits.of_ticket(self.world.desk, ticket=ticket, now=self.world.now))
        for each in found:
            if each.answer is None:
                self.world.run(
                    limits.answer(
                        self.world.desk,
                        ACTORS["irina"],
                        ticket=ticket,
                        limit=each.limit,
                        answer="no-notice",
                        reason="x",
                        now=self.world.now,
                    )
                )
                return

    @rule(ticket=st.sampled_from(sorted(HELD)), watched=st.booleans())
    def start(self, ticket: int, watched: bool) -> None:
        """A person starts their timer, by a console or without one."""
        login, now = HELD[ticket], self.world.now
        self._answer_limits(ticket)
        last = max((s.end for s in self.sessions if s.login == login and s.end), default=now)
        before = self.running(login)
        console = "elsewhere/1/" if watched else None
        work = timer.start(self.world.desk, ACTORS[login], ticket=ticket, console=console, now=now)
        try:
            done = self.world.run(work)
        except BadInput:
            assert (last - now).total_seconds() > 60
            return
        interrupted = before is not None and before.interrupted(now)
        assert isinstance(done, Refusal) is interrupted, done
        if interrupted or (before is not None and before.ticket == ticket):
            return
        if before is not None:
            before.end = max(now, before.start)
            last = max(last, before.end)
        begun = max(last, now)
        self.sessions.append(Session(login, ticket, begun, seen=now if watched else None))

    @rule(login=PERSON)
    def stop(self, login: str) -> None:
        """A person stops their timer."""
        found = self.running(login)
        if found is None:
            return
        done = self.world.run(timer.stop(self.world.desk, ACTORS[login], now=self.world.now))
        assert isinstance(done, Refusal) is found.interrupted(self.world.now)
        if not isinstance(done, Refusal):
            found.end = max(self.world.now, found.start)

    @rule(login=PERSON, console=st.sampled_from(["elsewhere/1/", "elsewhere/2/"]))
    def beat(self, login: str, console: str) -> None:
        """A console of theirs is alive."""
        found = self.running(login)
        self.world.run(
            heartbeat.beat(self.world.desk, ACTORS[login], console=console, now=self.world.now)
        )
        alive = found is not None and found.seen is not None and console.endswith("/1/")
        if found is not None and alive and not found.interrupted(self.world.now):
            found.seen = self.world.now

    @precondition(lambda self: any(s.interrupted(self.world.now) for s in self.sessions))
    @rule(how=st.sampled_from(["keep", "cut", "discard"]), by_lead=st.booleans())
    def answer_for_it(self, how: str, by_lead: bool) -> None:
        """Its owner or a lead answers for an interrupted timer."""
        found = next(s for s in self.sessions if s.interrupted(self.world.now))
        actor = ACTORS["irina"] if by_lead else ACTORS[found.login]
        self.world.run(
            timer.resolve(
                self.world.desk,
                actor,
                how=how,
                login=found.login,
                console="elsewhere/1/",
                now=self.world.now,
            )
        )
        if how == "keep" and not by_lead:
            found.seen = self.world.now
        elif how == "cut":
            found.end = max(found.seen or found.start, found.start)
        else:
            found.end, found.discarded = max(self.world.now, found.start), how == "discard"

    @rule(seconds=st.sampled_from([1, 29, 300, 301, 899, 3600, -1, -59]))
    def the_clock_moves(self, seconds: int) -> None:
        """The clock moves, a little back sometimes."""
        self.world.tick(seconds)

    @rule()
    def the_program_starts_again(self) -> None:
        """The program starts again."""
        self.world.run(self.world.desk.close())
        self.world.desk = self.world.run(self.world.reopen())
        self.world.office.desk = self.world.desk

    @invariant()
    def worked_time_is_the_lists(self) -> None:
        """Worked time is the list's, and never negative."""
        for number in HELD:
            view = self.world.run(self.world.office.view_at(number, self.world.now))
            expected = [s.seconds(self.world.now) for s in self.sessions if s.ticket == number]
            assert sorted(each.seconds for each in view.work) == sorted(expected)
            assert view.worked_seconds == sum(expected) >= 0

    @invariant()
    def nobody_has_two_timers_and_no_sessions_overlap(self) -> None:
        """Nobody has two timers, and no sessions overlap."""
        rows = self.world.sql(
            "SELECT staff_id, started_at, coalesce(ended_at, '9999-12-31') FROM work_session"
            " ORDER BY staff_id, started_at, coalesce(ended_at, '9999-12-31')"
        )
        for (who, _, end), (next_who, start, _) in pairwise(rows):
            assert who != next_who or end <= start
