"""A terminal's screen in memory: what a program's bytes look like to a person."""

import codecs
import re

import pyte

_ESCAPE = re.compile(
    r"\x1b\[(?P<body>[0-?]*)(?P<between>[ -/]*)(?P<final>[@-~])"
    r"|\x1b[\]P^_X].*?(?:\x07|\x1b\\)"
    r"|\x1b[ -/]*[0-OQ-WYZ\\`-~]",
    re.DOTALL,
)
_LONGEST_ESCAPE = 4096


class Emulator:
    """A screen that bytes are fed to; sequences that pyte would print are left out."""

    def __init__(self, columns: int, lines: int) -> None:
        self.screen = pyte.Screen(columns, lines)
        self._stream = pyte.Stream(self.screen)
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._held = ""

    def feed(self, data: bytes) -> None:
        """Show what the bytes say; an unfinished sequence waits for its end."""
        text = self._held + self._decoder.decode(data)
        self._held = ""
        shown, place = [], 0
        for start in (each.start() for each in re.finditer("\x1b", text)):
            if start < place:
                continue
            shown.append(text[place:start])
            found = _ESCAPE.match(text, start)
            if found is None and len(text) - start < _LONGEST_ESCAPE:
                self._held, place = text[start:], len(text)
                break
            shown.append(_known(found) if found else "")
            place = found.end() if found else start + 1
        self._stream.feed("".join([*shown, text[place:]]))

    @property
    def lines(self) -> list[str]:
        """The screen's lines, without what is blank at their ends."""
        return [line.rstrip() for line in self.screen.display]

    @property
    def text(self) -> str:
        """The screen as one text."""
        return "\n".join(self.lines)


def _known(found: re.Match[str]) -> str:
    """The sequence as pyte knows it, or nothing."""
    final = found["final"]
    if final is None or found["between"] or re.search("[<=>]", found["body"]):
        return ""
    if found["body"].startswith("?"):
        return found[0] if final in "hl" else ""
    if final == "m":
        return found[0].replace(":", ";")
    return found[0] if final in "ABCDEFGHJKLMPX@adefgr`" else ""
