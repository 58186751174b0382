"""One e-mail address: what we take for one, and the one form it is kept in."""

import re
import unicodedata

ADDRESS_CHARS_MAX = 254
LOCAL_CHARS_MAX = 64

_LOCAL = re.compile(r"(?:[^\W_]|[!#$%&'*+\-/=?^_`{|}~])+(?:\.(?:[^\W_]|[!#$%&'*+\-/=?^_`{|}~])+)*")
_DOMAIN = re.compile(
    r"(?!.{254})(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
)


def normal_address(text: str) -> str | None:
    """The address in lower case with an ASCII domain, or None when it is no address."""
    local, _, rest = unicodedata.normalize("NFC", text).strip(" <>").rpartition("@")
    domain = _ascii_domain(rest)
    if domain is None or len(local) > LOCAL_CHARS_MAX or not _LOCAL.fullmatch(local):
        return None
    address = f"{local.lower()}@{domain}"
    return address if len(address) <= ADDRESS_CHARS_MAX else None


def valid_address(text: str) -> bool:
    """Whether the text is one address and nothing else."""
    return text == text.strip(" <>") and normal_address(text) is not None


def domain_of(address: str) -> str:
    """What stands after the @."""
    return address.rpartition("@")[2]


def _ascii_domain(domain: str) -> str | None:
    domain = domain.rstrip(".").lower()
    if not domain.isascii() and len(domain) <= ADDRESS_CHARS_MAX:
        try:
            domain = domain.encode("idna").decode("ascii")
        except UnicodeError:
            return None
    return domain if _DOMAIN.fullmatch(domain) else None
