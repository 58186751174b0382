"""Whether the console that started a timer is still there: known at once on its own machine."""

import os
import socket
from functools import cache
from pathlib import Path


@cache
def console_id() -> str:
    """This process's name among consoles: host, process number, and when that process began."""
    return f"{socket.gethostname()}/{os.getpid()}/{_began(os.getpid())}"


def is_gone(console: str | None) -> bool:
    """Whether a console of this machine has ended; of other machines nothing is known here."""
    if console is None:
        return False
    host, _, rest = console.partition("/")
    number, _, began = rest.partition("/")
    if host != socket.gethostname() or not number.isdigit():
        return False
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return True
    except (PermissionError, OverflowError):
        pass  # it is there, and another's
    now_began = _began(int(number))
    return bool(began and now_began and began != now_began)


def _began(process: int) -> str:
    """The start of a process in clock ticks since boot, where the system tells; numbers are used again."""
    try:
        text = Path(f"/proc/{process}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    return text.rpartition(")")[2].split()[19]
