"""Checking the record, reading it, and explaining an entry of it."""

from collections.abc import Mapping

from console.cli import values
from console.cli.grammar.shapes import DAYS, Command, Group, arg

COMMANDS: Mapping[str, Command | Group] = {
    "explain": Command(
        "explain:explain",
        "why an entry is what it is",
        (arg("entry", type=values.number, metavar="ENTRY"),),
    ),
    "board": Command(
        "board:board",
        "who works on what, what waits, what was left loose (leads)",
    ),
    "record": Command(
        "record:listing",
        "who did what, newest first, with before and after",
        (
            arg("--by", metavar="LOGIN", help="what this member of staff did"),
            arg("--what", default="", metavar="WORDS", help="words of what was done"),
            arg("--ticket", type=values.number, metavar="N", help="on this request"),
            arg("--customer", type=values.customer, metavar="ADDRESS", help="on this customer"),
            *DAYS,
            arg("--limit", type=values.counted, default=50, metavar="N", help="how many, else 50"),
            arg("--before", type=values.number, metavar="EVENT", help="those older than this one"),
        ),
    ),
    "doctor": Command(
        "doctor:doctor",
        "check the whole record against itself",
        (
            arg(
                "--connections",
                action="store_true",
                help="try the database, the mail server, the mailbox and the shops too",
            ),
        ),
    ),
}
