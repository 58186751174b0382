"""Words of the shops' orders."""

from dataclasses import replace

import pytest

from console.policy.officehours import OfficeHours
from console.policy.orders import Meaning, Means
from console.policy.terms import TERMS
from console.screens import shop_dialogs, shop_words
from console.screens.shop_reading import order_sections, waiting_sections
from console.services.order_shapes import (
    LineView,
    OrderProposalView,
    OrderView,
    Settled,
    ShopStatus,
    WaitingView,
)
from console.services.product_previews import ProductPreview
from tests.conftest import at

HOURS = OfficeHours()
HARD = "[/b] \x1b[31mx\u202e"
LINE = LineView(
    line=1, item_id="a", product_id=31, product_code="P31", product="JSON-LD Markup", variants=(),
    amount=2, paid=2, given=2, credits=40, meaning=Meaning(Means.ADDON), domain=None, waits_for=None,
    entries=(3, 5),
)  # fmt: skip
ORDER = OrderView(
    order=1, shop="com", order_no=1001, status="P", paid=True, early=False,
    address="anna@shop.example", customer=1, placed_at=at(), changed_at=at(), looked_at=at(),
    look_up_from=None, problem=None, lines=(LINE,),
)  # fmt: skip
SHOP = ShopStatus("com", "https://shop.example", at(), at(), None, None, 0, 0, 0, 0)
PROPOSAL = OrderProposalView(
    proposal=1, line=1, shop="com", order_no=1001, product="JSON-LD Markup", units=1, credits=20,
    given=2, paid=1, status="P", customer=1, address="anna@shop.example", balance=10, state="open",
    proposed_at=at(), reason=None,
)  # fmt: skip
WAITING = WaitingView(
    shop="com", waits_for="meaning", product_id=99, product_code="P99", product="Vendor panel",
    variants=("5:12",), units=3, held=2, lines=(4, 6), orders=(7, 8), since=at(), addresses=("a@x.example", ""),
)  # fmt: skip


@pytest.mark.parametrize(
    ("meaning", "told"),
    [
        (Meaning(Means.ADDON), "add-on: 20 credits"),
        (Meaning(Means.PACKAGE, 5), "package of 5 add-ons: 50 credits"),
        (Meaning(Means.PACKAGE, 1), "package of 1 add-on: 10 credits"),
        (Meaning(Means.CREDITS, 160), "160 credits"),
        (Meaning(Means.PREMIUM, 3), "Premium, 3 months"),
        (Meaning(Means.INCIDENT), "Incident"),
        (Meaning(Means.EXAMINATION), "Examination"),
        (Meaning(Means.FREE), "free add-on: nothing"),
        (Meaning(Means.RENEWAL), "renewal: nothing"),
        (Meaning(Means.IGNORE), "ignored: nothing"),
    ],
)
def test_a_meaning_is_told_in_words(meaning: Meaning, told: str) -> None:
    """With what one unit brings."""
    assert shop_words.meaning_words(meaning, TERMS) == told


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ({}, "paid (P)"),
        ({"status": "C"}, "complete (C)"),
        ({"status": "I", "paid": False}, "cancelled (I)"),
        ({"status": "N"}, "being edited (N)"),
        ({"status": "W"}, "paid (W)"),
        ({"status": "W", "paid": False}, "not paid (W)"),
        ({"status": "\x1b[2J"}, "paid (·[2J)"),
        ({"status": "", "looked_at": None}, "not looked up"),
        ({"status": ""}, "not in the shop"),
    ],
)
def test_a_status_keeps_its_letter(facts: dict[str, object], told: str) -> None:
    """A letter of the shop's own says whether it is paid."""
    assert shop_words.status_words(replace(ORDER, **facts)) == told


@pytest.mark.parametrize(
    ("facts", "line", "told"),
    [
        ({}, {}, "40 credits"),
        ({"early": True}, {"credits": 0}, "nothing: early"),
        ({}, {"credits": 0, "waits_for": "domain"}, "waits"),
        ({}, {"waits_for": "meaning"}, "40 credits, waits"),
        ({}, {"credits": 0, "given": 1, "meaning": Meaning(Means.INCIDENT)}, "1 package"),
        ({"problem": "503"}, {"credits": 0}, "failed: 503"),
        ({}, {"credits": 0}, "nothing"),
    ],
)
def test_what_an_order_gave_is_told(
    facts: dict[str, object], line: dict[str, object], told: str
) -> None:
    """Or why it gave nothing."""
    order = replace(ORDER, lines=(replace(LINE, **line),), **facts)
    assert shop_words.gave_words(order) == told


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ({}, "all is well"),
        ({"problem": "401"}, "fault: 401"),
        ({"address": ""}, "in the settings no more"),
        ({"looked_at": None}, "not looked at yet"),
        ({"unknown_products": 1, "waiting_lines": 1}, "2 lines wait"),
        ({"waiting_lines": 1, "proposals": 2}, "1 line waits, 2 proposals"),
    ],
)
def test_how_a_shop_stands_is_told(facts: dict[str, object], told: str) -> None:
    """What went wrong comes first."""
    assert shop_words.stands_words(replace(SHOP, **facts)) == told


