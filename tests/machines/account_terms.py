"""Support packages, agreements and disputes: what was bought besides credits, agreed to, and contested."""

from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from console.policy.refusal import Refusal
from console.services import consents, cover_choices, disputes, entitlements
from tests.machines.account import (
    ADMINS,
    DISPUTES,
    DOMAIN,
    ENTRIES,
    LEADS,
    OPEN,
    PACKAGES,
    PLACES,
    WHOM,
    Account,
)  # fmt: skip

UNBOUND = "SELECT id FROM entitlement WHERE kind <> 'premium' AND ticket_id IS NULL"
AGREEMENTS = "SELECT id FROM consent WHERE withdrawn_at IS NULL"
STRANGER = "who@else.example"


class Terms(Account):
    """What covers work, what answers limits, and what is disputed."""

    @rule(
        who=ADMINS,
        address=WHOM,
        months=st.sampled_from([1, 2, 3]),
        begins=st.none() | st.integers(-3, 40),
    )
    def premium(self, who: str, address: str, months: int, begins: int | None) -> None:
        """Somebody posts Premium for a term."""
        day = None if begins is None else date(2026, 11, 16) + timedelta(days=begins)
        self.do(entitlements.add(
            *self.act(who), address=address, kind="premium", domain=DOMAIN, months=months,
            first_day=day, reason="Order", now=self.world.tick(1),
        ))  # fmt: skip

    @rule(
        who=ADMINS,
        address=WHOM,
        kind=st.sampled_from(["incident", "examination"]),
        place=st.none() | PLACES,
        again=st.booleans(),
    )
    def package(self, who: str, address: str, kind: str, place: int | None, again: bool) -> None:
        """Somebody posts a package, for a request or for later, perhaps one that was posted already."""
        number = None if place is None else self.ticket(place, OPEN)
        before = self.one("SELECT count(*) FROM entitlement WHERE reference = 'order:2'")
        self.do(entitlements.add(
            *self.act(who), address=address, kind=kind, ticket=number, reason="Order",
            reference="order:2" if again else None, now=self.world.tick(1),
        ))  # fmt: skip
        assert self.one("SELECT count(*) FROM entitlement WHERE reference = 'order:2'") >= before

    @precondition(lambda self: self.there_are(UNBOUND))
    @rule(who=LEADS, package=PLACES, place=PLACES)
    def bind(self, who: str, package: int, place: int) -> None:
        """A package is bound to a request."""
        self.do(entitlements.bind(
            *self.act(who), entitlement=self.some(package, UNBOUND),
            ticket=self.ticket(place, OPEN), now=self.world.tick(1),
        ))  # fmt: skip

    @precondition(lambda self: self.there_are(PACKAGES))
    @rule(who=ADMINS, place=PLACES)
    def refund(self, who: str, place: int) -> None:
        """A package is taken back."""
        self.do(entitlements.refund(
            *self.act(who), entitlement=self.some(place, PACKAGES), reason="Unused", now=self.world.tick(1)
        ))  # fmt: skip

    @precondition(lambda self: self.there_are(PACKAGES))
    @rule(who=LEADS, place=PLACES, package=st.none() | PLACES)
    def choose(self, who: str, place: int, package: int | None) -> None:
        """Somebody says what covers a request."""
        self.do(cover_choices.choose(
            *self.act(who), ticket=self.ticket(place, OPEN), reason="Asked", now=self.world.tick(1),
            entitlement=None if package is None else self.some(package, PACKAGES),
        ))  # fmt: skip

    @rule(
        who=LEADS,
        place=st.none() | PLACES,
        address=WHOM,
        ceiling=st.sampled_from([40, 60, 100, 300]),
    )
    def agree(self, who: str, place: int | None, address: str, ceiling: int) -> None:
        """A customer agrees to a ceiling, for a request or for each."""
        whose: dict[str, Any] = (
            {"address": address} if place is None else {"ticket": self.ticket(place, OPEN)}
        )
        self.do(consents.record(
            *self.act(who), ceiling=ceiling, now=self.world.tick(1), **whose
        ))  # fmt: skip

    @precondition(lambda self: self.there_are(AGREEMENTS))
    @rule(who=LEADS, place=PLACES)
    def end_agreement(self, who: str, place: int) -> None:
        """An agreement ends."""
        self.do(consents.withdraw(
            *self.act(who), consent=self.some(place, AGREEMENTS), reason="Asked", now=self.world.tick(1)
        ))  # fmt: skip

    @rule(address=WHOM, place=st.none() | PLACES, entry=st.none() | PLACES)
    def dispute(self, address: str, place: int | None, entry: int | None) -> None:
        """A customer disputes a request or an entry; it waits for nothing, whatever they owe."""
        if not self.may_come():
            return
        done = self.do(disputes.file(
            *self.act("olga"), address=address, text=f"At {self.world.now}",
            ticket=None if place is None else self.ticket(place),
            entry=None if place is not None or entry is None else self.some(entry, ENTRIES), now=self.world.tick(1),
        ))  # fmt: skip
        if not isinstance(done, Refusal):
            self.tickets.append(done.ticket)
            waits = self.world.sql("SELECT waiting_for FROM ticket WHERE id = :t", t=done.ticket)
            assert waits == [(None,)]

    @rule(entry=PLACES)
    def a_strangers_dispute(self, entry: int) -> None:
        """Who is no customer is refused, and what they said is kept (D3)."""
        before = self.world.tables()
        done = self.world.run(disputes.file(
            *self.act("olga"), address=STRANGER, text=f"At {self.world.now}", entry=entry,
            now=self.world.tick(1),
        ))  # fmt: skip
        assert isinstance(done, Refusal)
        assert done.clause == "D3"
        after = self.world.tables()
        # Whoever wrote it down was seen at work.
        changed = {name for name in after if after[name] != before[name]}
        assert changed - {"presence"} == {"inbound"}

    @precondition(lambda self: self.there_are(DISPUTES))
    @rule(place=PLACES, about=st.none() | PLACES, entry=st.none() | PLACES)
    def link(self, place: int, about: int | None, entry: int | None) -> None:
        """Somebody says what a dispute is about."""
        self.do(disputes.link(
            *self.act("olga"), ticket=self.some(place, DISPUTES), now=self.world.tick(1),
            to_entry=None if entry is None else self.some(entry, ENTRIES),
            to_ticket=None if about is None else self.ticket(about),
        ))  # fmt: skip

    @precondition(lambda self: self.there_are(DISPUTES))
    @rule(who=LEADS, place=PLACES, part=st.none() | st.just(10), upheld=st.booleans())
    def judge(self, who: str, place: int, part: int | None, upheld: bool) -> None:
        """Somebody decides a dispute: what goes back is proposed, and nothing is posted for it but 0."""
        before = self.one("SELECT coalesce(sum(credits), 0) FROM entry")
        self.do(self.world.office.close(
            self.some(place, DISPUTES), "dispute-upheld" if upheld else "dispute-rejected", login=who,
            minute=self.minute(), give_back=part if upheld else None,
        ))  # fmt: skip
        assert self.one("SELECT coalesce(sum(credits), 0) FROM entry") == before
