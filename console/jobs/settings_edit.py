"""Changing how the desk is connected: checked by what reads the settings, on record, and written in one piece."""

import os
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import NamedTuple, TypeVar

from console import config, connecting, passwords, settings_file
from console.config import BadSettings, Settings
from console.jobs.aside import aside
from console.jobs.connections import KEYRING_SECONDS
from console.policy.refusal import Refusal
from console.services import settings_changes
from console.services.context import Desk
from console.services.faults import BadInput
from console.services.settings_changes import Changed
from console.services.shapes import Actor
from console.settings_file import Change, SettingsFile

_T = TypeVar("_T")

LATER = "What runs already (a console, creditdesk work, creditdesk site) goes by it from its next start on."
AT_ONCE = "It counts from the next connection on, in what runs already too."


class By(NamedTuple):
    """Who changes it, and at which desk it is put on record."""

    desk: Desk
    actor: Actor


def problem_with(file: SettingsFile, name: str, setting: str, text: str) -> str | None:
    """Why a setting cannot be that, by the code that reads the settings; None where it can."""
    try:
        settings_file.changed(file, [_change(file, name, setting, text)])
    except BadSettings as error:
        return str(error)
    return None


def problem_with_shop(file: SettingsFile, shop: str) -> str | None:
    """Why another shop cannot have that name; None where it can."""
    if shop.strip() in file.settings.shops:
        return f"There is a shop {shop.strip()} already."
    if config.is_shop_name(shop.strip()):
        return None
    return "A shop's name has up to 20 small letters, digits and dashes."


def problem_with_address(address: str) -> str | None:
    """Why a shop cannot be talked to at this address; None where it can."""
    problem = config.problem_with_address(address.strip())
    return problem and f"An address {problem}."


def effect(told: Sequence[Changed]) -> str:
    """From when on a change counts: a password or key that stays in its place is read anew each time."""
    secrets_alone = all(each.setting in {"password", "key"} for each in told)
    return AT_ONCE if secrets_alone else LATER


async def change(
    by: By | None, file: SettingsFile, *, name: str, setting: str, text: str, now: datetime
) -> tuple[Changed, ...] | Refusal:
    """Write one setting; nothing typed lets it be as it is without. Raises BadInput."""
    try:
        return await _make(by, file, name, [_change(file, name, setting, text)], now=now)
    except BadSettings as error:
        raise BadInput(str(error)) from None


async def add_shop(
    by: By | None, file: SettingsFile, *, shop: str, address: str, user: str, now: datetime
) -> tuple[Changed, ...] | Refusal:
    """Write a section for another shop. Raises BadInput."""
    if shop in file.settings.shops:
        raise BadInput(f"There is a shop {shop} already.")
    name = connecting.shop_named(shop)
    path = (connecting.SHOPS, shop)
    try:
        changes: list[Change] = [
            ((*path, setting), connecting.typed(name, setting, text))
            for setting, text in (("address", address), ("user", user))
        ]
        return await _make(by, file, name, changes, now=now)
    except BadSettings as error:
        raise BadInput(str(error)) from None


async def remove_shop(
    by: By | None, file: SettingsFile, *, shop: str, now: datetime
) -> tuple[Changed, ...] | Refusal:
    """Take a shop's section out; what its orders gave stays, and so does its key. Raises BadInput."""
    name = connecting.shop_named(shop)
    try:
        section = connecting.section_of(file.settings, name)
        lines = [
            Changed(name, each, connecting.words(getattr(file.settings.shops[shop], each)), "")
            for each in connecting.settings_of(name, file.settings)
            if file.has(connecting.path_of(name, each, file.settings))
        ]
        return await _make(by, file, name, [(section, None)], now=now, also=lines)
    except BadSettings as error:
        raise BadInput(str(error)) from None


async def keep_secret(
    by: By | None, file: SettingsFile, *, name: str, secret: str, in_keyring: bool, now: datetime
) -> tuple[Changed, ...] | Refusal:
    """Put a secret where it is looked for; it is in no message, no log and no event. Raises BadInput."""
    try:
        connecting.settings_of(name, file.settings)
        return await _keep(by, file, name, _checked(name, secret), in_keyring=in_keyring, now=now)
    except BadSettings as error:
        raise BadInput(str(error)) from None


