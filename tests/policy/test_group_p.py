"""Group P, clause by clause: the terms of Premium, the two hours of Incident and Examination, and their refunds."""

from datetime import date
from itertools import pairwise

from console.policy.access import ACTIONS, Role
from console.policy.charges import charge
from console.policy.covers import is_begun, split
from console.policy.entitlements import Cover, CoverKind, Package, choose
from console.policy.intake import Channel
from console.policy.limits import UNTOLD, Answer, Limit, Notice, allowance
from console.policy.notices import check_answer, check_charge, suggested_amount
from console.policy.officehours import OfficeHours, office_day
from console.policy.outcomes import Outcome, clauses_for
from console.policy.refusal import Refusal
from console.policy.supportterms import MONTHS, Term, check_refund, normal_domain, plan_term
from console.policy.worktime import WorkSpan
from tests.conftest import at
from tests.policy.rows import Row, cited, group, table

HOURS = OfficeHours()
HOUR = 3600
TWO_HOURS = 2 * HOUR
PREMIUM = Package(1, CoverKind.PREMIUM, at(60), at(120))
RENEWED = Package(2, CoverKind.PREMIUM, at(120), at(180))
INCIDENT = Package(3, CoverKind.INCIDENT)
EXAMINATION = Package(4, CoverKind.EXAMINATION)
BY_TIME, OURS = Outcome.ANSWERED, Outcome.FIRST_PARTY_BUG
TOLD = Notice(Limit.PACKAGE_120_MINUTES, 0, TWO_HOURS, 0, amount=40, answer=Answer.GO_ON)
TOLD_80 = Notice(Limit.SIXTY_MINUTES, 40, HOUR, 40, amount=80, answer=Answer.GO_ON)
UNANSWERED = Notice(Limit.PACKAGE_120_MINUTES, 0, TWO_HOURS, 0)


def term(
    first: date, months: int = 1, *known: Term, named: bool = True, others: tuple[Term, ...] = ()
) -> Term | Refusal:
    """The term of a purchase on that day, for that day or without one named."""
    return plan_term(
        HOURS, months, known=known, others=others, first_day=first if named else None,
        now=at().replace(year=first.year, month=first.month, day=first.day),
    )  # fmt: skip


def until(first: date, months: int = 1, *known: Term, named: bool = True) -> date | str | None:
    """The day with which Premium of so many months ends, that day not in it; else the clause that refuses it."""
    found = term(first, months, *known, named=named)
    return office_day(HOURS, found.ends_at) if isinstance(found, Term) else found.clause


def a_term(first: date, months: int = 1, *known: Term, named: bool = True) -> Term:
    """A term that is not refused."""
    found = term(first, months, *known, named=named)
    assert isinstance(found, Term)
    return found


def follows_on(first: date, months: int, renewed_on: date) -> bool:
    """Whether a renewal of a month bought on a day begins with the end of the term that runs."""
    one = a_term(first, months)
    return a_term(renewed_on, 1, one, named=False).starts_at == one.ends_at


def a_year_of_months(first: date) -> tuple[bool, date]:
    """Whether twelve renewals of a month touch, and where the last one ends."""
    terms = [a_term(first)]
    for _ in range(11):
        terms.append(a_term(first, 1, *terms, named=False))
    touch = all(one.ends_at == two.starts_at for one, two in pairwise(terms))
    return touch, office_day(HOURS, terms[-1].ends_at)


def work(start: float, end: float, *, seconds: float = 0) -> WorkSpan:
    """A session from minute to minute."""
    return WorkSpan(at(start), at(end, seconds=seconds))


def covered(spans: list[WorkSpan], *packages: Package) -> int:
    """The seconds of the work that packages cover."""
    return split(spans, packages, now=at(600)).covered_seconds


def costs(
    worked: int, kind: CoverKind, outcome: Outcome = BY_TIME, *, inside: int | None = None
) -> int:
    """What so many seconds cost under a package that covers all that it may, or so much."""
    return charge(outcome, worked, cover=Cover(kind, inside)).credits


