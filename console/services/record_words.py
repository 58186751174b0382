"""Events in words: who did what to what, and where a value was changed, what it was before."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from console.policy.limits import LIMIT_CLAUSES, Limit
from console.policy.officehours import OfficeHours, local
from widgets.safe_text import one_line

SAID: Mapping[str, str] = {
    "picked": "took {it}",
    "released": "gave {it} back to the queue",
    "assigned": "handed {it} over",
    "claim lost": "put {it} back in the queue: its holder was gone",
    "put on wait": "put {it} on wait",
    "taken off wait": "took {it} off wait",
    "credits came": "took {it} off wait: the credits came",
    "support package covers it": "took {it} off wait: a support package covers it",
    "customer answered": "took {it} off wait: the customer answered",
    "kind": "set the kind of {it}",
    "estimate": "set the estimate of {it}",
    "estimate used up": "noticed that the estimate of {it} is used up",
    "domain": "said which site {it} is about",
    "cover chosen": "said which package covers {it}",
    "timer started": "started the timer on {it}",
    "timer stopped": "stopped the timer on {it}",
    "timer keep": "kept an interrupted timer on {it}",
    "timer cut": "cut an interrupted timer on {it}",
    "timer discard": "discarded an interrupted timer on {it}",
    "time added": "typed in time on {it}",
    "time taken off": "took time off {it}",
    "followed": "looked over a shoulder at {it}",
    "limit answered": "answered a limit of {it}",
    "answered": "answered {it}",
    "note written": "wrote a note on {it}",
    "automatic answer held back": "held an automatic answer back on {it}",
    "closed": "closed {it}",
    "reopened": "opened {it} again",
    "reopened by an answer": "opened {it} again: the customer answered",
    "received": "took in {it}",
    "admitted by hand": "admitted {it} by hand",
    "dismissed by hand": "dismissed what was set aside",
    "mail came back": "noticed that a mail to {it} came back",
    "mail sent again": "sent a mail to {it} again",
    "failed mails sent again": "sent the failed mails again",
    "returned mail seen to": "saw to a mail to {it} that came back",
    "mailing sent": "wrote to many customers",
    "statement sent": "sent a statement to {it}",
    "text written": "wrote a text",
    "agreement": "put an agreement of {it} on record",
    "agreement ended": "ended an agreement of {it}",
    "dispute linked": "said what dispute {it} is about",
    "proposal approved": "gave credits back on {it}",
    "proposal rejected": "left the charge of {it} as it is",
    "purchase": "posted a purchase of {it}",
    "grant": "granted credits to {it}",
    "correction": "corrected the balance of {it}",
    "reversal": "reversed an entry of {it}",
    "support package": "posted a support package for {it}",
    "support package bound": "bound a support package to {it}",
    "support package taken back": "took a support package of {it} back",
    "address added": "added an address to {it}",
    "address moved": "moved an address of {it}",
    "customer changed": "changed name or language of {it}",
    "customers merged": "merged customers: {it}",
    "merge taken back": "took a merge of {it} back",
    "opted out": "wrote promotions to {it} no more",
    "opted in": "wrote promotions to {it} again",
    "order posted": "posted an order of {it}",
    "order proposal accepted": "took back what an order gave too much",
    "order proposal rejected": "left a buyer what an order gave",
    "early order admitted": "let an early order count",
    "order looked up": "had an order looked up again",
    "order domain": "said which site an order's Premium is for",
    "product mapped": "said what a product means",
    "component added": "added a component",
    "component changed": "changed a component",
    "component retired": "retired a component",
    "component back": "brought a component back",
    "component": "said which component {it} is about",
    "setting": "set something for everybody at the desk",
    "office day": "said how a day of the office is kept",
    "known bug added": "put a known bug down",
    "known bug changed": "changed a known bug",
    "known bug solved": "said that a known bug is solved",
    "known bug": "said which known bug {it} is of",
    "told of a solved bug": "told the customer of {it} that its bug is solved",
    "let go": "let go of old mails' bytes",
    "policy proposed": "proposed a version of the policy",
    "policy adopted": "let a version of the policy hold",
    "settings changed": "changed how the desk is connected",
    "staff added": "added somebody to the staff",
    "staff role": "changed a role",
    "staff renamed": "changed the name of somebody on the staff",
    "staff retired": "retired somebody",
}
"""What each kind of event says; {it} is the request or customer."""

CLAUSES: Mapping[str, str] = {
    "picked": "C9",
    "released": "C9",
    "claim lost": "C9",
    "timer keep": "U8",
    "timer cut": "U8",
    "timer discard": "U8",
    "time added": "U8",
    "time taken off": "U8",
    "estimate": "U9",
    "estimate used up": "U3",
    "agreement": "U9",
    "reopened": "U8",
    "dispute linked": "D1",
    "proposal approved": "D1",
    "proposal rejected": "D1",
}
"""The clause that an event of a kind goes by, where it is always the same one."""

ENDS_WORK = frozenset({"timer stopped", "timer cut"})
"""The events that end a work session, each of which is told with the time that it took."""

NUMBERS = frozenset({"message", "work_session"})
"""What is kept by a number that is on no screen."""

_BESIDE = frozenset({"before", "after", "reason"})
VALUE_CHARS = 300
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?[+-]\d\d:\d\d")


def sentence(who: str, what: str, it: str, detail: Mapping[str, Any]) -> str:
    """One event in a sentence: "Olga set the kind of #1042: question → bug (reason)"."""
    said = SAID.get(what, f"{what} {{it}}").replace("{it}", it or "the desk")
    facts = [
        f"{name.replace('_', ' ')} {_value(value)}"
        for name, value in detail.items()
        if name not in _BESIDE and value not in (None, "", False)
    ]
    told = [changed(detail), ", ".join(facts)]
    told = [each for each in told if each]
    reason = f" ({detail['reason']})" if detail.get("reason") else ""
    return one_line(f"{who} {said}{': ' if told else ''}{' · '.join(told)}{reason}")


def by_the_clock(value: Any, hours: OfficeHours) -> Any:
    """A moment as the office's clock has it, "28 Nov 2026 21:11"; anything else as it is."""
    if not isinstance(value, str) or not _MOMENT.fullmatch(value):
        return value
    here = local(hours, datetime.fromisoformat(value))
    return f"{here.day} {here:%b %Y %H:%M}"


