"""Intake: where an arriving message belongs, and whether its request waits for credits (C2 to C5, U7)."""

from dataclasses import dataclass, replace
from enum import StrEnum

from console.policy import disputes, senders
from console.policy.credits import balance_words
from console.policy.senders import Doubt


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


ARRIVALS_PER_HOUR = 60
"""Mails of one address within an hour that are taken in by themselves: what is past that, a person looks at."""

REOPEN_DAYS = 30
"""How long after its closing an answer opens a request again; a later one begins a new request."""


class Placing(StrEnum):
    """Where an arrival goes."""

    NEW = "new"
    JOINED = "joined"
    QUARANTINED = "quarantined"


@dataclass(frozen=True, slots=True)
class ThreadMatch:
    """The ticket that an arrival claims to answer; `keyed` says that it names a Message-ID only we could make.

    `of_sender` says that it is a request of the sender's own account, `closed_days` how long it has been
    closed, in whole days.
    """

    ticket: int
    open: bool
    sender_takes_part: bool
    keyed: bool
    is_dispute: bool = False
    closed_days: int = 0
    of_sender: bool = False

    @property
    def proves_sender(self) -> bool:
        """Whether who writes has a mail of ours that went to the sender: a key of one's own request opens no other."""
        return self.keyed and self.of_sender


@dataclass(frozen=True, slots=True)
class Arrival:
    """What is known of an arriving message; `automatic` says why it looks like no person's, None when it does not.

    `dispute` says that it is called one, or was sent to the address for them, as `sent_to_disputes` does.
    `doubt` is what speaks against its sender, `lately` how many came from them within the hour before.
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
    doubt: Doubt | None = None
    lately: int = 0


@dataclass(frozen=True, slots=True)
class Admission:
    """What is done with an arrival; `reason` is a sentence, for what is quarantined, waits or follows a request."""

    placing: Placing
    ticket: int | None = None
    reopens: bool = False
    waiting_for: str | None = None
    waiting_credits: int | None = None
    ask_to_replenish: bool = False
    explain: bool = False
    follows: int | None = None
    reason: str | None = None
    clause: str | None = None


def parse_kind(text: str) -> Kind:
    """The kind of that name; raises ValueError with a sentence that lists what there is."""
    try:
        return Kind(text.strip().lower())
    except ValueError:
        raise ValueError(f"A request's kind is one of {', '.join(Kind)}.") from None


def admit(arrival: Arrival, *, reopen_days: int = REOPEN_DAYS) -> Admission:
    """Decide where an arrival belongs: a stranger never joins a thread, a robot never opens a request."""
    if why := _unfit(arrival):
        return _quarantined(why)
    thread = arrival.thread
    if thread is None or not _joins(arrival, thread):
        return _admit_unjoined(arrival)
    if arrival.automatic is not None or thread.open:
        return Admission(Placing.JOINED, ticket=thread.ticket)
    if thread.closed_days < reopen_days:
        return Admission(Placing.JOINED, ticket=thread.ticket, reopens=True)
    why = f"It answers #{thread.ticket}, which was closed {thread.closed_days} days ago."
    made = _admit_new(arrival)
    return replace(made, follows=thread.ticket, reason=made.reason or why)


def _unfit(arrival: Arrival) -> str | None:
    """Why nothing can be made of it by a program."""
    if not arrival.readable:
        return "It cannot be read."
    if not arrival.sender:
        return "It names no sender."
    if arrival.lately >= ARRIVALS_PER_HOUR:
        return f"More than {ARRIVALS_PER_HOUR} mails came from its sender in an hour."
    return None


def _admit_unjoined(arrival: Arrival) -> Admission:
    if arrival.automatic is not None:
        return _quarantined(f"It was sent by a program: {arrival.automatic}.")
    return _admit_new(arrival)


def _joins(arrival: Arrival, thread: ThreadMatch) -> bool:
    """Whether it goes on with a thread: a customer's dispute of a request begins one of its own (D1)."""
    takes_part = thread.sender_takes_part and senders.may_join(arrival.doubt)
    if not (thread.keyed or takes_part):
        return False
    disputes_it = arrival.sent_to_disputes or (arrival.dispute and not thread.open)
    new = disputes_it and not thread.is_dispute and arrival.customer_known
    return not new or arrival.automatic is not None


def _quarantined(reason: str) -> Admission:
    """Kept aside for a person to look at."""
    return Admission(Placing.QUARANTINED, reason=reason)


def _admit_new(arrival: Arrival) -> Admission:
    """A new request, which waits for credits while its customer owes (U7); no dispute of a stranger's (D3)."""
    answered = senders.may_be_answered_by_program(arrival.doubt)
    if arrival.dispute and not arrival.customer_known:
        return Admission(
            Placing.QUARANTINED, explain=answered, reason=disputes.UNKNOWN.reason,
            clause=disputes.UNKNOWN.clause,
        )  # fmt: skip
    never_held = arrival.dispute or arrival.entitled or arrival.suspected_first_party
    if never_held or not arrival.customer_known or arrival.balance >= 0:
        return Admission(Placing.NEW)
    return Admission(
        Placing.NEW,
        waiting_for="credits",
        waiting_credits=0,
        ask_to_replenish=answered,
        reason=f"The customer {balance_words(arrival.balance)} credits, to be replenished first.",
        clause="U7",
    )
