"""Customers, by commands."""

import pytest

from tests.cli.conftest import Arrange, Runner

ANNA = "anna@shop.example"
EVE = "eve@other.example"


@pytest.fixture(autouse=True)
def _two_customers(request_in: Arrange) -> None:
    request_in()
    request_in(sender=f"Eve <{EVE}>")


def test_customers_are_listed(run: Runner) -> None:
    """The list tells each customer."""
    assert [each["customer"] for each in run.json("--as", "olga", "customer", "list")] == [1, 2]


@pytest.mark.parametrize("who", [ANNA, "1", "#1"])
def test_a_customer_is_shown_by_address_or_number(run: Runner, who: str) -> None:
    """A customer is meant by an address or a number."""
    assert run.json("--as", "olga", "customer", "show", who)["row"]["address"] == ANNA


def test_two_are_made_one_and_apart_again(run: Runner) -> None:
    """A merge and its undoing."""
    made = run.json("--as", "ada", "customer", "merge", EVE, ANNA, "--reason", "Same")
    run.json("--as", "ada", "customer", "unmerge", str(made["merge"]), "--reason", "Not so")
    assert run.json("--as", "ada", "customer", "show", EVE)["row"]["customer"] == 2


def test_an_address_is_added_and_moved(run: Runner) -> None:
    """An address is added, and moved to another."""
    run.json("--as", "ada", "customer", "add-address", "1", "x@shop.example", "--reason", "Told")
    moved = run.json(
        "--as", "ada", "customer", "move", "x@shop.example", "--to", EVE, "--reason", "x"
    )
    assert moved["customer"] == 2


def test_moving_says_where(run: Runner) -> None:
    """Moving an address says where to."""
    assert run("--as", "ada", "customer", "move", ANNA, "--reason", "x").code == 2


def test_a_customer_is_renamed(run: Runner) -> None:
    """A customer gets another name."""
    assert run.json("--as", "ada", "customer", "rename", "1", "Anna P.")["name"] == "Anna P."


def test_a_search_finds_requests_and_customers(run: Runner) -> None:
    """A search tells requests and customers."""
    found = run.json("--as", "olga", "search", "other.example")
    assert [each["kind"] for each in found] == ["ticket", "customer"]


@pytest.mark.parametrize(("words", "code"), [(("show", "9"), 3), (("show", "x@y.example"), 3)])
def test_an_unknown_customer_is_not_found(run: Runner, words: tuple[str, ...], code: int) -> None:
    """An unknown customer is exit code 3."""
    assert run("--as", "olga", "customer", *words).code == code


def test_a_customer_reads_well(run: Runner) -> None:
    """A customer is told in words."""
    out = run("--as", "olga", "customer", "show", "1").out
    assert "customer   1 Anna" in out
