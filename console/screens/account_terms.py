"""Support packages and agreements of a customer."""

from console.screens import account_dialogs as dialogs
from console.screens.account_part import AccountPart, new_reference
from console.screens.dialogs import AskForm, Field, ask_reason, whole_number
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
        from console.services import entitlements

        premium, reference = kind == "premium", new_reference()
        about = dialogs.package_words(answer, premium=premium)

        def post() -> None:
            call = entitlements.add(
                *self.session.who, customer=view.customer, kind=kind,
                domain=answer["domain"] if premium else None,
                months=int(answer["months"]) if premium else None,
                ticket=None if premium else dialogs.number_in(answer, "ticket"),
                reason=answer["reason"], reference=reference, now=self.session.now(),
            )  # fmt: skip
            self.change(
                call, lambda made: f"Package {made.entitlement}, {made.kind}: {made.state}."
            )

        self.confirmed(
            f"Post {kind.capitalize()} for {called(view.row.name)}?",
            about=about,
            does=f"post {kind.capitalize()} for {called(view.row.name)}",
            then=post,
        )

    def do_account_refund(self) -> None:
        """Ask why the package under the cursor is taken back."""
        from console.services import entitlements

        number, view = self.cursor, self.shown
        if number is None:
            return

        def ended(answer: dict[str, str]) -> None:
            call = entitlements.refund(
                *self.session.who, entitlement=number, reason=answer["reason"],
                now=self.session.now(),
            )  # fmt: skip
            self.confirmed(
                f"Take package {number} back from {called(view.row.name)}?",
                about="It covers nothing any more; this is refused once work was done under it.",
                does=f"take package {number} back",
                then=lambda: self.change(call, lambda _: f"Package {number} is taken back."),
            )

        self.ask(ask_reason(f"Take package {number} back", does="go on"), ended)

    def do_account_agreement(self) -> None:
        """Ask up to how many credits the customer agreed for each request."""
        from console.services import consents

        view = self.shown
        fields = [
            Field("ceiling", "Up to how many credits for each request",
                  check=whole_number(50, 10_000, step=10)),
            Field("message", "Number of the message that says so",
                  placeholder="empty: their latest", check=dialogs.number_or_none),
        ]  # fmt: skip

        def agreed(answer: dict[str, str]) -> None:
            call = consents.record(
                *self.session.who, customer=view.customer, ceiling=int(answer["ceiling"]),
                message=dialogs.number_in(answer, "message"), now=self.session.now(),
            )  # fmt: skip
            self.change(
                call, lambda made: f"{called(view.row.name)} agreed up to {made.ceiling} credits."
            )

        about = "Up to 40 credits nothing need be agreed (U9)."
        heading = f"What {called(view.row.name)} agreed to"
        self.ask(AskForm(heading, fields, about=about, does="put it on record"), agreed)

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
