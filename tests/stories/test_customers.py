"""Stories of accounts: customers found, credits posted, packages, agreements, addresses and merges, all by keyboard."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from console.bootstrap import open_desk
from console.location import Location
from console.screens.account import AccountScreen
from console.screens.customers import CustomersScreen
from console.screens.explain import ExplainScreen
from console.services import customers, policies
from console.services.shapes import Actor
from tests.conftest import SETTINGS, at
from tests.stories.desks import Asked, make_desk
from tests.stories.theatre import Stage, stage

SIZES = [(80, 24), (120, 40)]
LONG = Asked(
    "[/b][@click=app.quit]x \x1b]52;c;QUJD\x07 \u202e😀 Общество " + "Очень Длинное Имя " * 11,
    "long@example.com",
    "Long",
    "Please explain.",
    30,
    balance=-20,
)


LAST_QUESTIONS = [
    ("b 1", {"quantity": "2", "reason": "Order 7", "reference": "order:7"},
     "Post +160 credits (bought) for Anna Petrova?",
     ["anna@shop.example · balance 50 → 210", "“Order 7”, reference order:7"],
     "+160 credits, balance 210"),
    ("f", {"credits": "20", "reason": "Power Reviews [/b]", "reference": "gift:1"},
     "Post +20 credits (free) for Anna Petrova?",
     ["balance 210 → 230, 20 of it free", "“Power Reviews [/b]”, reference gift:1"],
     "+20 credits, balance 230"),
    ("c", {"credits": "-30", "reason": "Typed twice", "reference": "note:3"},
     "Post -30 credits (corrected) for Anna Petrova?",
     ["balance 230 → 200", "“Typed twice”, reference note:3"],
     "-30 credits, balance 200"),
    ("g v", {"reason": "Not so"}, "Reverse entry", ["Both entries stay. “Not so”"], "balance "),
    ("P p", {"domain": "shop.example", "months": "3", "reason": "Order 8", "reference": "order:8"},
     "Post Premium for Anna Petrova?", ["shop.example, from", "“Order 8”, reference order:8"],
     "Package 1, premium"),
    ("2 t", {"reason": "By mistake"}, "Refund package 1 of Anna Petrova?",
     ["Premium for shop.example.", "“By mistake”"], "Package 1 is refunded."),
]  # fmt: skip


async def anna(ada: Stage) -> None:
    """Open the first customer, Anna."""
    await ada.press("f4", "enter")
    await ada.until(lambda: isinstance(ada.app.screen, AccountScreen))
    await ada.settle()


async def view_of(path: Path, number: int = 1):
    """A customer as the record has them."""
    desk = await open_desk(Location(path, SETTINGS))
    try:
        return await customers.view(desk, customer=number, now=at(500))
    finally:
        await desk.close()


async def submit(ada: Stage, *texts: str) -> None:
    """Fill in the lines of a form, one after another."""
    for text in texts:
        await ada.type(text)
        await ada.press("enter")


@pytest.mark.parametrize("size", SIZES)
async def test_the_customers_are_listed(waiting_desk: Path, size: tuple[int, int]) -> None:
    """F4 lists the customers with what they have."""
    async with stage(waiting_desk, login="ada", size=size) as ada:
        await ada.press("f4")
        assert "Anna Petrova" in ada.text
        assert "owes 20" in ada.text


async def test_customers_are_found_as_one_types(waiting_desk: Path) -> None:
    """The list shows who has what was typed."""
    async with stage(waiting_desk, login="ada") as ada:
        await ada.press("f4", "slash")
        await ada.type("boris")
        await ada.press("enter")
        assert "Anna Petrova" not in ada.text
        assert "boris@" in ada.text


async def test_a_customer_is_found_by_number(waiting_desk: Path) -> None:
    """The number that merges and messages tell leads to its customer."""
    async with stage(waiting_desk, login="ada") as ada:
        await ada.press("f4", "slash")
        await ada.type("2")
        await ada.press("enter")
        assert "boris@" in ada.text
        assert "Anna Petrova" not in ada.text


async def test_a_merge_leads_to_the_other_customer(waiting_desk: Path) -> None:
    """Enter on a merge shows who stayed, and escape comes back."""
    async with stage(waiting_desk, login="ada") as ada:
        await anna(ada)
        await ada.press("m")
        await submit(ada, "2", "Same person")
        await ada.until(lambda: "Merge Anna Petrova into" in ada.asked)
        await ada.press("y", "6", "enter")
        await ada.until(lambda: "Борис Иванов" in ada.text.splitlines()[0])
        await ada.press("escape")
        assert "merged into customer 2" in ada.text


async def test_a_request_opened_from_a_customer_leads_back_to_them(waiting_desk: Path) -> None:
    """Escape goes back to where the request was opened."""
    async with stage(waiting_desk, login="ada") as ada:
        await anna(ada)
        await ada.press("4", "enter")
        await ada.until(lambda: ada.view is not None)
        await ada.press("escape")
        assert isinstance(ada.app.screen, AccountScreen)
        assert ada.app.screen.section == "requests"


async def test_a_line_with_nothing_behind_it_says_so(waiting_desk: Path) -> None:
    """Enter on an address has nothing to show, and says it."""
    async with stage(waiting_desk, login="ada") as ada:
        await anna(ada)
        await ada.press("5", "enter")
        assert "there is nothing more to show" in ada.said


async def test_the_list_is_come_back_to_as_it_was_left(waiting_desk: Path) -> None:
    """F4 on a customer goes back to the list, with what was found in it."""
    async with stage(waiting_desk, login="ada") as ada:
        await ada.press("f4", "slash")
        await ada.type("boris")
        await ada.press("enter", "enter")
        await ada.until(lambda: isinstance(ada.app.screen, AccountScreen))
        await ada.press("f4")
        assert "Customers with “boris”" in ada.text


async def test_who_owes_is_shown_with_one_key(waiting_desk: Path) -> None:
    """`o` shows who owes, and for how long."""
    async with stage(waiting_desk, login="ada") as ada:
        await ada.press("f4", "o")
        assert "Anna Petrova" not in ada.text
        assert "owes 20 since today" in ada.text


async def test_escape_goes_back_step_by_step(waiting_desk: Path) -> None:
    """Out of the customer, out of the list, to the queue."""
    async with stage(waiting_desk, login="ada") as ada:
        await anna(ada)
        await ada.press("escape")
        assert isinstance(ada.app.screen, CustomersScreen)
        await ada.press("escape")
        assert ada.app.screen is ada.app.queue_screen


async def test_a_requests_customer_is_one_key_away(waiting_desk: Path) -> None:
    """F4 on a request opens its customer."""
    async with stage(waiting_desk) as olga:
        await olga.pick()
        await olga.press("f4")
        assert isinstance(olga.app.screen, AccountScreen)
        assert "anna@shop.example" in olga.text


@pytest.mark.parametrize("size", SIZES)
async def test_packages_of_credits_are_posted(waiting_desk: Path, size: tuple[int, int]) -> None:
    """Size, number, reason, and a confirmation that names person and amount."""
    async with stage(waiting_desk, login="ada", size=size) as ada:
        await anna(ada)
        await ada.press("b", "2", "end", "backspace")
        await submit(ada, "2", "Order 7")
        assert "Post +320 credits (bought) for Anna Petrova?" in ada.asked
        assert "balance 50 → 370" in ada.text
        await ada.press("y")
        assert "+320 credits, balance 370" in ada.said


@pytest.mark.parametrize("size", SIZES)
async def test_whatever_changes_an_account_is_asked_for_the_last_time(
    waiting_desk: Path, size: tuple[int, int]
) -> None:
    """Person, amount, reason, reference and the balance after stand beside "no", which is under the cursor."""
    async with stage(waiting_desk, login="ada", size=size) as ada:
        await anna(ada)
        for keys, lines, question, about, said in LAST_QUESTIONS:
            await ada.press(*keys.split())
            for name, value in lines.items():
                ada.app.screen.query_one(f"#field-{name}").value = value
            await ada.press("enter")
            await ada.until(lambda wanted=question: wanted in ada.asked)
            shown, dialog = " ".join(ada.text.split()), ada.app.screen.asked
            assert [each for each in about if each not in shown] == [], shown
            assert dialog.choices[dialog.cursor].label == "no, change nothing"
            await ada.press("y")
            assert said in ada.said.splitlines()[-1]


async def test_the_safe_answer_is_under_the_cursor(waiting_desk: Path) -> None:
    """Enter on the confirmation changes nothing."""
    async with stage(waiting_desk, login="ada") as ada:
        await anna(ada)
        await ada.press("b", "1")
        await submit(ada, "", "Order 7")
        await ada.press("enter")
    assert (await view_of(waiting_desk)).row.balance == 50


async def test_free_credits_are_posted(waiting_desk: Path) -> None:
    """Free credits stay free."""
    async with stage(waiting_desk, login="ada") as ada:
        await anna(ada)
        await ada.press("f")
        await submit(ada, "", "Power Reviews")
        await ada.press("y")
    assert (await view_of(waiting_desk)).row.free >= 20


async def test_a_balance_is_corrected(waiting_desk: Path) -> None:
    """A correction goes down with a minus."""
    async with stage(waiting_desk, login="ada") as ada:
        await anna(ada)
        await ada.press("c", "minus")
        await submit(ada, "30", "Typed twice")
        assert "-30 credits (corrected)" in ada.asked
        await ada.press("y")
    assert (await view_of(waiting_desk)).row.balance == 20


async def test_a_debt_is_told_in_words_wherever_it_comes_to_be(waiting_desk: Path) -> None:
    """Before it is posted, once it is, and what follows for new requests (U7)."""
    async with stage(waiting_desk, login="ada") as ada:
        await anna(ada)
        await ada.press("c", "minus")
        await submit(ada, "70", "Typed twice")
        assert "balance 50 → owes 20" in ada.text
        await ada.press("y")
        assert "-70 credits, owes 20." in ada.said
        assert "owes 20 since today · available -20 · new requests wait (U7)" in ada.text


async def test_a_long_name_hides_nothing(desk_path: Path) -> None:
    """Address and debt are seen beside a name of 200 characters, and dialogs fit."""
    await make_desk(desk_path, [LONG])
    async with stage(desk_path, login="ada") as ada:
        await anna(ada)
        assert "long@example.com" in ada.text.splitlines()[0]
        await ada.press("b", "1")
        assert "enter go on" in ada.text
        await ada.press("escape", "4", "enter")
        await ada.until(lambda: ada.view is not None)
        assert "owes 20" in ada.text.splitlines()[1]


async def test_a_merge_names_both_however_long_their_names(waiting_desk: Path) -> None:
    """The last question tells who goes into whom."""
    await make_desk(waiting_desk, [LONG])
    async with stage(waiting_desk, login="ada") as ada:
        await ada.press("f4")
        await ada.until(lambda: "long@example.com" in ada.text)
        await ada.press("slash")
        await ada.type("long@")
        await ada.press("enter", "enter", "m")
        await submit(ada, "2", "Same person")
        await ada.until(lambda: "into Борис Иванов?" in ada.text)


async def test_a_premium_tells_its_term_before_it_is_posted(waiting_desk: Path) -> None:
    """The last question names the site, and from when until when."""
    async with stage(waiting_desk, login="ada") as ada:
        await anna(ada)
        await ada.press("P", "p", "ctrl+u")
        await ada.type("shop.example")
        await ada.press("tab", "tab")
        await ada.type("2027-01-31")
        await ada.press("tab")
        await submit(ada, "Order 8")
        assert "shop.example, from 2027-01-31 until 2027-02-28." in ada.text
        await ada.press("y", "2")
        line = next(each for each in ada.text.splitlines() if "  Premium  " in each)
        assert line.split()[2:9] == ["shop.example", "31", "Jan", "2027", "28", "Feb", "2027"]


async def test_a_term_that_overlaps_is_refused_before_it_is_asked_for(waiting_desk: Path) -> None:
    """Two terms of a site do not run at once (P1), and the form is there to be mended."""
    async with stage(waiting_desk, login="ada") as ada:
        await anna(ada)
        await ada.press("P", "p", "ctrl+u")
        await submit(ada, "shop.example", "Order 8")
        await ada.press("y", "P", "p", "tab", "tab")
        await ada.type("2026-11-20")
        await ada.press("tab")
        await submit(ada, "Order 9")
        assert "terms do not overlap. (P1)" in ada.said
        await ada.press("P", "p")
        assert "Order 9" in ada.text


async def test_a_purchase_is_not_reversed(waiting_desk: Path) -> None:
    """Reversing a purchase is refused, with the clause (K8)."""
    async with stage(waiting_desk, login="ada") as ada:
        await anna(ada)
        await ada.press("b", "1")
        await submit(ada, "", "Order 7")
        await ada.press("y", "g", "v")
        assert "(K8)" in ada.said
        assert isinstance(ada.app.screen, AccountScreen)


async def test_a_reversal_tells_what_it_comes_to(waiting_desk: Path) -> None:
    """The last question tells the credits and the balance after; both entries stay."""
    async with stage(waiting_desk, login="ada") as ada:
        await anna(ada)
        await ada.press("v")
        await submit(ada, "Not so")
        assert ada.asked == "Reverse entry 1: post -50 credits for Anna Petrova?"
        assert "balance 50 → 0" in ada.text
        await ada.press("y")
        assert "-50 credits, balance 0." in ada.said


async def test_what_was_reversed_is_not_asked_about_again(waiting_desk: Path) -> None:
    """It is refused before a reason is typed."""
    async with stage(waiting_desk, login="ada") as ada:
        await anna(ada)
        await ada.press("v")
        await submit(ada, "Not so")
        await ada.press("y", "G", "v")
        assert "has been reversed already" in ada.said
        assert isinstance(ada.app.screen, AccountScreen)


async def test_an_entry_is_disputed(waiting_desk: Path) -> None:
    """D makes a request of its own that is about the entry, and leads decide on it."""
    async with stage(waiting_desk) as olga:
        await anna(olga)
        await olga.press("D")
        await submit(olga, "I never ordered that.")
        assert "is about entry 1." in olga.said
        await olga.press("f6")
        await olga.until(lambda: "entry 1" in olga.text)


@pytest.mark.parametrize("size", SIZES)
async def test_promotions_end_and_begin_again(waiting_desk: Path, size: tuple[int, int]) -> None:
    """P writes down with a reason that none are wanted, and that they are again."""
    async with stage(waiting_desk, login="ada", size=size) as ada:
        await anna(ada)
        await ada.press("p")
        await submit(ada, "Told us by phone")
        assert "no promotions" in ada.text.splitlines()[2]
        await ada.press("p")
        await submit(ada, "Wants them after all")
        assert "is written promotions again" in ada.said


async def test_the_packages_are_those_of_the_policy_in_force(waiting_desk: Path) -> None:
    """What is sold by now is what can be posted."""
    desk = await open_desk(Location(waiting_desk, SETTINGS))
    ada = Actor(1, "ada", "Ada", "admin")
    values = {"version": "2", "title": "t", "text": "t", "terms": {"packages": [100, 500]}}
    await policies.add(desk, ada, values=values, now=at(-20))
    await policies.adopt(desk, ada, version="2", now=at(-10))
    await desk.close()
    async with stage(waiting_desk, login="ada") as ada:
        await anna(ada)
        await ada.press("b")
        assert "500 credits" in ada.text
        await ada.press("2")
        await submit(ada, "", "Order 7")
        await ada.press("y")
        assert "+500 credits" in ada.said


async def test_an_entry_is_explained(waiting_desk: Path) -> None:
    """`x` tells why an entry is what it is, and escape goes back."""
    async with stage(waiting_desk, login="ada") as ada:
        await anna(ada)
        await ada.press("x")
        assert isinstance(ada.app.screen, ExplainScreen)
        assert "Clauses" in ada.text
        await ada.press("j", "G", "g", "escape")
        assert isinstance(ada.app.screen, AccountScreen)


@pytest.mark.parametrize("size", SIZES)
async def test_premium_is_posted(waiting_desk: Path, size: tuple[int, int]) -> None:
    """Premium for a domain and a term."""
    async with stage(waiting_desk, login="ada", size=size) as ada:
        await anna(ada)
        await ada.press("P", "p", "ctrl+u")
        await submit(ada, "shop.example")
        await submit(ada, "", "Order 8")
        assert ada.asked == "Post Premium for Anna Petrova?"
        await ada.press("y", "2")
        assert "shop.example" in ada.text
        assert "running" in ada.text


async def test_a_package_is_refunded(waiting_desk: Path) -> None:
    """An unused package is refunded with a reason; enter alone at the last question changes nothing."""
    async with stage(waiting_desk, login="ada") as ada:
        await anna(ada)
        await ada.press("P", "i")
        await submit(ada, "", "Order 8")
        await ada.press("y", "2", "t")
        await submit(ada, "Asked for")
        assert ada.asked == "Refund package 1 of Anna Petrova?"
        await ada.press("enter", "t", "enter", "y")
        assert "Package 1 is refunded." in ada.said
    assert [each.state for each in (await view_of(waiting_desk)).entitlements] == ["refunded"]


@pytest.mark.parametrize("size", SIZES)
async def test_a_standing_agreement_is_put_on_record_and_ended(
    waiting_desk: Path, size: tuple[int, int]
) -> None:
    """An agreement is recorded with the latest message, and ends with a reason."""
    async with stage(waiting_desk, login="irina", size=size) as irina:
        await anna(irina)
        await irina.press("y")
        await submit(irina, "120")
        assert "agreed up to 120 credits" in irina.said
        await irina.press("3", "Y")
        await submit(irina, "Asked for")
    assert [each.withdraw_reason for each in (await view_of(waiting_desk)).consents] == [
        "Asked for"
    ]


async def test_the_statement_is_sent_with_one_key(waiting_desk: Path) -> None:
    """`s` sends the statement, once it is said to whom."""
    async with stage(waiting_desk) as olga:
        await anna(olga)
        await olga.press("s")
        assert "to anna@shop.example" in olga.text
        await olga.press("y")
        assert "The statement goes to anna@shop.example." in olga.said


@pytest.mark.parametrize(("key", "lines"), [("m", 1), ("l", 0)])
async def test_a_statement_of_a_month_is_sent_alone(
    waiting_desk: Path, key: str, lines: int
) -> None:
    """This month's entries, or last month's, of which there are none."""
    async with stage(waiting_desk) as olga:
        await anna(olga)
        await olga.press("s")
        assert "2026-10-01 to 2026-10-31" in olga.text
        await olga.press(key)
        assert "The statement goes to anna@shop.example." in olga.said
    with closing(sqlite3.connect(waiting_desk)) as file:
        (told,) = file.execute("SELECT detail FROM event WHERE what = 'statement sent'").fetchone()
    assert json.loads(told)["lines"] == lines


async def test_enter_alone_sends_no_statement(waiting_desk: Path) -> None:
    """What stands under the cursor is to send nothing."""
    async with stage(waiting_desk) as olga:
        await anna(olga)
        await olga.press("s", "enter")
        assert "The statement goes" not in olga.said


@pytest.mark.parametrize("size", SIZES)
async def test_an_address_is_added_and_moved(waiting_desk: Path, size: tuple[int, int]) -> None:
    """An address is added, and moved to a customer of its own."""
    async with stage(waiting_desk, login="ada", size=size) as ada:
        await anna(ada)
        await ada.press("a")
        await submit(ada, "second@shop.example", "Told us")
        await ada.press("5", "G", "M")
        await submit(ada, "", "Somebody else")
        assert ada.asked == "Move second@shop.example to a new customer?"
        await ada.press("y")
        assert "second@shop.example belongs to" in ada.said


async def test_an_address_is_moved_to_who_is_named(waiting_desk: Path) -> None:
    """The last question names whose it will be, found by their number."""
    async with stage(waiting_desk, login="ada") as ada:
        await anna(ada)
        await ada.press("a")
        await submit(ada, "second@shop.example", "Told us")
        await ada.press("5", "G", "M")
        await submit(ada, "2", "Somebody else")
        await ada.until(lambda: ada.asked == "Move second@shop.example to Борис Иванов?")
        await ada.press("y")
        assert "second@shop.example belongs to Борис Иванов now." in ada.said


async def test_nobody_is_moved_to_whom_nobody_knows(waiting_desk: Path) -> None:
    """An address that is nobody's is said, and the form is there as it was."""
    async with stage(waiting_desk, login="ada") as ada:
        await anna(ada)
        await ada.press("m")
        await submit(ada, "nobody@example.com", "Same person")
        await ada.until(lambda: "nobody@example.com" in ada.said)
        await ada.press("m")
        assert "Same person" in ada.text


