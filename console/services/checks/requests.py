"""Requests with all that belongs to them: their charges, limits, notices and closings."""

from console.policy.entitlements import is_package
from console.policy.limits import allowance, limits_of
from console.services import facts
from console.services.checks import charges, uses
from console.services.checks.charges import Charged
from console.services.checks.findings import Findings, Group
from console.services.context import Desk
from db import entitlements
from db.audit import ledger as ledger_audit
from db.audit import requests as audit
from db.audit.paging import Found
from db.audit.requests import Case
from db.engine import Session
from db.tables import LimitNotice


async def _run(session: Session, desk: Desk, findings: Findings) -> None:
    await _cases(session, desk, findings)
    async for page in ledger_audit.misplaced(session):
        for each in page:
            findings.say("charges", f"entry {each.id}: {_misplaced(each)}")
    async for told in audit.told_elsewhere(session):
        for each in told:
            findings.say(
                "limits",
                f"#{each.ticket_id}: {each.limit} was told in message {each.message_id}, which is"
                f" none to the customer on #{each.ticket_id}",
            )


def _misplaced(row: Found) -> str:
    if row.strange:
        return (
            f"it is on the account of customer {row.customer_id}, who did not ask #{row.ticket_id}"
        )
    return (
        f"it is under version {row.policy_version} of the policy, and #{row.ticket_id} is under"
        f" {row.kept}"
    )


async def _cases(session: Session, desk: Desk, findings: Findings) -> None:
    terms = {each.version: each.terms for each in desk.book.versions}
    async for page in audit.cases(session):
        ids = {each for case in page for entry in case.entries for each in entry.entitlement_ids}
        packages = {facts.key(each): each for each in await entitlements.of_ids(session, list(ids))}
        await uses.check(session, page, terms, findings)
        for case in page:
            _closing(case, findings)
            _turns(case, findings)
            for each in case.notices:
                _answer(each, findings)
            for found in charges.charged(case, packages, terms):
                if problem := charges.wrong(found):
                    findings.say("charges", f"entry {found.row.id}: {problem}")
                    continue
                _limits(found, findings)
                _notice(found, findings)


def _closing(case: Case, findings: Findings) -> None:
    """A request is closed by a charge, be it of nothing, and nobody works on it then."""
    ticket = case.ticket
    if ticket.closed_at is None:
        return
    last = next((each for each in reversed(case.entries) if each.kind == "charge"), None)
    if last is None:
        findings.say("closings", f"#{ticket.id}: it is closed, and no entry closed it")
    elif (last.outcome, last.ground) != (ticket.outcome, ticket.ground):
        findings.say(
            "closings",
            f"#{ticket.id}: it is closed as {ticket.outcome}, and entry {last.id} is for {last.outcome}",
        )
    elif last.posted_at < ticket.closed_at:
        findings.say(
            "closings", f"#{ticket.id}: it was closed after entry {last.id}, which closed it"
        )
    elif running := next((each for each in case.work if each.ended_at is None), None):
        findings.say("closings", f"#{ticket.id}: it is closed, and session {running.id} runs on it")


def _turns(case: Case, findings: Findings) -> None:
    """A request that was closed is open again only where somebody, or an answer, opened it."""
    closings = sum(each.kind == "charge" for each in case.entries)
    openings = sum(each.what.startswith("reopened") for each in case.turns)
    expected = closings - 1 if case.ticket.closed_at is not None else closings
    if openings < expected:
        state = "open" if case.ticket.closed_at is None else "closed"
        findings.say(
            "closings",
            f"#{case.ticket.id}: it is {state}, was closed {closings} times, and opened again {openings}",
        )


def _answer(row: LimitNotice, findings: Findings) -> None:
    """An answer has somebody who gave it, and what was told has the message that told it."""
    where = f"#{row.ticket_id}: {row.limit}"
    if row.answer is not None and row.answered_by is None:
        findings.say("limits", f"{where} was answered by nobody")
    elif row.amount and row.message_id is None:
        findings.say("limits", f"{where} was told {row.amount} in no message")
    elif row.answer == "no-notice" and not (row.reason or "").strip():
        findings.say("limits", f"{where} was not told, for no reason")


def _limits(each: Charged, findings: Findings) -> None:
    """What a charge's time has crossed is on record (U9, U10, P4, P6)."""
    if not each.by_time:
        return
    known = {row.limit for row in each.case.notices}
    for limit in limits_of(each.chargeable, each.worked, cover=each.cover, terms=each.terms):
        if limit not in known:
            findings.say(
                "limits",
                f"entry {each.row.id}: #{each.row.ticket_id} crossed {limit}, which is not on record",
            )


def _notice(each: Charged, findings: Findings) -> None:
    """A charge past 40 was told beforehand, or a lead gave a reason for it; what is waived is not charged (U9, P4)."""
    cost = each.row.cost or 0
    if cost <= each.posted or (each.row.reason or "").strip():
        return
    # Clocks may have been set back: whatever was told on the request counts as told in time.
    told = allowance(map(facts.notice_of, each.case.notices), each.terms, cover=each.cover)
    if cost > max(told, each.posted):
        why = "the package's end" if is_package(each.cover) and not told else f"more than {told}"
        findings.say("notices", f"entry {each.row.id}: it costs {cost}, and {why} was never told")


GROUP = Group(
    {
        "charges": "every charge is what its sessions come to",
        "limits": "every limit that was crossed is on record, with who answered it and what was told",
        "notices": "no charge is past what was told, without a reason",
        "closings": "every closed request has the entry that closed it",
    },
    _run,
)
