"""Stories of every dialog: reached by keys at 80 by 24, whole on the screen, and left by escape."""

import asyncio
import shutil
from pathlib import Path

import pytest

from console.bootstrap import Location, actor_for, open_desk
from console.mail.smtp import Deferred, Rejected, Sent
from console.services import (
    closing,
    consents,
    customers,
    delivery,
    disputes,
    entitlements,
    merging,
    policies,
    timer,
)
from console.services import desk as desk_service
from console.services.context import Desk
from tests.conftest import SETTINGS, at
from tests.stories.desks import BORIS, HOSTILE, REVIEWS, Asked, make_desk
from tests.stories.theatre import Stage, stage

LONG = Asked(
    "[/b][@click=app.quit]x \x1b]52;c;QUJD\x07 \u202e😀 Общество " + "Очень Длинное Имя " * 11,
    "long.name@very-long-domain-of-a-company-that-sells-things.example",
    "[/b] \x1b[31m😀 株式会社 " + "A subject without an end " * 20,
    "Please explain.",
    190,
    balance=50,
)
WHERE = LONG.address


@pytest.fixture(scope="module")
def busy_file(blank_desk: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk on which each dialog has something to ask about."""
    path = tmp_path_factory.mktemp("busy") / "desk.db"
    shutil.copy(blank_desk, path)
    asyncio.run(_fill(path))
    return path


@pytest.fixture
def busy_desk(busy_file: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return Path(shutil.copy(busy_file, tmp_path / "desk.db"))


async def _fill(path: Path) -> None:
    await make_desk(path, [LONG, BORIS, REVIEWS, HOSTILE])
    desk = await open_desk(Location(path, SETTINGS))
    try:
        await _work(desk)
        await _accounts(desk)
        await _outside(desk)
    finally:
        await desk.close()


async def _work(desk: Desk) -> None:
    """#1 closed twice, the second time for less; #2 in hand; #4 on wait for credits."""
    olga, irina, pavel = [await actor_for(desk, login) for login in ("olga", "irina", "pavel")]
    await desk_service.pick(desk, olga, now=at(1))
    await timer.start(desk, olga, ticket=1, now=at(2))
    await timer.stop(desk, olga, now=at(22))
    await closing.close(desk, olga, ticket=1, outcome="answered", now=at(23))
    await disputes.file(desk, olga, address=WHERE, text="Too dear.", ticket=1, now=at(24))
    await desk_service.reopen(desk, olga, ticket=1, reason="Not solved", now=at(25))
    await closing.close(
        desk, irina, ticket=1, outcome="first-party-bug", ground="F4 ours", now=at(26)
    )
    await desk_service.pick(desk, olga, now=at(27))
    await desk_service.assign(desk, irina, ticket=4, login="pavel", reason="urgent", now=at(28))
    await desk_service.wait(desk, pavel, ticket=4, waiting_for="credits", credits=50, now=at(29))


async def _accounts(desk: Desk) -> None:
    """A package, an agreement and a second address for customer 1; customer 3 merged into 4."""
    ada = await actor_for(desk, "ada")
    await entitlements.add(
        desk, ada, customer=1, kind="premium", domain="shop.example", months=1, reason="order",
        now=at(30),
    )  # fmt: skip
    await consents.record(desk, ada, customer=1, ceiling=120, now=at(31))
    await customers.add_address(
        desk, ada, customer=1, address="second@shop.example", reason="told", now=at(32)
    )
    await merging.merge(desk, ada, from_customer=3, into_customer=4, reason="same", now=at(33))


async def _outside(desk: Desk) -> None:
    """A proposed policy, and mails that could not be delivered."""
    ada = await actor_for(desk, "ada")
    values = {"version": "2", "title": LONG.subject[:200], "text": "The whole policy."}
    await policies.add(desk, ada, values=values, now=at(34))

    async def deliver(_raw: bytes, _recipient: str) -> Sent | Deferred | Rejected:
        return Rejected(LONG.subject)

    await delivery.send_due(desk, now=lambda: at(35), deliver=deliver)


TICKET = [
    ("k", "What kind of request is it?"),
    ("e", "What will #2 need?"),
    ("w", "Wait for what?"),
    ("w m", "Let #2 wait for credits"),
    ("u", "Release #2 to the queue?"),
    ("A", "Work on #2 away from the timer"),
    ("H", "Hand #2 to whom?"),
    ("d", "Which site is #2 about?"),
    ("y", "What the customer agreed to for #2"),
    ("P", "What covers it?"),
    ("P 0", "Why does no package cover #2?"),
    ("c", "Whose part was at fault?"),
    ("c t", "What was wrong"),
    ("c t b", "Is its code encrypted?"),
    ("c c", "Ground, as it stands on the charge"),
    ("r x ctrl+s", "Send the answer?"),
]
ACCOUNT = [
    ("x", "credits, posted"),
    ("b", "Which package was bought?"),
    ("b 1", "80 credits for"),
    ("b 1 tab x enter", "Post +80 credits (bought) for"),
    ("f", "Free credits for"),
    ("f tab x enter", "Post +20 credits (free) for"),
    ("c", "Correct the balance of"),
    ("c minus 5 tab x enter", "Post -5 credits (corrected) for"),
    ("G v", "Reverse entry 1 of +50"),
    ("G v x enter", "Reverse entry 1: post -50 credits for"),
    ("D", "disputes entry"),
    ("P", "Which support package?"),
    ("P p", "Premium for"),
    ("P p tab tab tab x enter", "Post Premium for"),
    ("P i", "Incident for"),
    ("P x", "Examination for"),
    ("P x tab x enter", "Post Examination for"),
    ("2 t", "Refund package 1"),
    ("2 t x enter", "Refund package 1 of"),
    ("y", "agreed to"),
    ("3 Y", "End agreement 1"),
    ("s", "the statement?"),
    ("a", "Another address of"),
    ("5 G M", "Move second@shop.example"),
    ("5 G M tab x enter", "Move second@shop.example to a new customer?"),
    ("n", "Customer 1"),
    ("m", "into another"),
    ("m 2 tab x enter", "into Борис Иванов?"),
    ("p", "No promotions to"),
]
ELSEWHERE = [
    ("ticket 1", "o", "Open #1 again?"),
    ("ticket 4", "w", "#4 waits for credits. Wait no longer?"),
    ("ticket 4", "w t", "Why does #4 wait no longer?"),
    ("account 4", "6 u", "Take merge 1 back"),
    ("account 4", "6 u x enter", "Take merge 1 back?"),
    ("f4", "w", "What kind of message is it?"),
    ("f4", "w i", "To whom?"),
    ("f4", "w p a", "The mail in English"),
    ("f4", "w i o x tab x ctrl+s", "Also in Russian?"),
    ("f4", "w i o x tab x ctrl+s n", "Send it?"),
    ("f4", "w i o x tab x ctrl+s n l", "English: x"),
    ("f6", "l", "What is dispute #5 about?"),
    ("f6", "r", "Reject dispute #5"),
    ("f6", "r x enter", "Reject dispute #5 of"),
    ("f6", "v", "Dispute #5"),
    ("f6", "2 a", "Give 20 credits of entry"),
    ("f6", "2 n", "Reject giving 20 credits back?"),
    ("f7", "enter", "Mail 1:"),
    ("f7", "R", "Send all mails that failed again?"),
    ("f9 s", "a", "Add somebody to the staff"),
    ("f9 s", "j r a", "Make Irina admin?"),
    ("f9 s", "j x", "Retire Irina?"),
    ("f9 n", "j e", "Mail server: support_address"),
    ("f9 n", "p", "Where is the password kept?"),
    ("f9 n", "t", "Mail server: it does not work"),
    ("f9 n", "a", "Connect another shop"),
    ("f9 p", "G enter", "Version 2:"),
    ("f9 p", "G t", "Try version 2 out"),
    ("f9 p", "G t enter", "Version 2 on the charges of 2026-10-01 to 2026-10-31"),
    ("f9 p", "n", "Propose a version of the policy"),
    ("f9 p", "G a", "Let version 2 hold"),
    ("f9 p", "G a enter", "Let version 2 hold from now on?"),
]
HELP = [
    (where, "question_mark", "Keys here")
    for where in (
        "ticket 2",
        "account 1",
        "f2",
        "f4",
        "f6",
        "f7",
        "f9",
        "f9 p",
        "f9 t",
        "f9 s",
        "f9 n",
    )
]
DIALOGS = [
    *(("ticket 2", keys, words) for keys, words in TICKET),
    *(("account 1", keys, words) for keys, words in ACCOUNT),
    *ELSEWHERE,
    *HELP,
]


async def gone_to(ada: Stage, where: str) -> None:
    """Go to where the dialog is opened, and wait until it is read."""
    kind, _, number = where.partition(" ")
    if kind == "ticket":
        ada.app.show_request(int(number))
        await ada.until(lambda: ada.view is not None)
    elif kind == "account":
        ada.app.open_customer(int(number))
        await ada.until(lambda: ada.app.screen.account is not None)
    else:
        await ada.press(*where.split())
    await ada.settle()


@pytest.mark.parametrize(("where", "keys", "words"), DIALOGS)
async def test_each_dialog_is_whole_and_left_by_escape(
    busy_desk: Path, where: str, keys: str, words: str
) -> None:
    """Its question and its last line are seen; escape gives the keyboard back to where it was."""
    async with stage(busy_desk, login="ada") as ada:
        await gone_to(ada, where)
        below, focused = ada.app.screen, ada.app.focused
        await ada.press(*keys.split())
        await ada.until(lambda: words in ada.text)
        assert ada.app.screen is not below
        hint = ada.app.screen.query(".hint").last().region
        assert (hint.height, hint.bottom <= 24, hint.right <= 80) == (1, True, True)
        assert "esc" in ada.text.splitlines()[hint.y]
        assert not set("\x1b\x07\x9b\u202e") & set(ada.text)
        for _ in range(4):
            if ada.app.screen is not below or ada.app.focused is not focused:
                await ada.press("escape")
        assert (ada.app.screen, ada.app.focused) == (below, focused)