@pytest.mark.parametrize("size", SIZES)
async def test_a_customer_is_renamed(waiting_desk: Path, size: tuple[int, int]) -> None:
    """Name and language are changed."""
    async with stage(waiting_desk, login="ada", size=size) as ada:
        await anna(ada)
        await ada.press("n", "end")
        await submit(ada, " K")
        await ada.press("enter")
        assert "is called Anna Petrova K." in ada.said


@pytest.mark.parametrize("size", SIZES)
async def test_two_customers_are_made_one_and_apart_again(
    waiting_desk: Path, size: tuple[int, int]
) -> None:
    """A merge names both, and is taken back from the list of merges."""
    async with stage(waiting_desk, login="ada", size=size) as ada:
        await anna(ada)
        await ada.press("m")
        await submit(ada, "boris@lavka.example", "Same person")
        await ada.until(lambda: "Merge Anna Petrova into" in ada.asked)
        await ada.press("y", "6")
        assert "Same person" in ada.text
        await ada.press("u")
        await submit(ada, "Not so")
        await ada.press("y")
        assert "are two again" in ada.said


@pytest.mark.parametrize("key", ["b", "f", "c", "P", "m", "a", "n"])
async def test_a_specialist_is_told_why_money_is_an_admins(waiting_desk: Path, key: str) -> None:
    """What is an admin's says so."""
    async with stage(waiting_desk) as olga:
        await anna(olga)
        await olga.press(key)
        assert "Only an admin may do that." in olga.said


