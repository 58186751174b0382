"""Messages to many customers."""

from collections.abc import Mapping

from console.cli import values
from console.cli.grammar.customers import WHO
from console.cli.grammar.shapes import INPUT, REASON, REFERENCE, Command, Group, arg

_MAILING: Group = {
    "preview": Command("mailings:preview", "who would get it, and what they would read", (INPUT,)),
    "send": Command(
        "mailings:send",
        "queue it for each of them",
        (
            INPUT,
            arg("--expected", type=values.counted, required=True, metavar="N",
                help="how many customers would get it, as previewed"),
            REFERENCE,
        ),
    ),
    "list": Command("mailings:listing", "what was sent, the latest first"),
    "opt-out": Command("mailings:opt_out", "send a customer no promotions", (WHO, REASON)),
    "opt-in": Command("mailings:opt_in", "send a customer promotions again", (WHO, REASON)),
}  # fmt: skip

COMMANDS: Mapping[str, Command | Group] = {"mailing": _MAILING}
