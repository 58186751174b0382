"""A real terminal: panes of a tmux server of our own, worked by keys and read by what they show."""

import shlex
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from tests.terminal.program import clean_environment

PATIENCE_SECONDS = 30.0
_LOOK_SECONDS = 0.02


class Tmux:
    """A tmux server with a socket of its own and nobody's settings."""

    def __init__(self, folder: Path) -> None:
        self._socket = str(folder / "tmux.socket")

    def run(self, *words: str) -> str:
        """Run a tmux command. Raises CalledProcessError."""
        command = ["tmux", "-S", self._socket, "-f", "/dev/null", *words]
        done = subprocess.run(
            command, env=clean_environment(), capture_output=True, text=True, check=True
        )
        return done.stdout

    def open(
        self,
        name: str,
        command: Sequence[str],
        *,
        environment: Mapping[str, str],
        columns: int = 80,
        lines: int = 24,
    ) -> "Pane":
        """Start a command in a window of its own; what it showed last stays when it ends."""
        given = [word for pair in environment.items() for word in ("-e", "=".join(pair))]
        self.run(
            "start-server", ";", "set-option", "-g", "remain-on-exit", "on", ";",
            "new-session", "-d", "-s", name, "-x", str(columns), "-y", str(lines), *given,
            f"exec {shlex.join(command)}",
        )  # fmt: skip
        return Pane(self, name)

    def press_all(self, panes: Sequence["Pane"], key: str) -> None:
        """Press one key in all panes, without waiting between them."""
        words = [word for each in panes for word in (";", "send-keys", "-t", each.name, key)]
        self.run(*words[1:])

    def close(self) -> None:
        """End the server and all that runs in it."""
        subprocess.run(
            ["tmux", "-S", self._socket, "kill-server"], capture_output=True, check=False
        )


class Pane:
    """One window, and the program in it."""

    def __init__(self, tmux: Tmux, name: str) -> None:
        self._tmux = tmux
        self.name = name

    def press(self, *keys: str) -> None:
        """Press keys, by tmux's names for them."""
        self._tmux.run("send-keys", "-t", self.name, *keys)

    def type(self, text: str) -> None:
        """Type a text letter by letter."""
        self._tmux.run("send-keys", "-t", self.name, "-l", text)

    @property
    def screen(self) -> str:
        """What is on the screen."""
        return self._tmux.run("capture-pane", "-p", "-t", self.name)

    def fact(self, name: str) -> str:
        """What tmux knows of the pane, such as "pane_pid"."""
        return self._tmux.run("display-message", "-p", "-t", self.name, f"#{{{name}}}").strip()

    @property
    def process(self) -> int:
        """The program's process."""
        return int(self.fact("pane_pid"))

    def until(self, happens: Callable[[str], bool]) -> str:
        """Look until the screen is so, and give it. Raises AssertionError with the screen."""
        end = time.monotonic() + PATIENCE_SECONDS
        screen = self.screen
        while not happens(screen):
            if time.monotonic() > end:
                raise AssertionError(f"it never came to be; on screen is:\n{screen}")
            time.sleep(_LOOK_SECONDS)
            screen = self.screen
        return screen

    def until_shown(self, *words: str) -> str:
        """Look until all these words are on the screen."""
        return self.until(lambda screen: all(each in screen for each in words))

    def until_gone(self, word: str) -> str:
        """Look until the word is on the screen no more."""
        return self.until(lambda screen: word not in screen)

    def until_ended(self) -> None:
        """Wait until the program has ended."""
        wait_until(lambda: self.fact("pane_dead") == "1")

    def resize(self, columns: int, lines: int) -> None:
        """Give the window another size."""
        size = "-x", str(columns), "-y", str(lines)
        self._tmux.run("resize-window", "-t", self.name, *size)

    def hang_up(self) -> None:
        """Close the window under the program."""
        self._tmux.run("kill-session", "-t", self.name)


def wait_until(happens: Callable[[], object]) -> None:
    """Wait until something outside the screen is so. Raises AssertionError."""
    end = time.monotonic() + PATIENCE_SECONDS
    while not happens():
        assert time.monotonic() < end, "it never came to be"
        time.sleep(_LOOK_SECONDS)
