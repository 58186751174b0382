"""A dispute's packet in words: headings with lines below them, for a terminal, a file and a screen."""

from collections.abc import Iterator
from datetime import datetime

from console.policy import officehours
from console.policy.officehours import OfficeHours
from console.services import explain_words
from console.services.account_shapes import ConsentView
from console.services.explain_words import Section
from console.services.packet import EventView, Packet
from console.services.shapes import MessageView, TicketView
from widgets.durations import clock_words
from widgets.safe_text import clean, one_line


def sections(packet: Packet, hours: OfficeHours) -> list[Section]:
    """The packet, heading by heading; a heading without lines is left out."""
    told: list[Section] = [
        (f"Dispute #{packet.dispute.ticket}", list(_dispute(packet, hours))),
        ("What the customer writes", list(_thread(packet.mails, hours))),
    ]
    disputed = packet.disputed
    if disputed is not None:
        told.append((f"Request #{disputed.ticket}", list(_request(disputed, hours))))
        told.append((f"Thread of #{disputed.ticket}", list(_thread(disputed.thread, hours))))
    for each in packet.explanations:
        told.extend(_named(each.entry.entry, explain_words.sections(each, hours)))
    told.append(("Agreements", [_agreement(each, hours) for each in packet.agreements]))
    told.append(("What was done", [_event(each, hours) for each in packet.events]))
    return [(heading, lines) for heading, lines in told if lines]


def text(packet: Packet, hours: OfficeHours, *, columns: int = 80) -> str:
    """The packet as plain text, wrapped."""
    return explain_words.as_text(sections(packet, hours), columns=columns)


def _at(hours: OfficeHours, moment: datetime) -> str:
    return f"{officehours.local(hours, moment):%Y-%m-%d %H:%M:%S}"


def _named(entry: int, found: list[Section]) -> Iterator[Section]:
    for place, (heading, lines) in enumerate(found):
        yield (
            (heading if place == 0 else f"Entry {entry}: {heading[:1].lower()}{heading[1:]}"),
            lines,
        )


def _dispute(packet: Packet, hours: OfficeHours) -> Iterator[str]:
    dispute = packet.dispute
    yield f"by customer {dispute.customer_id} {one_line(dispute.customer)}"
    yield f"received {_at(hours, dispute.received_at)}, due by {_at(hours, dispute.due_at)} (D2)"
    yield f"about {dispute.about}"
    if packet.left:
        yield f"credits that could go back: {packet.left}"
    if dispute.decided_at is not None:
        yield f"{dispute.state} {_at(hours, dispute.decided_at)} by {one_line(dispute.decided_by or '')}"
    else:
        yield f"not decided: {dispute.state}"


def _request(view: TicketView, hours: OfficeHours) -> Iterator[str]:
    yield one_line(view.row.subject)
    yield f"received {_at(hours, view.row.received_at)} by {view.row.channel} from {view.customer_address}"
    yield f"kind: {view.row.kind or 'not said'}; site: {one_line(view.domain or 'not said')}"
    if view.estimate is not None:
        yield f"estimated at {view.estimate} credits"
    yield f"worked {clock_words(view.worked_seconds)}, charged {view.posted_credits} credits net"
    if view.closed_at is not None:
        ground = f", ground: {one_line(view.ground)}" if view.ground else ""
        yield f"closed {_at(hours, view.closed_at)} as {view.outcome}{ground}"
    yield f"under policy version {view.policy_version}"


_SIDES = {"in": "from the customer", "out": "to the customer", "note": "internal note"}


def _thread(messages: tuple[MessageView, ...], hours: OfficeHours) -> Iterator[str]:
    for each in messages:
        delivery = f", {each.delivery}" if each.delivery else ""
        side = _SIDES.get(each.direction, each.direction)
        yield f"{_at(hours, each.at)} {one_line(each.author)}, {side}{delivery}"
        for line in clean(each.text).split("\n"):
            if line.strip():
                yield f"| {one_line(line, max_chars=2_000)}"
        for file in each.attachments:
            yield f"| file: {one_line(file.name)}, {file.size_bytes} bytes"


def _agreement(each: ConsentView, hours: OfficeHours) -> str:
    what = "each request" if each.ticket is None else f"#{each.ticket}"
    ended = f", ended {_at(hours, each.withdrawn_at)}" if each.withdrawn_at is not None else ""
    return (
        f"up to {each.ceiling} credits for {what}, agreed {_at(hours, each.agreed_at)} by"
        f" {one_line(each.agreed_by)} in a message on #{each.message_ticket}{ended}"
    )


def _event(each: EventView, hours: OfficeHours) -> str:
    detail = ", ".join(
        f"{name.replace('_', ' ')}: {value}" for name, value in each.detail.items() if value
    )
    who = f" by {one_line(each.who)}" if each.who else ""
    return one_line(
        f"{_at(hours, each.at)} #{each.ticket} {each.what}{who}{' (' + detail + ')' if detail else ''}"
    )
