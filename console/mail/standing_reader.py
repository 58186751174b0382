"""A Python that stands by to read mails, each in a fork of its own: milliseconds a mail, beside any threads."""

from __future__ import annotations

import contextlib
import json
import os
import select
import struct
import subprocess
import sys
import threading
import time
from typing import IO

from console.mail.message import InboundMail, Unreadable, from_json, to_json
from console.mail.reader import ROOT, WALL_SECONDS, read_in_fork, read_in_process

_SERVE = "import sys; sys.path.append(sys.argv[1]); from console.mail.standing_reader import serve; serve()"
_LENGTH = struct.Struct(">Q")
_MORE_SECONDS = 10.0
"""Beyond what a mail may take, for a machine that is busy."""


class StandingReader:
    """Starts the other Python when it is first needed, and again when it has died; one mail at a time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None

    def read(self, raw: bytes) -> InboundMail | Unreadable:
        """The mail that the bytes are, or why it was not read."""
        with self._lock:
            try:
                return self._asked(raw)
            except (OSError, ValueError, TypeError, KeyError):
                # It was killed, perhaps long ago, or did not come to be: this mail is read without it.
                self._end()
        return read_in_process(raw)

    def close(self) -> None:
        """Let it go."""
        with self._lock:
            self._end()

    def _asked(self, raw: bytes) -> InboundMail | Unreadable:
        process = self._process = self._process or _start()
        assert process.stdin is not None  # noqa: S101 - both are pipes
        assert process.stdout is not None  # noqa: S101
        process.stdin.write(_LENGTH.pack(len(raw)) + raw)
        process.stdin.flush()
        deadline = time.monotonic() + WALL_SECONDS + _MORE_SECONDS
        (length,) = _LENGTH.unpack(_exactly(process.stdout, _LENGTH.size, deadline))
        return from_json(json.loads(_exactly(process.stdout, length, deadline)))

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        for stream in (process.stdin, process.stdout):
            with contextlib.suppress(OSError):
                if stream is not None:
                    stream.close()
        process.wait()


def serve() -> None:
    """What the other Python runs, until nobody is there any more."""
    heard, told = sys.stdin.buffer, sys.stdout.buffer
    while len(head := heard.read(_LENGTH.size)) == _LENGTH.size:
        answer = json.dumps(to_json(read_in_fork(heard.read(_LENGTH.unpack(head)[0])))).encode()
        told.write(_LENGTH.pack(len(answer)) + answer)
        told.flush()


def _start() -> subprocess.Popen[bytes]:
    command = [sys.executable, "-I", "-c", _SERVE, ROOT]
    # In a session of its own: what a terminal tells the program does not reach it.
    return subprocess.Popen(  # noqa: S603 - this very Python, with arguments of our own
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        start_new_session=True,
    )  # fmt: skip


def _exactly(stream: IO[bytes], count: int, deadline: float) -> bytes:
    """So many bytes. Raises OSError where they do not come in time, or at all."""
    pieces = bytearray()
    descriptor = stream.fileno()
    while len(pieces) < count:
        left = max(0.0, deadline - time.monotonic())
        if not select.select([descriptor], [], [], left)[0]:
            raise TimeoutError
        piece = os.read(descriptor, min(count - len(pieces), 1 << 20))
        if not piece:
            raise BrokenPipeError
        pieces += piece
    return bytes(pieces)


STANDING = StandingReader()
"""The program's one."""
