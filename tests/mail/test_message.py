"""Whole mails, as programs send them, read to the last field."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.mail.message import InboundMail, Unreadable, from_json, language_of, parse, to_json

SAMPLES = Path(__file__).parent / "samples"
NAMES = sorted(path.stem for path in SAMPLES.glob("*.eml"))


def sample(name: str) -> InboundMail:
    """The sample of that name, read."""
    mail = parse((SAMPLES / f"{name}.eml").read_bytes())
    assert isinstance(mail, InboundMail)
    return mail


@pytest.mark.parametrize(
    ("name", "field", "expected"),
    [
        ("plain", "message_id", "<p1@shop.example>"),
        ("plain", "sender_name", "Anna Petrova"),
        ("plain", "sender_address", "anna@shop.example"),
        ("plain", "to", ("support@desk.example",)),
        ("plain", "text", "Hello,\n\nthe checkout page is empty.\n-- \nAnna"),
        ("plain", "automatic", None),
        ("plain", "language", "en"),
        ("answer", "in_reply_to", ("<12.3.key@desk.example>",)),
        ("answer", "references", ("<p1@shop.example>", "<12.3.key@desk.example>")),
        ("answer", "ticket_tokens", (12,)),
        ("koi8-r", "sender_name", "Иван Петров"),
        ("koi8-r", "subject", "Модуль"),
        ("koi8-r", "text", "Добрый день! Модуль не работает."),
        ("koi8-r", "language", "ru"),
        ("windows-1251", "subject", "Не открывается корзина"),
        ("windows-1251", "text", "Помогите, пожалуйста."),
        ("iso-2022-jp", "sender_name", "山田"),
        ("iso-2022-jp", "subject", "質問"),
        ("iso-2022-jp", "text", "モジュールが動きません。"),
        ("utf8-headers", "sender_address", "zhanna@xn--80a1acny.example"),
        ("utf8-headers", "subject", "Привет, [@click=app.quit]мир[/]"),
        ("unknown-charset", "subject", "Café"),
        (
            "unknown-charset",
            "text",
            "Не удаётся войти в панель администратора, помогите пожалуйста.",
        ),
        ("bad-boundary", "text", "--nothing\nwords"),
        ("unclosed-boundary", "text", "The transfer ended he"),
        ("no-from", "sender_address", None),
        ("no-from", "text", "words"),
        ("two-from", "sender_address", "real@shop.example"),
        ("group-from", "sender_name", "Olga"),
        ("group-from", "sender_address", "olga@shop.example"),
        ("group-from", "to", ()),
        ("encoded-bcc", "subject", "a Bcc: victim@x.example"),
        ("controls", "sender_name", "·]0;owned·Eve"),
        ("controls", "subject", "a·b ·]52;c;eA==· txt"),
        ("controls", "message_id", "<bad·[id@shop.example>"),
        (
            "controls",
            "text",
            "red ·[31m and bidi and zero and e" + "\u0301" * 4 + "\nend",
        ),
        ("uuencoded", "text", "hello"),
        ("empty", "text", ""),
        ("empty", "message_id", None),
        (
            "no-header",
            "text",
            "Just words without any header at all,\non two lines: here.",
        ),
        ("forwarded-message", "text", "Please look at this."),
        ("forwarded-message", "ticket_tokens", ()),
        ("forwarded-message", "reported", ()),
    ],
)
def test_a_mail_says(name: str, field: str, expected: object) -> None:
    """Each field of each sample is what its reader would say it is."""
    assert getattr(sample(name), field) == expected


@pytest.mark.parametrize("name", NAMES)
def test_a_mail_comes_whole_through_json(name: str) -> None:
    """A mail is the same after JSON."""
    assert from_json(to_json(sample(name))) == sample(name)


@pytest.mark.parametrize("name", NAMES)
def test_no_control_character_of_a_mail_gets_through(name: str) -> None:
    """What is shown of a mail is printable, but for line feeds in its text."""
    mail = sample(name)
    shown = f"{mail.subject}{mail.sender_name}{mail.sender_address}{mail.message_id}{mail.to}"
    assert all(sign.isprintable() for sign in shown + mail.text.replace("\n", ""))


def test_a_reason_comes_through_json() -> None:
    """Why a mail is unreadable is the same after JSON."""
    assert from_json(to_json(Unreadable("Why."))) == Unreadable("Why.")


@given(st.binary(max_size=2_000))
def test_any_bytes_give_a_mail(raw: bytes) -> None:
    """No bytes make reading fail."""
    assert isinstance(parse(raw), InboundMail)


_PIECES = [
    b"From: ", b"a@b.c", b"\n", b"\n\n", b"--x", b"--x--\n", b"Content-Type: multipart/mixed; boundary=x\n",
    b"Content-Type: message/rfc822\n", b"=?utf-8?q?=00?=", b"charset=", b"Subject: ", b" ", b";", b'"',
    b"(", b"<", b"\x00", b"\xff", b"Content-Transfer-Encoding: base64\n", b"Message-ID:", b"filename*0*=",
]  # fmt: skip


@given(st.lists(st.sampled_from(_PIECES), max_size=60))
def test_any_medley_of_mail_gives_a_mail(pieces: list[bytes]) -> None:
    """No order of pieces of mail makes reading fail."""
    assert isinstance(parse(b"".join(pieces)), InboundMail)


def test_a_mail_out_of_bounds_says_why() -> None:
    """Past a bound there is a sentence instead of a mail."""
    assert parse(b"Subject: " + b"a" * 20_000 + b"\n\n") == Unreadable(
        "One header of the mail is larger than 16 kB."
    )


@pytest.mark.parametrize(
    ("subject", "tokens"),
    [
        ("[#1] x", (1,)),
        ("x [#123456789]", (123456789,)),
        ("[#1] Re: [#2] [#1]", (1, 2)),
        ("[#0]", ()),
        ("[#1234567890]", ()),
        ("#12", ()),
        ("[HD-1]", ()),
        ("[#١٢]", ()),
    ],
)
def test_tokens_of_a_subject(subject: str, tokens: tuple[int, ...]) -> None:
    """Only a bracketed ASCII number is a token, each once."""
    mail = parse(f"Subject: {subject}\n\n".encode())
    assert isinstance(mail, InboundMail)
    assert mail.ticket_tokens == tokens


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Hello", "en"),
        ("Привет", "ru"),
        ("", "en"),
        ("123 !", "en"),
        ("abc я", "ru"),
        ("abcd я", "en"),
        ("> Привет, как дела\nHello", "en"),
        ("すみません", "en"),
    ],
)
def test_language_by_the_share_of_cyrillic(text: str, language: str) -> None:
    """From a quarter of the unquoted letters on the language is Russian."""
    assert language_of(text) == language


MAIL = b"From: a@b.c\nDate: Mon, 16 Nov 2026 10:00:00 +0400\nSubject: x\n\nwords\n"


@pytest.mark.parametrize(
    "again",
    [
        MAIL.replace(b"\n", b"\r\n"),
        b"Received: from elsewhere\n" + MAIL,
        MAIL + b"\n",
        MAIL.replace(b"Subject: x", b"Subject:  x"),
    ],
)
def test_the_same_mail_by_another_way_has_the_same_digest(again: bytes) -> None:
    """Line ends, transport headers and last blanks do not change the digest."""
    assert to_json(parse(again))["body_digest"] == to_json(parse(MAIL))["body_digest"]


@pytest.mark.parametrize(
    ("old", "new"), [(b"a@b.c", b"d@b.c"), (b"16 Nov", b"17 Nov"), (b"words", b"word")]
)
def test_another_mail_has_another_digest(old: bytes, new: bytes) -> None:
    """The sender, the date and the words each change the digest."""
    other = MAIL.replace(old, new)
    assert to_json(parse(other))["body_digest"] != to_json(parse(MAIL))["body_digest"]
