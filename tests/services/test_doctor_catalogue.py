"""The doctor on the catalogue: silent on what was said, and exact about what somebody changed."""

import asyncio
import shutil
from pathlib import Path

import pytest

from console.bootstrap import open_desk
from console.location import Location
from console.services import naming
from tests.conftest import SETTINGS, at
from tests.services.examined import examine, tamper, wrong
from tests.services.office import Office
from tests.services.test_components import stock
from tests.services.test_doctor import member


@pytest.fixture(scope="module")
def lived(blank_desk: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """#1 was closed about Live search, opened again, and is about VIVAshop by now."""
    path = Path(shutil.copy(blank_desk, tmp_path_factory.mktemp("named") / "desk.db"))
    asyncio.run(_name(path))
    return path


async def _name(path: Path) -> None:
    desk = await open_desk(Location(path, SETTINGS))
    office = Office(desk, member)
    await stock(office)
    await office.worked(20)
    await office.closed(1, "first-party-bug", component="live-search")
    await office.again()
    await naming.name(desk, member("olga"), ticket=1, code="vivashop", now=at(210))
    await office.arrive(240)
    await desk.close()


async def test_what_was_named_has_nothing_wrong(lived: Path) -> None:
    """What was named for one closing, and anew since, agrees."""
    assert wrong(await examine(lived)) == {}


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE ticket_component SET fact_id = 2 WHERE id = 1", "what #1 is about (1): it keeps what another"),
        ("UPDATE ticket_component SET ticket_id = 2 WHERE id = 2", "what #2 is about (2): entry 1 is no closing of it"),
        ("UPDATE component_fact SET component_id = 1", "component vivashop: nobody said what it is"),
    ],
)  # fmt: skip
async def test_what_was_changed_is_found(
    lived: Path, tmp_path: Path, statement: str, said: str
) -> None:
    """What somebody changed past the guards is found, and said of what it is."""
    path = Path(shutil.copy(lived, tmp_path / "desk.db"))
    tamper(path, statement)
    assert said in wrong(await examine(path)).get("components", "")
