"""The command line in this process, on a fresh desk, with a clock that stands still until a test moves it."""

import io
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from console import cli
from tests.conftest import at

if TYPE_CHECKING:
    from tests.cli.everything import Line
    from tests.cli.shop import ShopDesk

SETTINGS = 'support_address = "support@desk.example"\ndesk_name = "Desk"\nacknowledge = "never"\n'


@dataclass(frozen=True)
class Ran:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        """The one JSON value on standard output."""
        return json.loads(self.out)


@dataclass
class Runner:
    """Runs commands, moving its clock only when told."""

    capture: pytest.CaptureFixture[str]
    patch: pytest.MonkeyPatch
    home: Path
    now: datetime = field(default_factory=at)

    def __call__(self, *words: str, stdin: bytes = b"") -> Ran:
        """Run one command as it would be typed."""
        self.patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        self.capture.readouterr()
        code = cli.main(words, lambda: self.now)
        out, err = self.capture.readouterr()
        return Ran(code, out, err)

    def json(self, *words: str, stdin: bytes = b"") -> Any:
        """Run one command that has to succeed, and give its data."""
        ran = self(*words, "--json", stdin=stdin)
        assert ran.code == 0, ran.out + ran.err
        return ran.data

    def wait(self, minutes: float = 0, *, seconds: float = 0) -> None:
        """Let time pass."""
        self.now += timedelta(minutes=minutes, seconds=seconds)

    def file(self, content: bytes, name: str = "text") -> str:
        """A file with that content."""
        path = self.home / name
        path.write_bytes(content)
        return str(path)


@pytest.fixture
def run(
    desk_path: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> Runner:
    """The command line on a fresh desk; nothing outside the test's own folder is read or written."""
    home = tmp_path / "home"
    for name in ("config", "data", "state", "cache"):
        (home / name).mkdir(parents=True)
        monkeypatch.setenv(f"XDG_{name.upper()}_HOME", str(home / name))
    (home / "config" / "creditdesk").mkdir()
    (home / "config" / "creditdesk" / "settings.toml").write_text(SETTINGS, encoding="utf-8")
    monkeypatch.setenv("CREDITDESK_DATABASE", str(desk_path))
    monkeypatch.setenv("LOGNAME", "olga")
    return Runner(capsys, monkeypatch, home)


def mail(
    subject: str = "Filters do not open",
    *,
    sender: str = "Anna Lee <anna@shop.example>",
    text: str = "Hello,\nthe filters do not open.\n",
    number: int = 1,
) -> bytes:
    """One raw mail, as a mail server hands it over."""
    message = EmailMessage()
    message["From"], message["To"] = sender, "support@desk.example"
    message["Subject"], message["Message-ID"] = subject, f"<{number}@shop.example>"
    message["Date"] = "Mon, 16 Nov 2026 09:58:00 +0400"
    message.set_content(text)
    return message.as_bytes()


Arrange = Callable[..., int]


@pytest.fixture
def request_in(run: Runner) -> Arrange:
    """Takes in a mail, and gives the number of its request."""
    numbers = iter(range(1, 1000))

    def take_in(**facts: Any) -> int:
        raw = mail(number=next(numbers), **facts)
        return int(run.json("intake", "email", stdin=raw)["ticket"])

    return take_in


@pytest.fixture
def taken(run: Runner, request_in: Arrange) -> int:
    """A request that olga has taken."""
    number = request_in()
    assert run.json("pick")["ticket"] == number
    return number


@pytest.fixture
def shop(run: Runner, desk_path: Path) -> "ShopDesk":
    """The desk of the commands with two shops in its settings, `com` and `ru`."""
    from tests.cli.shop import ShopDesk

    found = ShopDesk(run, desk_path)
    found.name_shops()
    return found


@pytest.fixture(scope="session")
def line(blank_desk: Path, tmp_path_factory: pytest.TempPathFactory) -> "Line":
    """Commands, each on a fresh copy of a desk with a little of everything."""
    from tests.cli.everything import make

    return make(blank_desk, tmp_path_factory.mktemp("everything"))
