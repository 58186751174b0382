"""What an arrival is compared with: what came before, the request that it answers, what is known of its sender."""

from datetime import datetime, timedelta

from console.policy import disputes as disputes_policy
from console.policy import senders
from console.policy.intake import Arrival, Kind, ThreadMatch
from console.services import covers, facts
from console.services.arrivals import Arrived
from console.services.context import Desk
from db import inbound, ledger, people, tickets
from db.engine import Session
from db.tables import Customer, Message, Ticket

NAMED_MOST = 100
"""Message-IDs of one mail that are looked up."""

SAME_WORDS = timedelta(hours=1)
"""How long the same words of the same sender are the same message, sent twice."""


async def twin(session: Session, desk: Desk, arrived: Arrived) -> Message | None:
    """The message that this one is again: the same Message-ID, sender and text, or the same words within the hour."""
    if arrived.mail_id is not None:
        for each in await tickets.by_mail_id(session, [arrived.mail_id]):
            same = (each.address, each.body_digest) == (arrived.sender, arrived.body_digest)
            if same and not _says_more(arrived, each):
                return each
    words = arrived.words_digest
    if words is None or arrived.sender is None or not arrived.answered:
        # Programs repeat themselves, and people may take in twice what they have looked at.
        return None
    said = await tickets.by_words(
        session, words, address=arrived.sender, since=arrived.received_at - SAME_WORDS,
        until=arrived.received_at + SAME_WORDS,
    )  # fmt: skip
    found = next((each for each in said if not _says_more(arrived, each)), None)
    return found if found and await _goes_on_there(session, desk, arrived, found) else None


def _says_more(arrived: Arrived, found: Message) -> bool:
    """Whether nothing speaks against it, while it does against who said the same: a forger silences nobody."""
    return found.doubt is not None and senders.doubt(arrived.verdict) is None


async def _goes_on_there(session: Session, desk: Desk, arrived: Arrived, found: Message) -> bool:
    """Whether the same words say nothing new: their request is open, and no other is answered by them."""
    ticket = await tickets.get(session, found.ticket_id)
    if ticket is None or ticket.closed_at is not None:
        return False
    if _dispute(desk, arrived)["sent_to_disputes"] and ticket.kind != Kind.DISPUTE:
        return False
    match = await thread(session, desk, arrived)
    return match is None or match.ticket == found.ticket_id


async def thread(session: Session, desk: Desk, arrived: Arrived) -> ThreadMatch | None:
    """The request that an arrival claims to answer: by our keyed Message-ID, a mail's, or its number."""
    from console.mail.render import ticket_of

    for mail_id in arrived.named_ids[:NAMED_MOST]:
        number = ticket_of(desk.facts.secret, mail_id)
        ticket = await tickets.get(session, number) if number is not None else None
        if ticket is not None:
            return await _match(session, ticket, arrived, keyed=True)
    named = await tickets.by_mail_id(session, list(arrived.named_ids)) if arrived.named_ids else []
    for number in [*(message.ticket_id for message in named), *arrived.tokens[:5]]:
        ticket = await tickets.get(session, number)
        if ticket is not None:
            match = await _match(session, ticket, arrived, keyed=False)
            if match.sender_takes_part:
                return match
    return None


async def _match(session: Session, ticket: Ticket, arrived: Arrived, *, keyed: bool) -> ThreadMatch:
    owns = takes_part = False
    if arrived.sender:
        owner = await people.customer_at(session, arrived.sender)
        owns = owner is not None and owner.id == ticket.customer_id
        takes_part = owns or await tickets.takes_part(session, facts.key(ticket), arrived.sender)
    return ThreadMatch(
        ticket=facts.key(ticket), open=ticket.closed_at is None, sender_takes_part=takes_part,
        keyed=keyed, of_sender=owns, is_dispute=ticket.kind == Kind.DISPUTE,
        closed_days=_days_closed(ticket, arrived.received_at),
    )  # fmt: skip


def _days_closed(ticket: Ticket, now: datetime) -> int:
    return max(0, (now - ticket.closed_at).days) if ticket.closed_at is not None else 0


async def arrival(
    session: Session,
    desk: Desk,
    arrived: Arrived,
    *,
    customer: Customer | None,
    match: ThreadMatch | None,
) -> Arrival:
    """The arrival as the policy knows it."""
    balance = 0
    if customer is not None:
        if match is None:
            # What they owe decides whether a new request waits; it stays so until it is there (U7).
            await ledger.account_of(session, facts.key(customer))
        balance, _ = await ledger.standing(session, facts.key(customer))
    entitled = customer is not None and await covers.covers_domain(
        session, customer_id=facts.key(customer), domain=arrived.domain, now=arrived.received_at
    )
    return Arrival(
        automatic=arrived.automatic,
        readable=arrived.unreadable is None,
        sender=arrived.sender,
        thread=match,
        customer_known=customer is not None,
        balance=balance,
        entitled=entitled,
        doubt=senders.doubt(arrived.verdict, keyed=match is not None and match.proves_sender),
        lately=await _lately(session, arrived),
        **_dispute(desk, arrived),
    )


async def _lately(session: Session, arrived: Arrived) -> int:
    """How many mails came from its sender within the hour; what the staff writes down is no flood."""
    if arrived.sender is None or arrived.channel != "email" or arrived.filed_by is not None:
        return 0
    hour_ago = arrived.received_at - timedelta(hours=1)
    return await inbound.count_from(
        session, arrived.sender, since=hour_ago, until=arrived.received_at
    )


def _dispute(desk: Desk, arrived: Arrived) -> dict[str, bool]:
    """Whether it is a dispute, and whether it was sent to where disputes are (D1)."""
    address = desk.settings.dispute_address
    named = disputes_policy.is_dispute(arrived.subject, (), address="")
    sent_there = disputes_policy.is_dispute("", arrived.to, address=address)
    return {"dispute": arrived.dispute or named or sent_there, "sent_to_disputes": sent_there}
