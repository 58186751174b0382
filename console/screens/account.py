"""One customer: what they have, and below it one section at a time; everything an admin may do to it has a key."""

from collections.abc import Mapping, Sequence

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from console.actions import bindings_for
from console.screens import account_words as words
from console.screens.account_credits import CreditsPart
from console.screens.account_people import PeoplePart
from console.screens.account_terms import TermsPart
from console.screens.base import CustomerOpened, RequestOpened, put
from console.screens.listing import section_bindings
from console.screens.session import Session
from console.screens.words import called
from console.services.account_shapes import CustomerView, EntryPage
from console.services.shapes import EntryView
from console.situations import CUSTOMER, Situation
from widgets.key_bar import KeyBar
from widgets.line_list import Column, LineList, ListLine
from widgets.safe_text import content, one_line

SECTIONS = ("entries", "packages", "agreed", "requests", "addresses", "merges")
PAGE_ENTRIES = 100
EMPTY: Mapping[str, str] = {
    "entries": "No entry yet.",
    "packages": "No support package.",
    "agreed": "No agreement.",
    "requests": "No request.",
    "addresses": "No address.",
    "merges": "Never merged.",
}


class AccountScreen(CreditsPart, TermsPart, PeoplePart):
    """A customer with their balance, and the section that was chosen."""

    where = CUSTOMER
    BINDINGS = [  # noqa: RUF012 - Textual declares it so
        *bindings_for(CUSTOMER),
        *section_bindings(SECTIONS, screen="account"),
    ]
    SECTIONS = SECTIONS

    def __init__(self, session: Session, customer: int) -> None:
        super().__init__(session, customer)
        self._entries: tuple[EntryView, ...] = ()
        self._before: int | None = None

    def compose(self) -> ComposeResult:
        """Who, what they have, the names of the sections, the section, the keys."""
        yield from self.head(f"Customer {self.number}")
        yield Static("", id="account-balance")
        yield Static("", id="account-facts")
        yield Static("", id="sections")
        yield LineList()
        yield KeyBar()

    @property
    def situation(self) -> Situation:
        """What decides which actions work just now."""
        return self.session.situation(
            self.where, cursor=self.cursor, account=self.account, section=self.section
        )

    def entry_shown(self, number: int | None) -> EntryView | None:
        """The entry of that number, if it is among those read."""
        return next((each for each in self._entries if each.entry == number), None)

    def changed(self) -> None:
        """Read the customer and the first entries anew."""
        if not self.session.ready:
            return
        from console.services import customers

        view = customers.view(self.session.desk, customer=self.number, now=self.session.now())
        self.read(view, self._show, group="customer")
        limit = max(PAGE_ENTRIES, len(self._entries))
        entries = customers.entries(self.session.desk, customer=self.number, limit=limit)
        self.read(entries, self._show_entries, group="entries")

    def _show(self, view: CustomerView) -> None:
        self.account = view
        now, hours = self.session.now(), self.session.hours
        name = f"{called(view.row.name)}  {one_line(view.row.address)}"
        put(self.query_one("#list-title", Static), content(name))
        balance = words.balance_line(view, now=now)
        style = "$text-error" if view.row.balance < 0 else ""
        put(self.query_one("#account-balance", Static), Content.styled(balance, style))
        facts = words.facts_line(view, hours, now=now)
        put(self.query_one("#account-facts", Static), content(facts))
        if self.section != "entries":
            self._show_lines()
        self._show_sections()
        self.refresh_keys()
        self.run_early()

    def _show_entries(self, page: EntryPage) -> None:
        self._entries, self._before = page.entries, page.more_before
        if self.section == "entries":
            self._show_lines()

    def _show_sections(self) -> None:
        view = self.account
        if view is None:
            return
        counts = (
            view.entries_total, len(view.entitlements), len(view.consents), view.tickets_total,
            len(view.addresses), len(view.merges),
        )  # fmt: skip
        put(self.query_one("#sections", Static), self.section_names(counts))

    def _show_lines(self) -> None:
        columns, lines = self._lines()
        shown = self.query_one(LineList)
        shown.empty_text = EMPTY[self.section]
        more = self.section == "entries" and self._before is not None
        shown.show(columns, lines, more=more)
        self.refresh_keys()

    def _lines(self) -> tuple[Sequence[Column], Sequence[ListLine]]:
        now, hours = self.session.now(), self.session.hours
        if self.section == "entries":
            lines = [words.entry_line(each, hours, now=now) for each in self._entries]
            return words.ENTRY_COLUMNS, lines
        if self.account is None:
            return (), ()
        return words.section(self.account, self.section, hours=hours, now=now)

    def on_line_list_more_wanted(self, _: LineList.MoreWanted) -> None:
        """Read older entries."""
        from console.services import customers

        call = customers.entries(
            self.session.desk, customer=self.number, before=self._before, limit=PAGE_ENTRIES
        )
        self.read(call, self._extend, group="entries")

    def _extend(self, page: EntryPage) -> None:
        self._entries, self._before = (*self._entries, *page.entries), page.more_before
        if self.section == "entries":
            now, hours = self.session.now(), self.session.hours
            lines = [words.entry_line(each, hours, now=now) for each in page.entries]
            self.query_one(LineList).extend(lines, more=page.more_before is not None)

    def on_line_list_opened(self, event: LineList.Opened) -> None:
        """Explain an entry; show the request or the customer that any other line is about."""
        if self.section == "entries":
            self.do_account_explain()
        elif self.account is not None:
            self._open(self.account, event.key)

    def _open(self, view: CustomerView, key: int) -> None:
        if self.section == "merges":
            self.post_message(CustomerOpened(words.other_of(view, merge=key)))
            return
        request = words.request_of(view, self.section, key)
        if request is not None:
            self.post_message(RequestOpened(request))
        else:
            self.warn("No request belongs to this line: there is nothing more to show.")

    def show_section(self) -> None:
        """Show the section that was chosen."""
        self._show_sections()
        self._show_lines()

    def do_app_back(self) -> None:
        """Back to where the customer was opened."""
        self.dismiss()
