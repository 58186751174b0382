"""A refused or failed use case leaves every table as it was, the outbox included."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from console.policy.refusal import Refusal
from console.services import credits, desk, limits, replies, timer
from console.services.faults import Fault
from tests.conftest import at
from tests.services.office import ANNA, Office

KEPT = ("account", "customer", "entry", "event", "inbound", "message", "outbox", "proposal", "ticket",
        "work_session")  # fmt: skip

ASKED: dict[str, Callable[[Office], Awaitable[object]]] = {
    "closing past forty": lambda o: o.close(),
    "closing as an unknown outcome": lambda o: o.close(outcome="done"),
    "closing another's": lambda o: o.close(login="pavel"),
    "waving work away": lambda o: o.close(outcome="not-a-request"),
    "a second request": lambda o: desk.pick(o.desk, o.who("olga"), now=at(90)),
    "a reply with an unknown wait": lambda o: o.reply(wait_for="godot", minute=90),
    "an empty reply": lambda o: replies.reply(
        o.desk, o.who("olga"), ticket=1, text=" ", now=at(90)
    ),
    "a reply to another's": lambda o: o.reply(login="pavel", minute=90),
    "work past an open limit": lambda o: timer.start(
        o.desk, o.who("olga"), ticket=1, now=at(90)
    ),
    "an amount told before": lambda o: o.answer_limit(amount=40, minute=90),
    "silence without a reason": lambda o: o.answer_limit("no-notice", minute=90),
    "an odd package": lambda o: o.buy(81),
    "a purchase by a lead": lambda o: credits.purchase(
        o.desk, o.who("irina"), address=ANNA, credits=80, reason="x", now=at(90)
    ),
    "a reference with other values": lambda o: o.buy(160, reference="order-1"),
    "a reversal by a lead": lambda o: credits.reverse(
        o.desk, o.who("irina"), entry=1, reason="x", now=at(90)
    ),
    "handing to nobody": lambda o: desk.assign(
        o.desk, o.who("irina"), ticket=1, login="nobody", reason="x", now=at(90)
    ),
    "an unknown request": lambda o: limits.of_ticket(o.desk, ticket=99, now=at(90)),
}  # fmt: skip


async def content(office: Office) -> dict[str, Any]:
    """Every row that counts."""
    return {table: await office.sql(f"SELECT * FROM {table}") for table in KEPT}


@pytest.mark.parametrize("asked", ASKED)
async def test_what_is_refused_changes_nothing(office: Office, asked: str) -> None:
    """What is refused changes nothing."""
    await office.worked(61)
    await office.buy(reference="order-1")
    before = await content(office)
    try:
        refused: object = await ASKED[asked](office)
    except Fault as fault:
        refused = fault
    assert isinstance(refused, Refusal | Fault)
    assert await content(office) == before
