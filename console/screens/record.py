"""The record: who did what, newest first, found by words, #request, @login, address or days."""

import re
from collections.abc import Callable, Coroutine
from datetime import date
from typing import Any

from textual.app import ComposeResult
from textual.widgets import Input, Static

from console.actions import bindings_for
from console.policy.clauses import CLAUSES
from console.screens.base import CustomerOpened, RequestOpened, put
from console.screens.listing import ListScreen
from console.screens.reading import ReadingScreen
from console.screens.session import Session
from console.screens.words import at_text
from console.services import record_words
from console.services.explain_words import Section
from console.services.record import EventView, RecordPage, Wanted
from console.situations import RECORD
from widgets.key_bar import KeyBar
from widgets.line_list import Column, LineList, ListLine
from widgets.safe_text import content
from widgets.text_editor import LineEditor

PAGE_ROWS = 50
COLUMNS = (Column("No", 7, right=True), Column("When", 13), Column("What was done"))
PLACEHOLDER = "words, #request, @login, address, 2026-11-02 or 2026-11-02..2026-11-30"
_DAYS = re.compile(r"(\d{4}-\d\d-\d\d)(?:\.\.(\d{4}-\d\d-\d\d))?", re.ASCII)


def wanted_of(typed: str) -> Wanted:
    """What was typed as what is looked for; what is neither number, login, address nor day is words."""
    found: dict[str, Any] = {}
    words = []
    for word in typed.split():
        days = _DAYS.fullmatch(word)
        if re.fullmatch(r"#[0-9]{1,18}", word, re.ASCII):
            found["ticket"] = int(word[1:])
        elif word.startswith("@") and len(word) > 1:
            found["login"] = word[1:]
        elif "@" in word:
            found["customer"] = word
        elif days is not None and (span := _span(*days.groups())):
            found["first_day"], found["last_day"] = span
        else:
            words.append(word)
    return Wanted(words=" ".join(words), **found)


def _span(first: str, last: str | None) -> tuple[date, date] | None:
    try:
        return date.fromisoformat(first), date.fromisoformat(last or first)
    except ValueError:
        return None


def by_clause(found: EventView) -> list[str]:
    """The clause that it was done by, in the policy's words; no line where there is none."""
    known = [CLAUSES[each] for each in found.clause.split(", ") if each in CLAUSES]
    return [f"{each.id}: {each.words}" for each in known]


class EventScreen(ReadingScreen):
    """One event whole."""

    def __init__(self, session: Session, event: int) -> None:
        super().__init__(session)
        self.event = event

    def told(self) -> Coroutine[Any, Any, EventView]:
        """Read the event."""
        from console.services import record

        return record.show(*self.session.who, event=self.event)

    def sections(self, found: EventView) -> list[Section]:
        """What was done, when and by whom, and all that is kept of it."""
        when = at_text(self.session.hours, found.at, now=self.session.now())
        return [
            (f"Event {found.event}", [found.said, f"{when}, by {found.who}", *by_clause(found)]),
            ("Kept with it", record_words.lines(found.detail)),
        ]


class RecordScreen(ListScreen):
    """The list of events."""

    where = RECORD
    BINDINGS = [*bindings_for(RECORD)]  # noqa: RUF012 - Textual declares it so

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.found = ""
        self._rows: dict[int, EventView] = {}
        self._before: int | None = None

    def compose(self) -> ComposeResult:
        """What is shown, the list, the keys."""
        yield from self.head("Record")
        yield LineEditor(placeholder=PLACEHOLDER, id="find")
        yield LineList()
        yield KeyBar()

    def on_mount(self) -> None:
        """Begin without the line to find by."""
        self.query_one("#find").display = False

    def changed(self) -> None:
        """Read the newest events anew."""
        self._before = None
        self._ask(self._show, limit=max(PAGE_ROWS, len(self._rows)))

    def _ask(self, then: Callable[[RecordPage], None], *, limit: int = PAGE_ROWS) -> None:
        if not self.session.ready:
            return
        from console.services import record

        wanted = wanted_of(self.found)
        call = record.listing(*self.session.who, wanted, before=self._before, limit=limit)
        self.read(call, then, group="record")

    def _show(self, page: RecordPage) -> None:
        self._rows = {}
        shown = self.query_one(LineList)
        shown.empty_text = "Nothing is found." if page.more_before is None else "Looking back…"
        shown.show(COLUMNS, self._lines(page), more=page.more_before is not None)
        self._told()

    def on_line_list_more_wanted(self, _: LineList.MoreWanted) -> None:
        """Read on where the list ends."""
        self._ask(self._extend)

    def _extend(self, page: RecordPage) -> None:
        self.query_one(LineList).extend(self._lines(page), more=page.more_before is not None)
        self._told()

    def _lines(self, page: RecordPage) -> list[ListLine]:
        self._before = page.more_before
        self._rows |= {row.event: row for row in page.rows}
        now, hours = self.session.now(), self.session.hours
        return [
            ListLine(row.event, (str(row.event), at_text(hours, row.at, now=now), row.said),
                     ("dim", "dim", ""))
            for row in page.rows
        ]  # fmt: skip

    def _told(self) -> None:
        named = f" with “{self.found}”" if self.found else ""
        more = " and more" if self._before is not None else ""
        put(
            self.query_one("#list-title", Static),
            content(f"Record{named} · {len(self._rows)}{more}"),
        )
        self.refresh_keys()

    def on_line_list_opened(self, event: LineList.Opened) -> None:
        """Show the event."""
        self.app.push_screen(EventScreen(self.session, event.key))

    def do_event_look(self) -> None:
        """Show the event under the cursor."""
        self.query_one(LineList).action_list_open()

    def do_event_open(self) -> None:
        """Go to the request or the customer of the event under the cursor."""
        row = self._rows.get(self.cursor or 0)
        if row is not None and row.ticket is not None:
            self.post_message(RequestOpened(row.ticket))
        elif row is not None and row.customer is not None:
            self.post_message(CustomerOpened(row.customer))
        else:
            self.warn("This event is about no request and no customer.")

    def do_list_find(self) -> None:
        """Ask what to find."""
        editor = self.query_one("#find", LineEditor)
        editor.display = True
        editor.focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """To the list, with what was found."""
        event.stop()
        self.found = event.value.strip()
        self.changed()
        self.query_one(LineList).focus()

    def do_app_back(self) -> None:
        """Show everything again, then back to the queue."""
        editor = self.query_one("#find", LineEditor)
        if editor.display:
            editor.display, editor.value, self.found = False, "", ""
            self.query_one(LineList).focus()
            self.changed()
        else:
            self.dismiss()
