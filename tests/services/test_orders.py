"""Shops' orders become credits and packages, once, whatever the shop does (K2 to K5, P1, C5)."""

from typing import Any

import pytest

from console.policy.orders import Meaning, Means
from console.policy.refusal import Refusal
from console.services import (
    order_lines,
    order_proposals,
    order_settling,
    order_views,
    orders,
    shop_reading,
)
from console.services.faults import BadInput, NotFound
from console.services.order_posting import Clash
from console.services.order_shapes import Settled
from tests.conftest import at
from tests.services.office import ANNA, Office
from tests.services.shop import (
    ADDON,
    COM,
    CREDITS,
    FREE,
    INCIDENT,
    PACKAGE,
    PREMIUM,
    UNKNOWN,
    Shop,
    head,
    line,
    order,
)


@pytest.fixture
async def shop(office: Office) -> Shop:
    """A shop whose products the desk knows."""
    return await Shop(office).begin()


@pytest.mark.parametrize(
    ("product", "amount", "credits"),
    [(ADDON, 1, 20), (ADDON, 3, 60), (PACKAGE, 1, 50), (CREDITS, 2, 160), (FREE, 4, 0)],
)
async def test_a_paid_order_gives_what_it_is_worth(
    shop: Shop, product: int, amount: int, credits: int
) -> None:
    """A buyer who is new gets an account with what the lines are worth (K2 to K5, C5)."""
    settled = await shop.take_in(order(1001, line(product, amount)))
    assert settled.credits == credits
    if credits:
        assert await shop.office.balance() == credits


@pytest.mark.parametrize(
    ("product", "told"),
    [
        (ADDON, ("grant", "free", None, '["K3"]')),
        (PACKAGE, ("grant", "free", None, '["K4"]')),
        (CREDITS, ("purchase", "paid", 2, '["K2"]')),
    ],
)
async def test_an_entry_says_what_it_came_of(
    shop: Shop, product: int, told: tuple[object, ...]
) -> None:
    """The entry keeps its kind, origin, quantity, clause, order and product, and nobody posted it."""
    await shop.take_in(order(1001, line(product, 2)))
    (row,) = await shop.office.sql(
        "SELECT kind, origin, quantity, CAST(clauses AS text), reference, reason, staff_id FROM entry"
    )
    came_of = (f"shop:com:1001:item-{product}:1", f"Order 1001 of com: 2 × Product {product}", None)
    assert tuple(row) == told + came_of


async def test_an_order_gives_once_however_often_it_is_taken_in(shop: Shop) -> None:
    """A replay, a week later or at once, gives nothing more."""
    for minute in (1, 2, 10_000):
        await shop.take_in(order(1001, line(ADDON), line(CREDITS)), minute=minute)
    assert await shop.office.balance() == 100


@pytest.mark.parametrize("letters", ["PNP", "PCP", "OPC", "PTP", "PNC"])
async def test_a_status_that_bounces_gives_once(shop: Shop, letters: str) -> None:
    """Paid, edited and complete again is the same money, and an edit takes nothing back."""
    for letter in letters:
        await shop.take_in(order(status=letter))
    assert await shop.office.balance() == 20
    assert await order_proposals.list_open(shop.office.desk) == ()


@pytest.mark.parametrize("letter", ["O", "N", "I", "F", "D", "B", "T"])
async def test_what_is_not_paid_gives_nothing(shop: Shop, letter: str) -> None:
    """An order that is open, edited, cancelled, failed, declined, back-ordered or a parent's gives nothing."""
    assert (await shop.take_in(order(status=letter))).posted == 0


async def test_a_parent_order_gives_nothing_and_its_children_all(shop: Shop) -> None:
    """The parent never carries the lines."""
    await shop.take_in(order(1, is_parent=True), order(2, parent_no=1), order(3, parent_no=1))
    assert await shop.office.balance() == 40


async def test_a_rise_gives_the_difference(shop: Shop) -> None:
    """A line that is bought in greater number gives what is more, under a reference of its own."""
    await shop.take_in(order(1001, line(amount=1)), order(1001, line(amount=3)))
    references = await shop.office.sql("SELECT reference, credits FROM entry ORDER BY id")
    assert [tuple(each) for each in references] == [
        ("shop:com:1001:item-31:1", 20),
        ("shop:com:1001:item-31:2", 40),
    ]


