"""The signed calls: what is taken, what each is refused for, and what is answered."""

import json
from dataclasses import replace
from typing import Any

import pytest

from console import faultlog
from console.config import SiteSettings
from console.services import helpdesk, replies
from console.services.faults import Unreachable
from console.site import answering, wire
from tests.conftest import at
from tests.services.office import ANNA, Office
from tests.site import signing
from tests.site.asgi import Answer, Visitor

BORIS = "boris@shop.example"
NEW = {"id": "r1", "subject": "Slow", "message": "The shop is slow."}
FORM = {"name": "Anna", "email": ANNA, "subject": "Slow", "message": "Help me."}


async def test_a_contact_form_opens_a_request(shop: Visitor) -> None:
    """A signed contact form opens a request, and the answer is its number."""
    answer = await shop.signed("POST", "/requests", FORM, customer=None)
    assert (answer.status, answer.json) == (201, {"request": 1})


async def test_a_form_posted_again_answers_the_same(shop: Visitor) -> None:
    """The same form under another call's id is the same request."""
    answers = [await shop.signed("POST", "/requests", {**FORM, "id": "f"}) for _ in range(2)]
    assert [(each.status, each.json) for each in answers] == [(201, {"request": 1})] * 2


async def test_a_customer_files_and_adds_and_reads(shop: Visitor) -> None:
    """A customer files a request, adds a message, and reads both."""
    await shop.signed("POST", "/helpdesk/requests", NEW)
    await shop.signed("POST", "/helpdesk/requests/1/messages", {"id": "m1", "message": "And now?"})
    read = (await shop.signed("GET", "/helpdesk/requests/1")).json
    assert [each["text"] for each in read["messages"]] == ["The shop is slow.", "And now?"]


async def test_pages_are_asked_for_in_the_query(shop: Visitor) -> None:
    """The query says how much of a page is wanted, and where it goes on."""
    for number in range(3):
        await shop.signed("POST", "/helpdesk/requests", {**NEW, "id": f"r{number}"})
    first = (await shop.signed("GET", "/helpdesk/requests?limit=2")).json
    second = (await shop.signed("GET", f"/helpdesk/requests?limit=2&before={first['before']}")).json
    assert [each["request"] for each in (*first["requests"], *second["requests"])] == [3, 2, 1]


async def test_balance_and_history_are_told(office: Office, shop: Visitor) -> None:
    """A customer reads their balance, and each entry with a sentence."""
    await office.arrive()
    await office.buy()
    told = (await shop.signed("GET", "/helpdesk/credits")).json
    assert (told["balance"], [each["credits"] for each in told["entries"]]) == (80, [80])


async def test_no_answer_has_an_internal_note(office: Office, shop: Visitor) -> None:
    """An internal note is in no answer."""
    await shop.signed("POST", "/helpdesk/requests", NEW)
    await office.pick()
    await replies.note(office.desk, office.who("olga"), ticket=1, text="SECRET", now=at(6))
    answers = [
        await shop.signed("GET", target)
        for target in ("/helpdesk/requests", "/helpdesk/requests/1", "/helpdesk/credits")
    ]
    assert all("SECRET" not in each.text for each in answers)


async def test_what_is_anothers_is_answered_as_what_is_not_there(shop: Visitor) -> None:
    """Another's request, one that is not there, and what is no number get the same answer to the byte."""
    await shop.signed("POST", "/helpdesk/requests", NEW)
    answers = [
        await shop.signed("GET", f"/helpdesk/requests/{number}", customer=BORIS)
        for number in ("1", "2", "0", "x", "99999999999")
    ]
    answers.append(await shop.signed("GET", "/helpdesk/requests?before=1", customer=BORIS))
    message = {"id": "m1", "message": "Mine?"}
    answers.append(
        await shop.signed("POST", "/helpdesk/requests/1/messages", message, customer=BORIS)
    )
    assert {(each.status, each.body) for each in answers} == {
        (404, b'{"error":{"reason":"There is no such request."}}')
    }


async def test_whom_nobody_knows_is_told_nothing(shop: Visitor) -> None:
    """An unknown customer has no requests and a balance of 0."""
    requests = await shop.signed("GET", "/helpdesk/requests", customer="nobody@x.example")
    told = await shop.signed("GET", "/helpdesk/credits", customer="nobody@x.example")
    assert requests.json == {"requests": [], "before": None}
    assert told.json == {"balance": 0, "free": 0, "entries": [], "before": None}


