"""What must hold of shops' orders whoever writes, in a file and on a server: here a bare driver, as the owner."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg
import pytest

from db.driver import sqlite3
from tests import team
from tests.order_rows import (
    ADDON,
    ANNA,
    BEN,
    BUNDLE,
    CREDITS,
    FREE,
    INCIDENT,
    NOW,
    OTHER,
    PREMIUM,
    back,
    entry,
    fell,
    gave,
    line,
    meaning,
    order,
    package,
    posting,
    premium,
    scene,
)

if TYPE_CHECKING:
    from tests.postgres import Server

TABLES = (
    "order_line",
    "order_posting",
    "order_proposal",
    "product_meaning",
    "shop_order",
    "shop_reading",
)


class Raw:
    """A connection of the bare driver, within a transaction that is given up."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    def run(self, statements: Sequence[str]) -> None:
        """Send statements."""
        for each in statements:
            self._connection.execute(each)

    def refused(self, statements: Sequence[str], message: str) -> None:
        """Send statements of which the last is refused by a guard."""
        *before, last = statements
        self.run(before)
        with pytest.raises((sqlite3.IntegrityError, psycopg.IntegrityError), match=message):
            self._connection.execute(last)


@pytest.fixture(params=["sqlite", "postgresql"])
def raw(request: pytest.FixtureRequest) -> Iterator[Raw]:
    """Anna's order, in a file and on a server."""
    if request.param == "sqlite":
        path: Path = request.getfixturevalue("desk_path")
        connection: Any = sqlite3.connect(path, isolation_level=None)
    else:
        server: Server = request.getfixturevalue("team_server")
        team.empty(server)
        connection = psycopg.connect(server.address(team.DATABASE))
    made = Raw(connection)
    made.run(scene())
    yield made
    connection.rollback()
    connection.close()


EVERYTHING = [*gave(), fell()]


@pytest.mark.parametrize("table", TABLES)
def test_nothing_of_an_order_is_deleted(raw: Raw, table: str) -> None:
    """Nothing of an order is deleted."""
    raw.refused([*EVERYTHING, f"DELETE FROM {table}"], "nothing is deleted")


@pytest.mark.parametrize("table", TABLES)
def test_nothing_of_an_order_is_replaced(desk_path: Path, table: str) -> None:
    """In a file nothing of an order is replaced, by its number or by another key of its own."""
    connection = sqlite3.connect(desk_path, isolation_level=None)
    made = Raw(connection)
    made.run([*scene(), *EVERYTHING])
    names = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
    for kept in (names, [name for name in names if name != "id"]):
        if table == "product_meaning" and kept != names:
            continue
        columns = ", ".join(f'"{name}"' for name in kept)
        again = f"INSERT OR REPLACE INTO {table} ({columns}) SELECT {columns} FROM {table} LIMIT 1"
        made.refused([again], f"^{table}: ")
    connection.close()


REWRITTEN = [
    ("UPDATE product_meaning SET amount = 9", "what is written stays"),
    ("UPDATE order_posting SET units = 9", "what is written stays"),
    ("UPDATE shop_order SET shop = 'ru'", "stays whose it is"),
    ("UPDATE shop_order SET order_no = 1", "stays whose it is"),
    (f"UPDATE shop_order SET customer_id = {BEN}", "stays whose it is"),
    ("UPDATE shop_order SET customer_id = NULL", "stays whose it is"),
    ("UPDATE shop_reading SET began_at = '2020-01-01 00:00:00.000000'", "what orders count from"),
    (f"UPDATE order_line SET order_id = 602 WHERE id = {ADDON}", "stays what it is"),
    ("UPDATE order_line SET item_id = 'x'", "stays what it is"),
    ("UPDATE order_line SET product_id = 9", "stays what it is"),
    ("UPDATE order_proposal SET units = 2", "decided once"),
    ("UPDATE order_proposal SET credits = 0", "decided once"),
    ("UPDATE order_proposal SET to_units = 0", "decided once"),
    (f"UPDATE order_proposal SET line_id = {OTHER}", "decided once"),
    ("UPDATE order_proposal SET proposed_at = '2020-01-01 00:00:00.000000'", "decided once"),
]  # fmt: skip


@pytest.mark.parametrize(("statement", "message"), REWRITTEN, ids=[row[0] for row in REWRITTEN])
def test_a_fact_of_an_order_is_not_rewritten(raw: Raw, statement: str, message: str) -> None:
    """A fact of an order is not rewritten."""
    other = order(id=602, order_no=1002)
    raw.refused([*EVERYTHING, other, statement], message)


