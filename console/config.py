"""Settings: a TOML file, with a default for everything that a single desk can do without."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from pathlib import Path
from typing import Any, Literal, TypeVar
from urllib.parse import urlsplit

_T = TypeVar("_T")
_Server = TypeVar("_Server", "SmtpSettings", "ImapSettings")

MOST_TIMEOUT_SECONDS = 120
"""A mail is claimed for ten minutes: nobody else sends it while its server is slow."""


MOST_PORT = 65535
MOST_DEADLINE_SECONDS = 600
MOST_OVERLAP_MINUTES = 7 * 24 * 60


class BadSettings(ValueError):
    """The settings file cannot be used; the text says what is wrong in it."""


Security = Literal["none", "starttls", "tls"]


@dataclass(frozen=True, slots=True)
class SmtpSettings:
    """The server that mails leave by; `password_file` holds one line and is readable by its owner alone."""

    host: str = ""
    port: int = 587
    security: Security = "starttls"
    username: str = ""
    password_file: str = ""
    timeout_seconds: int = 30


@dataclass(frozen=True, slots=True)
class ImapSettings:
    """The mailbox that mails are fetched from; what is taken in is marked as read, or moved to `move_to`."""

    host: str = ""
    port: int = 993
    security: Security = "tls"
    username: str = ""
    password_file: str = ""
    ca_file: str = ""
    folder: str = "INBOX"
    move_to: str = ""
    timeout_seconds: int = 30


@dataclass(frozen=True, slots=True)
class SiteSettings:
    """Where the website's calls are taken, and how many; `secrets_file` is for its owner's eyes alone.

    `form` is whether the public form is served: "loopback" (while `host` is this machine's own), "always" or "never".
    `proxy` is the address of a proxy in front, whose word on who calls counts. Calls are a minute, forms an hour.
    """

    host: str = "127.0.0.1"
    port: int = 8765
    secrets_file: str = ""
    form: str = "loopback"
    proxy: str = ""
    calls_per_key: int = 1200
    calls_per_address: int = 1200
    forms_per_address: int = 30
    forms_per_email: int = 6


@dataclass(frozen=True, slots=True)
class ShopSettings:
    """A CS-Cart shop whose paid orders give credits; `key_file` holds one line and is its owner's alone.

    `language` is that of a buyer who is new. Orders placed before the day `since` give nothing by themselves; without
    it that is the day of the first look. A look goes back `overlap_minutes` over the one before it. One question may
    take `deadline_seconds` with all its attempts. `hooks_from` are the addresses or networks, with spaces between them,
    whose word that an order changed needs no signature.
    """

    address: str = ""
    user: str = ""
    key_file: str = ""
    ca_file: str = ""
    language: str = "en"
    since: str = ""
    overlap_minutes: int = 60
    timeout_seconds: int = 20
    deadline_seconds: int = 60
    hooks_from: str = ""


@dataclass(frozen=True, slots=True)
class Settings:
    """What can be set; times are the office's own (C7), and `keys` gives the console's actions other keys.

    `mail_server` is the name under which our own mail server writes Authentication-Results, `reopen_days` how long
    after its closing an answer opens a request again, `acknowledge` whether who writes is told that the request is
    here: "always", "closed" (outside office hours alone) or "never".
    """

    database: str = ""
    desk_name: str = "Support"
    support_address: str = ""
    shop_url: str = "https://store.cart-power.com/support"
    dispute_address: str = ""
    mail_server: str = ""
    reopen_days: int = 30
    acknowledge: str = "always"
    utc_offset_hours: int = 4
    holidays: str = "RU"
    claim_lost_seconds: int = 3600
    free_credits_first: bool = True
    theme: str = ""
    smtp: SmtpSettings = field(default_factory=SmtpSettings)
    imap: ImapSettings = field(default_factory=ImapSettings)
    site: SiteSettings = field(default_factory=SiteSettings)
    keys: Mapping[str, str] = field(default_factory=dict)
    shops: Mapping[str, ShopSettings] = field(default_factory=dict)

    @property
    def mail_domain(self) -> str:
        """The domain of our Message-IDs."""
        return self.support_address.rpartition("@")[2] or "creditdesk.invalid"


def default_file() -> Path:
    """Where the settings file is when none is named."""
    from platformdirs import user_config_path

    return user_config_path("creditdesk", appauthor=False) / "settings.toml"


def default_database() -> Path:
    """Where the desk's file is when none is named."""
    from platformdirs import user_data_path

    return user_data_path("creditdesk", appauthor=False) / "desk.db"


def sample_database() -> Path:
    """Where the sample desk's file is; never the desk's own."""
    from platformdirs import user_cache_path

    return user_cache_path("creditdesk", appauthor=False) / "sample-desk.db"


def spool_of_server(name: str) -> Path:
    """Where mails wait on this machine for a desk on a server, by the desk's name."""
    from platformdirs import user_data_path

    plain = "".join(c if c.isalnum() or c in "-_" else "-" for c in name)
    return user_data_path("creditdesk", appauthor=False) / f"{plain}.spool"


def load(file: Path | None) -> Settings:
    """Read the settings; a named file must be there, the default one need not. Raises BadSettings."""
    path = file or default_file()
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        if file is None:
            return Settings()
        raise BadSettings(f"There is no settings file {path}.") from None
    except (OSError, UnicodeDecodeError) as error:
        raise BadSettings(f"The settings file {path} cannot be read: {error}") from None
    try:
        return parse(text)
    except BadSettings as error:
        raise BadSettings(f"The settings file {path} is not right: {error}") from None


def parse(text: str) -> Settings:
    """What a settings file with this text says. Raises BadSettings with what is wrong in it."""
    import tomllib

    try:
        return _settings(tomllib.loads(text))
    except (tomllib.TOMLDecodeError, TypeError) as error:
        raise BadSettings(str(error)) from None


def _settings(table: dict[str, Any]) -> Settings:
    smtp = _server(SmtpSettings, table, "smtp")
    imap = _server(ImapSettings, table, "imap")
    site = _checked(SiteSettings, dict(table.pop("site", {})), "site.")
    _check_site(site)
    shops = _shops(table)
    settings = _checked(
        Settings, {**table, "smtp": smtp, "imap": imap, "site": site, "shops": shops}
    )
    if settings.acknowledge not in {"always", "closed", "never"}:
        raise TypeError('acknowledge is "always", "closed" or "never"')
    if settings.reopen_days < 0:
        raise TypeError("reopen_days is 0 or more")
    for name, value in settings.keys.items():
        if not isinstance(value, str):
            raise TypeError(f'keys.{name} should be a key in quotes, such as "f12"')
    return settings


def _server(shape: type[_Server], table: dict[str, Any], name: str) -> _Server:
    """A section that is about a server."""
    server = _checked(shape, dict(table.pop(name, {})), f"{name}.")
    if server.security not in {"none", "starttls", "tls"}:
        raise TypeError(f'{name}.security is "starttls", "tls" or "none"')
    if not 1 <= server.port <= MOST_PORT:
        raise TypeError(f"{name}.port is 1 to {MOST_PORT}")
    if not 1 <= server.timeout_seconds <= MOST_TIMEOUT_SECONDS:
        raise TypeError(f"{name}.timeout_seconds is 1 to {MOST_TIMEOUT_SECONDS}")
    return server


def _check_site(site: SiteSettings) -> None:
    if site.form not in {"loopback", "always", "never"}:
        raise TypeError('site.form is "loopback", "always" or "never"')
    if not 1 <= site.port <= MOST_PORT:
        raise TypeError(f"site.port is 1 to {MOST_PORT}")
    for name in ("calls_per_key", "calls_per_address", "forms_per_address", "forms_per_email"):
        if getattr(site, name) < 1:
            raise TypeError(f"site.{name} is 1 or more")


def _shops(table: dict[str, Any]) -> dict[str, ShopSettings]:
    """The sections about shops, by the shops' names."""
    sections = table.pop("shops", {})
    if not isinstance(sections, dict) or not all(isinstance(x, dict) for x in sections.values()):
        raise TypeError("each shop has a section of its own, such as [shops.com]")
    shops = {
        name: _checked(ShopSettings, each, f"shops.{name}.") for name, each in sections.items()
    }
    places: dict[tuple[str | None, int, str], str] = {}
    for name, shop in shops.items():
        _check_shop(name, shop)
        same = places.setdefault(_place(shop.address), name)
        if same != name:
            # Each of its orders would be worth its credits twice.
            raise TypeError(f"shops.{same} and shops.{name} have one address")
    return shops


def _check_shop(name: str, shop: ShopSettings) -> None:
    if not is_shop_name(name):
        raise TypeError(
            f"shops.{name}: a shop's name has up to 20 small letters, digits and dashes"
        )
    if problem := problem_with_address(shop.address):
        raise TypeError(f"shops.{name}.address {problem}")
    if not re.fullmatch(r"[^\s:\x00-\x1f\x7f]{1,254}", shop.user):
        raise TypeError(f"shops.{name}.user is the e-mail address that the shop's login has there")
    if shop.language not in {"en", "ru"}:
        raise TypeError(f'shops.{name}.language is "en" or "ru"')
    if shop.since and not _is_day(shop.since):
        raise TypeError(f'shops.{name}.since is a day such as "2026-11-01"')
    for each in shop.hooks_from.split():
        if not _is_network(each):
            raise TypeError(f"shops.{name}.hooks_from has {each!r}, which is no address or network")
    for setting, least, most in (
        ("overlap_minutes", 1, MOST_OVERLAP_MINUTES),
        ("timeout_seconds", 1, MOST_TIMEOUT_SECONDS),
        ("deadline_seconds", shop.timeout_seconds, MOST_DEADLINE_SECONDS),
    ):
        if not least <= getattr(shop, setting) <= most:
            raise TypeError(f"shops.{name}.{setting} is {least} to {most}")


def is_shop_name(name: str) -> bool:
    """Whether a shop can be named so."""
    return re.fullmatch("[a-z0-9-]{1,20}", name) is not None


def problem_with_address(address: str) -> str | None:
    """Why a shop cannot be talked to at this address, None where it can."""
    wanted = "is https://HOST or https://HOST/PATH"
    host = r"[A-Za-z0-9]+(?:(?:\.|-+)[A-Za-z0-9]+)*"
    path = r"(?:/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)*/?"
    found = re.fullmatch(rf"(https?)://({host})(?::([0-9]{{1,5}}))?{path}", address)
    if found is None or not 1 <= int(found[3] or 443) <= MOST_PORT:
        return wanted
    if found[1] == "http" and not is_loopback(found[2]):
        return f"{wanted}: a key does not cross a network in clear"
    return None


def _place(address: str) -> tuple[str | None, int, str]:
    """What tells one shop's address from another's."""
    parts = urlsplit(address)
    return parts.hostname, parts.port or 443, parts.path.rstrip("/")


def is_loopback(host: str) -> bool:
    """Whether the host is this machine itself by name or number."""
    import ipaddress

    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def _is_network(text: str) -> bool:
    import ipaddress

    try:
        ipaddress.ip_network(text, strict=False)
    except ValueError:
        return False
    return True


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _checked(shape: type[_T], values: dict[str, Any], prefix: str = "") -> _T:
    """Build the shape, refusing names that it has not and values of another type."""
    known = {each.name: each for each in fields(shape)}  # type: ignore[arg-type]  # all shapes are dataclasses
    blank = shape()
    for name, value in values.items():
        if name not in known:
            raise TypeError(f"{prefix}{name} is no setting")
        if type(value) is not type(getattr(blank, name)):
            wanted = type(getattr(blank, name)).__name__
            raise TypeError(f"{prefix}{name} should be of type {wanted}")
    return shape(**values)
