"""Changing a request: kind, estimate, wait, release, open again, typed-in time."""

from datetime import date

from console.policy.access import Role, includes
from console.policy.intake import Kind
from console.policy.officehours import office_day
from console.policy.terms import TERMS
from console.screens.dialogs import (
    AskChoice,
    AskForm,
    Field,
    a_day,
    ask_reason,
    optional,
    whole_number,
)
from console.screens.handing import ask_release
from console.screens.request import RequestPart
from console.services.shapes import TimerView
from widgets.choice_list import Choice

KIND_KEYS = {
    Kind.EXPLANATION: ("e", "an explanation", "S1"),
    Kind.CONFIGURATION: ("c", "configuration", "S2"),
    Kind.DIAGNOSTICS: ("d", "diagnostics", "S3"),
    Kind.INVESTIGATION: ("i", "an investigation", "S4"),
    Kind.CONFLICT: ("f", "a conflict", "S5"),
    Kind.QUESTION: ("q", "a general question", "S6"),
    Kind.MODIFICATION: ("m", "a minor modification: covered beforehand", "S7, U3"),
    Kind.DISPUTE: ("p", "a dispute", "D1"),
}


class ChangingPart(RequestPart):
    """What is asked before a request is changed, and the change."""

    def do_request_kind(self) -> None:
        """Ask what kind of request it is."""
        choices = [Choice(key, label, clause=clause) for key, label, clause in KIND_KEYS.values()]
        self.choose(AskChoice("What kind of request is it?", choices), self._set_kind)

    def _set_kind(self, key: str) -> None:
        from console.services import desk

        kind = next(kind for kind, told in KIND_KEYS.items() if told[0] == key)
        self.change(
            desk.set_kind(*self.who, ticket=self.number, kind=str(kind), now=self.session.now()),
            f"#{self.number} is {KIND_KEYS[kind][1].split(':')[0]}.",
        )

    def do_request_estimate(self) -> None:
        """Ask for an estimate."""
        known = self.view.estimate if self.view else None
        terms = self.view.terms if self.view else TERMS
        field = Field(
            "credits", "Credits in all, the time already worked included",
            initial=str(known or ""), check=whole_number(terms.credits_per_block, 100_000, step=terms.credits_per_block),
        )  # fmt: skip
        about = (
            f"{terms.block_seconds // 60} minutes are {terms.credits_per_block} credits (U8)."
            f" Over {terms.notify_credits} the customer is told beforehand (U9)."
        )
        self.ask(
            AskForm(
                f"What will #{self.number} need?", [field], about=about, does="set the estimate"
            ),
            self._set_estimate,
        )

    def _set_estimate(self, answer: dict[str, str]) -> None:
        from console.services import desk

        credits = int(answer["credits"])
        self.change(
            desk.set_estimate(
                *self.who, ticket=self.number, credits=credits, now=self.session.now()
            ),
            f"#{self.number} is estimated at {credits} credits.",
        )

    def do_request_wait(self) -> None:
        """Ask what to wait for, or why to wait no longer."""
        view = self.view
        if view is not None and view.row.waiting_for:
            self._ask_resume(view.row.waiting_for)
            return
        choices = [
            Choice("c", "for the customer's answer", note="the answer brings it back to you"),
            Choice("m", "for credits", clause="U2", note="ends by itself when they are there"),
        ]
        self.choose(AskChoice("Wait for what?", choices), self._wait)

    def _wait(self, key: str) -> None:
        if key == "c":
            self._put_on_wait("customer", None)
        else:
            field = Field(
                "credits", "How many available credits end the wait",
                placeholder="empty: what the estimate needs", check=_credits_or_nothing,
            )  # fmt: skip
            self.ask(
                AskForm(f"Let #{self.number} wait for credits", [field], does="wait"),
                self._wait_for_credits,
            )

    def _wait_for_credits(self, answer: dict[str, str]) -> None:
        self._put_on_wait("credits", int(answer["credits"]) if answer["credits"] else None)

    def _put_on_wait(self, waiting_for: str, credits: int | None) -> None:
        from console.services import desk

        self.change(
            desk.wait(
                *self.who, ticket=self.number, waiting_for=waiting_for, credits=credits,
                now=self.session.now(),
            ),
            f"#{self.number} waits for {waiting_for}; its timer is stopped.",
        )  # fmt: skip

    def _ask_resume(self, waiting_for: str) -> None:
        lead = includes(Role(self.session.actor.role), Role.LEAD)
        choices = [Choice("t", "take it off wait", note="with a reason")]
        if waiting_for == "credits":
            refusal = "" if lead else "Only a lead or an admin may do that."
            choices = [
                Choice("s", "a fault of ours is suspected", clause="F1–F4", note="with a reason"),
                Choice("t", "go on all the same", clause="U7", note="with a reason",
                       refusal=refusal),
            ]  # fmt: skip
        question = f"#{self.number} waits for {waiting_for}. Wait no longer?"
        self.choose(AskChoice(question, choices), self._ask_resume_reason)

    def _ask_resume_reason(self, key: str) -> None:
        self.ask(
            ask_reason(f"Why does #{self.number} wait no longer?", does="take it off wait"),
            lambda answer: self._resume(answer["reason"], suspected=key == "s"),
        )

    def _resume(self, reason: str, *, suspected: bool) -> None:
        from console.services import desk

        self.change(
            desk.resume(
                *self.who, ticket=self.number, reason=reason, suspected_first_party=suspected,
                now=self.session.now(),
            ),
            f"#{self.number} waits no longer.",
        )  # fmt: skip

    def do_request_release(self) -> None:
        """Ask why it goes back to the queue."""
        self.ask(ask_release(self.number), self._release)

    def _release(self, answer: dict[str, str]) -> None:
        from console.services import desk

        self.change(
            desk.release(
                *self.who, ticket=self.number, reason=answer["reason"], now=self.session.now()
            ),
            f"#{self.number} is back in the queue.",
        )

    def do_request_reopen(self) -> None:
        """Ask why it is opened again."""
        self.ask(
            ask_reason(
                f"Open #{self.number} again?",
                about="Its time goes on from where it was; closing again settles the difference.",
                does="open again",
            ),
            self._reopen,
        )

    def _reopen(self, answer: dict[str, str]) -> None:
        from console.services import desk

        self.change(
            desk.reopen(
                *self.who, ticket=self.number, reason=answer["reason"], now=self.session.now()
            ),
            f"#{self.number} is open again, in its old place.",
        )

    def do_time_add(self) -> None:
        """Ask for work done away from the timer."""
        today = office_day(self.session.hours, self.session.now())
        fields = [
            Field("minutes", "Minutes, with - to take off", check=signed_minutes),
            Field("day", "Day", initial=today.isoformat(), check=a_day),
            Field("reason", "Reason"),
        ]
        self.ask(
            AskForm(f"Work on #{self.number} away from the timer", fields, does="add it"),
            self._add_time,
        )

    def _add_time(self, answer: dict[str, str]) -> None:
        from console.services import timer

        minutes = int(answer["minutes"])
        done = "added to" if minutes > 0 else "taken off"

        def added(_: TimerView) -> None:
            self.say(f"{abs(minutes)} min are {done} #{self.number}.")
            self.changed()

        self.write(
            (timer.add if minutes > 0 else timer.take_off)(
                *self.who, ticket=self.number, minutes=abs(minutes), reason=answer["reason"],
                day=date.fromisoformat(answer["day"]), now=self.session.now(),
            ),
            added,
        )  # fmt: skip


def signed_minutes(text: str) -> str | None:
    """What is wrong with minutes that are added, or with a sign taken off."""
    return whole_number(1, 24 * 60)(text.strip().removeprefix("-"))


def _credits_or_nothing(text: str) -> str | None:
    return optional(text) if not text.strip() else whole_number(0, 100_000)(text)
