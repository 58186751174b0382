"""Mails as the world sends them: broken, old, clever and foreign, each read to sender, subject and text."""

import base64
import json
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console.mail.message import InboundMail, Unreadable, from_json, parse, to_json
from tests.mail.test_message import NAMES, SAMPLES, sample

SAID = json.loads((SAMPLES / "read.json").read_text("utf-8"))


class Case(NamedTuple):
    """A mail, and what its reader takes it to say."""

    raw: bytes
    sender: str | None
    subject: str
    text: str


def _mail(head: str, body: bytes | str = "Help.") -> bytes:
    return head.encode() + b"\n\n" + (body.encode() if isinstance(body, str) else body)


def _parts(kind: str, *parts: str) -> str:
    return (
        f"Content-Type: multipart/{kind}; boundary=x\n\n"
        + "".join(f"--x\n{one}\n" for one in parts)
        + "--x--"
    )


_FROM = "From: Anna <anna@shop.example>\n"
_BASE64 = (
    f"{_FROM}Subject: s\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64"
)
_RUSSIAN = "Корзина не открывается, помогите."

WORLD = {
    "no subject": Case(_mail("From: anna@shop.example"), "anna@shop.example", "", "Help."),
    "no date, no id": Case(_mail(_FROM + "Subject: s"), "anna@shop.example", "s", "Help."),
    "crlf": Case(_mail(_FROM + "Subject: s").replace(b"\n", b"\r\n"), "anna@shop.example", "s", "Help."),
    "bare cr": Case(_mail(_FROM + "Subject: s").replace(b"\n", b"\r"), "anna@shop.example", "s", "Help."),
    "mbox line": Case(b"From a@b.c Mon Nov 16 10:00:00 2026\n" + _mail(_FROM + "Subject: s"),
                      "anna@shop.example", "s", "Help."),
    "blank lines first": Case(b"\r\n\r\n" + _mail(_FROM + "Subject: s"), "anna@shop.example", "s", "Help."),
    "folded subject": Case(_mail(_FROM + "Subject: one\n two\n\tthree"), "anna@shop.example", "one two three", "Help."),
    "two subjects": Case(_mail(_FROM + "Subject: one\nSubject: two"), "anna@shop.example", "one", "Help."),
    "words cut inside a letter": Case(
        _mail(_FROM + "Subject: =?utf-8?b?0J/RgNC40LLQ?=\n =?utf-8?b?tdGC?="), "anna@shop.example", "Привет", "Help."),
    "words without a gap": Case(
        _mail(_FROM + "Subject: =?utf-8?q?=D0=9F?==?utf-8?q?=D1=80?="), "anna@shop.example", "Пр", "Help."),
    "words with blanks": Case(_mail(_FROM + "Subject: =?utf-8?q?a b c?="), "anna@shop.example", "a b c", "Help."),
    "words of no charset": Case(_mail(_FROM + "Subject: =?x-none?q?caf=C3=A9?="), "anna@shop.example", "café", "Help."),
    "an unclosed word": Case(_mail(_FROM + "Subject: =?utf-8?q?caf"), "anna@shop.example", "=?utf-8?q?caf", "Help."),
    "raw utf-8": Case(_mail(_FROM + "Subject: Привет"), "anna@shop.example", "Привет", "Help."),
    "raw windows-1251": Case(
        b"From: a@b.example\nSubject: " + "Корзина".encode("cp1251")
        + b"\nContent-Type: text/plain; charset=windows-1251\n\n" + _RUSSIAN.encode("cp1251"),
        "a@b.example", "Корзина", _RUSSIAN),
    "koi8-r called ascii": Case(
        b"From: a@b.example\nSubject: s\nContent-Type: text/plain; charset=us-ascii\n\n" + _RUSSIAN.encode("koi8-r"),
        "a@b.example", "s", _RUSSIAN),
    "a bom": Case(_mail(_FROM + "Subject: s", b"\xef\xbb\xbfHelp."), "anna@shop.example", "s", "Help."),
    "utf-16": Case(
        b"From: a@b.example\nSubject: s\nContent-Type: text/plain; charset=utf-16\nContent-Transfer-Encoding: base64\n\n"
        + base64.b64encode(_RUSSIAN.encode("utf-16")), "a@b.example", "s", _RUSSIAN),
    "base64 with a line of text": Case(
        _mail(_BASE64, base64.encodebytes(_RUSSIAN.encode()) + b"\n"), "anna@shop.example", "s", _RUSSIAN),
    "base64 cut": Case(
        _mail(_BASE64, base64.b64encode(b"Help me.")[:-3]), "anna@shop.example", "s", "Help md"),
    "base64 with junk": Case(_mail(_BASE64, b"SGVs!!bHAu\x00"), "anna@shop.example", "s", "Hellp."),
    "quoted-printable, broken": Case(
        _mail(_FROM + "Subject: s\nContent-Transfer-Encoding: quoted-printable", "50=\n% =ZZ =C3=A9 =\n"),
        "anna@shop.example", "s", "50% =ZZ é"),
    "two types": Case(
        _mail(_FROM + "Subject: s\nContent-Type: text/plain\nContent-Type: text/html", "<b>Help.</b>"),
        "anna@shop.example", "s", "<b>Help.</b>"),
    "a senseless type": Case(_mail(_FROM + "Subject: s\nContent-Type: ;;;"), "anna@shop.example", "s", "Help."),
    "idn": Case(_mail("From: <user@почта.example>\nSubject: s"), "user@xn--80a1acny.example", "s", "Help."),
    "a group": Case(_mail("From: Team: Olga <olga@desk.example>;\nSubject: s"), "olga@desk.example", "s", "Help."),
    "an empty group": Case(_mail("From: undisclosed:;\nSender: a@b.example\nSubject: s"), "a@b.example", "s", "Help."),
    "no from": Case(_mail("Subject: s"), None, "s", "Help."),
    "a name that is an address": Case(
        _mail('From: "boss@shop.example" <eve@evil.example>\nSubject: s'), "eve@evil.example", "s", "Help."),
    "comments everywhere": Case(
        _mail("From: Pete(a) <pete(his)@silly.example(host)>\nSubject: s"), "pete@silly.example", "s", "Help."),
    "html alone": Case(
        _mail(_FROM + "Subject: s\nContent-Type: text/html", "<style>x</style><p>Help <a href='https://a.example/x'>here</a>"),
        "anna@shop.example", "s", "Help here (https://a.example/x)"),
    "plain before html": Case(
        _mail(_FROM + "Subject: s\n" + _parts("alternative", "\nPlain.", "Content-Type: text/html\n\n<p>Page.")),
        "anna@shop.example", "s", "Plain."),
    "plain that points to html": Case(
        _mail(_FROM + "Subject: s\n" + _parts("alternative", "\nThis message is in HTML.", "Content-Type: text/html\n\n<p>Page.")),
        "anna@shop.example", "s", "Page."),
    "an unclosed part": Case(
        _mail(_FROM + "Subject: s\nContent-Type: multipart/mixed; boundary=x", "--x\n\nThe transfer ended he"),
        "anna@shop.example", "s", "The transfer ended he"),
    "no boundary": Case(
        _mail(_FROM + "Subject: s\nContent-Type: multipart/mixed", "Help."), "anna@shop.example", "s", "Help."),
    "words around a file": Case(
        _mail(_FROM + "Subject: s\n" + _parts("mixed", "\nAbove.", "Content-Type: image/png\n\nx", "\nBelow.")),
        "anna@shop.example", "s", "Above.\n\nBelow."),
    "a header injected": Case(
        _mail(_FROM + "Subject: =?utf-8?q?a=0D=0ABcc:_eve@evil.example?="),
        "anna@shop.example", "a Bcc: eve@evil.example", "Help."),
    "a terminal's orders": Case(
        _mail(_FROM + "Subject: \x1b]0;x\x07", "\x1b[2J[@click=app.quit]x"), "anna@shop.example", "·]0;x·", "·[2J[@click=app.quit]x"),
}  # fmt: skip


