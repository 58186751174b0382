"""The catalogue of components: added, changed and retired by admins, each change kept beside what was before."""

import dataclasses
from typing import Any

import pytest

from console.policy.components import Facts, Kind, problem_with
from console.policy.refusal import Refusal
from console.services import components, naming, record
from console.services.component_shapes import matching
from console.services.components import Wanted
from console.services.faults import BadInput, NotFound
from console.services.record import Wanted as Events
from tests.conftest import at
from tests.services.office import Office

LIVE = Facts("Live search", "Cart-Power", Kind.ADDON, paid=True)
VIVA = Facts("VIVAshop", "EnergoThemes", Kind.THEME, paid=True)


async def stock(office: Office, **more: Facts) -> None:
    """A catalogue of two, and of what else is given."""
    wanted = [Wanted("live-search", LIVE), Wanted("vivashop", VIVA)]
    wanted += [Wanted(code, facts) for code, facts in more.items()]
    done = await components.write(office.desk, office.who("ada"), wanted=wanted, now=at(0))
    assert not isinstance(done, Refusal), done


async def _change(office: Office, minute: float = 1, **values: Any) -> None:
    done = await components.change(
        office.desk, office.who("ada"), code="live-search", now=at(minute), **values
    )
    assert not isinstance(done, Refusal), done


async def _name(office: Office, code: str | None, login: str = "olga", **values: Any) -> Any:
    values = {"version": None, "now": at(10)} | values
    return await naming.name(office.desk, office.who(login), ticket=1, code=code, **values)


async def _said(office: Office) -> list[str]:
    page = await record.listing(office.desk, office.who("ada"), Events())
    return [row.said for row in page.rows if "component" in row.what]


async def test_the_catalogue_stands_by_name(office: Office) -> None:
    """The catalogue stands by name, each component as it was written last."""
    await stock(office)
    await _change(office, name="A live search")
    found = await components.listing(office.desk)
    assert [each.facts.name for each in found] == ["A live search", "VIVAshop"]


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ({"vendor": "cart-power"}, {"vendor": "Cart-Power"}),
        ({"vendor": "OURS"}, {"vendor": "Cart-Power"}),
        ({"vendor": " Alex\nBranding "}, {"vendor": "Alex Branding"}),
        ({"package": "unitheme2"}, {"package": "UniTheme2"}),
        ({"package": "  "}, {"package": None}),
        ({"kind": Kind.THEME, "name": "Youpi"}, {"name": "YOUPI"}),
        ({"name": "a\x1b\u202eb"}, {"name": "a·b"}),
    ],
)
def test_facts_are_kept_tidy(given: Any, kept: dict[str, Any]) -> None:
    """Names that the policy knows are kept as it writes them, and nothing that hides."""
    facts = components.tidy(dataclasses.replace(LIVE, **given))
    assert {name: getattr(facts, name) for name in kept} == kept


async def test_what_a_component_was_stays(office: Office) -> None:
    """What a component was stays beside what it is, newest first."""
    await stock(office)
    await _change(office, encrypted=True)
    history = await components.history(office.desk, code="LIVE-search")
    assert [each.facts.encrypted for each in history] == [True, False]


async def test_a_change_is_an_event_with_before_and_after(office: Office) -> None:
    """A change is an event with just what differs, before and after."""
    await stock(office)
    await _change(office, encrypted=True)
    assert (await _said(office))[0] == (
        "Ada changed a component: encrypted no → encrypted yes · component live-search"
    )


async def test_what_is_so_already_is_not_written_again(office: Office) -> None:
    """What is so already is not written again, and leaves no event."""
    await stock(office)
    await stock(office)
    assert len(await _said(office)) == 2


async def test_a_code_is_taken_once(office: Office) -> None:
    """A component is not added under a code that there is."""
    await stock(office)
    with pytest.raises(BadInput, match="already"):
        await components.add(
            office.desk, office.who("ada"), code="LIVE-search", facts=LIVE, now=at(1)
        )


@pytest.mark.parametrize(
    ("code", "values", "said"),
    [
        ("Live search", {}, "A code is"),
        ("-x", {}, "A code is"),
        ("x" * 61, {}, "A code is"),
        ("x", {"name": ""}, "has a name"),
        ("x", {"name": "n" * 81}, "has a name"),
        ("x", {"vendor": "\n"}, "has a vendor"),
        ("x", {"package": "p" * 81}, "A package has"),
        ("x", {"kind": Kind.PLATFORM, "package": "YOUPI"}, "in no package"),
    ],
)
def test_what_can_be_no_component_says_why(code: str, values: dict[str, Any], said: str) -> None:
    """What can be no component says why."""
    facts = components.tidy(dataclasses.replace(LIVE, **values))
    assert said in (problem_with(code, facts) or "")


