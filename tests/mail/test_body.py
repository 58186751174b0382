"""The words of a mail and what is attached to it."""

import hashlib

import pytest

from console.mail.attached import Attachment
from console.mail.body import PAGE_BYTES_MAX, TEXT_CHARS_MAX, WRITTEN_BYTES_MAX, read_body
from console.mail.mime import read_tree
from tests.mail.test_message import sample


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("alternative", "Plain words."),
        (
            "html-only",
            "Hello there,\n\nsee our shop (https://evil.example/x)\nthanks\n\n- one\n- two\n> Earlier words",
        ),
        ("flowed", "One long line that goes on here.\n> a quoted line that goes on\nMine again.\n-- \nAnna"),
        ("flowed-delsp", "日本語"),
        ("attachments", "See the files."),
    ],
)  # fmt: skip
def test_the_words_of_a_mail(name: str, text: str) -> None:
    """The plainest wording, in reading order, without what is attached."""
    assert sample(name).text == text


def test_what_is_attached() -> None:
    """Each file has a harmless name, its type, its size and its digest."""
    assert sample("attachments").attachments == tuple(
        Attachment(name, kind, len(content), hashlib.sha256(content).hexdigest())
        for name, kind, content in [
            ("passwd.png", "image/png", b"\x89PNG\r\n\x1a\n"),
            ("лог.txt", "text/plain", b"a log"),
            ("part 3", "application/pdf", b"%PDF"),
        ]
    )


def _mixed(*parts: str) -> bytes:
    head = "Content-Type: multipart/mixed; boundary=x\n\n"
    return (head + "".join(f"--x\n{part}\n" for part in parts) + "--x--\n").encode()


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (_mixed("\none", "\ntwo"), "one\n\ntwo"),
        (_mixed("Content-Type: text/html\n\n<b>one</b>"), "one"),
        (_mixed("Content-Type: text/plain; name=a.txt\n\none"), "one"),
        (_mixed("\none", "Content-Type: text/plain; name=a.txt\n\ntwo"), "one"),
        (_mixed("Content-Disposition: attachment\n\none"), ""),
        (_mixed("Content-Type: message/delivery-status\n\nStatus: 5.1.1"), "Status: 5.1.1"),
        (_mixed("Content-Type: text/calendar\n\nBEGIN"), ""),
        (b"\none  \n\n\n\n\n\ntwo\n\n", "one\n\n\ntwo"),
    ],
)
def test_which_parts_are_words(raw: bytes, text: str) -> None:
    """Plain text and HTML are read, files are not."""
    assert read_body(read_tree(raw))[0] == text


def test_an_empty_plain_wording_gives_way_to_html() -> None:
    """Some programs send their words in HTML alone, beside an empty plain part."""
    raw = b"Content-Type: multipart/alternative; boundary=x\n\n--x\n\n \n--x\nContent-Type: text/html\n\nhi"
    assert read_body(read_tree(raw))[0] == "hi"


@pytest.mark.parametrize(
    ("plain", "text"),
    [
        ("Please view this message in an HTML mail reader.", "page"),
        ("Your mail program does not support HTML.", "page"),
        ("Ваша почтовая программа не поддерживает HTML.", "page"),
        ("The cart is empty.", "The cart is empty."),
        ("HTML part is broken. " * 20 + "End.", "HTML part is broken. " * 20 + "End."),
    ],
)
def test_a_plain_wording_that_only_points_to_html_gives_way(plain: str, text: str) -> None:
    """What says no more than "see the HTML" is not what was written."""
    raw = f"Content-Type: multipart/alternative; boundary=x\n\n--x\nContent-Type: text/plain; charset=utf-8\n\n{plain}\n--x\nContent-Type: text/html\n\npage"
    assert read_body(read_tree(raw.encode()))[0] == text


def test_endless_words_are_cut() -> None:
    """A text past its bound ends in an ellipsis; the raw mail has the rest."""
    text = read_body(read_tree(b"\n\n" + b"a" * (TEXT_CHARS_MAX + 1)))[0]
    assert text == "a" * (TEXT_CHARS_MAX - 1) + "…"


@pytest.mark.parametrize(
    ("filename", "name"),
    [
        ("a.txt", "a.txt"),
        (r"C:\\temp\\a.txt", "a.txt"),
        ("../..", "part 1"),
        ("a\x1b[31m.txt", "a·[31m.txt"),
        ("gpj\u202etxt.exe", "gpjtxt.exe"),
        ("a" * 200, "a" * 119 + "…"),
        (" .hidden", "hidden"),
    ],
)
def test_a_file_has_a_harmless_name(filename: str, name: str) -> None:
    """No folders, no controls, no turned letters, no endless ones."""
    raw = f'Content-Type: image/png; name="{filename}"\n\nx'.encode()
    assert read_body(read_tree(raw))[1][0].name == name


def test_words_without_end_are_kept_as_files() -> None:
    """Past the bound of a mail's words its parts are attached, and none is lost."""
    part = b"--x\n\n" + b"a" * (WRITTEN_BYTES_MAX // 2) + b"\n"
    raw = b"Content-Type: multipart/mixed; boundary=x\n\n" + part * 3 + b"--x--\n"
    assert [one.size_bytes for one in read_body(read_tree(raw))[1]] == [WRITTEN_BYTES_MAX // 2]


def test_pages_without_end_are_kept_as_files() -> None:
    """Pages cost more to read than words, and have less room."""
    part = b"--x\nContent-Type: text/html\n\n" + b"<b></b>" * (PAGE_BYTES_MAX // 7) + b"page\n"
    raw = b"Content-Type: multipart/mixed; boundary=x\n\n" + part * 2 + b"--x--\n"
    assert [one.content_type for one in read_body(read_tree(raw))[1]] == ["text/html"]