async def test_a_fall_is_proposed_and_takes_nothing_by_itself(shop: Shop) -> None:
    """A return while the status stays is for an admin to decide."""
    await shop.take_in(order(1001, line(amount=3)), order(1001, line(amount=1)))
    (found,) = await order_proposals.list_open(shop.office.desk)
    assert (found.units, found.credits, found.given, found.paid, found.balance) == (2, 40, 3, 1, 60)


async def test_a_fall_that_is_undone_is_proposed_no_more(shop: Shop) -> None:
    """Paid again, as much as before, nothing is to be decided, and nothing is given again."""
    await shop.take_in(order(), order(status="I"), order())
    assert await order_proposals.list_open(shop.office.desk) == ()
    assert await shop.office.balance() == 20


async def test_a_fall_further_replaces_the_proposal(shop: Shop) -> None:
    """There is one proposal a line, for as far as it fell."""
    for amount in (3, 2, 1):
        await shop.take_in(order(1001, line(amount=amount)))
    assert [each.units for each in await order_proposals.list_open(shop.office.desk)] == [2]


async def test_an_edited_order_gives_nothing_twice(shop: Shop) -> None:
    """A line put in the place of another of the same worth takes over what that gave."""
    await shop.take_in(order(1001, line(ADDON, item="a")), order(1001, line(ADDON, item="b")))
    assert await shop.office.balance() == 20
    assert await order_proposals.list_open(shop.office.desk) == ()
    assert [(each.item_id, each.given, each.credits) for each in (await shop.shown()).lines] == [
        ("a", 0, 0), ("b", 1, 20),
    ]  # fmt: skip


async def test_an_order_without_lines_says_nothing_of_those_that_it_had(shop: Shop) -> None:
    """An empty list of products is no return."""
    await shop.take_in(order(), order(lines=()))
    assert await order_proposals.list_open(shop.office.desk) == ()


async def test_an_order_that_the_shop_lost_keeps_what_it_gave(shop: Shop) -> None:
    """Absence is never a reversal."""
    await shop.take_in(order())
    found = await shop.shown()
    await shop_reading.gone(shop.office.desk, found.order, asked_at=at(9))
    assert (await order_proposals.list_open(shop.office.desk), await shop.office.balance()) == (
        (),
        20,
    )


async def test_the_buyer_is_found_by_exact_address(shop: Shop) -> None:
    """Case is ignored, and an address that only contains another is somebody else's."""
    await shop.take_in(order(1, email="ANNA@Shop.Example"), order(2, email="jo.anna@shop.example"))
    assert await shop.office.balance() == 20
    assert await shop.office.balance("jo.anna@shop.example") == 20


async def test_a_buyer_who_writes_already_keeps_their_account(shop: Shop) -> None:
    """No second account is made for an address that is known."""
    await shop.office.arrive()
    await shop.take_in(order())
    assert await shop.office.one("SELECT count(*) FROM customer") == 1


async def test_a_buyer_who_is_new_gets_the_shops_language(shop: Shop) -> None:
    """Who buys in the Russian shop is written to in Russian."""
    await shop.take_in(order())
    assert await shop.office.one("SELECT language FROM customer") == "ru"
    assert "кредитов" in await shop.office.one("SELECT body FROM outbox")


async def test_the_first_buyer_of_an_order_keeps_it(shop: Shop) -> None:
    """An order whose address is changed later gives to whom it gave before."""
    await shop.take_in(order(), order(1001, line(amount=2), email="other@shop.example"))
    assert await shop.office.balance() == 40


async def test_an_order_without_a_usable_address_waits(shop: Shop) -> None:
    """Credits go to nobody until there is an address, and then at once."""
    settled = await shop.take_in(order(email="not an address"))
    assert (settled.posted, settled.waiting) == (0, 1)
    assert (await shop.take_in(order())).credits == 20


async def test_an_unknown_product_waits_with_its_orders_and_gives_once_known(shop: Shop) -> None:
    """What nobody has said the meaning of is never guessed; mapped, all that waited gives."""
    await shop.take_in(order(1, line(UNKNOWN)), order(2, line(UNKNOWN, 2), line(ADDON)))
    (found,) = await order_views.waiting(shop.office.desk)
    assert (found.waits_for, found.product_id, found.units, found.orders) == (
        "meaning",
        99,
        3,
        (1, 2),
    )
    await shop.map({UNKNOWN: Meaning(Means.ADDON)})
    assert await shop.office.balance() == 80
    assert await order_views.waiting(shop.office.desk) == ()


