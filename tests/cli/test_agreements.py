"""Support packages and agreements, by commands."""

import pytest

from tests.cli.conftest import Arrange, Runner

ANNA = "anna@shop.example"


@pytest.fixture(autouse=True)
def _a_request(request_in: Arrange) -> None:
    request_in()


def _add(run: Runner, *words: str) -> dict[str, object]:
    made: dict[str, object] = run.json(
        "--as", "ada", "entitlement", "add", *words, "--reason", "Order 7"
    )
    return made


def test_premium_is_posted_for_a_domain_and_a_term(run: Runner) -> None:
    """Premium is posted for a domain and calendar months of office days."""
    made = _add(run, "premium", ANNA, "--domain", "shop.example", "--months", "1")
    assert (made["starts_at"], made["ends_at"]) == ("2026-11-15T20:00:00Z", "2026-12-15T20:00:00Z")


def test_other_months_are_refused(run: Runner) -> None:
    """Other lengths are refused, with the clause."""
    ran = run("--as", "ada", "entitlement", "add", "premium", ANNA, "--domain", "shop.example",
              "--months", "2", "--reason", "x", "--json")  # fmt: skip
    assert (ran.code, ran.data["refused"]["clause"]) == (1, "P1")


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_a_day_that_nobody_means_is_wrong_usage(run: Runner, day: str) -> None:
    """A day at the end of the calendar is a slip of a key, and no fault of the program's."""
    ran = run("--as", "ada", "entitlement", "add", "premium", ANNA, "--domain", "shop.example",
              "--months", "12", "--from", day, "--reason", "x")  # fmt: skip
    assert ran.code == 2


def test_a_package_is_bound_to_a_request(run: Runner) -> None:
    """A package is bound to the request that it is for."""
    _add(run, "incident", ANNA)
    run.json("--as", "olga", "pick")
    assert run.json("--as", "olga", "entitlement", "bind", "1", "1")["ticket"] == 1


def test_a_package_is_taken_back(run: Runner) -> None:
    """A package without work under it is taken back."""
    _add(run, "incident", ANNA)
    done = run.json("--as", "ada", "entitlement", "refund", "1", "--reason", "Asked for")
    assert done["state"] == "refunded"


def test_a_customers_packages_are_listed(run: Runner) -> None:
    """The list tells each package."""
    _add(run, "examination", ANNA, "--ticket", "1")
    (found,) = run.json("--as", "olga", "entitlement", "list", ANNA)
    assert (found["kind"], found["ticket"], found["state"]) == ("examination", 1, "unused")


def test_what_covers_a_request_is_shown_before_work_starts(run: Runner) -> None:
    """The package that the rule gives a request is shown with it."""
    _add(run, "incident", ANNA, "--ticket", "1")
    (found,) = run.json("--as", "olga", "show", "1")["packages"]
    assert (found["entitlement"], found["kind"], found["by_hand"]) == (1, "incident", None)


def test_what_is_left_of_a_package_is_told_in_words(run: Runner) -> None:
    """How much of a package's time is used is told in words."""
    _add(run, "incident", ANNA, "--ticket", "1")
    shown = run("--as", "olga", "show", "1").out
    assert "covered by  incident 1, 0:00:00 of 2:00:00 used\n" in shown


def test_a_chosen_cover_is_shown_with_its_reason(run: Runner) -> None:
    """A package that a lead chose is shown with its term and the reason."""
    _add(run, "premium", ANNA, "--domain", "shop.example", "--months", "1")
    run.json(
        "--as", "irina", "entitlement", "choose", "1", "--package", "1", "--reason", "Same shop"
    )
    shown = run("--as", "olga", "show", "1").out
    term = "from 2026-11-16 00:00 until 2026-12-16 00:00"
    assert f"covered by  premium 1, {term}, chosen: Same shop\n" in shown


def test_the_choice_is_put_on_record(run: Runner) -> None:
    """A lead says that nothing covers a request."""
    ran = run("--as", "irina", "entitlement", "choose", "1", "--none", "--reason", "Other shop")
    assert (ran.code, ran.out) == (0, "No package covers #1.\n")


def test_choosing_says_what(run: Runner) -> None:
    """Choosing needs a package, or none."""
    assert run("--as", "irina", "entitlement", "choose", "1", "--reason", "x").code == 2


def test_the_site_is_said(run: Runner) -> None:
    """The site of a request is kept without what is written around it."""
    run.json("--as", "olga", "pick")
    said = run.json("--as", "olga", "domain", "1", "https://www.Shop.example/x")
    assert said["domain"] == "shop.example"


def test_an_agreement_is_put_on_record(run: Runner) -> None:
    """An agreement is put on record for a request, with its message."""
    run.json("--as", "olga", "pick")
    made = run.json("--as", "olga", "consent", "add", "--ticket", "1", "--up-to", "80")
    assert (made["ceiling"], made["message"]) == (80, 1)


def test_an_agreement_is_for_something(run: Runner) -> None:
    """An agreement is for a request or for a customer."""
    assert run("--as", "olga", "consent", "add", "--up-to", "80").code == 2


def test_an_agreement_ends(run: Runner) -> None:
    """An agreement ends with a reason."""
    run.json("--as", "irina", "consent", "add", "--customer", ANNA, "--up-to", "80")
    run.json("--as", "irina", "consent", "withdraw", "1", "--reason", "Asked for")
    (found,) = run.json("--as", "olga", "consent", "list", ANNA)
    assert found["withdraw_reason"] == "Asked for"


@pytest.mark.parametrize("what", ["entitlement", "consent"])
def test_a_list_of_nothing_says_so(run: Runner, what: str) -> None:
    """Nothing is said in words."""
    assert run("--as", "olga", what, "list", ANNA).out.startswith("No ")
