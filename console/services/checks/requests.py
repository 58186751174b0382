"""Requests with all that belongs to them: their charges, limits, notices and closings."""

from console.policy.entitlements import is_package
from console.policy.limits import allowance, limits_of
from console.services import facts
from console.services.checks import charges
from console.services.checks.charges import Charged
from console.services.checks.findings import Findings, Group
from console.services.context import Desk
from db import entitlements
from db.audit import requests as audit
from db.audit.requests import Case
from db.engine import Session
from db.tables import LimitNotice


async def _run(session: Session, desk: Desk, findings: Findings) -> None:
    terms = {each.version: each.terms for each in desk.book.versions}
    async for page in audit.cases(session):
        ids = {each for case in page for entry in case.entries for each in entry.entitlement_ids}
        packages = {facts.key(each): each for each in await entitlements.of_ids(session, list(ids))}
        for case in page:
            _closing(case, findings)
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
