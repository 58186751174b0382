"""The desk itself: its staff, its jobs, what leaves it."""

from collections.abc import Mapping

from console.cli import values
from console.cli.grammar.shapes import ID, JOBS, LOGIN, ROLES, Command, Group, arg

_STAFF: Group = {
    "list": Command("staff:listing", "who works here"),
    "add": Command(
        "staff:add",
        "add a member of staff",
        (
            LOGIN,
            arg("--role", choices=ROLES, required=True),
            arg("--name", type=values.reason, required=True, metavar="NAME"),
        ),
    ),
    "role": Command("staff:role", "change a role", (LOGIN, arg("role", choices=ROLES))),
    "rename": Command(
        "staff:rename",
        "write a name anew",
        (LOGIN, arg("name", type=values.reason, metavar="NAME")),
    ),
    "retire": Command("staff:retire", "retire a member of staff", (LOGIN,)),
}
_OUTBOX: Group = {
    "list": Command("outbox:listing", "mails that wait or failed"),
    "send": Command("outbox:send", "send what is due"),
    "retry": Command("outbox:retry", "try a failed mail again", (ID,)),
    "settle": Command("outbox:settle", "a mail that came back has been seen to", (ID,)),
}

COMMANDS: Mapping[str, Command | Group] = {
    "init": Command(
        "start:init",
        "make the desk and its first admin",
        (
            arg("--admin", required=True, metavar="LOGIN"),
            arg("--name", type=values.reason, metavar="NAME"),
        ),
    ),
    "demo": Command("start:demo", "open the console on a sample desk"),
    "staff": _STAFF,
    "outbox": _OUTBOX,
    "work": Command(
        "work:work",
        "do the jobs: mail in, mail out, limits",
        (arg("--once", action="store_true"), arg("--only", choices=JOBS)),
    ),
    "site": Command(
        "site:serve",
        "serve the website: contact forms and the customers' HelpDesk",
        (arg("--port", type=values.whole, metavar="N", help="another port than the settings'"),),
    ),
}
