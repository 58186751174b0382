"""A bounce says whom a mail did not reach, and whether that is the last word."""

import pytest

from console.mail.bounces import FAILURES_MAX, REASON_CHARS_MAX, Failure
from console.mail.message import InboundMail, parse


def told(raw: bytes) -> tuple[Failure, ...]:
    """What a bounce says."""
    mail = parse(raw)
    assert isinstance(mail, InboundMail)
    return mail.failures


def report(*blocks: str) -> bytes:
    """A report (RFC 3464) with such blocks for its recipients."""
    status = "\n\n".join(("Reporting-MTA: dns; mx.example", *blocks))
    return (
        "From: MAILER-DAEMON@mx.example\nSubject: Undelivered\n"
        "Content-Type: multipart/report; report-type=delivery-status; boundary=x\n\n--x\n\nSorry.\n"
        f"--x\nContent-Type: message/delivery-status\n\n{status}\n--x--\n"
    ).encode()


@pytest.mark.parametrize(
    ("block", "failure"),
    [
        (("Final-Recipient: rfc822; a@b.example\nAction: failed\nStatus: 5.1.1\n"
         "Diagnostic-Code: smtp; 550 5.1.1 No such user"),
         Failure("a@b.example", True, "5.1.1", "550 5.1.1 No such user")),
        ("Final-Recipient: rfc822;A@B.example\nAction: delayed\nStatus: 4.4.1",
         Failure("a@b.example", False, "4.4.1", "")),
        ("Final-Recipient: rfc822; a@b.example\nAction: failed\nStatus: 4.4.7",
         Failure("a@b.example", True, "4.4.7", "")),
        ("Original-Recipient: rfc822; anna@shop.example\nFinal-Recipient: rfc822; a@b.example\nAction: failed",
         Failure("anna@shop.example", True, "", "")),
        ("Final-Recipient: rfc822; a@b.example\nAction: failed (no such user)\nStatus: 5.1.1 (bad)",
         Failure("a@b.example", True, "5.1.1", "")),
        ("Final-Recipient: rfc822; a@b.example\nStatus: 5.2.2", Failure("a@b.example", True, "5.2.2", "")),
        ("Final-Recipient: rfc822; a@b.example\nAction: delayed\nStatus: 5.0.0",
         Failure("a@b.example", False, "5.0.0", "")),
        ("Final-Recipient: rfc822; a@b.example\nAction: failure\nStatus: 553 too large",
         Failure("a@b.example", True, "", "")),
        ("Final-Recipient: rfc822; a@b.example\nAction: failed\nDiagnostic-Code: smtp; \x1b[31m" + "x" * 400,
         Failure("a@b.example", True, "", "·[31m" + "x" * (REASON_CHARS_MAX - 6) + "…")),
    ],
)  # fmt: skip
def test_a_recipient_that_was_not_reached(block: str, failure: Failure) -> None:
    """Whom it was for, whether the server has given up, and why."""
    assert told(report(block)) == (failure,)


@pytest.mark.parametrize("action", ["delivered", "relayed", "expanded"])
def test_a_recipient_that_was_reached_is_no_failure(action: str) -> None:
    """A report of success reports no failure."""
    assert not told(
        report(f"Final-Recipient: rfc822; a@b.example\nAction: {action}\nStatus: 2.0.0")
    )


@pytest.mark.parametrize(
    "block", ["", "Action: failed", "Final-Recipient: rfc822; nobody\nAction: failed", "\x00"]
)
def test_a_report_on_nobody_tells_of_nobody(block: str) -> None:
    """A report without an address names none."""
    assert told(report(block)) == ()


def test_each_recipient_is_told_of() -> None:
    """One block each."""
    blocks = [f"Final-Recipient: rfc822; {name}@b.example\nAction: failed" for name in "abb"]
    assert [one.recipient for one in told(report(*blocks))] == ["a@b.example", "b@b.example"]


def test_recipients_are_bounded() -> None:
    """A report made of recipients is no work without end."""
    blocks = [f"Final-Recipient: rfc822; u{n}@b.example\nAction: failed" for n in range(1_000)]
    assert len(told(report(*blocks))) == FAILURES_MAX


def test_recipients_in_a_header_are_bounded() -> None:
    """So is a header made of them."""
    named = ", ".join(f"u{n}@b.example" for n in range(90))
    assert len(told(f"X-Failed-Recipients: {named}\n\nx".encode())) == FAILURES_MAX


@pytest.mark.parametrize(
    ("raw", "failure"),
    [
        (b"From: Mailer-Daemon@x.example\nX-Failed-Recipients: a@b.example\n\nSorry.",
         Failure("a@b.example", True, "", "")),
        ((b"From: MAILER-DAEMON@x.example\nSubject: failure notice\n\nHi. This is the qmail-send program.\n"
         b"\n<a@b.example>:\nSorry, no mailbox here."), Failure("a@b.example", True, "", "")),
        (b"From: MAILER-DAEMON@x.example\nSubject: Undelivered\n\n<a@b.example>: host mx said: 550 5.1.1 No\n",
         Failure("a@b.example", True, "5.1.1", "host mx said: 550 5.1.1 No")),
        (b"From: MAILER-DAEMON@x.example\nSubject: Delayed Mail\n\n<a@b.example>: later\n",
         Failure("a@b.example", False, "", "later")),
    ],
)  # fmt: skip
def test_older_servers_say_it_in_words(raw: bytes, failure: Failure) -> None:
    """Exim's header, qmail's and old Postfix's brackets."""
    assert told(raw) == (failure,)


def test_a_person_who_writes_of_an_address_reports_no_failure() -> None:
    """Only a bounce bounces."""
    assert told(b"From: anna@shop.example\n\n<a@b.example>: does not answer") == ()
