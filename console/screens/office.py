"""The office: its hours, the days that are kept otherwise, when it is closed next, and the holidays to come."""

from collections.abc import Mapping, Sequence
from datetime import date

from textual.app import ComposeResult
from textual.widgets import Static

from console.actions import bindings_for
from console.policy import officedays
from console.policy.officedays import Closing
from console.policy.officehours import OfficeHours, office_day
from console.policy.refusal import Refusal
from console.screens.base import put
from console.screens.dialogs import AskForm, Field, a_day, ask_reason
from console.screens.listing import SectionedScreen, section_bindings
from console.screens.session import Session
from console.screens.words import at_text
from console.services import office_days as service
from console.services.office_days import Holiday, OfficeDayView, OfficeView, day_words
from console.services.office_words import opening
from console.situations import OFFICE
from widgets.key_bar import KeyBar
from widgets.line_list import Column, LineList, ListLine
from widgets.safe_text import content

SECTIONS = ("days", "closed", "holidays")
COLUMNS: Mapping[str, Sequence[Column]] = {
    "days": (Column("Day", 15), Column("Kept", 21), Column("Otherwise", 14), Column("Why")),
    "closed": (Column("Closed from", 15), Column("Open again", 15), Column("Days", 4, right=True)),
    "holidays": (Column("Day", 15), Column("Kept", 14), Column("Holiday")),
}  # fmt: skip
EMPTY: Mapping[str, str] = {
    "days": "Nothing is said of any day to come: all are kept as usual.",
    "closed": "The office is closed at ends of weeks alone.",
    "holidays": "No national holidays are kept.",
}
HEADINGS: Mapping[str, str] = {
    "closed": "Keep a day closed",
    "worked": "Work on a day",
    "hours": "Work on a day in hours of its own",
}


def whole_day(day: date) -> str:
    """A day with its year: "Thu 31 Dec 2026"."""
    return f"{day_words(day)} {day.year}"


def hours_line(found: OfficeView) -> str:
    """The usual hours and the calendar."""
    kept = found.hours.calendar
    holidays = "no holidays" if kept in {"", "none"} else f"holidays of {kept}"
    return f"{opening(found.hours, 'en')} · {holidays}"


def next_line(found: OfficeView) -> str:
    """How it is now, and when it is closed next."""
    now = f"{found.now[:1].upper()}{found.now[1:]}"
    return f"{now} · next {service.closing_words(found.closings[0])}" if found.closings else now


def a_time(text: str) -> str | None:
    """What is wrong with a time of day."""
    try:
        officedays.read_time(text)
    except ValueError as error:
        return str(error)
    return None


