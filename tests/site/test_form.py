"""The form that anybody can fill in."""

import re
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

import pytest

from console.config import SiteSettings
from console.site.pages.words import WORDS, language_of
from tests.services.office import ANNA, Office
from tests.site.asgi import Answer, Visitor

GIVEN = {
    "name": "Anna",
    "email": ANNA,
    "subject": "Slow",
    "message": "The shop is slow.",
    "domain": "",
    "website": "",
}
KIND = {"content-type": "application/x-www-form-urlencoded"}


async def token_of(shop: Visitor) -> str:
    """The token of a page that was just opened."""
    page = (await shop.call("GET", "/form")).text
    return re.findall(r'name="token" value="([^"]+)"', page)[0]


async def send(shop: Visitor, token: str | None = None, **changed: str) -> Answer:
    """Fill in the form and send it."""
    given = {**GIVEN, "token": token or await token_of(shop), **changed}
    return await shop.call("POST", "/form", urlencode(given).encode(), headers=KIND)


async def test_a_form_that_was_filled_in_tells_its_number(shop: Visitor) -> None:
    """Who sends the form is told the request's number."""
    answer = await send(shop)
    assert (answer.status, "#1" in answer.text) == (201, True)


async def test_sent_twice_it_is_one_request(shop: Visitor) -> None:
    """A form that is sent twice is one request, and says the same."""
    token = await token_of(shop)
    answers = [await send(shop, token) for _ in range(2)]
    assert answers[0].body == answers[1].body


async def test_a_page_that_is_shown_again_is_the_same_form(shop: Visitor) -> None:
    """A page that is shown again keeps its token: once it is right it makes one request, however often it is sent."""
    token = await token_of(shop)
    assert f'value="{token}"' in (await send(shop, token, email="wrong")).text


async def test_nothing_of_a_balance_is_told(office: Office, shop: Visitor) -> None:
    """Who owes and who does not get the same page."""
    await office.arrive()
    await office.correct(-100)
    owing = await send(shop)
    known = (await send(shop, email="new@shop.example")).text
    assert owing.text.replace("#2", "#3") == known


WRONG: list[tuple[dict[str, str], str]] = [
    ({"email": "anna"}, "bad_email"),
    ({"email": ""}, "bad_email"),
    ({"message": " \r\n "}, "no_message"),
    ({"website": "https://spam.example"}, "not_empty"),
    ({"token": "forged"}, "old"),
    ({"token": f"6919{'0' * 4}.{'0' * 32}.{'0' * 64}"}, "old"),
]


@pytest.mark.parametrize(("changed", "said"), WRONG)
@pytest.mark.parametrize("language", ["en", "ru"])
async def test_what_is_wrong_is_said_and_what_was_written_is_kept(
    office: Office, shop: Visitor, language: str, changed: dict[str, str], said: str
) -> None:
    """What is wrong is said in the person's language, what they wrote is still there, and no request is made."""
    answer = await send(shop, lang=language, **changed)
    assert answer.status == 400
    assert WORDS[language][said] in answer.text
    assert 'value="Slow"' in answer.text
    assert await office.one("SELECT count(*) FROM ticket") == 0


async def test_a_page_that_was_open_for_too_long_is_sent_with_one_more_press(shop: Visitor) -> None:
    """A page that is too old comes back as it was, with what is good now."""
    token = await token_of(shop)
    shop.minute = 6 * 60 + 1
    again = await send(shop, token)
    fresh = re.findall(r'name="token" value="([^"]+)"', again.text)[0]
    assert (again.status, (await send(shop, fresh)).status) == (400, 201)


@pytest.mark.parametrize("field", ["name", "email", "subject", "message", "domain"])
async def test_a_text_that_is_too_long_is_said_beside_its_field(shop: Visitor, field: str) -> None:
    """A field that is too long is marked."""
    answer = await send(shop, **{field: "x" * 20_001})
    assert (answer.status, f'id="{field}-error"' in answer.text) == (400, True)


HOSTILE = "\"><script>alert(1)</script>{{ 77713*77731 }}'onfocus="


@pytest.mark.parametrize(
    "field", ["name", "subject", "message", "domain", "email", "website", "token", "lang"]
)
async def test_nothing_is_shown_as_anything_but_text(shop: Visitor, field: str) -> None:
    """What was written is shown as text, wherever it stands."""
    answer = await send(shop, **{"email": "wrong", field: HOSTILE})
    assert "<script" not in answer.text
    assert 'value=""><' not in answer.text
    assert "6040709203" not in answer.text


