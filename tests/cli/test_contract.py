"""What scripts rely on: each command's data has the names that were promised."""

from typing import Any

import pytest

from tests.cli.conftest import Runner, mail

ANNA = "anna@shop.example"
ADMITTED = "action ticket customer account_created waiting_for reason"
ROW = "ticket subject customer channel received_at balance kind urgent holder waiting_for"
TIMER = "ticket running worked_seconds"
LIMIT = "limit crossed_at worked_seconds credits amount answer"
ENTRY = "entry posted_at kind credits balance_after ticket clauses reason worked_seconds blocks"
DELIVERY = "id to subject state attempts last_error"

STORY: list[tuple[str, str]] = [
    ("init --admin dana", "desk created"),
    ("intake email MAIL", ADMITTED),
    ("intake email --spool MAIL", ADMITTED),
    ("intake form FORM", ADMITTED),
    ("queue", ROW),
    ("--as olga pick", ROW),
    ("show 1", f"{ROW} thread work limits charge"),
    ("kind 1 question", ROW),
    ("estimate 1 30", ROW),
    ("timer start 1", TIMER),
    ("timer status", TIMER),
    ("timer stop", TIMER),
    ("timer add 1 --minutes 61 --reason call", TIMER),
    ("limits 1", LIMIT),
    ("limits answer 1 sixty-minutes go-on --amount 80", LIMIT),
    ("reply 1 --file TEXT", "message message_id"),
    ("note 1 --file TEXT", "message"),
    ("close 1 --outcome answered", "ticket outcome worked_seconds blocks credits clauses balance entry"),
    ("reopen 1 --reason again", ROW),
    ("--as irina assign 1 olga --reason again", ROW),
    ("release 1 --reason ill", ROW),
    ("quote --worked 0:10:00 --outcome answered", "blocks credits clauses limits balance_after"),
    (f"--as ada credits purchase {ANNA} 80 --reason paid", ENTRY),
    (f"--as ada credits grant {ANNA} 20 --reason gift", ENTRY),
    (f"--as ada credits correct {ANNA} 5 --reason odd", ENTRY),
    ("--as ada credits reverse 3 --reason odd", ENTRY),
    (f"credits balance {ANNA}", "customer balance entries"),
    (f"statement {ANNA}", "customer balance entries"),
    ("outbox list", DELIVERY),
    ("outbox retry 1", DELIVERY),
    ("--as ada staff add dana --role lead --name Dana", "login name role"),
    ("staff list", "login name role"),
    ("--as ada staff role dana admin", "login name role"),
    ("--as ada staff retire dana", "login name role"),
    ("--as ada settings set reopen_days 14 --reason agreed", "name value origin set_by in_file"),
    ("settings list", "name value origin does wanted differs"),
    ("--as ada settings unset reopen_days --reason agreed", "name value origin"),
    ("--as ada office close 2026-12-30 --reason agreed", "now days closings"),
    ("retention show", "kinds gone"),
    ("retention preview", "kinds gone"),
    ("office list", "now opens closes calendar days closings holidays"),
    ("work --once --only limits", "job"),
    ("--as irina report outcomes", "outcome closings worked_seconds charged_credits free_credits"),
    ("--as irina chart flow", "week sold_credits given_credits spent_credits"),
]  # fmt: skip


@pytest.fixture(scope="module")
def told() -> dict[str, Any]:
    """What each command of the story gave; filled by the first test that asks."""
    return {}


def _tell(run: Runner, told: dict[str, Any]) -> None:
    form = b'{"name": "B", "email": "b@shop.example", "subject": "s", "message": "m"}'
    files = {"MAIL": mail(), "FORM": form, "TEXT": b"Hello"}
    names = {name: run.file(content, name) for name, content in files.items()}
    for words, _ in STORY:
        run.wait(seconds=1)
        typed = [names.get(word, word) for word in words.split()]
        told[words] = run.json(*typed)


@pytest.mark.parametrize(("words", "promised"), STORY, ids=[words for words, _ in STORY])
def test_a_command_s_data_has_what_was_promised(
    run: Runner, told: dict[str, Any], words: str, promised: str
) -> None:
    """A command's data has the names that were promised."""
    if not told:
        _tell(run, told)
    data = told[words]
    first = data[0] if isinstance(data, list) else data
    assert set(promised.split()) - set(first) == set()


def test_a_statement_s_entries_have_what_was_promised(run: Runner, told: dict[str, Any]) -> None:
    """A statement's entries have the names that were promised."""
    if not told:
        _tell(run, told)
    for entry in told[f"statement {ANNA}"]["entries"]:
        assert set(ENTRY.split()) - set(entry) == set()
