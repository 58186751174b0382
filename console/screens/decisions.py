"""What leads decide: disputes, the first due first, and credits to give back; and what was decided."""

import re
from collections.abc import Mapping
from functools import partial

from textual.app import ComposeResult
from textual.widgets import Static

from console.actions import bindings_for
from console.policy.outcomes import label_of
from console.screens.base import RequestOpened, put
from console.screens.decision_words import lines_of
from console.screens.dialogs import AskForm, Field, optional, whole_number
from console.screens.listing import SectionedScreen, section_bindings
from console.screens.session import Session
from console.screens.words import called
from console.services.dispute_shapes import DisputeView
from console.services.shapes import Closed, ProposalView
from console.situations import DECISIONS
from widgets.key_bar import KeyBar
from widgets.line_list import LineList

SECTIONS = ("disputes", "to give back", "decided")
EMPTY: Mapping[str, str] = {
    "disputes": "No dispute is open.",
    "to give back": "No credits wait to be given back.",
    "decided": "No dispute has been decided.",
}
_ABOUT = re.compile(r"(?:#|entry\s+)([1-9][0-9]{0,8})", re.IGNORECASE)


class DecisionsScreen(SectionedScreen):
    """Disputes and proposals, a section at a time."""

    where = DECISIONS
    BINDINGS = [  # noqa: RUF012 - Textual declares it so
        *bindings_for(DECISIONS),
        *section_bindings(SECTIONS, screen="decisions"),
    ]
    SECTIONS = SECTIONS

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._found: dict[str, tuple[DisputeView, ...] | tuple[ProposalView, ...]] = {}

    def compose(self) -> ComposeResult:
        """The names of the sections, the section, the keys."""
        yield from self.head("To decide")
        yield Static("", id="sections")
        yield LineList()
        yield KeyBar()

    @property
    def dispute(self) -> DisputeView | None:
        """The dispute under the cursor."""
        found = self._found.get(self.section, ())
        return next(
            (
                each
                for each in found
                if isinstance(each, DisputeView) and each.ticket == self.cursor
            ),
            None,
        )

    @property
    def proposal(self) -> ProposalView | None:
        """The proposal under the cursor."""
        found = self._found.get(self.section, ())
        return next(
            (
                each
                for each in found
                if isinstance(each, ProposalView) and each.proposal == self.cursor
            ),
            None,
        )

    def changed(self) -> None:
        """Read the sections anew."""
        if not self.session.ready:
            return
        from console.services import disputes, proposals

        desk, now = self.session.desk, self.session.now()
        calls = {
            "disputes": disputes.listing(desk, now=now),
            "decided": disputes.listing(desk, decided=True, now=now),
            "to give back": proposals.list_open(desk),
        }
        for name, call in calls.items():
            self.read(call, partial(self._keep, name), group=name)

    def _keep(self, name: str, found: tuple[DisputeView, ...] | tuple[ProposalView, ...]) -> None:
        self._found[name] = found
        self._show_sections()
        if name == self.section:
            self._show_lines()

    def _show_sections(self) -> None:
        counts = [0 if name == "decided" else len(self._found.get(name, ())) for name in SECTIONS]
        put(self.query_one("#sections", Static), self.section_names(counts))

    def _show_lines(self) -> None:
        shown = self.query_one(LineList)
        shown.empty_text = EMPTY[self.section]
        found = self._found.get(self.section, ())
        shown.show(*lines_of(self.section, found, self.session.hours, now=self.session.now()))
        self.refresh_keys()

    def on_line_list_opened(self, _: LineList.Opened) -> None:
        """Show the request."""
        dispute, proposal = self.dispute, self.proposal
        if dispute is not None:
            self.post_message(RequestOpened(dispute.ticket))
        elif proposal is not None and proposal.ticket is not None:
            self.post_message(RequestOpened(proposal.ticket))

    def do_decision_look(self) -> None:
        """Show the request under the cursor."""
        self.query_one(LineList).action_list_open()

    def do_dispute_packet(self) -> None:
        """Show all the evidence."""
        from console.screens.explain import PacketScreen

        if self.dispute is not None:
            self.app.push_screen(PacketScreen(self.session, self.dispute.ticket))

    def do_dispute_link(self) -> None:
        """Ask which request or entry it is about."""
        found = self.dispute
        if found is None:
            return
        known = found.about if found.entry or found.disputed_ticket else ""
        field = Field("about", "The request or the entry", initial=known,
                      placeholder="#12, or entry 34", check=request_or_entry)  # fmt: skip
        self.ask(
            AskForm(
                f"What is dispute #{found.ticket} about?",
                [field],
                about=found.subject,
                does="set it",
            ),
            lambda answer: self._link(found, answer["about"]),
        )

    def _link(self, found: DisputeView, text: str) -> None:
        from console.services import disputes

        number = int(text.rsplit(maxsplit=1)[-1].lstrip("#"))
        is_entry = text.lower().startswith("entry")
        call = disputes.link(
            *self.session.who, ticket=found.ticket, to_entry=number if is_entry else None,
            to_ticket=None if is_entry else number, now=self.session.now(),
        )  # fmt: skip
        self.change(call, lambda view: f"Dispute #{view.ticket} is about {view.about}.")

    def do_dispute_uphold(self) -> None:
        """Read how much could go back, then ask how much does."""
        from console.services import packet

        found = self.dispute
        if found is not None:
            call = packet.left(self.session.desk, ticket=found.ticket)
            self.read(call, lambda left: self._ask_uphold(found, left), group="left")

    def _ask_uphold(self, found: DisputeView, left: int) -> None:
        if left <= 0:
            self.warn(f"There is nothing to give back for {found.about} (D1).")
            return
        fields = [
            Field("credits", f"Credits to give back, of {left}", initial=str(left),
                  check=whole_number(1, left)),
            Field("text", "What the customer is told, besides", check=optional),
        ]  # fmt: skip
        about = f"{called(found.customer)} about {found.about}. It is proposed, and approved by a lead or an admin."
        self.ask(
            AskForm(f"Uphold dispute #{found.ticket}", fields, about=about, does="go on"),
            lambda answer: self._ask_last(found, "dispute-upheld", answer),
        )

    def do_dispute_reject(self) -> None:
        """Ask what the customer is told."""
        found = self.dispute
        if found is None:
            return
        fields = [Field("text", "Why the charge stays, as the customer is told")]
        about = f"{called(found.customer)} about {found.about}."
        self.ask(
            AskForm(f"Reject dispute #{found.ticket}", fields, about=about, does="go on"),
            lambda answer: self._ask_last(found, "dispute-rejected", answer),
        )

    def _ask_last(self, found: DisputeView, outcome: str, answer: dict[str, str]) -> None:
        """Name what is decided; its mail leaves with it."""
        whom = called(found.customer)
        upheld = outcome == "dispute-upheld"
        credits = answer.get("credits")
        self.confirmed(
            f"{'Uphold' if upheld else 'Reject'} dispute #{found.ticket} of {whom}?",
            about="The dispute is closed, and the customer is told at once.",
            does=f"propose {credits} credits for {whom}"
            if upheld
            else f"reject it, and tell {whom}",
            then=lambda: self._decide(found, outcome, answer),
        )

    def _decide(self, found: DisputeView, outcome: str, answer: dict[str, str]) -> None:
        from console.services import closing

        credits = answer.get("credits")
        call = closing.close(
            *self.session.who, ticket=found.ticket, outcome=outcome, text=answer["text"] or None,
            give_back=int(credits) if credits else None, now=self.session.now(),
        )  # fmt: skip
        self.change(call, decided_words)

    def do_proposal_approve(self) -> None:
        """Ask for the last time, then give the credits back."""
        self._ask_proposal(approve=True)

    def do_proposal_reject(self) -> None:
        """Ask for the last time, then leave the charge as it is."""
        self._ask_proposal(approve=False)

    def _ask_proposal(self, *, approve: bool) -> None:
        from console.services import proposals

        found = self.proposal
        if found is None:
            return

        def decide() -> None:
            call = proposals.decide(
                *self.session.who, proposal=found.proposal, approve=approve, now=self.session.now()
            )
            self.change(call, lambda view: f"Proposal {view.proposal} is {view.state}.")

        credits = f"{found.credits} credits"
        does = (
            f"give {credits} back to {called(found.customer)}"
            if approve
            else "leave the charge as it is"
        )
        question = (
            f"Give {credits} of entry {found.entry} back?"
            if approve
            else f"Reject giving {credits} back?"
        )
        self.confirmed(question, about=found.reason, does=does, then=decide)

    def show_section(self) -> None:
        """Show the section that was chosen."""
        self._show_sections()
        self._show_lines()

    def do_app_back(self) -> None:
        """Back to the queue."""
        self.dismiss()


def request_or_entry(text: str) -> str | None:
    """What is wrong with what a dispute is said to be about."""
    return None if _ABOUT.fullmatch(text.strip()) else "Write #12 for a request, or entry 34."


def decided_words(closed: Closed) -> str:
    """What was decided, and what follows."""
    proposed = f"; proposal {closed.proposal} waits" if closed.proposal is not None else ""
    return f"#{closed.ticket} is closed as {label_of(closed.outcome)}{proposed}."
