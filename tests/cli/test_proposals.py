"""Proposals to give credits back, by commands."""

import pytest

from tests.cli.conftest import Runner


@pytest.fixture
def proposal(run: Runner, taken: int) -> str:
    """A proposal: a request that olga closed again at a lower cost."""
    number = str(taken)
    run("timer", "start", number)
    run.wait(20)
    run("close", number, "--outcome", "answered")
    run("reopen", number, "--reason", "it was ours")
    run("pick")
    return str(run.json("close", number, "--outcome", "first-party-bug")["proposal"])


def test_a_proposal_is_listed(run: Runner, proposal: str) -> None:
    """A proposal is listed with what it would give back."""
    listed = run.json("proposals", "list")
    assert [(str(each["proposal"]), each["credits"]) for each in listed] == [(proposal, 20)]


@pytest.mark.parametrize(("verb", "balance"), [("approve", 0), ("reject", -20)])
def test_a_lead_decides(run: Runner, proposal: str, verb: str, balance: int) -> None:
    """A lead's approval gives the credits back; a rejection leaves the charge."""
    run("--as", "irina", "proposals", verb, proposal)
    assert run.json("credits", "balance", "anna@shop.example")["balance"] == balance


def test_a_decision_is_told_in_words(run: Runner, proposal: str) -> None:
    """A decision is told in words."""
    told = run("--as", "irina", "proposals", "reject", proposal).out
    assert told == f"Proposal {proposal} is rejected.\n"


def test_a_specialist_does_not_decide(run: Runner, proposal: str) -> None:
    """A specialist does not decide."""
    assert run("proposals", "approve", proposal).code == 1


def test_a_proposal_that_does_not_exist_is_not_found(run: Runner) -> None:
    """A proposal that does not exist is not found."""
    assert run("--as", "irina", "proposals", "approve", "9").code == 3


def test_no_proposal_is_said(run: Runner) -> None:
    """That there is no proposal is said in words."""
    assert run("proposals", "list").out == "No proposal waits.\n"
