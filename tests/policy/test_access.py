"""Roles: each may what the one before it may, and a request is its holder's (C9)."""

import pytest

from console.policy.access import (
    ACTIONS,
    Role,
    check,
    check_holder,
    check_proposal,
    includes,
    may_read_event,
)
from console.policy.refusal import Refusal

NEEDED = {
    Role.SPECIALIST: "pick release reply note timer kind estimate close reopen outbox own_time",
    Role.LEAD: "assign approve_proposal override_notice free_hold resolve_other_timer report",
    Role.ADMIN: "purchase grant correct reverse staff settings",
}
ROWS = [(action, role) for role, actions in NEEDED.items() for action in actions.split()]
ORDER = list(Role)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("needed", Role)
def test_each_role_includes_the_one_before(role: Role, needed: Role) -> None:
    """Each role includes the one before."""
    assert includes(role, needed) is (ORDER.index(role) >= ORDER.index(needed))


@pytest.mark.parametrize(("action", "needed"), ROWS)
def test_an_action_is_its_role_s(action: str, needed: Role) -> None:
    """An action is its role's."""
    assert ACTIONS[action] is needed


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("action", ACTIONS)
def test_who_may_not_is_refused(role: Role, action: str) -> None:
    """Whoever may not do it is refused."""
    assert (check(role, action) is None) is includes(role, ACTIONS[action])


@pytest.mark.parametrize(
    ("role", "action", "reason"),
    [
        (Role.SPECIALIST, "assign", "Only a lead or an admin may assign a request."),
        (Role.LEAD, "purchase", "Only an admin may post a purchase."),
    ],
)
def test_a_role_s_refusal_says_who_may_and_names_no_clause(
    role: Role, action: str, reason: str
) -> None:
    """A role's refusal says who may and names no clause."""
    assert check(role, action) == Refusal(reason, None)


def test_an_action_without_a_role_is_a_fault() -> None:
    """An action without a role is a fault."""
    with pytest.raises(KeyError):
        check(Role.ADMIN, "mint")


@pytest.mark.parametrize(
    ("holder", "role", "clause"),
    [
        (7, Role.SPECIALIST, None),
        (8, Role.SPECIALIST, "C9"),
        (None, Role.SPECIALIST, "C9"),
        (8, Role.LEAD, None),
        (None, Role.LEAD, None),
        (8, Role.ADMIN, None),
    ],
)
def test_a_specialist_works_on_what_they_hold(
    holder: int | None, role: Role, clause: str | None
) -> None:
    """A specialist works on what they hold."""
    refused = check_holder(7, holder, role=role)
    assert (refused and refused.clause) == clause


def test_a_request_that_nobody_holds_has_to_be_taken_first() -> None:
    """A request that nobody holds has to be taken first."""
    refused = check_holder(7, None, role=Role.SPECIALIST)
    assert refused is not None
    assert "taken first" in refused.reason


@pytest.mark.parametrize(
    ("role", "poster", "allowed"),
    [
        (Role.SPECIALIST, 8, False),
        (Role.LEAD, 8, True),
        (Role.LEAD, 7, False),
        (Role.LEAD, None, True),
        (Role.ADMIN, 7, True),
        (Role.ADMIN, 8, True),
    ],
)
def test_giving_back_is_decided_by_another_lead_or_an_admin(
    role: Role, poster: int | None, allowed: bool
) -> None:
    """Giving back is decided by another lead or an admin."""
    assert (check_proposal(role, 7, poster_id=poster) is None) is allowed


@pytest.mark.parametrize(
    ("role", "by", "ticket", "may"),
    [
        (Role.SPECIALIST, 1, None, True),
        (Role.SPECIALIST, 2, None, False),
        (Role.SPECIALIST, None, None, False),
        (Role.SPECIALIST, 2, 7, True),
        (Role.LEAD, 2, None, True),
        (Role.ADMIN, 2, None, True),
        (Role.ADMIN, None, None, True),
    ],
)
def test_who_reads_an_event(role: Role, by: int | None, ticket: int | None, may: bool) -> None:
    """A specialist reads their own events and those of requests; leads and admins read all."""
    assert may_read_event(role, 1, by=by, ticket=ticket) is may
