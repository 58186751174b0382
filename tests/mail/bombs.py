"""Mails made to take memory and time, and what becomes of each: read, or set aside for a reason."""

from collections.abc import Callable

MB = 1 << 20
READ = ""


def _leaf(head: str, body: bytes) -> bytes:
    return f"From: a@b.example\n{head}\n\n".encode() + body


def _mixed(number: int, part: bytes) -> bytes:
    head = _leaf("Content-Type: multipart/mixed; boundary=x", b"")
    return head + (b"--x\n" + part + b"\n") * number + b"--x--\n"


def _nested(depth: int) -> bytes:
    level = "Content-Type: multipart/mixed; boundary=b{0}\n\n--b{0}\n"
    return "".join(level.format(number) for number in range(depth)).encode() + b"\nwords"


def _filled(unit: bytes, size_bytes: int = 24 * MB) -> bytes:
    return unit * (size_bytes // len(unit))


_BASE64 = "Content-Transfer-Encoding: base64"
_PAGE = b"Content-Type: text/html\n\n"
_DAEMON = "Sender: mailer-daemon@b.example"

BOMBS: dict[str, tuple[Callable[[], bytes], str]] = {
    "10,000 parts": (lambda: _mixed(10_000, b"\nw"), "500 parts"),
    "1,000 deep": (lambda: _nested(1_000), "nested deeper than 20"),
    "100 MB of base64 on a line": (lambda: _leaf(_BASE64, _filled(b"QUFB", 100 * MB)), "larger than 25 MB"),
    "a header of 10 MB": (lambda: _leaf("Subject: " + "a" * 10 * MB, b""), "larger than 16 kB"),
    "200,000 headers": (lambda: b"a:\n" * 200_000 + b"\n", "2,000 header fields"),
    "base64 on a line": (lambda: _leaf(_BASE64, _filled(b"QUFB")), READ),
    "a file in base64 on a line": (lambda: _leaf(f"Content-Type: a/b\n{_BASE64}", _filled(b"QUFB")), READ),
    "no base64": (lambda: _leaf(_BASE64, _filled(b"%*()")), READ),
    "quoted-printable": (lambda: _leaf("Content-Transfer-Encoding: quoted-printable", _filled(b"=D0=9F")), READ),
    "uuencoded": (lambda: _leaf("Content-Transfer-Encoding: x-uuencode", b"begin 644 a\n" + _filled(b"#86)C\n")), READ),
    "windows-1251": (lambda: _leaf("Content-Type: text/plain; charset=cp1251", _filled("Привет\n".encode("cp1251"))), READ),
    "an unknown charset": (lambda: _leaf("Content-Type: text/plain; charset=x-no", _filled(b"M\xfcller\n")), READ),
    "utf-7": (lambda: _leaf("Content-Type: text/plain; charset=utf-7", _filled(b"+BB8-")), READ),
    "paragraphs": (lambda: _leaf(_PAGE.decode().strip(), _filled(b"<p>x</p>")), READ),
    "nested boxes": (lambda: _leaf(_PAGE.decode().strip(), _filled(b"<div>")), READ),
    "499 pages": (lambda: _mixed(499, _PAGE + b"<div><a href=x>y" * 3_000), READ),
    "12 large pages": (lambda: _mixed(12, _PAGE + b"<td><a href=x>y" * 135_000), READ),
    "499 texts": (lambda: _mixed(499, "\nПривет\n".encode() * 3_500), READ),
    "flowed lines": (lambda: _leaf("Content-Type: text/plain; format=flowed", _filled(b"> a \n")), READ),
    "quotes": (lambda: _leaf("", _filled(b">\n\n")), READ),
    "blank lines": (lambda: _leaf("", b"x" + _filled(b"\n")), READ),
    "combining marks": (lambda: _leaf("", b"e" + _filled("\u0301".encode())), READ),
    "introductions": (lambda: _leaf("", _filled(b"On 1 2026 @ wrote:\n")), READ),
    "blocks of fields": (lambda: _leaf("", b"\n" + _filled(b"From: a\nSent: b\n")), READ),
    "unclosed ids": (lambda: _leaf(_DAEMON, _filled(b"Message-ID: <a\n")), READ),
    "unclosed recipients": (lambda: _leaf(_DAEMON, _filled(b"<a@b")), READ),
    "a report of blank lines": (lambda: _leaf("Content-Type: message/delivery-status", b"X" + _filled(b"\n")), READ),
    "a report of recipients": (
        lambda: _leaf("Content-Type: message/delivery-status",
                      _filled(b"Final-Recipient: rfc822; a@b.c\nAction: failed\n\n")), READ),
    "near boundaries": (lambda: _leaf("Content-Type: multipart/mixed; boundary=x", _filled(b"\n--xy")), READ),
    "a boundary of dashes": (lambda: _leaf("Content-Type: multipart/mixed; boundary=-", _filled(b"-")), READ),
    "encoded words": (lambda: _leaf("Subject: " + "=?a?q?x?=" * 1_700, b""), READ),
    "unclosed words": (lambda: _leaf("Subject: " + "=?utf-8?q?" * 1_600, b""), READ),
    "brackets": (lambda: _leaf("Sender: " + "(" * 16_000, b""), READ),
    "quotation marks": (lambda: _leaf("To: " + '"' * 16_000, b""), READ),
    "at signs": (lambda: _leaf("To: " + "a@" * 8_000, b""), READ),
    "pieces of a name": (
        lambda: _leaf("Content-Type: a/b; " + "".join(f"name*{n}=%D0;" for n in range(1_000)), b""), READ),
    "clauses": (lambda: _leaf("Authentication-Results: " + "(;" * 8_000, b""), READ),
    "references": (lambda: _leaf("References: " + "<a@b>" * 3_200, b""), READ),
}  # fmt: skip
