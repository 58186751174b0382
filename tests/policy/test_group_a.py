"""Group A, clause by clause: how the policy changes, what a request is under, and what customers are written."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from console.policy import mailings, revisions
from console.policy.access import ACTIONS, Role
from console.policy.charges import charge
from console.policy.clauses import clause
from console.policy.credits import check_purchase
from console.policy.entitlements import Cover, CoverKind
from console.policy.limits import allowance
from console.policy.mailings import MailingKind, Text
from console.policy.outcomes import Outcome
from console.policy.terms import TERMS, Terms
from console.policy.versions import FIRST, Book, Version, terms_from
from tests.conftest import at
from tests.policy.rows import Row, cited, group, table

SECOND = Version(
    "2", replace(TERMS, version="2", credits_per_block=12, notify_credits=48, packages=(100, 200)),
    title="Dearer", in_force_from=at(100), words={"U8": "Twelve credits for fifteen minutes."},
)  # fmt: skip
THIRD = Version(
    "3", replace(SECOND.terms, version="3", package_seconds=3600), in_force_from=at(200)
)
PROPOSED = Version(
    "4", replace(TERMS, version="4", block_seconds=600), words={"K1": "Ten minutes."}, proposed=True
)
BOOK = Book((FIRST, PROPOSED, THIRD, SECOND))
EN, RU = Text("Hours", "We are closed."), Text("Часы", "Мы закрыты.")
INFORMS, PROMOTES = MailingKind.INFORMATIONAL, MailingKind.PROMOTIONAL


def in_force(minute: float) -> str:
    """The version that holds then."""
    return BOOK.in_force(at(minute)).version


def cost(version: str, worked: int = 1801, *, cover: Cover | None = None) -> int:
    """What so much work costs under a version."""
    return charge(Outcome.ANSWERED, worked, cover=cover, terms=BOOK.terms(version)).credits


def proposed(**changes: Any) -> Terms:
    """The figures of a revision of the second version that names some of them."""
    values = {"version": "5", "title": "New", "text": "The whole policy.", "terms": changes}
    return terms_from("5", revisions.read(values, base=SECOND.terms).terms)


def refused(read: Callable[[], object]) -> bool:
    """Whether it is not taken."""
    try:
        read()
    except (KeyError, ValueError):
        return True
    return False


def revised(**values: Any) -> Callable[[], object]:
    """A revision with these values."""
    whole = {"version": "5", "title": "New", "text": "All.", **values}
    return lambda: revisions.read(whole, base=TERMS)


def told(**texts: Text) -> Callable[[], object]:
    """A mailing with these texts, checked."""
    return lambda: mailings.check_texts(texts)


ROWS = [
    Row("A1", "until a version's date the one before it holds", lambda: in_force(99), "1"),
    Row("A1", "from its date on it holds", lambda: in_force(100), "2"),
    Row("A1", "until the next one's", lambda: in_force(199), "2"),
    Row("A1", "the latest whose date has come holds for good", lambda: in_force(10**6), "3"),
    Row("A1", "a proposed one never holds", lambda: "4" in {in_force(each) for each in range(0, 999, 9)}, False),
    Row("A1", "the first holds from the beginning of time", lambda: in_force(-(10**6)), "1"),
    Row("A1", "a version has its title", lambda: BOOK.named("2").title, "Dearer"),  # type: ignore[union-attr]  # it is there
    Row("A1", "its figures are its own", lambda: cost("2"), 36),
    Row("A1", "and change nothing of what was under another", lambda: cost("1"), 30),
    Row("A1", "a charge can be counted again under a proposed one", lambda: cost("4"), 40),
    Row("A1", "a package's length is of its version too",
        lambda: cost("3", 7200, cover=Cover(CoverKind.INCIDENT)), 48),
    Row("A1", "so is what may be charged without a notice", lambda: allowance((), SECOND.terms), 48),
    Row("A1", "so are the packages on sale",
        lambda: cited(check_purchase(80, 1, terms=SECOND.terms)), "K2"),
    Row("A1", "a clause that it words anew is told so",
        lambda: BOOK.words("2", "U8"), "Twelve credits for fifteen minutes."),
    Row("A1", "and stays so until it is worded again",
        lambda: BOOK.words("3", "U8"), "Twelve credits for fifteen minutes."),
    Row("A1", "what it does not word is as it was",
        lambda: BOOK.words("2", "K1"), clause("K1").words),
    Row("A1", "earlier versions keep their words", lambda: BOOK.words("1", "U8"), clause("U8").words),
    Row("A1", "a figure that a new version leaves out is the one before's",
        lambda: proposed(block_seconds=600).credits_per_block, 12),
    Row("A1", "a figure that it names is its own", lambda: proposed(block_seconds=600).block_seconds, 600),
    Row("A1", "a version without a text is none", lambda: refused(revised(text=" ")), True),
    Row("A1", "nor is one without a title", lambda: refused(revised(title="")), True),
    Row("A1", "a clause that the policy has not is not worded",
        lambda: refused(revised(words={"Z1": "New"})), True),
    Row("A1", "blocks of no length are not taken",
        lambda: refused(revised(terms={"block_seconds": 0})), True),
    Row("A1", "nor is a notice between two blocks",
        lambda: refused(revised(terms={"notify_credits": 45})), True),
    Row("A1", "the whole of it is", lambda: refused(revised(words={"U8": "New"})), False),
    Row("A1", "an admin changes the policy", lambda: ACTIONS["policy"], Role.ADMIN),
    Row("A2", "a request is under the version in force when it came", lambda: in_force(150), "2"),
    Row("A2", "closed later, it is charged by that one", lambda: cost(in_force(50)), 30),
    Row("A2", "one that comes under the new one is charged by the new one",
        lambda: cost(in_force(150)), 36),
    Row("A2", "a version that is not on record charges nothing",
        lambda: refused(lambda: BOOK.terms("9")), True),
    Row("A3", "what informs goes to a customer", lambda: mailings.gets(INFORMS, opted_out=False), True),
    Row("A3", "to one who opted out too", lambda: mailings.gets(INFORMS, opted_out=True), True),
    Row("A3", "what promotes goes to a customer", lambda: mailings.gets(PROMOTES, opted_out=False), True),
    Row("A3", "but to none who opted out", lambda: mailings.gets(PROMOTES, opted_out=True), False),
    Row("A3", "each reads their language", lambda: mailings.text_for({"en": EN, "ru": RU}, "ru"), ("ru", RU)),
    Row("A3", "or the one that there is", lambda: mailings.text_for({"en": EN}, "ru"), ("en", EN)),
    Row("A3", "a message has a subject", lambda: refused(told(en=Text(" ", "x"))), True),
    Row("A3", "and says something", lambda: refused(told(en=Text("x", "\n"))), True),
    Row("A3", "in English or in Russian", lambda: refused(told(de=EN)), True),
    Row("A3", "both will do", lambda: refused(told(en=EN, ru=RU)), False),
    Row("A3", "it is of one of two kinds", lambda: refused(lambda: mailings.parse_kind("news")), True),
    Row("A3", "an admin writes to many", lambda: ACTIONS["mailing"], Role.ADMIN),
    Row("A3", "an admin says who wants no promotions", lambda: ACTIONS["opt_out"], Role.ADMIN),
]  # fmt: skip


@table(ROWS)
def test_the_policy_changes_as_it_says(row: Row) -> None:
    """Each row of the table is so."""
    assert row.found() == row.expected


def test_each_clause_of_the_group_has_its_rows() -> None:
    """No clause on amendments and messages is left out."""
    assert list(dict.fromkeys(row.clause for row in ROWS)) == group("A")
