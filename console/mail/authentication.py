"""What our own mail server found out about a sender: Authentication-Results (RFC 8601).

Anybody can write such a header. Only the topmost one of a server counts, and only the desk's own server is believed,
which has to take off those that come in with its name, as the standard asks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from console.mail.address import domain_of, normal_address
from console.mail.mime import Headers
from widgets.safe_text import one_line

SERVERS_MAX = 20
DOMAINS_MAX = 20

_RESULTS = {
    "pass",
    "fail",
    "softfail",
    "neutral",
    "none",
    "temperror",
    "permerror",
    "policy",
    "bestguesspass",
}
_METHOD = re.compile(r"(spf|dkim|dmarc)\s*(?:/\s*\d+)?\s*=\s*([a-z]+)", re.IGNORECASE)
_PROPERTY = re.compile(
    r"(header\.(?:d|i|from)|smtp\.(?:mailfrom|mail|helo))\s*=\s*\"?([^\s;\"]{1,320})", re.IGNORECASE
)
_TOKEN = re.compile(r'"(?:[^"\\]|\\.){0,1000}"|\\.|[();]|[^"\\();]+|.', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Authentication:
    """The verdicts of one server, each one of RFC 8601's words or '' where it gave none.

    `passed_for` are the domains for which SPF or DKIM passed, `author` the one that DMARC looked at.
    """

    server: str
    spf: str = ""
    dkim: str = ""
    dmarc: str = ""
    author: str = ""
    passed_for: tuple[str, ...] = ()

    @property
    def forged(self) -> bool:
        """Whether the sender's domain disowns the mail."""
        return self.dmarc == "fail"

    def vouches_for(self, address: str) -> bool:
        """Whether the mail is from the domain of the address, as far as that can be known."""
        domain = domain_of(address).lower()
        if not domain or self.dmarc not in ("", "none", "pass", "bestguesspass"):
            return False
        if self.dmarc == "pass":
            return self.author in ("", domain)
        return any(domain == one or domain.endswith(f".{one}") for one in self.passed_for)


_SPAM_HEADERS = ("x-spam-flag", "x-spam-status", "x-spam")


def marked_as_spam(headers: Headers) -> bool:
    """Whether a filter on the way calls it spam; who writes that of their own mail harms nobody else."""
    said = (one_line(headers.first(name)).lower() for name in _SPAM_HEADERS)
    return any(value.startswith(("yes", "true")) for value in said)


def authentication_by(server: str, found: tuple[Authentication, ...]) -> Authentication | None:
    """What that server says, or None: what others say counts for nothing."""
    wanted = server.strip().lower()
    return next((one for one in found if wanted and one.server == wanted), None)


def read_authentication(headers: Headers) -> tuple[Authentication, ...]:
    """What each server said that is named, by its topmost header alone."""
    found: dict[str, Authentication] = {}
    for value in headers.all("authentication-results")[: 5 * SERVERS_MAX]:
        clauses = _clauses(value.decode("utf-8", "replace"))
        named = one_line(clauses[0]).lower()
        server = (named.strip('"') if named.startswith('"') else named.partition(" ")[0])[:253]
        if server and server not in found and len(found) < SERVERS_MAX:
            found[server] = _verdicts(server, clauses[1:])
    return tuple(found.values())


def _verdicts(server: str, clauses: list[str]) -> Authentication:
    results: dict[str, str] = {}
    domains: dict[str, None] = {}
    author = ""
    for clause in clauses:
        method = _METHOD.match(clause.strip())
        if method is None or method[2].lower() not in _RESULTS:
            continue
        name, result = method[1].lower(), method[2].lower()
        properties = {key.lower(): value for key, value in _PROPERTY.findall(clause)}
        if name == "dmarc":
            author = author or _domain(properties.get("header.from", ""))
        elif result == "pass" and (domain := _passed(name, properties)):
            domains[domain] = None
        # One good signature of several is enough for DKIM; of the others the first word counts.
        if name not in results or (name == "dkim" and result == "pass"):
            results[name] = result
    return Authentication(
        server, results.get("spf", ""), results.get("dkim", ""), results.get("dmarc", ""), author,
        tuple(domains)[:DOMAINS_MAX],
    )  # fmt: skip


def _passed(method: str, properties: dict[str, str]) -> str:
    if method == "dkim":
        return _domain(properties.get("header.d") or properties.get("header.i", ""))
    return _domain(properties.get("smtp.mailfrom") or properties.get("smtp.mail", ""))


def _domain(value: str) -> str:
    """The domain of an address or a bare one, or ''; one without a dot vouches for too many."""
    address = normal_address(f"x@{value.rpartition('@')[2]}")
    domain = domain_of(address) if address else ""
    return domain if "." in domain else ""


def _clauses(text: str) -> list[str]:
    """The header without its comments, in its clauses."""
    clauses: list[list[str]] = [[]]
    depth = 0
    for token in _TOKEN.finditer(text):
        sign = token[0]
        if sign == "(":
            depth += 1
        elif sign == ")":
            depth = max(0, depth - 1)
        elif depth:
            continue
        elif sign == ";":
            clauses.append([])
        else:
            clauses[-1].append(sign)
    return ["".join(clause) for clause in clauses]
