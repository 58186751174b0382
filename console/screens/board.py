"""The board: whether the desk keeps up, who works on what, what waits, and what was left loose; for leads, live."""

import asyncio
from datetime import datetime

from textual.app import ComposeResult
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Static

from console.actions import bindings_for
from console.policy.refusal import Refusal
from console.screens.base import WIDE, CustomerOpened, ListOpened, RequestOpened, put
from console.screens.board_lines import EMPTY, NARROW, PEOPLE, SECTIONS, BoardLines, Target
from console.screens.board_lines import WIDE as WIDE_COLUMNS
from console.screens.handing import ask_assignee, ask_release
from console.screens.listing import SectionedScreen, section_bindings
from console.screens.session import Session
from console.screens.words import at_text
from console.services import board_words as words
from console.services.board_shapes import BoardView, LooseEnd
from console.services.shapes import StaffView
from console.situations import BOARD, Situation
from widgets.cells import crop
from widgets.key_bar import KeyBar
from widgets.line_list import LineList
from widgets.safe_text import content

APART_SECONDS = 0.25
"""Between two readings, however often the record changes."""

TICK_SECONDS = 1.0
TALL_LINES = 34
SENTENCE_LINES = 2
RULE_LINES = 1
THINGS_TOLD = 2
NAME_CELLS = 28


