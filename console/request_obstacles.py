"""Obstacles: the sentences for why a key of a request does not work just now."""

from console.policy.access import Role, check, includes
from console.situations import READING, Situation


def no_cursor(situation: Situation) -> str | None:
    """There has to be a request under the cursor."""
    return None if situation.cursor is not None else "There is no request here."


def unread(situation: Situation) -> str | None:
    """The request has to be read."""
    return READING if situation.view is None else None


def not_open(situation: Situation) -> str | None:
    """The request has to be open."""
    view = situation.view
    if view is None:
        return READING
    return f"#{view.ticket} is closed." if view.closed_at is not None else None


def not_held(situation: Situation) -> str | None:
    """Why somebody may not work on the request: it is closed, nobody's, or another's."""
    view = situation.view
    if view is None or situation.role is None:
        return READING
    if view.closed_at is not None:
        return f"#{view.ticket} is closed."
    if view.holder_id == situation.staff_id or includes(situation.role, Role.LEAD):
        return None
    if view.holder_id is None:
        return f"#{view.ticket} is nobody's yet: the oldest request is taken first (C9)."
    return f"#{view.ticket} is held by {view.row.holder_name or view.row.holder}."


def nobody_holds(situation: Situation) -> str | None:
    """Somebody has to hold the request."""
    view = situation.view
    if view is not None and view.closed_at is None and view.holder_id is None:
        return f"#{view.ticket} is nobody's."
    return not_held(situation)


def no_open_limit(situation: Situation) -> str | None:
    """A limit has to be open."""
    view = situation.view
    if view is not None and not view.open_limits:
        return f"#{view.ticket} has no limit to answer."
    return not_held(situation)


def nobody_to_follow(situation: Situation) -> str | None:
    """Somebody else has to hold the request."""
    view = situation.view
    if view is None or situation.role is None:
        return READING
    if situation.following:
        return f"You look over {situation.following}'s shoulder already."
    if view.holder_id is None:
        return f"#{view.ticket} is nobody's."
    return "You hold it yourself." if view.holder_id == situation.staff_id else None


def no_timer_to_answer(situation: Situation) -> str | None:
    """Somebody's timer on the request has to be interrupted."""
    view = situation.view
    if view is None:
        return READING
    if not any(each.interrupted for each in view.work):
        return f"No timer on #{view.ticket} is interrupted."
    return None


def no_wait(situation: Situation) -> str | None:
    """Anybody may ask to take a request off wait; only who works on it puts it there."""
    view = situation.view
    if view is not None and view.closed_at is None and view.row.waiting_for:
        return None
    return not_held(situation)


def no_timer_here(situation: Situation) -> str | None:
    """Only a request in hand is timed."""
    view = situation.view
    if view is not None and view.row.waiting_for == "credits" and view.closed_at is None:
        return f"#{view.ticket} waits for credits: no work on it until they are there (U2)."
    if reason := not_held(situation):
        return reason
    if view is not None and view.holder_id != situation.staff_id:
        return f"You do not hold #{view.ticket}: only its holder is timed on it (C9)."
    return None


def no_naming(situation: Situation) -> str | None:
    """Who works on the request says which component it is about; of a closed one a lead does."""
    view, role = situation.view, situation.role
    if view is None or role is None or view.closed_at is None:
        return not_held(situation)
    refused = check(role, "component_after")
    return refused.reason if refused else None


def not_closed(situation: Situation) -> str | None:
    """The request has to be closed."""
    view = situation.view
    if view is None:
        return READING
    return f"#{view.ticket} is open." if view.closed_at is None else None
