"""Dialogs about shops' orders: what a product means, and what an order would give back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from console.policy.orders import ADDONS_MAX, Meaning, Means
from console.policy.supportterms import MONTHS
from console.policy.terms import Terms
from console.screens.account_dialogs import a_domain, change_words
from console.screens.dialogs import AskChoice, AskForm, Field, whole_number
from console.screens.shop_words import called_product, counted, meaning_words
from console.screens.words import called
from console.services.order_shapes import OrderProposalView, ProductView, WaitingView
from console.services.product_previews import ProductPreview
from console.services.products import Wanted
from widgets.choice_list import Choice

AT_ONCE: Mapping[str, Meaning | None] = {
    "a": Meaning(Means.ADDON), "i": Meaning(Means.INCIDENT), "x": Meaning(Means.EXAMINATION), "u": None,
}  # fmt: skip
NOTHING: Mapping[str, Meaning] = {
    "f": Meaning(Means.FREE), "r": Meaning(Means.RENEWAL), "g": Meaning(Means.IGNORE),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mapped:
    """A product that is to be given a meaning: under which keys of the map, and whether it has one."""

    shop: str
    product: str
    variants: tuple[str, ...]
    name: str
    known: bool

    def wanted(self, meaning: Meaning | None) -> list[Wanted]:
        """The same meaning for each key."""
        return [Wanted(self.shop, self.product, each, meaning) for each in self.variants]


def mapped(found: WaitingView | ProductView) -> Mapped:
    """A product that waits goes into the map whole or by a variant, one of the map stays what it is."""
    if isinstance(found, ProductView):
        name = f"{found.product} {found.variant}".rstrip()
        return Mapped(found.shop, found.product, (found.variant,), called_product(name), known=True)
    by_id = found.product_id > 0
    product = f"id:{found.product_id}" if by_id else f"code:{found.product_code}"
    name = called_product(found.product, found.product_code)
    return Mapped(found.shop, product, ("", *found.variants[:7]), name, known=False)


def ask_meaning(of: Mapped) -> AskChoice:
    """What a product is, the counted kinds with a further question."""
    choices = [
        Choice("a", "a paid add-on", clause="K3"),
        Choice("p", "a package of add-ons…", clause="K4"),
        Choice("c", "credits…", clause="K2"),
        Choice("m", "Premium, for some months…", clause="P1"),
        Choice("i", "an Incident", clause="P4"),
        Choice("x", "an Examination", clause="P6"),
        Choice("n", "nothing to the desk…", note="free, a renewal, something else"),
    ]
    if of.known:
        choices.append(Choice("u", "unknown again", note="its next orders wait for an admin"))
    return AskChoice(f"What is {of.name} of {of.shop}?", choices)


def ask_nothing(of: Mapped) -> AskChoice:
    """Why it gives nothing."""
    choices = [
        Choice("f", "a free add-on"),
        Choice("r", "a renewal"),
        Choice("g", "no matter of the desk's"),
    ]
    return AskChoice(f"Why does {of.name} give nothing?", choices)


def ask_size(means: Means, terms: Terms) -> tuple[AskChoice, Mapping[str, Meaning]]:
    """Which of the sizes that are sold."""
    sizes = terms.packages if means == Means.CREDITS else MONTHS
    meanings = {str(place): Meaning(means, size) for place, size in enumerate(sizes[:9], start=1)}
    choices = [Choice(key, meaning_words(each, terms)) for key, each in meanings.items()]
    return AskChoice(
        "How many credits?" if means == Means.CREDITS else "How long?", choices
    ), meanings


def ask_addons(of: Mapped) -> AskForm:
    """How many add-ons are in a package."""
    field = Field("addons", "How many add-ons are in it", check=whole_number(1, ADDONS_MAX))
    return AskForm(f"{of.name} is a package of add-ons", [field], does="go on")


def ask_map(
    of: Mapped, meaning: Meaning | None, previews: Sequence[ProductPreview], terms: Terms
) -> AskChoice:
    """The last question, standing on no: beside each answer what it would do at once."""
    is_what = meaning_words(meaning, terms) if meaning else "unknown again"
    choices = [Choice("n", "no, change nothing")]
    for place, (variant, preview) in enumerate(zip(of.variants, previews, strict=True)):
        key = "y" if place == 0 else str(place)
        choices.append(Choice(key, _scope(of, variant), note=preview_words(preview)))
    which = of.shop if of.known else f"{of.shop}, {of.product}"
    about = f"{of.name} of {which}: {is_what}. What was given before stays as it is."
    return AskChoice("Write it into the map?", choices, about=about)


def _scope(of: Mapped, variant: str) -> str:
    if of.known:
        return "write it"
    return f"only variant {variant}" if variant else "the whole product"


def preview_words(found: ProductPreview) -> str:
    """What would come of it at once: "3 orders wait: 60 credits go to 3 buyers"."""
    if not found.orders:
        return "no order waits for it"
    told = [counted(found.credits, "credit")] if found.credits else []
    told += [counted(found.packages, "package")] if found.packages else []
    goes = " and ".join(told)
    verb = "goes" if found.credits + found.packages == 1 else "go"
    gives = [f"{goes} {verb} to {counted(found.buyers, 'buyer')}"] if told else []
    if found.waiting:
        verb = "waits" if found.waiting == 1 else "wait"
        gives.append(f"{counted(found.waiting, 'line')} {verb} for a domain or an address")
    verb = "waits" if found.orders == 1 else "wait"
    return (
        f"{counted(found.orders, 'order')} {verb}: {', '.join(gives) or 'nothing goes to anybody'}"
    )


def back_words(found: OrderProposalView, means: str) -> str:
    """What would go back: "20 credits", or "1 × Premium, 3 months"."""
    if found.credits:
        return counted(found.credits, "credit")
    return f"{found.units} × {means or called_product(found.product)}"


def ask_back(found: OrderProposalView, means: str, *, accept: bool) -> AskForm:
    """Why what an order gave is taken back or left."""
    heading = f"{'Accept' if accept else 'Turn down'} proposal {found.proposal}"
    about = (
        f"{back_words(found, means)} of {called(found.address)}, order {found.order_no} of {found.shop}:"
        f" {found.given} × {called_product(found.product)} given, {found.paid} paid for."
    )
    return AskForm(heading, [Field("reason", "Reason")], about=about, does="go on")


def balance_after(found: OrderProposalView) -> str:
    """What becomes of the buyer's balance when what an order gave goes back."""
    if not found.credits:
        return "the balance stays; refused where work has begun under it (P3)"
    return change_words(found.balance, found.balance - found.credits)


def ask_domain(found: WaitingView, means: str) -> AskForm:
    """For which domain a Premium is."""
    about = f"{means}, for {called(found.addresses[0])}. It runs from today, or after what runs there (P1)."
    field = Field("domain", "Domain", placeholder="shop.example", check=a_domain)
    return AskForm(
        f"The domain for order {found.orders[0]} of {found.shop}",
        [field],
        about=about,
        does="go on",
    )


def ask_number(shop: str) -> AskForm:
    """Which order of a shop is to be looked up."""
    field = Field("number", "The number of the order", check=whole_number(1, 999_999_999))
    return AskForm(f"Look up an order of {shop}", [field], does="have it looked up")
