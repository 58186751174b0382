"""How the desk is connected: the settings in use, each tried and changed; a secret comes from standard input alone."""

import os
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from console import connecting, settings_file
from console.cli.context import Context, locate, opened
from console.cli.inputs import read_text
from console.cli.output import Answer
from console.cli.running import DONE, UNREACHABLE
from console.config import BadSettings, Settings
from console.connecting import Connection
from console.policy.refusal import Refusal
from console.services.faults import BadInput, NotFound
from console.settings_file import SettingsFile

if TYPE_CHECKING:
    from console.jobs.settings_edit import By
    from console.services.settings_changes import Changed


def listing(context: Context) -> Answer:
    """Tell every setting in use, and where each secret is; never the secret."""
    from console.jobs import settings_edit

    file = _file(context)
    found = settings_edit.views(file, os.environ)
    there = "" if file.text is not None else " (not there yet)"
    text = "\n\n".join([f"Settings file {file.named}{there}", *map(_words, found)])
    told = [_data(each) for each in found]
    return Answer(
        {"file": str(file.named), "exists": file.text is not None, "connections": told}, text
    )


def _data(found: Connection) -> dict[str, Any]:
    return {
        "connection": found.name,
        "settings": [each._asdict() for each in found.lines],
        "secret": {"name": found.secret, **found.kept._asdict()},
    }


def _words(found: Connection) -> str:
    rows = [(each.setting, each.value or "–") for each in found.lines]
    rows.append((found.secret, found.kept.words))
    width = max(len(name) for name, _ in rows)
    return "\n".join([f"{found.name}: {found.title}", *(f"  {n:<{width}}  {v}" for n, v in rows)])


async def attempt(context: Context) -> Answer:
    """Try one connection for real; nothing is sent and nothing changed."""
    from console.jobs import connections

    name = context.given.connection
    found = await connections.attempt(await _in_use(context, name), name)
    data = {"connection": name, "ok": found.ok, "detail": found.detail}
    said = f"{'ok' if found.ok else 'WRONG'}  {found.detail}"
    return Answer(data, said, code=DONE if found.ok else UNREACHABLE)


async def _in_use(context: Context, name: str) -> Settings:
    """The file's settings; an address that it does not say may be set for everybody at the desk."""
    from console import bootstrap
    from console.services import deskwide

    settings = _file(context).settings
    asked = name == connecting.SMTP and settings.smtp.host and not settings.support_address
    if not asked or bootstrap.state_of(locate(context)) == "absent":
        return settings
    async with opened(context) as desk:
        return deskwide.over(settings, desk.said)


async def put(context: Context) -> Answer | Refusal:
    """Change one setting, or the secret that is read from standard input."""
    from console.jobs import settings_edit

    given, file = context.given, _file(context)
    _known(file, given.connection)
    secret = given.setting == connecting.secret_of(given.connection)
    if secret and given.value is not None:
        raise BadInput(f"A {given.setting} is read from standard input alone: leave it out here.")
    if given.keyring and not secret:
        raise BadInput("--keyring is for a secret.")
    if given.value is None and not secret:
        raise BadInput(f"Say what {given.setting} is to be; '' lets it be as it is without.")
    typed = _secret(given.setting) if secret else given.value
    async with _who(context) as by:
        if isinstance(by, Refusal):
            return by
        if secret:
            done = await settings_edit.keep_secret(
                by, file, name=given.connection, secret=typed, in_keyring=given.keyring,
                now=context.now,
            )  # fmt: skip
        else:
            done = await settings_edit.change(
                by, file, name=given.connection, setting=given.setting, text=typed, now=context.now
            )
        return _told(file, done, recorded=by is not None)


async def add_shop(context: Context) -> Answer | Refusal:
    """Write a section for another shop."""
    from console.jobs import settings_edit

    given, file = context.given, _file(context)
    async with _who(context) as by:
        if isinstance(by, Refusal):
            return by
        done = await settings_edit.add_shop(
            by, file, shop=given.shop, address=given.address, user=given.user, now=context.now
        )
        return _told(file, done, recorded=by is not None)


async def remove_shop(context: Context) -> Answer | Refusal:
    """Take a shop's section out."""
    from console.jobs import settings_edit

    file = _file(context)
    _known(file, connecting.shop_named(context.given.shop))
    async with _who(context) as by:
        if isinstance(by, Refusal):
            return by
        done = await settings_edit.remove_shop(by, file, shop=context.given.shop, now=context.now)
        return _told(file, done, recorded=by is not None)


@asynccontextmanager
async def _who(context: Context) -> AsyncIterator["By | Refusal | None"]:
    """Who changes it and at which desk; None where there is no desk yet, and nobody to be an admin of it."""
    from console import bootstrap
    from console.jobs.settings_edit import By

    if context.options.read_only:
        raise BadInput("This is for reading only: leave --read-only out.")
    if bootstrap.state_of(locate(context)) == "absent":
        yield None
        return
    async with opened(context) as desk:
        actor = await bootstrap.actor_for(desk, context.options.login)
        yield actor if isinstance(actor, Refusal) else By(desk, actor)


def _told(
    file: SettingsFile, done: "Sequence[Changed] | Refusal", *, recorded: bool
) -> Answer | Refusal:
    from console.jobs import settings_edit

    if isinstance(done, Refusal):
        return done
    lines = [
        f"{each.connection}.{each.setting}: {each.before or '–'} → {each.after or '–'}"
        for each in done
    ]
    talk = settings_edit.effect(done) if done else ""
    if done and not recorded:
        talk += " There is no desk yet whose record could tell of it."
    data = {"file": str(file.named), "changes": [each._asdict() for each in done]}
    return Answer(data, "\n".join(lines) or "Nothing changes.", talk)


def _secret(what: str) -> str:
    """A secret from standard input; not seen where it is typed."""
    if sys.stdin is not None and sys.stdin.isatty():
        import getpass

        return getpass.getpass(f"{what}: ")
    return read_text("-")


def _file(context: Context) -> SettingsFile:
    try:
        return settings_file.read(context.settings_file)
    except BadSettings as error:
        raise BadInput(str(error)) from None


def _known(file: SettingsFile, name: str) -> None:
    """Raise NotFound for a connection that there is not."""
    try:
        connecting.settings_of(name, file.settings)
    except BadSettings as error:
        raise NotFound(str(error)) from None
