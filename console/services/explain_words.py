"""An explanation in words: headings with lines below them, for a terminal, a screen and a dispute's packet."""

from collections.abc import Callable, Iterator
from datetime import datetime

from console.policy import officehours
from console.policy.credits import balance_words
from console.policy.officehours import OfficeHours
from console.services.explain_shapes import CountedSession, DrawnPackage, Explanation, Sum
from console.services.shapes import EntryView, LimitView, ProposalView
from widgets.durations import clock_words, length_words, signed_clock_words
from widgets.safe_text import one_line

Section = tuple[str, list[str]]
At = Callable[[datetime], str]


def sections(found: Explanation, hours: OfficeHours) -> list[Section]:
    """The explanation, heading by heading; a heading without lines is left out."""

    def at(moment: datetime) -> str:
        return f"{officehours.local(hours, moment):%Y-%m-%d %H:%M:%S}"

    told = [
        (f"Entry {found.entry.entry}", list(_entry(found, at))),
        ("Work", [_session(each, at) for each in found.sessions]),
        ("Sum", list(_sum(found.sum)) if found.sum is not None else []),
        ("Covered by", [_package(each, at) for each in found.packages]),
        ("Limits", [_limit(each, at) for each in found.limits]),
        ("Clauses", [f"{each.clause} {each.title}: {each.words}" for each in found.clauses]),
        ("Policy", [_policy(found, at)]),
        ("Entries that belong to it", [_related(each, at) for each in found.related]),
        ("Disputes", [f"dispute #{each}: {how or 'not decided'}" for each, how in found.disputes]),
        ("Proposals", [_proposal(each, at) for each in found.proposals]),
    ]
    return [(heading, [one_line(line) for line in lines]) for heading, lines in told if lines]


def text(found: Explanation, hours: OfficeHours, *, columns: int = 80) -> str:
    """The explanation as plain text, wrapped."""
    return as_text(sections(found, hours), columns=columns)


def as_text(told: list[Section], *, columns: int) -> str:
    """Headings with their lines below them, wrapped."""
    import textwrap

    parts = []
    for heading, lines in told:
        wrapped = [
            textwrap.fill(line, columns, initial_indent="  ", subsequent_indent="    ")
            for line in lines
        ]
        parts.append("\n".join([heading, *wrapped]))
    return "\n\n".join(parts)


def _entry(found: Explanation, at: At) -> Iterator[str]:
    entry = found.entry
    by = entry.posted_by or "the program"
    yield f"{entry.kind} of {entry.credits:+d} credits, posted {at(entry.posted_at)} by {by}"
    free = f", {entry.free_after} of it free" if entry.free_after else ""
    yield f"customer {found.customer} {found.customer_name}; balance after: {balance_words(entry.balance_after)}{free}"
    if entry.ticket is not None:
        yield f"request #{entry.ticket} {found.subject or ''}"
    if found.outcome_label:
        ground = f", ground: {entry.ground}" if entry.ground else ""
        yield f"outcome: {entry.outcome} ({found.outcome_label}){ground}"
    if entry.quantity:
        yield f"{entry.quantity} of a package of {entry.credits // entry.quantity}"
    if entry.reverses is not None:
        yield f"reverses entry {entry.reverses}"
    if entry.corrects is not None:
        yield f"corrects entry {entry.corrects}"
    if entry.reason:
        yield f"reason: {entry.reason}"
    yield f"reference: {entry.reference}"


def _session(each: CountedSession, at: At) -> str:
    covered = f", {clock_words(each.covered_seconds)} of it covered" if each.covered_seconds else ""
    reason = f": {each.reason}" if each.reason else ""
    if each.typed:
        how = "taken off" if each.seconds < 0 else "typed in"
        when = f"{at(each.started_at)[:10]}, {how}{reason}"
    else:
        ended = at(each.ended_at) if each.ended_at is not None else "?"
        when = f"{at(each.started_at)} to {ended}, {each.ending or 'running'}{reason}"
    return f"{signed_clock_words(each.seconds):>8}  {each.name} ({each.login})  {when}{covered}"


def _sum(found: Sum) -> Iterator[str]:
    yield f"worked {clock_words(found.worked_seconds)}, which is {found.worked_seconds} seconds"
    if found.covered_seconds:
        yield (
            f"covered {clock_words(found.covered_seconds)}, to charge"
            f" {clock_words(found.chargeable_seconds)}"
        )
    block = length_words(found.block_seconds)
    yield f"blocks of {block} started: {found.blocks}; cost {found.cost} credits"
    if found.waived:
        yield f"waived: {found.waived} credits"
    if found.charged_before:
        yield f"charged before for the same request: {found.charged_before} credits"
    if found.saved_blocks:
        yield (
            f"adding the sessions before rounding saved {found.saved_blocks} blocks,"
            f" {found.saved_credits} credits"
        )


def _package(each: DrawnPackage, at: At) -> str:
    term = ""
    if each.starts_at is not None and each.ends_at is not None:
        term = f" for {each.domain}, {at(each.starts_at)} until {at(each.ends_at)}"
    return f"package {each.entitlement}: {each.kind}{term}"


def _limit(each: LimitView, at: At) -> str:
    told = f", told {each.amount} credits" if each.amount is not None else ""
    who = f" by {each.answered_by}" if each.answered_by else ""
    when = f" at {at(each.answered_at)}" if each.answered_at is not None else ""
    answer = f"answered {each.answer}{who}{when}{told}" if each.answer else "not answered"
    return f"{each.limit} at {at(each.crossed_at)}, {clock_words(each.worked_seconds)}: {answer}"


def _policy(found: Explanation, at: At) -> str:
    since = f", in force from {at(found.policy_from)[:10]}" if found.policy_from else ""
    return f"version {found.policy_version}{since}"


def _related(each: EntryView, at: At) -> str:
    return f"entry {each.entry}: {each.kind} {each.credits:+d}, {at(each.posted_at)}, {each.reason or each.outcome or ''}"


def _proposal(each: ProposalView, at: At) -> str:
    return f"proposal {each.proposal}: give back {each.credits}, {each.state}, {at(each.proposed_at)} by {each.proposed_by}: {each.reason}"
