"""Reports agree with the ledger to the credit and with the work sessions to the second, whatever happened."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.stateful import rule

from console.documents.charts import Chart, summed
from console.documents.figures import Figures, Group, Line
from console.policy.officehours import office_day
from console.policy.outcomes import RULES, Outcome
from console.policy.worktime import credits_for
from console.services import charts, reports
from console.services.report_layouts import By, Name
from tests.conftest import MONDAY
from tests.machines.accounts import Accounts
from tests.machines.world import ACTORS, FEW, MANY

DAY = timedelta(days=1)
CLOSED = (
    "SELECT e.outcome, e.worked_seconds, e.chargeable_seconds, e.cost, e.policy_version, t.estimate"
    " FROM entry e JOIN ticket t ON t.id = e.ticket_id WHERE e.id ="
    " (SELECT max(l.id) FROM entry l WHERE l.ticket_id = t.id AND l.kind = 'charge')"
)
"""Each request that was ever closed, as its last closing says it."""
WORKED = "SELECT started_at, ended_at, ending, typed_seconds FROM work_session WHERE ended_at IS NOT NULL"
MOVED = (
    "SELECT coalesce(sum(credits), 0) FROM entry WHERE kind = :kind AND (kind <> 'reversal' OR"
    " (credits > 0) = :back)"
)
KINDS = (
    ("purchase", True), ("grant", True), ("charge", True), ("correction", True), ("reversal", True),
    ("reversal", False), ("transfer", True),
)  # fmt: skip


class Reports(Accounts):
    """Days and weeks go by, and what is reported of them in the end adds up."""

    @rule(days=st.integers(1, 9))
    def days_go_by(self, days: int) -> None:
        """The desk is left alone for some days."""
        self.world.tick(days * 86_400)

    def teardown(self) -> None:
        """Count up what is reported, and let the doctor look."""
        try:
            for name in Name:
                self.groups_come_to_the_whole(name)
                self.days_come_to_the_whole(name)
            self.closings_are_the_ledger_s()
            self.time_is_the_sessions()
            self.credits_are_the_ledger_s()
            self.limits_and_estimates_are_those_on_record()
            self.charts_are_the_reports()
            self.the_backlog_is_the_queue()
        finally:
            super().teardown()

    def report(self, name: Name, by: By | None = None, part: int | None = None) -> Figures:
        """What a lead is told of all days, or of the first or the second half of them."""
        first = office_day(self.world.desk.hours, MONDAY) - DAY
        last = office_day(self.world.desk.hours, self.world.now) + DAY
        middle = first + (last - first) / 2
        ends = {None: (first, last), 1: (first, middle), 2: (middle + DAY, last)}[part]
        found = self.world.run(
            reports.of(
                self.world.desk, ACTORS["irina"], name=name, first_day=ends[0], last_day=ends[1],
                by=by, now=self.world.now,
            )
        )  # fmt: skip
        assert isinstance(found, Figures)
        return found

    def groups_come_to_the_whole(self, name: Name) -> None:
        """However it is grouped, the rows come to the same."""
        whole = self.report(name)
        assert not whole.lines or _plain(whole.total, name) == _total(whole)
        for by in By:
            grouped = self.report(name, by)
            assert (grouped.total, _sums(grouped)) == (whole.total, _sums(whole)), (name, by)

    def days_come_to_the_whole(self, name: Name) -> None:
        """Two spans of days, end to end, come to all of them; estimates and sessions are in one of the two."""
        parts = [_sums(self.report(name, part=part)) for part in (1, 2)]
        keys = parts[0].keys() | parts[1].keys()
        together = {key: parts[0].get(key, 0) + parts[1].get(key, 0) for key in keys}
        assert {key: all_of for key, all_of in together.items() if all_of} == _sums(
            self.report(name)
        ), name

    def closings_are_the_ledger_s(self) -> None:
        """Closings and their credits are the ledger's; time and what was not charged are the last closings'."""
        [(count, charged)] = self.world.sql(
            "SELECT count(*), coalesce(sum(-credits), 0) FROM entry WHERE kind = 'charge'"
        )
        closed = self.world.sql(CLOSED)
        worked = sum(row[1] for row in closed)
        free = sum(self.worth(row) - row[3] for row in closed)
        assert self.report(Name.OUTCOMES).total == (count, worked, charged, free)
        [(bugs,)] = self.world.sql(
            "SELECT count(*) FROM entry WHERE kind = 'charge' AND outcome LIKE 'first-party-%'"
        )
        assert self.report(Name.BUGS).total[0] == bugs

    def time_is_the_sessions(self) -> None:
        """Every second of a finished session is told once, and what of it was charged is what closings say."""
        worked = discarded = 0
        for begun, ended, ending, typed in self.world.sql(WORKED):
            length = (self.world.read(ended) - self.world.read(begun)).total_seconds()
            if ending == "discarded":
                discarded += int(length)
            elif ending == "corrected":
                worked -= typed
            else:
                worked += int(length) if typed is None else typed
        closed = self.world.sql(CLOSED)
        timed = [row for row in closed if RULES[Outcome(row[0])].by_time]
        told = self.report(Name.TIME).total
        seconds, charged, free, covered, waived, thrown = (each or 0 for each in told)
        assert (seconds, thrown) == (worked, discarded)
        assert charged + waived == sum(row[2] for row in timed)
        assert covered == sum(row[1] - row[2] for row in timed)
        assert free == sum(row[1] for row in closed) - sum(row[1] for row in timed)

    def credits_are_the_ledger_s(self) -> None:
        """Each kind is the ledger's, and what they come to lies between the balances."""
        before, *moved, after = (each or 0 for each in self.report(Name.CREDITS).total)
        ledger = [
            int(self.world.sql(MOVED, kind=kind, back=back)[0][0]) for kind, back in KINDS
        ]  # fmt: skip
        assert (before, moved, after) == (0, ledger, sum(ledger))
        parts = [self.report(Name.CREDITS, By.CUSTOMER, part) for part in (1, 2)]
        ends = {line.group: line.figures[-1] for line in parts[0].lines}
        for line in (*parts[0].lines, *parts[1].lines):
            first, *between, last = (each or 0 for each in line.figures)
            assert first + sum(between) == last
        for line in parts[1].lines:
            assert line.figures[0] == ends.get(line.group, 0)

    def limits_and_estimates_are_those_on_record(self) -> None:
        """Each crossing and each estimate is told once."""
        [(crossed,)] = self.world.sql("SELECT count(*) FROM limit_notice")
        estimated = [row for row in self.world.sql(CLOSED) if row[5] is not None]
        took = [self.worth(row) for row in estimated]
        over = sum(cost > row[5] for cost, row in zip(took, estimated, strict=True))
        assert self.report(Name.LIMITS).total == (crossed,)
        assert self.report(Name.ESTIMATES).total == (
            len(estimated), sum(row[1] for row in estimated), sum(row[5] for row in estimated),
            sum(took), sum(row[3] for row in estimated), over,
        )  # fmt: skip

    def chart(self, name: charts.Name) -> Chart:
        """What a lead is shown of all days."""
        first = office_day(self.world.desk.hours, MONDAY) - DAY
        found = self.world.run(
            charts.of(
                self.world.desk, ACTORS["irina"], name=name, first_day=first,
                last_day=office_day(self.world.desk.hours, self.world.now), now=self.world.now,
            )
        )  # fmt: skip
        assert isinstance(found, Chart)
        drawn = summed([bar.values for bar in found.bars]) or (0,) * len(found.drawn)
        if name is not charts.Name.BACKLOG:
            assert drawn == found.values(Line(Group(), (), found.figures.total))
        return found

    def charts_are_the_reports(self) -> None:
        """What bars come to is what the reports tell."""
        closings, _, charged, free = self.report(Name.OUTCOMES).total
        assert self.chart(charts.Name.CHARGES).figures.total == (closings, charged, free)
        *_, took, given_free, covered, waived, _ = self.report(Name.TIME).total
        worked, *parts, _ = self.chart(charts.Name.TIME).figures.total
        assert (worked, parts) == (
            self.report(Name.TIME).total[0], [took, given_free, covered, waived],
        )  # fmt: skip
        _, bought, granted, spent, *others, _ = self.report(Name.CREDITS).total
        assert self.chart(charts.Name.FLOW).figures.total == (
            bought, granted, -(spent or 0), *others,
        )  # fmt: skip

    def the_backlog_is_the_queue(self) -> None:
        """At the end of the last day those are open that the queue has; before the first, none were."""
        [(there,)] = self.world.sql("SELECT count(*) FROM ticket WHERE closed_at IS NULL")
        [(came,)] = self.world.sql("SELECT count(*) FROM ticket")
        found = self.chart(charts.Name.BACKLOG)
        arrived, again, closed, left = found.figures.total
        assert (arrived, closed, left) == (came, self.report(Name.OUTCOMES).total[0], there)
        assert (arrived or 0) + (again or 0) - (closed or 0) == there
        assert self.chart(charts.Name.AGES).figures.total[0] == there

    def worth(self, row: Any) -> int:
        """What a request's time comes to, by its version of the policy."""
        return credits_for(row[1], self.world.desk.terms_of(row[4]))


