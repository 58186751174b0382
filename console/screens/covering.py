"""What a request is under: its site, what covers it, and what the customer agreed to."""

from collections.abc import Coroutine
from typing import Any

from console.policy.terms import TERMS
from console.screens.account_dialogs import a_domain
from console.screens.dialogs import AskChoice, AskForm, Field, a_ceiling, ask_reason
from console.screens.naming import Named, NamingScreen
from console.screens.request import RequestPart
from console.services.account_shapes import EntitlementView
from console.services.component_shapes import AboutView
from widgets.choice_list import Choice

SHOWN = 8
"""More packages than a customer has at a time."""


class CoveringPart(RequestPart):
    """The site, the package and the agreement of a request."""

    def do_request_domain(self) -> None:
        """Ask which site it is about."""
        from console.services import cover_choices

        known = (self.view.domain or "") if self.view else ""
        field = Field("domain", "The site's domain", initial=known, check=a_domain)
        about = "Premium covers the work on its domain (P1)."

        def said(answer: dict[str, str]) -> None:
            call = cover_choices.set_domain(
                *self.who, ticket=self.number, domain=answer["domain"], now=self.session.now()
            )
            self._put_on_record(call, f"#{self.number} is about {answer['domain']}.")

        question = f"Which site is #{self.number} about?"
        self.ask(AskForm(question, [field], about=about, does="set the site"), said)

    def do_request_component(self) -> None:
        """Ask which component it is about."""
        if self.view is not None:
            self.app.push_screen(NamingScreen(self.session, self.view), self._named)

    def _named(self, named: Named | None) -> None:
        if named is None:
            return
        from console.services import naming

        call = naming.name(
            *self.who, ticket=self.number, code=named.code, version=named.version,
            now=self.session.now(),
        )  # fmt: skip

        def done(about: AboutView | None) -> None:
            self.say(f"#{self.number} is about {about.words if about else 'no component'}.")
            self.changed()

        self.write(call, done)

    def do_request_agreement(self) -> None:
        """Ask up to how many credits the customer agreed."""
        from console.services import consents

        terms = self.view.terms if self.view is not None else TERMS
        field = Field(
            "ceiling", "Up to how many credits, as their latest message says",
            check=a_ceiling(terms),
        )  # fmt: skip
        about = (
            f"Up to {terms.notify_credits} credits nothing need be agreed (U9)."
            " The message is kept with it."
        )

        def said(answer: dict[str, str]) -> None:
            call = consents.record(
                *self.who, ticket=self.number, ceiling=int(answer["ceiling"]),
                now=self.session.now(),
            )  # fmt: skip
            self._put_on_record(
                call, f"Agreed up to {answer['ceiling']} credits for #{self.number}."
            )

        heading = f"What the customer agreed to for #{self.number}"
        self.ask(AskForm(heading, [field], about=about, does="put it on record"), said)

    def do_request_cover(self) -> None:
        """Read what the customer has, to choose from."""
        from console.services import entitlements

        view = self.view
        if view is not None:
            call = entitlements.listing(
                self.session.desk, customer=view.row.customer_id, now=self.session.now()
            )
            self.read(call, self._ask_cover, group="packages")

    def _ask_cover(self, found: tuple[EntitlementView, ...]) -> None:
        standing = [each for each in found if each.refunded_at is None][-SHOWN:]
        choices = [
            Choice(
                str(place), f"{each.kind.capitalize()} {each.domain or ''}".strip(),
                note=f"package {each.entitlement}, {each.state}",
            )
            for place, each in enumerate(standing, start=1)
        ]  # fmt: skip
        choices.append(Choice("0", "no package covers it"))
        about = "By the rule it is what is bound to it, else its domain's Premium (P1, P4)."
        self.choose(
            AskChoice("What covers it?", choices, about=about),
            lambda key: self._ask_why(key, standing),
        )

    def _ask_why(self, key: str, standing: list[EntitlementView]) -> None:
        chosen = standing[int(key) - 1] if key != "0" else None
        if chosen is not None and chosen.kind != "premium" and chosen.ticket is None:
            self._ask_binding(chosen)
            return
        what = f"package {chosen.entitlement}" if chosen is not None else "no package"
        self.ask(
            ask_reason(f"Why does {what} cover #{self.number}?", does="set it"),
            lambda answer: self._choose(chosen, answer["reason"]),
        )

    def _ask_binding(self, chosen: EntitlementView) -> None:
        """A package that is for no request yet stays with the one that it is given to."""
        from console.services import entitlements

        what = f"package {chosen.entitlement}, {chosen.kind.capitalize()},"
        self.confirmed(
            f"Is {what} for #{self.number}?",
            about="It stays with this request (P4, P6).",
            does=f"let it cover #{self.number}",
            then=lambda: self._put_on_record(
                entitlements.bind(
                    *self.who, entitlement=chosen.entitlement, ticket=self.number,
                    now=self.session.now(),
                ),
                f"Package {chosen.entitlement} is for #{self.number}.",
            ),
        )  # fmt: skip

    def _choose(self, chosen: EntitlementView | None, reason: str) -> None:
        from console.services import cover_choices

        number = chosen.entitlement if chosen is not None else None
        what = f"Package {number}" if number is not None else "No package"
        choice = cover_choices.choose(
            *self.who, ticket=self.number, entitlement=number, reason=reason,
            now=self.session.now(),
        )  # fmt: skip
        self._put_on_record(choice, f"{what} covers #{self.number}.")

    def _put_on_record(self, call: Coroutine[Any, Any, Any], said: str) -> None:
        """Make a change, say what was done, and read the request anew."""

        def done(_: object) -> None:
            self.say(said)
            self.changed()

        self.write(call, done)
