"""Light or dark, as a person chose it: kept in the settings file that is their own."""

import asyncio

from console import settings_file
from console.config import BadSettings
from console.location import Location
from console.screens import themes


async def choose(location: Location, theme: str) -> str:
    """Keep the theme for the next start, where the file is the person's own; what came of it, in words."""
    said = next(name for name, each in themes.NAMES.items() if name and each == theme)
    if location.sample or location.settings_file is not None:
        # The sample changes no settings, and a file that was named may be everybody's on the machine.
        return f"{said.capitalize()} until the console is closed."
    try:
        await asyncio.to_thread(_write, said)
    except BadSettings as error:
        return f"{said.capitalize()} until the console is closed. {error}"
    return f"{said.capitalize()} from now on."


def _write(said: str) -> None:
    file = settings_file.read(None)
    text, _ = settings_file.changed(file, [(("theme",), said)])
    if text != file.text:
        settings_file.write(file, text)