async def test_who_maps_a_product_posts_what_waited_for_it(shop: Shop) -> None:
    """The entry names the admin."""
    await shop.take_in(order(1, line(UNKNOWN)))
    await shop.map({UNKNOWN: Meaning(Means.ADDON)})
    assert (
        await shop.office.one("SELECT s.login FROM entry e JOIN staff s ON s.id = e.staff_id")
        == "ada"
    )


async def test_a_line_keeps_the_meaning_that_it_gave_under(shop: Shop) -> None:
    """A map that is changed later holds for what is bought later."""
    await shop.take_in(order(1))
    await shop.map({ADDON: Meaning(Means.FREE)})
    await shop.take_in(order(1), order(2))
    assert await shop.office.balance() == 20


async def test_premium_waits_for_its_domain(shop: Shop) -> None:
    """Nothing in an order says which site Premium is for: an admin does, and it runs from that day (P1)."""
    settled = await shop.take_in(order(1001, line(PREMIUM)))
    assert (settled.posted, settled.waiting) == (0, 1)
    (found,) = await order_views.waiting(shop.office.desk)
    named = await orders.name_domain(
        shop.office.desk, shop.office.who("ada"), line=found.lines[0], domain="https://Shop.example/", now=at(30)
    )  # fmt: skip
    assert not isinstance(named, Refusal)
    row = await shop.office.sql("SELECT kind, domain, months, reference FROM entitlement")
    assert [tuple(each) for each in row] == [
        ("premium", "shop.example", 3, "shop:com:1001:item-42:1")
    ]


async def test_premium_for_a_domain_that_has_it_from_others_is_refused(shop: Shop) -> None:
    """Terms of one domain do not overlap, and what is refused changes nothing (P1)."""
    await shop.take_in(order(1, line(PREMIUM)), order(2, line(PREMIUM), email="eve@shop.example"))
    first, second = await order_views.waiting(shop.office.desk)
    ada = shop.office.who("ada")
    await orders.name_domain(
        shop.office.desk, ada, line=first.lines[0], domain="shop.example", now=at(30)
    )
    refused = await orders.name_domain(
        shop.office.desk, ada, line=second.lines[0], domain="shop.example", now=at(31)
    )
    assert isinstance(refused, Refusal)
    assert refused.clause == "P1"
    assert [each.orders for each in await order_views.waiting(shop.office.desk)] == [(2,)]


async def test_each_unit_of_an_incident_is_a_package(shop: Shop) -> None:
    """Two bought are two requests covered (P4)."""
    await shop.take_in(order(1001, line(INCIDENT, 2)))
    assert await shop.office.one("SELECT count(*) FROM entitlement WHERE kind = 'incident'") == 2


async def test_the_buyer_is_told_what_arrived_and_the_balance(shop: Shop) -> None:
    """One letter an order, with every line and the new balance."""
    await shop.take_in(order(1001, line(ADDON, 2), line(CREDITS), line(INCIDENT), line(FREE)))
    (body,) = await shop.office.sql("SELECT body FROM outbox")
    told = body[0]
    assert "- 2 × Product 31: 40 кредитов" in told
    assert "- Product 80: 80 кредитов" in told
    assert "Product 41: пакет Incident" in told
    assert "120 кредитов" in told


async def test_what_gives_nothing_is_told_to_nobody(shop: Shop) -> None:
    """A free add-on writes no letter and makes no account."""
    await shop.take_in(order(1001, line(FREE)))
    assert await shop.office.one("SELECT count(*) FROM outbox") == 0
    assert await shop.office.one("SELECT count(*) FROM customer") == 0


async def test_a_request_that_waits_for_credits_goes_back_to_the_queue(shop: Shop) -> None:
    """The order ends the wait in the same transaction (U7)."""
    await shop.office.arrive(minute=0)
    await shop.office.correct(-30)
    await shop.office.arrive(minute=3)
    assert await shop.office.one("SELECT waiting_for FROM ticket WHERE id = 2") == "credits"
    await shop.take_in(order(1001, line(CREDITS)))
    assert await shop.office.one("SELECT waiting_for FROM ticket WHERE id = 2") is None


