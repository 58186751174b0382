"""How often somebody may call."""

import pytest

from console.site import limits
from console.site.limits import Limit, network_of


def test_so_many_calls_may_come_at_once() -> None:
    """As many calls as a limit has may come at once, and the next is told to wait."""
    limit = Limit(3, seconds=60)
    assert [limit.wait_seconds("a", 0) for _ in range(4)] == [0, 0, 0, 20]


def test_who_waits_as_long_as_told_may_call() -> None:
    """Who waits as long as they were told may call again."""
    limit = Limit(1, seconds=60)
    limit.wait_seconds("a", 0)
    assert limit.wait_seconds("a", limit.wait_seconds("a", 0)) == 0


def test_nobody_uses_up_anothers_calls() -> None:
    """Each has calls of their own."""
    limit = Limit(1, seconds=60)
    limit.wait_seconds("a", 0)
    assert limit.wait_seconds("b", 0) == 0


def test_a_clock_that_goes_back_gives_nothing_away() -> None:
    """A clock that goes back neither fills a bucket nor empties it."""
    limit = Limit(1, seconds=60)
    limit.wait_seconds("a", 1000)
    assert limit.wait_seconds("a", 0) == 60


def test_only_so_many_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many call, no more than so many are remembered, and the busy ones are."""
    monkeypatch.setattr(limits, "BUCKETS_MAX", 2)
    limit = Limit(1, seconds=60)
    for name in ("a", "b", "a", "c"):
        limit.wait_seconds(name, 0)
    assert (limit.wait_seconds("a", 0), limit.wait_seconds("b", 0)) == (60, 0)


NETWORKS = [
    ("192.0.2.7", "192.0.2.7"),
    ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
    ("::ffff:192.0.2.7", "192.0.2.7"),
    ("fe80::1%eth0", "fe80::/64"),
    ("testclient", "unknown"),
    ("", "unknown"),
]


@pytest.mark.parametrize(("address", "network"), NETWORKS)
def test_a_network_is_one_caller(address: str, network: str) -> None:
    """Whoever has a whole network is one caller."""
    assert network_of(address) == network
