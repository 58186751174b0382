"""Passwords of mail servers and keys of shops: from the environment, a file of its owner's alone, or the keyring."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from console.config import BadSettings, ImapSettings, ShopSettings, SmtpSettings

_OTHERS = 0o077
_KEY_CHARS_MAX = 200


class Source(NamedTuple):
    """Where a secret is looked for: a variable of the environment, then the file named, else the keyring."""

    what: str
    variable: str
    file: str
    service: str
    user: str


class Kept(NamedTuple):
    """Where a secret is: "environment", "file", "keyring", "missing", "unreadable" or "unneeded", and in words."""

    where: str
    words: str


def mail_source(section: str, settings: SmtpSettings | ImapSettings) -> Source:
    """Where the password of the section "smtp" or "imap" is looked for."""
    return Source(
        "password", f"CREDITDESK_{section.upper()}_PASSWORD", settings.password_file,
        f"creditdesk-{section}", settings.username,
    )  # fmt: skip


def shop_source(name: str, shop: ShopSettings) -> Source:
    """Where the key of the shop of this name is looked for."""
    return Source(
        "key", shop_key_variable(name), shop.key_file, f"creditdesk-shop-{name}", shop.user
    )


def whereabouts(source: Source, environ: Mapping[str, str]) -> Kept:
    """Where a secret is, without telling it; a keyring may ask its person to open it."""
    if environ.get(source.variable):
        return Kept("environment", f"set, in the environment ({source.variable})")
    if source.file:
        try:
            found = _in_file(Path(source.file).expanduser(), source.what)
        except BadSettings as error:
            return Kept("unreadable", str(error))
        return Kept("file", f"set, in file {source.file}") if found else _missing(source)
    if not source.user:
        return Kept("unneeded", "not needed: no username is set")
    if _in_keyring(source.service, source.user):
        return Kept("keyring", "set, in the keyring")
    return _missing(source)


def _missing(source: Source) -> Kept:
    where = f": file {source.file} is empty" if source.file else ""
    return Kept("missing", f"missing{where}")


def has_keyring() -> bool:
    """Whether there is a keyring on this machine that a secret could be put in."""
    import keyring

    try:
        return keyring.get_keyring().priority > 0
    except Exception:  # a backend may raise whatever its bus does
        return False


def keep_in_keyring(source: Source, secret: str) -> None:
    """Put a secret into the keyring. Raises BadSettings, which never has it, where it is not there afterwards."""
    import keyring

    try:
        keyring.set_password(source.service, source.user, secret)
        kept = keyring.get_password(source.service, source.user) == secret
    except Exception:  # its words could have the secret in them
        kept = False
    if not kept:
        raise BadSettings("The keyring does not take it: keep it in a file of your own.")


def find(
    section: str, settings: SmtpSettings | ImapSettings, environ: Mapping[str, str]
) -> str | None:
    """The password of the settings' section "smtp" or "imap", None where none is kept. Raises BadSettings."""
    if given := environ.get(f"CREDITDESK_{section.upper()}_PASSWORD"):
        return given
    if settings.password_file:
        return _in_file(Path(settings.password_file).expanduser(), "password")
    return _in_keyring(f"creditdesk-{section}", settings.username) if settings.username else None


def shop_key(name: str, shop: ShopSettings, environ: Mapping[str, str]) -> str | None:
    """The key to the API of the shop of this name, None where none is kept. Raises BadSettings, which never has it."""
    key = environ.get(shop_key_variable(name))
    if not key and shop.key_file:
        key = _in_file(Path(shop.key_file).expanduser(), "key")
    elif not key:
        key = _in_keyring(f"creditdesk-shop-{name}", shop.user)
    key = (key or "").strip()
    if not is_key(key):
        raise BadSettings(
            f"What is kept as the key of the shop {name} is none: it is one word, as the shop shows it."
        )
    return key or None


def is_key(text: str) -> bool:
    """Whether this could be a shop's key."""
    return text.isascii() and text.isprintable() and len(text) <= _KEY_CHARS_MAX and " " not in text


def shop_key_variable(name: str) -> str:
    """The name of the environment's variable for a shop's key."""
    return f"CREDITDESK_SHOP_{name.upper().replace('-', '_')}_KEY"


def _in_file(file: Path, what: str) -> str:
    try:
        with file.open("rb") as opened:
            # Windows tells nothing of others by these bits.
            if os.name == "posix" and os.fstat(opened.fileno()).st_mode & _OTHERS:
                raise BadSettings(
                    f"The {what} file {file} can be read by others than its owner: `chmod 600` it."
                )
            return opened.read().decode("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "not text"
        raise BadSettings(f"The {what} file {file} cannot be read: {reason}") from None


def _in_keyring(service: str, username: str) -> str | None:
    """What the keyring has under this name; one that does not work has nothing."""
    import keyring

    try:
        return keyring.get_password(service, username)
    except Exception:  # a backend may raise whatever its bus or its lock does
        return None
