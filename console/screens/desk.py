"""The desk's settings: the places that an admin keeps, each with its letter and what stands there now."""

from collections.abc import Mapping

from textual.app import ComposeResult
from textual.binding import Binding

from console.actions import bindings_for
from console.places import Place, places
from console.screens.listing import ListScreen
from console.screens.session import Session
from console.situations import HUB
from widgets.key_bar import KeyBar
from widgets.line_list import Column, LineList, ListLine

COLUMNS = (Column("", 1), Column("Place", 14), Column("What stands there now"))


def line(number: int, place: Place, standing: Mapping[str, str]) -> ListLine:
    """A place in the list; one that tells nothing of itself says what it is about."""
    told = standing.get(place.action, place.about)
    return ListLine(number, (place.letter, place.name, told), ("accent", "", "dim"))


class DeskHubScreen(ListScreen):
    """Where the desk's settings are."""

    where = HUB
    BINDINGS = [  # noqa: RUF012 - Textual declares it so
        *bindings_for(HUB),
        *(
            Binding(each.letter, f"run('{each.action}')", each.name, show=False,
                    id=f"desk.to.{each.letter}")
            for each in places()
        ),
    ]  # fmt: skip

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._standing: Mapping[str, str] = {}

    def compose(self) -> ComposeResult:
        """The places and the keys."""
        yield from self.head("Desk settings")
        yield LineList()
        yield KeyBar()

    def changed(self) -> None:
        """Show the places at once, and read anew what stands in them."""
        self._show(self._standing)
        if self.session.ready:
            from console.services import standing

            call = standing.listing(self.session.desk, now=self.session.now())
            self.read(call, self._show, group="standing")

    def _show(self, standing: Mapping[str, str]) -> None:
        self._standing = standing
        lines = [line(number, each, standing) for number, each in enumerate(places())]
        self.query_one(LineList).show(COLUMNS, lines)
        self.refresh_keys()
        self.run_early()

    def on_line_list_opened(self, event: LineList.Opened) -> None:
        """Go there."""
        self.action_run(places()[event.key].action)

    def do_desk_look(self) -> None:
        """Go to the place under the cursor."""
        self.query_one(LineList).action_list_open()

    def do_app_back(self) -> None:
        """Back to the queue."""
        self.dismiss()
