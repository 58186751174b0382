"""Mails of programs are known as such, whatever program wrote them; a person's is not."""

import pytest

from tests.mail.test_message import sample

KINDS = {
    "bounce-postfix": "bounce",
    "bounce-exim": "bounce",
    "bounce-exchange": "bounce",
    "bounce-qmail": "bounce",
    "bounce-russian": "bounce",
    "bounce-undeclared": "bounce",
    "delayed": "bounce",
    "receipt": "receipt",
    "out-of-office": "auto-reply",
    "old-autoresponder": "auto-reply",
    "mailing-list": "mailing list",
    "bulk": "bulk mail",
    "cron": "automatic",
    "own-loop": "own loop",
    "submitted-no": None,
    "complaint": None,
    "answer": None,
    "forwarded-message": None,
}


@pytest.mark.parametrize(("name", "kind"), KINDS.items())
def test_who_wrote_it(name: str, kind: str | None) -> None:
    """Each sample is known for what wrote it."""
    assert sample(name).automatic == kind


@pytest.mark.parametrize(
    "program", ["postfix", "exim", "exchange", "qmail", "russian", "delayed", "receipt"]
)
def test_a_report_names_the_mail_that_it_is_about(program: str) -> None:
    """The Message-ID of our mail is found wherever the report keeps it."""
    name = program if program in ("delayed", "receipt") else f"bounce-{program}"
    assert sample(name).reported == (f"<12.3.{program}@desk.example>",)


def _kind(header: str) -> str | None:
    from console.mail.message import InboundMail, parse

    mail = parse(f"From: a@b.c\n{header}\n\nwords".encode())
    assert isinstance(mail, InboundMail)
    return mail.automatic


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        ("Auto-Submitted: no", None),
        ("Auto-Submitted: NO (really)", None),
        ("Auto-Submitted: auto-notified; x=y", "automatic"),
        ("Auto-Submitted: Auto-Replied", "auto-reply"),
        ("Return-Path: <>", "bounce"),
        ("Return-Path: <a@b.c>", None),
        ("Precedence: junk", "bulk mail"),
        ("Precedence: list", "mailing list"),
        ("Precedence: first-class", None),
        ("X-Autoreply: yes", "auto-reply"),
        ("X-Autorespond: yes", "auto-reply"),
        ("List-Id: <x.y>", "mailing list"),
        ("X-Credit-Desk-Loop: anything", "own loop"),
        ("X-Auto-Response-Suppress: All", None),
        ("Sender: MAILER-DAEMON@b.c", "bounce"),
        ("Subject: mail delivery failed", None),
        ("List-Post: <mailto:x@y.z>", "mailing list"),
        ("List-Unsubscribe: <mailto:x@y.z>", "bulk mail"),
    ],
)
def test_a_header_tells(header: str, kind: str | None) -> None:
    """One header alone decides, or does not."""
    assert _kind(header) == kind


@pytest.mark.parametrize(
    ("header", "ground"),
    [
        ("Auto-Submitted: auto-replied; x", "Auto-Submitted: auto-replied"),
        ("List-Id: <x.y>", "List-Id"),
        ("Precedence: bulk", "Precedence: bulk"),
        ("Return-Path: <>", "Return-Path: <>"),
        ("X-Failed-Recipients: a@b.c", "X-Failed-Recipients"),
        ("Sender: MAILER-DAEMON@b.c", "its sender is a mail server"),
        ("Content-Type: multipart/report", "multipart/report"),
        ("X-Credit-Desk-Loop: 1", "X-Credit-Desk-Loop"),
        ("Auto-Submitted: no", ""),
    ],
)
def test_the_ground_is_told(header: str, ground: str) -> None:
    """By what a program was known for one."""
    from console.mail.message import InboundMail, parse

    mail = parse(f"From: a@b.c\n{header}\n\nwords".encode())
    assert isinstance(mail, InboundMail)
    assert mail.automatic_ground == ground


@pytest.mark.parametrize(
    ("subject", "kind"), [("Undeliverable: x", "bounce"), ("Our mail server is moving", None)]
)
def test_a_postmaster_may_be_a_person(subject: str, kind: str | None) -> None:
    """Only a postmaster's mail about failed delivery is a bounce."""
    assert _kind(f"Sender: postmaster@b.c\nSubject: {subject}") == kind


def test_a_bounce_of_many_names_no_more_than_twenty() -> None:
    """A mail made of Message-IDs costs no search for each."""
    from console.mail.message import InboundMail, parse

    lines = "".join(f"Message-ID: <{number}@x>\n" for number in range(1_000))
    mail = parse(f"From: mailer-daemon@x.y\n\n{lines}".encode())
    assert isinstance(mail, InboundMail)
    assert len(mail.reported) == 20
