"""Which component a request is about, and in which version: said while it is worked on, and kept as it was then."""

from datetime import datetime

from console.policy import access
from console.policy import components as policy
from console.policy.refusal import Refusal
from console.services import facts
from console.services.component_shapes import AboutView, told
from console.services.components import facts_of, the_component
from console.services.connection import until_saved
from console.services.context import Desk
from console.services.faults import BadInput, NotFound
from console.services.shapes import Actor
from db import components, tickets
from db.components import About, Known
from db.engine import Session
from db.tables import Ticket, TicketComponent
from widgets.safe_text import one_line


async def about(desk: Desk, *, ticket: int) -> AboutView | None:
    """Which component a request is about, if one was named. Raises NotFound."""
    async with desk.reading() as session:
        if await tickets.get(session, ticket) is None:
            raise NotFound(f"There is no request #{ticket}.")
        return await of(session, ticket)


async def of(session: Session, ticket: int) -> AboutView | None:
    """Within a transaction: which component a request is about, if one was named."""
    found = await components.about(session, ticket)
    return view(found) if found else None


@until_saved
async def name(
    desk: Desk,
    actor: Actor,
    *,
    ticket: int,
    code: str | None,
    version: str | None = None,
    now: datetime,
) -> AboutView | Refusal | None:
    """Say which component a request is about, or with neither code nor version that it is about none.

    A lead may say it of a closed one too; it holds for its last closing then, and for none before. A version alone
    is that of the component which is named already. Raises NotFound and BadInput.
    """
    async with desk.writing(actor, now) as session:
        row = await facts.the_ticket(session, ticket)
        if refused := check(actor, row):
            return refused
        if code is None and version is not None:
            code = await named_code(session, ticket)
        return await say(session, actor, row, code=code, version=version, now=now)


def check(actor: Actor, row: Ticket) -> Refusal | None:
    """Refuse who may not say it of this request."""
    role = facts.role_of(actor)
    if row.closed_at is not None:
        return access.check(role, "component_after")
    return access.check(role, "component") or facts.check_in_hand(actor, row)


async def say(
    session: Session,
    actor: Actor,
    row: Ticket,
    *,
    code: str | None,
    version: str | None,
    now: datetime,
) -> AboutView | None:
    """Within a transaction: put it down where it is not so already. Raises NotFound and BadInput."""
    before = await components.about(session, facts.key(row))
    wanted = None if code is None else await _offered(session, code, before)
    version = normal_version(version) if wanted else None
    if _same(before, wanted, version):
        return view(before) if before else None
    said = TicketComponent(
        ticket_id=facts.key(row), component_id=wanted.component.id if wanted else None,
        fact_id=wanted.fact.id if wanted else None, version=version,
        since_entry_id=await components.said_for(session, row), staff_id=actor.staff_id, said_at=now,
    )  # fmt: skip
    await components.add(session, said)
    after = About(said, wanted.component, wanted.fact) if wanted else None
    await tickets.record(
        session, "component", at=now, staff_id=actor.staff_id, ticket_id=row.id,
        before=_event_words(before), after=_event_words(after),
    )  # fmt: skip
    return view(after) if after else None


async def say_too(
    session: Session,
    actor: Actor,
    row: Ticket,
    *,
    code: str | None,
    version: str | None,
    now: datetime,
) -> None:
    """Within a transaction that does something else: as `say` where either is given. Raises NotFound and BadInput."""
    if code is None and version is None:
        return
    code = code or await named_code(session, facts.key(row))
    await say(session, actor, row, code=code, version=version, now=now)


async def named_code(session: Session, ticket: int) -> str:
    """The code of the component that a request is about, for a version that is said alone. Raises BadInput."""
    found = await components.about(session, ticket)
    if found is None:
        raise BadInput(f"#{ticket} is about no component yet: of which is this the version?")
    return found.component.code


def normal_version(version: str | None) -> str | None:
    """A version as it is kept: on one line. Raises BadInput where it is too long."""
    found = one_line(version or "") or None
    if found and (problem := policy.problem_with_version(found)):
        raise BadInput(f"{problem}.")
    return found


async def _offered(session: Session, code: str, before: About | None) -> Known:
    """The component of a code, unless it is retired and was not named before."""
    found = await the_component(session, code)
    if found.fact.retired and (before is None or before.component.id != found.component.id):
        raise BadInput(
            f"The component {found.component.code!r} is retired: an admin can bring it back."
        )
    return found


def _same(before: About | None, wanted: Known | None, version: str | None) -> bool:
    if before is None or wanted is None:
        return before is None and wanted is None
    return before.fact.id == wanted.fact.id and before.said.version == version


def _event_words(found: About | None) -> str | None:
    return told(found.component.code, found.said.version) if found else None


def view(found: About) -> AboutView:
    """A stored naming as the front ends see it."""
    return AboutView(
        facts.key(found.component), found.component.code, found.said.version, facts_of(found.fact),
        found.said.said_at,
    )  # fmt: skip
