"""Support packages and agreements of a customer."""

from console.policy.supportterms import Term
from console.screens import account_dialogs as dialogs
from console.screens.account_part import AccountPart, new_reference
from console.screens.dialogs import AskForm, Field, a_ceiling, ask_reason
from console.screens.words import called
from console.services.account_shapes import CustomerView


class TermsPart(AccountPart):
    """What a customer bought and agreed to."""

    def do_account_package(self) -> None:
        """Ask which support package, and for what."""
        view = self.shown

        def kind_chosen(key: str) -> None:
            kind = dialogs.KINDS[key]
            self.ask(
                dialogs.ask_package(view, kind), lambda answer: self._package(view, kind, answer)
            )

        self.choose(dialogs.ask_kind(), kind_chosen)

    def _package(self, view: CustomerView, kind: str, answer: dict[str, str]) -> None:
        """Tell for what it would be before it is posted."""
        from console.services import entitlements

        if kind != "premium":
            number = dialogs.number_in(answer, "ticket")
            about = f"For #{number}." if number is not None else "For no request yet."
            self._ask_package(view, kind, answer, about=about)
            return
        call = entitlements.plan(
            self.session.desk, customer=view.row.customer, domain=answer["domain"],
            months=int(answer["months"]), first_day=dialogs.day_in(answer, "first"), now=self.session.now(),
        )  # fmt: skip

        def known(term: Term) -> None:
            told = dialogs.term_words(term, self.session.hours)
            self._ask_package(view, kind, answer, about=f"{answer['domain']}, {told}.")

        self.learn(call, known, group="term")

    def _ask_package(
        self, view: CustomerView, kind: str, answer: dict[str, str], *, about: str
    ) -> None:
        from console.services import entitlements

        premium, reference = kind == "premium", answer["reference"] or new_reference()

        def post() -> None:
            call = entitlements.add(
                *self.session.who, customer=view.customer, kind=kind,
                domain=answer["domain"] if premium else None,
                months=int(answer["months"]) if premium else None,
                first_day=dialogs.day_in(answer, "first") if premium else None,
                ticket=None if premium else dialogs.number_in(answer, "ticket"),
                reason=answer["reason"], reference=reference, now=self.session.now(),
            )  # fmt: skip
            self.change(
                call, lambda made: f"Package {made.entitlement}, {made.kind}: {made.state}."
            )

        self.confirmed(
            f"Post {kind.capitalize()} for {called(view.row.name)}?",
            about=f"{about} {dialogs.why_words(answer)}",
            does=f"post {kind.capitalize()} for {called(view.row.name)}",
            then=post,
        )

    def do_account_refund(self) -> None:
        """Ask why the package under the cursor is refunded."""
        from console.services import entitlements

        number, view = self.cursor, self.shown
        found = next((each for each in view.entitlements if each.entitlement == number), None)
        if found is None:
            return
        what = " for ".join(filter(None, [found.kind.capitalize(), found.domain]))

        def refund(reason: str) -> None:
            call = entitlements.refund(
                *self.session.who,
                entitlement=found.entitlement,
                reason=reason,
                now=self.session.now(),
            )
            self.change(call, lambda _: f"Package {number} is refunded.")

        def ended(answer: dict[str, str]) -> None:
            self.confirmed(
                f"Refund package {number} of {called(view.row.name)}?",
                about=f"{what}. It covers nothing any more. Once work was done under it, this is refused"
                f" (P3, P5, P7). {dialogs.why_words(answer)}",
                does=f"refund package {number} of {called(view.row.name)}",
                then=lambda: refund(answer["reason"]),
            )

        self.ask(ask_reason(f"Refund package {number}", does="go on"), ended)

    def do_account_agreement(self) -> None:
        """Ask up to how many credits the customer agreed for each request."""
        from console.services import consents

        view, terms = self.shown, self.session.desk.terms_at(self.session.now())
        field = Field(
            "ceiling", "Up to how many credits for each request, as their latest message says",
            check=a_ceiling(terms),
        )  # fmt: skip

        def agreed(answer: dict[str, str]) -> None:
            call = consents.record(
                *self.session.who, customer=view.customer, ceiling=int(answer["ceiling"]),
                now=self.session.now(),
            )  # fmt: skip
            self.change(
                call, lambda made: f"{called(view.row.name)} agreed up to {made.ceiling} credits."
            )

        about = (
            f"Up to {terms.notify_credits} credits nothing need be agreed (U9)."
            " The message is kept with it."
        )
        heading = f"What {called(view.row.name)} agreed to"
        self.ask(AskForm(heading, [field], about=about, does="put it on record"), agreed)

    def do_account_end_agreement(self) -> None:
        """Ask why the agreement under the cursor ends."""
        from console.services import consents

        number = self.cursor
        if number is None:
            return
        self.ask(
            ask_reason(f"End agreement {number}", does="end it"),
            lambda answer: self.change(
                consents.withdraw(
                    *self.session.who, consent=number, reason=answer["reason"],
                    now=self.session.now(),
                ),
                lambda _: f"Agreement {number} has ended.",
            ),
        )  # fmt: skip
