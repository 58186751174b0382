"""Intake: where an arriving message belongs, and whether its request waits for credits (C2 to C5, U7)."""

from dataclasses import dataclass
from enum import StrEnum

from console.policy import disputes
from console.policy.credits import balance_words


class Channel(StrEnum):
    """How a request may reach the desk; there is no other way (C8)."""

    EMAIL = "email"
    FORM = "form"
    HELPDESK = "helpdesk"


class Kind(StrEnum):
    """What a request is about (S1 to S7, D1)."""

    EXPLANATION = "explanation"
    CONFIGURATION = "configuration"
    DIAGNOSTICS = "diagnostics"
    INVESTIGATION = "investigation"
    CONFLICT = "conflict"
    QUESTION = "question"
    MODIFICATION = "modification"
    DISPUTE = "dispute"


class Placing(StrEnum):
    """Where an arrival goes."""

    NEW = "new"
    JOINED = "joined"
    QUARANTINED = "quarantined"


@dataclass(frozen=True, slots=True)
class ThreadMatch:
    """The ticket that an arrival claims to answer; `keyed` says that it names a Message-ID only we could make."""

    ticket: int
    open: bool
    sender_takes_part: bool
    keyed: bool
    is_dispute: bool = False


@dataclass(frozen=True, slots=True)
class Arrival:
    """What is known of an arriving message; `automatic` says why it looks like no person's, None when it does not.

    `dispute` says that it is called one, or was sent to the address for them, as `sent_to_disputes` does.
    """

    automatic: str | None
    readable: bool
    sender: str | None
    thread: ThreadMatch | None
    customer_known: bool
    balance: int
    suspected_first_party: bool = False
    entitled: bool = False
    dispute: bool = False
    sent_to_disputes: bool = False


@dataclass(frozen=True, slots=True)
class Admission:
    """What is done with an arrival; `reason` is a sentence, for what is quarantined or waits."""

    placing: Placing
    ticket: int | None = None
    reopens: bool = False
    waiting_for: str | None = None
    waiting_credits: int | None = None
    ask_to_replenish: bool = False
    explain: bool = False
    reason: str | None = None
    clause: str | None = None


def parse_kind(text: str) -> Kind:
    """The kind of that name; raises ValueError with a sentence that lists what there is."""
    try:
        return Kind(text.strip().lower())
    except ValueError:
        raise ValueError(f"A request's kind is one of {', '.join(Kind)}.") from None


def admit(arrival: Arrival) -> Admission:
    """Decide where an arrival belongs: a stranger never joins a thread, a robot never opens a request."""
    if not arrival.readable:
        return _quarantined("It cannot be read.")
    if not arrival.sender:
        return _quarantined("It names no sender.")
    thread = arrival.thread
    if thread is not None and _joins(arrival, thread):
        reopens = not thread.open and arrival.automatic is None
        return Admission(Placing.JOINED, ticket=thread.ticket, reopens=reopens)
    if arrival.automatic is not None:
        return _quarantined(f"It was sent by a program: {arrival.automatic}.")
    return _admit_new(arrival)


def _joins(arrival: Arrival, thread: ThreadMatch) -> bool:
    """Whether it goes on with a thread: a customer's dispute of a request begins one of its own (D1)."""
    if not (thread.keyed or thread.sender_takes_part):
        return False
    disputes_it = arrival.sent_to_disputes or (arrival.dispute and not thread.open)
    new = disputes_it and not thread.is_dispute and arrival.customer_known
    return not new or arrival.automatic is not None


def _quarantined(reason: str) -> Admission:
    """Kept aside for a person to look at."""
    return Admission(Placing.QUARANTINED, reason=reason)


def _admit_new(arrival: Arrival) -> Admission:
    """A new request, which waits for credits while its customer owes (U7); no dispute of a stranger's (D3)."""
    if arrival.dispute and not arrival.customer_known:
        return Admission(
            Placing.QUARANTINED, explain=True, reason=disputes.UNKNOWN.reason,
            clause=disputes.UNKNOWN.clause,
        )  # fmt: skip
    never_held = arrival.dispute or arrival.entitled or arrival.suspected_first_party
    if never_held or not arrival.customer_known or arrival.balance >= 0:
        return Admission(Placing.NEW)
    return Admission(
        Placing.NEW,
        waiting_for="credits",
        waiting_credits=0,
        ask_to_replenish=True,
        reason=f"The customer {balance_words(arrival.balance)} credits, to be replenished first.",
        clause="U7",
    )
