"""Passwords of mail servers: from the environment, a file of its owner's alone, or the system's keyring."""

import os
from collections.abc import Mapping
from pathlib import Path

from console.config import BadSettings, ImapSettings, SmtpSettings

_OTHERS = 0o077


def find(
    section: str, settings: SmtpSettings | ImapSettings, environ: Mapping[str, str]
) -> str | None:
    """The password of the settings' section "smtp" or "imap", None where none is kept. Raises BadSettings."""
    if given := environ.get(f"CREDITDESK_{section.upper()}_PASSWORD"):
        return given
    if settings.password_file:
        return _in_file(Path(settings.password_file).expanduser())
    return _in_keyring(f"creditdesk-{section}", settings.username) if settings.username else None


def _in_file(file: Path) -> str:
    try:
        with file.open("rb") as opened:
            # Windows tells nothing of others by these bits.
            if os.name == "posix" and os.fstat(opened.fileno()).st_mode & _OTHERS:
                raise BadSettings(
                    f"The password file {file} can be read by others than its owner: `chmod 600` it."
                )
            return opened.read().decode("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "not text"
        raise BadSettings(f"The password file {file} cannot be read: {reason}") from None


def _in_keyring(service: str, username: str) -> str | None:
    """What the keyring has under this name; one that does not work has nothing."""
    import keyring

    try:
        return keyring.get_password(service, username)
    except Exception:  # a backend may raise whatever its bus or its lock does
        return None
