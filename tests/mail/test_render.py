"""A mail going out means what it was made of, whatever was put into it."""

import dataclasses
import email
import email.policy
from datetime import UTC, datetime

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from console.mail.address import valid_address
from console.mail.message import InboundMail, parse
from console.mail.render import (
    OutboundFile,
    OutboundMail,
    message_id_for,
    ticket_of,
    to_bytes,
    with_token,
)

SECRET = b"a secret of the desk"
NAMES = ["Date", "From", "To", "Subject", "Message-ID", "X-Credit-Desk-Loop", "MIME-Version",
         "Content-Type"]  # fmt: skip
MAIL = OutboundMail(
    message_id="<12.3.key@desk.example>",
    from_name="Support",
    from_address="support@desk.example",
    to_address="anna@shop.example",
    subject="[#12] Re: Checkout",
    text="Hello,\n\nit works.\n",
    in_reply_to=None,
    references=(),
    sent_at=datetime(2026, 11, 16, 6, 0, tzinfo=UTC),
    automatic=False,
)


def rendered(**changes: object) -> bytes:
    """The mail above with changes, as bytes."""
    return to_bytes(dataclasses.replace(MAIL, **changes))  # type: ignore[arg-type]  # fields by name


def read_back(**changes: object) -> InboundMail:
    """The mail above with changes, as the one who gets it reads it."""
    mail = parse(rendered(**changes))
    assert isinstance(mail, InboundMail)
    return mail


def test_a_plain_mail_is_plain() -> None:
    """ASCII goes out as it is, with CRLF line ends, and the same as HTML after it."""
    raw = rendered()
    boundary = raw.partition(b'boundary="')[2].partition(b'"')[0]
    assert raw.startswith(
        b"Date: Mon, 16 Nov 2026 06:00:00 +0000\r\n"
        b"From: Support <support@desk.example>\r\n"
        b"To: anna@shop.example\r\n"
        b"Subject: [#12] Re: Checkout\r\n"
        b"Message-ID: <12.3.key@desk.example>\r\n"
        b"X-Credit-Desk-Loop: 1\r\n"
        b"MIME-Version: 1.0\r\n"
        b'Content-Type: multipart/alternative; boundary="' + boundary + b'"\r\n'
        b"\r\n"
        b"--" + boundary + b"\r\n"
        b'Content-Type: text/plain; charset="utf-8"\r\n'
        b"Content-Transfer-Encoding: 7bit\r\n"
        b"\r\n"
        b"Hello,\r\n\r\nit works.\r\n\r\n"
        b"--" + boundary + b"\r\n"
        b'Content-Type: text/html; charset="utf-8"\r\n'
    )


@pytest.mark.parametrize("files", [(), (OutboundFile("a.txt", "text/plain", b"x"),)])
def test_its_last_line_ends_its_last_part(files: tuple[OutboundFile, ...]) -> None:
    """Every part is ended, with files and without."""
    mail = email.message_from_bytes(rendered(attachments=files))
    assert [part.defects for part in mail.walk()] == [[] for _ in mail.walk()]


@pytest.mark.parametrize("files", [(), (OutboundFile("a.txt", "text/plain", b"x"),)])
def test_the_words_come_as_text_and_as_html(files: tuple[OutboundFile, ...]) -> None:
    """The words come as text first and as HTML after it; files come after both."""
    mail = email.message_from_bytes(rendered(attachments=files))
    found = [part.get_content_type() for part in mail.walk() if not part.is_multipart()]
    assert found == ["text/plain", "text/html", *(["text/plain"] if files else [])]


def test_a_text_that_names_a_boundary_ends_no_part() -> None:
    """A text that holds another mail's boundary ends no part of its own."""
    boundary = rendered().partition(b'boundary="')[2].partition(b'"')[0].decode()
    assert read_back(text=f"a\n--{boundary}--\nb").text == f"a\n--{boundary}--\nb"


