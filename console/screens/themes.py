"""The console's colours: one calm accent, in the dark and in the light."""

from textual.theme import Theme

DARK = Theme(
    name="desk-dark",
    primary="#7aa2d6",
    secondary="#8a94a6",
    accent="#7aa2d6",
    foreground="#d7dae0",
    background="#15181d",
    surface="#1b1f26",
    panel="#232831",
    warning="#d9a55b",
    error="#e07a7a",
    success="#86b889",
    dark=True,
)

LIGHT = Theme(
    name="desk-light",
    primary="#2f62a8",
    secondary="#5b6575",
    accent="#2f62a8",
    foreground="#1f242c",
    background="#fbfbf9",
    surface="#f3f3f0",
    panel="#e9e9e5",
    warning="#9a6200",
    error="#b3261e",
    success="#2f7d3a",
    dark=False,
)

THEMES = (DARK, LIGHT)
NAMES = {"": DARK.name, "dark": DARK.name, "light": LIGHT.name}


def theme_named(name: str, available: frozenset[str]) -> str:
    """The theme that a setting names; an unknown name gives the dark one."""
    wanted = NAMES.get(name, name)
    return wanted if wanted in available else DARK.name


def other_of(name: str) -> str:
    """Light for dark and dark for light."""
    return LIGHT.name if name != LIGHT.name else DARK.name
