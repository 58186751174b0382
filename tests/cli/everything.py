"""A desk with a little of all that commands are about, and commands on it as one person or another."""

import contextlib
import io
import json
import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from console import cli
from tests.cli.all_commands import ANNA, FILES
from tests.cli.conftest import SETTINGS, mail
from tests.conftest import at

PLACES = ("config", "data", "state", "cache")
BORIS, CLARA = "boris@shop.example", "clara@shop.example"
SHOP = '[shops.com]\naddress = "https://shop.example"\nuser = "api@desk.example"\n'
MORE = FILES | {"POLICY_2": FILES["POLICY"].replace('"2"', '"3"')}
"""What a command is given as a file, by the word that stands for it."""


@dataclass(frozen=True)
class Ran:
    """What a command left behind."""

    code: int
    said: Any


@dataclass(frozen=True)
class Line:
    """The command line in this process, each command on the desk as it was filled."""

    home: Path

    @property
    def now(self) -> Path:
        """Where the copy at hand is."""
        return self.home / "now"

    @property
    def desk(self) -> Path:
        """The desk's file."""
        return self.now / "desk.db"

    def __call__(self, login: str, words: str) -> Ran:
        """Run one command as somebody on a fresh copy; a word of `MORE` is that file, and COPY a new one."""
        shutil.rmtree(self.now, ignore_errors=True)
        shutil.copytree(self.home / "filled", self.now)
        return self.run(login, words)

    def run(self, login: str, words: str, *, stdin: str = "") -> Ran:
        """Run one command as somebody on the copy at hand."""
        given = [
            str(self.now / word) if word in {*MORE, "COPY"} else word for word in words.split()
        ]
        out = io.StringIO()
        with pytest.MonkeyPatch.context() as patch, contextlib.redirect_stdout(out):
            for name in PLACES:
                patch.setenv(f"XDG_{name.upper()}_HOME", str(self.now / name))
            patch.setenv("CREDITDESK_DATABASE", str(self.desk))
            patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode())))
            with contextlib.redirect_stderr(io.StringIO()):
                code = cli.main(("--as", login, *given, "--json"), at)
        return Ran(code, json.loads(out.getvalue() or "null"))


def make(blank: Path, home: Path) -> Line:
    """Fill a desk, and keep it to be copied."""
    line = Line(home)
    for name in PLACES:
        (line.now / name).mkdir(parents=True)
    settings = line.now / "config" / "creditdesk"
    settings.mkdir()
    (settings / "settings.toml").write_text(SETTINGS + SHOP, encoding="utf-8")
    for name, text in MORE.items():
        (line.now / name).write_text(text, encoding="utf-8")
    shutil.copy(blank, line.desk)
    _fill(line)
    shutil.copytree(line.now, home / "filled")
    return line


MAILS = ((ANNA, "Filters"), (ANNA, "Prices"), (ANNA, "Charges"), (BORIS, "Search"), (CLARA, "Sync"))
HELD = ((CLARA, "Feeds"), (BORIS, "Speed"))
ROBOT = f"From: {ANNA}\nSubject: Report\nAuto-Submitted: auto-generated\n\nThree errors.\n"
FILLING = f"""
ada credits purchase {ANNA} 80 --reason paid
ada component add live-search --vendor Cart-Power --kind addon --name Search
ada entitlement add incident {ANNA} --reason paid
ada policy add POLICY
ada texts set hello --language en --file TEXT
olga pick
olga timer start 1
olga bug add live-search --title Empty
irina close 2 --outcome not-a-request --ground twice
irina kind 3 dispute
irina assign 4 pavel --reason his
pavel timer add 4 --minutes 75 --reason call
irina assign 3 pavel --reason his
irina assign 5 pavel --reason his
pavel timer add 5 --minutes 16 --reason call
pavel close 5 --outcome answered --file TEXT
""".strip().splitlines()
AGAIN = """
irina assign 7 pavel --reason his
pavel reopen 5 --reason ours
irina assign 5 pavel --reason his
pavel close 5 --outcome first-party-bug --file TEXT
pavel consent add --up-to 80 --ticket 7
pavel reply 7 --wait-for customer --file TEXT
""".strip().splitlines()


def _fill(line: Line) -> None:
    """Requests in two people's hands, closed, held for a debt, waiting; a dispute, and credits to give back."""
    _arrive(line, MAILS)
    assert line.run("olga", "intake email", stdin=ROBOT).code == 0
    _each(line, FILLING)
    _arrive(line, HELD)
    _each(line, AGAIN)


def _arrive(line: Line, mails: Sequence[tuple[str, str]]) -> None:
    for sender, subject in mails:
        raw = mail(subject, sender=f"Lee <{sender}>", number=len(subject) + ord(subject[0]))
        assert line.run("olga", "intake email", stdin=raw.decode()).code == 0


def _each(line: Line, lines: Sequence[str]) -> None:
    for each in lines:
        login, words = each.split(maxsplit=1)
        ran = line.run(login, words)
        assert ran.code == 0, (each, ran)
