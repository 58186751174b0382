"""The catalogue of components, by commands and as a file, and what requests are about."""

from typing import Any

import pytest

from tests.cli.conftest import Ran, Runner

HEAD = "code,name,vendor,kind,package,paid,encrypted,retired"
LIVE = "live-search,Live search,Cart-Power,addon,,yes,no,no"
VIVA = "vivashop,VIVAshop,EnergoThemes,theme,,yes,yes,no"


def take_in(run: Runner, *lines: str, words: tuple[str, ...] = ("--as", "ada")) -> Ran:
    """Import a file of these lines."""
    return run("component", "import", run.file("\n".join(lines).encode(), "all.csv"), *words)


def codes(run: Runner, *words: str) -> list[str]:
    """The codes that are listed."""
    return [each["code"] for each in run.json("component", "list", *words)]


@pytest.fixture
def stocked(run: Runner, taken: int) -> Runner:
    """A desk with a catalogue of two, and #1 in Olga's hands."""
    assert taken == 1
    assert take_in(run, HEAD, LIVE, VIVA).code == 0
    return run


def test_a_component_is_added_changed_and_retired(run: Runner) -> None:
    """By an admin, one by one; what it was stays."""
    run.json("component", "add", "live-search", "--name", "Live search", "--vendor", "ours",
             "--kind", "addon", "--paid", "--as", "ada")  # fmt: skip
    run.json("component", "change", "live-search", "--encrypted", "yes", "--as", "ada")
    run.json("component", "retire", "live-search", "--as", "ada")
    shown = run.json("component", "show", "live-search")
    assert (shown["vendor"], shown["paid"], shown["encrypted"], shown["retired"]) == (
        "Cart-Power", True, True, True,
    )  # fmt: skip
    assert [each["encrypted"] for each in shown["history"]] == [True, True, False]
    assert (codes(run), codes(run, "--retired")) == ([], ["live-search"])


def test_a_component_tells_what_it_proposes(stocked: Runner) -> None:
    """Beside each fault the outcome that it proposes, with its clause."""
    proposes = stocked.json("component", "show", "vivashop")["proposes"]
    assert (proposes["bug"], proposes["conflict"]) == (
        "third-party-encrypted U5", "third-party-conflict N8",
    )  # fmt: skip
    assert "third-party-encrypted U5" in stocked("component", "show", "vivashop").out


def test_components_are_found_by_words(stocked: Runner) -> None:
    """All of the words, in name, code, vendor or package."""
    assert codes(stocked, "--find", "THEME energo") == ["vivashop"]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("show absent", 3), ("of 1 absent", 3), ("of 9", 3), ("of 1 --none live-search", 2),
        ("of 1 --version 4", 2), ("change live-search --as ada", 2),
        ("add live-search --name X --vendor Y --kind addon --as ada", 2),
        ("add X! --name X --vendor Y --kind addon --as ada", 2),
        ("retire live-search", 1), ("import FILE", 1), ("of 1 live-search --as pavel", 1),
    ],
)  # fmt: skip
def test_what_cannot_be_is_told_by_its_exit(stocked: Runner, words: str, code: int) -> None:
    """Not found is 3, nonsense 2, and what a role or a holder may not is 1."""
    file = stocked.file(f"{HEAD}\n{LIVE.replace('Live', 'Old')}\n".encode(), "one.csv")
    ran = stocked("component", *(file if word == "FILE" else word for word in words.split()))
    assert ran.code == code, ran.err


def test_a_request_is_about_a_component(stocked: Runner) -> None:
    """Said, told, said with another version, and taken back."""
    said = stocked.json("component", "of", "1", "live-search", "--version", "4.18")
    assert (said["component"]["code"], said["component"]["version"]) == ("live-search", "4.18")
    stocked.json("component", "of", "1", "--version", "4.19")
    assert stocked("component", "of", "1").out.strip() == (
        "#1 is about Live search 4.19 (live-search), our add-on."
    )
    assert stocked.json("show", "1")["component"]["version"] == "4.19"
    assert stocked.json("component", "of", "1", "--none")["component"] is None


