"""Trying what the desk is connected to: its database and its mail server; nothing is sent or changed."""

from console.jobs import outbox
from console.mail import reach
from console.services.checks.findings import CheckResult
from console.services.context import Desk
from console.services.faults import BadInput, Unreachable


async def examine(desk: Desk) -> tuple[CheckResult, ...]:
    """Try each connection, one after another."""
    return (await _database(desk), await _mail_server(desk))


async def _database(desk: Desk) -> CheckResult:
    database = desk.database
    try:
        if database.read_only:
            async with desk.reading():
                return CheckResult("database", True, f"{database.name} can be read")
        async with desk.writing():
            return CheckResult("database", True, f"{database.name} can be read and written")
    except Unreachable as error:
        return CheckResult("database", False, str(error))


async def _mail_server(desk: Desk) -> CheckResult:
    if desk.facts.sample:
        return CheckResult("mail server", True, "this is the sample desk: its mails never leave")
    try:
        server = outbox.server_of(desk)
    except BadInput as error:
        return CheckResult("mail server", False, str(error))
    if server is None or not desk.settings.support_address:
        return CheckResult(
            "mail server", False, "no mail leaves yet: support_address or smtp.host is not set"
        )
    where = f"{server.host}:{server.port}"
    if problem := await reach.problem_with(server):
        return CheckResult("mail server", False, f"{where} takes no mail: {problem}")
    return CheckResult("mail server", True, f"{where} takes mail, {_how(server.security)}")


def _how(security: str) -> str:
    return "in clear" if security == "none" else "encrypted"
