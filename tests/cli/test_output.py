"""How answers leave the program."""

import json
import sys
from datetime import date, datetime, timedelta, timezone
from typing import Any

import pytest

from console.cli.output import Answer, facts, show, show_error, show_refusal, table
from console.policy.refusal import Refusal

HOSTILE = "a\x1b]52;c;eHh4\x07b\x9bc\u202ed\x7f"


def _shown(capsys: pytest.CaptureFixture[str], answer: Answer, *, as_json: bool = False) -> str:
    show(answer, as_json=as_json)
    return capsys.readouterr().out


def test_columns_are_aligned() -> None:
    """Columns are aligned, numbers to the right."""
    told = table(("no", "name"), [("1", "Анна"), ("12", "李")], right="no")
    assert told == "no  name\n 1  Анна\n12  李"


def test_a_wide_character_takes_two_cells() -> None:
    """A column after wide characters stays where it was."""
    lines = table(("name", "x"), [("李李李", "1"), ("abcdef", "2")]).splitlines()
    assert lines == ["name    x", "李李李  1", "abcdef  2"]


def test_a_table_is_cut_to_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """A table is cut to the width of a terminal, and says so."""
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "8")
    assert table(("name", "subject"), [("李", "abcdef")]) == "name  s…\n李    a…"


def test_facts_without_a_value_are_left_out() -> None:
    """Facts without a value are left out."""
    assert facts([("a", "1"), ("bb", ""), ("ccc", "3")]) == "a    1\nccc  3"


@pytest.mark.parametrize("as_json", [True, False])
def test_outside_text_cannot_move_the_terminal(
    capsys: pytest.CaptureFixture[str], as_json: bool
) -> None:
    """Outside text cannot move the terminal, in words or as data."""
    out = _shown(capsys, Answer({"subject": HOSTILE}, HOSTILE), as_json=as_json)
    assert not set(out) & set("\x1b\x07\x9b\u202e\x7f")


def test_a_name_from_outside_is_made_safe_as_data_too(capsys: pytest.CaptureFixture[str]) -> None:
    """A text deep in the data is made safe as well."""
    out = _shown(capsys, Answer({"thread": [{"text": HOSTILE}]}), as_json=True)
    assert "\x9b" not in json.loads(out)["thread"][0]["text"]


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (datetime(2026, 11, 16, 10, 0, 0, 5, tzinfo=timezone(timedelta(hours=4))), "2026-11-16T06:00:00Z"),
        (date(2026, 11, 16), "2026-11-16"),
        (("U7", "U8"), ["U7", "U8"]),
        ("Привет", "Привет"),
        (None, None),
        (True, True),
    ],
)  # fmt: skip
def test_values_are_written_in_json_s_own_types(
    capsys: pytest.CaptureFixture[str], value: Any, written: Any
) -> None:
    """Values are written in JSON's own types, times in UTC to the second."""
    assert json.loads(_shown(capsys, Answer([value]), as_json=True)) == [written]


def test_an_empty_list_is_an_answer(capsys: pytest.CaptureFixture[str]) -> None:
    """An empty list is an answer as well."""
    assert _shown(capsys, Answer([], "No mail waits."), as_json=True) == "[]\n"


def test_talk_does_not_mix_with_data(capsys: pytest.CaptureFixture[str]) -> None:
    """Talk goes to standard error."""
    show(Answer([], "", talk="The office is closed."), as_json=True)
    assert capsys.readouterr().err == "The office is closed.\n"


@pytest.mark.parametrize("clause", ["U9", None])
def test_a_refusal_is_data_with_its_reason_and_clause(
    capsys: pytest.CaptureFixture[str], clause: str | None
) -> None:
    """A refusal is data with its reason and clause."""
    show_refusal(Refusal("Tell the customer first.", clause), as_json=True)
    wanted = {"refused": {"reason": "Tell the customer first.", "clause": clause}}
    assert json.loads(capsys.readouterr().out) == wanted


def test_a_refusal_is_told_with_its_clause(capsys: pytest.CaptureFixture[str]) -> None:
    """A refusal is told on standard error, with its clause."""
    show_refusal(Refusal("Tell the customer first.", "U9"), as_json=False)
    assert capsys.readouterr() == ("", "Refused: Tell the customer first. (U9)\n")


def test_an_error_is_data_with_its_reason(capsys: pytest.CaptureFixture[str]) -> None:
    """An error is data with its reason."""
    show_error("There is no request #9.", as_json=True)
    assert json.loads(capsys.readouterr().out) == {"error": {"reason": "There is no request #9."}}
