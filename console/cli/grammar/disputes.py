"""Disputes: filed, linked, decided."""

from collections.abc import Mapping

from console.cli import values
from console.cli.grammar.shapes import ADDRESS, FILE, TICKET, Command, Group, arg

_ABOUT = (
    arg("--ticket", dest="to_ticket", type=values.number, metavar="N", help="the request disputed"),
    arg("--entry", type=values.number, metavar="ENTRY", help="the entry disputed"),
)
_ANSWER = arg("--file", metavar="F", help="the answer's file, - for standard input")
_GROUND = arg("--ground", metavar="TEXT", help="why, for the record")

_DISPUTE: Group = {
    "list": Command(
        "disputes:listing",
        "open disputes, the first due first",
        (arg("--decided", action="store_true", help="those decided, the latest first"),),
    ),
    "file": Command(
        "disputes:file", "take in a dispute for a customer", (ADDRESS, FILE), one_of=_ABOUT
    ),
    "link": Command("disputes:link", "say what a dispute is about", (TICKET,), one_of=_ABOUT),
    "packet": Command(
        "disputes:packet",
        "the whole evidence as one document",
        (
            TICKET,
            arg("--format", choices=("text", "json", "pdf"), default="text"),
            arg("--output", metavar="FILE", help="where to write it, else standard output"),
        ),
    ),
    "uphold": Command(
        "disputes:uphold",
        "decide for the customer, and propose to give credits back",
        (
            TICKET,
            arg("--credits", type=values.counted, metavar="N", help="how many, else all of them"),
            _GROUND,
            _ANSWER,
        ),
    ),
    "reject": Command(
        "disputes:reject", "decide that the charge stays", (TICKET, _GROUND, _ANSWER)
    ),
}

COMMANDS: Mapping[str, Command | Group] = {"dispute": _DISPUTE}
