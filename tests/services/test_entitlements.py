"""Support packages: bought, bound, chosen, drawn on and taken back (P1 to P7)."""

from typing import Any

import pytest

from console.policy.refusal import Refusal
from console.services import cover_choices, entitlements, timer
from console.services.account_shapes import EntitlementView
from console.services.faults import BadInput, NotFound
from tests.conftest import at
from tests.services.office import ANNA, Office


async def premium(office: Office, minute: float = 0, **more: Any) -> Any:
    """An admin posts Premium for Anna's shop."""
    given = {"domain": "shop.example", "months": 1, **more}
    return await entitlements.add(
        office.desk, office.who("ada"), address=ANNA, kind="premium", reason="Order 7",
        now=at(minute), **given,
    )  # fmt: skip


async def package(office: Office, kind: str = "incident", minute: float = 3, **more: Any) -> Any:
    """An admin posts a package for one request."""
    return await entitlements.add(
        office.desk, office.who("ada"), address=ANNA, kind=kind, reason="Order 8", now=at(minute),
        **more,
    )  # fmt: skip


async def covered_request(office: Office) -> int:
    """A request about Anna's shop, with Premium for it, in hand."""
    await office.arrive(domain="https://www.shop.example/")
    await premium(office, 1)
    return await office.pick()


async def test_work_under_premium_costs_nothing(office: Office) -> None:
    """Work on the domain while Premium runs deducts no credits."""
    ticket = await covered_request(office)
    await office.work(50, ticket=ticket)
    closed = await office.closed(ticket)
    assert (closed.credits, "P1" in closed.clauses) == (0, True)


async def test_the_entry_names_the_package_that_it_drew_on(office: Office) -> None:
    """The entry of a covered request keeps the package that it drew on."""
    ticket = await covered_request(office)
    await office.work(20, ticket=ticket)
    await office.closed(ticket)
    (entry,) = (await office.view(ticket)).entries
    async with office.desk.reading() as session:
        from db import ledger

        row = await ledger.get(session, entry.entry)
    assert row is not None
    assert row.entitlement_ids == [1]


async def test_another_customers_premium_covers_nothing(office: Office) -> None:
    """Whoever merely names the domain is not covered."""
    await office.arrive(address="eve@other.example", domain="shop.example")
    await office.arrive(domain="shop.example", minute=1)
    await premium(office, 1)
    assert (await office.view(1)).packages == ()


async def test_a_term_that_ends_in_mid_request_covers_the_seconds_inside_it(
    office: Office,
) -> None:
    """Of a session across the end of a term only the part inside is covered."""
    ticket = await covered_request(office)
    end = (await office.view(ticket)).packages[0].ends_at
    assert end is not None
    minutes = (end - at()).total_seconds() / 60
    await office.work(40, ticket=ticket, start=minutes - 30)
    closed = await office.closed(ticket, minute=minutes + 20)
    assert (closed.worked_seconds, closed.credits) == (2400, 10)


async def test_an_incident_covers_two_hours_of_its_request(office: Office) -> None:
    """The first two hours of a request with an Incident leave the sum."""
    ticket = await office.in_hand()
    await package(office, ticket=ticket)
    await office.work(90, ticket=ticket)
    assert (await office.closed(ticket)).credits == 0


async def crossed(office: Office, minutes: float) -> list[str]:
    """The limits that a request with an Incident crosses by so much work."""
    ticket = await office.in_hand()
    await package(office, ticket=ticket)
    await office.work(minutes, ticket=ticket)
    return [each.limit for each in (await office.view(ticket, 400)).limits]


@pytest.mark.parametrize(
    ("minutes", "limits"),
    [
        (89, []),
        (90, ["package-90-minutes"]),
        (119, ["package-90-minutes"]),
        (120, ["package-90-minutes", "package-120-minutes"]),
        (179, ["package-90-minutes", "package-120-minutes"]),
        (180, ["package-90-minutes", "package-120-minutes", "sixty-minutes"]),
        (181, ["package-90-minutes", "package-120-minutes", "over-40-credits", "sixty-minutes"]),
    ],
)
async def test_a_package_has_limits_of_its_own_and_the_others_count_from_its_end(
    office: Office, minutes: float, limits: list[str]
) -> None:
    """A package prompts at 90 and 120 minutes; the hour and the 40 credits count from its end (P4)."""
    found = await crossed(office, minutes)
    assert sorted(found) == sorted(limits)


async def past_two_hours(office: Office) -> int:
    """A request with an Incident, worked on for two hours and ten minutes."""
    ticket = await office.in_hand()
    await package(office, ticket=ticket)
    await office.work(130, ticket=ticket)
    return ticket


