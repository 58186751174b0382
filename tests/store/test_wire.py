"""What CS-Cart's answers say: what counts is right or refused, what is shown is cleaned."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.store import wire
from console.store.orders import Head, Line, Order, Page
from console.store.wire import BadAnswer

AT = datetime(2026, 11, 16, 6, 0, tzinfo=UTC)
SECOND = int(AT.timestamp())

HEAD = {
    "order_id": "12", "user_id": "7", "timestamp": str(SECOND), "updated_at": SECOND + 60, "status": "P",
    "total": "97.20", "email": "anna@shop.example", "firstname": "Anna", "lastname": "Orlova",
}  # fmt: skip
PARAMS = {"page": 1, "items_per_page": "50", "total_items": "1"}
LINE = {
    "item_id": "3301", "order_id": "12", "product_id": "31", "product_code": "SUP-80", "product": "80 credits",
    "amount": "1", "price": "97.20",
    "extra": {"product_options": {"9": "41", "4": "17"}, "is_edp": "Y"},
}  # fmt: skip
ORDER = {
    **HEAD, "is_parent_order": "N", "parent_order_id": "0", "products": {"3301": LINE}, "promotions": [],
    "taxes": [],
}  # fmt: skip

READ = Order(
    order_no=12, status="P", is_parent=False, parent_no=None,
    changed_at=datetime(2026, 11, 16, 6, 1, tzinfo=UTC), placed_at=AT,
    email="anna@shop.example", name="Anna Orlova",
    lines=(Line("3301", 31, "SUP-80", "80 credits", 1, ("4:17", "9:41")),),
)  # fmt: skip


def raw(value: object) -> bytes:
    """An answer with this value."""
    return json.dumps(value).encode()


def order(**changed: Any) -> Order:
    """What is read of an order that differs in this."""
    return wire.order(raw({**ORDER, **changed}), 12)


def line(**changed: Any) -> Line:
    """What is read of a line that differs in this."""
    return order(products={"3301": {**LINE, **changed}}).lines[0]


def page(*heads: object, asked: int = 1, **params: object) -> Page:
    """What is read of a page."""
    return wire.page(raw({"orders": heads, "params": {**PARAMS, **params}}), asked)


# --- a list


def test_a_page_says_which_it_is_and_how_many_orders_there_are() -> None:
    """Numbers come as strings or as numbers."""
    read = Head(12, "P", datetime(2026, 11, 16, 6, 1, tzinfo=UTC), AT)
    assert page(HEAD) == Page((read,), number=1, per_page=50, total=1)


def test_a_clamped_page_says_that_it_is_another() -> None:
    """Beyond the last one the shop gives the last one again."""
    assert page(HEAD, asked=3, page="2", total_items=51).number == 2


@pytest.mark.parametrize(("asked", "came"), [(2, 1), (2, 3), (4, 2), (4, 4), (1, 3)])
def test_another_page_than_that_is_refused(asked: int, came: int) -> None:
    """It would be taken for the end of the list, and hide the orders between."""
    with pytest.raises(BadAnswer, match=f"page {came} of 3 came where {asked}"):
        page(HEAD, asked=asked, page=came, total_items=101)


def test_a_list_without_orders_has_any_page() -> None:
    """There is no last one that would be given instead."""
    assert page(asked=1, page=7, total_items=0).heads == ()


@pytest.mark.parametrize("empty", [[], {}])
def test_no_orders_are_no_fault(empty: object) -> None:
    """Nothing has changed in the shop."""
    answer = {"orders": empty, "params": {**PARAMS, "total_items": "0"}}
    assert wire.page(raw(answer), 1) == Page((), number=1, per_page=50, total=0)


def test_a_list_may_be_an_object() -> None:
    """PHP writes a list with a gap as one."""
    assert len(wire.page(raw({"orders": {"1": HEAD}, "params": PARAMS}), 1).heads) == 1


def test_an_order_that_is_listed_twice_is_there_once() -> None:
    """It moved from one page to another meanwhile."""
    assert len(page(HEAD, HEAD, total_items=2).heads) == 1


@pytest.mark.parametrize(
    ("field", "value", "read"),
    [
        ("updated_at", None, None), ("updated_at", "0", None), ("updated_at", -5, None),
        ("updated_at", "soon", None), ("updated_at", 10**18, None), ("updated_at", [], None),
        ("updated_at", SECOND, AT), ("updated_at", float(SECOND), AT), ("updated_at", True, None),
    ],
)  # fmt: skip
def test_a_moment_that_is_none_is_not_known(field: str, value: object, read: object) -> None:
    """The order is looked up all the same."""
    assert page({**HEAD, field: value}).heads[0].changed_at == read


@pytest.mark.parametrize("status", ["", "PP", None, 5, "\x1b", "é", ["P"]])
def test_a_status_that_is_none_is_not_known(status: object) -> None:
    """The order is looked up all the same."""
    assert page({**HEAD, "status": status}).heads[0].status == ""


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ({}, "came without the orders"),
        ({"orders": []}, "without how many"),
        ({"params": PARAMS}, "came without the orders"),
        ({"orders": [], "params": []}, "without how many"),
        ({"orders": None, "params": PARAMS}, "no list of objects"),
        ({"orders": "none", "params": PARAMS}, "no list of objects"),
        ({"orders": [1], "params": PARAMS}, "no list of objects"),
        ({"orders": [], "params": {**PARAMS, "total_items": 64}}, "64 orders, and has none"),
        ({"orders": [], "params": {**PARAMS, "total_items": -1}}, "total_items is no whole"),
        ({"orders": [], "params": {**PARAMS, "total_items": "many"}}, "total_items is no whole"),
        ({"orders": [], "params": {**PARAMS, "items_per_page": 0}}, "items_per_page is no whole"),
        ({"orders": [], "params": {**PARAMS, "page": None}}, "page is no whole"),
        ({"orders": [{**HEAD, "order_id": "0"}], "params": PARAMS}, "number of an order"),
        ({"orders": [{**HEAD, "order_id": -3}], "params": PARAMS}, "number of an order"),
        ({"orders": [{**HEAD, "order_id": 1.5}], "params": PARAMS}, "number of an order"),
        ({"orders": [{**HEAD, "order_id": True}], "params": PARAMS}, "number of an order"),
        ({"orders": [{**HEAD, "order_id": 2**31}], "params": PARAMS}, "number of an order"),
        ({"orders": [{**HEAD, "order_id": "१२"}], "params": PARAMS}, "number of an order"),
        ({"orders": [{"order_id": n + 1} for n in range(51)], "params": PARAMS}, "on a page of 50"),
        ({"orders": [HEAD] * 1001, "params": PARAMS}, "more than 1,000"),
    ],
)  # fmt: skip
def test_a_list_that_cannot_be_right_is_refused(answer: object, said: str) -> None:
    """It is a fault of the shop, and never "no orders"."""
    with pytest.raises(BadAnswer, match=said):
        wire.page(raw(answer), 1)


def test_a_page_is_asked_for_by_what_changed_and_by_number() -> None:
    """No address is ever part of it: what is asked for gets into logs."""
    assert wire.listing(AT, 3) == {
        "updated_at_from": str(SECOND), "sort_by": "order_id", "sort_order": "asc",
        "items_per_page": "100", "page": "3",
    }  # fmt: skip


# --- an order


def test_an_order_is_read_with_its_lines() -> None:
    """The options' variants are by the shop's numbers, in their order."""
    assert wire.order(raw(ORDER), 12) == READ


@pytest.mark.parametrize(
    ("field", "value", "changes"),
    [
        ("order_id", 12, {}),
        ("products", [], {"lines": ()}),
        ("products", {}, {"lines": ()}),
        ("products", [LINE], {}),
        ("products", {"3301": {k: v for k, v in LINE.items() if k != "item_id"}}, {}),
        ("status", "T", {"status": "T", "is_parent": True, "lines": ()}),
        ("is_parent_order", "Y", {"is_parent": True, "lines": ()}),
        ("parent_order_id", "11", {"parent_no": 11}),
        ("parent_order_id", None, {}),
        ("parent_order_id", 0, {}),
        ("timestamp", "x", {"placed_at": None}),
        ("lastname", "\x1b]0;x\x07", {"name": "Anna ·]0;x·"}),
        ("lastname", "x" * 300, {"name": "Anna " + "x" * 114 + "…"}),
        ("lastname", "O\u202erlova", {"name": "Anna Orlova"}),
        ("lastname", "\ud800", {"name": "Anna ·"}),
        ("lastname", None, {"name": "Anna"}),
        ("lastname", {"a": "b"}, {"name": "Anna"}),
        ("firstname", 5, {"name": "5 Orlova"}),
        ("email", " anna@shop.example ", {}),
        ("email", None, {"email": ""}),
        ("email", ["anna@shop.example"], {"email": ""}),
        ("email", "anna\u200b@shop.example", {"email": ""}),
        ("email", "anna\x00@shop.example", {"email": ""}),
        ("email", "\u202eanna@shop.example", {"email": ""}),
        ("email", "anna@shop.example\nBcc: a@b.example", {"email": ""}),
        ("email", "\ud800@shop.example", {"email": ""}),
        ("email", "a" * 250 + "@shop.example", {"email": ""}),
    ],
)  # fmt: skip
def test_an_order_may_be_written_in_several_ways(
    field: str, value: object, changes: dict[str, Any]
) -> None:
    """An address that had to be cleaned would be somebody else's: it is none."""
    assert order(**{field: value}) == replace(READ, **changes)