def changed(detail: Mapping[str, Any]) -> str:
    """What a value was before and is after; empty where no value was changed."""
    if "before" not in detail and "after" not in detail:
        return ""
    return f"{_value(detail.get('before'))} → {_value(detail.get('after'))}"


def clause_of(what: str, detail: Mapping[str, Any]) -> str:
    """The clause that what was done goes by; empty where the policy says nothing of it."""
    if what == "assigned":
        return "C10" if detail.get("out_of_order") else "C9"
    if what == "taken off wait":
        if detail.get("suspected_first_party"):
            return "F1, F2, F3, F4"
        return "U7" if detail.get("before") == "credits" else ""
    if what == "limit answered":
        return _limit_clause(str(detail.get("limit")))
    if what == "closed":
        return "U9" if detail.get("override") or detail.get("waived") else ""
    return CLAUSES.get(what, "")


def _limit_clause(limit: str) -> str:
    known = limit in {str(each) for each in Limit}
    return ", ".join(LIMIT_CLAUSES[Limit(limit)]) if known else ""


def _value(value: Any) -> str:
    if value is None or value == "":
        return "nothing"
    if isinstance(value, dict):
        return ", ".join(f"{name} {_value(each)}" for name, each in value.items())
    return one_line(str(value), max_chars=VALUE_CHARS)


def lines(detail: Mapping[str, Any]) -> list[str]:
    """All that is kept of an event, a line each."""
    return [one_line(f"{name.replace('_', ' ')}: {_value(each)}") for name, each in detail.items()]