async def test_time_past_two_hours_is_not_charged_unannounced(office: Office) -> None:
    """Time past the two hours is charged after a notice only."""
    ticket = await past_two_hours(office)
    refused = await office.close(ticket)
    assert isinstance(refused, Refusal)
    assert refused.clause == "P4"


async def test_time_past_two_hours_is_charged_once_told(office: Office) -> None:
    """Once the customer was told, the time past the two hours is charged."""
    ticket = await past_two_hours(office)
    await office.answer_limit(limit="package-120-minutes", ticket=ticket, minute=140)
    assert (await office.closed(ticket)).credits == 10


async def test_time_past_two_hours_may_be_waived(office: Office) -> None:
    """What was not announced may be waived."""
    ticket = await past_two_hours(office)
    closed = await office.closed(ticket, waive_over_limit=True)
    assert (closed.credits, closed.waived) == (0, 10)


async def test_going_on_at_ninety_minutes_sends_nothing(office: Office) -> None:
    """At 90 minutes going on sends no mail."""
    ticket = await office.in_hand()
    await package(office, ticket=ticket)
    await office.work(95, ticket=ticket)
    before = (await office.view(ticket)).thread_total
    await office.answer_limit(limit="package-90-minutes", ticket=ticket, minute=110)
    assert (await office.view(ticket)).thread_total == before


async def test_the_mail_at_two_hours_says_that_they_are_used_up(office: Office) -> None:
    """At 120 minutes the customer is told that the package is used up."""
    ticket = await past_two_hours(office)
    await office.answer_limit(limit="package-120-minutes", ticket=ticket, minute=140)
    assert "your Incident package covers are used up" in (await office.view(ticket)).thread[-1].text


async def test_a_package_may_be_bought_before_there_is_a_request(office: Office) -> None:
    """A package bought beforehand is bound to its request later."""
    ticket = await office.in_hand()
    bought = await package(office, "examination")
    bound = await entitlements.bind(
        office.desk, office.who("olga"), entitlement=bought.entitlement, ticket=ticket, now=at(6)
    )
    assert isinstance(bound, EntitlementView)
    assert bound.ticket == ticket


async def test_a_request_has_one_package(office: Office) -> None:
    """A request has one package."""
    ticket = await office.in_hand()
    await package(office, ticket=ticket)
    assert isinstance(await package(office, ticket=ticket), Refusal)


async def test_a_package_stays_with_its_request(office: Office) -> None:
    """A package that is bound stays with its request."""
    first = await office.in_hand()
    bought = await package(office, ticket=first)
    await office.closed(first)
    await office.arrive(210)
    second = await office.pick(minute=211)
    refused = await entitlements.bind(
        office.desk, office.who("olga"), entitlement=bought.entitlement, ticket=second, now=at(212)
    )
    assert isinstance(refused, Refusal)


async def test_nothing_is_posted_by_a_lead(office: Office) -> None:
    """Only an admin posts packages."""
    await office.arrive()
    refused = await entitlements.add(
        office.desk, office.who("irina"), address=ANNA, kind="incident", reason="x", now=at()
    )
    assert isinstance(refused, Refusal)


async def test_the_same_reference_posts_once(office: Office) -> None:
    """The same reference gives the same package again."""
    await office.arrive()
    first = await premium(office, reference="order:7")
    again = await premium(office, 5, reference="order:7")
    assert first == again


async def test_a_reference_with_other_values_is_refused(office: Office) -> None:
    """A reference with other values is refused."""
    await office.arrive()
    await premium(office, reference="order:7")
    assert isinstance(await premium(office, reference="order:7", months=3), Refusal)


@pytest.mark.parametrize(
    ("kind", "first", "again"),
    [
        ("premium", {}, {"first_day": at(24 * 60).date()}),
        ("premium", {"first_day": at(24 * 60).date()}, {"first_day": at(48 * 60).date()}),
        ("incident", {"ticket": 1}, {"ticket": 2}),
        ("incident", {}, {"ticket": 1}),
    ],
)
async def test_a_reference_with_another_day_or_request_is_refused(
    office: Office, kind: str, first: dict[str, Any], again: dict[str, Any]
) -> None:
    """The day and the request that are named count among a reference's values."""
    await office.arrive()
    await office.arrive(1)
    post = premium if kind == "premium" else package
    await post(office, reference="order:7", **first)
    assert isinstance(await post(office, reference="order:7", **again), Refusal)


