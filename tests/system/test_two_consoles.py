"""Two people at two consoles of one desk, in a file and on a server."""

import re
import statistics
import time

import pytest

from tests.system.office import Office, mail
from tests.system.tmux import Pane

pytestmark = pytest.mark.system

ROUNDS = 3
WITHIN_SECONDS = 1.0
FIRST_LINE = re.compile(r"^ #(\d+) ")


@pytest.fixture(params=["office", "server_office"])
def office(request: pytest.FixtureRequest) -> Office:
    """A fresh desk in a file, and one on a server."""
    found: Office = request.getfixturevalue(request.param)
    return found


@pytest.fixture
def both(office: Office) -> tuple[Pane, Pane]:
    """Olga's console and Pavel's, on a desk where enough waits for all rounds."""
    for number in range(1, 2 * ROUNDS + 1):
        office.take_in(mail(f"Request {number}"))
    shows = "earlier"
    return office.console("olga", shows=shows), office.console("pavel", shows=shows)


def held_by(pane: Pane) -> int:
    """The number of the request that has just been taken here."""
    found = FIRST_LINE.match(pane.until_shown("you hold it").splitlines()[0])
    assert found is not None
    return int(found[1])


def put_away(pane: Pane) -> None:
    """Close the request in hand as none, and come back to the queue."""
    pane.press("c")
    for words, key in (
        ("Whose part was at fault?", "n"),
        ("How did it end?", "n"),
        ("Ground", "C-s"),
    ):
        pane.until_shown(words)
        pane.press(key)
    pane.until_shown("Place")


def test_picking_at_once_never_gives_the_same_request(
    both: tuple[Pane, Pane], office: Office
) -> None:
    """Each round gives the two oldest, one to each."""
    taken = []
    for _ in range(ROUNDS):
        office.press_all(both, "p")
        taken.append(sorted(held_by(pane) for pane in both))
        for pane in both:
            put_away(pane)
    assert taken == [[1, 2], [3, 4], [5, 6]]


def test_each_sees_the_others_change_within_a_second(both: tuple[Pane, Pane]) -> None:
    """Whoever looks at the queue sees it taken a moment after it is."""
    olga, pavel = both
    waits = []
    for taker, looker, login in 2 * ((olga, pavel, "Olga"), (pavel, olga, "Pavel")):
        taker.press("p")
        taker.until_shown("you hold it")
        taken = time.monotonic()
        looker.until_shown(f"held by {login}")
        waits.append(time.monotonic() - taken)
        put_away(taker)
        looker.until_gone(f"held by {login}")
    seen = statistics.median(waits)
    assert seen <= WITHIN_SECONDS, f"seen after {seen:.2f} s"
