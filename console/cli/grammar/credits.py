"""Credits: entries, statements, and what would give credits back."""

from collections.abc import Mapping

from console.cli import values
from console.cli.grammar.shapes import ADDRESS, ID, POSTING, REASON, Command, Group, arg

_CREDITS_GROUP: Group = {
    "purchase": Command(
        "credits:purchase",
        "post packages that were bought",
        (*POSTING, arg("--quantity", type=values.counted, default=1, metavar="Q")),
    ),
    "grant": Command("credits:grant", "post free credits", POSTING),
    "correct": Command("credits:correct", "post a correction, signed", POSTING),
    "reverse": Command(
        "credits:reverse",
        "post the opposite of an entry",
        (arg("entry", type=values.number, metavar="ENTRY"), REASON),
    ),
    "balance": Command("credits:balance", "a customer's balance", (ADDRESS,)),
}
_PROPOSALS: Group = {
    "list": Command("proposals:listing", "what would give credits back"),
    "approve": Command("proposals:approve", "give the credits back", (ID,)),
    "reject": Command("proposals:reject", "leave the charge as it is", (ID,)),
}

COMMANDS: Mapping[str, Command | Group] = {
    "credits": _CREDITS_GROUP,
    "statement": Command(
        "credits:statement",
        "a customer's entries",
        (
            ADDRESS,
            arg("--format", choices=("text", "json"), default="text"),
            arg("--from", dest="first_day", type=values.day, metavar="D"),
            arg("--to", dest="last_day", type=values.day, metavar="D"),
        ),
    ),
    "proposals": _PROPOSALS,
}