async def test_all_is_written_or_nothing(office: Office) -> None:
    """Where one of them can be no component, none is written."""
    wanted = [Wanted("good", LIVE), Wanted("Bad code", LIVE)]
    with pytest.raises(BadInput, match="A code is"):
        await components.write(office.desk, office.who("ada"), wanted=wanted, now=at(0))
    assert await components.listing(office.desk) == ()


@pytest.mark.parametrize("login", ["olga", "irina"])
async def test_only_an_admin_writes_the_catalogue(office: Office, login: str) -> None:
    """Only an admin writes the catalogue."""
    refused = await components.add(office.desk, office.who(login), code="x", facts=LIVE, now=at(0))
    assert refused == Refusal("Only an admin may change the catalogue of components.")


async def test_a_request_is_about_a_component(office: Office) -> None:
    """A request is about the component that was named last, in the version that was said."""
    await stock(office)
    await office.in_hand()
    await _name(office, "vivashop")
    await _name(office, "live-search", version=" 4.18 \n beta")
    found = await naming.about(office.desk, ticket=1)
    assert found is not None
    assert (found.code, found.words) == ("live-search", "Live search 4.18 beta")


async def test_a_request_keeps_what_its_component_was(office: Office) -> None:
    """A request keeps what its component was when it was named, whatever becomes of that."""
    await stock(office)
    await office.in_hand()
    await _name(office, "live-search")
    await _change(office, vendor="EnergoThemes", minute=11)
    found = await naming.about(office.desk, ticket=1)
    assert found is not None
    assert found.facts.vendor == "Cart-Power"


async def test_a_request_is_about_none_again(office: Office) -> None:
    """A request is about no component again once that is said, and its record tells it."""
    await stock(office)
    await office.in_hand()
    await _name(office, "live-search", version="4.18")
    await _name(office, None)
    assert await naming.about(office.desk, ticket=1) is None
    assert (await _said(office))[0] == (
        "Olga said which component #1 is about: live-search 4.18 → nothing"
    )


async def test_what_is_said_again_is_said_once(office: Office) -> None:
    """The same said again is no new naming."""
    await stock(office)
    await office.in_hand()
    for _ in range(2):
        await _name(office, "live-search")
    assert len([each for each in await _said(office) if "said which" in each]) == 1


@pytest.mark.parametrize(
    ("code", "version", "fault"),
    [("absent", None, NotFound), ("old", None, BadInput), ("vivashop", "9" * 41, BadInput)],
)
async def test_what_cannot_be_named_is_not(
    office: Office, code: str, version: str | None, fault: type[Exception]
) -> None:
    """No request is about what the catalogue lacks, about what is retired, or about a version without end."""
    await stock(office, old=dataclasses.replace(LIVE, retired=True))
    await office.in_hand()
    with pytest.raises(fault):
        await _name(office, code, version=version)


@pytest.mark.parametrize(
    ("login", "closed", "refused"),
    [
        ("olga", False, None),
        ("pavel", False, "Somebody else holds"),
        ("irina", False, None),
        ("olga", True, "Only a lead"),
        ("irina", True, None),
    ],
)
async def test_who_says_it(office: Office, login: str, closed: bool, refused: str | None) -> None:
    """The holder says it, or a lead; of a closed request a lead alone."""
    await stock(office)
    await office.worked(5)
    if closed:
        await office.closed(1, minute=20)
    done = await _name(office, "live-search", login, now=at(30))
    assert (done.reason[: len(refused or "")] if isinstance(done, Refusal) else None) == refused


async def test_the_key_that_opens_the_finder_is_no_part_of_what_is_looked_for(
    office: Office,
) -> None:
    """Typed once more in front of the words, the stroke finds what the words find."""
    await stock(office)
    catalogue = await components.listing(office.desk)
    for typed in ("/", "/live", "/ LIVE", "live"):
        assert matching(catalogue, typed)[0].code == "live-search", typed
    assert [each.code for each in matching(catalogue, "/viva")] == ["vivashop"]
    assert matching(catalogue, "live/") == []
