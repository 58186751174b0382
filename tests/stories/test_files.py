"""Stories of files and ready texts: read, saved, sent along and put in, by keyboard at both sizes."""

import base64
from pathlib import Path

import pytest

from console.bootstrap import open_desk
from console.location import Location
from console.mail.message import parse
from console.screens.files import FileScreen, FilesScreen, text_of
from console.services import files, intake
from console.services.files import FileView
from tests.conftest import SETTINGS, at
from tests.stories.theatre import Stage, stage

SIZES = pytest.mark.parametrize("size", [(80, 24), (120, 40)])
PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(40)
NOTES = b"Step 1 [/b]\n\x1b[31mStep 2\n"


def part(name: str, content_type: str, content: bytes) -> bytes:
    """A file in a mail."""
    return (
        b"--b\n" + f'Content-Type: {content_type}; name="{name}"\n'.encode()
        + b"Content-Transfer-Encoding: base64\nContent-Disposition: attachment\n\n"
        + base64.encodebytes(content)
    )  # fmt: skip


MAIL = (
    b"From: Anna <anna@shop.example>\nSubject: Two files\nMessage-ID: <f@shop.example>\n"
    b'Content-Type: multipart/mixed; boundary="b"\n\n--b\n\nSee them.\n'
    + part("notes.txt", "text/plain", NOTES)
    + part("shot.pdf", "application/pdf", PICTURE)
    + b"--b--\n"
)


@pytest.fixture
async def with_files(desk_path: Path) -> Path:
    """A desk with a request that has two files: a text, and a picture that claims to be a PDF."""
    desk = await open_desk(Location(desk_path, SETTINGS))
    await intake.admit_mail(desk, MAIL, mail=parse(MAIL), received_at=at())
    await desk.close()
    return desk_path


@pytest.fixture
def downloads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where files are saved."""
    folder = tmp_path / "downloads"
    monkeypatch.setattr("console.screens.files.user_downloads_path", lambda: folder)
    return folder


async def kept(path: Path) -> list[FileView]:
    """The files of request 1."""
    desk = await open_desk(Location(path, SETTINGS))
    try:
        return list(await files.listing(desk, ticket=1))
    finally:
        await desk.close()


async def open_files(person: Stage) -> None:
    """Take the request and list its files."""
    await person.pick()
    await person.press("f")
    await person.until(lambda: isinstance(person.app.screen, FilesScreen))
    await person.until(lambda: "notes.txt" in person.text)


@SIZES
async def test_files_stand_below_their_message(with_files: Path, size: tuple[int, int]) -> None:
    """Files stand below their message, and one that is not what it claims says so."""
    async with stage(with_files, size=size) as olga:
        await olga.pick()
        told = ("▸ notes.txt", "▸ shot.pdf", "! it is really image/png")
        assert [each for each in told if each not in olga.text] == []


@SIZES
async def test_files_are_listed_with_what_they_are(with_files: Path, size: tuple[int, int]) -> None:
    """A key lists the files with what they really are."""
    async with stage(with_files, size=size) as olga:
        await open_files(olga)
        assert "! really image/png" in olga.text


async def test_a_text_is_read_and_harmless(with_files: Path) -> None:
    """A text is read as words: neither markup nor escapes of it do anything."""
    async with stage(with_files) as olga:
        await open_files(olga)
        await olga.press("enter")
        await olga.until(lambda: isinstance(olga.app.screen, FileScreen))
        await olga.until(lambda: "Step 1 [/b]" in olga.text)
        assert "\x1b[31m" not in olga.text


async def test_a_picture_is_not_read_as_text(with_files: Path) -> None:
    """What is no text says so, and what to do."""
    async with stage(with_files) as olga:
        await open_files(olga)
        await olga.press("j", "enter")
        await olga.until(lambda: "shot.pdf is no text: s saves it." in olga.text)


async def test_a_file_is_saved_and_the_toast_says_where(with_files: Path, downloads: Path) -> None:
    """A file is saved byte for byte, and a toast says where."""
    async with stage(with_files) as olga:
        await open_files(olga)
        await olga.press("j", "s")
        await olga.until(lambda: "Saved on this machine as" in olga.said)
    assert (downloads / "shot.pdf").read_bytes() == PICTURE


async def answering(person: Stage) -> None:
    """Begin an answer."""
    await person.pick()
    await person.press("r")
    await person.until(lambda: "Answer to" in person.text)
    await person.type("See the file.")


async def test_the_requests_own_file_goes_along(with_files: Path) -> None:
    """A file of the request's own goes along with the answer, and is told above it."""
    async with stage(with_files) as olga:
        await answering(olga)
        await olga.press("ctrl+o")
        await olga.until(lambda: "Which file goes along?" in olga.text)
        await olga.press("2")
        await olga.until(lambda: "With shot.pdf 48 B" in olga.text)
        await olga.press("ctrl+s", "s")
        await olga.until(lambda: "on its way" in olga.said)
    assert [each.name for each in await kept(with_files)] == ["notes.txt", "shot.pdf", "shot.pdf"]


