"""How far the worked time is into its block of 15 minutes, as a small meter and in words."""

from __future__ import annotations

BLOCK_SECONDS = 900
PIPS = 5


def block_number(worked_seconds: int, *, block_seconds: int = BLOCK_SECONDS) -> int:
    """Which block the worked time is in, from 1; 15:00 still is in the first, 0 is in none."""
    return -(-worked_seconds // block_seconds)


def block_meter(worked_seconds: int, *, block_seconds: int = BLOCK_SECONDS) -> str:
    """The part of the block that is used, in five signs: "▰▰▰▱▱"."""
    into = _seconds_into(worked_seconds, block_seconds)
    used = -(-into * PIPS // block_seconds)
    return "▰" * used + "▱" * (PIPS - used)


def block_words(worked_seconds: int, *, block_seconds: int = BLOCK_SECONDS) -> str:
    """The same in words: "block 3, 12 of 15 min"."""
    if worked_seconds <= 0:
        return "no time yet"
    block = block_number(worked_seconds, block_seconds=block_seconds)
    minutes = _seconds_into(worked_seconds, block_seconds) // 60
    return f"block {block}, {minutes} of {block_seconds // 60} min"


def _seconds_into(worked_seconds: int, block_seconds: int) -> int:
    block = block_number(worked_seconds, block_seconds=block_seconds)
    return worked_seconds - max(0, block - 1) * block_seconds if worked_seconds > 0 else 0
