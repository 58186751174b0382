"""Style sheets read once for every console that a worker opens: each console would read the same ones anew."""

from typing import Any

from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet


def share() -> None:
    """Let all consoles of the same colours take a sheet's rules from one place; whoever has them only looks at them."""
    read_by_itself = Stylesheet._parse_rules
    kept: dict[Any, list[RuleSet]] = {}

    def read(self: Stylesheet, css: str, **whose: Any) -> list[RuleSet]:
        key = (css, *whose.values(), frozenset(self._variables.items()))
        if key not in kept:
            kept[key] = read_by_itself(self, css, **whose)
        return kept[key]

    Stylesheet._parse_rules = read  # type: ignore[assignment,method-assign]
