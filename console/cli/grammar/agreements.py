"""Support packages, and what customers agreed to."""

from collections.abc import Mapping

from console.cli import values
from console.cli.grammar.shapes import (
    ADDRESS,
    COVERS,
    ID,
    REASON,
    REFERENCE,
    TICKET,
    Command,
    Group,
    arg,
)

ENTITLEMENT: Group = {
    "add": Command(
        "entitlements:add",
        "post a support package: premium, incident or examination",
        (
            arg("kind", choices=COVERS),
            ADDRESS,
            arg("--domain", metavar="D", help="premium: the project's domain"),
            arg("--months", type=values.counted, metavar="M", help="premium: 1, 3, 6 or 12"),
            arg(
                "--from", dest="first_day", type=values.day, metavar="D", help="premium: first day"
            ),
            arg("--ticket", type=values.number, metavar="N", help="the others: which request"),
            REASON,
            REFERENCE,
        ),
    ),
    "bind": Command(
        "entitlements:bind", "say which request an incident or examination is for", (ID, TICKET)
    ),
    "refund": Command(
        "entitlements:refund", "take a package back, before any work under it", (ID, REASON)
    ),
    "choose": Command(
        "entitlements:choose",
        "say against the rule what covers a request (leads)",
        (TICKET, REASON),
        one_of=(
            arg("--package", type=values.number, metavar="ID"),
            arg("--none", action="store_true", help="no package covers it"),
        ),
    ),
    "list": Command("entitlements:listing", "a customer's packages", (ADDRESS,)),
}
CONSENT: Group = {
    "add": Command(
        "consents:add",
        "put on record up to what a customer agreed",
        (
            arg("--up-to", type=values.counted, required=True, metavar="CREDITS", dest="ceiling"),
            arg("--message", type=values.number, metavar="M", help="the message that says so"),
        ),
        one_of=(
            arg("--ticket", type=values.number, metavar="N", help="for one request"),
            arg("--customer", metavar="ADDRESS", help="for each of their requests (leads)"),
        ),
    ),
    "withdraw": Command("consents:withdraw", "end an agreement", (ID, REASON)),
    "list": Command("consents:listing", "what a customer agreed to", (ADDRESS,)),
}

COMMANDS: Mapping[str, Command | Group] = {
    "entitlement": ENTITLEMENT,
    "domain": Command(
        "entitlements:domain",
        "say which site a request is about",
        (TICKET, arg("domain", metavar="DOMAIN")),
    ),
    "consent": CONSENT,
}
