"""A program on a pseudo-terminal: each chunk that it writes is kept with the moment it came."""

import contextlib
import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.terminal.emulator import Emulator

CREDITDESK = str(Path(sys.executable).with_name("creditdesk"))

KEYS = {
    "up": b"\x1b[A",
    "down": b"\x1b[B",
    "end": b"\x1b[F",
    "home": b"\x1b[H",
    "enter": b"\r",
    "escape": b"\x1b",
    "tab": b"\t",
    "space": b" ",
    "f1": b"\x1bOP",
    "f2": b"\x1bOQ",
    "f3": b"\x1bOR",
    "f5": b"\x1b[15~",
    "ctrl+q": b"\x11",
    "ctrl+s": b"\x13",
}

# A new session has no terminal of its own until one is claimed; the moment told is the one before the program starts.
_LAUNCH = """
import fcntl, os, sys, termios, time
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
os.write(int(sys.argv[1]), repr(time.monotonic()).encode())
os.close(int(sys.argv[1]))
os.execvp(sys.argv[2], sys.argv[2:])
"""
_ASKS_SYNCHRONIZED = b"\x1b[?2026$p"
_KNOWS_SYNCHRONIZED = b"\x1b[?2026;2$y"
_LOOK_SECONDS = 0.02


@dataclass(frozen=True)
class Chunk:
    """What was read at once, and when, by the monotonic clock."""

    at_seconds: float
    data: bytes


class Program:
    """A running program; nothing is emulated until its screen is asked for."""

    def __init__(
        self,
        command: Sequence[str],
        *,
        environment: Mapping[str, str] | None = None,
        columns: int = 80,
        lines: int = 24,
    ) -> None:
        self.chunks: list[Chunk] = []
        self.emulator = Emulator(columns, lines)
        self._emulated = 0
        self._master, slave = pty.openpty()
        self.resize(columns, lines)
        told, tell = os.pipe()
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-S", "-c", _LAUNCH, str(tell), *command],
            stdin=slave, stdout=slave, stderr=slave, start_new_session=True, pass_fds=[tell],
            env={**clean_environment(), **(environment or {})},
        )  # fmt: skip
        os.close(tell)
        self.slave = slave
        self.started_seconds = float(os.read(told, 64))
        os.close(told)

    def __enter__(self) -> "Program":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def pid(self) -> int:
        """The program's process."""
        return self._process.pid

    @property
    def output(self) -> bytes:
        """All that it has written."""
        return b"".join(each.data for each in self.chunks)

    @property
    def text(self) -> str:
        """Its screen, as a person reads it."""
        for each in self.chunks[self._emulated :]:
            self.emulator.feed(each.data)
        self._emulated = len(self.chunks)
        return self.emulator.text

    def read(self, wait_seconds: float) -> bool:
        """Take one chunk, if one comes within the time."""
        ready, _, _ = select.select([self._master], [], [], max(0.0, wait_seconds))
        if not ready:
            return False
        try:
            data = os.read(self._master, 1 << 20)
        except OSError:
            return False
        self.chunks.append(Chunk(time.monotonic(), data))
        if _ASKS_SYNCHRONIZED in data:
            os.write(self._master, _KNOWS_SYNCHRONIZED)
        return bool(data)

    def read_for(self, seconds: float) -> bytes:
        """All that it writes in so many seconds."""
        first, end = len(self.chunks), time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            self.read(left)
        return b"".join(each.data for each in self.chunks[first:])

    def until_quiet(self, gap_seconds: float, *, limit_seconds: float = 20.0) -> None:
        """Read until nothing has come for the gap."""
        end = time.monotonic() + limit_seconds
        while time.monotonic() < end and self.read(gap_seconds):
            pass

    def until(self, happens: Callable[[str], bool], *, limit_seconds: float = 30.0) -> str:
        """Read until the screen is so, and give it. Raises AssertionError with the screen."""
        end = time.monotonic() + limit_seconds
        while time.monotonic() < end:
            if happens(self.text):
                return self.text
            self.read(_LOOK_SECONDS)
        raise AssertionError(f"it never came to be; on screen is:\n{self.text}")

    def until_shown(self, *words: str, limit_seconds: float = 30.0) -> str:
        """Read until all these words are on the screen."""
        return self.until(
            lambda text: all(each in text for each in words), limit_seconds=limit_seconds
        )

    def press(self, *keys: str) -> float:
        """Press keys by their names, or letter by letter; gives the moment."""
        os.write(self._master, b"".join(KEYS.get(key, key.encode()) for key in keys))
        return time.monotonic()

    def resize(self, columns: int, lines: int) -> None:
        """Give the window another size."""
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
        self.emulator.screen.resize(lines, columns)

    def send(self, number: signal.Signals) -> None:
        """Send the program a signal."""
        self._process.send_signal(number)

    def ended(self, *, limit_seconds: float = 10.0) -> int:
        """Read on until the program has ended; gives its exit code. Raises TimeoutExpired."""
        if self._master < 0:
            return self._process.wait(timeout=limit_seconds)
        end = time.monotonic() + limit_seconds
        while self._process.poll() is None and time.monotonic() < end:
            self.read(_LOOK_SECONDS)
        self.until_quiet(_LOOK_SECONDS)
        return self._process.wait(timeout=1)

    def hang_up(self) -> None:
        """Close the terminal under the program, as a lost connection does."""
        os.close(self.slave)
        os.close(self._master)
        self.slave = self._master = -1

    def close(self) -> None:
        """End the program, whatever it does."""
        self._process.kill()
        self._process.wait()
        for each in (self._master, self.slave):
            with contextlib.suppress(OSError):
                os.close(each)


def clean_environment() -> dict[str, str]:
    """This process's environment, as a plain terminal would have it."""
    left_out = re.compile(
        "TMUX|TERM_PROGRAM|NO_COLOR|TEXTUAL|PYTHON|COLUMNS|LINES|CREDITDESK|PYTEST"
    )
    kept = {name: value for name, value in os.environ.items() if not left_out.match(name)}
    return kept | {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8"}
