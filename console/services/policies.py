"""Versions of the policy: proposed, adopted from a day on, shown; what was charged stays as it was (A1, A2)."""

import hashlib
import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from console.policy import access, officehours, revisions
from console.policy.clauses import CLAUSES
from console.policy.refusal import Refusal
from console.policy.revisions import Revision
from console.policy.versions import FIRST, Book, Version
from console.services import book as books
from console.services import facts
from console.services.connection import until_saved
from console.services.context import Desk
from console.services.faults import BadInput, NotFound
from console.services.policy_shapes import VersionView
from console.services.shapes import Actor
from db import policies, tickets
from db import worktime as db_worktime
from db.engine import Session
from db.tables import PolicyVersion
from widgets.safe_text import clean


@until_saved
async def add(
    desk: Desk, actor: Actor, *, values: Mapping[str, Any], now: datetime
) -> VersionView | Refusal:
    """Propose a version; nothing is counted by it before it is adopted. Raises BadInput.

    The figures that it leaves out are those in force now. Again with the same values is the same version.
    """
    async with desk.writing(actor, now, alone=True) as session:
        if refused := access.check(facts.role_of(actor), "policy"):
            return refused
        try:
            wanted = revisions.read(values, base=desk.terms_at(now))
        except ValueError as error:
            raise BadInput(str(error)) from None
        known = desk.book.named(wanted.version)
        if known is not None:
            stored = await policies.get(session, wanted.version)
            if stored is not None and _is_same(stored, wanted):
                return await _view(session, desk.book, stored, now=now)
            return Refusal(
                f"There is a version {wanted.version} already, which says other things.", "A1"
            )
        row = await policies.add(
            session, version=wanted.version, title=clean(wanted.title), text=clean(wanted.text),
            terms=dict(wanted.terms), words=dict(wanted.words), staff_id=actor.staff_id,
            created_at=now,
        )  # fmt: skip
        await tickets.record(
            session, "policy proposed", at=now, staff_id=actor.staff_id, version=wanted.version
        )
        return await _view(session, await books.read(session), row, now=now)


def digest_of(row: PolicyVersion) -> str:
    """What a version says, in a few characters that no other has: kept where it was adopted (A1)."""
    told = [row.version, row.title, row.text, row.terms, row.words]
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def _is_same(row: PolicyVersion, wanted: Revision) -> bool:
    told = (clean(wanted.title), clean(wanted.text), dict(wanted.terms), dict(wanted.words))
    return (row.title, row.text, row.terms, row.words) == told


@until_saved
async def adopt(
    desk: Desk, actor: Actor, *, version: str, first_day: date | None = None, now: datetime
) -> VersionView | Refusal:
    """Let a proposed version hold from an office day on, or from now; that stays (A1). Raises NotFound.

    Requests received before keep the version that they came under.
    """
    async with desk.writing(actor, now, alone=True) as session:
        if refused := access.check(facts.role_of(actor), "policy"):
            return refused
        row = await policies.get(session, version)
        if row is None:
            raise NotFound(f"The policy has no version {version!r} that could be adopted.")
        begins = now if first_day is None else officehours.day_begins(desk.hours, first_day)
        if row.in_force_from is not None:
            if first_day is not None and row.in_force_from == begins:
                return await _view(session, desk.book, row, now=now)
            day = officehours.office_day(desk.hours, row.in_force_from)
            return Refusal(f"Version {version} holds from {day} on: that stays.", "A1")
        if begins < now:
            return Refusal(
                "A version holds from now or a later day on, never from a day past.", "A1"
            )
        if any(each.in_force_from == begins for each in desk.book.versions):
            return Refusal("Another version begins at the same moment.", "A1")
        await policies.adopt(session, row, at=begins)
        await tickets.record(
            session, "policy adopted", at=now, staff_id=actor.staff_id, version=version,
            since=begins.isoformat(), digest=digest_of(row),
        )  # fmt: skip
        return await _view(session, await books.read(session), row, now=now)


async def listing(desk: Desk, *, now: datetime) -> tuple[VersionView, ...]:
    """All versions, the first one first, those proposed last."""
    async with desk.reading() as session:
        rows = await policies.stored(session)
        views = [await _view(session, desk.book, row, now=now) for row in rows]
        return (_first(desk.book, now=now), *views)


async def show(desk: Desk, *, version: str, now: datetime) -> VersionView:
    """One version whole. Raises NotFound."""
    async with desk.reading() as session:
        if version == FIRST.version:
            return _first(desk.book, now=now)
        row = await policies.get(session, version)
        if row is None:
            raise NotFound(f"The policy has no version {version!r}.")
        return await _view(session, desk.book, row, now=now)


def version_named(book: Book, name: str) -> Version:
    """The version of that name; raises NotFound."""
    found = book.named(name)
    if found is None:
        there = ", ".join(each.version for each in book.versions)
        raise NotFound(f"The policy has no version {name!r}: there is {there}.")
    return found


def _first(book: Book, *, now: datetime) -> VersionView:
    text = "\n".join(f"{each.id}  {each.words}" for each in CLAUSES.values())
    return VersionView(
        version=FIRST.version, title=FIRST.title, state=_state(book, FIRST, now), in_force_from=None,
        terms=FIRST.terms, text=text, words={}, added_by="", added_at=None,
    )  # fmt: skip


async def _view(session: Session, book: Book, row: PolicyVersion, *, now: datetime) -> VersionView:
    staff = await db_worktime.names(session, [row.staff_id]) if row.staff_id is not None else {}
    known = books.version_of(row)
    return VersionView(
        version=row.version,
        title=row.title,
        state=_state(book, known, now),
        in_force_from=row.in_force_from,
        terms=known.terms,
        text=row.text,
        words=row.words,
        added_by=staff[row.staff_id].login if row.staff_id is not None else "",
        added_at=row.created_at,
    )


def _state(book: Book, version: Version, now: datetime) -> str:
    if version.proposed:
        return "proposed"
    if version.in_force_from is not None and version.in_force_from > now:
        return "coming"
    return "in force" if book.in_force(now).version == version.version else "past"