@pytest.mark.parametrize("name", WORLD)
def test_a_mail_of_the_world(name: str) -> None:
    """Sender, subject and text of each are what its reader would say."""
    case = WORLD[name]
    mail = parse(case.raw)
    assert isinstance(mail, InboundMail)
    assert (mail.sender_address, mail.subject, mail.text) == case[1:]


@pytest.mark.parametrize("name", NAMES)
def test_a_sample_says_all_that_it_says(name: str) -> None:
    """Sender, subject and text of each sample, whole."""
    mail = sample(name)
    assert [mail.sender_address, mail.subject, mail.text] == SAID[name]


RAWS = [(SAMPLES / f"{name}.eml").read_bytes() for name in NAMES] + [c.raw for c in WORLD.values()]


@given(st.sampled_from(RAWS), st.floats(0, 1))
def test_a_mail_cut_anywhere_is_some_mail(raw: bytes, share: float) -> None:
    """A transfer may end at any byte."""
    assert isinstance(parse(raw[: int(share * len(raw))]), InboundMail)


@given(
    st.sampled_from(RAWS), st.lists(st.tuples(st.floats(0, 1), st.binary(max_size=4)), max_size=8)
)
def test_a_mail_overwritten_anywhere_is_some_mail(
    raw: bytes, blows: list[tuple[float, bytes]]
) -> None:
    """Whatever bytes stand wherever, reading does not fail, and what it gives goes through JSON."""
    struck = bytearray(raw)
    for share, piece in blows:
        at = int(share * len(struck))
        struck[at : at + len(piece)] = piece
    mail = parse(bytes(struck))
    assert not (isinstance(mail, Unreadable) and "could not be read" in mail.reason)
    assert from_json(json.loads(json.dumps(to_json(mail)))) == mail


@given(st.sampled_from(RAWS), st.sampled_from(RAWS), st.randoms(use_true_random=False))
@settings(max_examples=200)
def test_headers_of_two_mails_in_any_order_are_some_mail(
    one: bytes, other: bytes, chance: object
) -> None:
    """Headers of one mail over the body of another, in any order."""
    heads = one.partition(b"\n\n")[0].split(b"\n") + other.partition(b"\n\n")[0].split(b"\n")
    chance.shuffle(heads)  # type: ignore[attr-defined]  # hypothesis gives a random.Random
    mail = parse(b"\n".join(heads) + b"\n\n" + other.partition(b"\n\n")[2])
    assert isinstance(mail, InboundMail)
