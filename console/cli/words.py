"""The services' shapes in words, for a person at a terminal; `at` tells a moment by the office's clock."""

from collections.abc import Callable, Sequence
from datetime import datetime

from console.cli.output import facts, table
from console.policy.credits import balance_words
from console.services import shapes
from widgets.durations import age_words, clock_words, signed_clock_words
from widgets.safe_text import clean, one_line

At = Callable[[datetime], str]
_SUBJECT_CHARS = 48
_NAME_CHARS = 16


def signed(credits: int) -> str:
    """Credits of an entry, with their sign."""
    return f"{credits:+}" if credits else "0"


def queue(rows: Sequence[shapes.TicketRow]) -> str:
    """Open requests in arrival order, with their ages in office time."""
    if not rows:
        return "No request waits."
    heads = ("place", "request", "age", "balance", "state", "customer", "subject", "channel")
    return table(heads, map(_queue_row, rows), right="place request age balance")


def _queue_row(row: shapes.TicketRow) -> tuple[str, ...]:
    return (
        str(row.place or ""),
        f"#{row.ticket}",
        age_words(row.age_seconds),
        balance_words(row.balance),
        f"urgent, {row.state}" if row.urgent else row.state,
        one_line(row.customer, max_chars=_NAME_CHARS),
        one_line(row.subject, max_chars=_SUBJECT_CHARS),
        row.channel,
    )


def heading(view: shapes.TicketView) -> str:
    """A request on one line."""
    row = view.row
    state = f"closed: {view.outcome}" if view.outcome else row.state
    return one_line(f"#{row.ticket} {row.subject} – {state}")


def ticket(view: shapes.TicketView, at: At) -> str:
    """A request with everything on it."""
    parts = [heading(view), _about(view, at), *(_message(each, at) for each in view.thread)]
    if view.work:
        parts.append(_work(view, at))
    if view.limits:
        parts.append(limits(view.limits, at))
    if view.entries:
        parts.append(entries(view.entries, at))
    return "\n\n".join(parts)


def _about(view: shapes.TicketView, at: At) -> str:
    row = view.row
    waits = f"{row.waiting_credits} credits" if row.waiting_credits is not None else ""
    left = "" if view.available == row.balance else f", {view.available} available"
    return facts(
        (
            ("customer", f"{row.customer} <{view.customer_address}>"),
            ("balance", f"{balance_words(row.balance)}{left}"),
            ("received", f"{at(row.received_at)} by {row.channel}"),
            ("about", row.kind or ""),
            ("component", view.component.words if view.component else ""),
            ("domain", view.domain or ""),
            ("estimate", f"{view.estimate} credits" if view.estimate is not None else ""),
            ("covered by", "; ".join(_cover(view, each, at) for each in view.packages)),
            ("waits for", waits),
            ("worked", clock_words(view.worked_seconds)),
            ("closed", at(view.closed_at) if view.closed_at else ""),
            ("ground", view.ground or ""),
        )
    )


def _cover(view: shapes.TicketView, package: shapes.CoverView, at: At) -> str:
    """A support package that covers the request: its term, or what of its time is used."""
    by_hand = f", chosen: {package.by_hand}" if package.by_hand else ""
    if package.starts_at is not None and package.ends_at is not None:
        term = f"from {at(package.starts_at)} until {at(package.ends_at)}"
    else:
        limit = clock_words(view.terms.package_seconds)
        term = f"{clock_words(view.covered_seconds)} of {limit} used"
    return f"{package.kind} {package.entitlement}, {term}{by_hand}"


_DIRECTIONS = {"in": "from", "out": "answer by", "note": "note by"}


def _message(message: shapes.MessageView, at: At) -> str:
    who = f"{_DIRECTIONS.get(message.direction, message.direction)} {message.author}"
    sent = f", {message.delivery}" if message.delivery else ""
    files = "".join(f"\n  [{one_line(each.name)}]" for each in message.attachments)
    body = "\n".join(f"  {line}".rstrip() for line in clean(message.text).strip().split("\n"))
    return f"{one_line(f'{at(message.at)} {who}{sent}')}\n{body}{files}"


def _work(view: shapes.TicketView, at: At) -> str:
    heads = ("work", "by", "from", "length", "ended", "reason")
    return table(heads, (_session(each, at) for each in view.work), right="work length")


def _session(session: shapes.SessionView, at: At) -> tuple[str, ...]:
    ended = "interrupted" if session.interrupted else session.ending or "running"
    return (
        str(session.session),
        session.login,
        at(session.started_at),
        signed_clock_words(session.seconds),
        ended,
        session.reason or "",
    )


def limits(found: Sequence[shapes.LimitView], at: At) -> str:
    """Limits crossed, and their answers."""
    if not found:
        return "No limit has been crossed."
    heads = ("limit", "crossed", "worked", "credits", "amount", "answer")
    return table(heads, (_limit(each, at) for each in found), right="worked credits amount")


def _limit(limit: shapes.LimitView, at: At) -> tuple[str, ...]:
    return (
        limit.limit,
        at(limit.crossed_at),
        clock_words(limit.worked_seconds),
        str(limit.credits),
        "" if limit.amount is None else str(limit.amount),
        limit.answer or "open",
    )


def entries(found: Sequence[shapes.EntryView], at: At) -> str:
    """Entries of a ledger, oldest first."""
    if not found:
        return "No entry."
    heads = ("entry", "posted", "kind", "credits", "balance", "request", "clauses", "reason")
    return table(heads, (_entry(each, at) for each in found), right="entry credits balance request")


def _entry(entry: shapes.EntryView, at: At) -> tuple[str, ...]:
    return (
        str(entry.entry),
        at(entry.posted_at),
        entry.kind,
        signed(entry.credits),
        balance_words(entry.balance_after),
        f"#{entry.ticket}" if entry.ticket is not None else "",
        " ".join(entry.clauses),
        one_line(entry.reason or entry.ground or entry.outcome or "", max_chars=_SUBJECT_CHARS),
    )


def timer(timer: shapes.TimerView) -> str:
    """A person's timer."""
    if timer.ticket is None:
        return "No timer of yours is running."
    state = "running" if timer.running else "stopped"
    if timer.interrupted:
        state = "interrupted: say `timer resolve keep`, `cut` or `discard`"
    paused = f" #{timer.paused_ticket} is paused." if timer.paused_ticket is not None else ""
    return f"#{timer.ticket} {clock_words(timer.worked_seconds)} {state}.{paused}"


def closed(closed: shapes.Closed) -> str:
    """What closing came to."""
    waived = f", {closed.waived} waived" if closed.waived else ""
    proposal = (
        f"Proposal {closed.proposal} would give credits back: a lead decides."
        if closed.proposal is not None
        else ""
    )
    return facts(
        (
            (f"#{closed.ticket}", f"closed: {closed.outcome}"),
            ("worked", f"{clock_words(closed.worked_seconds)}, blocks {closed.blocks}"),
            ("credits", f"{closed.credits}{waived}"),
            ("balance", balance_words(closed.balance)),
            ("clauses", " ".join(closed.clauses)),
            ("proposal", proposal),
        )
    )
