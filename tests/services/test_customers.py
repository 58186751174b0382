"""Customers: listed, shown, their addresses added and moved."""

from typing import Any

import pytest

from console.policy.refusal import Refusal
from console.services import customers, searching
from console.services.account_shapes import CustomerRow
from console.services.faults import BadInput, NotFound
from tests.conftest import at
from tests.services.office import ANNA, Office

BORIS = "boris@other.example"


async def two(office: Office) -> None:
    """Anna and Boris have asked."""
    await office.arrive()
    await office.arrive(1, address=BORIS, name="Борис_Иванов", domain="other.example")


async def names(office: Office, **wanted: Any) -> list[str]:
    """The names that the list shows."""
    page = await customers.listing(office.desk, **wanted)
    return [each.name for each in page.rows]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", ["Anna", "Борис_Иванов"]),
        ("ann", ["Anna"]),
        ("борис", ["Борис_Иванов"]),
        ("ИВАНОВ", ["Борис_Иванов"]),
        ("_", ["Борис_Иванов"]),
        ("%", []),
        ("other.example", ["Борис_Иванов"]),
        ("nobody", []),
    ],
)
async def test_customers_are_found_by_name_and_address(
    office: Office, text: str, found: list[str]
) -> None:
    """Names and addresses are searched literally."""
    await two(office)
    assert await names(office, text=text) == found


async def test_pages_put_together_are_the_whole_list(office: Office) -> None:
    """Pages follow each other without a gap or a double."""
    for number in range(7):
        await office.arrive(number, address=f"c{number}@shop.example", name=f"C{number % 3}")
    seen, after = [], None
    while True:
        page = await customers.listing(office.desk, after=after, limit=2)
        seen += [each.customer for each in page.rows]
        if (after := page.more_after) is None:
            break
    assert sorted(seen) == list(range(1, 8))


async def test_who_owes_is_listed(office: Office) -> None:
    """Only who owes now is listed as owing."""
    await two(office)
    await office.correct(-20)
    await office.correct(-5, address=BORIS)
    await office.correct(5, address=BORIS, minute=3)
    assert await names(office, owing=True) == ["Anna"]


async def test_a_line_tells_the_balance_and_since_when_it_is_owed(office: Office) -> None:
    """A debt has the age of its beginning, not of its last entry."""
    await office.arrive()
    await office.correct(-20, minute=5)
    await office.correct(-20, minute=9)
    (row,) = (await customers.listing(office.desk)).rows
    assert (row.balance, row.owing_since) == (-40, at(5))


async def test_a_new_debt_begins_anew(office: Office) -> None:
    """Once it is paid, a later debt begins anew."""
    await office.arrive()
    await office.correct(-20, minute=5)
    await office.buy(minute=6)
    await office.correct(-100, minute=9)
    (row,) = (await customers.listing(office.desk)).rows
    assert row.owing_since == at(9)


async def test_a_customer_is_shown_whole(office: Office) -> None:
    """A customer is shown with addresses, sites and requests."""
    await two(office)
    view = await customers.view(office.desk, address=BORIS, now=at(9))
    assert (view.customer, view.domains, view.tickets_total) == (2, ("other.example",), 1)


async def test_the_ledger_comes_in_pages_newest_first(office: Office) -> None:
    """The ledger comes newest first, each page where the last ended."""
    await office.arrive()
    for minute in range(5):
        await office.correct(1, minute=minute)
    first = await customers.entries(office.desk, customer=1, limit=3)
    rest = await customers.entries(office.desk, customer=1, before=first.more_before, limit=3)
    assert [each.balance_after for each in first.entries + rest.entries] == [5, 4, 3, 2, 1]


async def move(office: Office, into: int | None, address: str = ANNA, login: str = "ada") -> Any:
    """An admin moves an address."""
    return await customers.move_address(
        office.desk, office.who(login), address=address, into_customer=into, reason="Theirs",
        now=at(10),
    )  # fmt: skip


async def add(office: Office, address: str, customer: int = 1) -> Any:
    """An admin adds an address."""
    return await customers.add_address(
        office.desk, office.who("ada"), customer=customer, address=address, reason="Told us",
        now=at(9),
    )  # fmt: skip


async def test_mail_from_an_added_address_is_the_customers(office: Office) -> None:
    """A request from an added address is the same customer's."""
    await office.arrive()
    await add(office, "Anna.Second@Shop.example")
    await office.arrive(11, address="anna.second@shop.example")
    assert (await office.view(2)).row.customer_id == 1


async def test_mail_from_a_moved_address_is_the_new_owners(office: Office) -> None:
    """A request from a moved address is its new owner's."""
    await two(office)
    await add(office, "shared@shop.example")
    await move(office, 2, "shared@shop.example")
    await office.arrive(11, address="shared@shop.example")
    assert (await office.view(3)).row.customer_id == 2


async def test_an_address_may_go_to_a_customer_of_its_own(office: Office) -> None:
    """An address may go to a new customer, who has an account."""
    await office.arrive()
    await add(office, "second@shop.example")
    made = await move(office, None, "second@shop.example")
    assert isinstance(made, CustomerRow)
    assert (made.customer, made.address) == (2, "second@shop.example")


async def test_the_only_address_stays(office: Office) -> None:
    """A customer keeps one address."""
    await two(office)
    assert isinstance(await move(office, 2), Refusal)


async def test_anothers_address_is_moved_not_added(office: Office) -> None:
    """What is somebody else's cannot be added."""
    await two(office)
    assert isinstance(await add(office, BORIS), Refusal)


async def test_only_an_admin_moves_addresses(office: Office) -> None:
    """A lead moves no addresses."""
    await two(office)
    assert isinstance(await move(office, 2, login="irina"), Refusal)


@pytest.mark.parametrize("address", ["", "no address", "a@b\nBcc: c@d.example"])
async def test_an_address_is_one(office: Office, address: str) -> None:
    """What is no address is bad input."""
    await office.arrive()
    with pytest.raises(BadInput):
        await add(office, address)


async def test_an_unknown_customer_is_not_found(office: Office) -> None:
    """An unknown customer is not found."""
    with pytest.raises(NotFound):
        await customers.view(office.desk, customer=9, now=at())


async def test_a_customer_is_renamed_on_record(office: Office) -> None:
    """A new name is kept, and the language that they are written in."""
    await office.arrive()
    row = await customers.rename(
        office.desk, office.who("ada"), customer=1, name="Anna Petrova", language="ru", now=at(5)
    )
    assert isinstance(row, CustomerRow)
    assert row.name == "Anna Petrova"


@pytest.mark.parametrize(
    ("text", "found"), [("At 1", [2]), ("#1", [1]), ("2", [2]), ("boris", [2]), ("%", [])]
)
async def test_requests_are_found_open_and_closed(
    office: Office, text: str, found: list[int]
) -> None:
    """Requests are found by number, subject and address."""
    await two(office)
    assert [each.ticket for each in await searching.requests(office.desk, text=text)] == found
