"""Documents that a command hands out: into the file that was named, else on standard output."""

import sys
from pathlib import Path
from typing import Any

from console.cli.options import Usage
from console.cli.output import Answer, as_json
from console.services.faults import BadInput
from widgets.safe_text import one_line

NAMES = {"pdf": "A PDF", "svg": "A picture", "png": "A picture"}


def written(given: Any, raw: bytes, data: object) -> Answer:
    """The document where `given.output` says; no PDF or picture on a terminal. Raises BadInput and Usage."""
    if given.output:
        try:
            Path(given.output).write_bytes(raw)
        except (OSError, ValueError) as error:
            why = getattr(error, "strerror", None) or "that is no file's name"
            raise BadInput(f"{one_line(given.output)} cannot be written: {why}.") from None
        return Answer(data, talk=f"{len(raw)} bytes are in {given.output}.")
    form = getattr(given, "format", "")
    if form in {"pdf", "svg", "png"} and sys.stdout.isatty():
        raise Usage(f"{NAMES[form]} is no text for a terminal: name a file with --output.")
    return Answer(data, raw=raw)


def written_json(given: Any, data: object) -> Answer:
    """The data as JSON, where `given.output` says."""
    if not given.output:
        return Answer(data, as_json=True)
    return written(given, as_json(data).encode(), data)
