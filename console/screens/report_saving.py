"""Saving what is shown to a file that a person names; none is written over unasked."""

import asyncio
from collections.abc import Callable
from functools import partial
from pathlib import Path

from platformdirs import user_downloads_path

from console.documents import figures as documents
from console.documents import saving
from console.documents.charts import Chart
from console.documents.figures import Figures
from console.screens.dialogs import AskChoice, AskForm, Field, required
from console.screens.listing import SectionedScreen
from widgets.choice_list import Choice

TABLES = (Choice("c", "CSV, for programs for tables"), Choice("j", "JSON, for programs"))
PICTURES = (Choice("s", "SVG, a picture of any size"), Choice("p", "PNG, a picture"))
ENDINGS = {"c": "csv", "j": "json", "s": "svg", "p": "png"}


class SavingPart(SectionedScreen):
    """A screen whose report or chart can be saved."""

    shown: Figures | Chart | None = None

    def do_report_save(self) -> None:
        """Ask as what, and where to."""
        found = self.shown
        if found is None:
            self.warn("There is nothing to save yet.")
            return
        choices = (*TABLES, *PICTURES) if isinstance(found, Chart) else TABLES
        self.choose(AskChoice("Save it as what?", choices), partial(self._ask_where, found))

    def _ask_where(self, found: Figures | Chart, key: str) -> None:
        told = found.figures if isinstance(found, Chart) else found
        name = f"{told.name}-{told.first_day}-{told.last_day}.{ENDINGS[key]}"
        field = Field("file", "File", initial=str(user_downloads_path() / name), check=required)
        form = AskForm("Save it to a file", [field], does="save it")
        self.ask(form, lambda answer: self._save(found, ENDINGS[key], answer["file"]))

    def _save(self, found: Figures | Chart, form: str, name: str) -> None:
        path = Path(name).expanduser()
        self._save_as(found, form, path, saving.write)

    def _save_as(
        self,
        found: Figures | Chart,
        form: str,
        path: Path,
        written: Callable[[Path, bytes], Path],
    ) -> None:
        made = partial(content_of, found, form, self.session.desk.facts.name)

        def work() -> OSError | None:
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
                written(path, made())
            except OSError as error:
                return error
            return None

        def done(error: OSError | None) -> None:
            if isinstance(error, FileExistsError) and path.is_file():
                again = partial(self._save_as, found, form, path, saving.replace)
                self.confirmed("Write over it?", about=f"There is a file {path} already.",
                               does="write over that file", then=again)  # fmt: skip
            elif error is not None:
                self.warn(f"{path} cannot be written: {error.strerror or error}.")
            else:
                self.session.forms.pop("Save it to a file", None)
                self.say(f"Saved on this machine as {path}.")

        self.read(asyncio.to_thread(work), done, group="save")


def content_of(found: Figures | Chart, form: str, desk_name: str) -> bytes:
    """What goes into the file."""
    told = found.figures if isinstance(found, Chart) else found
    if form == "csv":
        return documents.csv(told).encode()
    if form == "json" or not isinstance(found, Chart):
        return documents.json(told).encode()
    from console.documents import chart_drawing

    return chart_drawing.drawn(found, "svg" if form == "svg" else "png", desk_name=desk_name)
