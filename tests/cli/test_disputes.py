"""`dispute`: filed, linked, listed, decided, and the evidence as a document."""

import pytest

from tests.cli.conftest import Arrange, Runner

ANNA = "anna@shop.example"


@pytest.fixture
def charged(run: Runner, taken: int) -> str:
    """A request of Anna's, closed at 20 credits; its number."""
    number = str(taken)
    run("timer", "start", number)
    run.wait(20)
    run.json("close", number, "--outcome", "answered")
    return number


@pytest.fixture
def filed(run: Runner, charged: str) -> str:
    """A dispute about it; its number."""
    made = run.json("dispute", "file", ANNA, "--ticket", charged, stdin=b"Too dear.")
    return str(made["ticket"])


def test_a_dispute_is_filed(run: Runner, charged: str) -> None:
    """A dispute is filed with what it is about and by when it is due."""
    made = run.json("dispute", "file", ANNA, "--ticket", charged, stdin=b"Too dear.")
    assert (made["disputed_ticket"], made["state"]) == (int(charged), "open")
    assert made["due_at"] == "2026-11-18T14:00:00Z"


def test_a_strangers_dispute_is_refused_with_its_clause(run: Runner) -> None:
    """A stranger's dispute is refused with exit 1 and its clause."""
    ran = run("dispute", "file", "who@example.net", "--json", stdin=b"Too dear.")
    assert (ran.code, ran.data["refused"]["clause"]) == (1, "D3")


def test_disputes_are_listed(run: Runner, filed: str) -> None:
    """Disputes are listed with what they are about and by when they are due."""
    assert [str(each["ticket"]) for each in run.json("dispute", "list")] == [filed]
    told = run("dispute", "list").out
    assert f"#{filed}" in told
    assert "open" in told


@pytest.mark.parametrize("options", [(), ("--decided",)])
def test_no_dispute_is_said_to_be_none(run: Runner, options: tuple[str, ...]) -> None:
    """Where there is none, that is said."""
    assert run("dispute", "list", *options).out.startswith("No dispute")


def test_a_dispute_is_linked_to_an_entry(run: Runner, filed: str) -> None:
    """A dispute is linked to an entry instead."""
    assert run.json("dispute", "link", filed, "--entry", "1")["entry"] == 1


def test_a_link_names_one_thing(run: Runner, filed: str) -> None:
    """A link names a request or an entry, and not both."""
    assert run("dispute", "link", filed).code == 2
    assert run("dispute", "link", filed, "--entry", "1", "--ticket", "1").code == 2


def test_upholding_proposes(run: Runner, filed: str) -> None:
    """Upholding closes the dispute, free, and proposes to give credits back."""
    closed = run.json("--as", "irina", "dispute", "uphold", filed, "--credits", "10")
    assert (closed["outcome"], closed["credits"]) == ("dispute-upheld", 0)
    assert [each["credits"] for each in run.json("proposals", "list")] == [10]


def test_rejecting_answers(run: Runner, filed: str) -> None:
    """Rejecting closes the dispute with the answer that was written."""
    run("--as", "irina", "dispute", "reject", filed, "--file", "-", stdin=b"As the policy says.")
    shown = run.json("show", filed)
    assert shown["outcome"] == "dispute-rejected"
    assert "As the policy says." in shown["thread"][-1]["text"]


def test_a_specialist_is_refused(run: Runner, filed: str) -> None:
    """A specialist decides nothing."""
    assert run("dispute", "reject", filed).code == 1


def test_the_packet_is_text(run: Runner, filed: str) -> None:
    """The packet is text for a person."""
    told = run("dispute", "packet", filed).out
    assert told.startswith(f"Dispute #{filed}\n")
    assert "Too dear." in told


def test_the_packet_is_data(run: Runner, filed: str) -> None:
    """The packet is data for a script, with each entry explained."""
    data = run.json("dispute", "packet", filed, "--format", "json")
    assert [each["entry"]["credits"] for each in data["explanations"]] == [-20]


@pytest.mark.parametrize("form", ["text", "json", "pdf"])
def test_the_packet_is_written_to_a_file(run: Runner, filed: str, form: str) -> None:
    """The packet is written to the file that is named."""
    path = run.home / "packet"
    ran = run("dispute", "packet", filed, "--format", form, "--output", str(path))
    assert ran.code == 0
    assert path.read_bytes()[:1] in {b"D", b"{", b"%"}


def test_a_packet_of_no_dispute_is_not_found(run: Runner, charged: str) -> None:
    """A request that is no dispute has no packet."""
    assert run("dispute", "packet", charged).code == 3


def test_mails_called_disputes_are_taken_in_as_such(run: Runner, request_in: Arrange) -> None:
    """A customer's mail that is called a dispute is listed as one."""
    request_in()
    number = request_in(subject="Dispute #1", text="Please look again.\n")
    assert [each["ticket"] for each in run.json("dispute", "list")] == [number]
