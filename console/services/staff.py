"""The people of the desk: an admin adds them, changes their role, and retires them."""

from datetime import datetime

from console.policy import access
from console.policy.access import Role
from console.policy.refusal import Refusal
from console.services import facts, waits
from console.services.connection import until_saved
from console.services.context import Desk
from console.services.faults import BadInput, NotFound
from console.services.logins import login_problem
from console.services.shapes import Actor, StaffView
from db import people, roles, tickets
from db.engine import Session
from db.tables import Staff
from widgets.safe_text import one_line


async def listing(desk: Desk) -> tuple[StaffView, ...]:
    """Everybody, by login."""
    async with desk.reading() as session:
        return tuple(_view(member) for member in await people.all_staff(session))


@until_saved
async def add(
    desk: Desk, actor: Actor, *, login: str, name: str, role: str, now: datetime
) -> StaffView | Refusal:
    """Add a person. Raises BadInput."""
    wanted = _role(role)
    if problem := login_problem(login):
        raise BadInput(problem)
    if refused := access.check(facts.role_of(actor), "staff"):
        return refused
    async with desk.writing(actor, now, alone=True) as session:
        known = await people.staff_by_login(session, login)
        if known is not None:
            return Refusal(f"{login!r} is on the staff already, as {known.role}.")
        made = await people.add_staff(
            session, login=login, name=one_line(name) or login, role=wanted, at=now
        )
        await roles.let_in(session, login, wanted)
        await tickets.record(
            session, "staff added", at=now, staff_id=actor.staff_id, login=login, name=made.name,
            role=wanted,
        )  # fmt: skip
        return _view(made)


@until_saved
async def rename(
    desk: Desk, actor: Actor, *, login: str, name: str, now: datetime
) -> StaffView | Refusal:
    """Write somebody's name anew; the login stays theirs. Raises NotFound and BadInput."""
    wanted = one_line(name)
    if not wanted:
        raise BadInput("A name has to be given.")
    if refused := access.check(facts.role_of(actor), "staff"):
        return refused
    async with desk.writing(actor, now, alone=True) as session:
        member = await _named(session, login)
        before = member.name
        if before != wanted:
            member.name = wanted
            await people.save_staff(session, member)
            await tickets.record(
                session, "staff renamed", at=now, staff_id=actor.staff_id, login=login,
                before=before, after=wanted,
            )  # fmt: skip
        return _view(member)


async def _named(session: Session, login: str) -> Staff:
    member = await people.staff_by_login(session, login)
    if member is None:
        raise NotFound(f"Nobody on the staff has the login {login!r}.")
    return member


async def set_role(
    desk: Desk, actor: Actor, *, login: str, role: str, now: datetime
) -> StaffView | Refusal:
    """Change what a person is; the last admin stays one. Raises NotFound and BadInput."""
    return await _change(desk, actor, login=login, role=_role(role), retire=False, now=now)


async def retire(desk: Desk, actor: Actor, *, login: str, now: datetime) -> StaffView | Refusal:
    """End a person's access; what they hold goes back to the queue. Raises NotFound."""
    return await _change(desk, actor, login=login, role=None, retire=True, now=now)


@until_saved
async def _change(
    desk: Desk, actor: Actor, *, login: str, role: str | None, retire: bool, now: datetime
) -> StaffView | Refusal:
    if refused := access.check(facts.role_of(actor), "staff"):
        return refused
    async with desk.writing(actor, now, alone=True) as session:
        member = await _named(session, login)
        everybody = await people.all_staff(session)
        admins = [m for m in everybody if m.role == Role.ADMIN and m.retired_at is None]
        stays_admin = role == Role.ADMIN and not retire
        if admins == [member] and not stays_admin:
            return Refusal(f"{login!r} is the only admin: make another first.")
        before = member.role if member.retired_at is None else "retired"
        if retire:
            member.retired_at = member.retired_at or now
            await _free_what_they_hold(session, member, now)
        elif role is not None:
            member.role = role
        await people.save_staff(session, member)
        # Then the login: an admin who steps down writes nothing more after it.
        await roles.let_in(session, login, None if member.retired_at is not None else member.role)
        await tickets.record(
            session, "staff retired" if retire else "staff role", at=now,
            staff_id=actor.staff_id, login=login, role=role, before=before,
            after="retired" if member.retired_at is not None else role,
        )  # fmt: skip
        return _view(member)


async def _free_what_they_hold(session: Session, member: Staff, now: datetime) -> None:
    for ticket in await tickets.held_by(session, facts.key(member)):
        await waits.end_timers(session, ticket, ending="released", now=now)
        await tickets.change(session, ticket, claimed_by=None, claimed_at=None)


def _role(role: str) -> str:
    try:
        return str(Role(role))
    except ValueError:
        raise BadInput(f"A role is one of {', '.join(Role)}.") from None


def _view(member: Staff) -> StaffView:
    return StaffView(
        facts.key(member), member.login, member.name, member.role, member.retired_at is not None
    )
