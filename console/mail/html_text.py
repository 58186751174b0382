"""HTML mail becomes readable text: paragraphs, lists, links and quotes; nothing is run or fetched."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser

HTML_CHARS_MAX = 1_000_000

_SKIPPED = {"script", "style", "head", "title", "template"}
_BLOCKS = {"address", "article", "center", "dd", "div", "dl", "dt", "fieldset", "footer", "form"} | {
    "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "ol", "section", "table", "tr", "ul",
}  # fmt: skip
_PARAGRAPHS = {"p", "blockquote", "pre"}
_SPACES = re.compile(r"[ \t\r\n\f\xa0]+")
_TAG = re.compile(r"<!?-*[^<>]*>?")
_MANY_BREAKS = re.compile(r"\n{3,}")


def html_to_text(html: str) -> str:
    """The text that a reader of the page would see, quotes marked with '> '."""
    reader = _Reader()
    reader.feed(html[:HTML_CHARS_MAX])
    reader.read_rest()
    return reader.text()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._lines: list[str] = []
        self._line: list[str] = []
        self._skipping = self._quotes = self._kept_spaces = 0
        self._link = ""
        self._link_text: list[str] = []

    def read_rest(self) -> None:
        """Takes what follows an unclosed tag or comment plainly: `close` takes quadratic time there."""
        rest, self.rawdata = self.rawdata, ""
        self.handle_data(unescape(_TAG.sub(" ", rest)))

    def text(self) -> str:
        self._break()
        return _MANY_BREAKS.sub("\n\n", "\n".join(self._lines)).strip("\n")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SKIPPED:
            self._skipping += 1
        elif tag == "br":
            self._break(always=True)
        elif tag in _BLOCKS or tag in _PARAGRAPHS:
            self._break()
        self._opened(tag, dict(attrs))

    def handle_endtag(self, tag: str) -> None:
        if tag in _SKIPPED:
            self._skipping = max(0, self._skipping - 1)
        elif tag == "a":
            self._end_link()
        elif tag in _BLOCKS or tag in _PARAGRAPHS:
            self._break()
        if tag == "blockquote":
            self._quotes = max(0, self._quotes - 1)
        if tag == "pre":
            self._kept_spaces = max(0, self._kept_spaces - 1)
        if tag in _PARAGRAPHS:
            self._break(always=True)

    def handle_data(self, data: str) -> None:
        if self._skipping:
            return
        if self._kept_spaces:
            first, *others = data.split("\n")
            self._line.append(first)
            for line in others:
                self._break(always=True)
                self._line.append(line)
            return
        self._line.append(_SPACES.sub(" ", data))
        if self._link:
            self._link_text.append(data)

    def _opened(self, tag: str, attrs: dict[str, str | None]) -> None:
        if tag == "blockquote":
            self._quotes += 1
        elif tag == "pre":
            self._kept_spaces += 1
        elif tag == "li":
            self._line.append("- ")
        elif tag in ("td", "th") and self._line:
            self._line.append(" ")
        elif tag == "a":
            self._end_link()
            self._link = (attrs.get("href") or "").strip()
        elif tag == "img" and attrs.get("alt"):
            self.handle_data(f"[{attrs['alt']}]")

    def _end_link(self) -> None:
        """The address behind a link is shown unless its text shows it: text may lie."""
        shown, self._link_text = "".join(self._link_text).strip(), []
        target, self._link = self._link, ""
        bare = target.removeprefix("mailto:").rstrip("/")
        if target.startswith(("http://", "https://", "mailto:")) and bare != shown.rstrip("/"):
            self._line.append(f" ({bare})" if shown else bare)

    def _break(self, *, always: bool = False) -> None:
        text = "".join(self._line)
        text = text.rstrip() if self._kept_spaces else _SPACES.sub(" ", text).strip()
        self._line = []
        if text or always:
            self._lines.append(("> " * min(self._quotes, 5) + text).rstrip())
