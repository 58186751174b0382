"""What covers a request computed again: as somebody chose, else by the rule, among what was there by then (P1, P4, P6)."""

from collections.abc import Mapping, Sequence

from console.policy import covers
from console.policy.outcomes import RULES, Outcome
from console.policy.terms import Terms
from console.services import facts
from console.services.checks.findings import Findings
from console.services.covers import chosen_for
from console.services.explain import was_counted
from db import entitlements
from db.audit import customers as audit
from db.audit.requests import Case
from db.engine import Session
from db.tables import CoverChoice, Entitlement, Entry

_OUTCOMES = frozenset(map(str, Outcome))


async def check(
    session: Session, page: Sequence[Case], terms: Mapping[str, Terms], findings: Findings
) -> None:
    """The last charge of each closed request draws on the packages that covered its work, and on no others.

    What covered a request is kept as it was while it is closed. Left out are customers who were ever merged.
    """
    customers = list({case.ticket.customer_id for case in page})
    merged = await audit.ever_merged(session, customers)
    posted = await audit.posted_packages(session, customers)
    tickets = [case.ticket for case in page]
    said = await entitlements.choices(session, [facts.key(each) for each in tickets])
    known = await entitlements.for_tickets(session, tickets, said)
    for case in page:
        number = facts.key(case.ticket)
        _choice(case, said.get(number), findings)
        last = _last(case, terms)
        if last is None or case.ticket.customer_id in merged:
            continue
        there = [row for row in known[number] if not _is_later(row, posted, last, case)]
        drawn = _drawn(case, last, there, said.get(number), terms[last.policy_version])
        if drawn != set(last.entitlement_ids):
            findings.say(
                "charges",
                f"entry {last.id}: it draws on {_named(last.entitlement_ids)}, and"
                f" {_named(drawn)} covered its work",
            )


def _choice(case: Case, said: CoverChoice | None, findings: Findings) -> None:
    """Who chose a cover last is on record twice."""
    last = next((each for each in reversed(case.turns) if each.what == "cover chosen"), None)
    chosen = last.detail.get("entitlement") if last is not None else None
    if (last is None) != (said is None) or (said is not None and said.entitlement_id != chosen):
        findings.say("packages", f"#{case.ticket.id}: what covers it is not what was chosen")


def _last(case: Case, terms: Mapping[str, Terms]) -> Entry | None:
    """The charge that closed a closed request, if it costs its time and its sessions are known for certain."""
    if case.ticket.closed_at is None:
        return None
    last = next((each for each in reversed(case.entries) if each.kind == "charge"), None)
    if last is None or last.outcome not in _OUTCOMES or last.policy_version not in terms:
        return None
    typed = any(each.typed_seconds is not None for each in case.work)
    certain = last.sessions_to is not None or not typed
    return last if certain and RULES[Outcome(last.outcome)].by_time else None


def _is_later(row: Entitlement, posted: Mapping[int, int], last: Entry, case: Case) -> bool:
    """Whether a package was posted after the charge, told by the order of events: clocks may have been set back."""
    closed = next(
        (
            each.id
            for each in case.turns
            if each.what == "closed" and each.detail.get("entry") == last.id
        ),
        None,
    )
    return closed is not None and posted.get(facts.key(row), 0) > closed


def _drawn(
    case: Case, last: Entry, there: Sequence[Entitlement], said: CoverChoice | None, terms: Terms
) -> set[int]:
    packages = chosen_for(there, said)
    work = facts.counted([each for each in case.work if was_counted(last, each)])
    split = covers.split(work, packages, now=last.posted_at, terms=terms)
    return set(split.cover.ids) if split.cover is not None and split.covered_seconds else set()


def _named(ids: Sequence[int] | set[int]) -> str:
    return f"package {', '.join(map(str, sorted(ids)))}" if ids else "no package"
