"""What each chart tells: its columns, and which of them are drawn."""

from collections.abc import Mapping
from enum import StrEnum

from console.documents.figures import Column, Unit


class Name(StrEnum):
    """What is drawn."""

    BACKLOG = "backlog"
    AGES = "ages"
    CHARGES = "charges"
    TIME = "time"
    FLOW = "flow"


DAY, WEEK, AGE = Column("day", "day"), Column("week", "week"), Column("age", "age")
PERSON = (Column("person", "person"), Column("name", "name"))
GROUND = Column("ground", "ground", empty="nothing closed")
OUTCOME = Column("outcome", "outcome", empty="not closed")


def _count(name: str, head: str = "") -> Column:
    return Column(name, head or name, Unit.COUNT)


def _seconds(name: str, head: str, *, rare: bool = False) -> Column:
    return Column(f"{name}_seconds", head, Unit.SECONDS, rare=rare)


def _credits(name: str, head: str, *, rare: bool = False) -> Column:
    return Column(f"{name}_credits", head, Unit.CREDITS, rare=rare)


def _signed(name: str, head: str) -> Column:
    return Column(f"{name}_credits", head, Unit.SIGNED, rare=True)


FIGURES: Mapping[Name, tuple[Column, ...]] = {
    Name.BACKLOG: (
        _count("arrived"), _count("opened_again", "again"), _count("closed"), _count("open"),
    ),
    Name.AGES: (
        _count("requests", "all"), _count("waiting", "to take"), _count("in_hand", "in hand"),
        _count("for_customer", "customer"), _count("for_credits", "credits"),
    ),
    Name.CHARGES: (_count("closings"), _credits("charged", "charged"), _credits("free", "free")),
    Name.TIME: (
        _seconds("worked", "worked"), _seconds("charged", "charged"), _seconds("free", "free"),
        _seconds("covered", "covered", rare=True), _seconds("waived", "waived", rare=True),
        _seconds("open", "open", rare=True),
    ),
    Name.FLOW: (
        _credits("sold", "sold"), _credits("given", "given"), _credits("spent", "spent"),
        _signed("corrected", "corrected"), _signed("given_back", "returned"),
        _signed("taken_back", "taken"), _signed("moved", "moved"),
    ),
}  # fmt: skip

DRAWN: Mapping[Name, tuple[str, ...]] = {
    Name.BACKLOG: ("open",),
    Name.AGES: ("waiting", "in_hand", "for_customer", "for_credits"),
    Name.CHARGES: ("charged_credits", "free_credits"),
    Name.TIME: (
        "charged_seconds", "free_seconds", "covered_seconds", "waived_seconds", "open_seconds",
    ),
    Name.FLOW: ("sold_credits", "given_credits", "spent_credits"),
}  # fmt: skip