@pytest.mark.parametrize("key", ["v", "t", "Y", "M", "u"])
async def test_what_needs_a_line_says_where_it_is(waiting_desk: Path, key: str) -> None:
    """What is done to a line of another section says which."""
    async with stage(waiting_desk, login="ada") as ada:
        await anna(ada)
        await ada.press("4", key)
        assert "first:" in ada.said


async def test_the_sections_and_their_keys_fit_at_80_columns(waiting_desk: Path) -> None:
    """The last section's name is whole, however much is in them."""
    async with stage(waiting_desk, login="irina") as irina:
        await anna(irina)
        await irina.press("y")
        await submit(irina, "120")
        assert "3 agreed 1  4 requests 1  5 addresses 1  6 merges" in irina.text


async def test_a_specialist_sees_the_keys_that_work(waiting_desk: Path) -> None:
    """What works is named before what is off, so the statement's key is seen at 80 columns."""
    async with stage(waiting_desk) as olga:
        await anna(olga)
        bar = olga.text.splitlines()[-1]
        assert "x explain" in bar
        assert "s statement" in bar


async def test_help_tells_the_keys_of_sections(waiting_desk: Path) -> None:
    """Help on a customer tells how to go to a section, and nothing of threads."""
    async with stage(waiting_desk, login="ada", size=(120, 60)) as ada:
        await anna(ada)
        await ada.press("question_mark")
        assert "1 2 …    to a section" in ada.text
        assert "quoted" not in ada.text