def _sums(report: Figures) -> dict[Any, int]:
    """What the rows about the same come to, in whatever groups; balances are no sums."""
    found: dict[Any, int] = {}
    for line in report.lines:
        for place, figure in enumerate(_plain(line.figures, report.name)):
            found[line.labels, place] = found.get((line.labels, place), 0) + (figure or 0)
    return {key: all_of for key, all_of in found.items() if all_of}


def _total(report: Figures) -> tuple[int, ...]:
    """What all rows come to."""
    rows = [_plain(line.figures, report.name) for line in report.lines]
    return tuple(sum(each or 0 for each in column) for column in zip(*rows, strict=True))


def _plain(figures: tuple[int | None, ...], name: str) -> tuple[int | None, ...]:
    return figures[1:-1] if name == Name.CREDITS else figures


class TestReports(Reports.TestCase):  # type: ignore[misc, name-defined]
    """Some sequences, each time others."""

    settings = hypothesis_settings(FEW, max_examples=6, stateful_step_count=40)


@pytest.mark.usefixtures("on_server")
class TestReportsOnServer(Reports.TestCase):  # type: ignore[misc, name-defined]
    """Some on a server."""

    settings = hypothesis_settings(FEW, max_examples=2, stateful_step_count=30)


@pytest.mark.soak
class TestReportsAtLength(Reports.TestCase):  # type: ignore[misc, name-defined]
    """Many long ones."""

    settings = MANY
