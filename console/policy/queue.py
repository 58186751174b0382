"""The queue's rules: when a specialist may take the next request, and when a claim is lost (C9)."""

from datetime import datetime, timedelta

from console.policy import access
from console.policy.access import Role
from console.policy.intake import Kind
from console.policy.refusal import Refusal


def check_pick(holding: int | None) -> Refusal | None:
    """Refuse the next request while one is held that waits for nobody; `holding` is its number (C9)."""
    if holding is None:
        return None
    return Refusal(
        f"You hold #{holding}: close it, put it on wait, or release it with a reason first.", "C9"
    )


def check_claim_lost(
    last_seen_at: datetime, now: datetime, *, has_plain_timer: bool, limit_seconds: int = 3600
) -> bool:
    """Whether the holder has been away so long that the request goes back; a timer without a console keeps it."""
    if has_plain_timer:
        return False
    return now - last_seen_at >= timedelta(seconds=limit_seconds)


def passed_over(role: Role) -> str | None:
    """The kind of request that picking passes over: who may not decide a dispute is given none (D1)."""
    return None if access.check(role, "decide_dispute") is None else str(Kind.DISPUTE)
