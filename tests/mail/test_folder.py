"""Which mails of a folder are new, and where to go on."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta, timezone

import pytest

from console.mail.folder import Reached, came_at, new_since, next_uid, only_new
from tests.conftest import MONDAY

REACHED = Reached(MONDAY, uid_validity=7, next_uid=20)
HOUR = timedelta(hours=1)


def test_new_ones_are_asked_for_by_uid() -> None:
    """While the numbers hold."""
    assert new_since(REACHED, uid_validity=7) == ("UID", "20:*")


def test_after_new_numbers_they_are_asked_for_by_day() -> None:
    """One day earlier: a server compares days by a clock of its own."""
    assert new_since(REACHED, uid_validity=8) == ("SINCE", date(2026, 11, 15))


@pytest.mark.parametrize(
    ("uid_validity", "found", "new"), [(7, [20, 21], {20, 21}), (7, [19], set()), (8, [3], {3})]
)
def test_what_was_reached_before_is_not_new(
    uid_validity: int, found: list[int], new: set[int]
) -> None:
    """Of a range that is empty a server gives the last mail before it."""
    assert only_new(found, REACHED, uid_validity=uid_validity) == new


@pytest.mark.parametrize(
    ("new", "left", "onward"),
    [([], [], 20), ([20, 21], [], 22), ([20, 21, 22], [21], 21), ([20, 21], [20, 21], 20)],
)
def test_it_goes_on_at_the_first_that_is_left(
    new: Sequence[int], left: Sequence[int], onward: int
) -> None:
    """Or behind them all."""
    assert next_uid(new, left, uid_next=20) == onward


@pytest.mark.parametrize(
    ("told", "came"),
    [
        (None, MONDAY + 5 * HOUR),
        (MONDAY + HOUR, MONDAY + HOUR),
        (MONDAY - HOUR, MONDAY),
        (MONDAY + 9 * HOUR, MONDAY + 5 * HOUR),
        (datetime(1, 1, 1, tzinfo=timezone(14 * HOUR)), MONDAY),
        (datetime(9999, 12, 31, 23, tzinfo=timezone(-12 * HOUR)), MONDAY + 5 * HOUR),
    ],
)
def test_when_a_mail_came(told: object, came: object) -> None:
    """As the server says, between the first look and now."""
    assert came_at(told, first_looked_at=MONDAY, now=MONDAY + 5 * HOUR) == came  # type: ignore[arg-type]  # a table
