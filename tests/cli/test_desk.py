"""The queue and one request, by commands."""

from datetime import UTC, datetime

import pytest

from tests.cli.conftest import Arrange, Runner

HOSTILE = "Pay \x1b]52;c;eHh4\x07 [@click=app.quit]now[/] \u202etxt"


def test_the_queue_tells_its_oldest_first(run: Runner, request_in: Arrange) -> None:
    """The queue tells its oldest first."""
    numbers = []
    for name in ("anna", "boris", "clara"):
        numbers.append(request_in(sender=f"{name}@shop.example"))
        run.wait(1)
    assert [each["ticket"] for each in run.json("queue")] == numbers


def test_an_empty_queue_is_said(run: Runner) -> None:
    """An empty queue is said in words."""
    assert run("queue").out == "No request waits.\n"


def test_the_queue_in_words_has_a_line_for_each(run: Runner, request_in: Arrange) -> None:
    """The queue in words has a head and a line for each request."""
    request_in()
    lines = run("queue").out.splitlines()
    assert [line.split()[:2] for line in lines] == [["place", "request"], ["1", "#1"]]


@pytest.mark.parametrize(
    "command", [["queue"], ["show", "1"], ["queue", "--json"], ["show", "1", "--json"]]
)
def test_a_hostile_subject_is_shown_harmlessly(
    run: Runner, request_in: Arrange, command: list[str]
) -> None:
    """A hostile subject is shown harmlessly."""
    request_in(subject="=?utf-8?q?" + "".join(f"={each:02X}" for each in HOSTILE.encode()) + "?=")
    assert not set(run(*command).out) & set("\x1b\x07\u202e")


def test_pick_takes_the_oldest(run: Runner, request_in: Arrange) -> None:
    """`pick` takes the oldest request."""
    request_in()
    run.wait(1)
    request_in(sender="boris@shop.example")
    data = run.json("pick")
    assert (data["ticket"], data["holder"]) == (1, "olga")


def test_pick_finds_nothing_in_an_empty_queue(run: Runner) -> None:
    """`pick` on an empty queue is not found."""
    assert run("pick").code == 3


def test_a_second_pick_is_refused(run: Runner, taken: int, request_in: Arrange) -> None:
    """A second pick is refused by C9."""
    request_in(sender="boris@shop.example")
    ran = run("pick", "--json")
    assert (ran.code, ran.data["refused"]["clause"]) == (1, "C9")


@pytest.mark.parametrize(
    ("hour", "said"),
    [(6, ""), (15, "The office is closed until Tue 17 Nov 09:00.\n")],
    ids=["in office hours", "outside them"],
)
def test_pick_warns_outside_office_hours(
    run: Runner, request_in: Arrange, hour: int, said: str
) -> None:
    """`pick` warns outside office hours, and works."""
    request_in()
    run.now = datetime(2026, 11, 16, hour, tzinfo=UTC)
    ran = run("pick")
    assert (ran.code, ran.err) == (0, said)


def test_show_tells_the_thread(run: Runner, request_in: Arrange) -> None:
    """`show` tells the thread."""
    number = request_in()
    assert "the filters do not open" in run.json("show", str(number))["thread"][0]["text"]


def test_show_in_words_tells_the_thread_by_the_office_s_clock(
    run: Runner, request_in: Arrange
) -> None:
    """`show` in words tells the thread, with the office's own time."""
    number = request_in()
    assert "2026-11-16 10:00 from Anna Lee\n  Hello," in run("show", f"#{number}").out


def test_a_request_that_does_not_exist_is_not_found(run: Runner) -> None:
    """A request that does not exist is not found."""
    assert run("show", "9").code == 3


def test_a_request_that_is_not_closed_has_no_charge(run: Runner, request_in: Arrange) -> None:
    """A request that is not closed has no charge."""
    assert run.json("show", str(request_in()))["charge"] is None


def test_release_gives_a_request_back(run: Runner, taken: int) -> None:
    """`release` gives a request back."""
    assert run.json("release", str(taken), "--reason", "ill")["holder"] is None


@pytest.mark.parametrize(("login", "code"), [("irina", 0), ("olga", 1)])
def test_only_a_lead_assigns(run: Runner, request_in: Arrange, login: str, code: int) -> None:
    """Only a lead hands a request to somebody."""
    number = str(request_in())
    assert run("--as", login, "assign", number, "pavel", "--reason", "urgent").code == code


def test_assigning_to_nobody_is_not_found(run: Runner, request_in: Arrange) -> None:
    """Handing a request to somebody unknown is not found."""
    number = str(request_in())
    assert run("--as", "irina", "assign", number, "zoe", "--reason", "urgent").code == 3


def test_a_kind_is_set(run: Runner, taken: int) -> None:
    """What a request is about is set."""
    assert run.json("kind", str(taken), "question")["kind"] == "question"


def test_an_unknown_kind_says_what_there_is(run: Runner, taken: int) -> None:
    """An unknown kind is wrong usage, and the sentence lists what there is."""
    ran = run("kind", str(taken), "chat")
    assert (ran.code, "modification" in ran.err) == (2, True)


def test_an_estimate_is_set(run: Runner, taken: int) -> None:
    """An estimate is set."""
    assert run.json("estimate", str(taken), "30")["estimate"] == 30


def test_an_estimate_of_odd_credits_is_bad_input(run: Runner, taken: int) -> None:
    """An estimate of odd credits is bad input."""
    assert run("estimate", str(taken), "35").code == 2


def test_a_change_is_told_in_words(run: Runner, taken: int) -> None:
    """A change is told in words."""
    told = run("estimate", str(taken), "30").out
    assert told.endswith("about: not said yet, estimate 30 credits\n")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["--as", "olga", "--suspected"], 0),
        (["--as", "olga"], 1),
        (["--as", "irina"], 0),
    ],
    ids=["suspected fault of ours", "a specialist without cause", "a lead"],
)
def test_a_request_comes_off_its_wait_with_cause(
    run: Runner, request_in: Arrange, words: list[str], code: int
) -> None:
    """A request comes off its wait with cause alone."""
    request_in()
    run("--as", "ada", "credits", "correct", "anna@shop.example", "-10", "--reason", "debt")
    number = str(request_in(subject="Another"))
    assert run("resume", number, "--reason", "it looks like our add-on", *words).code == code


def test_a_closed_request_is_reopened(run: Runner, taken: int) -> None:
    """A closed request is opened again, by whoever is on the staff."""
    run("close", str(taken), "--outcome", "unresolved")
    assert run.json("reopen", str(taken), "--reason", "it came back")["outcome"] is None
