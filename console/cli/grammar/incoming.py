"""What came in: what was set aside, and the files that came with a request."""

from collections.abc import Mapping

from console.cli import values
from console.cli.grammar.shapes import ID, TICKET, Command, Group, arg

_NUMBERS = arg("numbers", type=values.number, nargs="+", metavar="ID")
_QUARANTINE: Group = {
    "list": Command(
        "quarantine:listing",
        "what was set aside, newest first",
        (
            arg("--before", type=values.number, metavar="ID", help="from below this number on"),
            arg("--all", action="store_true", help="with what was dismissed"),
        ),
    ),
    "show": Command("quarantine:show", "one of them whole", (ID,)),
    "admit": Command(
        "quarantine:admit",
        "make a request of it, or put it on one",
        (
            ID,
            arg("--ticket", type=values.number, metavar="TICKET", help="the request it belongs to"),
            arg(
                "--from", dest="address", metavar="ADDRESS", help="whose it is, if it names nobody"
            ),
        ),
    ),
    "dismiss": Command(
        "quarantine:dismiss",
        "take it off the list; it is kept",
        (_NUMBERS, arg("--reason", type=values.reason, metavar="TEXT")),
    ),
}
_FILES: Group = {
    "": Command("files:listing", "the files that came with a request", (TICKET,)),
    "save": Command(
        "files:save",
        "save one of them",
        (
            TICKET,
            arg("number", type=values.counted, metavar="N", help="its number in the list"),
            arg("--to", metavar="PATH", help="a folder or a new file, else the current folder"),
        ),
    ),
}

COMMANDS: Mapping[str, Command | Group] = {"quarantine": _QUARANTINE, "files": _FILES}
