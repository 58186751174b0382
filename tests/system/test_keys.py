"""Keys and windows as a terminal multiplexer gives them."""

import pytest

from console.actions import ACTIONS
from tests.system.office import Office, mail
from tests.system.tmux import Pane

pytestmark = pytest.mark.system


@pytest.fixture
def pane(office: Office) -> Pane:
    """A console on a desk where two wait."""
    for number in (1, 2):
        office.take_in(mail(f"Request {number}"))
    return office.console("olga", shows="earlier")


def test_a_function_key_shows_what_i_hold(pane: Pane) -> None:
    """F3 arrives."""
    pane.press("F3")
    pane.until_shown("You hold nothing")


def test_a_function_key_comes_back_from_a_request(pane: Pane) -> None:
    """F2 arrives on another screen."""
    pane.press("Enter")
    pane.until_shown("if closed now")
    pane.press("F2")
    pane.until_shown("Place")


def test_a_function_key_shows_all_keys(pane: Pane) -> None:
    """F1 arrives."""
    pane.press("F1")
    pane.until_shown("Take the oldest request that waits")


def test_no_action_needs_a_key_that_arrives_as_another() -> None:
    """A terminal sends ctrl+h as backspace, ctrl+i as tab, ctrl+m as enter; ctrl+b is tmux's, ctrl+a screen's."""
    lost = {"ctrl+h", "ctrl+i", "ctrl+m", "ctrl+b", "ctrl+a", "alt+enter", "ctrl+enter"}
    keys = {key for action in ACTIONS.values() for key in action.keys.split(",")}
    assert not keys & lost


@pytest.mark.parametrize("size", [(20, 5), (1, 1), (200, 60)])
def test_a_window_of_any_size_is_survived(pane: Pane, size: tuple[int, int]) -> None:
    """Squeezed or stretched and back, the queue stands as before."""
    pane.resize(*size)
    pane.press("Down")
    pane.resize(80, 24)
    pane.until_shown("#1", "#2", "p pick next")


@pytest.mark.parametrize("size", [(20, 5), (1, 1)])
def test_a_request_survives_a_tiny_window(pane: Pane, size: tuple[int, int]) -> None:
    """So does a request, with its dialogs."""
    pane.press("p")
    pane.until_shown("you hold it")
    pane.press("c")
    pane.until_shown("Whose part was at fault?")
    pane.resize(*size)
    pane.press("Escape")
    pane.resize(80, 24)
    pane.until_shown("you hold it", "if closed now")
