"""Reading a raw mail in a child process with limits: what goes wrong there costs one mail."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import json
import os
import select
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any, NoReturn

from console.mail.attached import content_of
from console.mail.message import InboundMail, Unreadable, from_json, parse, to_json
from console.mail.mime import MAIL_BYTES_MAX

MEMORY_ABOVE_BYTES = 512 * 1024 * 1024
CPU_SECONDS = 5
WALL_SECONDS = 10.0

TOO_LONG = Unreadable("Reading the mail took longer than it may.")
DIED = Unreadable("Reading the mail failed or took more time or memory than it may.")
TOO_LARGE = Unreadable(f"The mail is larger than {MAIL_BYTES_MAX // 2**20} MB.")

_CHILD = "import sys; sys.path.append(sys.argv[1]); from console.mail.reader import child; child(*sys.argv[2:])"
ROOT = str(Path(__file__).resolve().parents[2])


def read(raw: bytes) -> InboundMail | Unreadable:
    """The mail that the bytes are, or why it was not read; never raises because of the bytes."""
    if len(raw) > MAIL_BYTES_MAX:
        return TOO_LARGE
    # A fork keeps the locks of threads that it does not have: it is safe only without any.
    if not hasattr(os, "fork"):
        return read_in_process(raw)
    if threading.active_count() == 1:
        return read_in_fork(raw)
    from console.mail.standing_reader import STANDING

    return STANDING.read(raw)


async def read_async(raw: bytes) -> InboundMail | Unreadable:
    """The same, without holding up the event loop."""
    return await asyncio.to_thread(read, raw)


def read_in_fork(raw: bytes, *, wall_seconds: float = WALL_SECONDS) -> InboundMail | Unreadable:
    """Reads in a fork of this process: a few milliseconds, where no other thread runs."""
    result, answer = os.pipe()
    pid = os.fork()
    if pid == 0:
        _in_fork(raw, answer)
    os.close(answer)
    output, status = None, 1
    try:
        output = _all_of(result, wall_seconds)
    finally:
        os.close(result)
        if output is None:
            os.kill(pid, signal.SIGKILL)
        status = os.waitpid(pid, 0)[1]
    return TOO_LONG if output is None else _mail_of(output, status)


def read_in_process(raw: bytes, *, wall_seconds: float = WALL_SECONDS) -> InboundMail | Unreadable:
    """Reads in a Python started for it: about 0.1 s, wherever it is called from."""
    done = _run_child(raw, wall_seconds=wall_seconds)
    return TOO_LONG if done is None else _mail_of(done.stdout, done.returncode)


async def content_async(raw: bytes, digest: str) -> bytes | None:
    """The file with that digest (SHA-256, hex) in a raw mail; None where there is none, or it cannot be read."""
    done = await asyncio.to_thread(_run_child, raw, digest, wall_seconds=WALL_SECONDS)
    if done is None or done.returncode != 0:
        return None
    found = done.stdout
    return found if hashlib.sha256(found).hexdigest() == digest else None


def _run_child(
    raw: bytes, *words: str, wall_seconds: float
) -> subprocess.CompletedProcess[bytes] | None:
    command = [sys.executable, "-I", "-c", _CHILD, ROOT, *words]
    try:
        return subprocess.run(  # noqa: S603 - this very Python, with arguments of our own
            command, input=raw, capture_output=True, timeout=wall_seconds, check=False
        )
    except subprocess.TimeoutExpired:
        return None


def child(digest: str = "") -> None:
    """What the started Python runs: a mail on stdin; on stdout JSON, or the file with that digest."""
    raw = sys.stdin.buffer.read()
    _limit_myself()
    if digest:
        sys.stdout.buffer.write(content_of(raw, digest) or b"")
    else:
        sys.stdout.buffer.write(_answer_to(raw))


def _in_fork(raw: bytes, answer: int) -> NoReturn:
    code = 1
    try:
        _leave_the_parent_alone()
        _limit_myself()
        _write_all(answer, _answer_to(raw))
        code = 0
    finally:
        os._exit(code)


def _leave_the_parent_alone() -> None:
    """Neither the parent's terminal nor its signal handlers are the child's."""
    signal.set_wakeup_fd(-1)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nothing, stream)


def _limit_myself() -> None:
    try:
        import resource
    except ImportError:
        return
    limits = {resource.RLIMIT_CPU: CPU_SECONDS, resource.RLIMIT_CORE: 0}
    if taken := _address_space_bytes():
        limits[resource.RLIMIT_AS] = taken + MEMORY_ABOVE_BYTES
    for limit, most in limits.items():
        hard = resource.getrlimit(limit)[1]
        allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(limit, (allowed, hard))


def _address_space_bytes() -> int:
    """What this process has taken already, or 0 where the system does not say."""
    try:
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
    except (OSError, ValueError, IndexError):
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")


def _answer_to(raw: bytes) -> bytes:
    return json.dumps(to_json(parse(raw))).encode("ascii")


def _write_all(descriptor: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]


def _all_of(descriptor: int, wall_seconds: float) -> bytes | None:
    """All that is written until the other end closes, or None when it takes too long."""
    pieces: list[bytes] = []
    deadline = time.monotonic() + wall_seconds
    while (left := deadline - time.monotonic()) > 0:
        if not select.select([descriptor], [], [], left)[0]:
            continue
        piece = os.read(descriptor, 1 << 20)
        if not piece:
            return b"".join(pieces)
        pieces.append(piece)
    return None


def _mail_of(output: bytes, status: int) -> InboundMail | Unreadable:
    if status != 0:
        return DIED
    try:
        values: dict[str, Any] = json.loads(output)
        return from_json(values)
    except (ValueError, TypeError, KeyError):
        return DIED
