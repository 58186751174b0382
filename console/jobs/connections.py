"""Trying what the desk is connected to: its database, mail server, mailbox and shops; nothing is sent or changed."""

from datetime import timedelta
from functools import partial

from console.jobs import mail_fetch, outbox, shops
from console.jobs.aside import aside
from console.mail import reach
from console.mail.folder import UNREAD
from console.mail.imap import ImapServer, Mailbox, NoMailbox
from console.services.checks.findings import CheckResult
from console.services.context import Desk
from console.services.faults import BadInput, Unreachable


async def examine(desk: Desk) -> tuple[CheckResult, ...]:
    """Try each connection, one after another."""
    own = (await _database(desk), await _mail_server(desk), await _mailbox(desk))
    return (*own, *[await _shop(desk, name) for name in shops.names(desk)])


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


async def _mailbox(desk: Desk) -> CheckResult:
    try:
        server = mail_fetch.server_of(desk)
    except BadInput as error:
        return CheckResult("mailbox", False, str(error))
    if server is None:
        return CheckResult("mailbox", True, "none is set: mails come in by the delivery command")
    try:
        told = await aside(partial(_looked_into, server), seconds=4 * server.timeout_seconds)
    except NoMailbox as error:
        return CheckResult("mailbox", False, str(error))
    except TimeoutError:
        return CheckResult("mailbox", False, f"{server.where} takes too long to answer")
    return CheckResult("mailbox", True, told)


def _looked_into(server: ImapServer) -> str:
    """What is found in the mailbox. Raises NoMailbox."""
    mailbox = Mailbox(server, looks_only=True)
    unread = len(mailbox.search(UNREAD))
    how = "tells of new mails" if mailbox.can_idle else "is asked for new mails"
    mailbox.close()
    return f"{server.name} at {server.where} can be read, {_how(server.security)}: {unread} unread, and it {how}"


async def _shop(desk: Desk, name: str) -> CheckResult:
    from console.store.faults import ShopFault

    try:
        return await _asked(desk, name)
    except (BadInput, ShopFault) as error:
        return CheckResult("shop", False, str(error))


async def _asked(desk: Desk, name: str) -> CheckResult:
    """What a shop says of itself. Raises BadInput and ShopFault."""
    from console.store.client import Shop

    server = shops.server_of(desk, name)
    which = f"the shop {name} at {server.where}"
    async with Shop(server) as shop:
        version = await shop.version()
        if shop.clock is None:
            return CheckResult(
                "shop", False, f"{which} does not tell the time: its answers have no Date"
            )
        orders = (await shop.orders(shop.clock - timedelta(days=1), 1)).total
    counted = "1 order" if orders == 1 else f"{orders} orders"
    return CheckResult(
        "shop", True, f"{which} answers: CS-Cart {version}, {counted} in the last day"
    )


def _how(security: str) -> str:
    return "in clear" if security == "none" else "encrypted"
