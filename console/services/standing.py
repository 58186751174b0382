"""What stands in each place of the desk's settings just now, in one line; nothing here grows with the record."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from console.config import Settings
from console.policy.access import Role
from console.policy.deskwide import RETENTION
from console.services import bugs, components, office_days, retention, staff, texts
from console.services.bug_shapes import BugView
from console.services.component_shapes import ComponentView
from console.services.context import Desk
from console.services.office_days import OfficeView
from console.services.shapes import StaffView
from console.services.texts import TextView
from db import policies


async def listing(desk: Desk, *, now: datetime) -> Mapping[str, str]:
    """The line of each place that has one, by the id of the action that goes there."""
    return {
        "go.texts": text_words(await texts.listing(desk)),
        "go.policy": policy_words(desk.book.in_force(now).version, await _proposed(desk)),
        "go.components": component_words(await components.listing(desk)),
        "go.bugs": bug_words(await bugs.listing(desk)),
        "go.staff": staff_words(await staff.listing(desk)),
        "go.office": office_words(await office_days.show(desk, now=now)),
        "go.connections": connection_words(desk.settings),
        "go.retention": retention_words(desk),
        "go.settings": settings_words(desk),
    }


async def _proposed(desk: Desk) -> int:
    """How many versions of the policy wait to be adopted."""
    async with desk.reading() as session:
        return sum(row.in_force_from is None for row in await policies.stored(session))


def text_words(found: Sequence[TextView]) -> str:
    """How many texts there are, and how many of them the desk has written."""
    own = sum(not each.built_in for each in found)
    return f"{len(found)} texts, {own or 'none'} of them the desk's own"


def policy_words(holds: str, proposed: int) -> str:
    """Which version holds, and how many are proposed."""
    return f"version {holds} holds" + (f", {proposed} proposed" if proposed else "")


def component_words(found: Sequence[ComponentView]) -> str:
    """How many components there are, and how many are offered no more."""
    retired = sum(each.facts.retired for each in found)
    return f"{len(found) or 'none'}" + (f", {retired} of them retired" if retired else "")


def bug_words(found: Sequence[BugView]) -> str:
    """How many bugs are not solved yet, and how many are."""
    solved = sum(each.solved for each in found)
    return f"{len(found) - solved or 'none'} known" + (f", {solved} solved" if solved else "")


def staff_words(found: Sequence[StaffView]) -> str:
    """How many people work here, and how many of them are leads and admins."""
    there = [each.role for each in found if not each.retired]
    counts = {role: there.count(role) for role in (Role.LEAD, Role.ADMIN)}
    told = [f"{count} {role}{'s' if count > 1 else ''}" for role, count in counts.items() if count]
    people = "1 person" if len(there) == 1 else f"{len(there)} people"
    return f"{people}{': ' if told else ''}{', '.join(told)}"


def office_words(found: OfficeView) -> str:
    """Whether the office is open, and when it is closed next."""
    if not found.closings:
        return found.now
    return f"{found.now}, next {office_days.closed_days(found.closings[0])}"


def connection_words(settings: Settings) -> str:
    """By which servers mail leaves and comes, and how many shops are read."""
    told = [f"mail leaves by {settings.smtp.host}" if settings.smtp.host else "no mail leaves yet"]
    told.append(f"mailbox at {settings.imap.host}" if settings.imap.host else "no mailbox")
    shops = len(settings.shops)
    return ", ".join([*told, f"{shops} shop{'' if shops == 1 else 's'}"])


def retention_words(desk: Desk) -> str:
    """What is let go of, if anything."""
    months = {kind: retention.months_of(desk, kind) for kind in retention.SETTINGS}
    told = [f"{kind} after {count} months" for kind, count in months.items() if count]
    return ", ".join(told) or "everything is kept for ever"


def settings_words(desk: Desk) -> str:
    """How many settings are the same for everybody."""
    count = len(desk.said.values.keys() - RETENTION)
    return f"{count or 'nothing'} set for everybody"