async def test_every_page_keeps_others_out(shop: Visitor) -> None:
    """No page may be framed, run a script or be kept."""
    for answer in (await shop.call("GET", "/"), await send(shop), await send(shop, email="")):
        policy = answer.headers["content-security-policy"]
        assert policy.startswith("default-src 'none'; style-src 'self'; form-action 'self'")
        assert answer.headers["x-frame-options"] == "DENY"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["cache-control"] == "no-store"


BODIES = [
    ("no form", b"\xff\xfe"),
    ("a field twice", b"name=a&name=b"),
    ("a hundred fields", b"&".join(b"f%d=1" % n for n in range(100))),
    ("no UTF-8", b"name=%FF"),
    ("nothing", b""),
]


@pytest.mark.parametrize("body", [row[1] for row in BODIES], ids=[row[0] for row in BODIES])
async def test_a_body_that_is_no_form_is_refused(shop: Visitor, body: bytes) -> None:
    """A body that is no form gets the page again."""
    answer = await shop.call("POST", "/form", body, headers=KIND)
    assert (answer.status, "<form" in answer.text) == (400, True)


@pytest.mark.parametrize(
    "kind", ["multipart/form-data; boundary=x", "application/json", "text/plain"]
)
async def test_only_a_plain_form_is_taken(shop: Visitor, kind: str) -> None:
    """Another kind of body is refused."""
    assert (await shop.call("POST", "/form", b"a=b", headers={"content-type": kind})).status == 415


LIMITS: list[tuple[str, dict[str, Any]]] = [
    ("forms_per_address", {"email": "other@shop.example"}),
    ("forms_per_email", {}),
]


@pytest.mark.parametrize(("limit", "changed"), LIMITS)
async def test_who_sends_too_many_waits(
    office: Office, limit: str, changed: dict[str, str]
) -> None:
    """Who sends too many forms is told when to come back, and what they wrote is kept."""
    shop = Visitor(office.desk, replace(SiteSettings(), **{limit: 1}))
    await send(shop)
    answer = await send(shop, subject="Again", **changed)
    assert (answer.status, answer.headers["retry-after"]) == (429, "3600")
    assert 'value="Again"' in answer.text


async def test_one_address_is_limited_wherever_it_is_written_from(office: Office) -> None:
    """One e-mail address gets no more from many places."""
    shop = Visitor(office.desk, replace(SiteSettings(), forms_per_email=1))
    await send(shop)
    shop.address = "192.0.2.2"
    assert (await send(shop, email=ANNA.upper())).status == 429


SERVED = [
    ("loopback", "127.0.0.1", 200),
    ("loopback", "0.0.0.0", 404),
    ("always", "0.0.0.0", 200),
    ("never", "127.0.0.1", 404),
]


@pytest.mark.parametrize(("form", "host", "status"), SERVED)
async def test_the_form_is_served_where_the_settings_say(
    office: Office, form: str, host: str, status: int
) -> None:
    """The form is served on this machine's own address, unless the settings say otherwise."""
    shop = Visitor(office.desk, SiteSettings(form=form, host=host))
    assert (await shop.call("GET", "/form")).status == status


async def test_what_is_public_agrees_to_nothing(office: Office, shop: Visitor) -> None:
    """What comes by the form is of an unproven sender."""
    await send(shop)
    assert await office.one("SELECT doubt FROM message") == "unproven"


LANGUAGES = [
    (None, "", "en"),
    (None, "ru-RU,ru;q=0.9,en;q=0.8", "ru"),
    (None, "en;q=0.5, ru;q=0.7", "ru"),
    (None, "de, fr", "en"),
    (None, "ru;q=x, en;q=0.1", "en"),
    ("ru", "en", "ru"),
    ("xx", "ru", "ru"),
]


@pytest.mark.parametrize(("wanted", "accepts", "language"), LANGUAGES)
def test_a_page_is_in_the_persons_language(wanted: str | None, accepts: str, language: str) -> None:
    """A page is in the language asked for, else the browser's, else English."""
    assert language_of(wanted, accepts) == language


def test_both_languages_say_the_same() -> None:
    """Each sentence is there in both languages."""
    assert set(WORDS["en"]) == set(WORDS["ru"])
