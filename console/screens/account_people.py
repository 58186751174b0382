"""Who a customer is: statements to them, their addresses, name, and merges."""

from collections.abc import Callable, Mapping
from datetime import date

from console.policy.officehours import office_day
from console.screens import account_dialogs as dialogs
from console.screens.account_part import AccountPart
from console.screens.dialogs import AskForm, Field, ask_reason
from console.screens.words import called, last_month
from console.services.account_shapes import CustomerView


class PeoplePart(AccountPart):
    """What is changed about the customer."""

    def do_account_statement(self) -> None:
        """Send the statement, once it is said to whom and of which days."""
        view = self.shown
        today = office_day(self.session.hours, self.session.now())
        first, last = last_month(today)
        days: Mapping[str, tuple[date | None, date | None]] = {
            "y": (None, None), "m": (today.replace(day=1), None), "l": (first, last),
        }  # fmt: skip

        def chosen(key: str) -> None:
            if key in days:
                self._send_statement(view, *days[key])

        self.choose(dialogs.ask_statement(view, today), chosen)

    def _send_statement(self, view: CustomerView, first: date | None, last: date | None) -> None:
        from console.services import statements

        self.change(
            statements.send(
                *self.session.who, customer=view.customer, first_day=first, last_day=last,
                now=self.session.now(),
            ),
            lambda row: f"The statement goes to {row.address}.",
        )  # fmt: skip

    def do_account_promotions(self) -> None:
        """Ask why the customer is written no promotions any more, or again."""
        from console.services import optout

        view = self.shown
        out = view.opted_out_at is None
        does = "write none" if out else "write them again"
        self.ask(
            ask_reason(f"{'No promotions' if out else 'Promotions again'} to {called(view.row.name)}", does=does),
            lambda answer: self.change(
                optout.change(
                    *self.session.who, customer=view.customer, out=out, reason=answer["reason"],
                    now=self.session.now(),
                ),
                lambda none: f"{called(view.row.name)} is written {'no promotions' if none else 'promotions again'}.",
            ),
        )  # fmt: skip

    def do_account_address(self) -> None:
        """Ask for another address."""
        from console.services import customers

        view = self.shown
        fields = [Field("address", "E-mail address"), Field("reason", "Reason")]
        self.ask(
            AskForm(f"Another address of {called(view.row.name)}", fields, does="add it"),
            lambda answer: self.change(
                customers.add_address(
                    *self.session.who, customer=view.customer, address=answer["address"],
                    reason=answer["reason"], now=self.session.now(),
                ),
                lambda row: f"{answer['address']} is an address of {called(row.name)}.",
            ),
        )  # fmt: skip

    def do_account_move(self) -> None:
        """Ask whom the address under the cursor belongs to."""
        from console.services import customers

        view, place = self.shown, self.cursor
        if place is None or place >= len(view.addresses):
            return
        address = view.addresses[place].address
        fields = [
            Field("into", "To which customer: number or address", placeholder="empty: a new customer",
                  check=dialogs.customer_or_none),
            Field("reason", "Reason"),
        ]  # fmt: skip
        about = "Future mails from it are theirs; past requests stay."

        def wanted(answer: dict[str, str]) -> None:
            if answer["into"]:
                self._find(answer["into"], lambda found: moved(answer["reason"], found))
            else:
                moved(answer["reason"], None)

        def moved(reason: str, into: CustomerView | None) -> None:
            whom = called(into.row.name) if into is not None else "a new customer"
            self.confirmed(
                f"Move {address} to {whom}?", about=about, does=f"move it to {whom}",
                then=lambda: self.change(
                    customers.move_address(
                        *self.session.who, address=address,
                        into_customer=into.customer if into is not None else None,
                        reason=reason, now=self.session.now(),
                    ),
                    lambda row: f"{address} belongs to {called(row.name)} now.",
                ),
            )  # fmt: skip

        self.ask(AskForm(f"Move {address}", fields, about=about, does="go on"), wanted)

    def _find(self, wanted: str, then: Callable[[CustomerView], None]) -> None:
        """Look a customer up by what was typed, and go on with them."""
        from console.services import customers

        number = dialogs.customer_number(wanted)
        call = customers.view(
            self.session.desk, customer=number, address=None if number is not None else wanted,
            now=self.session.now(),
        )  # fmt: skip
        self.read(call, then, group="other")

    def do_account_rename(self) -> None:
        """Ask for the name and the language."""
        from console.services import customers

        view = self.shown
        fields = [
            Field("name", "Name", initial=view.row.name),
            Field("language", "Language: en or ru", initial=view.language, check=a_language),
        ]
        self.ask(
            AskForm(f"Customer {view.customer}", fields, does="keep it"),
            lambda answer: self.change(
                customers.rename(
                    *self.session.who, customer=view.customer, name=answer["name"],
                    language=answer["language"], now=self.session.now(),
                ),
                lambda row: f"Customer {row.customer} is called {called(row.name)}.",
            ),
        )  # fmt: skip

    def do_account_merge(self) -> None:
        """Ask whom this customer is one with."""
        view = self.shown
        fields = [
            Field("into", "Who stays: number or address", check=dialogs.a_customer),
            Field("reason", "Reason"),
        ]
        about = "Addresses, requests, packages and the balance go over; all entries stay."
        self.ask(
            AskForm(
                f"Merge {called(view.row.name)} into another", fields, about=about, does="go on"
            ),
            lambda answer: self._find(
                answer["into"], lambda other: self._merge(view, other, answer["reason"])
            ),
        )

    def _merge(self, view: CustomerView, other: CustomerView, reason: str) -> None:
        from console.services import merging

        self.confirmed(
            f"Merge {called(view.row.name)} into {called(other.row.name)}?",
            about=f"{view.row.balance:+d} credits and {view.tickets_total} requests go to"
            f" {called(other.row.name)}, {other.row.address}. It can be taken back.",
            does=f"merge {called(view.row.name)} into {called(other.row.name)}",
            then=lambda: self.change(
                merging.merge(
                    *self.session.who, from_customer=view.customer,
                    into_customer=other.customer, reason=reason, now=self.session.now(),
                ),
                lambda made: f"{called(made.from_name)} is {called(made.into_name)} now.",
            ),
        )  # fmt: skip

    def do_account_unmerge(self) -> None:
        """Ask why the merge under the cursor is taken back."""
        from console.services import merging

        number = self.cursor
        if number is None:
            return

        def ended(answer: dict[str, str]) -> None:
            self.confirmed(
                f"Take merge {number} back?",
                about="What went over goes back whole, even where that leaves a debt (U7).",
                does=f"take merge {number} back",
                then=lambda: self.change(
                    merging.undo(
                        *self.session.who, merge=number, reason=answer["reason"],
                        now=self.session.now(),
                    ),
                    lambda made: f"{called(made.from_name)} and {called(made.into_name)} are two again.",
                ),
            )  # fmt: skip

        self.ask(ask_reason(f"Take merge {number} back", does="go on"), ended)


def a_language(text: str) -> str | None:
    """What is wrong with a language."""
    return None if text.strip() in {"en", "ru"} else "The desk writes en or ru."
