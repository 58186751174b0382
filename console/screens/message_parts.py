"""A message as its thread shows it: what was written, what is quoted and folded, and the signature."""

from console.mail.quotes import Kind, sections
from widgets.message_text import Part, PartKind

# What is forwarded is what the message is about: it stays to be read.
_KINDS: dict[Kind, PartKind] = {
    Kind.NEW: "text",
    Kind.FORWARDED: "text",
    Kind.QUOTED: "quote",
    Kind.SIGNATURE: "signature",
}


def split(text: str) -> list[Part]:
    """The parts of a text in their order, without empty lines at their edges."""
    found = []
    for section in sections(text):
        lines = section.text.split("\n")
        while lines and not lines[0].strip():
            del lines[0]
        while lines and not lines[-1].strip():
            del lines[-1]
        if lines:
            found.append(Part(_KINDS[section.kind], tuple(lines)))
    return found