@pytest.mark.parametrize(
    ("found", "told"),
    [
        (ProductPreview(0, 0, 0, 0, 0), "no order waits for it"),
        (ProductPreview(3, 3, 60, 0, 0), "3 orders wait: 60 credits go to 3 buyers"),
        (ProductPreview(1, 1, 0, 1, 0), "1 order waits: 1 package goes to 1 buyer"),
        (ProductPreview(2, 0, 0, 0, 0), "2 orders wait: nothing goes to anybody"),
        (ProductPreview(2, 0, 0, 0, 2), "2 orders wait: 2 lines wait for a domain or an address"),
        (ProductPreview(2, 1, 20, 0, 1),
         "2 orders wait: 20 credits go to 1 buyer, 1 line waits for a domain or an address"),
    ],
)  # fmt: skip
def test_what_a_meaning_would_do_is_told(found: ProductPreview, told: str) -> None:
    """Orders, credits, buyers, and what waits on."""
    assert shop_dialogs.preview_words(found) == told


@pytest.mark.parametrize(
    ("found", "told"),
    [
        ([], "nothing waited for it"),
        ([Settled(1, 20), Settled(1, 40)], "60 credits given"),
        ([Settled(1)], "it is posted"),
        ([Settled(waiting=1)], "1 line waits on"),
        ([Settled(1, 20, 2, 1)], "20 credits given; 2 lines wait on; 1 proposal"),
    ],
)
def test_what_came_of_orders_is_told(found: list[Settled], told: str) -> None:
    """What was given, what waits, what is to be decided."""
    assert shop_words.settled_words(found) == told


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ({}, "balance 10 → owes 10"),
        ({"balance": -20}, "owes 20 → owes 40"),
        ({"credits": 0}, "the balance stays; refused where work has begun under it (P3)"),
    ],
)
def test_the_balance_after_is_told(facts: dict[str, object], told: str) -> None:
    """Debt in words."""
    assert shop_dialogs.balance_after(replace(PROPOSAL, **facts)) == told


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ({}, "gave 40 credits: entries 3, 5"),
        ({"entries": (3,)}, "gave 40 credits: entry 3"),
        ({"entries": ()}, "gave 40 credits: taken over from another line, no entry of its own"),
        ({"packages": (9,)}, "gave package 9"),
        ({"waits_for": "domain"}, "waits for a domain"),
        (
            {"waits_for": "address"},
            "waits for an address that can be written to: it is mended in the shop",
        ),
        ({"domain": "shop.example"}, "for shop.example"),
        ({"paid": 1}, "1 of 2 paid for, 2 given"),
        ({"variants": ("5:12",)}, "variants 5:12"),
    ],
)
def test_a_line_of_an_order_is_told_whole(line: dict[str, object], told: str) -> None:
    """What it gave with its numbers, and what it waits for."""
    order = replace(ORDER, lines=(replace(LINE, **line),))
    _, (_, lines) = order_sections(order, HOURS, terms=TERMS, now=at())
    assert told in lines


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ({"early": True}, "early: placed before the desk began with its shop"),
        ({"problem": "503"}, "failed: 503"),
        ({"look_up_from": at(5)}, "to be looked up from 10:05 on"),
        ({"look_up_from": at()}, "to be looked up at the next run"),
        ({"customer": None}, "no account is touched yet"),
        ({"address": ""}, "bought by nobody named"),
    ],
)
def test_how_an_order_stands_is_told_whole(facts: dict[str, object], told: str) -> None:
    """In sentences, not by a colour."""
    (_, lines), *_ = order_sections(replace(ORDER, **facts), HOURS, terms=TERMS, now=at())
    assert told in "\n".join(lines)


def test_an_order_that_holds_it_twice_is_named_once() -> None:
    """And nothing is said to be left over."""
    twice = replace(WAITING, orders=(7, 7), addresses=("a@x.example", "a@x.example"), held=2)
    _, (_, held) = waiting_sections(twice, HOURS, now=at())
    assert list(held) == ["7 of a@x.example"]


def test_what_is_not_named_of_a_product_that_waits_is_counted() -> None:
    """As lines, since an order may have several."""
    _, (_, held) = waiting_sections(replace(WAITING, held=30), HOURS, now=at())
    assert list(held)[-1] == "and in 28 lines more"


def test_a_product_that_waits_names_its_orders() -> None:
    """Each with its buyer."""
    _, (_, held) = waiting_sections(WAITING, HOURS, now=at())
    assert list(held) == ["7 of a@x.example", "8 of nobody named"]


@pytest.mark.parametrize(("facts", "product"), [({}, "id:99"), ({"product_id": 0}, "code:P99")])
def test_a_product_goes_into_the_map_by_its_number_or_else_its_code(
    facts: dict[str, object], product: str
) -> None:
    """Whole, or by one of its variants."""
    of = shop_dialogs.mapped(replace(WAITING, **facts))
    assert (of.product, of.variants) == (product, ("", "5:12"))


def test_hostile_names_are_safe_in_a_line() -> None:
    """Whatever a product is called."""
    assert "\x1b" not in shop_words.waiting_line(1, replace(WAITING, product=HARD)).texts[2]
