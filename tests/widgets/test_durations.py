"""Lengths of time read as people say them."""

import pytest

from widgets.durations import (
    age_words,
    clock_words,
    countdown_words,
    length_words,
    signed_clock_words,
)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (-5, "0h 00"),
        (0, "0h 00"),
        (59, "0h 00"),
        (300, "0h 05"),
        (3 * 3600 + 600, "3h 10"),
        (9 * 3600 - 1, "8h 59"),
        (9 * 3600, "1d 0h"),
        (22 * 3600, "2d 4h"),
    ],
)
def test_an_age_counts_days_of_nine_office_hours(seconds: int, words: str) -> None:
    """An age counts days of nine office hours."""
    assert age_words(seconds) == words


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(-1, "0:00:00"), (2232, "0:37:12"), (3600, "1:00:00"), (36_000, "10:00:00")],
)
def test_a_clock_shows_every_second(seconds: int, words: str) -> None:
    """A clock shows every second."""
    assert clock_words(seconds) == words


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (-3, "0:00"),
        (0, "0:00"),
        (48, "0:48"),
        (59, "0:59"),
        (60, "1 min"),
        (61, "2 min"),
        (468, "8 min"),
    ],
)
def test_a_countdown_shows_seconds_in_the_last_minute_alone(seconds: int, words: str) -> None:
    """A countdown shows seconds in the last minute alone."""
    assert countdown_words(seconds) == words


@pytest.mark.parametrize(
    ("seconds", "words"), [(-900, "-0:15:00"), (0, "0:00:00"), (60, "0:01:00")]
)
def test_time_taken_off_has_its_sign(seconds: int, words: str) -> None:
    """Time that was taken off has its sign."""
    assert signed_clock_words(seconds) == words


@pytest.mark.parametrize(
    ("seconds", "language", "words"),
    [
        (900, "en", "15 minutes"),
        (60, "en", "1 minute"),
        (3600, "en", "1 hour"),
        (7200, "en", "2 hours"),
        (5400, "en", "90 minutes"),
        (930, "en", "0:15:30"),
        (900, "ru", "15 мин"),
        (7200, "ru", "2 ч"),
        (900, "xx", "15 minutes"),
    ],
)
def test_a_rules_length_is_told_in_its_largest_whole_unit(
    seconds: int, language: str, words: str
) -> None:
    """What a rule calls 15 minutes is told so, in the customer's language."""
    assert length_words(seconds, language) == words
