"""The commands as a table: their words, what each takes, and the function that does it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from console.cli import values


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument of a command, in argparse's terms."""

    name: str
    settings: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Command:
    """What a command does: `run` names a module of `commands` and a function in it."""

    run: str
    says: str
    arguments: tuple[Argument, ...] = ()
    one_of: tuple[Argument, ...] = ()


Group = Mapping[str, Command]
"""Commands that share a first word; the one named "" is meant where no second word fits."""


def _arg(name: str, **settings: Any) -> Argument:
    return Argument(name, settings)


_TICKET = _arg("ticket", type=values.number, metavar="TICKET", help="the request's number")
_REASON = _arg(
    "--reason", type=values.reason, required=True, metavar="TEXT", help="why, for the record"
)
_INPUT = _arg("file", nargs="?", default="-", metavar="FILE", help="a file, else standard input")
_FILE = _arg("--file", default="-", metavar="F", help="the text's file, else standard input")
_ADDRESS = _arg("address", metavar="ADDRESS", help="an e-mail address of the customer")
_CREDITS = _arg("credits", type=values.whole, metavar="N", help="credits")
_REFERENCE = _arg("--reference", metavar="R", help="a name under which it is posted only once")
_LOGIN = _arg("login", metavar="LOGIN")
_ROLES = ("specialist", "lead", "admin")
_JOBS = ("mail", "outbox", "store", "limits")
_ANSWERS = ("go-on", "wait", "close", "no-notice")
_LIMITS = ("over-40-credits", "sixty-minutes", "package-90-minutes", "package-120-minutes")
_COVERS = ("premium", "incident", "examination")
_POSTING = (_ADDRESS, _CREDITS, _REASON, _REFERENCE)

_INTAKE: Group = {
    "email": Command(
        "intake:email",
        "take in one raw mail",
        (_INPUT, _arg("--spool", action="store_true", help="keep it; `work` takes it in")),
    ),
    "form": Command("intake:form", "take in a contact form as JSON", (_INPUT,)),
}
_TIMER: Group = {
    "start": Command("timer:start", "start the timer on a request", (_TICKET,)),
    "stop": Command("timer:stop", "stop the timer"),
    "status": Command("timer:status", "say whether the timer runs"),
    "resolve": Command(
        "timer:resolve",
        "say what an interrupted timer counts for",
        (
            _arg("how", choices=("keep", "cut", "discard")),
            _arg("--of", type=values.reason, metavar="LOGIN", help="whose timer (leads)"),
        ),
    ),
    "add": Command(
        "timer:add",
        "type in work done away from the timer",
        (
            _TICKET,
            _arg("--minutes", type=values.counted, required=True, metavar="M"),
            _REASON,
            _arg("--day", type=values.day, metavar="D", help="the office's day, else today"),
        ),
    ),
}
_LIMITS_GROUP: Group = {
    "": Command("limits:listing", "limits crossed, and their answers", (_TICKET,)),
    "answer": Command(
        "limits:answer",
        "answer a limit; `go-on` and `wait` tell the customer",
        (
            _TICKET,
            _arg("limit", choices=_LIMITS, metavar="LIMIT"),
            _arg("answer", choices=_ANSWERS, metavar="ANSWER"),
            _arg("--amount", type=values.cost, metavar="N", help="credits to name to the customer"),
            _arg("--reason", type=values.reason, metavar="TEXT"),
        ),
    ),
}
_CREDITS_GROUP: Group = {
    "purchase": Command(
        "credits:purchase",
        "post packages that were bought",
        (*_POSTING, _arg("--quantity", type=values.counted, default=1, metavar="Q")),
    ),
    "grant": Command("credits:grant", "post free credits", _POSTING),
    "correct": Command("credits:correct", "post a correction, signed", _POSTING),
    "reverse": Command(
        "credits:reverse",
        "post the opposite of an entry",
        (_arg("entry", type=values.number, metavar="ENTRY"), _REASON),
    ),
    "balance": Command("credits:balance", "a customer's balance", (_ADDRESS,)),
}
_ID = _arg("number", type=values.number, metavar="ID")
_PROPOSALS: Group = {
    "list": Command("proposals:listing", "what would give credits back"),
    "approve": Command("proposals:approve", "give the credits back", (_ID,)),
    "reject": Command("proposals:reject", "leave the charge as it is", (_ID,)),
}
_STAFF: Group = {
    "list": Command("staff:listing", "who works here"),
    "add": Command(
        "staff:add",
        "add a member of staff",
        (
            _LOGIN,
            _arg("--role", choices=_ROLES, required=True),
            _arg("--name", type=values.reason, required=True, metavar="NAME"),
        ),
    ),
    "role": Command("staff:role", "change a role", (_LOGIN, _arg("role", choices=_ROLES))),
    "retire": Command("staff:retire", "retire a member of staff", (_LOGIN,)),
}
_OUTBOX: Group = {
    "list": Command("outbox:listing", "mails that wait or failed"),
    "send": Command("outbox:send", "send what is due"),
    "retry": Command("outbox:retry", "try a failed mail again", (_ID,)),
}