HOSTILE = [
    "=?utf-8?q?a=0D=0ABcc:_x@y.z?=",
    "=?utf-8?b?DQpCY2M6IHhAeS56?=",
    "a\r\nBcc: x@y.z",
    "a\nBcc: x@y.z\n\nbody",
    "a\x00\x1b[31m\u2028Bcc: x@y.z",
    "a\x85Bcc: x@y.z",
    "=?utf-8?q?=3D=3Futf-8=3Fq=3F=3D0ABcc:=5Fx=3F=3D?=",
    "\ud800",
    "x" * 5_000,
    "я" * 5_000,
    '"; <x@y.z>, "',
]


@pytest.mark.parametrize("field", ["subject", "from_name"])
@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_becomes_a_header(field: str, text: str) -> None:
    """The header has its own fields and no other, for any reader."""
    read = email.message_from_bytes(rendered(**{field: text}), policy=email.policy.SMTP)
    assert read.keys() == NAMES


@given(st.text(max_size=300))
def test_any_subject_is_one_header(subject: str) -> None:
    """No subject adds a field."""
    assert email.message_from_bytes(rendered(subject=subject)).keys() == NAMES


@given(st.text(max_size=200))
def test_any_name_leaves_the_sender_alone(name: str) -> None:
    """No display name changes who a mail is from."""
    assert read_back(from_name=name).sender_address == "support@desk.example"


@given(st.text(max_size=300))
def test_lines_are_short_enough_for_any_server(text: str) -> None:
    """No line of a mail is longer than SMTP allows."""
    raw = rendered(text=text * 10, subject=text, from_name=text)
    assert max(map(len, raw.split(b"\r\n"))) <= 998


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("subject", "Корзина пуста, и это длинная тема, которая занимает больше одной строки заголовка"),
        ("text", "Привет,\n\nвсё работает."),
        ("text", "From here\n.\n..\n-- \nOlga"),
        ("text", "x" * 2_000),
        ("references", ("<a@b>", "<c@d>")),
    ],
)  # fmt: skip
def test_what_goes_out_comes_in(field: str, value: object) -> None:
    """Our own reading of a mail gives back what was written."""
    assert getattr(read_back(**{field: value}), field) == value


def test_what_looks_encoded_is_not_decoded_twice() -> None:
    """Words hidden in encoded words in encoded words are shown, not meant."""
    assert read_back(subject="=?utf-8?q?=3D=3Futf-8=3Fq=3Fx=3F=3D?=").subject == "=?utf-8?q?x?="


@pytest.mark.parametrize(
    "name", ["Стол поддержки", 'A "B" C', "a, b", "back\\slash", "Support (us)", ""]
)
def test_a_name_comes_in_as_it_went_out(name: str) -> None:
    """A display name is quoted or encoded as it needs."""
    assert read_back(from_name=name).sender_name == name


def test_it_is_known_as_ours() -> None:
    """A mail of ours that comes back is a loop."""
    assert read_back().automatic == "own loop"


@pytest.mark.parametrize("automatic", [True, False])
def test_only_what_no_person_wrote_says_so(automatic: bool) -> None:
    """Automatic mails are marked, so that nothing answers them."""
    assert (b"\r\nAuto-Submitted: auto-generated\r\n" in rendered(automatic=automatic)) is automatic


def test_the_thread_is_told() -> None:
    """The mail that is answered is named."""
    assert read_back(in_reply_to="<a@b>").in_reply_to == ("<a@b>",)


@pytest.mark.parametrize("bad", ["<a b@c>", "<a@b>\r\nBcc: x@y.z", "a@b", ""])
def test_a_bad_reference_is_left_out(bad: str) -> None:
    """What is no Message-ID does not get into a header."""
    raw = rendered(in_reply_to=bad, references=(bad, "<c@d>"))
    assert (b"In-Reply-To" in raw, b"References: <c@d>\r\n" in raw) == (False, True)


