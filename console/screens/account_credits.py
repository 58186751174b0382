"""Credits of an account: bought, given, corrected, reversed, explained."""

from collections.abc import Callable, Mapping

from console.policy.credits import Origin, balance_words, origin_given
from console.screens import account_dialogs as dialogs
from console.screens.account_part import AccountPart, new_reference
from console.screens.dialogs import AskForm, Field, ask_reason
from console.screens.words import called
from console.services.account_shapes import CustomerView
from console.services.shapes import EntryView


class CreditsPart(AccountPart):
    """What is posted on the account."""

    def do_account_buy(self) -> None:
        """Ask which package was bought, how many, and why."""
        view = self.shown
        packages = self.session.desk.terms_at(self.session.now()).packages

        def sized(key: str) -> None:
            size = packages[int(key) - 1]
            self.ask(dialogs.ask_purchase(view, size), lambda answer: self._buy(view, size, answer))

        self.choose(dialogs.ask_size(packages), sized)

    def _buy(self, view: CustomerView, size: int, answer: dict[str, str]) -> None:
        from console.services import credits

        quantity, reference = int(answer["quantity"]), answer["reference"] or new_reference()

        def post() -> None:
            call = credits.purchase(
                *self.session.who, address=view.row.address, credits=size, quantity=quantity,
                reason=answer["reason"], reference=reference, now=self.session.now(),
            )  # fmt: skip
            self.change(call, posted_words)

        self._confirm_entry(
            view, size * quantity, origin="paid", what="bought", answer=answer, then=post
        )

    def do_account_grant(self) -> None:
        """Ask how many free credits, and why."""
        view, terms = self.shown, self.session.desk.terms_at(self.session.now())
        self.ask(dialogs.ask_grant(view, terms), lambda answer: self._grant(view, answer))

    def _grant(self, view: CustomerView, answer: dict[str, str]) -> None:
        from console.services import credits

        amount, reference = int(answer["credits"]), answer["reference"] or new_reference()

        def post() -> None:
            call = credits.grant(
                *self.session.who, address=view.row.address, credits=amount,
                reason=answer["reason"], reference=reference, now=self.session.now(),
            )  # fmt: skip
            self.change(call, posted_words)

        self._confirm_entry(view, amount, origin="free", what="free", answer=answer, then=post)

    def do_account_correct(self) -> None:
        """Ask by how much, why, and which entry was wrong."""
        view = self.shown
        self.ask(dialogs.ask_correction(view), lambda answer: self._correct(view, answer))

    def _correct(self, view: CustomerView, answer: dict[str, str]) -> None:
        from console.services import credits

        amount, reference = int(answer["credits"]), answer["reference"] or new_reference()
        wrong = self.entry_shown(dialogs.number_in(answer, "corrects"))
        given = wrong and origin_given(wrong.kind, wrong.credits, wrong.origin)

        def post() -> None:
            call = credits.correct(
                *self.session.who, address=view.row.address, credits=amount,
                reason=answer["reason"], reference=reference,
                corrects=dialogs.number_in(answer, "corrects"), now=self.session.now(),
            )  # fmt: skip
            self.change(call, posted_words)

        self._confirm_entry(
            view,
            amount,
            origin=given or "paid",
            draws=given is None,
            what="corrected",
            answer=answer,
            then=post,
        )

    def _confirm_entry(
        self,
        view: CustomerView,
        credits: int,
        *,
        origin: Origin,
        draws: bool = True,
        what: str,
        answer: Mapping[str, str],
        then: Callable[[], None],
    ) -> None:
        after = dialogs.after_words(
            view,
            credits,
            origin=origin,
            free_first=draws and self.session.desk.settings.free_credits_first,
        )
        self.confirmed(
            f"Post {credits:+d} credits ({what}) for {called(view.row.name)}?",
            about=f"{after} · {dialogs.why_words(answer)}",
            does=f"post {credits:+d} credits for {called(view.row.name)}",
            then=then,
        )

    def do_account_reverse(self) -> None:
        """Read what is left of the entry under the cursor, then ask why it is reversed."""
        from console.services import credits

        view, entry = self.shown, self.entry_at_cursor()
        if entry is None:
            return
        dialog = ask_reason(f"Reverse entry {entry.entry} of {entry.credits:+d}", does="go on")

        def known(left: int) -> None:
            self.ask(dialog, lambda answer: self._reverse(view, entry, left, answer["reason"]))

        self.learn(credits.left_of(self.session.desk, entry=entry.entry), known, group="left")

    def _reverse(self, view: CustomerView, entry: EntryView, left: int, reason: str) -> None:
        from console.services import credits

        def post() -> None:
            call = credits.reverse(
                *self.session.who, entry=entry.entry, reason=reason, now=self.session.now()
            )
            self.change(call, posted_words)

        self.confirmed(
            f"Reverse entry {entry.entry}: post {left:+d} credits for {called(view.row.name)}?",
            about=f"{dialogs.change_words(view.row.balance, view.row.balance + left)}."
            f" Both entries stay. {dialogs.why_words({'reason': reason})}",
            does=f"reverse entry {entry.entry} of {called(view.row.name)}",
            then=post,
        )

    def do_account_explain(self) -> None:
        """Explain the entry under the cursor."""
        from console.screens.explain import ExplainScreen

        entry = self.entry_at_cursor()
        if entry is not None:
            self.app.push_screen(ExplainScreen(self.session, entry.entry))

    def do_account_dispute(self) -> None:
        """Ask what the customer says against the entry under the cursor."""
        from console.services import disputes

        view, entry = self.shown, self.entry_at_cursor()
        if entry is None:
            return
        about = "It becomes a request of its own, to be decided within two business days (D1, D2)."
        dialog = AskForm(
            f"{called(view.row.name)} disputes entry {entry.entry}",
            [Field("text", "What they say against it")], about=about, does="put it on record",
        )  # fmt: skip
        self.ask(
            dialog,
            lambda answer: self.change(
                disputes.file(
                    *self.session.who, address=view.row.address, text=answer["text"],
                    entry=entry.entry, now=self.session.now(),
                ),
                lambda made: f"Dispute #{made.ticket} is about {made.about}.",
            ),
        )  # fmt: skip


def posted_words(entry: EntryView) -> str:
    """What was posted."""
    after = balance_words(entry.balance_after)
    now = after if entry.balance_after < 0 else f"balance {after}"
    return f"Entry {entry.entry}: {entry.credits:+d} credits, {now}."
