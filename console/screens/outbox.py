"""The outbox: what could not be delivered, what waits to leave, and why nothing leaves."""

from collections.abc import Coroutine, Mapping
from typing import Any

from textual.app import ComposeResult
from textual.widgets import Static

from console.actions import bindings_for
from console.screens.base import CustomerOpened, RequestOpened, put
from console.screens.listing import SectionedScreen, section_bindings
from console.screens.outbox_words import COLUMNS, mail_line, mail_sections
from console.screens.reading import ReadingScreen
from console.screens.session import Session
from console.services.explain_words import Section
from console.services.shapes import DeliveryView, MailView
from console.situations import OUTBOX
from widgets.key_bar import KeyBar
from widgets.line_list import LineList
from widgets.safe_text import content

SECTIONS = ("failed", "waiting")
EMPTY: Mapping[str, str] = {
    "failed": "No mail has failed.",
    "waiting": "No mail waits to leave.",
}


class MailScreen(ReadingScreen):
    """One mail whole, with what became of it so far."""

    def __init__(self, session: Session, delivery: int) -> None:
        super().__init__(session)
        self.delivery = delivery

    def told(self) -> Coroutine[Any, Any, MailView]:
        """Read the mail."""
        from console.services import delivery

        return delivery.show(self.session.desk, delivery=self.delivery)

    def sections(self, found: MailView) -> list[Section]:
        """What became of it, and its text."""
        return mail_sections(found, self.session.hours, now=self.session.now())


class OutboxScreen(SectionedScreen):
    """The mails that have not left, those that failed first."""

    where = OUTBOX
    BINDINGS = [  # noqa: RUF012 - Textual declares it so
        *bindings_for(OUTBOX),
        *section_bindings(SECTIONS, screen="outbox"),
    ]
    SECTIONS = SECTIONS

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._mails: Mapping[str, list[DeliveryView]] = {name: [] for name in SECTIONS}

    def compose(self) -> ComposeResult:
        """What stands in the way of all, the names of the sections, the section, the keys."""
        yield from self.head("Outbox")
        yield Static("", id="outbox-obstacle")
        yield Static("", id="sections")
        yield LineList()
        yield KeyBar()

    @property
    def mail(self) -> DeliveryView | None:
        """The mail under the cursor."""
        shown = self._mails[self.section]
        return next((each for each in shown if each.delivery == self.cursor), None)

    def changed(self) -> None:
        """Read what has not left anew."""
        if not self.session.ready:
            return
        from console.jobs import outbox
        from console.services import delivery

        shown = self.query_one("#outbox-obstacle", Static)
        problem = outbox.obstacle(self.session.desk)
        shown.display = problem is not None
        put(shown, content(problem or ""), layout=True)
        self.read(delivery.listing(self.session.desk), self._keep, group="outbox")

    def _keep(self, found: tuple[DeliveryView, ...]) -> None:
        failed = [each for each in found if each.state == "failed"]
        waiting = [each for each in found if each.state != "failed"]
        if not self._mails["failed"] and not self._mails["waiting"] and not failed and waiting:
            self.section = "waiting"
        self._mails = {"failed": failed, "waiting": waiting}
        self.show_section()

    def show_section(self) -> None:
        """Show the section that was chosen."""
        counts = [len(self._mails[name]) for name in SECTIONS]
        put(self.query_one("#sections", Static), self.section_names(counts))
        shown = self.query_one(LineList)
        shown.empty_text = EMPTY[self.section]
        now, hours = self.session.now(), self.session.hours
        lines = [mail_line(each, hours, now=now) for each in self._mails[self.section]]
        shown.show(COLUMNS[self.section], lines)
        self.refresh_keys()

    def on_line_list_opened(self, event: LineList.Opened) -> None:
        """Show the mail."""
        self.app.push_screen(MailScreen(self.session, event.key))

    def do_mail_look(self) -> None:
        """Show the mail under the cursor."""
        self.query_one(LineList).action_list_open()

    def do_mail_open(self) -> None:
        """Show what the mail belongs to."""
        mail = self.mail
        if mail is None:
            return
        if mail.ticket is not None:
            self.post_message(RequestOpened(mail.ticket))
        elif mail.customer is not None:
            self.post_message(CustomerOpened(mail.customer))

    def do_mail_retry(self) -> None:
        """Let the mail under the cursor be due."""
        from console.services import delivery

        mail = self.mail
        if mail is not None:
            call = delivery.retry(*self.session.who, delivery=mail.delivery, now=self.session.now())
            self.change(call, lambda row: f"The mail to {row.to} is due at once.")

    def do_mail_retry_all(self) -> None:
        """Ask for the last time, then let all that failed be due."""
        from console.services import delivery

        count = len(self._mails["failed"])
        if not count:
            self.warn("No mail has failed.")
            return
        self.confirmed(
            "Send all mails that failed again?",
            about="Each goes out under the Message-ID that it had.",
            does=f"send {count} again" if count > 1 else "send 1 again",
            then=lambda: self.change(
                delivery.retry_failed(*self.session.who, now=self.session.now()),
                lambda sent: (
                    f"{sent} mails are due at once." if sent != 1 else "1 mail is due at once."
                ),
            ),
        )

    def do_app_back(self) -> None:
        """Back to the queue."""
        self.dismiss()