@pytest.mark.parametrize(
    ("field", "value", "read"),
    [
        ("amount", 1, 1), ("amount", "3", 3), ("amount", "0", 0), ("amount", 2.0, 2),
        ("amount", "2.000", 2), ("amount", 10_000, 10_000),
        ("product_id", 31, 31), ("product_id", "2147483647", 2**31 - 1),
        ("product_code", " SUP\t80\n", "SUP 80"), ("product_code", "", ""),
        ("product_code", None, ""), ("product_code", 80, "80"), ("product_code", [], ""),
        ("product_code", "x" * 65, "x" * 63 + "…"),
        ("product", "Add\x9b31m[/]", "Add·31m[/]"), ("product", "x" * 10**6, "x" * 254 + "…"),
        ("product", "\ufdd0\udfff", "·"), ("product", 10**400, "1" + "0" * 253 + "…"),
    ],
)  # fmt: skip
def test_a_line_may_be_written_in_several_ways(field: str, value: object, read: object) -> None:
    """Texts are cleaned and cut."""
    assert getattr(line(**{field: value}), field) == read


@pytest.mark.parametrize(
    ("options", "variants"),
    [
        ([], ()), ({}, ()), (None, ()), ("", ()),
        ({"4": "17"}, ("4:17",)), ({"4": 17}, ("4:17",)), ({"04": "017"}, ("4:17",)),
        ({"10": "1", "9": "2"}, ("9:2", "10:1")),
        ({"4": "shop.example"}, ()), ({"4": ""}, ()), ({"4": {"name": "a.txt"}}, ()),
        ({"4": "0"}, ()), ({"4": "-17"}, ()), ({"4": "79991234567"}, ()), ({"x": "17"}, ()),
        ({"4": "17", "04": "17"}, ("4:17",)),
    ],
)  # fmt: skip
def test_options_are_known_by_numbers(options: object, variants: tuple[str, ...]) -> None:
    """What a buyer typed in is none of them."""
    assert line(extra={"product_options": options}).variants == variants


