"""The secrets that calls are signed with: from the environment, or a file that only its owner reads."""

import stat
from collections.abc import Mapping
from pathlib import Path

from console.services.faults import BadInput
from console.site import wire

VARIABLE = "CREDITDESK_SITE_SECRETS"
_MOST_BYTES = 10_000


def read(file: str, environ: Mapping[str, str]) -> dict[str, bytes]:
    """The secrets by key. Raises BadInput, which says none of them."""
    text = environ.get(VARIABLE) or _of_file(file)
    try:
        return wire.parse_keys(text)
    except ValueError as error:
        raise BadInput(str(error)) from None


def _of_file(file: str) -> str:
    if not file:
        raise BadInput(
            f"Name the file of the website's secrets (secrets_file under [site]), or set {VARIABLE}."
        )
    path = Path(file).expanduser()
    try:
        if stat.S_IMODE(path.stat().st_mode) & 0o077:
            raise BadInput(f"{file} can be read by others: `chmod 600` it.")
        with path.open("rb") as opened:
            return opened.read(_MOST_BYTES).decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or "not text"
        raise BadInput(f"The secrets file {file} cannot be read: {why}.") from None
