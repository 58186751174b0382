"""Passwords of mail servers and keys of shops: from the environment, a file of its owner's alone, or the keyring."""

import os
from collections.abc import Mapping
from pathlib import Path

from console.config import BadSettings, ImapSettings, ShopSettings, SmtpSettings

_OTHERS = 0o077
_KEY_CHARS_MAX = 200


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
    if not (key.isascii() and key.isprintable() and len(key) <= _KEY_CHARS_MAX and " " not in key):
        raise BadSettings(
            f"What is kept as the key of the shop {name} is none: it is one word, as the shop shows it."
        )
    return key or None


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
