"""Every change by anyone is an event: who, what, and where a value is changed, before and after."""

import json
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from console.mail.smtp import Rejected
from console.policy.refusal import Refusal
from console.services import (
    cover_choices,
    credits,
    customers,
    delivery,
    replies,
    staff,
    texts,
    timer,
)
from console.services import desk as desk_service
from tests.conftest import at
from tests.services.office import ANNA, Office

SECRET = "words that stay in the message"
Act = Callable[[Office], Awaitable[Any]]
Left = list[tuple[str, dict[str, Any]]]


def _of(office: Office, login: str = "olga") -> tuple[Any, Any]:
    return office.desk, office.who(login)


CHANGES: list[tuple[str, Act, Left]] = [
    ("takes on", lambda o: desk_service.assign(
        *_of(o, "irina"), ticket=1, login="pavel", reason="Ill", now=at(9)),
     [("assigned", {"before": "olga", "after": "pavel", "reason": "Ill"})]),
    ("gives back", lambda o: desk_service.release(*_of(o), ticket=1, reason="Ill", now=at(9)),
     [("released", {"before": "olga", "after": None})]),
    ("sets the kind", lambda o: desk_service.set_kind(*_of(o), ticket=1, kind="question", now=at(9)),
     [("kind", {"before": None, "after": "question"})]),
    ("estimates", lambda o: desk_service.set_estimate(*_of(o), ticket=1, credits=20, now=at(9)),
     [("estimate", {"before": None, "after": 20})]),
    ("names the site", lambda o: cover_choices.set_domain(
        *_of(o), ticket=1, domain="shop.example", now=at(9)),
     [("domain", {"before": None, "after": "shop.example"})]),
    ("starts the timer", lambda o: timer.start(*_of(o), ticket=1, now=at(9)),
     [("timer started", {})]),
    ("types in time", lambda o: timer.add(
        *_of(o), ticket=1, minutes=5, reason="Call", now=at(9)),
     [("time added", {"minutes": 5, "reason": "Call"})]),
    ("answers", lambda o: replies.reply(*_of(o), ticket=1, text=SECRET, now=at(9)),
     [("answered", {})]),
    ("writes a note", lambda o: replies.note(*_of(o), ticket=1, text=SECRET, now=at(9)),
     [("note written", {})]),
    ("waits", lambda o: desk_service.wait(
        *_of(o), ticket=1, waiting_for="customer", now=at(9)),
     [("put on wait", {"waiting_for": "customer"})]),
    ("grants", lambda o: credits.grant(
        *_of(o, "ada"), address=ANNA, credits=20, reason="Gift", now=at(9)),
     [("grant", {"before": 0, "after": 20, "credits": 20})]),
    ("changes a role", lambda o: staff.set_role(
        *_of(o, "ada"), login="pavel", role="lead", now=at(9)),
     [("staff role", {"before": "specialist", "after": "lead"})]),
    ("retires", lambda o: staff.retire(*_of(o, "ada"), login="pavel", now=at(9)),
     [("staff retired", {"before": "specialist", "after": "retired"})]),
    ("writes a text", lambda o: texts.write(
        *_of(o, "ada"), name="hello", language="en", source=SECRET, now=at(9)),
     [("text written", {"before": "built-in", "after": "own, 31 characters"})]),
    ("renames", lambda o: customers.rename(
        *_of(o, "ada"), customer=1, name="Anna Lee", now=at(9)),
     [("customer changed", {"before": {"name": "Anna", "language": "en"},
                            "after": {"name": "Anna Lee", "language": "en"}})]),
]  # fmt: skip


async def _left(office: Office, after: int) -> list[tuple[str, dict[str, Any]]]:
    rows = await office.sql(
        f"SELECT what, CAST(detail AS text) FROM event WHERE id > {after} ORDER BY id"
    )
    return [(what, json.loads(detail)) for what, detail in rows]


@pytest.mark.parametrize(("act", "left"), [row[1:] for row in CHANGES], ids=[r[0] for r in CHANGES])
async def test_a_change_leaves_these_events_and_no_words_of_messages(
    office: Office, act: Act, left: Left
) -> None:
    """A change leaves exactly these events, with before and after, and no words of a message or a text."""
    await office.in_hand()
    last = await office.one("SELECT max(id) FROM event")
    done = await act(office)
    found = await _left(office, last)
    shown = [
        (what, {name: detail[name] for name in wanted})
        for (what, detail), (_, wanted) in zip(found, left, strict=False)
    ]
    assert (isinstance(done, Refusal), len(found), shown) == (False, len(left), left)
    assert SECRET not in json.dumps(found)


async def test_a_timer_stopped_is_an_event(office: Office) -> None:
    """A timer that is stopped leaves an event after the one of its start."""
    await office.worked(5)
    found = await office.sql("SELECT what FROM event WHERE what LIKE 'timer%' ORDER BY id")
    assert found == [("timer started",), ("timer stopped",)]


async def test_a_reversal_is_an_event_with_the_balance_before_and_after(office: Office) -> None:
    """A reversed entry leaves an event with the balance before and after."""
    await office.in_hand()
    await office.correct(20)
    entry = await office.one("SELECT max(id) FROM entry")
    await credits.reverse(*_of(office, "ada"), entry=entry, reason="Wrong", now=at(9))
    detail = await office.one("SELECT CAST(detail AS text) FROM event WHERE what = 'reversal'")
    told = json.loads(detail)
    assert (told["before"], told["after"], told["reverses"]) == (20, 0, entry)


async def test_a_mail_sent_again_is_an_event(office: Office) -> None:
    """A mail that is sent again leaves an event with its state before and after."""
    await office.in_hand()
    await replies.reply(*_of(office), ticket=1, text=SECRET, now=at(8))

    async def deliver(_raw: bytes, _recipient: str) -> Rejected:
        return Rejected("No such mailbox")

    await delivery.send_due(office.desk, now=lambda: at(8), deliver=deliver)
    await delivery.retry(*_of(office), delivery=1, now=at(9))
    detail = await office.one(
        "SELECT CAST(detail AS text) FROM event WHERE what = 'mail sent again'"
    )
    assert json.loads(detail) == {"mail": 1, "before": "failed", "after": "queued"}
