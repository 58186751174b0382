"""Limits on the request's screen: the band that asks, and its answer."""

from console.policy import notices
from console.policy.access import Role, includes
from console.policy.limits import TELLING, UNTOLD, Answer, Limit, Notice
from console.policy.terms import Terms
from console.screens.request import RequestPart
from console.services.shapes import LimitView, TicketView
from widgets.limit_band import LimitBand
from widgets.text_editor import LineEditor, TextEditor
from widgets.thread import Thread


class LimitsPart(RequestPart):
    """The band is there as long as a limit is open, for who works on the request."""

    @property
    def band(self) -> LimitBand:
        """The band below the request's facts."""
        return self.query_one(LimitBand)

    def show_limits(self, view: TicketView) -> None:
        """Show the band where a limit waits for its answer, and put it away where none does."""
        open_ones = view.open_limits
        if not open_ones or not self._may_answer(view):
            self._put_away()
            return
        asked = open_ones[0]
        if self.band.display and self.band.limit == asked.limit:
            return
        self.band.limit = asked.limit
        key = self.session.key("limit.answer")
        self.band.away_text = f"{key} to answer it: the keys are the request's until then"
        self.band.reached = " ".join(reached_words(each, view.terms) for each in open_ones)
        self.band.telling = asked.limit not in UNTOLD
        self.band.amount = suggested_amount(view, asked.limit, self.chargeable_seconds())
        self.band.display = True
        if self.band.telling:
            self._read_text(self.band.amount)
        # A band that comes by itself must not take a key that was meant for something else.
        if self.asking and not isinstance(self.focused, TextEditor | LineEditor):
            self.band.focus()

    def _may_answer(self, view: TicketView) -> bool:
        follows = self.session.followed_at(self.number)
        if self.session.read_only or follows or view.closed_at is not None:
            return False
        mine = view.holder_id == self.session.actor.staff_id
        return mine or includes(Role(self.session.actor.role), Role.LEAD)

    def _put_away(self) -> None:
        if self.band.display:
            self.band.display = False
            if self.focused is None or self.band in self.focused.ancestors_with_self:
                self.query_one(Thread).focus()

    def _read_text(self, amount: int) -> None:
        from console.services import limits

        call = limits.notice_text(
            self.session.desk, ticket=self.number, amount=amount, answer=str(Answer.GO_ON),
            limit=self.band.limit, now=self.session.now(),
        )  # fmt: skip
        self.read(call, self._show_text, group="notice")

    def _show_text(self, text: str) -> None:
        self.band.mail_text = text

    def on_limit_band_amount_changed(self, event: LimitBand.AmountChanged) -> None:
        """Let the mail name the new amount."""
        self._read_text(event.amount)

    def on_limit_band_answered(self, event: LimitBand.Answered) -> None:
        """Put the answer on record; the notice goes out with it."""
        from console.services import limits

        answer = Answer(event.answer)
        call = limits.answer(
            *self.who, ticket=self.number, limit=event.limit, answer=event.answer,
            amount=event.amount if answer in TELLING else None,
            text=event.text if self.band.text_edited else None,
            reason=event.reason or None, now=self.session.now(),
        )  # fmt: skip
        self.write(call, lambda limit: self._answered(limit, answer))

    def _answered(self, limit: LimitView, answer: Answer) -> None:
        told = f"The customer is told of {limit.amount} credits"
        if limit.limit in UNTOLD:
            told = "Noted"
        self.say(
            {
                Answer.GO_ON: f"{told}; the work goes on.",
                Answer.WAIT: f"{told}; the timer is stopped.",
                Answer.CLOSE: "No notice is sent: close it now.",
                Answer.NO_NOTICE: "No notice: it is expected to be free.",
            }[answer]
        )
        self._put_away()
        self.changed()
        if answer is Answer.CLOSE:
            self.action_run("request.close")

    def on_limit_band_left(self, _: LimitBand.Left) -> None:
        """Go on with the thread; the band stays."""
        self.query_one(Thread).focus()

    def do_limit_answer(self) -> None:
        """Put the keyboard into the band."""
        if self.band.display:
            self.band.focus()


def reached_words(limit: LimitView, terms: Terms) -> str:
    """What was reached, in a sentence with its clause."""
    if limit.limit == Limit.SIXTY_MINUTES:
        minutes = terms.notify_seconds // 60
        return f"{minutes} minutes are worked: tell the customer before more is done (U10)."
    if limit.limit == Limit.OVER_40_CREDITS:
        return (
            f"It needs {limit.credits} credits, more than the {limit.threshold}"
            " that may be charged untold (U9)."
        )
    warned, left = terms.package_warn_seconds // 60, terms.package_seconds // 60
    if limit.limit == Limit.PACKAGE_90_MINUTES:
        return (
            f"{warned} minutes of the support package are used: {left - warned} are left (P4, P6)."
        )
    return (
        f"The support package's {left} minutes are used up:"
        " tell the customer before more is charged (P4, P6)."
    )


def suggested_amount(view: TicketView, limit: str, chargeable_seconds: int) -> int:
    """The amount that the notice proposes to tell."""
    known = [
        Notice(
            limit=each.limit,
            threshold=each.threshold,
            worked_seconds=each.worked_seconds,
            credits=each.credits,
            amount=each.amount,
            answer=each.answer,
        )
        for each in view.limits
    ]
    return notices.suggested_amount(
        chargeable_seconds, view.estimate, notices=known, limit=limit, terms=view.terms
    )
