"""Words of how the desk is connected: each connection with its settings, and what may be asked of them."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from console import connecting
from console.config import Settings
from console.connecting import Connection
from console.screens.dialogs import AskChoice
from console.services.checks.findings import CheckResult
from console.services.settings_changes import Changed
from widgets.choice_list import Choice
from widgets.line_list import Column, ListLine
from widgets.safe_text import one_line

COLUMNS = (Column("Connection", 12), Column("Setting", 17), Column("What it is"))
HEAD, SETTING, SECRET = "head", "setting", "secret"


class Row(NamedTuple):
    """A line of the screen: of which connection, and which of its settings; "" is the connection itself."""

    connection: str
    setting: str
    kind: str


def rows(found: Sequence[Connection]) -> list[Row]:
    """What the screen has a line for, the secrets after their connections' settings."""
    made = []
    for each in found:
        made.append(Row(each.name, "", HEAD))
        made += [Row(each.name, line.setting, SETTING) for line in each.lines]
        made.append(Row(each.name, each.secret, SECRET))
    return made


def lines(
    found: Sequence[Connection], tried: Mapping[str, CheckResult], running: Settings
) -> list[ListLine]:
    """The lines, numbered as the rows are; what is not in force yet says so."""
    made: list[tuple[tuple[str, ...], tuple[str, ...]]] = []
    for each in found:
        made.append(
            ((each.title, "", _tried(tried.get(each.name))), ("accent", "", _style(each, tried)))
        )
        for line in each.lines:
            later = "" if _in_force(each.name, line.setting, line.value, running) else LATER
            style = "" if line.stands else "dim"
            made.append((("", line.setting, f"{line.value or '–'}{later}"), ("", "", style)))
        bad = each.kept.where in {"missing", "unreadable"}
        made.append((("", each.secret, each.kept.words), ("", "", "owes" if bad else "dim")))
    return [ListLine(number, texts, styles) for number, (texts, styles) in enumerate(made)]


LATER = " · from the next start on"


def _in_force(name: str, setting: str, value: str, running: Settings) -> bool:
    """Whether this console goes by the value already."""
    try:
        path = connecting.path_of(name, setting, running)
    except ValueError:  # a shop that is new
        return False
    return connecting.words(connecting.value_of(running, path)) == value


def _tried(result: CheckResult | None) -> str:
    if result is None:
        return ""
    return one_line(f"{'ok' if result.ok else 'WRONG'}: {result.detail}")


def _style(each: Connection, tried: Mapping[str, CheckResult]) -> str:
    result = tried.get(each.name)
    return "owes" if result is not None and not result.ok else "dim"


def changed_words(told: Sequence[Changed], effect: str) -> str:
    """What was changed, and from when on it counts."""
    if not told:
        return "It is that already: nothing changes."
    what = ", ".join(
        f"{each.connection}.{each.setting}: {each.before or '–'} → {each.after or '–'}"
        for each in told
    )
    return f"{what}. {effect}"


def ask_where(title: str, what: str, file: str, *, keyring: str) -> AskChoice:
    """Where a secret is to be kept; `keyring` says why it cannot be there."""
    choices = [
        Choice("f", "in a file of your own", note=f"{file}, mode 0600"),
        Choice("k", "in the keyring of this machine", refusal=keyring),
    ]
    about = f"{title}: the {what}. What is kept now is replaced; it is never shown."
    return AskChoice(f"Where is the {what} kept?", choices, about=about)