class BoardScreen(SectionedScreen):
    """The desk at a glance, a section of it under the keys."""

    where = BOARD
    BINDINGS = [  # noqa: RUF012 - Textual declares it so
        *bindings_for(BOARD),
        *section_bindings(SECTIONS, screen="board"),
    ]
    SECTIONS = SECTIONS

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._board: BoardView | None = None
        self._lines = BoardLines()
        self._reading = False
        self._again = False
        self._soon: Timer | None = None
        self._read_at = 0.0

    def compose(self) -> ComposeResult:
        """Whether the desk keeps up, the day so far, the section, what was left loose, the keys."""
        yield from self.head("Board")
        yield Static("", id="today")
        yield Static("", id="sections")
        yield LineList()
        yield Static("", id="loose")
        yield KeyBar()

    def on_mount(self) -> None:
        """Let the running clocks run."""
        self.set_interval(TICK_SECONDS, self._tick)

    @property
    def target(self) -> Target | None:
        """What the line under the cursor leads to."""
        return self._lines.target(self.cursor)

    @property
    def situation(self) -> Situation:
        """What decides which actions work just now: the section is the kind of line under the cursor."""
        kind = self.target.kind if self.target is not None else ""
        if self._board is not None and not kind:
            kind = "nothing"
        return self.session.situation(self.where, cursor=self.cursor, section=kind)

    def changed(self) -> None:
        """Read the board anew: one reading at a time, and some time apart."""
        if not self.session.ready or self._soon is not None:
            return
        if self._reading:
            self._again = True
            return
        wait = self._read_at + APART_SECONDS - asyncio.get_running_loop().time()
        if wait > 0:
            self._soon = self.set_timer(wait, self._read_board)
        else:
            self._read_board()

    def _read_board(self) -> None:
        self._soon, self._reading, self._again = None, True, False
        self._read_at = asyncio.get_running_loop().time()
        self.learn(self._gather(), self._show, group="board")

    async def _gather(self) -> BoardView | Refusal:
        from console.services import board

        try:
            return await board.of(*self.session.who, now=self.session.now())
        finally:
            self._reading = False
            if self._again and self.alive:
                self.changed()

    def _show(self, view: BoardView) -> None:
        self._board = view
        put(self.query_one("#list-title", Static), content(f"Board · {words.waiting_words(view)}"))
        put(self.query_one("#today", Static), content(words.today_words(view.today, self._when)))
        self._show_loose(view.loose)
        self.show_section()
        self.run_early()

    def show_section(self) -> None:
        """Show the section that was chosen."""
        view = self._board
        if view is None:
            return
        waiting = sum(group.count for group in view.waiting)
        loose = sum(end.count for end in view.loose)
        people = len({each.login for each in view.work}) + len(view.free)
        put(self.query_one("#sections", Static), self.section_names([people, waiting, loose]))
        self.query_one(LineList).empty_text = EMPTY[self.section]
        self._show_lines(view)
        self.refresh_keys()

    def _show_lines(self, view: BoardView) -> None:
        wide = self.has_class(WIDE)
        lines = self._lines.of(
            self.section, view, when=self._when, now=self.session.now(), wide=wide
        )
        columns = (WIDE_COLUMNS if wide else NARROW)[self.section]
        self.query_one(LineList).show(columns, lines)

    def _show_loose(self, ends: tuple[LooseEnd, ...]) -> None:
        """All that was left loose: a line each with its first things where the screen is tall, else in a sentence."""
        shown = self.query_one("#loose", Static)
        tall = self.app.size.height >= TALL_LINES
        if tall and ends:
            told = Content("\n").join(map(self._loose_line, ends))
        else:
            told = content(f"Loose ends: {words.loose_words(ends)}")
        height = len(ends) or 1 if tall else SENTENCE_LINES
        if shown.styles.height is None or shown.styles.height.value != height + RULE_LINES:
            shown.styles.height = height + RULE_LINES
        put(shown, told)

    def _loose_line(self, end: LooseEnd) -> Content:
        things = "; ".join(words.thing_words(each) for each in end.things[:THINGS_TOLD])
        more = words.more_words(end.count, min(len(end.things), THINGS_TOLD))
        told = " ".join(each for each in (things, more) if each)
        name = f"{words.end_words(end):<{NAME_CELLS}}"
        return content(name + crop(told, self.app.size.width - NAME_CELLS - 2))

    def _when(self, moment: datetime) -> str:
        return at_text(self.session.hours, moment, now=self.session.now())

    def _tick(self) -> None:
        """Let the clocks that are seen go on; nothing is read for it."""
        view = self._board
        if view is not None and self.section == PEOPLE and any(each.runs for each in view.work):
            self._show_lines(view)

    def minute(self) -> None:
        """Bring ages up to date."""
        self.changed()

    def on_resize(self) -> None:
        """Tell more where there is room."""
        if self._board is not None:
            self._show_loose(self._board.loose)
            self.call_after_refresh(self.show_section)

    def on_line_list_opened(self, _: LineList.Opened) -> None:
        """Go to what the line is about."""
        target = self.target
        if target is None:
            return
        if target.where:
            self.post_message(ListOpened(target.where, target.section, target.number))
        elif target.ticket is not None:
            self.post_message(RequestOpened(target.ticket))
        elif target.customer is not None:
            self.post_message(CustomerOpened(target.customer))
        else:
            self.warn("They have nothing in hand.")

    def do_board_look(self) -> None:
        """Go to what the line under the cursor is about."""
        self.query_one(LineList).action_list_open()

    def do_board_assign(self) -> None:
        """Ask whom to hand the request of the line to."""
        from console.services import staff

        target = self.target
        if target is not None and target.ticket is not None:
            ticket = target.ticket
            call = staff.listing(self.session.desk)
            self.read(call, lambda members: self._ask_assignee(ticket, members), group="staff")

    def _ask_assignee(self, ticket: int, members: tuple[StaffView, ...]) -> None:
        self.ask(ask_assignee(ticket, members), lambda answer: self._assign(ticket, answer))

    def _assign(self, ticket: int, answer: dict[str, str]) -> None:
        from console.services import desk

        call = desk.assign(
            *self.session.who, ticket=ticket, login=answer["login"], reason=answer["reason"],
            now=self.session.now(),
        )  # fmt: skip
        self.change(call, lambda _: f"#{ticket} is handed to {answer['login']}.")

    def do_board_release(self) -> None:
        """Ask why the request of the line goes back to the queue."""
        target = self.target
        if target is not None and target.ticket is not None:
            ticket = target.ticket
            self.ask(ask_release(ticket), lambda answer: self._release(ticket, answer["reason"]))

    def _release(self, ticket: int, reason: str) -> None:
        from console.services import desk

        call = desk.release(*self.session.who, ticket=ticket, reason=reason, now=self.session.now())
        self.change(call, lambda _: f"#{ticket} is back in the queue.")

    def do_app_back(self) -> None:
        """Back to the queue."""
        self.dismiss()
