"""What the services hand to the screens and the command line: frozen values, times in UTC."""

from dataclasses import dataclass
from datetime import date, datetime

from console.policy.entitlements import Cover, CoverKind
from console.policy.refusal import Refusal
from console.policy.terms import Terms
from console.services.bug_shapes import BugRef
from console.services.component_shapes import AboutView
from console.services.queue_shapes import Actor, QueuePage, QueueSummary, TicketRow, TimerView

__all__ = [
    "CAME_BACK",
    "Actor",
    "Admitted",
    "AttachmentView",
    "Closed",
    "CoverView",
    "DeliveryView",
    "EarlierView",
    "EntryView",
    "LimitView",
    "MessageView",
    "Overtaken",
    "ProposalView",
    "QueuePage",
    "QueueSummary",
    "Sent",
    "SessionView",
    "StaffView",
    "Statement",
    "TicketRow",
    "TicketView",
    "TimerView",
]

CAME_BACK = "came back"
"""The state of a mail that left, and that a mail server has returned."""


@dataclass(frozen=True, slots=True)
class AttachmentView:
    """A file that came with a message; `really` is the type that its bytes show where it claims another."""

    name: str
    size_bytes: int
    content_type: str
    really: str = ""


@dataclass(frozen=True, slots=True)
class MessageView:
    """One message of a thread; `delivery` is the state of its e-mail, None when none goes out.

    `doubt` says what speaks against its sender, None where nothing does.
    """

    message: int
    direction: str
    author: str
    at: datetime
    text: str
    attachments: tuple[AttachmentView, ...]
    message_id: str | None
    delivery: str | None
    last_error: str | None
    doubt: str | None = None


@dataclass(frozen=True, slots=True)
class Overtaken(Refusal):
    """An answer was written on a thread that has changed: what came meanwhile, to be read before it is sent."""

    messages: tuple[MessageView, ...] = ()


@dataclass(frozen=True, slots=True)
class SessionView:
    """One work session; `seconds` is what it counts for at the time of asking."""

    session: int
    login: str
    name: str
    started_at: datetime
    ended_at: datetime | None
    last_seen_at: datetime | None
    seconds: int
    ending: str | None
    reason: str | None
    running: bool
    interrupted: bool


@dataclass(frozen=True, slots=True)
class LimitView:
    """One crossing of a limit; `answer` is None while it is open."""

    limit: str
    threshold: int
    crossed_at: datetime
    worked_seconds: int
    credits: int
    amount: int | None
    answer: str | None
    answered_by: str | None
    answered_at: datetime | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class EntryView:
    """One entry of a ledger; `credits` is signed, `origin` says whether they are paid or free (K6).

    `cost` is what its request had cost in all by then.
    """

    entry: int
    posted_at: datetime
    kind: str
    credits: int
    balance_after: int
    free_after: int
    reference: str
    ticket: int | None
    outcome: str | None
    ground: str | None
    worked_seconds: int | None
    blocks: int | None
    waived: int
    clauses: tuple[str, ...]
    policy_version: str
    reason: str | None
    posted_by: str
    reverses: int | None
    quantity: int | None = None
    chargeable_seconds: int | None = None
    corrects: int | None = None
    merge: int | None = None
    entitlements: tuple[int, ...] = ()
    owing_since: datetime | None = None
    origin: str = "paid"
    cost: int | None = None


@dataclass(frozen=True, slots=True)
class EarlierView:
    """An earlier request of the same customer."""

    ticket: int
    subject: str
    received_at: datetime
    outcome: str | None
    clauses: tuple[str, ...]
    credits: int


@dataclass(frozen=True, slots=True)
class CoverView:
    """A support package that covers a request; `running` says whether it covers work done just now."""

    entitlement: int
    kind: CoverKind
    starts_at: datetime | None
    ends_at: datetime | None
    running: bool
    by_hand: str | None


