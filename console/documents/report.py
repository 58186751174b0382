"""A report as a PDF: headings with lines below them, all of it data."""

import json
from collections.abc import Sequence
from importlib.resources import files

from console.documents.printing import printed


def pdf(title: str, sections: Sequence[tuple[str, Sequence[str]]], *, desk_name: str) -> bytes:
    """The report as a PDF of A4 pages; what it says goes in as data, never as markup."""
    import typst

    data = {
        "title": printed(title),
        "desk": printed(desk_name),
        "sections": [
            {"heading": printed(heading), "lines": [printed(line) for line in lines]}
            for heading, lines in sections
        ],
    }  # fmt: skip
    source = files("console.documents").joinpath("report.typ").read_bytes()
    made: bytes = typst.compile(
        source, sys_inputs={"data": json.dumps(data)}, ignore_system_fonts=True
    )
    return made
