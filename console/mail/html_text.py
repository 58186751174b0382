"""HTML mail becomes readable text: paragraphs, lists, tables, links and quotes; nothing is run or fetched."""

from __future__ import annotations

import re
from collections.abc import Mapping

HTML_CHARS_MAX = 1_000_000
QUOTES_MAX = 5

_SKIPPED = {"script", "style", "head", "title", "template", "svg", "select"}
_BLOCKS = {"address", "article", "center", "dd", "div", "dl", "dt", "fieldset", "footer", "form"} | {
    "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "ol", "section", "table", "tr", "ul",
}  # fmt: skip
_PARAGRAPHS = {"p", "blockquote", "pre"}
_SPACES = re.compile(r"[ \t\r\n\f\xa0]+")
_MANY_BREAKS = re.compile(r"\n{3,}")
_NO_TEXT = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\ud800-\udfff]")
# Letters of no size hide nothing: many mails set it for a frame, and another one within.
_HIDING = re.compile(
    r"display\s{0,9}:\s{0,9}none|visibility\s{0,9}:\s{0,9}hidden"
    r"|(?:max-height|opacity)\s{0,9}:\s{0,9}0(?:\.0{1,9})?(?:px|pt|em|%)?\s{0,9}(?:;|!|$)",
    re.IGNORECASE,
)


def html_to_text(html: str) -> str:
    """The text that a reader of the page would see, quotes marked with '> '."""
    from lxml import etree  # most mails have plain words, and do without it

    target = _Reader()
    parser = etree.HTMLParser(
        target=target, encoding="utf-8", recover=True, no_network=True, huge_tree=True
    )
    page = _NO_TEXT.sub(" ", html[:HTML_CHARS_MAX]).encode("utf-8", "replace")
    try:
        parser.feed(page)
        parser.close()
    except etree.LxmlError:
        pass  # what was read before is what there is
    return target.text()


class _Reader:
    """What lxml tells of a page, kept as lines."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._line: list[str] = []
        self._hidden = self._quotes = self._kept_spaces = 0
        self._ruled: list[bool] = []
        self._link = ""
        self._link_text: list[str] = []

    def text(self) -> str:
        """All that was read so far."""
        self._break()
        return _MANY_BREAKS.sub("\n\n", "\n".join(self._lines)).strip("\n")

    def start(self, tag: str, attrs: Mapping[str, str]) -> None:
        """A tag opens; all in a hidden one is hidden."""
        if self._hidden or tag in _SKIPPED or _is_hidden(attrs):
            self._hidden += 1
            return
        if tag == "br":
            self._break(always=True)
        elif tag in _BLOCKS or tag in _PARAGRAPHS:
            self._break()
        self._opened(tag, attrs)

    def end(self, tag: str) -> None:
        """A tag closes; the parser closes each that it opened."""
        if self._hidden:
            self._hidden -= 1
            return
        if tag == "a":
            self._end_link()
        elif tag in _BLOCKS or tag in _PARAGRAPHS:
            self._break()
        if tag == "blockquote":
            self._quotes -= 1
        if tag == "pre":
            self._kept_spaces -= 1
        if tag == "table":
            self._ruled.pop()
        if tag in _PARAGRAPHS:
            self._break(always=True)

    def data(self, data: str) -> None:
        """Words between tags."""
        if self._hidden:
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

    def comment(self, text: str) -> None:
        """A comment is shown by no mail program."""

    def close(self) -> None:
        """The page is at its end."""

    def _opened(self, tag: str, attrs: Mapping[str, str]) -> None:
        if tag == "blockquote":
            self._quotes += 1
        elif tag == "pre":
            self._kept_spaces += 1
        elif tag == "li":
            self._line.append("- ")
        elif tag == "table":
            self._ruled.append(attrs.get("border", "").strip() not in ("", "0"))
        elif tag in ("td", "th"):
            self._begin_cell(tag)
        elif tag == "a":
            self._end_link()
            self._link = (attrs.get("href") or "").strip()
        elif tag == "img" and attrs.get("alt", "").strip() and not _is_pixel(attrs):
            self.data(f"[{attrs['alt']}]")

    def _begin_cell(self, tag: str) -> None:
        """Cells of a table with rules are told apart; most tables are there for the layout alone."""
        ruled = tag == "th" or (self._ruled and self._ruled[-1])
        if any(piece.strip() for piece in self._line[-50:]):
            self._line.append(" | " if ruled else " ")

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
            self._lines.append(("> " * min(self._quotes, QUOTES_MAX) + text).rstrip())


def _is_hidden(attrs: Mapping[str, str]) -> bool:
    return "hidden" in attrs or bool(_HIDING.search(attrs.get("style", "")[:2000]))


def _is_pixel(attrs: Mapping[str, str]) -> bool:
    """A picture of no size is there to be fetched, not to be seen."""
    return any(
        attrs.get(side, "").strip().rstrip("px") in ("0", "1") for side in ("width", "height")
    )
