"""Requests: taken, worked on, estimated, put on wait, told of, closed, opened again."""

from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from console.policy.outcomes import RULES, Outcome
from console.policy.refusal import Refusal
from console.services import cover_choices, credits, limits, timer
from console.services import desk as desk_service
from console.services.shapes import Closed, TicketView
from tests.machines.account import CLOSED, DOMAIN, LEADS, OPEN, PLACES, PROPOSALS, WHOM, Account

OUTCOMES = st.sampled_from(
    ["answered", "first-party-bug", "first-party-bug", "incorrect-settings", "modification"]
)
GROUNDS = {"first-party-bug": "F4", "incorrect-settings": "N6"}
WAITING = f"{OPEN} AND waiting_for IS NOT NULL"
HELD = f"{OPEN} AND claimed_by IS NOT NULL"
WORKED = f"{OPEN} AND id IN (SELECT ticket_id FROM work_session)"
PAID = (
    f"{CLOSED} AND id IN (SELECT ticket_id FROM entry GROUP BY ticket_id HAVING sum(credits) < 0)"
)
UNANSWERED = (
    "SELECT n.id FROM limit_notice n JOIN ticket t ON t.id = n.ticket_id"
    " WHERE n.answer IS NULL AND t.closed_at IS NULL"
)
MINUTES = st.sampled_from([1, 15, 16, 45, 61, 125])
SESSIONS = (
    "SELECT started_at, coalesce(ended_at, :now), CASE ending WHEN 'discarded' THEN 0"
    " WHEN 'corrected' THEN -typed_seconds WHEN 'typed' THEN typed_seconds END"
    " FROM work_session WHERE ticket_id = :t"
)
"""What each session counts for, where it is not from its beginning to its end; here no console watches any."""


