"""Reports and charts: which is chosen by a key, of which days and grouped by what; a table, and what is drawn of it."""

from collections.abc import Coroutine, Sequence
from typing import Any

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from console.actions import bindings_for
from console.documents.charts import Chart
from console.documents.figures import Figures
from console.policy.access import Role, includes
from console.policy.officehours import office_day
from console.policy.refusal import Refusal
from console.screens import report_words as words
from console.screens.base import put
from console.screens.dialogs import AskChoice, AskForm, Field, a_day, day_or_none
from console.screens.listing import section_bindings
from console.screens.report_saving import SavingPart
from console.screens.report_words import Period
from console.screens.session import Session
from console.services import chart_layouts, report_layouts
from console.services.report_layouts import By
from console.situations import REPORTS
from widgets.charts import ColumnChart, Trend
from widgets.choice_list import Choice
from widgets.key_bar import KeyBar
from widgets.line_list import LineList
from widgets.safe_text import content

NAMES = tuple(str(each) for each in report_layouts.Name)
CHARTS = tuple(f"chart {each}" for each in chart_layouts.Name)
OWN = "time"
"""What a specialist may see, of their own: it is what they are shown first."""


class ReportsScreen(SavingPart):
    """What happened on some days, counted or drawn."""

    where = REPORTS
    SECTIONS = (*NAMES, *CHARTS)
    BINDINGS = [  # noqa: RUF012 - Textual declares it so
        *bindings_for(REPORTS),
        *section_bindings(NAMES, screen="reports"),
    ]

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        lead = session.ready and includes(Role(session.actor.role), Role.LEAD)
        self.section = self.section if lead else OWN
        self.period = words.period_named("this month", office_day(session.hours, session.now()))
        self.by: By | None = None
        self.shown: Figures | Chart | None = None

    def compose(self) -> ComposeResult:
        """The names, what is shown, its columns and trends, its figures, the keys."""
        yield from self.head("Reports")
        yield Static("", id="sections")
        yield Static("", id="charts")
        yield Static("", id="report-title")
        yield Static("", id="report-words")
        yield ColumnChart()
        yield Trend(id="trend-0")
        yield Trend(id="trend-1")
        yield LineList()
        yield KeyBar()

    def on_mount(self) -> None:
        """Begin without anything drawn."""
        super().on_mount()
        self.query_one(ColumnChart).display = False
        for each in self.query(Trend):
            each.display = False

    def on_resize(self) -> None:
        """Lay the figures out for another width."""
        self._show_names()
        if self.shown is not None:
            self._show(self.shown)

    def on_screen_resume(self) -> None:
        """Catch up, whatever is shown."""
        self.timer_changed()
        self.show_section()

    def changed(self) -> None:
        """A report is not counted again with every change of the record: once a minute will do."""
        if self.shown is None:
            self.show_section()

    def minute(self) -> None:
        """Count again."""
        self.show_section()

    def show_section(self) -> None:
        """Read what was chosen."""
        self._show_names()
        if self.session.ready:
            self.read(self._call(), self._keep, group="report")

    def _call(self) -> Coroutine[Any, Any, Figures | Chart | Refusal]:
        from console.services import charts, reports

        asked: dict[str, Any] = {
            "first_day": self.period.first, "last_day": self.period.last, "now": self.session.now(),
        }  # fmt: skip
        if self.section in CHARTS:
            name = chart_layouts.Name(self.section.removeprefix("chart "))
            return charts.of(*self.session.who, name=name, **asked)
        report = report_layouts.Name(self.section)
        return reports.of(*self.session.who, name=report, by=self.by, **asked)

    def _keep(self, found: Figures | Chart | Refusal) -> None:
        if isinstance(found, Refusal):
            self.shown = None
            self._draw(None)
            self._tell(())
            put(self.query_one("#report-title", Static), content(self.section.capitalize()))
            self._list(found.reason, [], [])
        else:
            another = not isinstance(self.shown, type(found))
            self.shown = found
            self._show(found)
            self._to_the_newest(found, another=another)
        self.run_early()

    def _to_the_newest(self, found: Figures | Chart, *, another: bool) -> None:
        """What goes through many days is read from its end."""
        if isinstance(found, Chart) and found.trends and another:
            self.query_one(LineList).move_to_edge(end=True)

    def _show(self, found: Figures | Chart) -> None:
        told = found.figures if isinstance(found, Chart) else found
        grouped = str(self.by) if self.by is not None and told is found else ""
        put(self.query_one("#report-title", Static), content(words.caption(told, grouped=grouped)))
        self._draw(found if isinstance(found, Chart) else None)
        self._tell(found.words if isinstance(found, Chart) else found.notes)
        cells = self.app.size.width
        if isinstance(found, Chart):
            columns, lines = words.chart_list(found, cells=cells)
        else:
            columns, lines = words.report_list(found, cells=cells)
        empty = not told.lines
        self._list("Nothing is on record of these days.", columns, [] if empty else lines)

    def _list(self, empty: str, columns: list[Any], lines: list[Any]) -> None:
        shown = self.query_one(LineList)
        shown.empty_text = empty
        shown.show(columns, lines)
        self.refresh_keys()

    def _draw(self, found: Chart | None) -> None:
        """Draw what there is to draw: nothing for a report, columns for what goes through time."""
        drawn = self.query_one(ColumnChart)
        drawn.display = found is not None and found.through_time
        trends = found.trends if found is not None else ()
        for place, each in enumerate(self.query(Trend)):
            each.display = place < len(trends)
            if found is not None and place < len(trends):
                each.show(*words.trend(found, trends[place]))
        if found is not None:
            drawn.show(*words.columns_of(found))

    def _tell(self, sentences: Sequence[str]) -> None:
        """Say in words what a chart comes to, or what a report's figures leave open."""
        told = self.query_one("#report-words", Static)
        told.display = bool(sentences)
        put(told, Content("\n").join(content(each) for each in sentences), layout=True)

    def _show_names(self) -> None:
        put(self.query_one("#sections", Static), self._named(NAMES, list("123456")))
        keys = [self.session.key(each.replace(" ", ".")) for each in CHARTS]
        put(self.query_one("#charts", Static), content("charts  ") + self._named(CHARTS, keys))

    def _named(self, names: tuple[str, ...], keys: list[str]) -> Content:
        named = (
            Content.assemble(
                (key, "bold $text-primary"),
                (
                    f" {name.removeprefix('chart ')}",
                    "bold underline" if name == self.section else "$foreground 60%",
                ),
            )
            for name, key in zip(names, keys, strict=True)
        )
        return Content("  ").join(named)

    def _go(self, section: str) -> None:
        self.action_section(self.SECTIONS.index(section))

    def do_chart_backlog(self) -> None:
        """Draw the backlog."""
        self._go("chart backlog")

    def do_chart_ages(self) -> None:
        """Draw the ages of what is open."""
        self._go("chart ages")

    def do_chart_charges(self) -> None:
        """Draw what was charged and free."""
        self._go("chart charges")

    def do_chart_time(self) -> None:
        """Draw worked time."""
        self._go("chart time")

    def do_chart_flow(self) -> None:
        """Draw credits sold, given and spent."""
        self._go("chart flow")

    def do_report_period(self) -> None:
        """Ask of which days."""
        keys = ("m", "l", "w", "b", "d")
        choices = [
            Choice(key, name)
            for key, name in zip(keys, (*words.PERIODS, "other days"), strict=True)
        ]
        named = dict(zip(keys, words.PERIODS, strict=False))
        self.choose(
            AskChoice("Of which days?", choices),
            lambda key: self._of(named[key]) if key in named else self._ask_days(),
        )

    def _of(self, name: str) -> None:
        today = office_day(self.session.hours, self.session.now())
        self._set_period(words.period_named(name, today))

    def _ask_days(self) -> None:
        fields = [
            Field("first", "From", initial=str(self.period.first or ""), check=a_day),
            Field("last", "To; up to today if left out", initial=str(self.period.last or ""),
                  check=day_or_none),
        ]  # fmt: skip
        self.ask(AskForm("Of which days?", fields, does="show them"), self._set_days)

    def _set_days(self, answer: dict[str, str]) -> None:
        from datetime import date

        first = date.fromisoformat(answer["first"])
        last = date.fromisoformat(answer["last"]) if answer["last"] else None
        self._set_period(Period("days", first, last))

    def _set_period(self, period: Period) -> None:
        self.period = period
        self.show_section()

    def do_report_by(self) -> None:
        """Ask what rows are grouped by; the groups are those that reports know."""
        groups = (None, *By)
        choices = [
            Choice(str(place), f"by {each}" if each else "not grouped")
            for place, each in enumerate(groups)
        ]
        self.choose(
            AskChoice("How are the rows grouped?", choices), lambda key: self._by(groups[int(key)])
        )

    def _by(self, by: By | None) -> None:
        self.by = by
        self.show_section()

    def do_app_back(self) -> None:
        """Back to the queue."""
        self.dismiss()
