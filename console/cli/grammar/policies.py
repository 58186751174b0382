"""The policy's versions."""

from collections.abc import Mapping

from console.cli import values
from console.cli.grammar.shapes import DAYS, INPUT, Command, Group, arg

_VERSION = arg("version", metavar="VERSION")

_POLICY: Group = {
    "list": Command("policies:listing", "all versions of the policy"),
    "show": Command("policies:show", "a version with its figures and its text", (_VERSION,)),
    "add": Command("policies:add", "propose a version, written as TOML", (INPUT,)),
    "adopt": Command(
        "policies:adopt",
        "let a proposed version hold; that stays",
        (
            _VERSION,
            arg("--from", dest="first_day", type=values.day, metavar="D", help="else from now on"),
        ),
    ),
    "try": Command(
        "policies:try_out",
        "what the charges of some days would have come to under it",
        (_VERSION, *DAYS),
    ),
}

COMMANDS: Mapping[str, Command | Group] = {"policy": _POLICY}
