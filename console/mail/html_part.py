"""The same words as HTML, for who reads mail in a browser: plain to look at, and nothing in it runs or is fetched."""

from __future__ import annotations

import re
from html import escape
from itertools import groupby

from widgets.safe_text import clean

_HEAD = (
    '<!DOCTYPE html>\n<html><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
    "<title>{title}</title></head>\n"
    '<body style="font: 16px/1.5 sans-serif; max-width: 42em; margin: 1em">\n'
)
_END = "</body></html>\n"
_QUOTE = '<blockquote style="margin: 0 0 1em; padding-left: 1em; border-left: 3px solid #999">\n{}</blockquote>\n'
_LINK = re.compile(r"https?://[^\s<>\"'\u00ab\u00bb]{1,2000}", re.IGNORECASE)
_ENDS = ".,;:!?)]}"
_COLUMNS = re.compile(r"^(?: {4,}\S|\S.*\S {3,}\S)")


def html_of(text: str, *, title: str) -> str:
    """The text as a whole HTML page: its paragraphs, lists, quotes, columns and addresses of pages."""
    lines = clean(text).strip("\n").split("\n")
    parts = []
    for quoted, group in groupby(lines, key=lambda line: line.startswith(">")):
        own = list(group)
        if quoted:
            bare = [line[1:].removeprefix(" ") for line in own]
            parts.append(_QUOTE.format("".join(_blocks(bare))))
        else:
            parts += _blocks(own)
    return _HEAD.format(title=escape(title)) + "".join(parts) + _END


def _blocks(lines: list[str]) -> list[str]:
    """Paragraphs, as empty lines part them."""
    found: list[str] = []
    for filled, group in groupby(lines, key=lambda line: bool(line.strip())):
        if filled:
            found.append(_block(list(group)))
    return found


def _block(lines: list[str]) -> str:
    if any(_COLUMNS.match(line) for line in lines):
        return f'<pre style="white-space: pre-wrap">{_linked(chr(10).join(lines))}</pre>\n'
    if all(line.startswith("- ") for line in lines):
        return "<ul>\n" + "".join(f"<li>{_linked(line[2:])}</li>\n" for line in lines) + "</ul>\n"
    return f"<p>{'<br>'.join(_linked(line) for line in lines)}</p>\n"


def _linked(text: str) -> str:
    """Escaped, with the addresses of pages as links that say where they lead."""
    made, at = [], 0
    for match in _LINK.finditer(text):
        address = match[0].rstrip(_ENDS)
        made.append(escape(text[at : match.start()]))
        made.append(f'<a href="{escape(address)}">{escape(address)}</a>')
        at = match.start() + len(address)
    return "".join([*made, escape(text[at:])])
