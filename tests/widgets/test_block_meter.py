"""The meter agrees with how blocks are counted."""

import pytest

from widgets.block_meter import block_meter, block_number, block_words


@pytest.mark.parametrize(
    ("seconds", "block", "meter", "words"),
    [
        (0, 0, "▱▱▱▱▱", "no time yet"),
        (1, 1, "▰▱▱▱▱", "block 1, 0 of 15 min"),
        (899, 1, "▰▰▰▰▰", "block 1, 14 of 15 min"),
        (900, 1, "▰▰▰▰▰", "block 1, 15 of 15 min"),
        (901, 2, "▰▱▱▱▱", "block 2, 0 of 15 min"),
        (2520, 3, "▰▰▰▰▱", "block 3, 12 of 15 min"),
    ],
)
def test_a_started_block_counts(seconds: int, block: int, meter: str, words: str) -> None:
    """A started block counts."""
    assert (block_number(seconds), block_meter(seconds), block_words(seconds)) == (
        block,
        meter,
        words,
    )