@pytest.mark.parametrize("extra", [[], {}, None, ""])
def test_a_line_may_have_no_options(extra: object) -> None:
    """Whatever PHP writes for nothing."""
    assert line(extra=extra).variants == ()


def lines(*, keys: object = None, **changed: Any) -> dict[str, Any]:
    """An order with one line that differs in this."""
    return {**ORDER, "products": {keys or "3301": {**LINE, **changed}}}


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ([], "no JSON object"),
        ({}, "The order's number"),
        ({"message": "Not Found", "status": 404}, "The order's number"),
        ({**ORDER, "order_id": 13}, "Another order came than 12"),
        ({**ORDER, "status": ""}, "Order 12 has no status"),
        ({**ORDER, "status": None}, "Order 12 has no status"),
        ({**ORDER, "parent_order_id": -1}, "its parent's number"),
        ({**ORDER, "parent_order_id": ["11"]}, "its parent's number"),
        ({**ORDER, "products": None}, "its list of lines is no list"),
        ({**ORDER, "products": "none"}, "its list of lines is no list"),
        ({**ORDER, "products": [[]]}, "its list of lines is no list"),
        ({**ORDER, "products": {str(n): {**LINE, "item_id": n} for n in range(10_000)}},
         "its list of lines has more than 1,000"),
        ({**ORDER, "products": [LINE, LINE]}, "two lines 3301"),
        ({**ORDER, "products": {"3301": LINE, "03301": LINE}}, "two lines 3301"),
        (lines(keys="3302"), "one under two numbers"),
        (lines(keys="x", item_id="3301"), "a line without a number"),
        ({**ORDER, "products": [{**LINE, "item_id": None}]}, "a line without a number"),
        (lines(item_id="-1"), "a line without a number"),
        (lines(item_id="1" * 21), "a line without a number"),
        (lines(item_id="33\x1b01"), "a line without a number"),
        (lines(item_id=True), "a line without a number"),
        (lines(order_id="13"), "line 3301: it is another order's"),
        (lines(amount=-1), "line 3301: its amount"),
        (lines(amount="-1"), "line 3301: its amount"),
        (lines(amount=1.5), "line 3301: its amount"),
        (lines(amount="1.5"), "line 3301: its amount"),
        (lines(amount="1e3"), "line 3301: its amount"),
        (lines(amount=10_001), "line 3301: its amount"),
        (lines(amount=10**300), "line 3301: its amount"),
        (lines(amount=True), "line 3301: its amount"),
        (lines(amount=None), "line 3301: its amount"),
        (lines(amount=""), "line 3301: its amount"),
        (lines(amount=" 1"), "line 3301: its amount"),
        (lines(amount=[1]), "line 3301: its amount"),
        (lines(product_id=None), "line 3301: its product's number"),
        (lines(product_id="31; DROP"), "line 3301: its product's number"),
        (lines(product_id=2**31), "line 3301: its product's number"),
        (lines(extra="a:1:{}"), "line 3301: its options"),
        (lines(extra={"product_options": "4:17"}), "line 3301: its options"),
        (lines(extra={"product_options": {str(n): 1 for n in range(1, 102)}}), "more than 100"),
    ],
)  # fmt: skip
def test_an_order_that_cannot_be_right_is_refused(answer: object, said: str) -> None:
    """Nothing is guessed where credits are at stake; what is wrong is named."""
    with pytest.raises(BadAnswer, match=said):
        wire.order(raw(answer), 12)