async def test_a_package_bound_since_is_still_the_one_of_its_reference(office: Office) -> None:
    """An order that is sent again does not mind that its package has found its request."""
    ticket = await office.in_hand()
    first = await package(office, reference="order:8")
    await entitlements.bind(
        office.desk, office.who("olga"), entitlement=first.entitlement, ticket=ticket, now=at(6)
    )
    again = await package(office, minute=7, reference="order:8")
    assert again.entitlement == first.entitlement


async def test_anothers_term_is_not_renewed(office: Office) -> None:
    """Who buys Premium for a domain of somebody else's is refused, and does not wait for their end."""
    await office.arrive()
    await office.arrive(address="eve@other.example")
    await premium(office)
    refused = await entitlements.add(
        office.desk, office.who("ada"), address="eve@other.example", kind="premium",
        domain="shop.example", months=1, reason="x", now=at(),
    )  # fmt: skip
    assert isinstance(refused, Refusal)


async def test_a_choice_of_what_was_taken_back_leaves_the_rule(office: Office) -> None:
    """Once the package that a lead chose has been taken back, the rule decides again."""
    ticket = await office.in_hand()
    await premium(office)
    await cover_choices.choose(
        office.desk, office.who("irina"), ticket=ticket, entitlement=1, reason="Asked", now=at(6)
    )
    await entitlements.refund(
        office.desk, office.who("ada"), entitlement=1, reason="Asked for", now=at(7)
    )
    await package(office, minute=8, ticket=ticket)
    assert [each.kind for each in (await office.view(ticket)).packages] == ["incident"]


async def test_an_overlap_of_a_domains_terms_is_refused(office: Office) -> None:
    """Two terms of a domain do not overlap, whoever buys them."""
    await office.arrive()
    await office.arrive(address="eve@other.example")
    await premium(office)
    refused = await entitlements.add(
        office.desk, office.who("ada"), address="eve@other.example", kind="premium",
        domain="shop.example", months=1, first_day=at().date(), reason="x", now=at(),
    )  # fmt: skip
    assert isinstance(refused, Refusal)


async def test_before_any_work_a_package_is_taken_back(office: Office) -> None:
    """Before any work a package is taken back, and covers nothing from then on."""
    ticket = await covered_request(office)
    await entitlements.refund(
        office.desk, office.who("ada"), entitlement=1, reason="Asked for", now=at(6)
    )
    assert (await office.view(ticket)).packages == ()


async def test_after_work_has_started_a_package_is_not_refunded(office: Office) -> None:
    """One second of work under it, and a package is not refunded (P3)."""
    ticket = await covered_request(office)
    await office.work(1 / 60, ticket=ticket)
    refused = await entitlements.refund(
        office.desk, office.who("ada"), entitlement=1, reason="Asked for", now=at(20)
    )
    assert isinstance(refused, Refusal)
    assert refused.clause == "P3"


async def refused_refund(office: Office, minute: float) -> Any:
    """What an admin is told who takes the first package back."""
    return await entitlements.refund(
        office.desk, office.who("ada"), entitlement=1, reason="Asked for", now=at(minute)
    )


async def test_a_timer_that_has_just_been_started_ends_the_right_to_a_refund(
    office: Office,
) -> None:
    """The first work session ends it, not its first second (P3)."""
    ticket = await covered_request(office)
    await timer.start(office.desk, office.who("olga"), ticket=ticket, now=at(6))
    assert isinstance(await refused_refund(office, 6), Refusal)


async def test_an_interrupted_timer_ends_the_right_to_a_refund(office: Office) -> None:
    """Nobody has said yet what it counts for, and work was started all the same (P3)."""
    ticket = await covered_request(office)
    await timer.start(office.desk, office.who("olga"), ticket=ticket, console="laptop:1", now=at(6))
    assert isinstance(await refused_refund(office, 90), Refusal)


async def test_what_a_charge_drew_on_is_not_refunded_wherever_its_request_went(
    office: Office,
) -> None:
    """A request that is about another site by now was worked on under Premium before (P3)."""
    ticket = await covered_request(office)
    await office.work(20, ticket=ticket)
    await office.closed(ticket)
    await office.again(ticket)
    await cover_choices.set_domain(
        office.desk, office.who("olga"), ticket=ticket, domain="other.example", now=at(202)
    )
    assert isinstance(await refused_refund(office, 203), Refusal)


async def test_what_a_charge_drew_on_by_hand_is_not_refunded(office: Office) -> None:
    """Another customer's request that drew on it by a lead's choice was work under it too (P3)."""
    await office.arrive(address="eve@other.example")
    ticket = await office.pick()
    await office.arrive(2)
    await premium(office, 3)
    for package, minute in ((1, 6), (None, 210)):
        if package is None:
            await office.closed(ticket)
            await office.again(ticket)
        await cover_choices.choose(
            office.desk, office.who("irina"), ticket=ticket, entitlement=package, reason="Asked",
            now=at(minute),
        )  # fmt: skip
        if package is not None:
            await office.work(20, ticket=ticket, start=7)
    assert isinstance(await refused_refund(office, 211), Refusal)


