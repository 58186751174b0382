"""Changing the catalogue: each change is asked step by step, named once more, and done whole."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from platformdirs import user_downloads_path

from console.documents import saving
from console.policy.components import Facts, Kind
from console.screens import component_dialogs as dialogs
from console.screens.dialogs import AskChoice, AskForm, Field
from console.screens.listing import ListScreen
from console.services.component_shapes import ComponentView
from console.services.components import Change, Wanted

FILE = Field("file", "File", placeholder="components.csv")
COLUMNS_TOLD = "Columns: code, name, vendor, kind, package, paid, encrypted, retired."


class ComponentChanging(ListScreen):
    """What admins do to the catalogue."""

    @property
    def found(self) -> ComponentView | None:
        """The component under the cursor."""
        raise NotImplementedError

    @property
    def codes(self) -> frozenset[str]:
        """Every code that is taken."""
        raise NotImplementedError

    def do_component_add(self) -> None:
        """Ask for a new component."""
        self.ask(dialogs.ask_new(self.codes), self._kind_of_new)

    def _kind_of_new(self, given: dict[str, str]) -> None:
        def sold(key: str) -> None:
            kind = dialogs.KINDS[key][0]
            self.choose(
                dialogs.ask_sold(given["name"]), lambda chosen: self._new(given, kind, chosen)
            )

        self.choose(dialogs.ask_kind(given["name"]), sold)

    def _new(self, given: dict[str, str], kind: Kind, sold: str) -> None:
        from console.services import components

        paid, encrypted, _ = dialogs.SOLD[sold]
        facts = components.tidy(
            Facts(given["name"], given["vendor"], kind, given["package"], paid=paid, encrypted=encrypted)
        )  # fmt: skip
        code = given["code"].lower()

        def put() -> None:
            call = components.add(*self.session.who, code=code, facts=facts, now=self.session.now())
            self.change(call, lambda done: f"{done.facts.name} is in the catalogue.")

        self._last(dialogs.ask_add(code, facts), put)

    def _last(self, dialog: AskChoice, then: Callable[[], None]) -> None:
        """Ask for the last time."""
        self.choose(dialog, lambda key: then() if key == "y" else None)

    def do_component_change(self) -> None:
        """Ask what of the component is to change."""
        if (found := self.found) is not None:
            self.choose(dialogs.ask_what(found.facts), lambda key: self._what(found, key))

    def _what(self, found: ComponentView, key: str) -> None:
        fields = {"n": dialogs.NAME, "v": dialogs.VENDOR, "p": dialogs.PACKAGE}
        if key in fields:
            self.ask(
                dialogs.ask_field(fields[key], found.facts),
                lambda given: self._becomes(found, _with(found.facts, key, given)),
            )
        elif key == "k":
            self.choose(
                dialogs.ask_kind(found.facts.name),
                lambda kind: self._becomes(found, replace(found.facts, kind=dialogs.KINDS[kind][0])),
            )  # fmt: skip
        elif key == "s":
            self._becomes(found, replace(found.facts, paid=not found.facts.paid))
        else:
            self._becomes(found, replace(found.facts, encrypted=not found.facts.encrypted))

    def _becomes(self, found: ComponentView, facts: Facts) -> None:
        """Name what changes, and change just that."""
        from console.services import components

        change = Change(found.code, found.facts, components.tidy(facts))
        _, after = components.told_of(change)
        if not after:
            self.say(f"{found.facts.name} is so already.")
            return
        values = {name: getattr(change.becomes, name) for name in after}

        def write() -> None:
            call = components.change(
                *self.session.who, code=found.code, now=self.session.now(), **values
            )
            self.change(call, lambda done: f"{done.facts.name} is changed.")

        self._last(dialogs.ask_change(change), write)

    def do_component_retire(self) -> None:
        """Retire the component under the cursor, or offer it again."""
        from console.services import components

        if (found := self.found) is None:
            return
        back = found.facts.retired

        def retire() -> None:
            call = components.retire(
                *self.session.who, code=found.code, back=back, now=self.session.now()
            )
            says = "is offered again" if back else "is retired"
            self.change(call, lambda done: f"{done.facts.name} {says}.")

        self._last(dialogs.ask_retire(found.facts), retire)

    def do_component_import(self) -> None:
        """Ask for the file, and tell what it would change."""
        form = AskForm("Take components in from a CSV file", [FILE], about=COLUMNS_TOLD, does="look into it")  # fmt: skip
        self.ask(form, self._look_into)

    def _look_into(self, given: dict[str, str]) -> None:
        from console.services import component_file

        try:
            text = Path(given["file"]).expanduser().read_text(encoding="utf-8-sig")
        except (OSError, ValueError) as error:
            self.warn(f"{given['file']} cannot be read: {_why(error)}.")
            return
        call = component_file.changes(self.session.desk, text, replace=False)
        self.read(call, self._import, group="file")

    def _import(self, changes: tuple[Change, ...]) -> None:
        from console.services import components

        if not changes:
            self.say("The catalogue is as the file has it: nothing changes.")
            return
        wanted = [Wanted(each.code, each.becomes) for each in changes]

        def write() -> None:
            call = components.write(*self.session.who, wanted=wanted, now=self.session.now())
            self.change(call, lambda done: f"{len(done)} components are written.")

        self._last(dialogs.ask_import(changes), write)

    def do_component_export(self) -> None:
        """Put all components into a file among the downloads."""
        from console.services import component_file

        self.read(component_file.written(self.session.desk), self._export, group="file")

    def _export(self, found: tuple[tuple[ComponentView, ...], bytes]) -> None:
        views, raw = found
        try:
            path = saving.save(user_downloads_path(), "components.csv", raw)
        except OSError as error:
            self.warn(f"The file cannot be written: {_why(error)}.")
        else:
            self.say(f"{len(views)} components are in {path}.")


def _with(facts: Facts, key: str, given: dict[str, str]) -> Facts:
    if key == "n":
        return replace(facts, name=given["name"])
    if key == "v":
        return replace(facts, vendor=given["vendor"])
    return replace(facts, package=given["package"])


def _why(error: Exception) -> str:
    return str(getattr(error, "strerror", None) or "it is no text in UTF-8")
