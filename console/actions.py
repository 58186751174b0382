"""The actions of the console: one table that keys, key bar, help and command palette are made from."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from textual.binding import Binding, BindingType

from console.policy.access import Role, includes
from console.services.queue_shapes import TimerView

if TYPE_CHECKING:  # large, and not on the first frame
    from console.services.shapes import TicketView

QUEUE, TICKET = "queue", "ticket"
EVERYWHERE = frozenset({QUEUE, TICKET})

OPENING = "The desk is still opening."
READING = "The request is still being read."


@dataclass(frozen=True, slots=True)
class Situation:
    """What decides whether an action works just now; role None while the desk is opening."""

    screen: str
    role: Role | None = None
    staff_id: int | None = None
    read_only: bool = False
    cursor: int | None = None
    view: "TicketView | None" = None
    timer: TimerView | None = None


def _always(_: Situation) -> str | None:
    """Nothing stands in the way."""
    return None


@dataclass(frozen=True, slots=True)
class Action:
    """One thing to do: `off` gives the sentence for why it does not work just now, None where it does."""

    id: str
    name: str
    keys: str
    label: str
    where: frozenset[str] = EVERYWHERE
    role: Role = Role.SPECIALIST
    writes: bool = False
    needs_desk: bool = True
    off: Callable[[Situation], str | None] = _always
    bound: bool = True
    barred: bool = False

    @property
    def method(self) -> str:
        """The name of the method of a screen that does it: "request.take_over" is `do_request_take_over`."""
        return f"do_{self.id.replace('.', '_')}"


@dataclass(frozen=True, slots=True)
class Hint:
    """An action as the key bar and the help show it."""

    id: str
    key: str
    label: str
    enabled: bool
    reason: str


def _no_cursor(situation: Situation) -> str | None:
    return None if situation.cursor is not None else "There is no request here."


def _unread(situation: Situation) -> str | None:
    return READING if situation.view is None else None


def _not_open(situation: Situation) -> str | None:
    view = situation.view
    if view is None:
        return READING
    return f"#{view.ticket} is closed." if view.closed_at is not None else None


def _not_held(situation: Situation) -> str | None:
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


def _nobody_holds(situation: Situation) -> str | None:
    view = situation.view
    if view is not None and view.closed_at is None and view.holder_id is None:
        return f"#{view.ticket} is nobody's."
    return _not_held(situation)


def _no_open_limit(situation: Situation) -> str | None:
    view = situation.view
    if view is not None and not view.open_limits:
        return f"#{view.ticket} has no limit to answer."
    return _not_held(situation)


def _no_wait(situation: Situation) -> str | None:
    """Anybody may ask to take a request off wait; only who works on it puts it there."""
    view = situation.view
    if view is not None and view.closed_at is None and view.row.waiting_for:
        return None
    return _not_held(situation)


def _no_timer_here(situation: Situation) -> str | None:
    view = situation.view
    if view is not None and view.row.waiting_for == "credits" and view.closed_at is None:
        return f"#{view.ticket} waits for credits: no work on it until they are there (U2)."
    if reason := _not_held(situation):
        return reason
    if view is not None and view.holder_id != situation.staff_id:
        return f"You do not hold #{view.ticket}: only its holder is timed on it (C9)."
    return None


def _not_closed(situation: Situation) -> str | None:
    view = situation.view
    if view is None:
        return READING
    return f"#{view.ticket} is open." if view.closed_at is None else None


_T = frozenset({TICKET})
_Q = frozenset({QUEUE})

_TABLE = (
    Action("timer.toggle", "Start or pause the timer", "space", "timer", _T, writes=True,
           off=_no_timer_here, barred=True),
    Action("request.reply", "Answer the customer", "r", "reply", _T, writes=True, off=_not_held,
           barred=True),
    Action("request.note", "Write an internal note", "n", "note", _T, writes=True, off=_unread,
           barred=True),
    Action("request.close", "Close the request", "c", "close", _T, writes=True, off=_not_held,
           barred=True),
    Action("request.wait", "Put it on wait, or take it off wait", "w", "wait", _T, writes=True,
           off=_no_wait, barred=True),
    Action("request.kind", "Say what kind of request it is", "k", "kind", _T, writes=True,
           off=_not_held, barred=True),
    Action("request.estimate", "Estimate what it needs", "e", "estimate", _T, writes=True,
           off=_not_held, barred=True),
    Action("request.pick", "Take the oldest request that waits", "p", "pick next", writes=True,
           barred=True),
    Action("request.look", "Look at the request", "enter", "look", _Q, off=_no_cursor, bound=False,
           barred=True),
    Action("list.find", "Find in the list", "/", "find", _Q, barred=True),
    Action("list.mine", "Show what I hold, or the whole queue again", "m", "mine", _Q, barred=True),
    Action("list.held", "Show what is on wait, or the whole queue again", "h", "held", _Q,
           barred=True),
    Action("request.customer", "Show the customer", "i", "customer", _T, off=_unread, barred=True),
    Action("request.release", "Release it to the queue, with a reason", "u", "release", _T,
           writes=True, off=_nobody_holds, barred=True),
    Action("time.add", "Type in worked time", "A", "add time", _T, writes=True, off=_not_held,
           barred=True),
    Action("limit.answer", "Go to the limit that has to be answered", "l", "limit", _T, writes=True,
           off=_no_open_limit),
    Action("request.assign", "Hand it to somebody, with a reason", "H", "hand over", _T,
           role=Role.LEAD, writes=True, off=_not_open),
    Action("request.reopen", "Open it again, with a reason", "o", "open again", _T, writes=True,
           off=_not_closed),
    Action("app.back", "Back", "escape", "back", _T, needs_desk=False),
    Action("go.queue", "Go to the queue", "f2", "queue", needs_desk=False),
    Action("go.mine", "Go to what I hold", "f3", "mine"),
    Action("app.theme", "Light or dark", "", "light or dark", needs_desk=False, bound=False),
    Action("app.commands", "Find a command by its name", "ctrl+p", "commands", needs_desk=False),
    Action("app.help", "Show all keys", "?,f1", "keys", needs_desk=False, barred=True),
    Action("app.quit", "Quit", "ctrl+q", "quit", needs_desk=False),
)  # fmt: skip

ACTIONS: Mapping[str, Action] = MappingProxyType({action.id: action for action in _TABLE})

_SHOWN = {"escape": "esc", "ctrl+p": "^p", "ctrl+q": "^q"}


def why_off(action: Action, situation: Situation) -> str | None:
    """The sentence for why the action does not work just now; None where it does."""
    if action.needs_desk and situation.role is None:
        return OPENING
    if action.writes and situation.read_only:
        return "This console only reads: it was opened with --read-only."
    if situation.role is not None and not includes(situation.role, action.role):
        who = "a lead or an admin" if action.role is Role.LEAD else "an admin"
        return f"Only {who} may do that."
    return action.off(situation)


def actions_for(screen: str) -> tuple[Action, ...]:
    """The actions that work on a screen, in the table's order."""
    return tuple(action for action in _TABLE if screen in action.where)


def bindings_for(screen: str) -> list[BindingType]:
    """The keys of a screen, as Textual takes them."""
    return [
        Binding(action.keys, f"run('{action.id}')", action.name, show=False, id=action.id)
        for action in actions_for(screen)
        if action.bound and action.keys
    ]


def hints_for(situation: Situation) -> tuple[Hint, ...]:
    """What the key bar shows in this situation."""
    return tuple(
        hint(action, situation) for action in actions_for(situation.screen) if action.barred
    )


def hint(action: Action, situation: Situation) -> Hint:
    """An action as it stands in this situation."""
    reason = why_off(action, situation)
    label = action.label if action.id != "timer.toggle" else _timer_label(situation)
    return Hint(action.id, shown_key(action), label, reason is None, reason or "")


def shown_key(action: Action) -> str:
    """The action's first key, as people read it."""
    first = action.keys.split(",")[0]
    return _SHOWN.get(first, first.upper() if first[:1] == "f" and first[1:].isdigit() else first)


def _timer_label(situation: Situation) -> str:
    """What the timer's key does: pause where it runs on this request, else start."""
    timer, view = situation.timer, situation.view
    here = timer is not None and view is not None and timer.ticket == view.ticket
    return "pause" if here and timer is not None and timer.running else "start"
