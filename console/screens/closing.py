"""Closing a request: what decides, one question at a time with its cost, then the answer to the customer."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Input, Static, TextArea

from console.policy.access import Role, includes
from console.policy.credits import balance_words
from console.policy.notices import Unannounced
from console.policy.outcomes import RULES, Outcome
from console.policy.questions import Decision, Question
from console.policy.refusal import Refusal
from console.screens.base import put
from console.screens.component_part import NamesComponent, Part
from console.screens.costs import Costs, cost_words, ground_words
from console.screens.dialogs import AskChoice, ask_reason
from console.screens.overtaking import SEND, last_message, question
from console.screens.session import Session
from console.services.shapes import Overtaken, TicketView
from widgets.choice_list import Choice, ChoiceList
from widgets.safe_text import content
from widgets.text_editor import LineEditor, TextEditor

if TYPE_CHECKING:  # loaded after the first frame is painted
    from console.services.quoting import Quote

TEXT_DELAY_SECONDS = 0.4


@dataclass(frozen=True, slots=True)
class Ending:
    """The outcome decided on, and the words that led there."""

    decision: Decision
    label: str


class ClosingScreen(NamesComponent):
    """Asks what decides, never more than three questions; escape takes the last answer back."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "Back", show=False, id="closing.back"),
        Binding("ctrl+s", "finish", "Close it", show=False, id="closing.finish"),
        Binding("slash", "component", "Name the component", show=False, id="closing.component"),
        Binding(
            "minus", "aside", "Ask as if no component were named", show=False, id="closing.aside"
        ),
    ]

    def __init__(self, session: Session, view: TicketView, *, worked_seconds: int) -> None:
        super().__init__(session, view)
        self.worked_seconds = worked_seconds
        role = Role(session.actor.role)
        self.costs = Costs(view, worked_seconds=worked_seconds, role=role)
        self.ending: Ending | None = None
        self._asked: list[Question] = [self.part.question]
        self._delay: Timer | None = None
        self._seen = last_message(view)

    def compose(self) -> ComposeResult:
        """The question; or the ground, the answer and the mail as it will go."""
        with Vertical(classes="dialog", id="closing"):
            yield Static(
                content(f"Close #{self.view.ticket} {self.view.row.subject}"), id="closing-title"
            )
            yield Static("", id="closing-component")
            yield ChoiceList()
            with Vertical(id="closing-answer"):
                yield Static("", id="closing-cost")
                yield Static("Ground, as it stands on the charge", classes="label")
                yield LineEditor(id="closing-ground", placeholder="why, in a few words")
                yield Static("Your answer to the customer", classes="label")
                yield TextEditor(id="closing-text")
                yield Static("The mail as it will go", classes="label", id="closing-mail-label")
                with VerticalScroll(id="closing-mail", can_focus=False):
                    yield Static("", id="closing-mail-text")
            yield Static("", id="closing-hint", classes="hint")

    def on_mount(self) -> None:
        """Put the first question, and read the answer begun before."""
        from console.services import replies

        self._ask()
        self.read(
            replies.draft(*self.session.who, ticket=self.view.ticket), self._drafted, group="draft"
        )

    def _drafted(self, draft: str) -> None:
        editor = self.query_one("#closing-text", TextEditor)
        if not editor.text:
            editor.load_text(draft)

    def _ask(self) -> None:
        question = self._asked[-1]
        self._tell_component(self.part.line if self.part.may_name else Content(""))
        self.query_one("#closing").remove_class("-answering")
        self.query_one("#closing-answer").display = False
        asked = self.query_one(ChoiceList)
        asked.display = True
        choices = [self.costs.choice(each) for each in question.choices]
        asked.ask(question.text, choices, step=f"question {len(self._asked)}")
        asked.focus()
        self._hint("esc back")

    def on_choice_list_chosen(self, event: ChoiceList.Chosen) -> None:
        """Ask on, or go to the answer."""
        event.stop()
        chosen = next(each for each in self._asked[-1].choices if each.key == event.key)
        if isinstance(chosen.leads_to, Question):
            self._asked.append(chosen.leads_to)
            self._ask()
        else:
            self._decided(Ending(chosen.leads_to, chosen.label))

    @property
    def deciding(self) -> bool:
        """Whether it is still asked how it ends."""
        return self.ending is None

    def _tell_component(self, words: Content) -> None:
        shown = self.query_one("#closing-component", Static)
        shown.display = bool(words)
        put(shown, words)

    def _decided(self, ending: Ending) -> None:
        self.ending = ending
        self._tell_component(self.part.told)
        self.query_one("#closing").add_class("-answering")
        self.query_one(ChoiceList).display = False
        self.query_one("#closing-answer").display = True
        self.query_one("#closing-ground", LineEditor).value = ground_words(ending.decision)
        mailed = ending.decision.outcome is not Outcome.NOT_A_REQUEST
        for part in ("#closing-text", "#closing-mail", "#closing-mail-label"):
            self.query_one(part).display = mailed
        cost = self.costs.of(ending.decision)
        self.query_one("#closing-cost", Static).update(self._cost_line(ending, cost))
        sends = "close and send" if mailed else "close; nothing is sent"
        self._hint(f"ctrl+s {sends}   tab next   esc back")
        self.query_one("#closing-text" if mailed else "#closing-ground").focus()
        self._read_mail()

    def _cost_line(self, ending: Ending, cost: "Quote") -> Content:
        return Content.assemble(
            (RULES[ending.decision.outcome].label, "bold"),
            f" · {cost_words(cost.credits)} · {' '.join(cost.clauses)}",
            f" · balance {balance_words(self.view.row.balance)} → ",
            (
                balance_words(cost.balance_after),
                "$text-error" if cost.balance_after < 0 else "bold",
            ),
        )

    def begin(self, part: Part) -> None:
        """Ask anew, from the first question on."""
        self.part = part
        self._asked = [part.question]
        self._ask()

    def _hint(self, words: str) -> None:
        self.query_one("#closing-hint", Static).update(content(words))

    @property
    def ground(self) -> str | None:
        """The ground as it was written, None where there is none."""
        return self.query_one("#closing-ground", LineEditor).value.strip() or None

    @property
    def answer(self) -> str:
        """What the specialist writes to the customer."""
        return self.query_one("#closing-text", TextEditor).text

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Show the mail with the new words, once the typing rests."""
        event.stop()
        self._read_soon()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show the mail with the new ground."""
        event.stop()
        self._read_soon()

    def _read_soon(self) -> None:
        if self._delay is not None:
            self._delay.stop()
        self._delay = self.set_timer(TEXT_DELAY_SECONDS, self._read_mail)

    def _read_mail(self) -> None:
        from console.services import closing_mail

        if self.ending is None:
            return
        call = closing_mail.preview(
            self.session.desk, self.view, outcome=self.ending.decision.outcome,
            ground=self.ground, answer=self.answer, worked_seconds=self.worked_seconds,
        )  # fmt: skip
        self.read(call, self._show_mail, group="mail")

    def _show_mail(self, text: str) -> None:
        self.query_one("#closing-mail-text", Static).update(content(text))

    def action_back(self) -> None:
        """Take the last answer back; at the first question, leave the request open."""
        if self.ending is not None:
            self._keep_answer()
            self.ending = None
            self._ask()
        elif len(self._asked) > 1:
            self._asked.pop()
            self._ask()
        else:
            self.dismiss(None)

    def _keep_answer(self) -> None:
        from console.services import replies

        call = replies.save_draft(
            *self.session.who, ticket=self.view.ticket, text=self.answer, now=self.session.now()
        )
        self.write(call, lambda _: None, quietly=True)

    def action_finish(self) -> None:
        """Close, charge and answer at once."""
        if self.ending is not None:
            self._close()

    def _close(self, *, waive: bool = False, override: str | None = None) -> None:
        from console.services import closing

        if self.ending is None:
            return
        call = closing.close(
            *self.session.who, ticket=self.view.ticket, outcome=str(self.ending.decision.outcome),
            ground=self.ground, text=self.answer, waive_over_limit=waive,
            override_reason=override, seen=self._seen, now=self.session.now(),
        )  # fmt: skip

        def refused(refusal: Refusal) -> None:
            if isinstance(refusal, Overtaken):
                self._overtaken(refusal, waive=waive, override=override)
            else:
                self._refused(refusal)

        self.write(call, self.dismiss_with, refused=refused)

    def _overtaken(self, overtaken: Overtaken, *, waive: bool, override: str | None) -> None:
        """Show what came meanwhile, and ask whether it ends as it was decided."""
        self._seen = overtaken.messages[-1].message
        asked = question(
            overtaken, stay="back to the request", does="close it as it stands",
            hours=self.session.hours, now=self.session.now(),
        )  # fmt: skip

        def chosen(key: str | None) -> None:
            if key == SEND:
                self._close(waive=waive, override=override)
            elif key is not None:
                self._keep_answer()
                self.dismiss(None)

        self.app.push_screen(asked, chosen)

    def _refused(self, refusal: Refusal) -> None:
        """Offer the ways out of a charge that was not announced; say any other refusal."""
        if not isinstance(refusal, Unannounced):
            self.refuse(refusal)
            return
        lead = includes(Role(self.session.actor.role), Role.LEAD)
        choices = [
            Choice("s", "send the notice, and wait", clause=refusal.clause or "",
                   note="the request stays open"),
            Choice("x", "charge what was announced, and waive the rest", clause=refusal.clause or ""),
            Choice("o", "charge it all, with a reason",
                   refusal="" if lead else "Only a lead or an admin may do that."),
        ]  # fmt: skip
        self.app.push_screen(
            AskChoice("More is due than was announced. How to go on?", choices,
                      about=refusal.reason),
            self._way_out,
        )  # fmt: skip

    def _way_out(self, key: str | None) -> None:
        if key == "s":
            self._keep_answer()
            self.say("Answer the limit on the request: w tells the customer, and waits.")
            self.dismiss(None)
        elif key == "x":
            self._close(waive=True)
        elif key == "o":
            self.app.push_screen(
                ask_reason("Why is it charged without a notice?", does="charge and close"),
                lambda given: self._close(override=given["reason"]) if given else None,
            )
