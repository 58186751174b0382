"""The settings file as it is written: one value in its place, its comments and order kept, and nobody's work lost."""

import os
import re
import stat
import tomllib
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from console import config, placing
from console.config import BadSettings, Settings

Change = tuple[tuple[str, ...], Any]
"""Where a value stands, such as ("smtp", "host"), and what it is to be; None takes it out."""


@dataclass(frozen=True, slots=True)
class SettingsFile:
    """A settings file as it was read: `text` None where there is none yet, `place` what a link leads to."""

    named: Path
    place: Path
    text: str | None
    settings: Settings

    @property
    def table(self) -> dict[str, Any]:
        """What stands in it."""
        return tomllib.loads(self.text or "")

    def has(self, path: Sequence[str]) -> bool:
        """Whether a value stands in it, rather than being as it is without."""
        found: Any = self.table
        for name in path:
            if not isinstance(found, dict) or name not in found:
                return False
            found = found[name]
        return True


def read(file: Path | None) -> SettingsFile:
    """The file that is named, else the default one, which need not be there. Raises BadSettings."""
    named = (file or config.default_file()).absolute()
    text: str | None = None
    try:
        place = named.resolve()
        text = place.read_bytes().decode("utf-8")
    except FileNotFoundError:
        if file is not None:
            raise BadSettings(f"There is no settings file {named}.") from None
    except (OSError, RuntimeError, UnicodeDecodeError) as error:
        raise BadSettings(f"The settings file {named} cannot be read: {error}") from None
    try:
        return SettingsFile(named, place, text, config.parse(text or ""))
    except BadSettings as error:
        raise BadSettings(f"The settings file {named} is not right: {error}") from None


def changed(file: SettingsFile, changes: Sequence[Change]) -> tuple[str, Settings]:
    """The file's text with the changes, and what it says then. Raises BadSettings, with what is wrong."""
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    wanted = file.table
    try:
        document = tomlkit.parse(file.text or "")
        for path, value in changes:
            _put(document, path, value, made=tomlkit.table)
            _put(wanted, path, value, made=dict)
        text = _with_words(file.text or "", tomlkit.dumps(document))
        same = tomllib.loads(text) == wanted
    except (TOMLKitError, tomllib.TOMLDecodeError, KeyError, TypeError, ValueError):
        same = False
    if not same:
        # As it is written there, nothing else could be kept as it is.
        raise BadSettings(f"{file.named} is written in a way that only an editor can change.")
    return text, config.parse(text)


def _put(table: Any, path: Sequence[str], value: Any, *, made: Any) -> None:
    for name in path[:-1]:
        if name not in table:
            if value is None:
                return
            table[name] = made()
        table = table[name]
    if value is not None:
        table[path[-1]] = value
    elif path[-1] in table:
        del table[path[-1]]


_SECTION = re.compile(r"^[ \t]*\[", re.MULTILINE)

_WORDS_AFTER = re.compile(r"\n[ \t]*\r?\n((?:[ \t]*(?:#[^\n]*)?\n)*(?:[ \t]*#[^\n]*)?)\Z")
"""What follows a section's last line and an empty one, if it is comments alone."""


def _with_words(before: str, after: str) -> str:
    """The text without a section, with the comments that stand above the next one: the library takes them out with it."""
    cut = len(before) - len(after)
    for start in (found.start() for found in _SECTION.finditer(before) if cut > 0):
        if after == before[:start] + before[start + cut :]:
            words = _WORDS_AFTER.search(before, start, start + cut)
            return after[:start] + (words[1] if words else "") + after[start:]
    return after


def write(file: SettingsFile, text: str) -> None:
    """Put the text in the file's place, if it stands there as it was read. Raises BadSettings, and changes nothing then."""
    try:
        _write(file, text)
    except OSError as error:
        why = error.strerror or str(error)
        raise BadSettings(f"The settings file {file.named} cannot be written: {why}.") from None


def _write(file: SettingsFile, text: str) -> None:
    folder = file.place.parent
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    finished = placing.beside(file.place)
    try:
        with placing.new_file(finished) as opened:
            opened.write(text.encode())
        if file.text is None:
            try:
                placing.put(finished, file.place)
            except FileExistsError:
                raise _changed_meanwhile(file) from None
        else:
            _replace(finished, file)
    finally:
        placing.remove(finished)


def _replace(finished: Path, file: SettingsFile) -> None:
    """Take the place of what was read, with its mode and owner; two programs of ours do so one after the other."""
    with file.place.open("rb") as there:
        _hold(there.fileno())
        known = os.fstat(there.fileno())
        if not stat.S_ISREG(known.st_mode):
            raise BadSettings(f"{file.named} is no file that could be written anew.")
        finished.chmod(stat.S_IMODE(known.st_mode))
        with suppress(OSError, AttributeError):
            os.chown(finished, known.st_uid, known.st_gid)
        placing.make_sure(finished)
        check_unchanged(file)
        finished.replace(file.place)
    placing.make_sure(file.place.parent)


def check_unchanged(file: SettingsFile) -> None:
    """Raise BadSettings where something else stands in the file's place than was read."""
    try:
        there = file.place.read_bytes().decode("utf-8", "replace")
    except FileNotFoundError:
        there = None
    except OSError as error:
        raise BadSettings(f"{file.named} cannot be read any more: {error.strerror}.") from None
    if there != file.text:
        raise _changed_meanwhile(file)


def _hold(descriptor: int) -> None:
    """Keep other programs of ours from writing it. Raises BlockingIOError where one does just now."""
    try:
        import fcntl

        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise
    except (ImportError, OSError):
        return  # not every disk can


def _changed_meanwhile(file: SettingsFile) -> BadSettings:
    return BadSettings(
        f"{file.named} was changed by somebody else meanwhile: nothing is written. Look again, and change it then."
    )


SECRET_BYTES_MAX = 1000
"""A file that has more in it has something else in it than a secret."""


def keep_secret(file: Path, secret: str, *, beside: SettingsFile) -> None:
    """Write a secret into a file for its owner's eyes alone. Raises BadSettings, which never has it.

    What has something else in it, the settings file before all, is not written over.
    """
    try:
        place = file.expanduser().resolve()
        if place.exists() and not stat.S_ISREG(place.stat().st_mode):
            raise BadSettings(f"{file} is no file that could be written.")
        if place == beside.place or (place.exists() and place.stat().st_size > SECRET_BYTES_MAX):
            raise BadSettings(f"{file} has something else in it than a secret: name another file.")
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        finished = placing.beside(place)
        try:
            with placing.new_file(finished) as opened:
                opened.write(secret.encode() + b"\n")
            placing.make_sure(finished)
            finished.replace(place)
            placing.make_sure(place.parent)
        finally:
            placing.remove(finished)
    except (OSError, RuntimeError) as error:
        why = getattr(error, "strerror", None) or "it leads nowhere"
        raise BadSettings(f"The file {file} cannot be written: {why}.") from None
