"""The staff: everybody is what they were made, and did what they might do as that."""

from collections.abc import Mapping, Sequence

from console.policy.access import Role, includes
from console.services.checks.findings import Findings, Group
from console.services.context import Desk
from db.audit import staff as audit
from db.engine import Session

Given = Mapping[str, Sequence[str]]
"""The roles that people were given, by login, the latest last."""


def ever_might(given: Given, login: str, role: str, *, needed: Role) -> bool:
    """Whether a person may, or once might, do what asks for a role: what they were then is not on record."""
    return any(includes(Role(each), needed) for each in (role, *given.get(login, ())))


async def _run(session: Session, _desk: Desk, findings: Findings) -> None:
    given = await audit.given_roles(session)
    for place, member in enumerate(await audit.members(session)):
        roles = given.get(member.login, ())
        if not roles and place > 0:
            findings.say("staff", f"{member.login}: nobody put them on the staff")
        elif roles and roles[-1] != member.role:
            findings.say("staff", f"{member.login} is {member.role}, and was made {roles[-1]}")
    async for page in audit.deposits(session):
        for row in page:
            if not ever_might(given, row.login, Role.SPECIALIST, needed=Role.ADMIN):
                findings.say(
                    "staff", f"entry {row.id}: {row.login} is no admin, and posted a {row.kind}"
                )


GROUP = Group({"staff": "everybody is what they were made, and posted what they might"}, _run)
