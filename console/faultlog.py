"""Where a fault in the program is written down: a file that only its owner reads, without anybody's data."""

import os
import traceback
from datetime import datetime
from pathlib import Path

from widgets.safe_text import clean

_MOST_BYTES = 1_000_000
_MESSAGE_CHARS = 500


def path() -> Path:
    """The log's file, under the platform's folder for state."""
    from platformdirs import user_state_path

    return user_state_path("creditdesk", appauthor=False) / "faults.log"


def record(error: BaseException, at: datetime) -> Path | None:
    """Add the error and where it came from, without the values it met; None where that cannot be written."""
    try:
        file = path()
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if file.exists() and file.stat().st_size > _MOST_BYTES:
            file.replace(file.with_suffix(".log.1"))
        flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW
        with open(os.open(file, flags, 0o600), "a", encoding="utf-8") as log:
            log.write(f"{at.isoformat(timespec='seconds')}\n{clean(_told(error))}\n")
    except OSError:
        return None
    return file


def _told(error: BaseException) -> str:
    chain: list[str] = []
    seen: set[int] = set()
    each: BaseException | None = error
    while each is not None and id(each) not in seen:
        seen.add(id(each))
        chain.append(_one(each))
        each = each.__cause__ or each.__context__
    return "\nafter\n".join(chain)


def _one(error: BaseException) -> str:
    frames = "".join(traceback.format_tb(error.__traceback__))
    # A database's error goes on, after its first line, with the values of the statement.
    first_line = str(error).partition("\n")[0]
    return f"{frames}{type(error).__qualname__}: {first_line[:_MESSAGE_CHARS]}"
