"""Requests like one in hand."""

from collections.abc import Mapping

from console.cli.grammar.shapes import TICKET, Command, Group

COMMANDS: Mapping[str, Command | Group] = {
    "similar": Command(
        "similar:listing", "earlier requests like one: what they were, and what they took", (TICKET,)
    ),
}  # fmt: skip
