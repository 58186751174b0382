"""How often somebody may call: a bucket of calls for each, filled again as time goes by."""

import ipaddress
from collections import OrderedDict
from dataclasses import dataclass
from math import ceil

BUCKETS_MAX = 10_000
"""How many are remembered: who has not called for the longest is forgotten first, and has a full bucket again."""


@dataclass(slots=True)
class _Bucket:
    left: float
    at: float


class Limit:
    """So many calls in so many seconds for each name; they may come at once."""

    def __init__(self, calls: int, *, seconds: float) -> None:
        self._calls = calls
        self._per_second = calls / seconds
        self._buckets: OrderedDict[str, _Bucket] = OrderedDict()

    def wait_seconds(self, name: str, now: float) -> int:
        """Take one call; 0 where it may be made, else in how many seconds it might be. `now` is in seconds."""
        bucket = self._buckets.pop(name, None) or _Bucket(self._calls, now)
        self._buckets[name] = bucket
        if len(self._buckets) > BUCKETS_MAX:
            self._buckets.popitem(last=False)
        passed = max(0.0, now - bucket.at)
        bucket.left = min(self._calls, bucket.left + passed * self._per_second)
        bucket.at = now
        if bucket.left < 1:
            return max(1, ceil((1 - bucket.left) / self._per_second))
        bucket.left -= 1
        return 0


def network_of(address: str) -> str:
    """Whose address it is: of the newer kind everybody has a whole network of."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return "unknown"
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped is not None:
            return str(found.ipv4_mapped)
        return str(ipaddress.ip_network((found, 64), strict=False))
    return str(found)
