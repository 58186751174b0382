"""The actions of the console: one table that keys, key bar, help and command palette are made from."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from textual.binding import Binding, BindingType

from console.policy.access import Role, includes
from console.situations import (
    BOARD,
    BUGS,
    COMPONENTS,
    CONNECTIONS,
    CUSTOMER,
    CUSTOMERS,
    DECISIONS,
    EVERYWHERE,
    HUB,
    OFFICE,
    OPENING,
    OUTBOX,
    POLICY,
    QUEUE,
    RECORD,
    REPORTS,
    RETENTION,
    SETTINGS,
    SHOP,
    STAFF,
    TEXTS,
    TICKET,
    Situation,
    always,
    no_account,
    no_board_holder,
    no_board_line,
    no_board_request,
    no_bug,
    no_buyer,
    no_component,
    no_connection,
    no_connection_setting,
    no_cursor,
    no_domain_wanted,
    no_event,
    no_mail,
    no_member,
    no_open_limit,
    no_order,
    no_order_proposal,
    no_outgoing,
    no_place,
    no_product,
    no_setting,
    no_shop_line,
    no_text,
    no_timer_here,
    no_timer_to_answer,
    no_version,
    no_wait,
    nobody_holds,
    nobody_to_follow,
    not_a_dispute,
    not_a_report,
    not_a_shop,
    not_closed,
    not_early,
    not_held,
    not_on,
    not_open,
    not_own,
    not_proposed,
    not_set,
    not_there,
    solved_bug,
    unread,
    unsolved_bug,
)


class Action(NamedTuple):
    """One thing to do: `off` gives the sentence for why it does not work just now, None where it does."""

    id: str
    name: str
    keys: str
    label: str
    where: frozenset[str] = EVERYWHERE
    role: Role = Role.SPECIALIST
    writes: bool = False
    needs_desk: bool = True
    off: Callable[[Situation], str | None] = always
    bound: bool = True
    barred: bool = False

    @property
    def method(self) -> str:
        """The name of the method of a screen that does it: "request.take_over" is `do_request_take_over`."""
        return f"do_{self.id.replace('.', '_')}"


class Hint(NamedTuple):
    """An action as the key bar and the help show it."""

    id: str
    key: str
    label: str
    enabled: bool
    reason: str


_T = frozenset({TICKET})
_G = frozenset({BUGS})
_Q = frozenset({QUEUE})
_C = frozenset({CUSTOMERS})
_A = frozenset({CUSTOMER})
_R = frozenset({RECORD})
_Z = frozenset({COMPONENTS})
_LISTS = frozenset({QUEUE, CUSTOMERS, RECORD, COMPONENTS})
_D = frozenset({DECISIONS})
_O = frozenset({OUTBOX})
_P = frozenset({POLICY})
_X = frozenset({TEXTS})
_S = frozenset({SHOP})
_H = frozenset({HUB})
_N = frozenset({SETTINGS, RETENTION})
_F = frozenset({OFFICE})
_M = frozenset({STAFF})
_B = frozenset({BOARD})
_W = frozenset({REPORTS})
_K = frozenset({CONNECTIONS})
_WORK = frozenset({QUEUE, TICKET})

_TABLE = (
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
    Action("bug.look", "Show the known bug, and its requests", "enter", "show", _G, off=no_bug,
           bound=False, barred=True),
    Action("bug.new", "Put a known bug down", "n", "new bug", _G, writes=True, barred=True),
    Action("bug.change", "Change what is said of the known bug", "e", "change", _G, writes=True,
           off=solved_bug, barred=True),
    Action("bug.solve", "Tell its customers that it is solved, and close their requests free", "v",
           "solved", _G, role=Role.LEAD, writes=True, off=no_bug, barred=True),
    Action("bug.again", "Say that it is not solved after all", "x", "known again", _G, writes=True,
           off=unsolved_bug, barred=True),
    Action("request.domain", "Say which site it is about", "d", "site", _T, writes=True,
           off=not_held, barred=True),
    Action("request.component", "Say which component it is about", "C", "component", _T, writes=True,
           off=not_held, barred=True),
    Action("request.agreement", "Put on record up to what the customer agreed", "y", "agreed", _T,
           writes=True, off=not_held, barred=True),
    Action("request.cover", "Say which support package covers it", "P", "package", _T,
           role=Role.LEAD, writes=True, off=not_open, barred=True),
    Action("customers.owing", "Show who owes, or everybody again", "o", "who owes", _C, barred=True),
    Action("customers.write", "Write to many customers", "w", "write", _C, role=Role.ADMIN,
           writes=True, barred=True),
    Action("customers.look", "Open the customer", "enter", "open", _C, bound=False, barred=True),
    Action("account.explain", "Explain the entry under the cursor", "x", "explain", _A,
           off=not_on("entries", 1), barred=True),
    Action("account.reverse", "Reverse the entry under the cursor", "v", "reverse", _A,
           role=Role.ADMIN, writes=True, off=not_on("entries", 1), barred=True),
    Action("account.dispute", "Put on record that the entry under the cursor is disputed", "D",
           "dispute", _A, writes=True, off=not_on("entries", 1), barred=True),
    Action("account.refund", "Refund the package under the cursor, before any work", "t", "refund", _A,
           role=Role.ADMIN, writes=True, off=not_on("packages", 2), barred=True),
    Action("account.end_agreement", "End the agreement under the cursor", "Y", "end it", _A,
           writes=True, off=not_on("agreed", 3), barred=True),
    Action("account.move", "Move the address under the cursor to somebody else", "M", "move", _A,
           role=Role.ADMIN, writes=True, off=not_on("addresses", 5), barred=True),
    Action("account.unmerge", "Take back the merge under the cursor", "u", "take back", _A,
           role=Role.ADMIN, writes=True, off=not_on("merges", 6), barred=True),
    Action("account.statement", "Send the statement to the customer", "s", "statement", _A,
           writes=True, off=no_account, barred=True),
    Action("account.buy", "Post packages of credits that were bought", "b", "buy", _A,
           role=Role.ADMIN, writes=True, off=no_account, barred=True),
    Action("account.grant", "Post free credits of add-ons", "f", "grant", _A,
           role=Role.ADMIN, writes=True, off=no_account, barred=True),
    Action("account.correct", "Correct the balance, with a reason", "c", "correct", _A,
           role=Role.ADMIN, writes=True, off=no_account, barred=True),
    Action("account.package", "Post a support package", "P", "package", _A, role=Role.ADMIN,
           writes=True, off=no_account, barred=True),
    Action("account.agreement", "Put a standing agreement on record", "y", "agreed", _A,
           role=Role.LEAD, writes=True, off=no_account, barred=True),
    Action("account.merge", "Merge this customer into another", "m", "merge", _A, role=Role.ADMIN,
           writes=True, off=no_account, barred=True),
    Action("account.address", "Add an address", "a", "address", _A, role=Role.ADMIN,
           writes=True, off=no_account, barred=True),
    Action("account.promotions", "Write no promotions to the customer, or write them again", "p",
           "promotions", _A, role=Role.ADMIN, writes=True, off=no_account, barred=True),
    Action("account.rename", "Change name and language", "n", "name", _A, role=Role.ADMIN,
           writes=True, off=no_account, barred=True),
    Action("decision.look", "Open the request", "enter", "open", _D, bound=False, barred=True),
    Action("dispute.packet", "Show all the evidence of the dispute", "v", "evidence", _D,
           off=not_a_dispute, barred=True),
    Action("dispute.link", "Say which request or entry the dispute is about", "l", "about", _D,
           writes=True, off=not_on("disputes", 1), barred=True),
    Action("dispute.uphold", "Uphold the dispute, and propose to give credits back", "u", "uphold",
           _D, role=Role.LEAD, writes=True, off=not_on("disputes", 1),
           barred=True),
    Action("dispute.reject", "Reject the dispute", "r", "reject", _D, role=Role.LEAD, writes=True,
           off=not_on("disputes", 1), barred=True),
    Action("proposal.approve", "Give the credits back", "a", "give back", _D, role=Role.LEAD,
           writes=True, off=not_on("to give back", 2), barred=True),
    Action("proposal.reject", "Leave the charge as it is", "n", "leave it", _D, role=Role.LEAD,
           writes=True, off=not_on("to give back", 2), barred=True),
    Action("mail.look", "Show the mail, and why it has not left", "enter", "show", _O, off=no_mail,
           bound=False, barred=True),
    Action("mail.retry", "Send the mail again at once", "r", "send again", _O, writes=True,
           off=no_outgoing, barred=True),
    Action("mail.retry_all", "Send all mails that failed again", "R", "all again", _O, writes=True,
           barred=True),
    Action("mail.settle", "Say that the mail that came back is seen to", "s", "seen to", _O,
           writes=True, off=not_on("came back", 3), barred=True),
    Action("aside.admit", "Make a request of what was set aside, or put it on one", "a", "admit", _O,
           writes=True, off=not_on("set aside", 4), barred=True),
    Action("aside.dismiss", "Take what was set aside off the list; it is kept", "x", "dismiss", _O,
           writes=True, off=not_on("set aside", 4), barred=True),
    Action("mail.open", "Open the request or the customer of the mail", "o", "its request", _O,
           off=no_outgoing, barred=True),
    Action("policy.look", "Show the version: its figures and its text", "enter", "show", _P,
           off=no_version, bound=False, barred=True),
    Action("policy.try", "Tell what past charges would have come to under the version", "t",
           "try it out", _P, off=no_version, barred=True),
    Action("policy.propose", "Propose another version", "n", "propose", _P, role=Role.ADMIN,
           writes=True, barred=True),
    Action("policy.adopt", "Let the proposed version hold, from a day on", "a", "let it hold", _P,
           role=Role.ADMIN, writes=True, off=not_proposed, barred=True),
    Action("text.look", "Show the text, with examples for its facts", "enter", "show", _X, off=no_text,
           bound=False, barred=True),
    Action("text.write", "Write the text under the cursor", "e", "write", _X, role=Role.ADMIN,
           writes=True, off=no_text, barred=True),
    Action("text.new", "Write a new piece for answers", "n", "new piece", _X, role=Role.ADMIN,
           writes=True, barred=True),
    Action("text.reset", "Let the built-in text hold again", "x", "built-in again", _X,
           role=Role.ADMIN, writes=True, off=not_own, barred=True),
    Action("shop.look", "Show the line: an order with what it gave, a product with its orders", "enter",
           "show", _S, off=no_shop_line, bound=False, barred=True),
    Action("product.map", "Say what the product under the cursor means", "m", "map", _S,
           role=Role.ADMIN, writes=True, off=no_product, barred=True),
    Action("order.accept", "Take back what the order gave too much", "a", "accept", _S,
           role=Role.ADMIN, writes=True, off=no_order_proposal, barred=True),
    Action("order.turn_down", "Leave the buyer what the order gave", "x", "turn down", _S,
           role=Role.ADMIN, writes=True, off=no_order_proposal, barred=True),
    Action("order.domain", "Say which domain the Premium under the cursor is for", "d", "domain", _S,
           role=Role.ADMIN, writes=True, off=no_domain_wanted, barred=True),
    Action("order.look_up", "Look the order up again in its shop; on a shop, ask which", "l",
           "look up", _S, role=Role.ADMIN, writes=True, off=no_order, barred=True),
    Action("order.admit", "Let an order count that was placed before the desk began with its shop",
           "e", "admit", _S, role=Role.ADMIN, writes=True, off=not_early, barred=True),
    Action("shop.try", "Tell what reading the shop now would post; nothing is changed", "t", "try", _S,
           off=not_a_shop, barred=True),
    Action("order.customer", "Open the buyer of the order", "o", "buyer", _S, off=no_buyer,
           barred=True),
    Action("component.look", "Show the component: what it proposes, and what it was", "enter", "show", _Z,
           off=no_component, bound=False, barred=True),
    Action("component.add", "Put a component into the catalogue", "n", "new", _Z, role=Role.ADMIN,
           writes=True, barred=True),
    Action("component.change", "Change what the component under the cursor is", "e", "change", _Z,
           role=Role.ADMIN, writes=True, off=no_component, barred=True),
    Action("component.retire", "Retire the component under the cursor, or offer it again", "x", "retire",
           _Z, role=Role.ADMIN, writes=True, off=no_component, barred=True),
    Action("component.import", "Take a CSV file of components in, once it is seen what that changes", "i",
           "from file", _Z, role=Role.ADMIN, writes=True, barred=True),
    Action("component.export", "Put all components into a CSV file", "w", "to file", _Z, barred=True),
    Action("event.look", "Show the event whole", "enter", "show", _R, off=no_event, bound=False,
           barred=True),
    Action("event.open", "Open the request or the customer of the event", "o", "its request", _R,
           off=no_event, barred=True),
    Action("report.period", "Choose the days of the report", "p", "days", _W, barred=True),
    Action("report.by", "Choose what its rows are grouped by", "y", "grouped by", _W,
           off=not_a_report, barred=True),
    Action("report.save", "Save it to a file", "s", "save", _W, barred=True),
    Action("chart.backlog", "Draw the backlog, with arrivals and closings", "b", "backlog", _W,
           role=Role.LEAD),
    Action("chart.ages", "Draw how old is what is open", "a", "ages", _W, role=Role.LEAD),
    Action("chart.charges", "Draw credits charged and free, by week and ground", "c", "charges", _W,
           role=Role.LEAD),
    Action("chart.time", "Draw worked time, by person and outcome", "t", "time", _W),
    Action("chart.flow", "Draw credits sold, given and spent", "f", "flow", _W, role=Role.LEAD),
    Action("desk.look", "Go to the place under the cursor", "enter", "go there", _H, off=no_place,
           bound=False, barred=True),
    Action("setting.change", "Set it for everybody at the desk", "enter", "change", _N,
           role=Role.ADMIN, writes=True, off=no_setting, bound=False, barred=True),
    Action("setting.reset", "Go by the file again", "x", "give back", _N, role=Role.ADMIN,
           writes=True, off=not_set, barred=True),
    Action("office.close", "Keep a day closed", "c", "close a day", _F, role=Role.ADMIN, writes=True,
           barred=True),
    Action("office.open", "Work on a day that would be closed", "w", "work on a day", _F,
           role=Role.ADMIN, writes=True, barred=True),
    Action("office.hours", "Work on a day in hours of its own", "h", "other hours", _F,
           role=Role.ADMIN, writes=True, barred=True),
    Action("office.take_back", "Keep the day under the cursor as usual again", "x", "take back", _F,
           role=Role.ADMIN, writes=True, off=not_on("days", 1), barred=True),
    Action("member.look", "Show what the person has in hand", "enter", "show", _M, off=no_member,
           bound=False, barred=True),
    Action("member.add", "Add somebody to the staff", "a", "add", _M, role=Role.ADMIN, writes=True,
           barred=True),
    Action("member.role", "Change what the person is: specialist, lead or admin", "r", "role", _M,
           role=Role.ADMIN, writes=True, off=not_there, barred=True),
    Action("member.rename", "Write the person's name anew", "n", "name", _M, role=Role.ADMIN,
           writes=True, off=no_member, barred=True),
    Action("member.retire", "End the person's access; all that they did stays", "x", "retire", _M,
           role=Role.ADMIN, writes=True, off=not_there, barred=True),
    Action("board.look", "Go to what the line is about", "enter", "go to it", _B, off=no_board_line,
           bound=False, barred=True),
    Action("board.assign", "Hand the request of the line to somebody, with a reason", "H",
           "hand over", _B, role=Role.LEAD, writes=True, off=no_board_request, barred=True),
    Action("board.release", "Release the request of the line to the queue, with a reason", "u",
           "release", _B, role=Role.LEAD, writes=True, off=no_board_holder, barred=True),
    Action("connection.look", "Change the setting under the cursor, or try the connection", "enter",
           "change", _K, off=no_connection, bound=False, barred=True),
    Action("connection.change", "Change the setting under the cursor", "e", "change", _K,
           role=Role.ADMIN, writes=True, off=no_connection_setting),
    Action("connection.try", "Try the connection; nothing is sent or changed", "t", "try it", _K,
           off=no_connection, barred=True),
    Action("connection.secret", "Put in the password or the key of the connection", "p", "password",
           _K, role=Role.ADMIN, writes=True, off=no_connection, barred=True),
    Action("connection.add_shop", "Connect another shop", "a", "add shop", _K, role=Role.ADMIN,
           writes=True, off=no_connection, barred=True),
    Action("app.back", "Back", "escape", "back", EVERYWHERE - _Q, needs_desk=False),
    Action("go.queue", "Go to the queue", "f2", "queue", needs_desk=False),
    Action("go.mine", "Go to what I hold", "f3", "mine"),
    Action("go.customers", "Go to the customers", "f4", "customers"),
    Action("go.board", "Go to the board: who works on what, what waits, what was left loose", "f5",
           "board", role=Role.LEAD),
    Action("go.decisions", "Go to disputes and credits to give back", "f6", "decide"),
    Action("go.outbox", "Go to the mail: set aside, failed, waiting, came back", "f7", "mail"),
    Action("go.reports", "Go to reports and charts", "f8", "reports"),
    Action("go.desk", "Go to the desk's settings: texts, policy, staff and the rest", "f9", "desk"),
    Action("go.texts", "Go to what customers are written", "", "texts", bound=False),
    Action("go.policy", "Go to the versions of the policy", "", "policy", bound=False),
    Action("go.bugs", "Go to the known bugs, and the requests that they collect", "", "known bugs",
           bound=False),
    Action("go.office", "Go to the office's hours, days off and holidays", "", "office", bound=False),
    Action("go.settings", "Go to what is set for everybody at the desk", "", "settings", bound=False),
    Action("go.staff", "Go to the staff and their roles", "", "staff", bound=False),
    Action("go.connections", "Go to the connections: mail server, mailbox, website, shops", "",
           "connections", bound=False),
    Action("go.retention", "Go to what is let go of after a time", "", "retention", bound=False),
    Action("go.shop", "Go to the shop: its orders, what waits, what they would give back", "f10",
           "shop"),
    Action("go.record", "Go to the record: who did what, with before and after", "f11", "record"),
    Action("go.components", "Go to the components: add-ons, themes, platforms", "", "components",
           bound=False),
    Action("app.theme", "Light or dark", "", "light or dark", needs_desk=False, bound=False),
    Action("app.commands", "Find a command by its name", "ctrl+p", "commands", needs_desk=False),
    Action("app.help", "Show all keys", "?,f1", "keys", needs_desk=False, barred=True),
    Action("app.quit", "Quit", "ctrl+q", "quit", needs_desk=False),
)  # fmt: skip

ACTIONS: Mapping[str, Action] = MappingProxyType({action.id: action for action in _TABLE})

_SHOWN = {"escape": "esc", "question_mark": "?", "slash": "/"}


def why_off(action: Action, situation: Situation) -> str | None:
    """The sentence for why the action does not work just now; None where it does."""
    if action.needs_desk and situation.role is None:
        return OPENING
    if action.writes and situation.read_only:
        return "This console only reads: it was opened with --read-only."
    if action.writes and situation.following:
        return f"You look over {situation.following}'s shoulder: esc ends that, then this works."
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
    key = shown_key(action, situation.keymap)
    return Hint(action.id, key, label, reason is None, reason or "")


def shown_key(action: Action, keymap: Mapping[str, str]) -> str:
    """The action's first key, as people read it."""
    return readable(keymap.get(action.id, action.keys).split(",")[0].strip())


def readable(key: str) -> str:
    """A key as people read it, not by Textual's name: "esc", "^p", "F2"."""
    if key[:1] == "f" and key[1:].isdigit():
        return key.upper()
    return _SHOWN.get(key, f"^{key[5:]}" if key.startswith("ctrl+") else key)


def _timer_label(situation: Situation) -> str:
    """What the timer's key does: pause where it runs on this request, else start."""
    timer, view = situation.timer, situation.view
    here = timer is not None and view is not None and timer.ticket == view.ticket
    return "pause" if here and timer is not None and timer.running else "start"
