"""What was set aside: listed with its reason, read, and admitted or dismissed by a person."""

from collections.abc import Coroutine
from typing import TYPE_CHECKING, Any

from console.policy.refusal import Refusal
from console.screens.dialogs import AskForm, Field, optional
from console.screens.listing import SectionedScreen
from console.screens.outbox_words import ASIDE_COLUMNS, aside_line, aside_sections
from console.screens.reading import ReadingScreen
from console.screens.session import Session
from console.services.explain_words import Section
from widgets.line_list import LineList
from widgets.safe_text import one_line

if TYPE_CHECKING:  # loaded once the screen is open
    from console.services.account_shapes import CustomerRow
    from console.services.quarantine import SetAsidePage, SetAsideView, SetAsideWhole
    from console.services.shapes import Admitted

ASIDE = "set aside"
SUBJECT_CHARS = 120
NAME_CHARS = 60


class SetAsideScreen(ReadingScreen):
    """One of them whole."""

    def __init__(self, session: Session, number: int) -> None:
        super().__init__(session)
        self.number = number

    def told(self) -> "Coroutine[Any, Any, SetAsideWhole]":
        """Read it anew: in a process of its own, as it was when it came."""
        from console.services import quarantine

        return quarantine.show(self.session.desk, number=self.number)

    def sections(self, found: "SetAsideWhole") -> list[Section]:
        """Why it was set aside, who sent it, and its text."""
        return aside_sections(found, self.session.hours, now=self.session.now())


class SetAsidePart(SectionedScreen):
    """The section of what was set aside: read by pages as the cursor comes to their end."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._aside: list[SetAsideView] = []
        self._aside_total = 0

    @property
    def aside(self) -> "SetAsideView | None":
        """What is under the cursor, in its section."""
        if self.section != ASIDE:
            return None
        return next((each for each in self._aside if each.number == self.cursor), None)

    def read_aside(self) -> None:
        """Read the newest anew, as many as are shown."""
        from console.services import quarantine

        limit = max(quarantine.PAGE, len(self._aside))
        self.read(
            quarantine.listing(self.session.desk, limit=limit), self._keep_aside, group="aside"
        )

    def _keep_aside(self, page: "SetAsidePage") -> None:
        self._aside, self._aside_total = list(page.rows), page.total
        self.show_section()

    def on_line_list_more_wanted(self, _: LineList.MoreWanted) -> None:
        """Read those before the last one shown."""
        from console.services import quarantine

        if self.section == ASIDE and self._aside:
            call = quarantine.listing(self.session.desk, before=self._aside[-1].number)
            self.read(call, self._more_aside, group="aside")

    def _more_aside(self, page: "SetAsidePage") -> None:
        self._aside += page.rows
        self._aside_total = page.total
        if self.section == ASIDE:
            lines = [self._aside_line(each) for each in page.rows]
            more = bool(page.rows) and len(self._aside) < page.total
            self.query_one(LineList).extend(lines, more=more)

    def show_aside(self, shown: LineList) -> None:
        """Show what has been read of them."""
        lines = [self._aside_line(each) for each in self._aside]
        shown.show(ASIDE_COLUMNS, lines, more=len(self._aside) < self._aside_total)

    def _aside_line(self, each: "SetAsideView") -> Any:
        return aside_line(each, self.session.hours, now=self.session.now())

    def do_aside_admit(self) -> None:
        """See whose address it is from, then ask where it belongs."""
        from console.services import customers

        found = self.aside
        if found is None:
            return
        if not found.sender:
            self._ask_where(found, "It names nobody.")
            return
        call = customers.owner(self.session.desk, address=found.sender)
        self.read(call, lambda row: self._ask_where(found, _whose(row)), group="owner")

    def _ask_where(self, found: "SetAsideView", whose: str) -> None:
        sender = found.sender or ""
        fields = [
            Field("ticket", "On which request", placeholder="empty: a new one", check=_a_request),
            Field("address", "From whom", initial=sender, placeholder="an e-mail address"),
        ]
        subject = one_line(found.subject or "No subject", max_chars=SUBJECT_CHARS)
        about = f"“{subject}” takes the place that it came for. {whose} No program answers it."
        self.ask(
            AskForm(f"Admit {found.number}", fields, about=about, does="admit it"),
            lambda answer: self._admit(found.number, answer, known=sender),
        )

    def _admit(self, number: int, answer: dict[str, str], *, known: str) -> None:
        from console.services import quarantine

        ticket = answer["ticket"].lstrip("#")
        address = answer["address"]
        call: Coroutine[Any, Any, Admitted | Refusal] = quarantine.admit(
            *self.session.who, number=number, ticket=int(ticket) if ticket else None,
            address=address if address != known else None, now=self.session.now(),
        )  # fmt: skip
        self.change(call, _admitted)

    def do_aside_dismiss(self) -> None:
        """Take it off the list: it is kept, and can still be admitted."""
        from console.services import quarantine

        found = self.aside
        if found is not None:
            call = quarantine.dismiss(
                *self.session.who, number=found.number, now=self.session.now()
            )
            again = f"`creditdesk quarantine admit {found.number}` still takes it in"
            self.change(call, lambda each: f"{each.number} is off the list, and kept: {again}.")


def _whose(row: "CustomerRow | None") -> str:
    """Which customer an address belongs to."""
    if row is None:
        return "Nobody is known by its address: a new customer."
    return f"Its address is {one_line(row.name, max_chars=NAME_CHARS)}'s, customer {row.customer}."


def _admitted(done: "Admitted") -> str:
    return {
        "new": f"It is request #{done.ticket} now.",
        "joined": f"It is on request #{done.ticket} now.",
    }.get(done.action, f"It had been taken in before: #{done.ticket}.")


def _a_request(text: str) -> str | None:
    """What is wrong with a request's number, which may be left out."""
    number = text.strip().lstrip("#")
    if not number:
        return optional(text)
    if not (number.isascii() and number.isdigit() and len(number) < 10):
        return "A request has a number, such as 12."
    return None