async def test_a_file_of_the_machine_goes_along_by_its_path(
    with_files: Path, tmp_path: Path
) -> None:
    """A file of this machine goes along by its path."""
    (tmp_path / "patch.txt").write_text("x = 1")
    async with stage(with_files) as olga:
        await answering(olga)
        await olga.press("ctrl+o", "p")
        await olga.until(lambda: "The file's path" in olga.text)
        olga.app.screen.query_one("#field-path").value = str(tmp_path / "patch.txt")
        await olga.press("enter")
        await olga.until(lambda: "With patch.txt 5 B" in olga.text)
        await olga.press("ctrl+s", "s")
        await olga.until(lambda: "on its way" in olga.said)
    assert (await kept(with_files))[-1].name == "patch.txt"


async def test_a_path_that_is_none_says_so(with_files: Path) -> None:
    """A path that leads to no file says so, and is asked for again."""
    async with stage(with_files) as olga:
        await answering(olga)
        await olga.press("ctrl+o", "p")
        olga.app.screen.query_one("#field-path").value = "/no/such/file"
        await olga.press("enter")
        await olga.until(lambda: "There is no file of that path" in olga.text)


async def test_a_file_that_goes_before_it_is_read_says_so(
    with_files: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that is gone once it was asked for says so, and the answer stays."""
    (tmp_path / "patch.txt").write_text("x = 1")

    def gone(_: Path) -> bytes:
        raise FileNotFoundError(2, "No such file or directory")

    async with stage(with_files) as olga:
        await answering(olga)
        await olga.press("ctrl+o", "p")
        olga.app.screen.query_one("#field-path").value = str(tmp_path / "patch.txt")
        monkeypatch.setattr(Path, "read_bytes", gone)
        await olga.press("enter")
        await olga.until(lambda: "It cannot be read: No such file" in olga.said)
        assert "See the file." in olga.text


async def test_a_file_is_taken_away_again(with_files: Path) -> None:
    """A file that was to go along is taken away again."""
    async with stage(with_files) as olga:
        await answering(olga)
        await olga.press("ctrl+o", "1")
        await olga.until(lambda: "With notes.txt" in olga.text)
        await olga.press("ctrl+o")
        await olga.until(lambda: "take notes.txt away again" in olga.text)
        await olga.press("1")
        await olga.until(lambda: "With notes.txt" not in olga.text and "Answer to" in olga.text)


async def test_files_stay_with_an_answer_that_is_put_away(with_files: Path) -> None:
    """An answer that is put away has its files when it is opened again."""
    async with stage(with_files) as olga:
        await answering(olga)
        await olga.press("ctrl+o", "1")
        await olga.until(lambda: "With notes.txt" in olga.text)
        await olga.press("escape", "r")
        await olga.until(lambda: "With notes.txt" in olga.text)


@SIZES
async def test_a_ready_text_is_put_in(with_files: Path, size: tuple[int, int]) -> None:
    """A ready text is put in where the cursor is, filled in for the request."""
    async with stage(with_files, size=size) as olga:
        await answering(olga)
        await olga.press("ctrl+t")
        await olga.until(lambda: "Which text goes in?" in olga.text)
        await olga.press("1")
        await olga.until(lambda: "answer in no chat" in " ".join(olga.text.split()))


async def test_a_note_takes_no_files(with_files: Path) -> None:
    """A note never leaves, so no file goes along with it."""
    async with stage(with_files) as olga:
        await olga.pick()
        await olga.press("n", "ctrl+o")
        assert ("Which file goes along?" in olga.text, "ctrl+o" in olga.text) == (False, False)


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (b"plain", "plain"),
        ("Привет".encode(), "Привет"),
        (b"\x89PNG\r\n\x1a\n\x00", None),
        ("я".encode("cp1251") * 100, None),
        (("я" * 100_001).encode(), "я" * 100_000),
        (b"a\x1b[31mb", "a·[31mb"),
        (b"", ""),
    ],
)
def test_what_is_text_is_told_from_what_is_not(content: bytes, text: str | None) -> None:
    """UTF-8 is text as far as it is shown; anything else is not."""
    assert text_of(content) == text