async def test_an_order_from_before_the_beginning_gives_nothing_by_itself(shop: Shop) -> None:
    """What was placed before the desk began with a shop may have been given by hand: an admin lets it in."""
    settled = await shop.take_in(order(placed_at=at(-100_000)))
    assert settled.posted == 0
    admitted = await orders.admit_early(
        shop.office.desk, shop.office.who("ada"), shop=COM, order_no=1001, now=at(50)
    )
    assert not isinstance(admitted, Refusal)
    assert admitted.credits == 20


async def test_only_an_admin_decides_on_orders(shop: Shop) -> None:
    """A lead may look, and no more."""
    await shop.take_in(order(placed_at=at(-100_000)))
    refused = await orders.admit_early(
        shop.office.desk, shop.office.who("irina"), shop=COM, order_no=1001, now=at(50)
    )
    assert isinstance(refused, Refusal)


async def test_what_is_heard_of_is_looked_up(shop: Shop) -> None:
    """Each order of the list is put down once, and is due until it was looked up."""
    assert await shop.hear(head(1), head(2)) == 2
    await shop.take_in(order(1))
    due = await shop_reading.due(shop.office.desk, COM, now=at(10), limit=10)
    assert [each.order_no for each in due] == [2]


@pytest.mark.parametrize(
    ("later", "again"),
    [(head(changed=-200), False), (head(changed=-200, status="C"), True), (head(changed=90), True)],
)
async def test_what_has_not_changed_is_not_looked_up_again(
    shop: Shop, later: object, again: bool
) -> None:
    """The overlap costs nothing where an order is as it was."""
    await shop.take_in(order(changed_at=at(-200)), minute=5)
    assert await shop.hear(later) == int(again)  # type: ignore[arg-type]


async def test_what_changed_in_the_moment_of_looking_is_looked_up_again(shop: Shop) -> None:
    """The shop tells times by the second: an order may change twice within one."""
    await shop.take_in(order(changed_at=at(5)), minute=5)
    assert await shop.hear(head(changed=5)) == 1


async def test_a_hint_after_the_question_is_kept(shop: Shop) -> None:
    """What is heard of an order while it is looked up has it looked up once more."""
    await shop_reading.hint(shop.office.desk, COM, 1001, job="store", now=at(6))
    await shop.take_in(order(), minute=5)
    assert (await shop.shown()).look_up_from == at(6)


async def test_an_order_that_fails_is_tried_later_each_time(shop: Shop) -> None:
    """The pause doubles, up to six hours, and the reason is kept in words."""
    await shop.hear(head(), minute=0)
    number = (await shop.shown()).order
    pauses = []
    for _ in range(12):
        await shop_reading.failed(shop.office.desk, number, problem="No lines.\x1b[2J", now=at(0))
        pauses.append((await shop.shown()).look_up_from)
    assert pauses[:3] == [at(1), at(2), at(4)]
    assert pauses[-1] == at(360)
    assert (await shop.shown()).problem == "No lines.·[2J"


async def test_the_cursor_stops_at_what_was_not_taken_in(shop: Shop) -> None:
    """It moves only over what is posted."""
    await shop.hear(head(1, changed=10), head(2, changed=20), minute=30)
    await shop.take_in(order(1, changed_at=at(10)), minute=31)
    assert await shop_reading.read_to(shop.office.desk, COM, moment=at(40), now=at(40)) == at(20)


async def test_the_cursor_never_goes_back(shop: Shop) -> None:
    """An old order that is looked up again leaves it where it is."""
    await shop_reading.read_to(shop.office.desk, COM, moment=at(40), now=at(40))
    await shop.hear(head(1, changed=10), minute=41)
    assert await shop_reading.read_to(shop.office.desk, COM, moment=at(50), now=at(50)) == at(40)


async def test_a_plan_changes_nothing_and_says_what_would_follow(shop: Shop) -> None:
    """A dry run tells each step with its credits."""
    found = order(1001, line(ADDON, 2), line(UNKNOWN), line(PREMIUM))
    plan = await orders.plan(shop.office.desk, COM, found, paid_statuses={"P"}, now=at(5))
    assert [(each.does, each.units, each.credits, each.waits_for) for each in plan.steps] == [
        ("gives", 2, 40, None), ("waits", 1, 0, "meaning"), ("waits", 1, 0, "domain"),
    ]  # fmt: skip
    assert await shop.office.one("SELECT count(*) FROM shop_order") == 0


