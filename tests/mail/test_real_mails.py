"""Mails that real programs sent, read to sender, subject, text and kind.

They are other people's, and no part of this project: the tests are there where CREDITDESK_REAL_MAILS names a folder
with the fixtures of the libraries mikel/mail and flufl.bounce in a folder each. `real_mails.json` has what a person who
looked at each of them takes it to say; of its text the first half of its SHA-256.
"""

import hashlib
import json
import os
from pathlib import Path
from typing import NamedTuple

import pytest

from console.mail.message import InboundMail, parse
from console.mail.quotes import sections

FOLDER = Path(os.environ.get("CREDITDESK_REAL_MAILS") or os.devnull)
READ: dict[str, list[str | None]] = json.loads(
    (Path(__file__).parent / "real_mails.json").read_text("utf-8")
)


class Said(NamedTuple):
    """What is compared of a mail."""

    sender: str | None
    subject: str | None
    text_digest: str | None
    automatic: str | None


def said(mail: InboundMail) -> Said:
    """What a mail says."""
    digest = hashlib.sha256(mail.text.encode()).hexdigest()[:32]
    return Said(mail.sender_address, mail.subject, digest, mail.automatic)


def test_a_hundred_and_more_mails_are_known() -> None:
    """The list is whole."""
    assert len(READ) >= 200


if FOLDER.is_dir():

    @pytest.mark.parametrize("name", READ)
    def test_a_real_mail_says_what_it_says(name: str) -> None:
        """Whatever program sent it, however broken it is."""
        mail = parse((FOLDER / name).read_bytes())
        assert isinstance(mail, InboundMail)
        assert said(mail) == Said(*READ[name])

    @pytest.mark.parametrize("name", READ)
    def test_nothing_of_a_real_mail_is_lost_in_sections(name: str) -> None:
        """Its sections joined are its text."""
        mail = parse((FOLDER / name).read_bytes())
        assert isinstance(mail, InboundMail)
        assert "\n".join(one.text for one in sections(mail.text)) == mail.text

    @pytest.mark.parametrize("name", READ)
    def test_a_real_mail_cut_anywhere_is_some_mail(name: str) -> None:
        """A transfer may end at any byte; a hundred of them are tried."""
        raw = (FOLDER / name).read_bytes()
        cuts = range(0, len(raw), max(1, len(raw) // 100))
        assert all(isinstance(parse(raw[:cut]), InboundMail) for cut in cuts)
