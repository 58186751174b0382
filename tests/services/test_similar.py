"""Similar requests: found by their rare words in either language, told with what they turned out to be and took."""

import pytest

from console.policy.refusal import Refusal
from console.services import merging, replies, similar
from console.services.faults import NotFound
from db.similar import Answer
from db.tables import Ticket
from tests.conftest import at
from tests.services.office import Office

SEARCH = "After the upgrade to 4.18 the live search box finds nothing. We use YOUPI."
OTHERS = (
    ("Wishlist is empty", "The wishlist page of the Unitheme shows no products at all."),
    ("Курьерская доставка", "Не рассчитывается стоимость доставки курьером в корзине."),
    ("Invoice layout", "The printed invoice has its logo on the wrong side."),
)


@pytest.fixture
async def history(office: Office) -> Office:
    """A request about the search that was answered and closed free, and some about other things."""
    first = await office.arrive(0, subject="Live search finds nothing", message=SEARCH)
    assert await office.pick() == first
    await office.work(20, ticket=first)
    await replies.reply(
        office.desk, office.who("olga"), ticket=first, text="Rebuild the index.", now=at(30)
    )
    await office.closed(first, "first-party-bug", ground="SEARCH-71", minute=40)
    for place, (subject, message) in enumerate(OTHERS):
        await office.arrive(
            50 + place, address=f"c{place}@shop.example", subject=subject, message=message
        )
    return office


async def found(office: Office, **arrives: str) -> list[similar.SimilarView]:
    """What is like a request that comes in now."""
    number = await office.arrive(90, address="boris@shop.example", **arrives)
    return list(await similar.to(office.desk, ticket=number))


async def test_an_earlier_one_in_like_words_is_told_with_what_it_was_and_took(
    history: Office,
) -> None:
    """The same trouble in other words is found, with its outcome, ground, time, cost and answer."""
    (only,) = await found(
        history, subject="Search is broken", message="Since upgrading to 4.18 live searching finds nothing, YOUPI theme"
    )  # fmt: skip
    assert (only.ticket, only.outcome, only.ground, only.ended, only.took) == (
        1, "first-party-bug", "SEARCH-71", "bug of our add-on", "free",
    )  # fmt: skip
    assert (only.worked_seconds, only.credits, only.answer) == (1200, 0, "Rebuild the index.")
    assert {"live", "4.18", "youpi"} <= set(only.shared)


async def test_other_forms_of_russian_words_are_the_same_words(history: Office) -> None:
    """Cases and numbers make no difference."""
    (only,) = await found(
        history, subject="Доставки", message="Курьер: нет расчёта стоимости в корзину"
    )
    assert only.subject == "Курьерская доставка"
    assert (only.took, only.ended) == ("", "open")


async def test_the_request_itself_is_not_like_itself(history: Office) -> None:
    """Nor is anything like words that nobody else has."""
    assert await found(history, subject="Zebra", message="Quokka platypus") == []


HOSTILE = (
    "the and is", "' OR 1=1 --", '" NEAR(* AND', "\x1b]52;c;x\x07", "%_\\", "[@click=app.quit]x", "🙂 🙂",
)  # fmt: skip


async def test_hostile_and_empty_words_find_nothing_and_break_nothing(history: Office) -> None:
    """Whatever stands in a request, it is words."""
    assert [await found(history, subject=each, message=each) for each in HOSTILE] == [[]] * len(
        HOSTILE
    )


async def test_the_likest_comes_first_then_the_newest(office: Office) -> None:
    """More in common comes before less, and of two alike the newer one."""
    for place in range(2):
        await office.arrive(
            place, address=f"a{place}@x.example", subject="Blog slider", message="Blog slider jumps"
        )
    await office.arrive(
        3, address="b@x.example", subject="Blog slider", message="Blog slider jumps in Firefox"
    )
    view = await found(office, subject="Blog slider", message="Blog slider jumps in Firefox")
    assert [each.ticket for each in view] == [3, 2, 1]
    assert [each.alike for each in view] == sorted((each.alike for each in view), reverse=True)


async def test_a_request_of_somebody_merged_is_told_as_the_survivors(history: Office) -> None:
    """Whoever it is now whose request it was."""
    dina = await history.arrive(
        80, address="dina@shop.example", name="Dina", subject="Hello", message="Nothing alike"
    )
    merged = await merging.merge(
        history.desk, history.who("ada"), from_customer=1, into_customer=await owner(history, dina),
        reason="One person", now=at(81),
    )  # fmt: skip
    assert not isinstance(merged, Refusal)
    (only, *_) = await found(history, subject="Live search", message=SEARCH)
    assert (only.ticket, only.customer) == (1, (await history.view(dina)).row.customer)


async def owner(office: Office, ticket: int) -> int:
    """Whose request it is."""
    return (await office.view(ticket)).row.customer_id


async def test_an_unknown_request_is_not_found(office: Office) -> None:
    """There is nothing that it could be like."""
    with pytest.raises(NotFound):
        await similar.to(office.desk, ticket=99)


CLOSED = Ticket(id=7, closed_at=at(9))
MAIL = "Rebuild it.\n\nThen look again.\n\nYour request #7 is closed with this.\n\nYour balance is 50 credits."


@pytest.mark.parametrize(
    ("answer", "kept"),
    [
        (Answer(7, 1, MAIL, at(9)), "Rebuild it.\n\nThen look again."),
        (Answer(7, 1, MAIL, at(8)), MAIL),
        (
            Answer(7, 1, "Hello Anna,\n\nWe have closed your request #7.\n\nCost: nothing.", at(9)),
            "",
        ),
        (Answer(7, 1, "Your balance is 50 credits.", at(9)), ""),
    ],
)
def test_what_a_closing_says_of_its_customer_is_left_out(answer: Answer, kept: str) -> None:
    """Cost and balance are that customer's, and nobody else's."""
    assert similar.own_words(answer, CLOSED) == kept
