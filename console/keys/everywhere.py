"""The actions that work everywhere: going from place to place, help, commands, quitting."""

from console.action import Action
from console.policy.access import Role
from console.situations import EVERYWHERE, QUEUE

_Q = frozenset({QUEUE})

ROWS = (
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
