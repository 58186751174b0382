"""When the next heartbeat is due: at the very second at which something is crossed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.policy.terms import TERMS
from console.policy.worktime import blocks
from console.screens.keeper import Keeper, seconds_to_due
from tests.screens.views import timer


@pytest.mark.parametrize(
    ("worked_seconds", "due"),
    [
        (0, 1),
        (1, 899),
        (899, 1),
        (900, 1),
        (901, 899),
        (3299, 1),
        (3300, 300),
        (3599, 1),
        (3600, 1),
    ],
)
def test_the_next_due_second(worked_seconds: int, due: int) -> None:
    """Ends and beginnings of blocks, and the warning at 55:00."""
    assert seconds_to_due(worked_seconds, TERMS) == due


@given(st.integers(min_value=0, max_value=100_000))
def test_no_block_begins_unseen(worked_seconds: int) -> None:
    """Before the due second, no other block has begun."""
    last_unseen = worked_seconds + seconds_to_due(worked_seconds, TERMS) - 1
    assert blocks(last_unseen) == blocks(worked_seconds)


@pytest.mark.parametrize(
    ("worked", "chargeable", "charging", "warned"),
    [
        (3299, 3299, True, False),
        (3300, 3300, True, True),
        (3599, 3599, True, True),
        (3600, 3600, True, False),
        (3300, 0, False, False),
        (9000, 3300, True, True),
        (9000, 3300, False, False),
    ],
)
def test_only_time_that_is_charged_warns(
    worked: int, chargeable: int, charging: bool, warned: bool
) -> None:
    """The quiet warning is about time that will be charged, not about what a package covers."""
    keeper = Keeper(None, None)
    shown = timer(worked_seconds=worked, chargeable_seconds=chargeable, charging=charging)
    assert keeper._warns(shown) is warned
