"""Files that come with a mail are told for what they are, under names that harm nobody."""

import hashlib
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.mail.attached import NAME_BYTES_MAX, NAME_CHARS_MAX, Attachment, content_of, safe_name
from console.mail.body import read_body
from console.mail.mime import read_tree


def attached(head: str, body: bytes = b"x") -> Attachment:
    """The one part of a mail, as attached."""
    return read_body(read_tree(head.encode() + b"\n\n" + body))[1][0]


@pytest.mark.parametrize(
    ("claimed", "name"),
    [
        ("a.txt", "a.txt"),
        ("../../etc/passwd", "passwd"),
        ("C:\\temp\\a.txt", "a.txt"),
        ("a:b.txt", "a_b.txt"),
        ("con", "_con"),
        ("NUL.txt", "_NUL.txt"),
        ("lpt1.tar.gz", "_lpt1.tar.gz"),
        ("COM¹", "_COM¹"),
        ("console.txt", "console.txt"),
        ("-rf", "_-rf"),
        ("...", ""),
        ("a.txt. . ", "a.txt"),
        ("a\r\nb.txt", "a b.txt"),
        ("a\0b\x1b.txt", "a·b·.txt"),
        ("gpj\u202etxt.exe", "gpjtxt.exe"),
        ("a" * 300 + ".pdf", "a" * 115 + "….pdf"),
        ("Ж" * 200 + ".pdf", "Ж" * 115 + "….pdf"),
        ("家" * 200 + ".pdf", "家" * 77 + "….pdf"),
        ("=?utf-8?b?0L/RgNC40LLQtdGCLnR4dA==?=", "привет.txt"),
        ("", ""),
    ],
)
def test_a_name_is_harmless(claimed: str, name: str) -> None:
    """No folders, drives, devices, options, controls, turned letters, endless names."""
    assert safe_name(claimed) == name


@given(st.text(max_size=400))
def test_any_name_fits_any_system(claimed: str) -> None:
    """Short enough, and without what a folder or a terminal would take for more than a letter."""
    name = safe_name(claimed)
    assert len(name) <= NAME_CHARS_MAX + 1
    assert len(name.encode("utf-8")) <= NAME_BYTES_MAX + 1
    assert not {unicodedata.category(sign) for sign in name} & {"Cc", "Cs", "Zl", "Zp"}
    assert not set(name) & set('/\\:*?"<>|')


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        ("Content-Type: application/pdf", "file"),
        ("Content-Type: image/png\nContent-ID: <a>", "inline"),
        ("Content-Type: image/png\nContent-ID: <a>\nContent-Disposition: attachment", "file"),
        ("Content-Type: text/calendar; method=REQUEST", "calendar"),
        ("Content-Type: message/disposition-notification", "report"),
        ("Content-Type: message/rfc822", "mail"),
        ("Content-Type: text/rfc822-headers", "mail"),
    ],
)
def test_kinds_are_told_apart(head: str, kind: str) -> None:
    """Files, pictures among the words, invitations, reports and mails."""
    assert attached(head).kind == kind


@pytest.mark.parametrize(
    ("claimed", "content", "really"),
    [
        ("image/png", b"\x89PNG\r\n\x1a\n", ""),
        ("image/jpg", b"\xff\xd8\xff\xe0", ""),
        ("application/pdf", b"MZ\x90", "application/x-msdownload"),
        ("image/png", b"<html><script>", "text/html"),
        ("application/octet-stream", b"%PDF-1.7", "application/pdf"),
        ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", b"PK\x03\x04", ""),
        ("application/msword", b"PK\x03\x04", "application/zip"),
        ("application/msword", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ""),
        ("image/jpeg", b"\x7fELF", "application/x-executable"),
        ("application/x-thing", b"thing", ""),
        ("application/x-thing", b"", ""),
    ],
)  # fmt: skip
def test_a_false_claim_is_told(claimed: str, content: bytes, really: str) -> None:
    """A program that calls itself a document is known for a program."""
    assert attached(f"Content-Type: {claimed}", content).really == really


@pytest.mark.parametrize(
    ("head", "body", "name"),
    [
        ("Content-Type: message/rfc822", b"Subject: =?utf-8?q?A/B?=\n\nx", "A_B.eml"),
        ("Content-Type: message/rfc822", b"\n\nx", "part 1"),
        ("Content-Type: text/calendar", b"BEGIN", "invitation.ics"),
        ("Content-Type: message/disposition-notification", b"x", "report.txt"),
        ("Content-Type: image/png; name*=koi8-r''%D0%D2.png", b"x", "пр.png"),
        ("Content-Type: image/png; name*0*=utf-8''%D0%BF; name*1=r.png", b"x", "пr.png"),
        ("Content-Type: image/png; name*=no-such''%FF.png", b"x", "ÿ.png"),
        ("Content-Type: image/png; name==?utf-8?q?a=2Fb.png?=", b"x", "b.png"),
        ("Content-Type: image/png; name=a b.png", b"x", "a b.png"),
    ],
)
def test_names_as_they_come(head: str, body: bytes, name: str) -> None:
    """Encoded by any of the ways, unquoted, or invented."""
    assert attached(head, body).name == name


def test_a_file_is_found_again_by_its_digest() -> None:
    """The raw mail has the bytes that were told of."""
    raw = b"Content-Type: image/png\nContent-Transfer-Encoding: base64\n\nYWJj"
    assert content_of(raw, hashlib.sha256(b"abc").hexdigest()) == b"abc"


@pytest.mark.parametrize("raw", [b"\n\nwords", b"X: " + b"a" * 20_000 + b"\n\n"])
def test_what_is_not_there_is_not_found(raw: bytes) -> None:
    """Another digest, or a mail past its bounds: nothing."""
    assert content_of(raw, "0" * 64) is None