# --- any answer


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (b"", "is empty"), (b"\n", "is empty"), (b"<html>closed</html>", "no JSON"), (b'{"orders": [', "no JSON"),
        (b"\xff{}", "no JSON"), (b"null", "no JSON object"), (b"5", "no JSON object"),
        (b"[" * 100_000, "no JSON"), (b'{"a":' * 100_000, "no JSON"),
        (b'{"order_id": ' + b"9" * 5_000 + b"}", "no JSON"),
        (b'{"order_id": 12, "order_id": 13}', "names a field twice"),
        (b'{"x": {"a": 1, "\\u0061": 2}}', "names a field twice"),
        (b'{"order_id": NaN}', "a number that is none"),
        (b'{"order_id": -Infinity}', "a number that is none"),
        (b'{"order_id": 1e999}', "The order's number"),
        (b'{"order_id": "12\x00"}', "no JSON"),
        (b" " * (wire.BYTES_MAX + 1), "longer than"),
    ],
)  # fmt: skip
def test_bytes_that_are_no_answer_are_refused(answer: bytes, said: str) -> None:
    """By depth, by length, by what Python alone would take."""
    with pytest.raises(BadAnswer, match=said):
        wire.order(answer, 12)


def test_a_byte_order_mark_is_passed_over() -> None:
    """Some shops' files begin with one, and so do their answers."""
    assert wire.order(b"\xef\xbb\xbf" + raw(ORDER), 12) == READ


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=8,
)  # fmt: skip


