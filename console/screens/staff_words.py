"""Words of the staff: a person in a line and whole, and what a change of role or access does."""

from collections.abc import Sequence
from datetime import datetime

from console.policy.access import Role
from console.policy.officehours import OfficeHours
from console.screens.words import at_text, called, day_text
from console.services.explain_words import Section
from console.services.roster import HELD_SHOWN, Held, Member
from widgets.choice_list import Choice
from widgets.line_list import Column, ListLine

COLUMNS = (
    Column("Login", 14),
    Column("Role", 10),
    Column("Since", 12),
    Column("Seen", 12),
    Column("Holds", 5, right=True),
    Column("Name"),
)
MAY = {
    Role.SPECIALIST: "works on requests, in their turn",
    Role.LEAD: "also hands over, decides, and sees everybody's figures",
    Role.ADMIN: "also keeps accounts, staff, texts and settings",
}


def line(each: Member, hours: OfficeHours, *, now: datetime) -> ListLine:
    """A person in the list."""
    role = "retired" if each.retired else each.role
    seen = at_text(hours, each.seen_at, now=now) if each.seen_at else "never"
    texts = (
        each.login, role, day_text(hours, each.since, now=now), seen, str(each.holds or ""), each.name,
    )  # fmt: skip
    if each.retired:
        return ListLine(each.staff_id, texts, ("dim",) * len(texts))
    return ListLine(each.staff_id, texts, ("", "accent", "dim", "dim", "", ""))


def sections(
    each: Member, held: Sequence[Held], hours: OfficeHours, *, now: datetime
) -> list[Section]:
    """A person whole: what they are, and what they have in hand."""
    told = [f"login {each.login}, {each.role}", f"here since {at_text(hours, each.since, now=now)}"]
    if each.retired_at is not None:
        told.append(f"left {at_text(hours, each.retired_at, now=now)}")
    if each.seen_at is not None:
        told.append(f"last seen {at_text(hours, each.seen_at, now=now)}")
    mine = [f"#{row.ticket} {row.subject}" for row in held] or ["nothing"]
    if each.holds > HELD_SHOWN:
        mine.append(f"and {each.holds - HELD_SHOWN} more")
    return [(each.name, told), (f"In hand: {hand_words(each)}", mine)]


def hand_words(each: Member) -> str:
    """What somebody has in hand: "2 requests, the timer runs on #12"."""
    holds = "1 request" if each.holds == 1 else f"{each.holds or 'no'} requests"
    if each.timed is None:
        return holds
    return (
        f"{holds}, the timer {'was interrupted' if each.interrupted else 'runs'} on #{each.timed}"
    )


def role_choices(each: Member) -> list[Choice]:
    """The roles, with what each may; what cannot be is dim and says why."""
    return [
        Choice(role[0], role, note=may, refusal=_no_role(each, role))
        for role, may in MAY.items()
    ]  # fmt: skip


def _no_role(each: Member, role: Role) -> str:
    if each.role == role:
        return f"{called(each.name)} is that"
    return ONLY_ADMIN if each.only_admin else ""


ONLY_ADMIN = "The only admin stays one: make another first."


def role_about(each: Member, role: Role, *, mine: bool) -> str:
    """What changing a role does and leaves."""
    kept = f"In hand and kept: {hand_words(each)}." if each.holds else "Nothing is in hand."
    own = " It is you: this console goes on as that." if mine else ""
    return f"{each.login}, {each.role} → {role}: {MAY[role]}. {kept}{own}"


def retire_about(each: Member, *, server: bool, mine: bool) -> str:
    """What ending somebody's access does and leaves."""
    if each.holds:
        back = "1 request goes" if each.holds == 1 else f"{each.holds} requests go"
        told = f"{back} back to the queue, each in its old place."
    else:
        told = "Nothing is in hand."
    if each.interrupted:
        told += f" The interrupted timer on #{each.timed} is left to a lead to answer for."
    elif each.timed is not None:
        told += f" The timer on #{each.timed} ends now, and its time counts."
    login = " The server lets the login into the desk no more." if server else ""
    own = " It is you: this console closes." if mine else ""
    return f"{each.login}, {each.role}. {told}{login} All that they did stays on record.{own}"