async def test_a_request_says_what_covers_it_before_work_starts(waiting_desk: Path) -> None:
    """The site brings its Premium, and the request's first lines say so."""
    async with stage(waiting_desk, login="ada") as ada:
        await anna(ada)
        await ada.press("P", "p", "ctrl+u")
        await submit(ada, "shop.example")
        await submit(ada, "", "Order 8")
        await ada.press("y", "escape", "escape")
        await ada.pick()
        await ada.press("d", "ctrl+u")
        await submit(ada, "www.shop.example")
        assert "Premium until 16 Dec ·" in ada.text


@pytest.mark.parametrize("size", SIZES)
async def test_a_lead_chooses_that_nothing_covers(
    waiting_desk: Path, size: tuple[int, int]
) -> None:
    """A lead says with a reason that no package covers a request."""
    async with stage(waiting_desk, login="irina", size=size) as irina:
        await irina.pick()
        await irina.press("P", "0")
        await submit(irina, "Another shop")
        assert "No package covers #1." in irina.said


@pytest.mark.parametrize("size", SIZES)
async def test_an_incident_is_bound_to_a_request_by_choice(
    waiting_desk: Path, size: tuple[int, int]
) -> None:
    """What was bought for no request yet is chosen for one, and covers it from then on."""
    async with stage(waiting_desk, login="ada", size=size) as ada:
        await anna(ada)
        await ada.press("P", "i")
        await submit(ada, "", "Order 8")
        assert "For no request yet." in ada.text
        await ada.press("y", "f2")
        await ada.pick()
        await ada.press("P", "1")
        assert ada.asked == "Is package 1, Incident, for #1?"
        await ada.press("y")
        assert "Package 1 is for #1." in ada.said
        await ada.until(lambda: "Incident, 2:00:00 left" in ada.text)


