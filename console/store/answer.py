"""An answer of a web server as it comes in: its headers, and its body by pieces, never more of it than is allowed."""

import re
import zlib
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

from console.store.wire import BYTES_MAX, BadAnswer
from widgets.safe_text import one_line

PLACE_CHARS_MAX = 100

_JSON = re.compile(r"application/(?:[a-z0-9.]+\+)?json\s*(?:;.*)?", re.IGNORECASE)
_SECONDS = re.compile(r"[0-9]{1,9}")
_YEARS = range(2000, 2100)


class Body:
    """The bytes of an answer, unpacked as they come; a few that unpack to very many are not unpacked to the end."""

    def __init__(self, encoding: str) -> None:
        """`encoding` is what the answer says of itself. Raises BadAnswer."""
        if encoding.strip().lower() not in {"", "identity", "gzip", "x-gzip"}:
            raise BadAnswer("The answer is packed in a way that was not asked for.")
        packed = encoding.strip().lower() in {"gzip", "x-gzip"}
        self._gzip = zlib.decompressobj(wbits=16 + zlib.MAX_WBITS) if packed else None
        self._came = 0
        self._whole = bytearray()

    def add(self, piece: bytes) -> None:
        """Take in what came next. Raises BadAnswer."""
        self._came += len(piece)
        if self._gzip is not None:
            try:
                piece = self._gzip.decompress(piece, BYTES_MAX + 1 - len(self._whole))
            except zlib.error:
                raise BadAnswer("The answer is packed wrongly.") from None
        self._whole += piece
        if max(self._came, len(self._whole)) > BYTES_MAX:
            raise BadAnswer(f"The answer is longer than {BYTES_MAX:,} bytes.")

    def whole(self) -> bytes:
        """All of it. Raises BadAnswer where the end is missing."""
        if self._gzip is not None and self._came and not self._gzip.eof:
            raise BadAnswer("The answer is only a part of one.")
        return bytes(self._whole)


def is_json(content_type: str) -> bool:
    """Whether a body says of itself that it is JSON."""
    return _JSON.fullmatch(content_type.strip()) is not None


def moment(text: str) -> datetime | None:
    """The moment in a header such as Date, None where it is none, or none of this century."""
    try:
        found = parsedate_to_datetime(text)
        found = found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return found if found.year in _YEARS else None


def wait_seconds(retry_after: str, clock: datetime | None) -> float | None:
    """How long to wait by Retry-After, in seconds or until a moment by the server's own clock; None if it says nothing."""
    text = retry_after.strip()
    if _SECONDS.fullmatch(text):
        return float(text)
    until = moment(text)
    return max(0.0, (until - clock).total_seconds()) if until and clock else None


def place(location: str) -> str:
    """The server that a redirect leads to, cleaned; nothing where it stays on its own."""
    try:
        parts = urlsplit(location)
        found = f"{parts.scheme}://{parts.hostname or ''}" if parts.netloc else ""
    except ValueError:
        return ""
    return one_line(found[: 8 * PLACE_CHARS_MAX], max_chars=PLACE_CHARS_MAX)