@given(st.sampled_from(sorted(ORDER)), st.none() | st.sampled_from(sorted(LINE)), JSON)
def test_whatever_a_field_holds_is_read_or_refused(
    field: str, of_line: str | None, value: object
) -> None:
    """Nothing else is ever raised, and no word of the shop's gets into what is said."""
    changed = {"products": {"3301": {**LINE, of_line: value}}} if of_line else {field: value}
    said = ""
    try:
        found = order(**changed).lines
    except BadAnswer as refused:
        found, said = (), str(refused)
    assert said.isascii()
    assert all(0 <= each.amount <= wire.AMOUNT_MAX for each in found)


# --- statuses, version, errors


def status(letter: object, paid: object = "Y", **more: object) -> dict[str, object]:
    """A status as the shop lists it."""
    return {"status": letter, "type": "O", "params": {"payment_received": paid}, **more}


@pytest.mark.parametrize(
    ("statuses", "paid"),
    [
        ([status("P"), status("C"), status("O", "N")], "PC"),
        ({"1": status("E")}, "E"),
        ([status("P"), status("Q", type="S")], "P"),
        ([status("P", "N"), status("C", None)], ""),
        ([status("P"), status("long"), status(None), status("\x1b")], "P"),
        ([status("P", params=[])], "PC"),
        ([{"status": "P"}], "PC"),
        ([], "PC"),
    ],
)  # fmt: skip
def test_the_shop_says_which_statuses_are_paid(statuses: object, paid: str) -> None:
    """Where it says nothing of it at all, they are paid and complete."""
    assert wire.paid_statuses(raw({"statuses": statuses})) == frozenset(paid)


@pytest.mark.parametrize("answer", [{}, {"statuses": "P"}, {"statuses": [1]}, []])
def test_what_is_no_list_of_statuses_is_refused(answer: object) -> None:
    """What is paid is not guessed from nonsense."""
    with pytest.raises(BadAnswer):
        wire.paid_statuses(raw(answer))


@pytest.mark.parametrize("name", ["Version", "version"])
def test_the_version_is_told(name: str) -> None:
    """Whatever its field's case."""
    assert wire.version(raw({name: "4.16.1"})) == "4.16.1"


@pytest.mark.parametrize("answer", [{}, {"Version": ""}, {"Version": []}])
def test_no_version_is_a_fault(answer: object) -> None:
    """It is no CS-Cart."""
    with pytest.raises(BadAnswer, match="which version"):
        wire.version(raw(answer))


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (raw({"message": "Not Found", "status": 404}), "Not Found"),
        (raw({"message": "Not\x1b Found", "status": "404"}), "Not· Found"),
        (raw({"message": "x" * 300, "status": 404}), "x" * 199 + "…"),
        (raw({"message": "Forbidden", "status": 403}), None),
        (raw({"status": 404}), None),
        (raw({"message": "Not Found"}), None),
        (b"<html>Not Found</html>", None),
        (b"", None),
    ],
)  # fmt: skip
def test_an_error_of_the_api_is_told_from_any_other(answer: bytes, said: str | None) -> None:
    """A web server's own "not found" says nothing of an order."""
    assert wire.complaint(answer, 404) == said
