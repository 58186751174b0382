"""What each report tells: what its rows are about, and its figures."""

from collections.abc import Mapping
from enum import StrEnum

from console.documents.figures import Column, Unit


class Name(StrEnum):
    """What is reported."""

    OUTCOMES = "outcomes"
    TIME = "time"
    CREDITS = "credits"
    LIMITS = "limits"
    ESTIMATES = "estimates"
    BUGS = "bugs"


class By(StrEnum):
    """What rows are grouped by; each is a way to find a fact's group, in `reports`."""

    PERSON = "person"
    WEEK = "week"
    CUSTOMER = "customer"
    COMPONENT = "component"


_OUTCOME = Column("outcome", "outcome", empty="not closed")
_GROUND = Column("ground", "ground")
_WORDS = Column("words", "words")


def _count(name: str) -> Column:
    return Column(name, name, Unit.COUNT)


def _seconds(name: str, *, rare: bool = False) -> Column:
    return Column(f"{name}_seconds", name, Unit.SECONDS, rare=rare)


def _credits(name: str, head: str = "") -> Column:
    return Column(name, head or name.removesuffix("_credits"), Unit.CREDITS)


def _signed(name: str, head: str = "", *, rare: bool = False) -> Column:
    return Column(name, head or name, Unit.SIGNED, rare=rare)


LAYOUTS: Mapping[Name, tuple[tuple[Column, ...], tuple[Column, ...]]] = {
    Name.OUTCOMES: (
        (_OUTCOME, _GROUND),
        (_count("closings"), _seconds("worked"), _credits("charged_credits"), _credits("free_credits")),
    ),
    Name.TIME: (
        (_OUTCOME,),
        (
            _seconds("worked"), _seconds("charged"), _seconds("free"), _seconds("covered"),
            _seconds("waived", rare=True), _seconds("discarded", rare=True),
        ),
    ),
    Name.CREDITS: (
        (),
        (
            _credits("balance_before", "before"), _signed("bought"), _signed("granted"),
            _signed("charged"), _signed("corrected"), _signed("given_back", "returned"),
            _signed("taken_back", "taken", rare=True), _signed("moved", rare=True), _credits("balance_after", "after"),
        ),
    ),
    Name.LIMITS: (
        (Column("limit", "limit"), Column("answer", "answer", empty="open"), Column("answered_by", "by")),
        (_count("crossings"),),
    ),
    Name.ESTIMATES: (
        (_OUTCOME,),
        (_count("requests"), _seconds("worked"), _credits("estimated_credits"),
         _credits("took_credits"), _credits("cost"), _count("over")),
    ),
    Name.BUGS: (
        (_OUTCOME, _GROUND, _WORDS),
        (_count("closings"), _seconds("free"), _credits("free_credits", "credits")),
    ),
}  # fmt: skip

GROUPED: Mapping[By, tuple[Column, ...]] = {
    By.PERSON: (Column("person", "person"), Column("name", "name")),
    By.WEEK: (Column("week", "week"),),
    By.CUSTOMER: (Column("customer", "customer", Unit.COUNT), Column("name", "name")),
    By.COMPONENT: (Column("component", "component"), Column("name", "name")),
}


def grouped(name: Name, by: By | None) -> tuple[Column, ...]:
    """The columns of a report's groups; faults of our own are told by version too."""
    if by is None:
        return ()
    versions = by is By.COMPONENT and name is Name.BUGS
    return (*GROUPED[by], *([Column("version", "version")] if versions else []))
