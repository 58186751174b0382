"""What admins decide on shops' orders: meanings, what goes back, domains, early orders, and another look."""

from functools import partial
from typing import TYPE_CHECKING

from console.policy.credits import balance_words
from console.policy.orders import Meaning, Means
from console.screens import shop_dialogs as dialogs
from console.screens.shop_dialogs import Mapped
from console.screens.shop_lists import ShopLists
from console.screens.shop_words import called_product, meaning_words, settled_words
from console.screens.words import called
from console.services.order_shapes import (
    OrderProposalView,
    OrderView,
    ProductView,
    Settled,
    ShopStatus,
    WaitingView,
)

if TYPE_CHECKING:  # loaded once something is decided
    from console.policy.terms import Terms
    from console.services.product_previews import ProductPreview


class DecidingPart(ShopLists):
    """The keys that decide."""

    @property
    def _terms(self) -> "Terms":
        return self.session.desk.terms_at(self.session.now())

    def do_product_map(self) -> None:
        """Ask what the product under the cursor is."""
        found = self.found
        if isinstance(found, WaitingView | ProductView):
            of = dialogs.mapped(found)
            self.choose(dialogs.ask_meaning(of), partial(self._meaning, of))

    def _meaning(self, of: Mapped, key: str) -> None:
        """Ask further where the kind alone does not say it."""
        if key in dialogs.AT_ONCE:
            self._preview(of, dialogs.AT_ONCE[key])
        elif key == "n":
            self.choose(dialogs.ask_nothing(of), lambda k: self._preview(of, dialogs.NOTHING[k]))
        elif key == "p":
            self.ask(
                dialogs.ask_addons(of),
                lambda answer: self._preview(of, Meaning(Means.PACKAGE, int(answer["addons"]))),
            )
        else:
            means = Means.CREDITS if key == "c" else Means.PREMIUM
            dialog, sizes = dialogs.ask_size(means, self._terms)
            self.choose(dialog, lambda k: self._preview(of, sizes[k]))

    def _preview(self, of: Mapped, meaning: Meaning | None) -> None:
        """Read what it would do, then ask for the last time."""
        from console.services import product_previews

        call = product_previews.preview(
            self.session.desk, wanted=of.wanted(meaning), now=self.session.now()
        )
        self.read(call, partial(self._ask_map, of, meaning), group="preview")

    def _ask_map(
        self, of: Mapped, meaning: Meaning | None, previews: "list[ProductPreview]"
    ) -> None:
        def chosen(key: str) -> None:
            if key != "n":
                self._map(of, meaning, 0 if key == "y" else int(key))

        self.choose(dialogs.ask_map(of, meaning, previews, self._terms), chosen)

    def _map(self, of: Mapped, meaning: Meaning | None, place: int) -> None:
        from console.services import products

        call = products.write(
            *self.session.who, wanted=[of.wanted(meaning)[place]], now=self.session.now()
        )
        what = meaning_words(meaning, self._terms) if meaning else "unknown again"
        self.change(call, lambda done: f"{of.name}: {what}. {_came(done.settled)}")

    def do_order_accept(self) -> None:
        """Ask why, then for the last time, and take back what the order gave too much."""
        self._ask_proposal(accept=True)

    def do_order_turn_down(self) -> None:
        """Ask why, then for the last time, and leave the buyer what the order gave."""
        self._ask_proposal(accept=False)

    def _ask_proposal(self, *, accept: bool) -> None:
        from console.services import order_views

        found = self.found
        if not isinstance(found, OrderProposalView):
            return
        call = order_views.show(self.session.desk, shop=found.shop, order_no=found.order_no)

        def read(order: OrderView) -> None:
            line = next((each for each in order.lines if each.line == found.line), None)
            known = line.meaning if line is not None else None
            means = meaning_words(known, self._terms) if known else ""
            self.ask(
                dialogs.ask_back(found, means, accept=accept),
                lambda answer: self._confirm(found, means, answer["reason"], accept=accept),
            )

        self.read(call, read, group="proposal")

    def _confirm(self, found: OrderProposalView, means: str, reason: str, *, accept: bool) -> None:
        whom, what = called(found.address), dialogs.back_words(found, means)
        about = f"Order {found.order_no} of {found.shop}"
        if accept:
            question, does = f"Take {what} back from {whom}?", f"take {what} back"
            about = f"{about} · {dialogs.balance_after(found)}"
        else:
            question, does = f"Leave {whom} {what}?", f"turn it down: they keep {what}"
            about = f"{about} · not proposed again while as much is paid for"
        self.confirmed(
            question, about=about, does=does,
            then=lambda: self._decide(found, what, reason, accept=accept),
        )  # fmt: skip

    def _decide(self, found: OrderProposalView, what: str, reason: str, *, accept: bool) -> None:
        from console.services import order_proposals

        call = order_proposals.decide(
            *self.session.who, proposal=found.proposal, accept=accept, reason=reason,
            now=self.session.now(),
        )  # fmt: skip
        whom = called(found.address)

        def told(view: OrderProposalView) -> str:
            if not accept:
                return f"Proposal {view.proposal} is turned down: {whom} keeps {what}."
            return f"{what} taken back from {whom}: now {balance_words(view.balance)}."

        self.change(call, told)

    def do_order_domain(self) -> None:
        """Ask for which domain the Premium is, and post it after a last question."""
        found = self.found
        if isinstance(found, WaitingView) and found.waits_for == "domain":
            means = self.means(found) or "Premium"
            self.ask(
                dialogs.ask_domain(found, means),
                lambda answer: self._ask_domain(found, means, answer["domain"]),
            )

    def _ask_domain(self, found: WaitingView, means: str, domain: str) -> None:
        from console.services import orders

        whom = called(found.addresses[0])

        def post() -> None:
            call = orders.name_domain(
                *self.session.who, line=found.lines[0], domain=domain, now=self.session.now()
            )
            self.change(call, lambda done: f"{means}, for {domain} of {whom}. {_came([done])}")

        self.confirmed(
            f"Post {found.units} × {means}, for {called(domain)}?",
            about=f"{whom} · order {found.orders[0]} of {found.shop}",
            does=f"post it for {whom}",
            then=post,
        )

    def do_order_look_up(self) -> None:
        """Have the order looked up at the next run; on a shop, ask which."""
        found, order = self.found, self.order_at
        if isinstance(found, ShopStatus):
            shop = found.shop
            self.ask(
                dialogs.ask_number(shop), lambda answer: self._look_up(shop, int(answer["number"]))
            )
        elif order is not None:
            self._look_up(order.shop, order.order_no)

    def _look_up(self, shop: str, number: int) -> None:
        from console.services import orders

        call = orders.look_again(
            *self.session.who, shop=shop, order_no=number, now=self.session.now()
        )
        self.change(call, lambda _: f"Order {number} of {shop} is looked up at the next run.")

    def do_order_admit(self) -> None:
        """Ask for the last time, and let the early order count."""
        from console.services import orders

        found = self.found
        if not isinstance(found, OrderView):
            return
        number, shop = found.order_no, found.shop

        def admit() -> None:
            call = orders.admit_early(
                *self.session.who, shop=shop, order_no=number, now=self.session.now()
            )
            self.change(call, lambda done: f"Order {number} of {shop} counts. {_came([done])}")

        held = ", ".join(
            f"{each.paid} × {called_product(each.product)}" for each in found.lines[:3]
        )
        self.confirmed(
            f"Let order {number} of {shop} count?",
            about=f"It was placed before the desk began with the shop. {called(found.address)} paid for {held or 'nothing'}.",
            does=f"give {called(found.address)} what it is worth",
            then=admit,
        )  # fmt: skip


def _came(found: "list[Settled] | tuple[Settled, ...]") -> str:
    """What came of it, as a sentence."""
    told = settled_words(found)
    return f"{told[:1].upper()}{told[1:]}."
