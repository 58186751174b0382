"""Checking the record, and explaining an entry of it."""

from collections.abc import Mapping

from console.cli.grammar.shapes import Command, Group

COMMANDS: Mapping[str, Command | Group] = {}