def test_of_a_long_thread_the_first_and_the_last_are_told() -> None:
    """References are kept to a size, without losing where a thread began."""
    references = read_back(references=tuple(f"<{n}@{'x' * 50}>" for n in range(100))).references
    assert (references[0][:3], references[-1][:4]) == ("<0@", "<99@")


def test_an_address_of_other_letters_goes_out_in_utf_8() -> None:
    """The reader's own letters before the @ are kept."""
    assert "To: иван@x.y\r\n".encode() in rendered(to_address="иван@x.y")


@pytest.mark.parametrize(
    "changes",
    [
        {"to_address": "a@b, c@d"},
        {"to_address": "a@b\r\nBcc: x@y.z"},
        {"to_address": ""},
        {"from_address": "nobody"},
        {"message_id": "12"},
        {"message_id": "<a@b>\r\nBcc: x@y.z"},
    ],
)
def test_no_mail_without_its_addresses(changes: dict[str, object]) -> None:
    """A wrong address or Message-ID is a fault, not a mail."""
    with pytest.raises(ValueError, match="is no"):
        rendered(**changes)


@given(st.emails())
def test_whatever_is_a_valid_address_can_be_written_to(address: str) -> None:
    """Validity and rendering agree."""
    assume(valid_address(address))
    assert address.lower().encode() in rendered(to_address=address)


@given(st.integers(1, 999_999_999), st.integers(0, 10**9))
def test_our_message_id_leads_back_to_its_ticket(ticket: int, message: int) -> None:
    """A keyed Message-ID names its ticket, in whatever letters it comes back."""
    made = message_id_for(SECRET, ticket, message=message, domain="Desk.example")
    assert ticket_of(SECRET, made) == ticket_of(SECRET, made.upper()) == ticket


def test_a_message_has_one_message_id() -> None:
    """Made again it is the same, so that a server can tell a second attempt."""
    made = [message_id_for(SECRET, 12, message=3, domain="desk.example") for _ in range(2)]
    assert made[0] == made[1]


OURS = message_id_for(SECRET, 12, message=3, domain="desk.example")


@pytest.mark.parametrize(
    "forged",
    [
        OURS.replace("<12.", "<13."),
        OURS.replace(".3.", ".4."),
        OURS.replace("desk.", "disk."),
        OURS.replace("<", ""),
        OURS[:10] + ("b" if OURS[10] == "a" else "a") + OURS[11:],
        message_id_for(b"another", 12, message=3, domain="desk.example"),
        "<12.3@desk.example>",
        "<12.3.@desk.example>",
        "",
        "<" * 10_000,
    ],
)
def test_a_guessed_message_id_leads_nowhere(forged: str) -> None:
    """Only the desk's secret makes a Message-ID that names a ticket."""
    assert ticket_of(SECRET, forged) is None


def test_a_message_id_needs_a_domain() -> None:
    """A domain that is none is a fault."""
    with pytest.raises(ValueError, match="no domain"):
        message_id_for(SECRET, 1, message=1, domain="a b")


@pytest.mark.parametrize(
    ("subject", "told"),
    [
        ("Checkout", "[#12] Re: Checkout"),
        ("Re: [#12] RE: Checkout", "[#12] Re: Checkout"),
        ("[#12] Re: Checkout", "[#12] Re: Checkout"),
        ("Re[2]: Отв: Fwd: Checkout", "[#12] Re: Checkout"),
        ("[#99] Checkout", "[#12] Re: Checkout"),
        ("Refund: none", "[#12] Re: Refund: none"),
        ("=?utf-8?q?a=0D=0Ab?=", "[#12] Re: a b"),
        ("", "[#12]"),
        ("Re: ", "[#12]"),
    ],
)
def test_a_subject_has_one_token_and_one_re(subject: str, told: str) -> None:
    """However often a subject went back and forth."""
    assert with_token(subject, 12) == told