class OfficeScreen(SectionedScreen):
    """The office's hours and days; admins say how a day is kept, everybody looks."""

    where = OFFICE
    SECTIONS = SECTIONS
    BINDINGS = [*bindings_for(OFFICE), *section_bindings(SECTIONS, screen="office")]  # noqa: RUF012 - Textual declares it so

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._found: OfficeView | None = None
        self._holidays: tuple[Holiday, ...] | None = None

    def compose(self) -> ComposeResult:
        """The hours, when it is closed next, the sections, the list, the keys."""
        yield from self.head("Office hours")
        yield Static("", id="office-hours")
        yield Static("", id="office-next")
        yield Static("", id="sections")
        yield LineList()
        yield KeyBar()

    def changed(self) -> None:
        """Read the office anew, and its holidays where they are shown."""
        if not self.session.ready:
            return
        call = service.show(self.session.desk, now=self.session.now())
        self.read(call, self._keep, group="office")
        if self.section == "holidays" or self._holidays is not None:
            self._read_holidays()

    def _read_holidays(self) -> None:
        today = office_day(self.session.hours, self.session.now())
        call = service.named_holidays(self.session.desk, today=today)
        self.read(call, self._keep_holidays, group="holidays")

    def _keep_holidays(self, found: tuple[Holiday, ...]) -> None:
        self._holidays = found
        self._show_lines()

    def _keep(self, found: OfficeView) -> None:
        self._found = found
        put(self.query_one("#office-hours", Static), content(hours_line(found)))
        put(self.query_one("#office-next", Static), content(next_line(found)))
        self._show_lines()
        self.run_early()

    def minute(self) -> None:
        """Open or closed may be another by now."""
        self.changed()

    def show_section(self) -> None:
        """Show the section that was chosen; names of holidays are looked up when they are first wanted."""
        if self.section == "holidays" and self._holidays is None:
            self._read_holidays()
        self._show_lines()

    def _show_lines(self) -> None:
        found, shown = self._found, self.query_one(LineList)
        if found is None:
            return
        counts = (len(found.days), len(found.closings), len(self._holidays or ()))
        put(self.query_one("#sections", Static), self.section_names(counts))
        reading = self.section == "holidays" and self._holidays is None
        shown.empty_text = "Reading…" if reading else EMPTY[self.section]
        shown.show(COLUMNS[self.section], self._lines(found))
        self.refresh_keys()

    def _lines(self, found: OfficeView) -> list[ListLine]:
        if self.section == "days":
            return [self._day_line(each) for each in found.days]
        if self.section == "closed":
            return [_closing_line(each) for each in found.closings]
        return [_holiday_line(each) for each in self._holidays or ()]

    def _day_line(self, each: OfficeDayView) -> ListLine:
        when = at_text(self.session.hours, each.said_at, now=self.session.now())
        why = f"{each.reason} ({each.said_by}, {when})"
        texts = (whole_day(each.day), each.said, each.usual, why)
        return ListLine(each.day.toordinal(), texts, ("", "accent", "dim", "dim"))

    @property
    def day(self) -> date | None:
        """The day under the cursor."""
        return None if self.cursor is None else date.fromordinal(self.cursor)

    def do_office_close(self) -> None:
        """Ask which day stays closed, and why."""
        self._ask("closed", [])

    def do_office_open(self) -> None:
        """Ask which day is worked, and why."""
        self._ask("worked", [])

    def do_office_hours(self) -> None:
        """Ask for a day, its hours, and why."""
        hours = self.session.hours
        fields = [
            Field("opens", "Opens", initial=f"{hours.opens:%H:%M}", check=a_time),
            Field("closes", "Closes", placeholder="15:00", check=a_time),
        ]
        self._ask("hours", fields)

    def _ask(self, what: str, fields: list[Field]) -> None:
        day = "" if self.day is None else self.day.isoformat()
        form = AskForm(
            HEADINGS[what],
            [
                Field("day", "Day", initial=day, placeholder="2026-12-31", check=a_day),
                *fields,
                Field("reason", "Reason"),
            ],
            about="Days past stay as they were (C7).",
            does="go on",
        )
        state = "closed" if what == "closed" else "worked"
        self.ask(form, lambda said: self._preview(date.fromisoformat(said["day"]), state, said))

    def do_office_take_back(self) -> None:
        """Ask why the day under the cursor is kept as usual again."""
        day = self.day
        if day is not None:
            form = ask_reason(f"Keep {whole_day(day)} as usual", does="go on")
            self.ask(form, lambda said: self._preview(day, service.USUAL, said))

    def _preview(self, day: date, state: str, said: Mapping[str, str]) -> None:
        """Tell what it would change, and say it once that is agreed to."""
        hours: OfficeHours = self.session.hours
        opens, closes = (
            officedays.read_time(said[each]) if said.get(each) else None
            for each in ("opens", "closes")
        )
        today = office_day(hours, self.session.now())
        wanted = officedays.check_day(day, today=today) or service.wanted(
            hours, day, state=state, opens=opens, closes=closes
        )
        if isinstance(wanted, Refusal):
            self.refuse(wanted)
            return
        told = service.preview(hours, day, wanted)

        def do() -> None:
            call = service.say(
                *self.session.who, day=day, state=state, opens=opens, closes=closes,
                reason=said["reason"], now=self.session.now(),
            )  # fmt: skip
            self.change(call, lambda _: f"{whole_day(day)} is kept {officedays.said(wanted)}.")

        self.confirmed(
            f"{whole_day(day)}: {officedays.said(wanted)}?", about=" ".join(told),
            does=f"keep it {officedays.said(wanted)}", then=do,
        )  # fmt: skip

    def do_app_back(self) -> None:
        """Back to where it was opened."""
        self.dismiss()


def _closing_line(each: Closing) -> ListLine:
    days = str((each.opens_on - each.first).days)
    return ListLine(each.first.toordinal(), (whole_day(each.first), whole_day(each.opens_on), days))


def _holiday_line(each: Holiday) -> ListLine:
    return ListLine(each.day.toordinal(), (whole_day(each.day), each.kept, each.name))
