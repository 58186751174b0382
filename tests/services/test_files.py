"""Files that came with a request: told by number, taken out of their mail when asked, sent along (C6)."""

import base64
import hashlib

import pytest

from console.mail.message import parse
from console.services import files, intake, replies
from console.services.faults import BadInput, NotFound
from console.services.letters import Attachment
from tests.conftest import at
from tests.services.office import Office

PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(40)
MAIL = (
    b"From: Anna <anna@shop.example>\nTo: support@desk.example\nSubject: A picture\n"
    b"Message-ID: <f1@shop.example>\nMIME-Version: 1.0\n"
    b'Content-Type: multipart/mixed; boundary="b"\n\n'
    b"--b\nContent-Type: text/plain\n\nSee the picture.\n"
    b'--b\nContent-Type: application/pdf; name="../../etc/shot.pdf"\n'
    b"Content-Transfer-Encoding: base64\nContent-Disposition: attachment\n\n"
    + base64.encodebytes(PICTURE)
    + b"--b--\n"
)
NOTES = Attachment("notes.txt", "text/plain", b"What we found")


async def arrived(office: Office) -> int:
    """A request with a file has come; its number."""
    done = await intake.admit_mail(office.desk, MAIL, mail=parse(MAIL), received_at=at())
    assert done.ticket is not None
    return done.ticket


async def test_a_file_is_told_by_a_safe_name_and_what_it_really_is(office: Office) -> None:
    """A file is told by a safe name, by its size, and by what it really is where it claims another type."""
    (found,) = await files.listing(office.desk, ticket=await arrived(office))
    assert (found.file, found.name, found.really, found.size_bytes) == (
        1, "shot.pdf", "image/png", len(PICTURE),
    )  # fmt: skip


async def test_its_bytes_are_taken_out_of_its_mail(office: Office) -> None:
    """Its bytes are those that came."""
    found = await files.content(office.desk, ticket=await arrived(office), file=1)
    assert found.content == PICTURE


async def test_there_is_no_other_file(office: Office) -> None:
    """A number that no file has is not found."""
    with pytest.raises(NotFound, match="no file 2"):
        await files.content(office.desk, ticket=await arrived(office), file=2)


async def test_a_file_goes_along_with_an_answer(office: Office) -> None:
    """A file that goes along with an answer is on the request and with its mail."""
    await arrived(office)
    await office.reply(await office.pick(), attachments=[NOTES])
    digest = hashlib.sha256(NOTES.content).hexdigest()
    named = [each.digest for each in await files.listing(office.desk, ticket=1)]
    mailed = await office.one("SELECT attachments FROM outbox")
    assert (named[1], digest in str(mailed)) == (digest, True)


async def test_a_file_of_ours_is_read_again(office: Office) -> None:
    """A file that went along is read again from where it is kept."""
    await arrived(office)
    await office.reply(await office.pick(), attachments=[NOTES])
    assert (await files.content(office.desk, ticket=1, file=2)).content == NOTES.content


async def test_the_customers_own_file_can_be_sent_along(office: Office) -> None:
    """A file of the request's own can be sent along."""
    ticket = await arrived(office)
    own = await files.content(office.desk, ticket=ticket, file=1)
    await office.reply(await office.pick(), attachments=[own])
    assert (await files.content(office.desk, ticket=ticket, file=2)).content == PICTURE


async def test_files_too_large_for_a_mail_are_refused_before_anything_is_written(
    office: Office,
) -> None:
    """Files that no mail server takes are refused, and nothing is written."""
    await arrived(office)
    huge = Attachment("huge.bin", "application/octet-stream", bytes(replies.MAX_FILES_BYTES + 1))
    with pytest.raises(BadInput, match="MB"):
        await office.reply(await office.pick(), attachments=[huge])
    assert await office.one("SELECT count(*) FROM outbox") == 0