COMMANDS: Mapping[str, Command | Group] = {
    "init": Command(
        "start:init",
        "make the desk and its first admin",
        (
            _arg("--admin", required=True, metavar="LOGIN"),
            _arg("--name", type=values.reason, metavar="NAME"),
        ),
    ),
    "demo": Command("start:demo", "open the console on a sample desk"),
    "intake": _INTAKE,
    "queue": Command("desk:queue", "waiting requests, oldest first"),
    "pick": Command("desk:pick", "take the oldest eligible request"),
    "show": Command("desk:show", "everything on a request", (_TICKET,)),
    "release": Command("desk:release", "give a request back to the queue", (_TICKET, _REASON)),
    "assign": Command(
        "desk:assign", "hand a request to somebody (leads)", (_TICKET, _LOGIN, _REASON)
    ),
    "resume": Command(
        "desk:resume",
        "take a request off its wait",
        (
            _TICKET,
            _REASON,
            _arg("--suspected", action="store_true", help="a fault of our own is suspected"),
        ),
    ),
    "timer": _TIMER,
    "kind": Command(
        "desk:kind",
        "say what a request is about",
        (_TICKET, _arg("kind", type=values.kind, metavar="KIND")),
    ),
    "estimate": Command(
        "desk:estimate",
        "say how many credits it will need",
        (_TICKET, _arg("credits", type=values.cost, metavar="CREDITS")),
    ),
    "limits": _LIMITS_GROUP,
    "reply": Command(
        "replies:reply",
        "answer the customer",
        (_TICKET, _FILE, _arg("--wait-for", choices=("customer", "credits"))),
    ),
    "note": Command("replies:note", "write an internal note, never sent", (_TICKET, _FILE)),
    "close": Command(
        "closing:close",
        "charge, answer and close a request",
        (
            _TICKET,
            _arg("--outcome", type=values.outcome, required=True, metavar="O"),
            _arg("--ground", type=values.reason, metavar="TEXT"),
            _arg("--file", metavar="F", help="the answer, else the usual text"),
        ),
        one_of=(
            _arg("--waive-over-limit", action="store_true", help="charge no more than was told"),
            _arg("--override-notice", type=values.reason, metavar="TEXT", help="a lead's reason"),
        ),
    ),
    "reopen": Command("desk:reopen", "open a closed request again", (_TICKET, _REASON)),
    "quote": Command(
        "quote:quote",
        "what closing would cost; touches nothing",
        (
            _arg("--worked", type=values.worked, required=True, metavar="H:MM:SS"),
            _arg("--outcome", type=values.outcome, required=True, metavar="O"),
            _arg("--balance", type=values.whole, default=0, metavar="N"),
            _arg("--covered-by", choices=_COVERS),
        ),
    ),
    "credits": _CREDITS_GROUP,
    "statement": Command(
        "credits:statement",
        "a customer's entries",
        (
            _ADDRESS,
            _arg("--format", choices=("text", "json"), default="text"),
            _arg("--from", dest="first_day", type=values.day, metavar="D"),
            _arg("--to", dest="last_day", type=values.day, metavar="D"),
        ),
    ),
    "proposals": _PROPOSALS,
    "staff": _STAFF,
    "outbox": _OUTBOX,
    "work": Command(
        "work:work",
        "do the jobs: mail in, mail out, limits",
        (_arg("--once", action="store_true"), _arg("--only", choices=_JOBS)),
    ),
}
