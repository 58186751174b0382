"""Trying what the desk is connected to: its database, mail server, mailbox and shops; nothing is sent or changed."""

from dataclasses import replace
from datetime import timedelta
from functools import partial

from console import connecting
from console.config import ImapSettings, Settings
from console.jobs import mail_fetch, outbox, shops, website
from console.jobs.aside import aside
from console.mail import reach
from console.mail.folder import UNREAD
from console.mail.imap import ImapServer, Mailbox, NoMailbox
from console.services.checks.findings import CheckResult
from console.services.context import Desk
from console.services.faults import BadInput, NotFound, Unreachable

_SAMPLE = CheckResult("mail server", True, "this is the sample desk: its mails never leave")
_KEYRING_SLEEPS = "the keyring does not answer: open it, or keep the secret in a file"
KEYRING_SECONDS = 60.0
"""A keyring may ask its person to open it."""


async def examine(desk: Desk) -> tuple[CheckResult, ...]:
    """Try each connection, one after another."""
    settings, sample = desk.settings, desk.facts.sample
    own = (
        await _database(desk),
        _SAMPLE if sample else await _mail_server(settings),
        await _mailbox(replace(settings, imap=ImapSettings()) if sample else settings),
    )
    return (*own, *[await _shop(settings, name) for name in shops.names(desk)])


async def attempt(settings: Settings, name: str) -> CheckResult:
    """Try one connection of the settings by its section's name. Raises NotFound."""
    kind, _, shop = name.partition(".")
    if kind == connecting.SHOPS and shop in settings.shops:
        return await _shop(settings, shop)
    tries = {
        connecting.SMTP: _mail_server, connecting.IMAP: _mailbox, connecting.SITE: website.examine,
    }  # fmt: skip
    if name not in tries:
        there = ", ".join(connecting.names(settings))
        raise NotFound(f"There is no connection {name!r}. There is {there}.")
    return await tries[name](settings)


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


async def _mail_server(settings: Settings) -> CheckResult:
    try:
        server = await aside(partial(outbox.server_of, settings), seconds=KEYRING_SECONDS)
    except BadInput as error:
        return CheckResult("mail server", False, str(error))
    except TimeoutError:
        return CheckResult("mail server", False, _KEYRING_SLEEPS)
    if server is None or not settings.support_address:
        return CheckResult(
            "mail server", False, "no mail leaves yet: support_address or smtp.host is not set"
        )
    where = f"{server.host}:{server.port}"
    if problem := await reach.problem_with(server):
        return CheckResult("mail server", False, f"{where} takes no mail: {problem}")
    login = f", and lets {server.username} in" if server.username else ""
    return CheckResult(
        "mail server", True, f"{where} takes mail, {_how(server.security)}{login}; none was sent"
    )


async def _mailbox(settings: Settings) -> CheckResult:
    try:
        server = await aside(partial(mail_fetch.mailbox_of, settings), seconds=KEYRING_SECONDS)
    except BadInput as error:
        return CheckResult("mailbox", False, str(error))
    except TimeoutError:
        return CheckResult("mailbox", False, _KEYRING_SLEEPS)
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


async def _shop(settings: Settings, name: str) -> CheckResult:
    from console.store.faults import ShopFault

    try:
        return await _asked(settings, name)
    except (BadInput, ShopFault) as error:
        return CheckResult("shop", False, str(error))
    except TimeoutError:
        return CheckResult("shop", False, _KEYRING_SLEEPS)


async def _asked(settings: Settings, name: str) -> CheckResult:
    """What a shop says of itself. Raises BadInput and ShopFault."""
    from console.store.client import Shop

    server = await aside(partial(shops.shop_of, settings, name), seconds=KEYRING_SECONDS)
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
