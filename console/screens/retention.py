"""What is let go of after a time: the settings for it, what would go at the next round, and what has gone."""

from textual.app import ComposeResult
from textual.widgets import Static

from console.actions import bindings_for
from console.policy import deskwide
from console.screens.base import put
from console.screens.settings import SettingsScreen
from console.services import retention as service
from console.services.desk_settings import SettingView
from console.services.retention import RetentionView
from console.services.retention_words import gone_words, over_words
from console.situations import RETENTION
from widgets.key_bar import KeyBar
from widgets.line_list import Column, LineList
from widgets.safe_text import content


class RetentionScreen(SettingsScreen):
    """After how long what is let go of; admins set it, everybody looks."""

    where = RETENTION
    TITLE_OF_LIST = "Retention"
    COLUMNS = (
        Column("Setting", 23),
        Column("Months", 6),
        Column("From", 8),
        Column("What it is for"),
    )
    BINDINGS = [*bindings_for(RETENTION)]  # noqa: RUF012 - Textual declares it so

    def compose(self) -> ComposeResult:
        """The list, what would go and has gone, what there is to know of the line, the keys."""
        yield from self.head(self.TITLE_OF_LIST)
        yield LineList()
        yield Static("", id="retention-amounts")
        yield Static("", id="setting-facts")
        yield KeyBar()

    def shows(self, each: SettingView) -> bool:
        """Whether a setting is one of this list's."""
        return each.name in deskwide.RETENTION

    def changed(self) -> None:
        """Read anew what is set, what would go and what has gone."""
        super().changed()
        if self.session.ready:
            call = service.show(self.session.desk, now=self.session.now())
            self.read(call, self._amounts, group="amounts")

    def _amounts(self, found: RetentionView) -> None:
        told = [*(over_words(each) for each in found.kinds), gone_words(found)]
        put(self.query_one("#retention-amounts", Static), content("\n".join(told)), layout=True)