async def refused(shop: Visitor, what: str) -> Answer:
    """A call that is refused as unsigned, whatever is wrong with it."""
    target = "/helpdesk/credits"
    if what == "without headers":
        return await shop.call("GET", target)
    if what == "with a header twice":
        given = list(signing.headers("GET", target).items())
        return await shop.call("GET", target, headers=[*given, (wire.CUSTOMER, BORIS)])
    how: dict[str, dict[str, Any]] = {
        "stale": {"now": at(-6)},
        "from the future": {"now": at(6)},
        "by a wrong key": {"key": "2027-01", "secret": b"x" * 32},
        "by a wrong secret": {"secret": b"x" * 32},
    }
    if what in how:
        return await shop.call("GET", target, headers=signing.headers("GET", target, **how[what]))
    changed = {
        "with a wrong body": (target, b"{}"),
        "for a wrong path": ("/helpdesk/requests", b""),
    }
    sent_to, body = changed[what]
    return await shop.call("GET", sent_to, body, headers=signing.headers("GET", target))


UNSIGNED = [
    "without headers", "with a header twice", "stale", "from the future", "by a wrong key", "by a wrong secret",
    "with a wrong body", "for a wrong path",
]  # fmt: skip


@pytest.mark.parametrize("what", UNSIGNED)
async def test_a_call_that_is_not_signed_is_told_nothing_else(shop: Visitor, what: str) -> None:
    """Whatever is wrong with a signature, the answer is the same."""
    answer = await refused(shop, what)
    assert (answer.status, answer.json) == (401, wire.error(answering.UNSIGNED))


async def test_both_secrets_are_taken_until_one_is_gone(shop: Visitor) -> None:
    """While one secret takes over from another both are taken; the old one is refused once it is gone."""
    before = await shop.signed("GET", "/helpdesk/credits", key="2026-10")
    del shop.site.keys["2026-10"]
    after = await shop.signed("GET", "/helpdesk/credits", key="2026-10")
    assert (before.status, after.status) == (200, 401)


async def test_a_call_is_taken_once_by_all_that_serve(office: Office, shop: Visitor) -> None:
    """A call that came before is refused, by another process too."""
    given = signing.headers("GET", "/helpdesk/credits")
    others = [shop, shop, Visitor(office.desk)]
    answers = [await each.call("GET", "/helpdesk/credits", headers=given) for each in others]
    assert [each.status for each in answers] == [200, 409, 409]


async def test_a_body_that_says_it_is_too_long_is_not_read(shop: Visitor) -> None:
    """A body of more than its limit is refused before any of it has come."""
    given = signing.headers("POST", "/requests", b"")
    length = {"content-length": str(wire.BODY_BYTES + 1)}
    answer = await shop.call("POST", "/requests", [], headers={**given, **length})
    assert answer.status == 413


async def test_a_body_that_grows_too_long_is_given_up(shop: Visitor) -> None:
    """A body in parts is given up as soon as it is too long, though more is to come."""
    parts = [b"x" * 100_000] * 3 + [b"never read"] * 3
    answer = await shop.call(
        "POST", "/requests", parts, headers=signing.headers("POST", "/requests")
    )
    assert answer.status == 413


async def test_a_body_that_does_not_come_is_not_waited_for(shop: Visitor) -> None:
    """A body that takes too long is given up."""
    shop.site.read_seconds = 0
    answer = await shop.call("POST", "/requests", [], headers=signing.headers("POST", "/requests"))
    assert answer.status == 408


BAD: list[tuple[str, Any, str]] = [
    ("no JSON", b"{", "JSON in UTF-8"),
    ("no id", {"message": "x"}, '"id" has to be there'),
    ("an id with a blank", {"id": "a b", "message": "x"}, '"id" has'),
    ("no message", {"id": "r1"}, '"message" has to be there'),
    ("a field that is unknown", {**NEW, "credits": "500"}, "no field"),
]


@pytest.mark.parametrize(("value", "said"), [row[1:] for row in BAD], ids=[row[0] for row in BAD])
async def test_bad_input_is_told_in_a_sentence(shop: Visitor, value: Any, said: str) -> None:
    """What cannot be used is refused with a sentence."""
    answer = await shop.signed("POST", "/helpdesk/requests", value)
    assert answer.status == 400
    assert said in answer.json["error"]["reason"]