class Work(Account):
    """What is worked, and what it costs."""

    def worked(self, ticket: int) -> int:
        """The whole seconds worked on a request by now."""
        rows = self.world.sql(SESSIONS, t=ticket, now=self.world.moment(self.world.now))
        return sum(
            int((self.world.read(ended) - self.world.read(begun)).total_seconds())
            if said is None
            else int(said)
            for begun, ended, said in rows
        )

    def net(self, ticket: int) -> int:
        """What a request's entries have taken."""
        return -int(
            self.one("SELECT coalesce(sum(credits), 0) FROM entry WHERE ticket_id = :t", t=ticket)
        )

    @rule(address=WHOM)
    def arrive(self, address: str) -> None:
        """Another request comes in; it waits where its customer owes and no Premium runs (U7)."""
        if not self.may_come():
            return
        number = self.world.run(
            self.world.office.arrive(self.minute(), address=address, domain=DOMAIN)
        )
        self.tickets.append(number)
        [(waits, owes)] = self.world.sql(
            "SELECT t.waiting_for, coalesce((SELECT e.balance_after FROM entry e JOIN account a"
            " ON a.id = e.account_id WHERE a.customer_id = t.customer_id ORDER BY e.seq DESC LIMIT 1), 0) < 0"
            " FROM ticket t WHERE t.id = :t", t=number,
        )  # fmt: skip
        assert waits is None or owes
        covered = self.one("SELECT count(*) FROM entitlement WHERE domain IS NOT NULL")
        assert waits == "credits" or not owes or covered

    @rule(who=st.sampled_from(["olga", "irina"]))
    def pick(self, who: str) -> None:
        """Somebody takes the oldest request."""
        done = self.do(self._pick(who))
        if isinstance(done, TicketView):
            waits = self.world.sql("SELECT waiting_for FROM ticket WHERE id = :t", t=done.ticket)
            assert waits == [(None,)]

    async def _pick(self, who: str) -> Any:
        return await desk_service.pick(*self.act(who), now=self.world.tick(1))

    @precondition(lambda self: self.there_are(f"SELECT id FROM ticket WHERE {HELD}"))
    @rule(who=LEADS, place=PLACES)
    def release(self, who: str, place: int) -> None:
        """A request goes back to the queue."""
        self.do(desk_service.release(
            *self.act(who), ticket=self.ticket(place, HELD), reason="Ill", now=self.world.tick(1)
        ))  # fmt: skip

    @rule(who=LEADS, place=PLACES, minutes=MINUTES)
    def type_in(self, who: str, place: int, minutes: int) -> None:
        """Somebody types in time."""
        self._type_in(self.ticket(place, OPEN), minutes, who=who)

    def _type_in(self, number: int, minutes: int, *, who: str) -> None:
        before = self.worked(number)
        done = self.do(timer.add(
            *self.act(who), ticket=number, minutes=minutes, reason="A call",
            now=self.world.tick(minutes * 60),
        ))  # fmt: skip
        if not isinstance(done, Refusal):
            assert self.worked(number) >= before + minutes * 60
            self._was_covered(number)

    @precondition(lambda self: self.there_are(f"SELECT id FROM ticket WHERE {WORKED}"))
    @rule(who=LEADS, place=PLACES, minutes=MINUTES)
    def take_off(self, who: str, place: int, minutes: int) -> None:
        """Somebody takes off time that was not worked."""
        number = self.ticket(place, WORKED)
        self.do(timer.take_off(
            *self.act(who), ticket=number, minutes=minutes, reason="Lunch",
            now=self.world.tick(1),
        ))  # fmt: skip
        assert self.worked(number) >= 0

    @precondition(lambda self: self.there_are(f"SELECT id FROM ticket WHERE {HELD}"))
    @rule(place=PLACES, minutes=MINUTES)
    def run_the_timer(self, place: int, minutes: int) -> None:
        """A holder's timer runs for a while."""
        number = self.ticket(place, HELD)
        who = self.one(
            "SELECT s.login FROM staff s JOIN ticket t ON t.claimed_by = s.id WHERE t.id = :t",
            t=number,
        )
        begun = self.do(timer.start(*self.act(who), ticket=number, now=self.world.tick(1)))
        if isinstance(begun, Refusal):
            return
        self._was_covered(number)
        self.world.tick(minutes * 60)
        self.world.run(timer.stop(*self.act(who), now=self.world.now))

    def _was_covered(self, number: int) -> None:
        """A modification has begun: its estimate is there, beside those of the others that have (U3)."""
        [(kind, estimate, customer)] = self.world.sql(
            "SELECT kind, estimate, customer_id FROM ticket WHERE id = :t", t=number
        )
        if kind != "modification":
            return
        assert estimate, "no modification begins without an estimate"
        others = self.world.sql(
            "SELECT id, estimate FROM ticket WHERE customer_id = :c AND kind = 'modification'"
            " AND closed_at IS NULL AND estimate IS NOT NULL AND id <> :t"
            " AND id IN (SELECT ticket_id FROM work_session)", c=customer, t=number,
        )  # fmt: skip
        reserved = sum(max(0, each - self.net(other)) for other, each in others)
        balance = self.one(
            "SELECT coalesce((SELECT e.balance_after FROM entry e JOIN account a ON a.id = e.account_id"
            " WHERE a.customer_id = :c ORDER BY e.seq DESC LIMIT 1), 0)", c=customer,
        )  # fmt: skip
        assert balance + self.net(number) >= estimate + reserved

    @rule(who=LEADS, place=PLACES, kind=st.sampled_from(["modification", "question", "dispute"]))
    def call_it(self, who: str, place: int, kind: str) -> None:
        """Somebody says what a request is about."""
        self.do(desk_service.set_kind(
            *self.act(who), ticket=self.ticket(place, OPEN), kind=kind, now=self.world.tick(1)
        ))  # fmt: skip

    @rule(who=LEADS, place=PLACES, amount=st.sampled_from([20, 40, 60, 120, 15]))
    def estimate(self, who: str, place: int, amount: int) -> None:
        """Somebody estimates a request."""
        self.do(desk_service.set_estimate(
            *self.act(who), ticket=self.ticket(place, OPEN), credits=amount, now=self.world.tick(1)
        ))  # fmt: skip

    @rule(who=LEADS, place=PLACES)
    def say_the_domain(self, who: str, place: int) -> None:
        """Somebody says which site a request is about."""
        self.do(cover_choices.set_domain(
            *self.act(who), ticket=self.ticket(place, OPEN), domain=DOMAIN, now=self.world.tick(1)
        ))  # fmt: skip

    @rule(
        who=LEADS,
        place=PLACES,
        waiting_for=st.sampled_from(["customer", "credits", "credits"]),
        asked=st.sampled_from([None, 0, 50, 90]),
    )
    def wait(self, who: str, place: int, waiting_for: str, asked: int | None) -> None:
        """Somebody puts a request on wait."""
        self.do(desk_service.wait(
            *self.act(who), ticket=self.ticket(place, OPEN), waiting_for=waiting_for, credits=asked,
            now=self.world.tick(1),
        ))  # fmt: skip

    @precondition(lambda self: self.there_are(f"SELECT id FROM ticket WHERE {WAITING}"))
    @rule(who=LEADS, place=PLACES, suspected=st.booleans())
    def resume(self, who: str, place: int, suspected: bool) -> None:
        """Somebody takes a request off its wait."""
        self.do(desk_service.resume(
            *self.act(who), ticket=self.ticket(place, WAITING), reason="Asked", now=self.world.tick(1),
            suspected_first_party=suspected,
        ))  # fmt: skip

    @rule()
    def look_at_the_waits(self) -> None:
        """The job ends what waits for nothing any more; a second look changes nothing."""
        self.world.run(credits.wake_all(self.world.desk, now=self.world.tick(1)))
        before = self.world.tables()
        assert self.world.run(credits.wake_all(self.world.desk, now=self.world.tick(1))) == 0
        assert self.world.tables() == before

    @precondition(lambda self: self.there_are(UNANSWERED))
    @rule(
        who=LEADS,
        place=PLACES,
        answer=st.sampled_from(["go-on", "wait", "close", "no-notice"]),
        amount=st.sampled_from([None, None, 40, 120, 200]),
    )
    def answer_limit(self, who: str, place: int, answer: str, amount: int | None) -> None:
        """A limit that was crossed is answered."""
        [(number, limit)] = self.world.sql(
            'SELECT ticket_id, "limit" FROM limit_notice WHERE id = :n',
            n=self.some(place, UNANSWERED),
        )
        self.do(limits.answer(
            *self.act(who), ticket=number, limit=limit, answer=answer, amount=amount,
            reason="Told by phone", now=self.world.tick(1),
        ))  # fmt: skip

    @rule(
        who=LEADS,
        place=PLACES,
        outcome=OUTCOMES,
        waive=st.booleans(),
        override=st.sampled_from([None, None, "Agreed"]),
    )
    def close(self, who: str, place: int, outcome: str, waive: bool, override: str | None) -> None:
        """Somebody closes a request."""
        self._close(self.ticket(place, OPEN), outcome, who=who, waive=waive, override=override)

    @rule(place=PLACES, minutes=MINUTES, waive=st.booleans())
    def work_and_close(self, place: int, minutes: int, waive: bool) -> None:
        """A lead serves a request at one go."""
        number = self.ticket(place, OPEN)
        self._type_in(number, minutes, who="irina")
        self._close(number, "answered", who="irina", waive=waive)

    @precondition(lambda self: self.there_are(f"SELECT id FROM ticket WHERE {CLOSED}"))
    @rule(
        who=LEADS, place=PLACES, outcome=OUTCOMES, then=st.sampled_from([None, True, True, False])
    )
    def close_again(self, who: str, place: int, outcome: str, then: bool | None) -> None:
        """A request that cost something is closed again as another; what is too much is proposed, perhaps decided."""
        number = self.some(place, f"SELECT id FROM ticket WHERE {PAID}") or self.ticket(
            place, CLOSED
        )
        self._reopen(number, who=who)
        self._close(number, outcome, who=who)
        if then is not None and self.there_are(PROPOSALS):
            self.decide_on_the_oldest(who, approve=then)

    def _close(
        self,
        number: int,
        outcome: str,
        *,
        who: str,
        waive: bool = False,
        override: str | None = None,
    ) -> None:
        """Closing costs the time, or nothing; the difference to what was charged before is charged."""
        before = self.net(number)
        done = self.do(self.world.office.close(
            number, outcome, login=who, minute=self.minute(), ground=GROUNDS.get(outcome),
            waive_over_limit=waive, override_reason=override,
        ))  # fmt: skip
        if isinstance(done, Refusal):
            return
        worked = self.worked(number)
        assert (done.worked_seconds, done.blocks) == (worked, -(-worked // 900))
        assert self.net(number) == max(before, done.credits), "the difference is charged"
        self._is_right(done, told_before=max(40, before), forced=bool(override))

    def _is_right(self, done: Closed, *, told_before: int, forced: bool) -> None:
        """A free ground never costs; all else costs its time; past 40 it was told of (U4, U7, U8, U9)."""
        if not RULES[Outcome(done.outcome)].by_time:
            assert done.credits == 0
            return
        [(packages, version)] = self.world.sql(
            "SELECT entitlement_ids, policy_version FROM entry WHERE id = :e", e=done.entry
        )
        waived = self.one("SELECT sum(waived) FROM entry WHERE ticket_id = :t", t=done.ticket)
        whole = done.blocks * self.world.desk.terms_of(version).credits_per_block
        bare = packages in ("[]", [])
        assert done.credits + waived == whole if bare else done.credits <= whole
        if done.credits > told_before and not forced:
            assert done.credits <= self._told(done.ticket)

    def _told(self, ticket: int) -> int:
        """The most that any notice told, or that was run up when an agreement ended."""
        return int(self.one(
            "SELECT max(CASE WHEN answer IN ('go-on', 'wait', 'agreed') AND amount > threshold"
            " THEN amount WHEN credits <= threshold THEN threshold"
            " WHEN answer IN ('go-on', 'wait', 'agreed') THEN amount ELSE 0 END)"
            " FROM limit_notice WHERE ticket_id = :t", t=ticket,
        ))  # fmt: skip

    @precondition(lambda self: self.there_are(f"SELECT id FROM ticket WHERE {CLOSED}"))
    @rule(who=LEADS, place=PLACES)
    def reopen(self, who: str, place: int) -> None:
        """A request is opened again."""
        self._reopen(self.ticket(place, CLOSED), who=who)

    def _reopen(self, number: int, *, who: str) -> None:
        self.do(desk_service.reopen(
            *self.act(who), ticket=number, reason="Again", now=self.world.tick(60)
        ))  # fmt: skip
