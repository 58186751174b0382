"""Support packages, and what customers agreed to."""

from collections.abc import Mapping

from console.cli.grammar.shapes import Command, Group

COMMANDS: Mapping[str, Command | Group] = {}
