"""Known bugs: put down, their requests collected, told that they are solved."""

from collections.abc import Mapping

from console.cli import values
from console.cli.grammar.shapes import TICKET, Command, Group, arg

_BUG = arg("bug", type=values.number, metavar="BUG", help="the known bug's number")
_TITLE = arg(
    "--title", type=values.reason, metavar="TEXT", help="what is wrong, for its customers too"
)
_SAID = (
    arg("--found-in", metavar="VERSION", help="the component's version in which it was found"),
    arg("--note", metavar="TEXT", help="for colleagues"),
)
_BUGS: Group = {
    "": Command("bugs:listing", "known bugs, the unsolved ones first"),
    "list": Command("bugs:listing", "known bugs, the unsolved ones first"),
    "show": Command("bugs:show", "a known bug, its requests, and what solving it does with each", (_BUG,)),
    "add": Command(
        "bugs:add",
        "put a known bug of a component of ours down",
        (
            arg("component", metavar="COMPONENT", help="its code in the catalogue"),
            arg("--title", type=values.reason, required=True, metavar="TEXT", help="what is wrong"),
            arg("--fault", choices=("bug", "security", "conflict"), default="bug"),
            *_SAID,
        ),
    ),
    "change": Command(
        "bugs:change",
        "say otherwise what a known bug is; what is not given stays",
        (_BUG, _TITLE, *_SAID, arg("--again", action="store_true", help="it was solved, and is not")),
    ),
    "attach": Command("bugs:attach", "say that a request is of a known bug", (TICKET, _BUG)),
    "detach": Command("bugs:detach", "say that a request is of no known bug", (TICKET,)),
    "solve": Command(
        "bugs:solve",
        "tell its customers that it is solved, and close its open requests free (leads)",
        (
            _BUG,
            arg("--in", dest="version", metavar="VERSION", help="the version in which it is solved"),
            arg("--advice", metavar="TEXT", help="what the customers are to do, in the mail to them"),
            arg("--dry-run", action="store_true", help="say what would be done, and do nothing"),
        ),
    ),
}  # fmt: skip

COMMANDS: Mapping[str, Command | Group] = {"bug": _BUGS}