async def test_a_lead_may_choose_that_nothing_covers(office: Office) -> None:
    """A lead says with a reason that no package covers a request; its time is charged."""
    ticket = await covered_request(office)
    await cover_choices.choose(
        office.desk, office.who("irina"), ticket=ticket, entitlement=None, reason="Not the shop",
        now=at(6),
    )  # fmt: skip
    await office.work(20, ticket=ticket, start=7)
    assert (await office.closed(ticket)).credits == 20


async def test_a_lead_may_choose_a_package_by_hand(office: Office) -> None:
    """A lead lets a package cover a request that the rule leaves out."""
    ticket = await office.in_hand()
    await premium(office)
    await cover_choices.choose(
        office.desk, office.who("irina"), ticket=ticket, entitlement=1, reason="Same project",
        now=at(6),
    )  # fmt: skip
    await office.work(20, ticket=ticket, start=7)
    assert (await office.closed(ticket)).credits == 0


async def test_a_specialist_does_not_choose(office: Office) -> None:
    """A specialist does not choose what covers a request."""
    ticket = await covered_request(office)
    refused = await cover_choices.choose(
        office.desk, office.who("olga"), ticket=ticket, entitlement=None, reason="x", now=at(6)
    )
    assert isinstance(refused, Refusal)


async def test_saying_the_site_brings_its_premium(office: Office) -> None:
    """Saying which site a request is about brings that site's Premium."""
    ticket = await office.in_hand()
    await premium(office)
    await cover_choices.set_domain(
        office.desk, office.who("olga"), ticket=ticket, domain="http://SHOP.example/x", now=at(6)
    )
    assert (await office.view(ticket)).is_covered_now


async def test_a_request_under_premium_is_never_held_for_a_debt(office: Office) -> None:
    """A request under an entitlement is not held although its customer owes (U7)."""
    await office.arrive()
    await office.correct(-20)
    await premium(office, 2)
    later = await office.arrive(3, domain="shop.example")
    assert (await office.view(later, 3)).row.waiting_for is None


async def test_a_held_request_goes_back_once_a_package_covers_it(office: Office) -> None:
    """What a debt held goes back to the queue once Premium covers it (U7)."""
    await office.arrive()
    await office.correct(-20)
    held = await office.arrive(3, domain="shop.example")
    await premium(office, 4)
    assert (await office.view(held, 5)).row.waiting_for is None


async def test_covered_work_commits_no_credits(office: Office) -> None:
    """What is covered takes nothing from the available credits (U2)."""
    await office.arrive(domain="shop.example")
    await office.buy(80)
    await premium(office, 3)
    ticket = await office.pick()
    await office.work(50, ticket=ticket)
    assert (await office.view(ticket)).available == 80


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "gold"},
        {"kind": "incident", "domain": "shop.example"},
        {"kind": "incident", "first_day": at().date()},
        {"kind": "premium"},
        {"kind": "premium", "domain": "nonsense", "months": 1},
        {"kind": "premium", "domain": "shop.example", "months": 1, "ticket": 1},
        {"kind": "incident", "reason": " "},
    ],
)
async def test_what_does_not_fit_the_kind_is_bad_input(
    office: Office, wrong: dict[str, Any]
) -> None:
    """What does not fit the kind is bad input."""
    await office.arrive()
    with pytest.raises(BadInput):
        await entitlements.add(
            office.desk, office.who("ada"), now=at(), **{"address": ANNA, "reason": "x", **wrong}
        )


async def test_an_unknown_customer_is_not_found(office: Office) -> None:
    """A package for nobody is not posted."""
    with pytest.raises(NotFound):
        await package(office)


@pytest.mark.parametrize(
    ("minute", "state"), [(1, "running"), (60 * 24 * 40, "over"), (-60 * 24, "coming")]
)
async def test_a_term_is_coming_running_or_over(office: Office, minute: float, state: str) -> None:
    """A term is coming, running, or over."""
    await office.arrive()
    await premium(office)
    (found,) = await entitlements.listing(office.desk, address=ANNA, now=at(minute))
    assert found.state == state


async def test_the_work_under_a_package_is_counted(office: Office) -> None:
    """The list tells how much was worked under each package."""
    ticket = await covered_request(office)
    await office.work(20, ticket=ticket)
    (found,) = await entitlements.listing(office.desk, address=ANNA, now=at(100))
    assert found.used_seconds == 1200
