"""What customers are written: the desk's own texts in place of the built-in ones, and pieces for answers (C6, C8)."""

from dataclasses import replace
from typing import Any

import pytest

from console.mail import templates
from console.mail.template_facts import FOR
from console.policy.refusal import Refusal
from console.services import closing_mail, texts
from console.services.faults import BadInput, NotFound
from tests.conftest import at
from tests.services.office import Office

OWN = "Subject: [#{{ ticket }}] Here\nWe got #{{ ticket }} in {{ desk_name }}.\n"
CLOSED = "{{ answer }}\n\nIn all {{ credits }}, left {{ balance }}. {{ clause_words }}\n"


async def write(
    office: Office, source: str = OWN, *, name: str = "received", language: str = "en",
    login: str = "ada", minute: float = 1,
) -> Any:  # fmt: skip
    """Somebody writes a text."""
    return await texts.write(
        office.desk, office.who(login), name=name, language=language, source=source, now=at(minute)
    )


async def bodies(office: Office) -> list[str]:
    """What the desk has written on request 1."""
    return [each.text for each in (await office.view()).thread if each.direction == "out"]


async def test_every_text_is_listed_in_both_languages(office: Office) -> None:
    """Every text is listed in both languages, as built in."""
    found = await texts.listing(office.desk)
    languages = {
        each.name: [other.language for other in found if other.name == each.name] for each in found
    }
    assert set(map(tuple, languages.values())) == {("en", "ru")}
    assert all(each.built_in for each in found)


async def test_the_desks_own_text_is_sent(office: Office) -> None:
    """The desk's own text is sent in place of the built-in one."""
    office.desk.settings = replace(office.desk.settings, acknowledge="always")
    await write(office)
    await office.mail()
    assert await bodies(office) == ["We got #1 in Desk.\n"]


async def test_another_language_keeps_the_built_in_text(office: Office) -> None:
    """A text in one language leaves the other as it is."""
    office.desk.settings = replace(office.desk.settings, acknowledge="always")
    await write(office)
    await office.mail(language="ru")
    assert "Спасибо за обращение" in (await bodies(office))[0]


async def test_a_closing_uses_the_desks_own_text(office: Office) -> None:
    """A closing is told in the desk's own words, with its cost."""
    await write(office, CLOSED, name="closed")
    await office.closed(await office.worked(10), text="Done.")
    assert (await bodies(office))[0].startswith("Done.\n\nIn all 10, left -10.")


async def test_who_wrote_it_is_told(office: Office) -> None:
    """The list tells who wrote a text, and when."""
    await write(office)
    found = await texts.show(office.desk, name="received", language="en")
    assert (found.built_in, found.written_by, found.written_at) == (False, "ada", at(1))


async def test_reset_lets_the_built_in_text_hold_again(office: Office) -> None:
    """A text that is reset is the built-in one again, and what was written stays on record."""
    await write(office)
    await texts.reset(office.desk, office.who("ada"), name="received", language="en", now=at(2))
    found = await texts.show(office.desk, name="received", language="en")
    past = await texts.history(office.desk, name="received", language="en")
    assert (found.built_in, found.source, len(past)) == (
        True, templates.built_in("received", "en"), 2,
    )  # fmt: skip


async def test_the_same_text_again_changes_nothing(office: Office) -> None:
    """The same text written twice is on record once."""
    await write(office)
    await write(office, minute=2)
    assert len(await texts.history(office.desk, name="received", language="en")) == 1


@pytest.mark.parametrize("login", ["olga", "irina"])
async def test_only_an_admin_writes_texts(office: Office, login: str) -> None:
    """Only an admin changes what customers are written."""
    assert isinstance(await write(office, login=login), Refusal)


async def test_a_text_that_cannot_be_filled_in_is_refused_and_nothing_kept(office: Office) -> None:
    """A text that names an unknown fact is refused with its line, and nothing is kept."""
    with pytest.raises(BadInput, match="Line 2: there is no fact 'salary'"):
        await write(office, "Subject: [#{{ ticket }}]\n{{ salary }}")
    assert await texts.history(office.desk, name="received", language="en") == ()


async def test_a_broken_text_in_the_record_holds_nothing_up(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A text that cannot be filled in any more is passed over: the built-in one is sent, and the closing stands."""
    monkeypatch.setattr(templates, "check", lambda *_: None)
    monkeypatch.setattr(templates, "preview", lambda *_: (None, ""))
    await write(office, "{{ gone }}", name="closed")
    await office.closed(await office.worked(10), text="Done.")
    assert "Your request #1 is closed" in (await bodies(office))[0]


async def test_a_piece_is_filled_in_for_its_request(office: Office) -> None:
    """A piece for answers comes filled in, in the request's language."""
    await office.mail(language="ru")
    assert "по заявке #1" in await texts.macro(office.desk, ticket=1, name="no-phone")


async def test_the_desks_own_piece_is_offered(office: Office) -> None:
    """A piece of the desk's own is offered beside the built-in ones."""
    await write(office, "Hello {{ customer }}, call #{{ ticket }} yours.", name="our-own")
    await office.mail()
    names = [each.name for each in await texts.macros(office.desk, language="en")]
    assert "our-own" in names
    assert (
        await texts.macro(office.desk, ticket=1, name="our-own") == "Hello Anna, call #1 yours.\n"
    )


async def test_a_piece_of_the_desks_own_is_gone_once_reset(office: Office) -> None:
    """A piece of the desk's own that is reset is offered no more."""
    await write(office, "Hello.", name="our-own")
    await texts.reset(office.desk, office.who("ada"), name="our-own", language="en", now=at(2))
    with pytest.raises(NotFound):
        await texts.show(office.desk, name="our-own", language="en")


async def test_an_unknown_text_is_not_found(office: Office) -> None:
    """A name that is no text's is not found."""
    with pytest.raises(NotFound):
        await texts.show(office.desk, name="nothing", language="en")


def test_a_preview_has_examples_for_its_facts() -> None:
    """A preview is filled in with examples."""
    found = texts.preview(name="received", language="en", source=OWN)
    assert (found.subject, found.body) == ("[#1042] Here", "We got #1042 in Support.\n")


def test_each_outcomes_text_can_be_written() -> None:
    """Each outcome's text is one that an admin can write."""
    assert set(closing_mail.TEMPLATES.values()) <= set(FOR)


async def test_a_piece_that_cannot_be_filled_in_says_so(office: Office) -> None:
    """A piece of the desk's own that goes wrong for one request says so, and is no fault of the program."""
    await office.arrive()
    await write(office, "{% if ticket < 2 %}{{ subject + 1 }}{% endif %}Hello.", name="our-own")
    with pytest.raises(BadInput, match="mixes words and numbers"):
        await texts.macro(office.desk, ticket=1, name="our-own")
