"""Words, addresses and Message-IDs of headers, as they should be and as they come."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.mail.fields import addresses, first_sender, message_ids, own_message_id, words


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("plain", "plain"),
        ("=?utf-8?B?0J/RgNC4?= =?utf-8?B?0LLQtdGC?= x", "Привет x"),
        ("=?utf-8?B?0J/RgNC40LI=?= and =?utf-8?q?caf=C3=A9_au_lait?=", "Прив and café au lait"),
        ("=?utf-8?q?=C3?= =?utf-8?q?=A9?=", "é"),
        ("=?utf-8?q?a?= =?koi8-r?q?=C2?=", "aб"),
        ("=?utf-8*en?q?a?=", "a"),
        ("=?utf-8?b?YQ?=", "a"),
        ("=?utf-8?b?YWJjZ?=", "abcd"),
        ("=?utf-8?b?%?=", ""),
        ("=?utf-8?q?what? now?=", "what? now"),
        ("=?x-none?q?=CF=F0=E8=E2=E5=F2=2C_=EC=E8=F0?=", "Привет, мир"),
        ("=?utf-8?x?a?=", "=?utf-8?x?a?="),
        ("=?utf-8?q?a=0D=0ABcc:_x@y?=", "a Bcc: x@y"),
        ("=?utf-8?q?=1B]0;x=07?=", "·]0;x·"),
        ("a  \t b", "a b"),
    ],
)
def test_the_words_of_a_header(value: str, text: str) -> None:
    """Encoded words are decoded and joined; broken ones stay."""
    assert words(value.encode()) == text


@pytest.mark.parametrize("charset", ["windows-1251", "koi8-r"])
def test_raw_bytes_are_in_the_charset_of_the_mail(charset: str) -> None:
    """A header that is not encoded follows the body."""
    assert words("Привет".encode(charset), charset) == "Привет"


@pytest.mark.parametrize(
    ("value", "sender"),
    [
        ('"Doe, John" <J@X.com>', ("Doe, John", "j@x.com")),
        ("a@b.c (Anna)", ("Anna", "a@b.c")),
        ("a@b.c", ("", "a@b.c")),
        ("Foo Bar foo@bar.com", ("Foo Bar", "foo@bar.com")),
        ("Team: a@b.c, D <d@e.f>;", ("", "a@b.c")),
        ('"Re: x" <a@b.c>', ("Re: x", "a@b.c")),
        ("=?utf-8?B?0J/RgNC4?= <p@x.y>", ("При", "p@x.y")),
        ('"=?utf-8?B?0J/RgNC4?=" <p@x.y>', ("При", "p@x.y")),
        ("<@a,@b:user@c.d>", ("", "user@c.d")),
        (r'"a \"q\" b" <q@r.s>', ('a "q" b', "q@r.s")),
        ('"foo@bar.com" <real@x.y>', ("foo@bar.com", "real@x.y")),
        ("bad, Good <g@x.y>", ("Good", "g@x.y")),
        ("mailto:q@w.e", ("", "q@w.e")),
        ("MAILER-DAEMON (system)", ("MAILER-DAEMON system", None)),
        ("undisclosed-recipients:;", ("", None)),
        ("x@y@z.com", ("x@y@z.com", None)),
        ("<>", ("", None)),
        ("(" * 5_000, ("", None)),
        ("(" * 5_000 + "a@b.c", ("", "a@b.c")),
        ("", ("", None)),
    ],
)
def test_the_sender(value: str, sender: tuple[str, str | None]) -> None:
    """The first valid address wins, with its own name."""
    assert first_sender([value.encode()]) == sender


def test_addresses_are_counted_once() -> None:
    """What is no address is left out, and the same one again."""
    assert addresses([b"a@b.c, x, A@B.C", b"g: d@e.f;"]) == ("a@b.c", "d@e.f")


@pytest.mark.parametrize(
    ("value", "ids"),
    [
        ("<a@b> <c@d>", ("<a@b>", "<c@d>")),
        ("<a@b>,<a@b>\t<c@d>", ("<a@b>", "<c@d>")),
        ("<a @b>", ("<a@b>",)),
        ('Your message of "Monday" <a@b>', ("<a@b>",)),
        ("a@b", ()),
        ("<>", ()),
    ],
)
def test_the_message_ids_of_a_header(value: str, ids: tuple[str, ...]) -> None:
    """What stands in angle brackets, each once."""
    assert message_ids([value.encode()]) == ids


def test_of_many_message_ids_the_last_hundred_count() -> None:
    """A thread's newest mails are its end."""
    many = " ".join(f"<{number}@x>" for number in range(150))
    assert message_ids([many.encode()])[0] == "<50@x>"


@pytest.mark.parametrize(
    ("value", "own"),
    [
        (" <a@b> ", "<a@b>"),
        ("a@b", "<a@b>"),
        ("<a b@c>", "<ab@c>"),
        ("", None),
        ("<>", None),
        ("a" * 900, "<" + "a" * 900 + ">"),
        ("a" * 901, None),
    ],
)
def test_a_mails_own_message_id(value: str, own: str | None) -> None:
    """Brackets are put on, blanks taken out, endless ones refused."""
    assert own_message_id(value) == own


@pytest.mark.parametrize(
    "unit", [b"(", b"<", b",", b'"', b"\\", b"@", b"<@", b"a@b,", b"g:a@b;", b"=?utf-8?q?", b'"\\']
)
def test_no_header_takes_long(unit: bytes) -> None:
    """The longest header of the worst signs is read in well under two seconds."""
    value = (unit * 16_384)[:16_384]
    begun = time.process_time()
    first_sender([value])
    words(value)
    assert time.process_time() - begun < 2


@given(st.binary(max_size=300))
def test_any_bytes_are_read(value: bytes) -> None:
    """No header raises, and a sender's address is one or none."""
    address = first_sender([value])[1]
    assert address is None or address.count("@") == 1
