"""When the next heartbeat is due: at the very second at which something is crossed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.policy.worktime import blocks
from console.screens.keeper import seconds_to_due


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
    assert seconds_to_due(worked_seconds) == due


@given(st.integers(min_value=0, max_value=100_000))
def test_no_block_begins_unseen(worked_seconds: int) -> None:
    """Before the due second, no other block has begun."""
    last_unseen = worked_seconds + seconds_to_due(worked_seconds) - 1
    assert blocks(last_unseen) == blocks(worked_seconds)