async def test_a_plan_of_what_is_known_tells_the_difference(shop: Shop) -> None:
    """What was given before is not told again."""
    await shop.take_in(order(1001, line(amount=2)))
    plan = await orders.plan(
        shop.office.desk, COM, order(1001, line(amount=1)), paid_statuses={"P"}, now=at(5)
    )
    assert [(each.does, each.units, each.credits) for each in plan.steps] == [
        ("would give back", 1, -20)
    ]


async def test_a_shop_that_is_not_there_cannot_be_looked_at(shop: Shop) -> None:
    """A name that the settings do not have is refused in words."""
    with pytest.raises(BadInput, match="no shop 'ru'"):
        await orders.look_again(
            shop.office.desk, shop.office.who("ada"), shop="ru", order_no=1, now=at(1)
        )


async def test_an_order_that_is_not_on_record_is_not_found(shop: Shop) -> None:
    """Its number is told back."""
    with pytest.raises(NotFound, match="no order 7 of com"):
        await shop.shown(7)


async def test_orders_of_a_customer_are_listed_after_a_merge_too(shop: Shop) -> None:
    """By any address of theirs."""
    await shop.take_in(order(1), order(2, email="eve@shop.example"))
    found = await order_views.listing(shop.office.desk, customer=ANNA)
    assert [each.order_no for each in found] == [1]


async def test_what_waits_is_told_by_product_however_many_orders_hold_it(shop: Shop) -> None:
    """A product that a thousand orders hold hides no other: it is told with its first twenty, and how many there are."""
    await shop.take_in(*(order(number, line(UNKNOWN, 2)) for number in range(1, 26)))
    await shop.take_in(order(99, line(98)))
    many, one = await order_views.waiting(shop.office.desk)
    assert (many.held, many.units, many.orders) == (25, 50, tuple(range(1, 21)))
    assert (one.product_id, one.held) == (98, 1)


async def test_a_product_gives_to_every_order_that_waited(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many pieces they are read in."""
    monkeypatch.setattr(order_lines, "WAITING_AT_ONCE", 2)
    await shop.take_in(*(order(number, line(98 + number % 2)) for number in range(1, 8)))
    await shop.map({98: Meaning(Means.ADDON)})
    assert await shop.office.balance() == 60


async def test_what_cannot_be_posted_holds_up_none_of_the_others(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An order that clashes with a term stays due with its reason, and the others give."""
    await shop.take_in(order(1, line(UNKNOWN)), order(2, line(UNKNOWN)))
    settle = order_settling.settle

    async def clashing(*given: Any, **values: Any) -> Any:
        if given[3].order_no == 1:
            raise Clash(Refusal("Terms do not overlap.", "P1"))
        return await settle(*given, **values)

    monkeypatch.setattr(order_settling, "settle", clashing)
    await shop.map({UNKNOWN: Meaning(Means.ADDON)})
    assert await shop.office.balance() == 20
    await orders.settle_waiting(shop.office.desk, None, COM, now=at(60))
    assert (await shop.shown(1)).problem == "Terms do not overlap."


async def test_what_is_being_edited_gives_nothing_when_its_product_becomes_known(
    shop: Shop,
) -> None:
    """The lines on record are those from before the edit: the shop says soon which hold."""
    await shop.take_in(order(1, line(UNKNOWN)), order(1, line(UNKNOWN), status="N"))
    await shop.map({UNKNOWN: Meaning(Means.ADDON)})
    assert await shop.office.sql("SELECT id FROM order_posting") == []


async def test_an_order_that_was_gone_at_first_is_early_still(shop: Shop) -> None:
    """The shop brought back an old order: it was placed before the desk began, whenever it is seen."""
    await shop.hear(head(1))
    row = (await shop_reading.due(shop.office.desk, "com", now=at(60), limit=1))[0]
    await shop_reading.gone(shop.office.desk, row.order, asked_at=at(9))
    await shop.take_in(order(1, placed_at=at(-600)))
    assert (await shop.shown(1)).early


async def test_an_early_order_that_is_being_edited_gives_once_that_is_done(shop: Shop) -> None:
    """An admin lets it count, and it gives what it has then."""
    early = {"placed_at": at(-100_000)}
    await shop.take_in(
        order(1, line(amount=3), **early), order(1, line(amount=3), status="N", **early)
    )
    admitted = await orders.admit_early(
        shop.office.desk, shop.office.who("ada"), shop=COM, order_no=1, now=at(50)
    )
    assert admitted == Settled()
    assert (await shop.take_in(order(1, line(amount=1), **early))).credits == 20
