"""A desk with its people and its mail server, and the program as processes."""

import json
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from email.message import EmailMessage
from email.utils import make_msgid
from pathlib import Path
from typing import Any

from tests import team
from tests.postgres import Server
from tests.system.mailbox import Mailbox
from tests.system.tmux import Pane, Tmux
from tests.terminal.program import CREDITDESK, clean_environment

SUPPORT = "support@desk.example"
OPENED = "first request"
"""Stands in the look at a customer's first request, which is read once the desk is open."""


class Office:
    """Where the program runs: nothing outside its folder is read or written."""

    def __init__(self, folder: Path, desk: Path | Server, *, tmux: Tmux, mailbox: Mailbox) -> None:
        self._desk = desk
        self._tmux = tmux
        self._folder = folder
        self.mailbox = mailbox
        settings = folder / "settings.toml"
        settings.write_text(
            f'support_address = "{SUPPORT}"\ndesk_name = "Desk"\nacknowledge = "never"\n\n[smtp]\nhost = "127.0.0.1"\n'
            f'port = {mailbox.port}\nsecurity = "none"\ntimeout_seconds = 5\n'
        )
        self._settings = settings
        self.environment = {
            f"XDG_{name}_HOME": str(folder / name) for name in ("CONFIG", "DATA", "STATE", "CACHE")
        }

    def command(self, *words: str, login: str) -> list[str]:
        """The command line of one of the staff: said in a file, logged in on a server."""
        if isinstance(self._desk, Server):
            where = ["--database", self._desk.address(team.DATABASE, login)]
        else:
            where = ["--database", str(self._desk), "--as", login]
        return [CREDITDESK, "--config", str(self._settings), *where, *words]

    def run(self, *words: str, login: str = "olga") -> Any:
        """Run a command as one of the staff; it has to succeed, and gives its data."""
        done = subprocess.run(
            self.command(*words, "--json", login=login), stdin=subprocess.DEVNULL, capture_output=True, check=False,
            env=clean_environment() | self.environment,
        )  # fmt: skip
        assert done.returncode == 0, (done.stdout + done.stderr).decode()
        return json.loads(done.stdout)

    def take_in(self, mail: EmailMessage) -> Any:
        """Take in a mail from a file, as a mail server hands it over."""
        file = self._folder / "mail.eml"
        file.write_bytes(mail.as_bytes())
        return self.run("intake", "email", str(file), login="ada")

    def press_all(self, panes: Sequence[Pane], key: str) -> None:
        """Press one key in all panes, without waiting between them."""
        self._tmux.press_all(panes, key)

    def console(self, login: str, *, name: str = "", shows: str = OPENED) -> Pane:
        """Open the console as one of the staff, and wait until it can be worked with."""
        pane = self.start(self.command(login=login), name=name or login)
        pane.until_shown(shows)
        return pane

    def start(self, command: Sequence[str], *, name: str) -> Pane:
        """Start any command in a window of its own."""
        return self._tmux.open(name, command, environment=self.environment)


@contextmanager
def open_office(folder: Path, desk: Path | Server) -> Iterator[Office]:
    """An office in a folder of its own, on a copy of a desk in a file or at one on a server; all that runs is ended."""
    if isinstance(desk, Path):
        desk = Path(shutil.copy(desk, folder / "desk.db"))
    tmux, mailbox = Tmux(folder), Mailbox()
    try:
        yield Office(folder, desk, tmux=tmux, mailbox=mailbox)
    finally:
        tmux.close()
        mailbox.close()


def mail(
    subject: str = "Filters do not open", *, text: str = "Hello,\nthe filters do not open.\n"
) -> EmailMessage:
    """A mail of a customer's."""
    message = EmailMessage()
    message["From"], message["To"] = "Anna Lee <anna@shop.example>", SUPPORT
    message["Subject"], message["Message-ID"] = subject, make_msgid(domain="shop.example")
    message.set_content(text)
    return message


def answer_to(received: EmailMessage, *, text: str) -> EmailMessage:
    """The customer's answer to a mail of ours, as a mail program writes it."""
    message = mail(f"Re: {received['Subject']}", text=text)
    message["In-Reply-To"] = received["Message-ID"]
    message["References"] = f"{received['References'] or ''} {received['Message-ID']}".strip()
    return message
