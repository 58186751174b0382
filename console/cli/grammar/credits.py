"""Credits: entries, statements, and what would give credits back."""

from collections.abc import Mapping

from console.cli import values
from console.cli.grammar.shapes import (
    CUSTOMER,
    DAYS,
    ID,
    POSTING,
    REASON,
    Command,
    Group,
    arg,
)

_CREDITS_GROUP: Group = {
    "purchase": Command(
        "credits:purchase",
        "post packages that were bought",
        (*POSTING, arg("--quantity", type=values.counted, default=1, metavar="Q")),
    ),
    "grant": Command("credits:grant", "post free credits", POSTING),
    "correct": Command(
        "credits:correct",
        "post a correction, signed",
        (
            *POSTING,
            arg("--corrects", type=values.number, metavar="ENTRY", help="the entry that was wrong"),
        ),
    ),
    "reverse": Command(
        "credits:reverse",
        "post the opposite of an entry",
        (arg("entry", type=values.number, metavar="ENTRY"), REASON),
    ),
    "balance": Command("statements:balance", "a customer's balance", (CUSTOMER,)),
}
_PROPOSALS: Group = {
    "list": Command("proposals:listing", "what would give credits back"),
    "approve": Command("proposals:approve", "give the credits back", (ID,)),
    "reject": Command("proposals:reject", "leave the charge as it is", (ID,)),
}

COMMANDS: Mapping[str, Command | Group] = {
    "credits": _CREDITS_GROUP,
    "statement": Command(
        "statements:statement",
        "a customer's entries, with a sentence and the clauses for each",
        (
            CUSTOMER,
            arg("--format", choices=("text", "csv", "json", "pdf"), default="text"),
            arg("--language", choices=("en", "ru"), help="for the customer, else for the desk"),
            *DAYS,
            arg("--output", metavar="FILE", help="where to write it, else standard output"),
            arg("--send", action="store_true", help="send it to the customer, with a PDF"),
        ),
    ),
    "proposals": _PROPOSALS,
}
