"""What the table of commands is made of, and arguments that several commands take."""

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


Group = Mapping[str, "Command | Group"]
"""Commands that share a first word; the one named "" is meant where no second word fits."""


def arg(name: str, **settings: Any) -> Argument:
    """An argument, in argparse's terms."""
    return Argument(name, settings)


TICKET = arg("ticket", type=values.number, metavar="TICKET", help="the request's number")
REASON = arg(
    "--reason", type=values.reason, required=True, metavar="TEXT", help="why, for the record"
)
INPUT = arg("file", nargs="?", default="-", metavar="FILE", help="a file, else standard input")
FILE = arg("--file", default="-", metavar="F", help="the text's file, else standard input")
ADDRESS = arg("address", metavar="ADDRESS", help="an e-mail address of the customer")
CUSTOMER = arg(
    "address", type=values.customer, metavar="ADDRESS", help="an address or number of the customer"
)
CREDITS = arg("credits", type=values.whole, metavar="N", help="credits")
REFERENCE = arg("--reference", metavar="R", help="a name under which it is posted only once")
LOGIN = arg("login", metavar="LOGIN")
ROLES = ("specialist", "lead", "admin")
JOBS = ("mail", "outbox", "store", "limits")
ANSWERS = ("go-on", "wait", "close", "no-notice")
LIMITS = ("over-40-credits", "sixty-minutes", "package-90-minutes", "package-120-minutes")
COVERS = ("premium", "incident", "examination")
POSTING = (ADDRESS, CREDITS, REASON, REFERENCE)
ID = arg("number", type=values.number, metavar="ID")
DAYS = (
    arg("--from", dest="first_day", type=values.day, metavar="D"),
    arg("--to", dest="last_day", type=values.day, metavar="D"),
)
