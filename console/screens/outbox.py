"""Mail: what could not be delivered, waits to leave or came back, why nothing leaves, and what was set aside."""

from collections.abc import Coroutine, Mapping
from typing import TYPE_CHECKING, Any

from textual.app import ComposeResult
from textual.widgets import Static

from console.actions import bindings_for
from console.screens.base import CustomerOpened, RequestOpened, put
from console.screens.listing import section_bindings
from console.screens.outbox_words import COLUMNS, mail_line, mail_sections
from console.screens.reading import ReadingScreen
from console.screens.session import Session
from console.screens.set_aside import ASIDE, SetAsidePart, SetAsideScreen
from console.services.explain_words import Section
from console.services.shapes import CAME_BACK, DeliveryView, MailView
from console.situations import OUTBOX
from widgets.key_bar import KeyBar
from widgets.line_list import LineList
from widgets.safe_text import content

if TYPE_CHECKING:  # loaded once the screen is open
    from console.services.quarantine import SetAsidePage

SECTIONS = ("failed", "waiting", "came back", ASIDE)
EMPTY: Mapping[str, str] = {
    "failed": "No mail has failed.",
    "waiting": "No mail waits to leave.",
    "came back": "No mail has come back.",
    ASIDE: "Nothing is set aside.",
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


class OutboxScreen(SetAsidePart):
    """The mails that have not arrived, those that failed first, and what came in and waits for a person."""

    where = OUTBOX
    BINDINGS = [  # noqa: RUF012 - Textual declares it so
        *bindings_for(OUTBOX),
        *section_bindings(SECTIONS, screen="outbox"),
    ]
    SECTIONS = SECTIONS

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._mails: Mapping[str, list[DeliveryView]] = {name: [] for name in SECTIONS}
        self._begun = False

    def compose(self) -> ComposeResult:
        """What stands in the way of all, the names of the sections, the section, the keys."""
        yield from self.head("Mail")
        yield Static("", id="outbox-obstacle")
        yield Static("", id="sections")
        yield LineList()
        yield KeyBar()

    @property
    def mail(self) -> DeliveryView | None:
        """The mail of ours under the cursor."""
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
        self.read_aside()

    def _keep(self, found: tuple[DeliveryView, ...]) -> None:
        failed = [each for each in found if each.state == "failed"]
        back = [each for each in found if each.state == CAME_BACK]
        waiting = [each for each in found if each.state not in {"failed", CAME_BACK}]
        self._mails = {"failed": failed, "waiting": waiting, CAME_BACK: back, ASIDE: []}
        self._begin()
        self.show_section()

    def _keep_aside(self, page: "SetAsidePage") -> None:
        super()._keep_aside(page)
        self._begin()
        self.show_section()

    def begin_at(self, section: str, number: int | None) -> None:
        """Begin with what was asked for, whatever else there is."""
        self._begun = True
        super().begin_at(section, number)

    def _begin(self) -> None:
        """Once, show the first section with something in it."""
        if self._begun:
            return
        for name, count in zip(SECTIONS, self._counts(), strict=True):
            if count:
                self.section, self._begun = name, True
                return

    def _counts(self) -> list[int]:
        return [*(len(self._mails[name]) for name in SECTIONS[:-1]), self._aside_total]

    def action_section(self, place: int) -> None:
        """Show the section of that place, and stay there."""
        self._begun = True
        super().action_section(place)

    def show_section(self) -> None:
        """Show the section that was chosen."""
        put(self.query_one("#sections", Static), self.section_names(self._counts()))
        shown = self.query_one(LineList)
        shown.empty_text = EMPTY[self.section]
        if self.section == ASIDE:
            self.show_aside(shown)
        else:
            now, hours = self.session.now(), self.session.hours
            lines = [mail_line(each, hours, now=now) for each in self._mails[self.section]]
            shown.show(COLUMNS[self.section], lines)
        self.refresh_keys()

    def on_line_list_opened(self, event: LineList.Opened) -> None:
        """Show the mail."""
        kind = SetAsideScreen if self.section == ASIDE else MailScreen
        self.app.push_screen(kind(self.session, event.key))

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

    def do_mail_settle(self) -> None:
        """Take the mail that came back off the list."""
        from console.services import delivery

        mail = self.mail
        if mail is not None:
            call = delivery.settle(
                *self.session.who, delivery=mail.delivery, now=self.session.now()
            )
            self.change(call, lambda row: f"The mail to {row.to} is seen to.")

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