@pytest.mark.parametrize("customer", [None, "", "no address", "a@b@c d"])
async def test_a_customers_call_names_one(shop: Visitor, customer: str | None) -> None:
    """A customer's call names an address."""
    assert (await shop.signed("GET", "/helpdesk/credits", customer=customer)).status == 400


async def test_only_json_is_taken(shop: Visitor) -> None:
    """A body that is not said to be JSON is refused."""
    answer = await shop.signed("POST", "/requests", FORM, content_type="text/plain")
    assert answer.status == 415


async def test_an_id_used_for_something_else_is_a_conflict(shop: Visitor) -> None:
    """An id that came with other words before is a conflict."""
    await shop.signed("POST", "/helpdesk/requests", NEW)
    answer = await shop.signed("POST", "/helpdesk/requests", {**NEW, "message": "Else."})
    assert answer.status == 409


async def test_what_policy_refuses_is_told_with_its_clause(shop: Visitor) -> None:
    """A stranger's dispute is refused with its clause (D3)."""
    answer = await shop.signed("POST", "/requests", {**FORM, "subject": "Dispute"})
    assert (answer.status, answer.json["refused"]["clause"]) == (422, "D3")


@pytest.mark.parametrize("limit", ["calls_per_key", "calls_per_address"])
async def test_too_many_calls_are_told_when_to_come_back(office: Office, limit: str) -> None:
    """Who calls too often is told in how many seconds to call again, and may then."""
    shop = Visitor(office.desk, replace(SiteSettings(), **{limit: 1}))
    await shop.signed("GET", "/helpdesk/credits")
    answer = await shop.signed("GET", "/helpdesk/credits")
    shop.minute = 1
    later = await shop.signed("GET", "/helpdesk/credits")
    assert (answer.status, answer.headers["retry-after"], later.status) == (429, "60", 200)


async def test_a_database_that_is_away_is_told_so(
    shop: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While the database does not answer, the answer says when to try again, and nothing of why."""

    async def away(*_: Any, **__: Any) -> None:
        raise Unreachable("desk at 10.0.0.7 does not answer: password")

    monkeypatch.setattr(helpdesk, "account", away)
    answer = await shop.signed("GET", "/helpdesk/credits")
    assert (answer.status, answer.json, answer.headers["retry-after"]) == (
        503,
        wire.error(answering.AWAY),
        "5",
    )


async def test_a_fault_of_ours_shows_nothing(
    shop: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A fault in the program is written down, and nothing of it is in the answer."""
    written: list[BaseException] = []

    async def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError("the secret is x")

    monkeypatch.setattr(faultlog, "record", lambda error, _: written.append(error))
    monkeypatch.setattr(helpdesk, "account", broken)
    answer = await shop.signed("GET", "/helpdesk/credits")
    assert (answer.status, answer.json, len(written)) == (500, wire.error(answering.BROKEN), 1)


@pytest.mark.parametrize(
    ("method", "target", "status"),
    [("GET", "/nothing", 404), ("PUT", "/requests", 405), ("GET", "/requests/", 404)],
)
async def test_what_is_nowhere_is_told_in_json(
    shop: Visitor, method: str, target: str, status: int
) -> None:
    """What is not there, or cannot be done, is told as everything else is."""
    answer = await shop.call(method, target)
    assert (answer.status, list(answer.json)) == (status, ["error"])


async def test_signs_that_cannot_be_seen_are_taken_out(office: Office, shop: Visitor) -> None:
    """What a terminal would act on is not in what is kept."""
    await shop.signed(
        "POST", "/helpdesk/requests", {**NEW, "subject": "a\x1b[2Jb\u202e", "message": "c\x9bd"}
    )
    view = await office.view(1)
    assert "\x1b" not in view.row.subject + view.thread[0].text
    assert "\x9b" not in view.thread[0].text


async def test_the_desk_says_that_it_is_well(shop: Visitor) -> None:
    """Whether the desk answers is asked without a signature."""
    assert (await shop.call("GET", "/health")).json == {"ok": True}


async def test_the_description_is_served(shop: Visitor) -> None:
    """The description is there to read, and names every call."""
    told = json.loads((await shop.call("GET", "/openapi.json")).body)
    assert (told["openapi"], len(told["paths"])) == ("3.1.0", 8)