@dataclass(frozen=True, slots=True)
class TicketView:
    """Everything on one request."""

    row: TicketRow
    version: int
    customer_address: str
    domain: str | None
    language: str
    estimate: int | None
    free_balance: int
    available: int
    outcome: str | None
    ground: str | None
    closed_at: datetime | None
    policy_version: str
    thread: tuple[MessageView, ...]
    thread_total: int
    work: tuple[SessionView, ...]
    worked_seconds: int
    limits: tuple[LimitView, ...]
    entries: tuple[EntryView, ...]
    earlier: tuple[EarlierView, ...]
    earlier_total: int
    posted_credits: int
    holder_id: int | None
    terms: Terms
    packages: tuple[CoverView, ...]
    covered_seconds: int
    agreed_credits: int | None
    owing_since: datetime | None
    lookers: tuple[tuple[int, str], ...] = ()
    """Who has it on their screen just now, by number and name."""
    follows: int | None = None
    """The request that its first message answered, closed too long ago to be opened again."""
    component: AboutView | None = None
    """Which component it is about, if one was named."""
    bug: BugRef | None = None
    """The known bug that it is of."""

    def cover_after(self, worked_seconds: int) -> Cover | None:
        """What covers the request once so many seconds are worked, if its cover goes on as it stands."""
        if not self.packages:
            return None
        first = self.packages[0]
        if first.kind != CoverKind.PREMIUM:
            return Cover(first.kind)
        more = max(0, worked_seconds - self.worked_seconds) if self.is_covered_now else 0
        return Cover(first.kind, self.covered_seconds + more)

    @property
    def is_covered_now(self) -> bool:
        """Whether work done just now would be covered."""
        return any(each.running for each in self.packages)

    @property
    def ticket(self) -> int:
        """The request's number."""
        return self.row.ticket

    @property
    def running(self) -> SessionView | None:
        """The session that runs now, by whoever."""
        return next((s for s in self.work if s.running), None)

    @property
    def open_limits(self) -> tuple[LimitView, ...]:
        """The limits crossed and not answered yet."""
        return tuple(limit for limit in self.limits if limit.answer is None)


@dataclass(frozen=True, slots=True)
class Sent:
    """A message written, with the Message-ID of its e-mail (None for a note)."""

    message: int
    message_id: str | None


@dataclass(frozen=True, slots=True)
class Admitted:
    """Where an inbound request went."""

    action: str
    ticket: int | None
    customer: int | None
    account_created: bool
    waiting_for: str | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class Closed:
    """What a closing came to; `credits` is the request's cost, 0 or more."""

    ticket: int
    outcome: str
    worked_seconds: int
    blocks: int
    credits: int
    clauses: tuple[str, ...]
    balance: int
    entry: int
    posted: int
    waived: int
    proposal: int | None


@dataclass(frozen=True, slots=True)
class ProposalView:
    """Credits that somebody would give back: open until a lead or an admin decides."""

    proposal: int
    ticket: int | None
    entry: int
    customer: str
    credits: int
    reason: str
    proposed_by: str
    proposed_at: datetime
    state: str
    decided_by: str | None
    reversal: int | None
    dispute: int | None = None


@dataclass(frozen=True, slots=True)
class DeliveryView:
    """One e-mail of the outbox."""

    delivery: int
    ticket: int | None
    to: str
    subject: str
    state: str
    attempts: int
    next_try_at: datetime | None
    last_error: str | None
    message_id: str
    customer: int | None = None


@dataclass(frozen=True, slots=True)
class MailView:
    """One e-mail of the outbox whole, with its text and the names of its files."""

    delivery: DeliveryView
    written_at: datetime
    text: str
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StaffView:
    """A member of staff."""

    staff_id: int
    login: str
    name: str
    role: str
    retired: bool


@dataclass(frozen=True, slots=True)
class Statement:
    """A customer's balance now, and their entries of some office days, newest last.

    The opening balance and the entries come to the closing one; `subjects` and `packages` say what is named by number.
    """

    customer_id: int
    customer: str
    address: str
    balance: int
    free: int
    entries: tuple[EntryView, ...]
    opening: int
    closing: int
    closing_free: int
    owing_since: datetime | None
    language: str
    first_day: date | None
    last_day: date | None
    subjects: dict[int, str]
    packages: dict[int, str]