async def test_an_examination_is_bought_for_a_request(waiting_desk: Path) -> None:
    """The last question names the request, and its first lines say what covers it."""
    async with stage(waiting_desk, login="ada") as ada:
        await anna(ada)
        await ada.press("P", "x")
        await submit(ada, "1", "Order 8")
        assert "For #1." in ada.text
        await ada.press("y", "2", "enter")
        await ada.until(lambda: ada.view is not None)
        await ada.until(lambda: "Examination, 2:00:00 left" in ada.text)


async def test_a_premium_is_chosen_by_a_lead_with_a_reason(waiting_desk: Path) -> None:
    """A package of another site covers the request where a lead says so."""
    async with stage(waiting_desk, login="ada") as ada:
        await anna(ada)
        await ada.press("P", "p", "ctrl+u")
        await submit(ada, "other.example", "Order 8")
        await ada.press("y", "f2")
        await ada.pick()
        await ada.press("P")
        assert "Premium other.example" in ada.text
        await ada.press("1")
        await submit(ada, "Same shop")
        assert "Package 1 covers #1." in ada.said
        await ada.until(lambda: "Premium until 16 Dec" in ada.text)


async def test_an_agreement_is_put_on_record_for_a_request(waiting_desk: Path) -> None:
    """What the customer's mail says is put on record, and shown."""
    async with stage(waiting_desk) as olga:
        await olga.pick()
        await olga.press("y")
        await submit(olga, "80")
        assert "agreed up to 80" in olga.text
