"""Requests: taking them in, working on them, and closing them."""

from collections.abc import Mapping

from console.cli import values
from console.cli.grammar.shapes import (
    ANSWERS,
    COVERS,
    FILE,
    INPUT,
    LIMITS,
    LOGIN,
    REASON,
    TICKET,
    Command,
    Group,
    arg,
)

_INTAKE: Group = {
    "email": Command(
        "intake:email",
        "take in one raw mail",
        (INPUT, arg("--spool", action="store_true", help="keep it; `work` takes it in")),
    ),
    "form": Command("intake:form", "take in a contact form as JSON", (INPUT,)),
}
_TIMER: Group = {
    "start": Command("timer:start", "start the timer on a request", (TICKET,)),
    "stop": Command("timer:stop", "stop the timer"),
    "status": Command("timer:status", "say whether the timer runs"),
    "resolve": Command(
        "timer:resolve",
        "say what an interrupted timer counts for",
        (
            arg("how", choices=("keep", "cut", "discard")),
            arg("--of", type=values.reason, metavar="LOGIN", help="whose timer (leads)"),
        ),
    ),
    "add": Command(
        "timer:add",
        "type in work done away from the timer",
        (
            TICKET,
            arg("--minutes", type=values.counted, required=True, metavar="M"),
            REASON,
            arg("--day", type=values.day, metavar="D", help="the office's day, else today"),
        ),
    ),
    "take-off": Command(
        "timer:take_off",
        "take off time that was not worked",
        (
            TICKET,
            arg("--minutes", type=values.counted, required=True, metavar="M"),
            REASON,
            arg("--day", type=values.day, metavar="D", help="worked up to this day, else today"),
        ),
    ),
}
_LIMITS_GROUP: Group = {
    "": Command("limits:listing", "limits crossed, and their answers", (TICKET,)),
    "answer": Command(
        "limits:answer",
        "answer a limit; `go-on` and `wait` tell the customer",
        (
            TICKET,
            arg("limit", choices=LIMITS, metavar="LIMIT"),
            arg("answer", choices=ANSWERS, metavar="ANSWER"),
            arg("--amount", type=values.cost, metavar="N", help="credits to name to the customer"),
            arg("--reason", type=values.reason, metavar="TEXT"),
        ),
    ),
}

COMMANDS: Mapping[str, Command | Group] = {
    "intake": _INTAKE,
    "queue": Command("desk:queue", "waiting requests, oldest first"),
    "pick": Command("desk:pick", "take the oldest eligible request"),
    "show": Command("desk:show", "everything on a request", (TICKET,)),
    "release": Command("desk:release", "give a request back to the queue", (TICKET, REASON)),
    "assign": Command("desk:assign", "hand a request to somebody (leads)", (TICKET, LOGIN, REASON)),
    "resume": Command(
        "desk:resume",
        "take a request off its wait",
        (
            TICKET,
            REASON,
            arg("--suspected", action="store_true", help="a fault of our own is suspected"),
        ),
    ),
    "timer": _TIMER,
    "kind": Command(
        "desk:kind",
        "say what a request is about",
        (TICKET, arg("kind", type=values.kind, metavar="KIND")),
    ),
    "estimate": Command(
        "desk:estimate",
        "say how many credits it will need",
        (TICKET, arg("credits", type=values.cost, metavar="CREDITS")),
    ),
    "limits": _LIMITS_GROUP,
    "reply": Command(
        "replies:reply",
        "answer the customer",
        (
            TICKET,
            FILE,
            arg("--wait-for", choices=("customer", "credits")),
            arg(
                "--attach", action="append", default=[], metavar="PATH", help="a file to send along"
            ),
            arg(
                "--attach-file",
                action="append",
                default=[],
                type=values.counted,
                metavar="N",
                help="a file of the request's own to send along, by its number in `files`",
            ),
        ),
    ),
    "note": Command("replies:note", "write an internal note, never sent", (TICKET, FILE)),
    "close": Command(
        "closing:close",
        "charge, answer and close a request",
        (
            TICKET,
            arg("--outcome", type=values.outcome, required=True, metavar="O"),
            arg("--ground", type=values.reason, metavar="TEXT"),
            arg("--file", metavar="F", help="the answer, else the usual text"),
            arg("--component", metavar="CODE", help="the component that it was about"),
            arg("--version", metavar="V", help="that component's version"),
        ),
        one_of=(
            arg("--waive-over-limit", action="store_true", help="charge no more than was told"),
            arg("--override-notice", type=values.reason, metavar="TEXT", help="a lead's reason"),
        ),
    ),
    "reopen": Command("desk:reopen", "open a closed request again", (TICKET, REASON)),
    "quote": Command(
        "quote:quote",
        "what closing would cost; touches nothing",
        (
            arg("--worked", type=values.worked, required=True, metavar="H:MM:SS"),
            arg("--outcome", type=values.outcome, required=True, metavar="O"),
            arg("--balance", type=values.whole, default=0, metavar="N"),
            arg("--covered-by", choices=COVERS),
            arg("--policy", metavar="VERSION", help="a past or proposed version of the desk's"),
        ),
    ),
}
