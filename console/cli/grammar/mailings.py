"""Messages to many customers."""

from collections.abc import Mapping

from console.cli.grammar.shapes import Command, Group

COMMANDS: Mapping[str, Command | Group] = {}
