"""The texts of mails, by commands."""

from tests.cli.conftest import Runner

OWN = b"Subject: [#{{ ticket }}] Here\nWe got #{{ ticket }}.\n"


def test_what_show_says_is_what_set_takes(run: Runner) -> None:
    """What `show` says can be given to `set` as it is, and changes no word."""
    source = run("texts", "show", "closed").out
    run("texts", "set", "closed", "--as", "ada", stdin=source.encode())
    assert run("texts", "show", "closed").out == source


def test_a_preview_needs_no_admin_and_changes_nothing(run: Runner) -> None:
    """A preview shows the text with examples, and changes nothing."""
    told = run.json("texts", "preview", "received", stdin=OWN)
    assert (told["subject"], run.json("texts", "history", "received")) == ("[#1042] Here", [])


def test_a_text_that_will_not_do_is_bad_input(run: Runner) -> None:
    """A text that will not do ends with 2 and says which line."""
    ran = run(
        "texts", "set", "received", "--as", "ada", "--json", stdin=b"#{{ ticket }}\n{{ wage }}"
    )
    assert (ran.code, "Line 2" in ran.data["error"]["reason"]) == (2, True)


def test_only_an_admin_sets_a_text(run: Runner) -> None:
    """A specialist is refused."""
    assert run("texts", "set", "received", stdin=OWN).code == 1


def test_reset_tells_that_the_built_in_text_holds(run: Runner) -> None:
    """After `reset` the built-in text holds."""
    run("texts", "set", "received", "--as", "ada", stdin=OWN)
    told = run.json("texts", "reset", "received", "--as", "ada")
    assert told["built_in"] is True


def test_an_unknown_text_is_not_found(run: Runner) -> None:
    """An unknown text ends with 3."""
    assert run("texts", "show", "nothing").code == 3
