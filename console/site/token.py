"""A form's token: made by us, good for some hours, and the id of what is sent with it."""

import hashlib
import hmac
import re
from collections.abc import Mapping
from datetime import datetime, timedelta

GOOD_FOR = timedelta(hours=6)
"""How long somebody may write."""

_TOKEN = re.compile(r"([0-9a-f]{8,10})\.([0-9a-f]{32})\.([0-9a-f]{64})")


def issue(keys: Mapping[str, bytes], number: str, *, now: datetime) -> str:
    """A token of that random number, 32 hexadecimal digits, by the first of the secrets."""
    said = f"{int(now.timestamp()):x}.{number}"
    return f"{said}.{_made(next(iter(keys.values())), said)}"


def number_of(keys: Mapping[str, bytes], token: str, *, now: datetime) -> str | None:
    """The number of a token that one of the secrets made lately, else None."""
    found = _TOKEN.fullmatch(token)
    if found is None:
        return None
    said = f"{found[1]}.{found[2]}"
    if not any(hmac.compare_digest(_made(each, said), found[3]) for each in keys.values()):
        return None
    age = now.timestamp() - int(found[1], 16)
    return found[2] if -60 <= age <= GOOD_FOR.total_seconds() else None


def _made(secret: bytes, said: str) -> str:
    # What signs forms signs no calls, whatever they say.
    key = hmac.new(secret, b"creditdesk form", hashlib.sha256).digest()
    return hmac.new(key, said.encode(), hashlib.sha256).hexdigest()