def test_a_proposal_is_decided_once(raw: Raw) -> None:
    """A proposal is decided once, and stays as it was decided."""
    decided = f"UPDATE order_proposal SET state = 'rejected', decided_by = 1, decided_at = {NOW}"
    raw.refused([*EVERYTHING, decided, "UPDATE order_proposal SET reason = 'x'"], "decided once")


def test_what_the_shop_says_anew_is_taken(raw: Raw) -> None:
    """What may change of an order, its lines and how far a shop was read does."""
    raw.run(
        [
            *EVERYTHING,
            f"UPDATE shop_order SET status = 'C', paid = true, looked_at = {NOW}, tries = 1",
            "UPDATE order_line SET amount = 3, paid = 3, waits_for = NULL",
            f"UPDATE shop_reading SET cursor = {NOW}, looked_at = {NOW}",
        ]
    )


_MOVE = [*gave(), f"UPDATE order_line SET paid = 0 WHERE id = {ADDON}"]
_SUNK = "UPDATE order_line SET paid = 1"
_MERGED = f"UPDATE customer SET merged_into = {BEN} WHERE id = {ANNA}"
_HALF = """'{"addon_grant": 10, "bundle_grant": 4}'"""
_VERSION = (
    "INSERT INTO policy_version (version, title, text, terms, words, created_at, in_force_from)"
    f" VALUES ('2', 'x', 'x', {_HALF}, '{{}}', {NOW}, {NOW})"
)

TAKEN = [
    ("an add-on", gave(units=1, credits=20)),
    ("credits that were bought", gave(CREDITS, 2, 160)),
    ("a package of five add-ons", gave(BUNDLE, 1, 50)),
    ("an add-on under a version of the policy that gives less",
     [_VERSION, entry(901, 10, policy_version="'2'"), posting(credits=10, entry_id=901)]),
    ("what comes with nothing", [posting(FREE, units=2)]),
    ("one unit after another",
     [*gave(units=1, credits=20), entry(902, seq=2), posting(seq=2, credits=20, entry_id=902)]),
    ("an Incident", [package(701), posting(INCIDENT, entitlement_id=701)]),
    ("two Incidents", [package(701), posting(INCIDENT, entitlement_id=701),
                       package(702, 2), posting(INCIDENT, 2, entitlement_id=702)]),
    ("Premium", [premium(701), posting(PREMIUM, entitlement_id=701)]),
    ("to who the buyer was merged into",
     [_MERGED, entry(901, account_id=BEN), posting(credits=20, entry_id=901)]),
    ("by the product's code",
     [meaning(91, product="'code:SUP-71'"), entry(901), posting(credits=20, entry_id=901, meaning_id=91)]),
    ("by one of its variants",
     [meaning(91, product="'id:71'", variant="'7:3'"), entry(901),
      posting(credits=20, entry_id=901, meaning_id=91)]),
    ("as it meant when it first gave, though it means something else by now",
     [*gave(units=1, credits=20), meaning(91, product="'id:71'", means="'free'"),
      entry(902, seq=2), posting(seq=2, credits=20, entry_id=902)]),
    ("what another line of the order gave up",
     [*_MOVE, posting(seq=2, units=-2, credits=-40), posting(OTHER, units=2, credits=40)]),
    ("a support package that another line gave up",
     [line(82, product_id=INCIDENT), package(701), posting(INCIDENT, entitlement_id=701),
      posting(INCIDENT, 2, -1), posting(82, meaning_id=INCIDENT)]),
    ("back what was proposed", [*gave(), _SUNK, fell(), *back()]),
    ("back a support package",
     [package(701), posting(INCIDENT, entitlement_id=701), fell(INCIDENT, credits=0),
      posting(INCIDENT, 2, -1, entitlement_id=701, proposal_id=801)]),
    ("back what came with nothing", [posting(FREE), fell(FREE, credits=0), posting(FREE, 2, -1, proposal_id=801)]),
]  # fmt: skip


@pytest.mark.parametrize("statements", [row[1] for row in TAKEN], ids=[row[0] for row in TAKEN])
def test_a_line_gives(raw: Raw, statements: list[str]) -> None:
    """A line gives what is paid for, and back what was proposed."""
    raw.run(statements)


