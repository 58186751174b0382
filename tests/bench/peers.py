"""The smallest programs that do a part of what is measured: the floors that figures are held against."""

import email
import email.policy
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

EMPTY_APP = """
from textual.app import App
from textual.widgets import Static

class Empty(App):
    def compose(self):
        yield Static("an empty app")

Empty().run()
"""

TABLE_APP = """
from rich.text import Text
from textual.app import App
from textual.widgets import DataTable

class Table(App):
    def compose(self):
        yield DataTable(cursor_type="row")

    def on_mount(self):
        table = self.query_one(DataTable)
        table.add_columns("Place", "No", "Age", "Customer", "Balance", "Subject", "State")
        for row in range(1, 51):
            cells = row, f"#{row}", "1h 00", f"Customer {row}", 0, f"Subject number {row}", "waiting"
            table.add_row(*(Text(str(cell)) for cell in cells))

Table().run()
"""

TAKE_IN = """
import email, email.policy, sqlite3, sys
mail = email.message_from_bytes(sys.stdin.buffer.read(), policy=email.policy.default)
record = sqlite3.connect(sys.argv[1])
record.execute("PRAGMA journal_mode=WAL")
record.execute("PRAGMA synchronous=FULL")
record.execute("CREATE TABLE IF NOT EXISTS mail (id TEXT, subject TEXT, body TEXT)")
record.execute("INSERT INTO mail VALUES (?, ?, ?)",
               (mail["message-id"], mail["subject"], mail.get_content()))
record.commit()
"""


def take_in_many(path: Path, mails: Iterable[bytes]) -> None:
    """The same as TAKE_IN with one connection, in this process."""
    with closing(sqlite3.connect(path)) as record:
        record.execute("PRAGMA journal_mode=WAL")
        record.execute("PRAGMA synchronous=FULL")
        record.execute("CREATE TABLE IF NOT EXISTS mail (id TEXT, subject TEXT, body TEXT)")
        for raw in mails:
            mail = email.message_from_bytes(raw, policy=email.policy.default)
            row = mail["message-id"], mail["subject"], mail.get_content()
            record.execute("INSERT INTO mail VALUES (?, ?, ?)", row)
            record.commit()