def limits(worked: int, kind: CoverKind, outcome: Outcome = BY_TIME) -> tuple[str, ...]:
    """The limits that so many seconds cross under a package."""
    return charge(outcome, worked, cover=Cover(kind)).limits


def charged(credits: int, kind: CoverKind, *notices: Notice, waive: bool = False) -> str | None:
    """The clause by which so many credits past a package are not charged."""
    return cited(
        check_charge(credits, notices, waive=waive, override_reason=None, role=Role.SPECIALIST,
                     cover=Cover(kind))
    )  # fmt: skip


def begun(package: Package, *spans: WorkSpan) -> bool:
    """Whether work has been started under a package."""
    return is_begun(package, spans, now=at(600))


def refund(kind: CoverKind, *, started: bool) -> str | None:
    """The clause by which a package is not taken back."""
    return cited(check_refund(kind, begun=started))


JANUARY = a_term(date(2027, 1, 31))
RUNNING = WorkSpan(at(100))
DISCARDED = WorkSpan(at(70), at(80), ending="discarded")
ROWS = [
    Row("P1", "a project is its domain, whatever is written around it",
        lambda: normal_domain("https://WWW.Shop.example:8443/admin.php"), "shop.example"),
    Row("P1", "a word is no domain", lambda: normal_domain("localhost"), None),
    Row("P1", "it is for 1, 3, 6 or 12 months", lambda: MONTHS, (1, 3, 6, 12)),
    Row("P1", "it is not for two", lambda: until(date(2027, 1, 15), 2), "P1"),
    Row("P1", "nor for none", lambda: until(date(2027, 1, 15), 0), "P1"),
    Row("P1", "a month ends on the same day of the next",
        lambda: until(date(2027, 1, 15)), date(2027, 2, 15)),
    Row("P1", "a month from 31 January ends on the last of February",
        lambda: until(date(2027, 1, 31)), date(2027, 2, 28)),
    Row("P1", "in a leap year that is the 29th",
        lambda: until(date(2028, 1, 31)), date(2028, 2, 29)),
    Row("P1", "a year from 29 February ends on the 28th",
        lambda: until(date(2028, 2, 29), 12), date(2029, 2, 28)),
    Row("P1", "six months from 31 August end on the last of February",
        lambda: until(date(2027, 8, 31), 6), date(2028, 2, 29)),
    Row("P1", "three months from 30 November do too",
        lambda: until(date(2027, 11, 30), 3), date(2028, 2, 29)),
    Row("P1", "a month may end in the next year",
        lambda: until(date(2027, 12, 15)), date(2028, 1, 15)),
    Row("P1", "a renewal follows on from the term that runs",
        lambda: follows_on(date(2027, 1, 31), 1, date(2027, 2, 10)), True),
    Row("P1", "one bought on its last day does too",
        lambda: follows_on(date(2027, 1, 31), 1, date(2027, 2, 27)), True),
    Row("P1", "renewed from 31 January, March has its 31st again",
        lambda: until(date(2027, 2, 1), 1, JANUARY, named=False), date(2027, 3, 31)),
    Row("P1", "twelve months one by one are a year without a gap",
        lambda: a_year_of_months(date(2027, 1, 31)), (True, date(2028, 1, 31))),
    Row("P1", "once it is over, another begins on its day",
        lambda: until(date(2027, 4, 1), 1, JANUARY, named=False), date(2027, 5, 1)),
    Row("P1", "a term that would overlap is refused",
        lambda: until(date(2027, 2, 27), 1, JANUARY), "P1"),
    Row("P1", "one that would end inside another is too",
        lambda: until(date(2027, 1, 15), 1, JANUARY), "P1"),
    Row("P1", "one that touches is not", lambda: until(date(2027, 2, 28), 1, JANUARY), date(2027, 3, 28)),
    Row("P1", "a domain that is another customer's just now is refused, not waited for",
        lambda: cited(term(date(2027, 2, 1), others=(JANUARY,), named=False)), "P1"),  # type: ignore[arg-type]  # a refusal
    Row("P1", "work before it is charged", lambda: covered([work(0, 60)], PREMIUM), 0),
    Row("P1", "work inside it is covered", lambda: covered([work(70, 80)], PREMIUM), 600),
    Row("P1", "its first second is covered", lambda: covered([work(59, 60, seconds=1)], PREMIUM), 1),
    Row("P1", "its last second is covered", lambda: covered([work(119, 121)], PREMIUM), 60),
    Row("P1", "the second after it is charged", lambda: covered([work(120, 121)], PREMIUM), 0),
    Row("P1", "a session across both ends is covered in the middle",
        lambda: covered([work(0, 200)], PREMIUM), HOUR),
    Row("P1", "a session across a renewal is covered through it",
        lambda: covered([work(110, 130)], PREMIUM, RENEWED), 20 * 60),
    Row("P1", "all of it covered, nothing is charged",
        lambda: costs(5 * HOUR, CoverKind.PREMIUM), 0),
    Row("P1", "covered seconds leave the sum before it is rounded",
        lambda: costs(16 * 60, CoverKind.PREMIUM, inside=60), 10),
    Row("P1", "what is left is rounded once", lambda: costs(HOUR, CoverKind.PREMIUM, inside=899), 40),
    Row("P1", "covered time crosses no limit", lambda: limits(5 * HOUR, CoverKind.PREMIUM), ()),
    Row("P1", "a charge under it cites it",
        lambda: "P1" in clauses_for(BY_TIME, cover=Cover(CoverKind.PREMIUM)), True),
    Row("P1", "the terms of its domain cover a request",
        lambda: choose([PREMIUM, RENEWED]), (PREMIUM, RENEWED)),
    Row("P1", "a package bound to the request goes first",
        lambda: choose([PREMIUM, INCIDENT]), (INCIDENT,)),
    Row("P1", "what a lead says goes before the rule",
        lambda: choose([PREMIUM, INCIDENT], by_hand=1), (PREMIUM,)),
    Row("P1", "a lead says it, no specialist does", lambda: ACTIONS["choose_cover"], Role.LEAD),
    Row("P2", "it is talked over by e-mail and in the HelpDesk: nobody can phone",
        lambda: set(Channel), {"email", "form", "helpdesk"}),
    Row("P3", "before any work Premium is taken back",
        lambda: refund(CoverKind.PREMIUM, started=False), None),
    Row("P3", "once work has started it is not", lambda: refund(CoverKind.PREMIUM, started=True), "P3"),
    Row("P3", "a second of work has started it", lambda: begun(PREMIUM, work(60, 60, seconds=1)), True),
    Row("P3", "so has a timer that runs", lambda: begun(PREMIUM, RUNNING), True),
    Row("P3", "work that was done before its term has not", lambda: begun(PREMIUM, work(0, 60)), False),
    Row("P3", "nor has what was discarded", lambda: begun(PREMIUM, DISCARDED), False),
    Row("P4", "an Incident covers up to two hours", lambda: costs(TWO_HOURS, CoverKind.INCIDENT), 0),
    Row("P4", "a second past them starts a block", lambda: costs(TWO_HOURS + 1, CoverKind.INCIDENT), 10),
    Row("P4", "they are the first two hours of the request's whole work",
        lambda: covered([work(0, 90), work(100, 190)], INCIDENT), TWO_HOURS),
    Row("P4", "just under 90 minutes nothing is prompted",
        lambda: limits(5399, CoverKind.INCIDENT), ()),
    Row("P4", "at 90 minutes the specialist is prompted",
        lambda: limits(5400, CoverKind.INCIDENT), ("package-90-minutes",)),
    Row("P4", "that prompt sends nothing", lambda: Limit.PACKAGE_90_MINUTES in UNTOLD, True),
    Row("P4", "nor can anybody wait there",
        lambda: cited(check_answer(Answer.WAIT, None, reason=None, threshold=0, credits=0,
                                   limit=Limit.PACKAGE_90_MINUTES)), "P4"),
    Row("P4", "at 120 minutes there is a prompt with a notice of its own",
        lambda: limits(TWO_HOURS, CoverKind.INCIDENT), ("package-90-minutes", "package-120-minutes")),
    Row("P4", "its notice names 40 credits", lambda: suggested_amount(
        0, None, notices=[UNANSWERED], limit=Limit.PACKAGE_120_MINUTES), 40),
    Row("P4", "time past them is not charged unannounced",
        lambda: charged(10, CoverKind.INCIDENT), "P4"),
    Row("P4", "a prompt that nobody has answered announces nothing",
        lambda: charged(10, CoverKind.INCIDENT, UNANSWERED), "P4"),
    Row("P4", "what was told of credits alone does not announce it either",
        lambda: allowance([TOLD_80], cover=Cover(CoverKind.INCIDENT)), 0),
    Row("P4", "once it was told it is charged", lambda: charged(40, CoverKind.INCIDENT, TOLD), None),
    Row("P4", "past 40 credits beyond the package U9 counts anew",
        lambda: charged(50, CoverKind.INCIDENT, TOLD), "U9"),
    Row("P4", "the hour counts from the package's end",
        lambda: limits(TWO_HOURS + HOUR, CoverKind.INCIDENT)[0], "sixty-minutes"),
    Row("P4", "a minute before it does not",
        lambda: limits(TWO_HOURS + HOUR - 1, CoverKind.INCIDENT)[0], "package-90-minutes"),
    Row("P4", "what was not announced may be waived",
        lambda: charged(10, CoverKind.INCIDENT, waive=True), None),
    Row("P4", "our own bug uses up nothing of it", lambda: limits(TWO_HOURS, CoverKind.INCIDENT, OURS), ()),
    Row("P5", "before any work an Incident is taken back",
        lambda: refund(CoverKind.INCIDENT, started=False), None),
    Row("P5", "once it is started it is not", lambda: refund(CoverKind.INCIDENT, started=True), "P5"),
    Row("P5", "any work on its request has started it", lambda: begun(INCIDENT, work(0, 0)), True),
    Row("P6", "an Examination covers up to two hours",
        lambda: costs(TWO_HOURS, CoverKind.EXAMINATION), 0),
    Row("P6", "a second past them starts a block",
        lambda: costs(TWO_HOURS + 1, CoverKind.EXAMINATION), 10),
    Row("P6", "it prompts at 90 and 120 minutes", lambda: limits(TWO_HOURS, CoverKind.EXAMINATION),
        ("package-90-minutes", "package-120-minutes")),
    Row("P6", "time past them is not charged unannounced",
        lambda: charged(10, CoverKind.EXAMINATION), "P6"),
    Row("P6", "once it was told it is charged",
        lambda: charged(10, CoverKind.EXAMINATION, TOLD), None),
    Row("P6", "a charge under it cites it",
        lambda: "P6" in clauses_for(BY_TIME, cover=Cover(CoverKind.EXAMINATION)), True),
    Row("P7", "before any work an Examination is taken back",
        lambda: refund(CoverKind.EXAMINATION, started=False), None),
    Row("P7", "once it is started it is not",
        lambda: refund(CoverKind.EXAMINATION, started=True), "P7"),
    Row("P7", "any work on its request has started it",
        lambda: begun(EXAMINATION, work(0, 0)), True),
]  # fmt: skip


@table(ROWS)
def test_packages_are_what_the_policy_says(row: Row) -> None:
    """Each row of the table is so."""
    assert row.found() == row.expected


def test_each_clause_of_the_group_has_its_rows() -> None:
    """No clause on support packages is left out."""
    assert list(dict.fromkeys(row.clause for row in ROWS)) == group("P")
