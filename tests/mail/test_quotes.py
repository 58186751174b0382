"""New words, signatures and history are told apart, and nothing is lost."""

import gc
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.mail.quotes import Kind, new_text, sections

HISTORIES = {
    "marks": "> Earlier words\n> and more",
    "gmail": "On Mon, Nov 16, 2026 at 10:00 AM Anna Petrova <anna@shop.example> wrote:\n\n> Earlier words",
    "gmail-folded": "On Mon, Nov 16, 2026 at 10:00 AM Anna Petrova <\nanna@shop.example> wrote:\n\n> Earlier words",
    "gmail-russian": "пн, 16 нояб. 2026 г. в 10:00, Анна <anna@shop.example>:\n\n> Раньше",
    "apple": "On 16 Nov 2026, at 10:00, Support <support@desk.example> wrote:\n\nEarlier words",
    "apple-russian": "16 нояб. 2026 г., в 10:00, Анна <anna@shop.example> написал(а):\n\n> Раньше",
    "thunderbird": "On 11/16/26 10:00, Support wrote:\n> Earlier words",
    "thunderbird-russian": "16.11.2026 10:00, Анна Петрова пишет:\n> Раньше",
    "yandex": "16.11.2026, 10:00, \"Support\" <support@desk.example>:\n> Раньше",
    "yandex-russian": "16.11.2026, 10:00, Анна (anna@shop.example) писала:\nРаньше",
    "mail.ru": "Понедельник, 16 ноября 2026, 10:00 +03:00 от Support <support@desk.example>:\nРаньше",
    "mail.ru-marks": "Понедельник, 16 ноября 2026, 10:00 +03:00 от Support <support@desk.example>:\n\n> Раньше",
    "outlook": "From: Support <support@desk.example>\nSent: Monday, November 16, 2026 10:00 AM\n"
    "To: Anna\nSubject: RE: Cart\n\nEarlier words",
    "outlook-rule": "________________________________\nFrom: Support\nSent: Monday\nTo: Anna\n\nEarlier",
    "outlook-russian": "От: Support <support@desk.example>\nОтправлено: 16 ноября 2026 г. 10:00\n"
    "Кому: Анна\nТема: Корзина\n\nРаньше",
    "outlook-bold": "*From:* Support\n*Sent:* Monday\n*To:* Anna\n\nEarlier",
    "original": "-----Original Message-----\nFrom: Support\n\nEarlier",
    "original-russian": "-----Исходное сообщение-----\nОт: Support\n\nРаньше",
    "ours": "-- Please write above this line --\n\nEarlier",
}  # fmt: skip

FORWARDS = {
    "gmail": "---------- Forwarded message ---------\nFrom: Shop <a@b.example>\n\nTheir words",
    "apple": "Begin forwarded message:\n\nFrom: Shop\n\nTheir words",
    "yandex": "-------- Пересылаемое сообщение --------\n16.11.2026, Shop:\n\nИх слова",
}


@pytest.mark.parametrize("name", HISTORIES)
def test_history_is_told_apart(name: str) -> None:
    """Whatever mail program quoted it, in English and in Russian."""
    assert [piece.kind for piece in sections(f"My answer.\n\n{HISTORIES[name]}")] == [
        Kind.NEW,
        Kind.QUOTED,
    ]


@pytest.mark.parametrize("name", FORWARDS)
def test_what_is_forwarded_is_told_apart(name: str) -> None:
    """The words of a third are neither new nor our own again."""
    found = sections(f"Please look.\n\n{FORWARDS[name]}")
    assert [piece.kind for piece in found] == [Kind.NEW, Kind.FORWARDED]


@pytest.mark.parametrize(
    "signature",
    [
        "-- \nAnna\n+7 900 000 00 00",
        "--\nAnna",
        "Sent from my iPhone",
        "Отправлено с iPhone",
        "Отправлено из мобильной Яндекс Почты",
        "Get Outlook for Android <https://aka.ms/x>",
        "-- \nОтправлено из Mail.ru для Android",
    ],
)
@pytest.mark.parametrize("below", ["", "\n\n> Earlier"])
def test_a_signature_is_told_apart(signature: str, below: str) -> None:
    """A person's or a phone's, above what is quoted."""
    found = sections(f"My answer.\n\n{signature}{below}")
    assert [piece.kind for piece in found][:2] == [Kind.NEW, Kind.SIGNATURE]


@pytest.mark.parametrize(
    "text",
    [
        "From: the first day on it failed.\nThe cart is empty.",
        "From: a\nanother word\nSubject: too",
        "On Monday I wrote:\nplease help.",
        "He wrote: no.",
        "Sent from my iPhone it looks wrong.\nAnd there is more.",
        "-- \n" + "a list\n" * 30,
        "-- \n" + "a list\n" * 15,
        "To: is a field of the form\nSubject: too",
        "Список:\n1. один\n2. два",
        "Our log: 16.11.2026, 10:00, error:\nnothing was saved",
        "16.11.2026 our shop said:\nno stock",
    ],
)
def test_in_doubt_words_are_new(text: str) -> None:
    """What only looks like history or a signature is shown."""
    whole = f"Hello.\n\n{text}".strip("\n")
    assert new_text(whole) == whole


@pytest.mark.parametrize("text", ["", "Hello", "> all of it\n> is quoted", HISTORIES["outlook"]])
def test_what_is_no_answer_is_new_as_a_whole(text: str) -> None:
    """Where all would be folded away, nothing is."""
    assert new_text(text) == text


def test_answers_between_quotes_are_new() -> None:
    """Who answers line by line is read line by line."""
    text = "Hi,\n\n> Which shop?\n\nThe first.\n\n> Which page?\n\nThe cart."
    assert new_text(text) == "Hi,\n\n\nThe first.\n\n\nThe cart."


_LINES = ["", "> x", "-- ", "On 16 Nov 2026, at 10:00, A <a@b.c> wrote:", "From: a", "Sent: b", "To: c", "words",
          "-----Original Message-----", "Sent from my iPhone", "_____"]  # fmt: skip


@given(st.lists(st.one_of(st.sampled_from(_LINES), st.text(max_size=20)), max_size=30))
def test_nothing_is_lost(lines: list[str]) -> None:
    """The pieces joined are the text."""
    text = "\n".join(lines)
    assert "\n".join(piece.text for piece in sections(text)) == text


@pytest.mark.parametrize(
    "unit",
    ["\n", ">\n", ">\n\n", "x\n>\n", "From: a\n", "On 1 wrote:\n", "-- \n", "a", "wrote", "1 wrote", "_____\n", "x:\n", "on 1@ wrote\n",
     "Sent from my ", "=" * 20 + " ", "- "],
)  # fmt: skip
def test_no_text_takes_long(unit: str) -> None:
    """A million characters of anything are told apart in two seconds."""
    text = "x\n" + unit * (1_000_000 // len(unit)) + "\nx"
    collected = gc.isenabled()
    gc.disable()  # what other tests have left behind is not looked through on this one's time
    try:
        begun = time.process_time()
        sections(text)
        took = time.process_time() - begun
    finally:
        (gc.enable if collected else gc.disable)()
    assert took < 2
