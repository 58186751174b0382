"""Where a desk is: a file of this machine, or a database of a PostgreSQL server."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from console import config
from console.config import Settings
from console.services.faults import BadInput

SAMPLE_ADDRESS = "support@desk.example"
"""Where the sample desk's mails would come from, if any left."""

_PLAIN = re.compile(
    r"postgres(?:ql)?://(?:[\w.-]+(?::[^@/?#%\s\[\]]*)?@)?(?P<host>[\w.-]+)?(?::(?P<port>[1-9]\d{0,4}))?/(?P<database>[\w.-]+)"
    r"(?:\?(?:host=(?P<folder>/[\w./-]+)|sslmode=[a-z-]+))?",
    re.ASCII,
)
"""An address that says what it means without the driver: a mail that is only kept does not wait for that."""


def _plain_name(address: str) -> str | None:
    """What the driver would call it, where that is plain to see."""
    found = _PLAIN.fullmatch(address)
    if found is None or (found["host"] is None) == (found["folder"] is None):
        return None
    port = f":{found['port']}" if found["port"] not in {None, "5432"} else ""
    return f"{found['database']} at {found['host'] or found['folder']}{port}"


@dataclass(frozen=True, slots=True)
class Location:
    """Where the desk is (a file's path, or a server's connection string), and the settings that came with it."""

    address: Path | str
    settings: Settings
    sample: bool = False
    settings_file: Path | None = None
    """The one that was named; the default one otherwise."""

    @property
    def is_server(self) -> bool:
        """Whether it is on a PostgreSQL server: who acts is then who logged in there."""
        return isinstance(self.address, str)

    @property
    def path(self) -> Path:
        """The desk's file; raises BadInput for a desk on a server, which has none."""
        if isinstance(self.address, str):
            raise BadInput(f"{self.name} is on a server, and has no file.")
        return self.address

    @property
    def name(self) -> str:
        """What to call it, without a password."""
        if isinstance(self.address, Path):
            return str(self.address)
        if plain := _plain_name(self.address):
            return plain
        from db import server

        return server.name_of(self.address)

    @property
    def spool(self) -> Path:
        """The folder in which mails wait to be taken in."""
        if isinstance(self.address, Path):
            return self.address.with_name(f"{self.address.name}.spool")
        return config.spool_of_server(self.name)


def locate(
    database: str | None, settings_file: Path | None, environ: Mapping[str, str] | None = None
) -> Location:
    """Find the desk: the option, else CREDITDESK_DATABASE, else the settings, else the embedded file."""
    environ = os.environ if environ is None else environ
    settings = _settings(settings_file)
    named = database or environ.get("CREDITDESK_DATABASE") or settings.database
    return Location(
        _address(named) if named else config.default_database(),
        settings,
        settings_file=settings_file,
    )


def sample_location(settings_file: Path | None = None) -> Location:
    """The sample desk: a file of its own, whatever desk is set."""
    settings = replace(_settings(settings_file), support_address=SAMPLE_ADDRESS)
    return Location(config.sample_database(), settings, sample=True, settings_file=settings_file)


def _settings(file: Path | None) -> Settings:
    try:
        return config.load(file)
    except config.BadSettings as error:
        raise BadInput(str(error)) from None


def _address(named: str) -> Path | str:
    if _plain_name(named):
        return named
    if named.startswith(("postgresql://", "postgres://")):
        from db import server

        if problem := server.problem_with(named):
            raise BadInput(f"That is no address of a PostgreSQL database: {problem}.")
        return named
    for prefix in ("sqlite+aiosqlite:///", "sqlite:///"):
        if named.startswith(prefix):
            named = named.removeprefix(prefix)
    if "://" in named or not named or "\x00" in named:
        raise BadInput(f"{named!r} is no database that the program knows: give a file's path.")
    return Path(named).expanduser().absolute()
