"""What header values say: words, addresses, Message-IDs. Nothing here raises on any bytes."""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator

from console.mail.address import normal_address
from console.mail.charsets import to_text
from widgets.safe_text import one_line

ADDRESSES_MAX = 100
MESSAGE_IDS_MAX = 100
MESSAGE_ID_CHARS_MAX = 900

_WORD = re.compile(
    r"=\?(?P<charset>[\w.:+-]{1,60})(?:\*[\w-]*)?\?(?P<how>[bBqQ])\?(?P<data>(?:[^?]|\?(?!=)){0,2000})\?="
)
_ANGLED_ID = re.compile(r"<([^<>]{1,900})>")
_TOKEN = re.compile(
    r'"(?P<quoted>(?:[^"\\]|\\.){0,2000})"|<(?P<angled>[^<>]*)>|(?P<end>[,;])|[()]|[^",;<>()]+|.',
    re.DOTALL,
)
_COMMENT = re.compile(r"\([^()]*\)")
_ESCAPED = re.compile(r"\\(.)")
_NO_ATOM = r"\s<>()\[\]\\,;:\""
_BARE_ADDRESS = re.compile(rf"(?<![^{_NO_ATOM}])[^{_NO_ATOM}@]{{1,64}}@[^{_NO_ATOM}@]++(?!@)")


def words(value: bytes, charset: str | None = None) -> str:
    """A header's text, encoded words decoded, on one clean line."""
    return one_line(decode_words(_decoded(value, charset)))


def decode_words(text: str) -> str:
    """The text with its encoded words decoded; a broken one stays as it is."""
    pieces: list[str] = []
    run: list[bytes] = []
    run_charset, end = "", 0
    for match in _WORD.finditer(text):
        between = text[end : match.start()]
        data, charset = _word_bytes(match), match["charset"].lower()
        if run and (between.strip() or charset != run_charset):
            pieces.append(to_text(b"".join(run), run_charset))
            run = []
        if between.strip() or not end:
            pieces.append(between)
        run.append(data)
        run_charset, end = charset, match.end()
    pieces.append(to_text(b"".join(run), run_charset) if run else "")
    return "".join(pieces) + text[end:]


def first_sender(values: list[bytes], charset: str | None = None) -> tuple[str, str | None]:
    """The name and address of the first valid address; else a name if there is one, and None."""
    named = ""
    for name, address in _mailboxes(values, charset):
        normal = normal_address(address)
        if normal is not None:
            return name, normal
        named = named or name or one_line(address)
    return named, None


def addresses(values: list[bytes]) -> tuple[str, ...]:
    """The valid addresses of the values, each once."""
    found = (normal_address(address) for _, address in _mailboxes(values, None))
    return tuple(dict.fromkeys(address for address in found if address))[:ADDRESSES_MAX]


def message_ids(values: list[bytes]) -> tuple[str, ...]:
    """The Message-IDs of the values with their angle brackets, each once; the last ones if many."""
    text = " ".join(value.decode("latin-1") for value in values)
    found = ("".join(one_line(inner).split()) for inner in _ANGLED_ID.findall(text))
    return tuple(dict.fromkeys(f"<{inner}>" for inner in found if inner))[-MESSAGE_IDS_MAX:]


def own_message_id(value: str) -> str | None:
    """The mail's own Message-ID, its brackets put on where they are missing, or None."""
    inner = "".join(one_line(value).split()).strip("<>")
    return f"<{inner}>" if 0 < len(inner) <= MESSAGE_ID_CHARS_MAX else None


def _mailboxes(values: list[bytes], charset: str | None) -> list[tuple[str, str]]:
    """Names and addresses, not yet judged, in their order; groups give their members."""
    pairs = [pair for value in values for pair in _split(_decoded(value, charset))]
    if not any("@" in address for _, address in pairs):
        bare = " ".join(_decoded(value, charset) for value in values)
        pairs += [("", address) for address in _BARE_ADDRESS.findall(bare)]
    return [(one_line(decode_words(name)), address) for name, address in pairs]


def _split(text: str) -> Iterator[tuple[str, str]]:
    """One name and address after the other; comments count as words of the name."""
    name: list[str] = []
    angled, depth = "", 0
    for token in _TOKEN.finditer(text):
        sign = token[0]
        if sign in {"(", ")"}:
            depth = max(0, depth + (1 if sign == "(" else -1))
        elif depth:
            name.append(sign)
        elif token["end"]:
            yield _mailbox("".join(name), angled)
            name, angled = [], ""
        elif token["angled"] is not None:
            angled = angled or _COMMENT.sub("", token["angled"]).rpartition(":")[2]
        elif token["quoted"] is not None:
            name.append(_ESCAPED.sub(r"\1", token["quoted"]))
        else:
            _, group_colon, rest = sign.rpartition(":")
            if group_colon and "=?" not in sign:
                name.clear()
                sign = rest
            name.append(sign)
    yield _mailbox("".join(name), angled)


def _mailbox(name: str, angled: str) -> tuple[str, str]:
    bare = None if angled else _BARE_ADDRESS.search(name)
    if bare is None:
        return name, angled
    return name[: bare.start()] + " " + name[bare.end() :], bare[0]


def _decoded(value: bytes, charset: str | None) -> str:
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return to_text(value, charset)


def _word_bytes(match: re.Match[str]) -> bytes:
    data = match["data"].encode("utf-8", "replace")
    if match["how"] in "qQ":
        return binascii.a2b_qp(data.replace(b" ", b"_"), header=True)
    for padding in (b"==", b"A=="):
        try:
            return binascii.a2b_base64(data + padding)
        except binascii.Error:
            continue
    return match[0].encode("utf-8", "replace")