async def _keep(
    by: By | None, file: SettingsFile, name: str, secret: str, *, in_keyring: bool, now: datetime
) -> tuple[Changed, ...] | Refusal:
    source = connecting.source_of(file.settings, name)
    before = await _aside(partial(connecting.kept, file.settings, name, os.environ))
    if before.where == "environment":
        raise BadSettings(
            f"The environment's {source.variable} counts before any other: set it there."
        )
    setting = connecting.secret_setting(name)
    path = connecting.path_of(name, setting, file.settings)
    change: Change
    if in_keyring:
        if not source.user:
            raise BadSettings(f"The keyring has no place for it: set the username of {name} first.")
        put: Callable[[], None] = partial(passwords.keep_in_keyring, source, secret)
        after, change = "set, in the keyring", (path, None)
    else:
        place = connecting.file_for_secret(file, name)
        put = partial(settings_file.keep_secret, place, secret, beside=file)
        after, change = f"set, in file {place}", (path, str(place))
    told = Changed(name, connecting.secret_of(name), before.words, f"{after}, written anew")
    return await _make(by, file, name, [change], now=now, also=[told], first=put)


def _checked(name: str, secret: str) -> str:
    """A secret that can be kept as it is read. Raises BadSettings, which never has it."""
    what = connecting.secret_of(name)
    wanted = secret.strip()
    if not wanted:
        raise BadSettings(f"No {what} was given.")
    if what == "secrets":
        from console.site import wire

        try:
            wire.parse_keys(wanted)
        except ValueError as error:
            raise BadSettings(str(error)) from None
    elif not wanted.isprintable():
        raise BadSettings(f"A {what} is one line.")
    if what == "key" and not passwords.is_key(wanted):
        raise BadSettings("A shop's key is one word, as the shop shows it.")
    return wanted


async def _make(
    by: By | None,
    file: SettingsFile,
    name: str,
    changes: Sequence[Change],
    *,
    now: datetime,
    also: Sequence[Changed] = (),
    first: Callable[[], None] | None = None,
) -> tuple[Changed, ...] | Refusal:
    """Record and write what differs; `first` is what has to stand before the file tells of it."""
    text, after = settings_file.changed(file, changes)
    told = [*_differences(file, name, changes, after=after), *also]
    if not told:
        return ()

    if by is not None and (refused := settings_changes.check(by.desk, by.actor)):
        return refused
    if first is not None:
        # Before the transaction: a keyring may wait for its person.
        settings_file.check_unchanged(file)
        await _aside(first)

    def put() -> None:
        if text != (file.text or ""):
            settings_file.write(file, text)

    if by is None:
        put()
        return tuple(told)
    refused = await settings_changes.make(
        by.desk, by.actor, told, file=str(file.named), put=put, now=now
    )
    return tuple(told) if refused is None else refused


async def _aside(work: Callable[[], _T]) -> _T:
    """Do what a keyring may hold up. Raises BadSettings where it does so for long."""
    try:
        return await aside(work, seconds=KEYRING_SECONDS)
    except TimeoutError:
        raise BadSettings("The keyring does not answer: open it first.") from None


def _differences(
    file: SettingsFile, name: str, changes: Sequence[Change], *, after: Settings
) -> list[Changed]:
    found = []
    for path, _ in changes:
        if connecting.is_section(path):
            continue
        try:
            before = connecting.words(connecting.value_of(file.settings, path))
        except KeyError:  # a shop that is new
            before = ""
        now = connecting.words(connecting.value_of(after, path))
        if before != now:
            found.append(Changed(name, path[-1], before, now))
    return found


def _change(file: SettingsFile, name: str, setting: str, text: str) -> Change:
    """A change as the file takes it. Raises BadSettings."""
    path = connecting.path_of(name, setting, file.settings)
    return path, connecting.typed(name, setting, text)


def views(file: SettingsFile, environ: Mapping[str, str]) -> tuple[connecting.Connection, ...]:
    """Every connection; a keyring is asked on the way."""
    return tuple(connecting.view(file, name, environ) for name in connecting.names(file.settings))