_COUNT = "count from 1"
_PAID = "no more than is paid for"
_WITH = "credits go with their units"
_WORTH = "of as many credits as its units are worth"
_PACKAGE = "of the kind that was sold"
_OVER = "what another of its order gave up"
_MEANT = "what its product meant when it first gave"
_BACK = "no more is given back than was proposed"
_GIVEN = {"credits": 20, "entry_id": 901}
_SOLD = {"entitlement_id": 701}
_NOBODYS = order(id=602, order_no=1002, customer_id="NULL")

REFUSED = [
    ("a second posting at first", [posting(FREE, 2)], _COUNT),
    ("a posting with a gap before it", [posting(FREE), posting(FREE, 3)], _COUNT),
    ("a posting in place of another", [posting(FREE), posting(FREE)], f"{_COUNT}|what is written stays"),
    ("more than is paid for", [entry(901, 60), posting(units=3, credits=60, entry_id=901)], _PAID),
    ("one more than is paid for", [*gave(), entry(902, seq=2), posting(seq=2, credits=20, entry_id=902)], _PAID),
    ("what is not paid for any more",
     [f"UPDATE order_line SET paid = 0 WHERE id = {ADDON}", entry(901), posting(**_GIVEN)], _PAID),
    ("what is free beyond what was bought", [posting(FREE, units=3)], _PAID),
    ("back more than it gave", [*gave(units=1, credits=20), fell(units=2), *back(-2)], _PAID),
    ("credits for units that go back",
     [*_MOVE, posting(seq=2, units=-2, credits=-40), posting(FREE), posting(FREE, 2, -1, 20)], _WITH),
    ("back more credits than it gave",
     [entry(900, 100, reference="'p'"), *gave(), fell(credits=60), *back(credits=-60)], _WITH),
    ("back all units and keeps credits",
     [*gave(), fell(units=2, credits=20), *back(-2)], _WITH),
    ("more than an add-on is worth", [entry(901, 40), posting(credits=40, entry_id=901)], _WORTH),
    ("less than an add-on is worth", [entry(901, 10), posting(credits=10, entry_id=901)], _WORTH),
    ("more than a package of five is worth",
     [entry(901, 100, line=BUNDLE), posting(BUNDLE, credits=100, entry_id=901)], _WORTH),
    ("credits for what comes with nothing",
     [entry(901, line=FREE), posting(FREE, **_GIVEN)], _WORTH),
    ("other credits than its entry", [entry(901, 40), posting(**_GIVEN)], _WORTH),
    ("as before under a version that gives less",
     [_VERSION, entry(901, policy_version="'2'"), posting(**_GIVEN)], _WORTH),
    ("to somebody else", [entry(901, account_id=BEN), posting(**_GIVEN)], _WORTH),
    ("to whom the buyer was before a merge", [_MERGED, entry(901), posting(**_GIVEN)], _WORTH),
    ("to somebody for nobody's order",
     [_NOBODYS, line(82, order_id=602), meaning(82), entry(901, reference="'shop:com:1002:i82:1'"),
      posting(82, **_GIVEN)], _WORTH),
    ("an entry of another line", [entry(901, line=OTHER), posting(**_GIVEN)], _WORTH),
    ("an entry that was not for it", [entry(901, reference="'g'"), posting(**_GIVEN)], _WORTH),
    ("a grant as a purchase", [entry(901, kind="'purchase'"), posting(**_GIVEN)], _WORTH),
    ("a purchase as a grant", [entry(901, 80, line=CREDITS), posting(CREDITS, credits=80, entry_id=901)], _WORTH),
    ("a correction as a rise",
     [entry(901, kind="'correction'", reason="'x'"), posting(**_GIVEN)], _WORTH),
    ("credits without an entry", [posting(credits=20)], _OVER),
    ("more credits than another line gave up",
     [*_MOVE, posting(seq=2, units=-1, credits=-20), posting(OTHER, units=2, credits=40)], _OVER),
    ("what a line of another order gave up",
     [*_MOVE, posting(seq=2, units=-2, credits=-40), order(id=602, order_no=1002),
      line(82, order_id=602), meaning(82), posting(82, units=2, credits=40)], _OVER),
    ("what another line gave up twice",
     [*_MOVE, line(82), meaning(82), posting(seq=2, units=-2, credits=-40), posting(OTHER, units=2, credits=40),
      posting(82, units=2, credits=40)], _OVER),
    ("an Incident without a package", [posting(INCIDENT)], _OVER),
    ("two Incidents by one package", [package(701), posting(INCIDENT, units=2, **_SOLD)], _PACKAGE),
    ("the same package twice",
     [package(701), posting(INCIDENT, **_SOLD), posting(INCIDENT, 2, **_SOLD)], _PACKAGE),
    ("an Incident as an Examination",
     [package(701, kind="'examination'"), posting(INCIDENT, **_SOLD)], _PACKAGE),
    ("somebody else's package", [package(701, customer_id=BEN), posting(INCIDENT, **_SOLD)], _PACKAGE),
    ("a package of no order", [package(701, reference="'p'"), posting(INCIDENT, **_SOLD)], _PACKAGE),
    ("a package with credits", [package(701), posting(INCIDENT, credits=20, **_SOLD)], _PACKAGE),
    ("longer Premium than was sold", [premium(701, months=12), posting(PREMIUM, **_SOLD)], _PACKAGE),
    ("Premium for another site",
     [premium(701, domain="'other.example'"), posting(PREMIUM, **_SOLD)], _PACKAGE),
    ("a package for an add-on", [package(701, line=ADDON), posting(**_SOLD)], _PACKAGE),
    ("what another product means", [entry(901, 80, kind="'purchase'"),
                                    posting(credits=80, entry_id=901, meaning_id=CREDITS)], _MEANT),
    ("what its product means in another shop",
     [meaning(91, shop="'ru'", product="'id:71'"), entry(901), posting(**_GIVEN, meaning_id=91)], _MEANT),
    ("what another variant of it means",
     [meaning(91, product="'id:71'", variant="'7:4'"), entry(901), posting(**_GIVEN, meaning_id=91)], _MEANT),
    ("what its product meant before",
     [meaning(91, product="'id:71'", means="'free'"), entry(901), posting(**_GIVEN)], _MEANT),
    ("what means nothing any more",
     [meaning(91, product="'id:71'", means="NULL", amount="NULL"), posting(meaning_id=91)], _MEANT),
    ("what its product means by now, though it gave before",
     [posting(FREE), meaning(91, product="'id:74'", means="'addon'"),
      entry(901, line=FREE, seq=2), posting(FREE, 2, meaning_id=91, **_GIVEN)], _MEANT),
    ("back what nobody proposed",
     [*gave(), *back(proposal_id="NULL", reference="'order-proposal:'")], _WORTH),
    ("back by an entry of no proposal", [*gave(), fell(), *back(reference="'x'")], _WORTH),
    ("back by an entry of another proposal", [*gave(), fell(), *back(reference="'order-proposal:8011'")], _WORTH),
    ("back what was proposed of another line", [*gave(), fell(OTHER), *back()], _BACK),
    ("back more units than were proposed",
     [*gave(), fell(credits=40), *back(-2, -40)], _BACK),
    ("back more credits than were proposed",
     [*gave(), fell(), *back(credits=-30)], _BACK),
    ("back twice", [posting(FREE, units=2), fell(FREE, credits=0), posting(FREE, 2, -1, proposal_id=801),
                    posting(FREE, 3, -1, proposal_id=801)], _BACK),
    ("back by a reversal of another entry",
     [*gave(), fell(), *back(kind="'reversal'", reverses=901)], _WORTH),
    ("back credits without an entry",
     [*gave(), fell(), posting(seq=2, units=-1, credits=-20, proposal_id=801)], _BACK),
    ("back what was rejected",
     [*gave(), fell(state="'rejected'", decided_by=1, decided_at=NOW), *back()], _BACK),
    ("more as what was proposed", [posting(FREE), fell(FREE, credits=0), posting(FREE, 2, proposal_id=801)], _BACK),
    ("back a package of another order",
     [order(id=602, order_no=1002), line(82, order_id=602, product_id=INCIDENT),
      package(702, line=82, reference="'shop:com:1002:i82:1'"),
      posting(82, meaning_id=INCIDENT, entitlement_id=702),
      package(701), posting(INCIDENT, **_SOLD), fell(INCIDENT, credits=0),
      posting(INCIDENT, 2, -1, entitlement_id=702, proposal_id=801)], _PACKAGE),
]  # fmt: skip


@pytest.mark.parametrize(
    ("statements", "message"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED]
)
def test_a_line_never_gives(raw: Raw, statements: list[str], message: str) -> None:
    """What a line never gives, or gives back, is refused for the reason that it has."""
    raw.refused(statements, message)


def test_an_entry_is_what_one_posting_became(raw: Raw) -> None:
    """An entry is what one posting became."""
    raw.refused([*gave(units=1, credits=20), posting(seq=2, **_GIVEN)], _WORTH)
