"""The actions of requests: on the queue, on a request, and on lists that are found in."""

from console.action import Action
from console.policy.access import Role
from console.request_obstacles import (
    no_cursor,
    no_naming,
    no_open_limit,
    no_timer_here,
    no_timer_to_answer,
    no_wait,
    nobody_holds,
    nobody_to_follow,
    not_closed,
    not_held,
    not_open,
    unread,
)
from console.situations import COMPONENTS, CUSTOMERS, QUEUE, RECORD, TICKET

_T = frozenset({TICKET})
_Q = frozenset({QUEUE})
_LISTS = frozenset({QUEUE, CUSTOMERS, RECORD, COMPONENTS})
_WORK = frozenset({QUEUE, TICKET})

ROWS = (
    Action("timer.toggle", "Start or pause the timer", "space", "timer", _T, writes=True,
           off=no_timer_here, barred=True),
    Action("request.reply", "Answer the customer", "r", "reply", _T, writes=True, off=not_held,
           barred=True),
    Action("request.note", "Write an internal note", "n", "note", _T, writes=True, off=unread,
           barred=True),
    Action("request.close", "Close the request", "c", "close", _T, writes=True, off=not_held,
           barred=True),
    Action("request.wait", "Put it on wait, or take it off wait", "w", "wait", _T, writes=True,
           off=no_wait, barred=True),
    Action("request.kind", "Say what kind of request it is", "k", "kind", _T, writes=True,
           off=not_held, barred=True),
    Action("request.estimate", "Estimate what it needs", "e", "estimate", _T, writes=True,
           off=not_held, barred=True),
    Action("request.pick", "Take the oldest request that waits", "p", "pick next", _WORK,
           writes=True, barred=True),
    Action("request.look", "Look at the request", "enter", "look", _Q, off=no_cursor, bound=False,
           barred=True),
    Action("list.find", "Find in the list", "/", "find", _LISTS, barred=True),
    Action("list.mine", "Show what I hold, or the whole queue again", "m", "mine", _Q, barred=True),
    Action("list.held", "Show what is on wait, or the whole queue again", "h", "held", _Q,
           barred=True),
    Action("request.customer", "Show the customer", "i", "customer", _T, off=unread, barred=True),
    Action("request.release", "Release it to the queue, with a reason", "u", "release", _T,
           writes=True, off=nobody_holds, barred=True),
    Action("time.add", "Type in worked time", "A", "add time", _T, writes=True, off=not_held,
           barred=True),
    Action("limit.answer", "Go to the limit that has to be answered", "l", "limit", _T, writes=True,
           off=no_open_limit, barred=True),
    Action("request.assign", "Hand it to somebody, with a reason", "H", "hand over", _T,
           role=Role.LEAD, writes=True, off=not_open, barred=True),
    Action("request.follow", "Look over the holder's shoulder: show what they are on", "v", "follow",
           _T, role=Role.LEAD, off=nobody_to_follow, barred=True),
    Action("timer.answer", "Answer for somebody's interrupted timer", "T", "their timer", _T,
           role=Role.LEAD, writes=True, off=no_timer_to_answer, barred=True),
    Action("request.reopen", "Open it again, with a reason", "o", "open again", _T, writes=True,
           off=not_closed, barred=True),
    Action("request.files", "Show the files that came with it", "f", "files", _T, off=unread,
           barred=True),
    Action("request.similar", "Show earlier requests like it: what they were, and what they took", "s",
           "similar", _T, off=unread, barred=True),
    Action("request.bug", "Say which known bug it is of", "b", "known bug", _T, writes=True, off=unread,
           barred=True),
    Action("request.domain", "Say which site it is about", "d", "site", _T, writes=True,
           off=not_held, barred=True),
    Action("request.component", "Say which component it is about", "C", "component", _T, writes=True,
           off=no_naming, barred=True),
    Action("request.agreement", "Put on record up to what the customer agreed", "y", "agreed", _T,
           writes=True, off=not_held, barred=True),
    Action("request.cover", "Say which support package covers it", "P", "package", _T,
           role=Role.LEAD, writes=True, off=not_open, barred=True),
)  # fmt: skip