def test_closing_names_the_component(stocked: Runner) -> None:
    """Closing says what it was about, and faults are told by component and version."""
    stocked("timer", "start", "1")
    stocked.wait(20)
    stocked.json("close", "1", "--outcome", "first-party-bug", "--component", "live-search",
                 "--version", "4.18")  # fmt: skip
    told = stocked.json("report", "bugs", "--by", "component", "--as", "irina")
    assert [(each["component"], each["version"], each["free_seconds"]) for each in told] == [
        ("live-search", "4.18", 1200)
    ]
    words = stocked("report", "bugs", "--by", "component", "--as", "irina").out
    assert "Live search 4.18" in words
    assert max(map(len, words.splitlines())) <= 80


def test_a_closing_that_is_refused_names_nothing(stocked: Runner) -> None:
    """Where closing is refused, the component stays as it was."""
    stocked("timer", "start", "1")
    stocked.wait(61)
    ran = stocked("close", "1", "--outcome", "answered", "--component", "live-search")
    assert ran.code == 1
    assert stocked.json("component", "of", "1")["component"] is None


def test_a_dry_run_tells_and_changes_nothing(stocked: Runner) -> None:
    """What would change is told, component by component, and nothing does."""
    words = ("--dry-run", "--as", "olga")
    ran = take_in(stocked, HEAD, VIVA.replace("yes,yes", "yes,no"), words=words)
    assert "encrypted" in ran.out
    assert "1 component would change." in ran.out
    assert stocked.json("component", "show", "vivashop")["encrypted"] is True


def test_a_desk_that_is_only_read_takes_no_file(stocked: Runner) -> None:
    """With --read-only a file is not taken in."""
    ran = take_in(stocked, HEAD, LIVE.replace("Live", "Old"), words=("--read-only", "--as", "ada"))
    assert (ran.code, "for reading only" in ran.err) == (4, True), ran.err


def test_what_the_file_lacks_stays_or_is_retired(stocked: Runner) -> None:
    """What the file lacks stays, unless it is to replace all."""
    take_in(stocked, HEAD, LIVE)
    assert codes(stocked) == ["live-search", "vivashop"]
    take_in(stocked, HEAD, LIVE, words=("--replace", "--as", "ada"))
    assert codes(stocked) == ["live-search"]


def test_the_catalogue_comes_back_as_it_was(stocked: Runner) -> None:
    """What is exported is imported as it was, and changes nothing."""
    text = stocked("component", "export").out
    assert text.splitlines()[0] == HEAD
    assert "nothing changes" in take_in(stocked, *text.splitlines()).out


WRONG = [
    ("x,X,Y,gadget,,no,no,no", "Line 3: a component is one of addon, theme, platform, other, not 'gadget'."),
    ("x,X,Y,addon,,maybe,no,no", "Line 3: paid is yes or no, not 'maybe'."),
    ("x,,Y,addon,,no,no,no", "Line 3: A component has a name"),
    ("live-search,X,Y,addon,,no,no,no", "Line 3: it names the same component as line 2."),
    ("x,X,Y,addon,,no,no,no,more", "Line 3: it has 9 cells, not 8."),
]  # fmt: skip


@pytest.mark.parametrize(("line", "said"), WRONG)
def test_a_file_with_a_wrong_line_changes_nothing(run: Runner, line: str, said: str) -> None:
    """Every line that is wrong is told, and nothing is written."""
    ran = take_in(run, HEAD, LIVE, line)
    assert (ran.code, said in ran.err) == (2, True), ran.err
    assert codes(run) == []


def test_no_cell_is_a_formula(run: Runner) -> None:
    """A name that a program for tables would take for a formula is guarded, and read back as it is."""
    evil = {"name": "=HYPERLINK(1)", "vendor": "+1", "package": "@x"}
    run.json("component", "add", "evil", "--kind", "other",
             *(f"--{name}={each}" for name, each in evil.items()), "--as", "ada")  # fmt: skip
    text = run("component", "export").out
    assert "'=HYPERLINK(1)" in text
    take_in(run, *text.splitlines())
    shown: dict[str, Any] = run.json("component", "show", "evil")
    assert {name: shown[name] for name in evil} == evil
