"""Two customers and everything that an account can meet, in any order; the doctor has the last word."""

from typing import Any

from hypothesis.stateful import invariant, rule

from console.services import customers, doctor, statements, views
from tests.machines.account_money import Money
from tests.machines.account_terms import Terms
from tests.machines.account_work import Work


class Accounts(Money, Terms, Work):
    """Credits, packages, agreements, disputes, merges, work and versions of the policy, for Anna and Boris."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[Any] = []

    def teardown(self) -> None:
        """Let the doctor look, and let go of the desk."""
        try:
            found = self.world.run(doctor.examine(self.world.desk))
            assert [each for each in found if not each.ok] == []
        finally:
            self.world.close()

    def nothing(self, statement: str) -> None:
        """What the statement looks for is not there."""
        assert self.world.sql(statement) == []

    @rule()
    def look(self) -> None:
        """Every view tells the same balance: the customer's, the statement's, the queue's, the request's."""
        for number, balance in self.world.sql(
            "SELECT a.customer_id, coalesce(sum(e.credits), 0) FROM account a"
            " LEFT JOIN entry e ON e.account_id = a.id GROUP BY a.customer_id"
        ):
            now, desk = self.world.tick(1), self.world.desk
            told = self.world.run(customers.view(desk, customer=number, now=now))
            statement = self.world.run(statements.of(desk, customer=number))
            page = self.world.run(views.queue_page(desk, mode="all", now=now))
            rows = {row.balance for row in page.rows if row.customer_id == number}
            assert {told.row.balance, statement.balance, statement.closing, *rows} == {balance}

    @invariant()
    def what_was_seen_stays(self) -> None:
        """Entries seen before are a prefix of those seen after."""
        rows = self.world.sql("SELECT * FROM entry ORDER BY id")
        assert rows[: len(self.seen)] == self.seen
        self.seen = rows

    @invariant()
    def each_balance_is_the_sum_of_its_entries(self) -> None:
        """Each running balance is the sum so far, free credits are within it, and a debt has its age."""
        self.nothing(
            "SELECT e.id FROM entry e WHERE e.balance_after <> (SELECT sum(b.credits) FROM entry b"
            " WHERE b.account_id = e.account_id AND b.seq <= e.seq)"
            " OR e.free_after NOT BETWEEN 0 AND CASE WHEN e.balance_after > 0 THEN e.balance_after ELSE 0 END"
            " OR (e.balance_after < 0) <> (e.owing_since IS NOT NULL)"
        )

    @invariant()
    def a_merge_makes_and_loses_nothing(self) -> None:
        """What a merge took from one account it gave to the other."""
        self.nothing(
            "SELECT merge_id FROM entry WHERE merge_id IS NOT NULL GROUP BY merge_id"
            " HAVING sum(credits) <> 0"
        )

    @invariant()
    def nothing_goes_back_twice(self) -> None:
        """No entry is reversed by more than it moved; no purchase, merge or reversal at all (K8)."""
        self.nothing(
            "SELECT e.id FROM entry e JOIN entry r ON r.reverses = e.id GROUP BY e.id"
            " HAVING sum(abs(r.credits)) > abs(e.credits)"
            " OR e.kind IN ('purchase', 'transfer', 'reversal')"
        )

    @invariant()
    def only_an_admin_gives(self) -> None:
        """A specialist raises no balance; a lead raises one by reversals of what others charged; neither takes more."""
        self.nothing(
            "SELECT e.id FROM entry e JOIN staff s ON s.id = e.staff_id"
            " LEFT JOIN entry o ON o.id = e.reverses WHERE s.role <> 'admin' AND e.kind <> 'charge'"
            " AND NOT (s.role = 'lead' AND e.kind = 'reversal' AND o.kind = 'charge'"
            " AND o.staff_id <> e.staff_id)"
        )

    @invariant()
    def nothing_is_proposed_twice(self) -> None:
        """What is proposed of a charge is left of it, unless an admin reversed the charge meanwhile."""
        self.nothing(
            "SELECT p.entry_id FROM proposal p JOIN entry e ON e.id = p.entry_id"
            " WHERE p.state = 'open' AND NOT EXISTS (SELECT 1 FROM entry r"
            " WHERE r.reference = 'reverse:' || e.id) GROUP BY p.entry_id"
            " HAVING sum(p.credits) + (SELECT coalesce(sum(r.credits), 0) FROM entry r"
            " WHERE r.reverses = p.entry_id) > -max(e.credits)"
        )

    @invariant()
    def only_what_is_upheld_gives_back(self) -> None:
        """No proposal of a dispute waits that is not upheld (D1)."""
        self.nothing(
            "SELECT p.id FROM proposal p JOIN dispute d ON d.ticket_id = p.dispute_id"
            " WHERE p.state = 'open' AND coalesce(d.decision, '') <> 'upheld'"
        )

    @invariant()
    def a_hold_ends_with_its_debt(self) -> None:
        """Nothing is held for a debt that is none, nor is any dispute (U7)."""
        self.nothing(
            "SELECT t.id FROM ticket t WHERE t.closed_at IS NULL AND t.waiting_for = 'credits'"
            " AND t.waiting_credits IS NULL AND (t.kind = 'dispute' OR coalesce((SELECT e.balance_after"
            " FROM entry e JOIN account a ON a.id = e.account_id WHERE a.customer_id = t.customer_id"
            " ORDER BY e.seq DESC LIMIT 1), 0) >= 0)"
        )

    @invariant()
    def what_belongs_together_is_together(self) -> None:
        """Each answer has its mail, each closed request the charge that closed it, a free one of nothing."""
        self.nothing(
            "SELECT m.id FROM message m WHERE m.direction = 'out' AND 1 <>"
            " (SELECT count(*) FROM outbox o WHERE o.message_id = m.id)"
        )
        self.nothing(
            "SELECT t.id FROM ticket t WHERE (t.closed_at IS NULL) <> (t.outcome IS NULL)"
            " OR t.closed_at IS NOT NULL AND coalesce(t.outcome, '') <> (SELECT e.outcome FROM entry e"
            " WHERE e.ticket_id = t.id AND e.kind = 'charge' ORDER BY e.id DESC LIMIT 1)"
        )
        self.nothing(
            "SELECT id FROM entry WHERE (outcome LIKE 'first-party-%' OR outcome LIKE 'dispute-%')"
            " AND (credits <> 0 OR cost <> 0)"
        )

    @invariant()
    def no_terms_overlap_and_no_agreement_is_double(self) -> None:
        """A domain's terms do not overlap, and one agreement at a time is in force for the same."""
        self.nothing(
            "SELECT a.id FROM entitlement a JOIN entitlement b ON b.id > a.id AND b.domain = a.domain"
            " AND b.starts_at < a.ends_at AND a.starts_at < b.ends_at"
            " AND a.refunded_at IS NULL AND b.refunded_at IS NULL"
        )
        self.nothing(
            "SELECT min(id) FROM consent WHERE withdrawn_at IS NULL"
            " GROUP BY ticket_id, CASE WHEN ticket_id IS NULL THEN customer_id END HAVING count(*) > 1"
        )
