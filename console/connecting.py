"""What the desk is connected to by its settings file: mail server, mailbox, website and shops, each setting by its name."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, NamedTuple

from console import config, passwords
from console.config import (
    BadSettings,
    ImapSettings,
    Settings,
    ShopSettings,
    SiteSettings,
    SmtpSettings,
)
from console.passwords import Kept, Source
from console.settings_file import SettingsFile

SMTP, IMAP, SITE, SHOPS = "smtp", "imap", "site", "shops"
SITE_VARIABLE = "CREDITDESK_SITE_SECRETS"
_SHAPES: Mapping[str, type[Any]] = {
    SMTP: SmtpSettings, IMAP: ImapSettings, SITE: SiteSettings, SHOPS: ShopSettings,
}  # fmt: skip
_TITLES = {SMTP: "Mail server", IMAP: "Mailbox", SITE: "Website"}
_ALSO: Mapping[str, tuple[str, ...]] = {SMTP: ("support_address",), IMAP: ("mail_server",)}
"""Settings of no section of their own that belong to a connection."""

_SECRETS = {SMTP: ("password", "password_file"), IMAP: ("password", "password_file"),
            SITE: ("secrets", "secrets_file"), SHOPS: ("key", "key_file")}  # fmt: skip

ABOUT: Mapping[str, str] = {
    "support_address": "The address that answers come from, and that customers write to.",
    "mail_server": "The name under which your own mail server writes Authentication-Results.",
    "host": "The name or number of the machine.",
    "security": '"starttls", "tls", or "none" for a server on this machine.',
    "username": "The login there; none means that none is asked for.",
    "password_file": "A file of mode 0600 with the password alone.",
    "key_file": "A file of mode 0600 with the shop's key alone.",
    "secrets_file": "A file of mode 0600 with KEY:SECRET, one word or two.",
    "ca_file": "The certificate authority of the server, where the machine does not know it.",
    "folder": "The folder that new mails are in.",
    "move_to": "The folder that mails go to once they are taken in; none: they are marked as read.",
    "timeout_seconds": "How long the server may be silent.",
    "form": '"loopback" (while the host is this machine alone), "always" or "never".',
    "proxy": "The address of a proxy in front, whose word on who calls counts.",
    "address": "https://HOST or https://HOST/PATH.",
    "user": "The e-mail address that the shop's login has there.",
    "language": 'Of a buyer who is new: "en" or "ru".',
    "since": "Orders before this day give nothing by themselves, such as 2026-11-01.",
    "hooks_from": "Addresses whose word on changed orders needs no signature, with spaces between them.",
}


class Line(NamedTuple):
    """One setting: its value in words, and whether it stands in the file or is as it is without."""

    setting: str
    value: str
    stands: bool


@dataclass(frozen=True, slots=True)
class Connection:
    """One connection: its settings, and where its secret is; never the secret."""

    name: str
    title: str
    lines: tuple[Line, ...]
    secret: str
    kept: Kept


def names(settings: Settings) -> tuple[str, ...]:
    """The connections by their sections' names: "smtp", "imap", "site" and "shops.NAME"."""
    return (SMTP, IMAP, SITE, *(f"{SHOPS}.{name}" for name in settings.shops))


def title(name: str) -> str:
    """What people call it."""
    kind, shop = _split(name)
    return _TITLES.get(kind, f"Shop {shop}")


def view(file: SettingsFile, name: str, environ: Mapping[str, str]) -> Connection:
    """A connection as the file has it; where its secret is may take as long as a keyring wants. Raises BadSettings."""
    lines = tuple(_line(file, name, setting) for setting in settings_of(name, file.settings))
    return Connection(name, title(name), lines, secret_of(name), kept(file.settings, name, environ))


def settings_of(name: str, settings: Settings) -> tuple[str, ...]:
    """The names of a connection's settings. Raises BadSettings for one that there is not."""
    kind, shop = _split(name)
    if (
        kind not in _SHAPES
        or (kind == SHOPS) != bool(shop)
        or (shop and shop not in settings.shops)
    ):
        there = ", ".join(names(settings))
        raise BadSettings(f"There is no connection {name!r}. There is {there}.")
    return (*_ALSO.get(kind, ()), *(each.name for each in fields(_SHAPES[kind])))


