"""A group of clauses as one table: each row a sentence, what the policy finds, and what it should."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import pytest

from console.policy.clauses import CLAUSES
from console.policy.refusal import Refusal


class Row(NamedTuple):
    """What a clause means in one case."""

    clause: str
    sentence: str
    found: Callable[[], Any]
    expected: Any


def table(rows: Sequence[Row]) -> Any:
    """A test for each row, named by its clause and sentence."""
    return pytest.mark.parametrize(
        "row", rows, ids=[f"{each.clause} {each.sentence}" for each in rows]
    )


def cited(refused: Refusal | None) -> str | None:
    """The clause that a refusal cites, None where nothing is refused."""
    return None if refused is None else refused.clause


def group(letter: str) -> list[str]:
    """The clauses of a group."""
    return [name for name in CLAUSES if name[0] == letter]
