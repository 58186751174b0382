"""The band that asks what to do at a limit: what was reached, what the customer is told, four answers."""

from __future__ import annotations

from typing import ClassVar, Literal, Unpack

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import Input, Static, TextArea

from widgets.named import Named
from widgets.safe_text import one_line
from widgets.text_editor import LineEditor, TextEditor

Answer = Literal["go-on", "wait", "close", "no-notice"]
AMOUNT_DIGITS = 6
ANSWERS = (
    ("g", "go on"),
    ("w", "wait for credits"),
    ("c", "close now"),
    ("n", "no notice, free"),
    ("esc", "later"),
)
AMOUNT_MISSING = "Say the amount first: a whole number of credits."
TEXT_MISSING = "The customer cannot be told with an empty text."
REASON_MISSING = "Say in a few words why it will be free."
AMOUNT_MOVED = "The text was changed by hand: see that it names the new amount."


class LimitBand(Vertical, can_focus=True):
    """A quiet band; it has the keyboard until it is answered, and letters answer it.

    `a` goes to the amount and `e` to the text; escape comes back from both, and from the band itself leaves it.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("g", "tell('go-on')", "Go on", show=False, id="limit.go_on"),
        Binding("w", "tell('wait')", "Wait for credits", show=False, id="limit.wait"),
        Binding("c", "close_now", "Close now", show=False, id="limit.close"),
        Binding("n", "no_notice", "No notice", show=False, id="limit.no_notice"),
        Binding("a", "edit_amount", "Amount", show=False, id="limit.amount"),
        Binding("e", "edit_text", "Text", show=False, id="limit.text"),
        Binding("escape", "back", "Back", show=False, id="limit.back"),
    ]

    DEFAULT_CSS = """
    LimitBand {
        height: auto;
        padding: 0 1;
        border-left: tall $warning;
        background: $warning 10%;
        &:ansi { background: transparent; }
        & Static { height: 1; width: 1fr; text-wrap: nowrap; text-overflow: ellipsis; }
        & #limit-reached { height: auto; text-wrap: wrap; text-style: bold; }
        & Horizontal { height: 1; }
        & .limit-label { width: auto; color: $text-muted; }
        & #limit-amount { width: 9; margin: 0 1; }
        & #limit-text { height: 4; }
        & #limit-text:focus { height: 9; }
        & #limit-why { display: none; }
        & .-asked#limit-why { display: block; }
        & #limit-said { display: none; }
        &:focus-within #limit-said { display: block; }
        &:focus-within #limit-away { display: none; }
    }
    """

    limit: reactive[str] = reactive("", repaint=False)
    """Which limit asks; it comes back in the answer."""

    reached: reactive[str] = reactive("", repaint=False)
    """What was reached, in a sentence."""

    amount: reactive[int | None] = reactive(None, repaint=False)
    """The credits that the customer is told of."""

    telling: reactive[bool] = reactive(True, repaint=False)
    """Whether going on tells the customer; where it does not, there is neither amount nor text."""

    away_text: reactive[str] = reactive("", repaint=False)
    """How to come to the band; shown in place of its keys while they would go elsewhere."""

    mail_text: reactive[str] = reactive("", repaint=False)
    """What the customer is told; a text changed by hand is not replaced."""

    class Answered(Message):
        """Posted when the limit is answered; `reason` is given with "no-notice" alone."""

        def __init__(
            self,
            limit_band: LimitBand,
            answer: Answer,
            *,
            amount: int | None,
            text: str,
            reason: str = "",
        ) -> None:
            super().__init__()
            self.limit_band = limit_band
            self.limit = limit_band.limit
            self.answer: Answer = answer
            self.amount = amount
            self.text = text
            self.reason = reason

        @property
        def control(self) -> LimitBand:
            """The band it happened in."""
            return self.limit_band

    class AmountChanged(Message):
        """Posted when another amount was typed, so that the text can name it."""

        def __init__(self, limit_band: LimitBand, amount: int) -> None:
            super().__init__()
            self.limit_band = limit_band
            self.limit = limit_band.limit
            self.amount = amount

        @property
        def control(self) -> LimitBand:
            """The band it happened in."""
            return self.limit_band

    class Left(Message):
        """Posted when the person leaves it for later."""

    def __init__(self, **named: Unpack[Named]) -> None:
        super().__init__(**named)
        self._amount = LineEditor(
            type="integer", max_length=AMOUNT_DIGITS, id="limit-amount", select_on_focus=True
        )
        self._editor = TextEditor(id="limit-text")
        self._reason = LineEditor(max_length=200, id="limit-reason")
        self._loaded = ""
        self._ready = False

    def compose(self) -> ComposeResult:
        """What was reached, the amount, the text, the reason where it is asked, the answers."""
        yield Static(id="limit-reached")
        with Horizontal(id="limit-told"):
            yield Static("With g and w the customer is told of", classes="limit-label")
            yield self._amount
            yield Static("credits   a amount   e text", classes="limit-label")
        yield self._editor
        with Horizontal(id="limit-why"):
            yield Static("Why it will be free: ", classes="limit-label")
            yield self._reason
        yield Static(id="limit-said")
        yield Static(id="limit-away")

    def on_mount(self) -> None:
        """Show what was set before."""
        self._ready = True
        self.watch_reached()
        self.watch_telling()
        self.watch_amount()
        self.watch_mail_text()
        self.watch_away_text()
        self._say("")

    @property
    def text(self) -> str:
        """The customer's text as it stands."""
        return self._editor.text

    @property
    def text_edited(self) -> bool:
        """Whether the text was changed by hand."""
        return self._editor.text != self._loaded

    def watch_limit(self) -> None:
        """Forget what was typed for another limit."""
        if self._ready:
            self._reason.value = ""
            self._editor.load_text("")
            self._loaded = self._editor.text
            self.watch_mail_text()

    def watch_reached(self) -> None:
        """Show what was reached."""
        if self._ready:
            self.query_one("#limit-reached", Static).update(Content(one_line(self.reached)))

    def watch_telling(self) -> None:
        """Show the amount and the text where the customer is told."""
        if self._ready:
            self.query_one("#limit-told").display = self.telling
            self._editor.display = self.telling
            self._say("")

    def watch_amount(self) -> None:
        """Show the amount."""
        if self._ready and self._typed_amount() != self.amount:
            self._amount.value = "" if self.amount is None else str(self.amount)

    def watch_away_text(self) -> None:
        """Show how to come here."""
        if self._ready:
            self.query_one("#limit-away", Static).update(Content(one_line(self.away_text)))

    def watch_mail_text(self) -> None:
        """Show the text, unless another was written by hand."""
        if self._ready and not self.text_edited:
            self._editor.load_text(self.mail_text)
            self._loaded = self._editor.text

    def _typed_amount(self) -> int | None:
        value = self._amount.value
        return int(value) if value.isdecimal() and int(value) > 0 else None

    def _say(self, refusal: str) -> None:
        keys = Content("   ").join(
            [
                Content.assemble((key, "bold $text-warning"), f" {words}")
                for key, words in ANSWERS
                if self.telling or key != "w"
            ]
        )
        said = Content.styled(refusal, "$text-error") if refusal else keys
        self.query_one("#limit-said", Static).update(said)

    @on(Input.Changed, "#limit-amount")
    def amount_typed(self, event: Input.Changed) -> None:
        """Tell of another amount."""
        event.stop()
        amount = self._typed_amount()
        if amount is not None and amount != self.amount:
            self.amount = amount
            self._say(AMOUNT_MOVED if self.text_edited else "")
            self.post_message(self.AmountChanged(self, amount))

    @on(Input.Changed, "#limit-reason")
    @on(TextArea.Changed)
    def keep_inside(self, event: Input.Changed | TextArea.Changed) -> None:
        """Keep typing to ourselves."""
        event.stop()

    @on(Input.Submitted, "#limit-amount")
    def amount_done(self, event: Input.Submitted) -> None:
        """Come back to the answers."""
        event.stop()
        self.action_back()

    @on(Input.Submitted, "#limit-reason")
    def reason_done(self, event: Input.Submitted) -> None:
        """Answer without a notice, unless no reason is given."""
        event.stop()
        reason = self._reason.value.strip()
        if reason:
            self._answer("no-notice", reason=reason)
        else:
            self._say(REASON_MISSING)

    def action_tell(self, answer: Answer) -> None:
        """Answer with a notice: to go on, or to wait."""
        if not self.telling:
            if answer == "go-on":
                self._answer(answer)
        elif self._typed_amount() is None:
            self._say(AMOUNT_MISSING)
        elif not self.text.strip():
            self._say(TEXT_MISSING)
        else:
            self._answer(answer)

    def action_close_now(self) -> None:
        """Answer by closing."""
        self._answer("close")

    def action_no_notice(self) -> None:
        """Ask why it will be free."""
        self.query_one("#limit-why").add_class("-asked")
        self._reason.focus()

    def action_edit_amount(self) -> None:
        """Go to the amount."""
        if self.telling:
            self._amount.focus()

    def action_edit_text(self) -> None:
        """Go to the text."""
        if self.telling:
            self._editor.focus()

    def action_back(self) -> None:
        """Come back to the answers, or leave them for later."""
        if self.has_focus:
            self.post_message(self.Left())
            return
        self.query_one("#limit-why").remove_class("-asked")
        self._say("")
        self.focus()

    def _answer(self, answer: Answer, *, reason: str = "") -> None:
        amount = self._typed_amount()
        message = self.Answered(self, answer, amount=amount, text=self.text, reason=reason)
        self.post_message(message)