def path_of(name: str, setting: str, settings: Settings) -> tuple[str, ...]:
    """Where a setting stands in the file. Raises BadSettings for one that there is not."""
    known = settings_of(name, settings)
    if setting not in known:
        raise BadSettings(f"{name} has no setting {setting!r}. It has {', '.join(known)}.")
    return _path(name, setting)


def _path(name: str, setting: str) -> tuple[str, ...]:
    kind, shop = _split(name)
    if setting in _ALSO.get(kind, ()):
        return (setting,)
    return (kind, shop, setting) if shop else (kind, setting)


def section_of(settings: Settings, name: str) -> tuple[str, ...]:
    """What to take out of the file with a shop: its section, and with the last of them what they stand in. Raises BadSettings."""
    settings_of(name, settings)
    _, shop = _split(name)
    return (SHOPS, shop) if len(settings.shops) > 1 else (SHOPS,)


def is_section(path: tuple[str, ...]) -> bool:
    """Whether more than one setting stands there."""
    return path[0] == SHOPS and len(path) < 3


def value_of(settings: Settings, path: tuple[str, ...]) -> Any:
    """The value that counts, whether it stands in the file or not."""
    found: Any = settings
    for each in path:
        found = found[each] if isinstance(found, Mapping) else getattr(found, each)
    return found


def typed(name: str, setting: str, text: str) -> Any:
    """A value as it was typed; nothing typed is None: as it is without. Raises BadSettings."""
    kind, _ = _split(name)
    plain = Settings() if setting in _ALSO.get(kind, ()) else _SHAPES[kind]()
    wanted = text.strip()
    if not wanted:
        return None
    if not wanted.isprintable():
        raise BadSettings(f"{setting} has signs that cannot be seen.")
    if not isinstance(getattr(plain, setting), int):
        return wanted
    if not (wanted.isascii() and wanted.isdigit() and len(wanted) < 10):
        raise BadSettings(f"{setting} is a whole number.")
    return int(wanted)


def secret_of(name: str) -> str:
    """What a connection's secret is called: "password", "key" or "secrets"."""
    return _SECRETS[_split(name)[0]][0]


def secret_setting(name: str) -> str:
    """The setting that names the file of a connection's secret."""
    return _SECRETS[_split(name)[0]][1]


def source_of(settings: Settings, name: str) -> Source:
    """Where a connection's secret is looked for; those of the website are in no keyring."""
    kind, shop = _split(name)
    if kind == SHOPS:
        return passwords.shop_source(shop, settings.shops[shop])
    if kind == SITE:
        return Source("secrets", SITE_VARIABLE, settings.site.secrets_file, "", "")
    return passwords.mail_source(kind, settings.smtp if kind == SMTP else settings.imap)


def kept(settings: Settings, name: str, environ: Mapping[str, str]) -> Kept:
    """Where a connection's secret is."""
    found = passwords.whereabouts(source_of(settings, name), environ)
    if _split(name)[0] == SITE and found.where == "unneeded":
        return Kept("missing", "missing: the website is not served without")
    return found


def file_for_secret(file: SettingsFile, name: str) -> Path:
    """The file that a secret goes to: the one that is named, else one beside the settings file."""
    named = source_of(file.settings, name).file
    if named:
        return Path(named)
    return file.place.with_name(f"{name.replace('.', '-')}.{secret_of(name)}")


def _line(file: SettingsFile, name: str, setting: str) -> Line:
    path = _path(name, setting)
    return Line(setting, words(value_of(file.settings, path)), file.has(path))


def words(value: Any) -> str:
    """A value as it is told."""
    return str(value) if value != "" else ""


def shop_named(name: str) -> str:
    """The connection of a shop of that name."""
    return f"{SHOPS}.{name}"


def shop_of(name: str) -> str:
    """The shop that a connection is of; "" where it is of none."""
    return _split(name)[1]


def _split(name: str) -> tuple[str, str]:
    kind, _, shop = name.partition(".")
    return kind, shop


def default_words(name: str, setting: str) -> str:
    """What a setting is where the file says nothing of it."""
    kind, _ = _split(name)
    plain = config.Settings() if setting in _ALSO.get(kind, ()) else _SHAPES[kind]()
    return words(getattr(plain, setting))
