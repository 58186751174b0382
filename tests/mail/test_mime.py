"""The shape of a mail, and the bounds that no mail gets past."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.mail.mime import (
    DEPTH_MAX,
    HEADER_BYTES_MAX,
    HEADERS_BYTES_MAX,
    HEADERS_MAX,
    MAIL_BYTES_MAX,
    PARTS_MAX,
    OutOfBoundsError,
    read_tree,
)


def multipart(parts: int) -> bytes:
    """A mail of so many parts in one level, beside the mail itself."""
    return b"Content-Type: multipart/mixed; boundary=x\n\n" + b"--x\n\nwords\n" * parts + b"--x--\n"


def nested(depth: int) -> bytes:
    """A mail with parts nested so deep."""
    levels = (
        b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (level, level)
        for level in range(depth)
    )
    return b"".join(levels) + b"\nwords"


def header_of(size_bytes: int) -> bytes:
    """A mail with one header of that size."""
    return b"Subject: ".ljust(size_bytes - 1, b"a") + b"\n\n"


def headers_of(size_bytes: int) -> bytes:
    """A mail with a header block of that size, in kilobyte headers."""
    return (b"X: ".ljust(1023, b"a") + b"\n") * (size_bytes // 1024) + b"\n"


@pytest.mark.parametrize(
    "raw",
    [
        multipart(PARTS_MAX),
        nested(DEPTH_MAX),
        header_of(HEADER_BYTES_MAX),
        headers_of(HEADERS_BYTES_MAX),
        b"\n" * MAIL_BYTES_MAX,
        b"a:\n" * HEADERS_MAX + b"\n",
    ],
    ids=["parts", "depth", "header", "headers", "size", "fields"],
)
def test_a_mail_at_a_bound_is_read(raw: bytes) -> None:
    """What is exactly at a bound is within it."""
    assert read_tree(raw) is not None


@pytest.mark.parametrize(
    "raw",
    [
        multipart(PARTS_MAX + 1),
        nested(DEPTH_MAX + 1),
        header_of(HEADER_BYTES_MAX + 1),
        headers_of(HEADERS_BYTES_MAX + 1024),
        b"\n" * (MAIL_BYTES_MAX + 1),
        b"Subject: a\n" + b" b\n" * HEADER_BYTES_MAX,
        multipart(100_000),
        b"a:\n" * (HEADERS_MAX + 1) + b"\n",
    ],
    ids=["parts", "depth", "header", "headers", "size", "folded", "bomb", "fields"],
)
def test_a_mail_past_a_bound_is_not_read(raw: bytes) -> None:
    """What is one past a bound is refused."""
    with pytest.raises(OutOfBoundsError):
        read_tree(raw)


def test_the_headers_of_all_parts_are_bounded_together() -> None:
    """Many parts with large headers are refused too."""
    part = b"--x\n" + headers_of(HEADERS_BYTES_MAX // 2) + b"words\n"
    with pytest.raises(OutOfBoundsError, match="together"):
        read_tree(b"Content-Type: multipart/mixed; boundary=x\n\n" + part * 9)


@pytest.mark.parametrize(
    ("raw", "bodies"),
    [
        (multipart(2), [b"words", b"words"]),
        (multipart(2).replace(b"\n", b"\r\n"), [b"words", b"words"]),
        (multipart(1).replace(b"\n", b"\r"), [b"words"]),
        (b"Content-Type: multipart/mixed; boundary=ab\n\n--abc\n--ab\n\none\n--ab-\n--ab  \n\ntwo",
         [b"one\n--ab-", b"two"]),
        (b"Content-Type: multipart/mixed; boundary=x\n\n--x--\nrest", [b"--x--\nrest"]),
        (b"Content-Type: multipart/mixed; boundary=x\n\nx--x\n\nno", [b"x--x\n\nno"]),
        (b"Content-Type: multipart/mixed; boundary*0=a; boundary*1=b\n\n--ab\n\none\n--ab--", [b"one"]),
        (b"Content-Type: multipart/mixed; boundary=x\n\n--x\n--x--", [b""]),
        (b"\n\nSubject: late\n\nwords", [b"words"]),
        (b"From a@b Mon Nov 16\nSubject: x\n\nwords", [b"words"]),
        (b"Subject: x\nno header here\nwords", [b"no header here\nwords"]),
    ],
)  # fmt: skip
def test_the_leaves_of_a_mail(raw: bytes, bodies: list[bytes]) -> None:
    """Bodies are split at the boundary's own lines and nowhere else."""
    assert [part.body for part in read_tree(raw).walk() if not part.parts] == bodies


def test_a_part_of_a_digest_is_a_message() -> None:
    """In a digest a part without a type is a message."""
    root = read_tree(b"Content-Type: multipart/digest; boundary=x\n\n--x\n\nwords\n--x--")
    assert root.parts[0].content_type == "message/rfc822"


def test_a_header_goes_on_in_folded_lines() -> None:
    """Folded lines are one value."""
    assert read_tree(b"Subject: a\n b\n\tc\n\n").headers.first("subject") == "a b\tc"


@pytest.mark.parametrize(
    ("encoding", "body", "content"),
    [
        ("base64", b"YWJj", b"abc"),
        ("BASE64 ;", b"YW\nJj\n", b"abc"),
        ("base64", b"YWI", b"ab"),
        ("base64", b"YWJjZ", b"abcd"),
        ("quoted-printable", b"a=3Db=\nc", b"a=bc"),
        ("x-uuencode", b"begin 644 a\n#86)C\n`\nend", b"abc"),
        ("x-uuencode", b"no uu", b"no uu"),
        ("8bit", b"\xff", b"\xff"),
        ("unheard-of", b"abc", b"abc"),
        ("", b"abc", b"abc"),
    ],
)
def test_a_transfer_encoding_is_taken_off(encoding: str, body: bytes, content: bytes) -> None:
    """Known encodings are undone, broken and unknown ones left alone."""
    raw = b"Content-Transfer-Encoding: " + encoding.encode() + b"\n\n" + body
    assert read_tree(raw).content() == content


@given(
    st.lists(
        st.binary(max_size=40).filter(lambda body: b"--" not in body and body[-1:] != b"\r"),
        max_size=8,
    )
)
def test_parts_come_out_as_they_went_in(bodies: list[bytes]) -> None:
    """Whatever bytes a part holds, splitting gives them back."""
    raw = b"Content-Type: multipart/mixed; boundary=bound\n\n"
    raw += b"".join(b"--bound\nX: y\n\n" + body + b"\n" for body in bodies) + b"--bound--\n"
    assert [part.body for part in read_tree(raw).parts] == bodies
