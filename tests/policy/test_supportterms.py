"""Support terms follow the calendar, renewals follow on, and refunds end where work begins (P1 to P7)."""

import itertools
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.policy.entitlements import CoverKind
from console.policy.officehours import OfficeHours, office_day
from console.policy.refusal import Refusal
from console.policy.supportterms import (
    MONTHS,
    Term,
    check_refund,
    months_after,
    normal_domain,
    plan_term,
)

HOURS = OfficeHours()
NOW = datetime(2027, 1, 31, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("first", "months", "anchor", "last"),
    [
        (date(2027, 1, 31), 1, 31, date(2027, 2, 28)),
        (date(2028, 1, 31), 1, 31, date(2028, 2, 29)),
        (date(2027, 2, 28), 1, 31, date(2027, 3, 31)),
        (date(2027, 1, 30), 1, 30, date(2027, 2, 28)),
        (date(2028, 2, 29), 12, 29, date(2029, 2, 28)),
        (date(2029, 2, 28), 36, 29, date(2032, 2, 29)),
        (date(2027, 10, 31), 6, 31, date(2028, 4, 30)),
        (date(2027, 12, 15), 1, 15, date(2028, 1, 15)),
        (date(2027, 11, 30), 3, 30, date(2028, 2, 29)),
    ],
)
def test_calendar_months_end_on_the_same_day_or_the_months_last(
    first: date, months: int, anchor: int, last: date
) -> None:
    """Calendar months end on the same day, or on the month's last."""
    assert months_after(first, months, anchor_day=anchor) == last


@given(
    st.dates(date(2020, 1, 1), date(2090, 12, 31)),
    st.lists(st.sampled_from(MONTHS), min_size=1, max_size=6),
)
def test_a_chain_of_renewals_ends_where_one_term_of_its_length_would(
    first: date, lengths: list[int]
) -> None:
    """However it is cut, a chain of renewals ends where one long term would."""
    day = first
    for months in lengths:
        day = months_after(day, months, anchor_day=first.day)
    assert day == months_after(first, sum(lengths), anchor_day=first.day)


def planned(months: int = 1, *known: Term, first: date | None = None, now: datetime = NOW) -> Term:
    """A term that is not refused."""
    term = plan_term(HOURS, months, known=known, first_day=first, now=now)
    assert isinstance(term, Term), term
    return term


def days(term: Term) -> tuple[date, date]:
    """A term's first day, and the first day after it."""
    return office_day(HOURS, term.starts_at), office_day(HOURS, term.ends_at)


def test_a_first_term_begins_today() -> None:
    """A first term begins today."""
    assert days(planned()) == (date(2027, 1, 31), date(2027, 2, 28))


def test_a_renewal_follows_on() -> None:
    """A renewal begins where the running term ends, on the day of the month that the first began."""
    assert days(planned(1, planned())) == (date(2027, 2, 28), date(2027, 3, 31))


def test_a_term_long_over_is_no_reason_to_begin_in_the_past() -> None:
    """After a gap a term begins today."""
    old = planned(first=date(2026, 1, 10))
    assert days(planned(1, old))[0] == date(2027, 1, 31)


@pytest.mark.parametrize("months", [-1, 0, 2, 4, 24])
def test_other_lengths_are_not_sold(months: int) -> None:
    """Premium is for 1, 3, 6 or 12 months (P1)."""
    refused = plan_term(HOURS, months, known=(), first_day=None, now=NOW)
    assert isinstance(refused, Refusal)


@pytest.mark.parametrize(
    ("first", "refused"),
    [
        (date(2027, 2, 27), True),
        (date(2027, 2, 28), False),
        (date(2026, 12, 31), False),
        (date(2027, 1, 1), True),
        (date(2027, 1, 31), True),
    ],
)
def test_terms_do_not_overlap_but_may_touch(first: date, refused: bool) -> None:
    """Terms do not overlap, and may touch (P1)."""
    term = plan_term(HOURS, 1, known=[planned()], first_day=first, now=NOW)
    assert isinstance(term, Refusal) is refused


def test_an_overlap_names_the_term() -> None:
    """An overlap is refused naming the term that stands."""
    term = plan_term(HOURS, 1, known=[planned()], first_day=date(2027, 2, 1), now=NOW)
    assert isinstance(term, Refusal)
    assert "31 Jan 2027 until 28 Feb 2027" in term.reason


@given(st.lists(st.sampled_from(MONTHS), min_size=2, max_size=8), st.integers(0, 400))
def test_terms_bought_one_after_another_touch(lengths: list[int], later: int) -> None:
    """Terms bought one after another neither overlap nor leave a gap."""
    now = NOW + timedelta(days=later)
    terms: list[Term] = []
    for months in lengths:
        terms.append(planned(months, *terms, now=now))
    assert all(one.ends_at == two.starts_at for one, two in itertools.pairwise(terms))


def test_anothers_term_is_not_renewed_but_overlapped() -> None:
    """Who buys Premium for a domain that is another's just now is refused, and named the term (P1)."""
    term = plan_term(HOURS, 1, known=(), others=[planned()], first_day=None, now=NOW)
    assert isinstance(term, Refusal)
    assert (term.clause, "until 28 Feb 2027" in term.reason) == ("P1", True)


@pytest.mark.parametrize("offset", [-8, -1, 0, 3, 4, 5, 12])
def test_a_renewal_follows_on_although_the_offices_clock_was_changed(offset: int) -> None:
    """A renewal goes by the clock that its term was counted on: no gap, no overlap, the same days."""
    changed = replace(HOURS, utc_offset_hours=offset)
    term = plan_term(changed, 1, known=[planned()], first_day=None, now=NOW)
    assert isinstance(term, Term)
    assert (term.starts_at == planned().ends_at, days(term)[1]) == (True, date(2027, 3, 31))


@pytest.mark.parametrize(
    ("kind", "clause"),
    [(CoverKind.PREMIUM, "P3"), (CoverKind.INCIDENT, "P5"), (CoverKind.EXAMINATION, "P7")],
)
def test_work_ends_the_right_to_a_refund(kind: CoverKind, clause: str) -> None:
    """Work that was started ends the right to a refund (P3, P5, P7)."""
    refused = check_refund(kind, begun=True)
    assert refused is not None
    assert refused.clause == clause


@pytest.mark.parametrize("kind", list(CoverKind))
def test_before_any_work_a_package_is_taken_back(kind: CoverKind) -> None:
    """Before any work a package may be taken back."""
    assert check_refund(kind, begun=False) is None


@pytest.mark.parametrize(
    ("text", "domain"),
    [
        ("shop.example", "shop.example"),
        (" https://www.Shop.Example:8443/admin.php?x=1 ", "shop.example"),
        ("shop.example.", "shop.example"),
        ("user@shop.example", "shop.example"),
        ("магазин.рф", "xn--80aaf9a5a5c.xn--p1ai"),
        ("a.b.c.example", "a.b.c.example"),
        ("localhost", None),
        ("", None),
        ("*.example", None),
        ("-shop.example", None),
        ("shop..example", None),
        ("x" * 64 + ".example", None),
        ("shop example.com", None),
        ("\x1b[31m.example", None),
    ],
)
def test_a_domain_is_kept_without_what_is_written_around_it(text: str, domain: str | None) -> None:
    """A domain is kept without what is written around it."""
    if domain is not None and domain.startswith("xn--"):
        assert normal_domain(text) == text.encode("idna").decode()
    else:
        assert normal_domain(text) == domain
