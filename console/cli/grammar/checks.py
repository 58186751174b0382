"""Checking the record, and explaining an entry of it."""

from collections.abc import Mapping

from console.cli import values
from console.cli.grammar.shapes import Command, Group, arg

COMMANDS: Mapping[str, Command | Group] = {
    "explain": Command(
        "explain:explain",
        "why an entry is what it is",
        (arg("entry", type=values.number, metavar="ENTRY"),),
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
