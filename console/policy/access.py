"""Who may do what: roles, each with what the one before it may, and what is asked of a holder."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from console.policy.refusal import Refusal


class Role(StrEnum):
    """What a person is at the desk."""

    SPECIALIST = "specialist"
    LEAD = "lead"
    ADMIN = "admin"


_RANKS = {Role.SPECIALIST: 0, Role.LEAD: 1, Role.ADMIN: 2}
_WHO = {Role.LEAD: "a lead or an admin", Role.ADMIN: "an admin"}

_PHRASES: Mapping[Role, Mapping[str, str]] = {
    Role.SPECIALIST: {
        "pick": "take a request",
        "release": "release a request",
        "reply": "answer a customer",
        "note": "write a note",
        "timer": "use the timer",
        "add_time": "type in worked time",
        "kind": "set what a request is about",
        "estimate": "set an estimate",
        "wait": "put a request on wait",
        "answer_limit": "answer a limit",
        "suspect": "mark a suspected fault of ours",
        "close": "close a request",
        "reopen": "reopen a request",
        "outbox": "send the outbox again",
        "intake": "take in a request",
        "quarantine": "admit or dismiss what was set aside",
        "domain": "say which site a request is about",
        "consent": "put on record what a customer agreed to for a request",
        "send_statement": "send a statement to its customer",
        "dispute": "file and link a dispute",
        "own_time": "see their own time",
        "bug": "keep known bugs and say which requests are of one",
        "component": "say which component a request is about",
    },
    Role.LEAD: {
        "assign": "assign a request",
        "release_other": "release another's request",
        "resolve_other_timer": "answer for another's timer",
        "approve_proposal": "decide on giving credits back",
        "override_notice": "charge past what was announced",
        "free_hold": "release a request that waits for an owing customer",
        "not_a_request_with_work": "close a request with work on it as not a request",
        "choose_cover": "say which support package covers a request",
        "standing_consent": "put a standing agreement on record",
        "decide_dispute": "decide a dispute",
        "report": "see everybody's figures",
        "follow": "look over somebody's shoulder",
        "solve_bug": "tell that a known bug is solved",
        "component_after": "say which component a closed request was about",
        "board": "see the board",
    },
    Role.ADMIN: {
        "purchase": "post a purchase",
        "grant": "post free credits",
        "correct": "post a correction",
        "reverse": "reverse an entry",
        "entitlement": "change a support package",
        "merge": "merge customers",
        "move_address": "move an address to another customer",
        "opt_out": "change what a customer is written",
        "policy": "change the policy",
        "mailing": "write to many customers",
        "shop": "decide on what shops' orders give",
        "texts": "change what customers are written",
        "catalogue": "change the catalogue of components",
        "staff": "change the staff",
        "settings": "change settings",
        "backup": "take a backup",
        "export": "export the record",
        "move": "move the desk",
    },
}

ACTIONS: Mapping[str, Role] = MappingProxyType(
    {action: role for role, phrases in _PHRASES.items() for action in phrases}
)


def includes(role: Role, needed: Role) -> bool:
    """Whether the role may do what the needed one may."""
    return _RANKS[role] >= _RANKS[needed]


def check(role: Role, action: str) -> Refusal | None:
    """Refuse an action that the role may not do; raises KeyError for an action that is not in the table."""
    needed = ACTIONS[action]
    if includes(role, needed):
        return None
    return Refusal(f"Only {_WHO[needed]} may {_PHRASES[needed][action]}.")


def check_holder(actor_id: int, holder_id: int | None, *, role: Role) -> Refusal | None:
    """Refuse a specialist's work on a request that they do not hold (C9)."""
    if actor_id == holder_id or includes(role, Role.LEAD):
        return None
    if holder_id is None:
        return Refusal("Nobody holds this request: it has to be taken first, in its turn.", "C9")
    return Refusal("Somebody else holds this request.", "C9")


def check_proposal(role: Role, decider_id: int, *, poster_id: int | None) -> Refusal | None:
    """Refuse a decision on giving credits back to all but an admin, or a lead who did not post the charge."""
    if refused := check(role, "approve_proposal"):
        return refused
    if role == Role.LEAD and decider_id == poster_id:
        return Refusal("You posted this charge: another lead or an admin decides on it.")
    return None


def may_read_event(role: Role, actor_id: int, *, by: int | None, ticket: int | None) -> bool:
    """Whether somebody may read an event: a specialist their own and those of requests, others all."""
    return includes(role, Role.LEAD) or ticket is not None or by == actor_id
