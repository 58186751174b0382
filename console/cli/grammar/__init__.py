"""The commands as a table: their words, what each takes, and the function that does it."""

from collections.abc import Mapping

from console.cli.grammar import (
    agreements,
    bugs,
    checks,
    components,
    connections,
    copies,
    credits,
    customers,
    desk,
    disputes,
    incoming,
    mailings,
    office,
    policies,
    reports,
    requests,
    shop,
    similar,
    texts,
)
from console.cli.grammar.shapes import Argument, Command, Group

__all__ = ["COMMANDS", "Argument", "Command", "Group"]

COMMANDS: Mapping[str, Command | Group] = {
    **requests.COMMANDS,
    **incoming.COMMANDS,
    **credits.COMMANDS,
    **shop.COMMANDS,
    **agreements.COMMANDS,
    **customers.COMMANDS,
    **disputes.COMMANDS,
    **policies.COMMANDS,
    **reports.COMMANDS,
    **mailings.COMMANDS,
    **texts.COMMANDS,
    **office.COMMANDS,
    **similar.COMMANDS,
    **components.COMMANDS,
    **bugs.COMMANDS,
    **checks.COMMANDS,
    **connections.COMMANDS,
    **copies.COMMANDS,
    **desk.COMMANDS,
}
