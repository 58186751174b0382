"""Stories of the outbox: what failed and what waits is seen with its reason, and sent again by one key."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from console.bootstrap import open_desk
from console.config import SmtpSettings
from console.location import Location
from console.mail.bounces import Failure
from console.mail.message import parse
from console.mail.smtp import Deferred, Rejected, Sent
from console.policy.refusal import Refusal
from console.screens.account import AccountScreen
from console.screens.outbox import MailScreen, OutboxScreen
from console.screens.ticket import TicketScreen
from console.services import delivery, intake, replies, statements
from console.services import desk as desk_service
from console.services.shapes import Actor
from tests.conftest import SETTINGS, at
from tests.services.office import letter
from tests.stories.theatre import Stage, stage
from widgets.line_list import LineList

HOSTILE = "552 [/b] \x1b[31mfull\u202e [@click=app.quit]x"


@pytest.fixture
async def stuck(waiting_desk: Path, who: Callable[[str], Actor]) -> Path:
    """A desk whose answer to Anna was refused, and whose statement to Boris waits; its file."""
    desk = await open_desk(Location(waiting_desk, SETTINGS))
    olga = who("olga")
    await desk_service.pick(desk, olga, now=at(1))
    await replies.reply(desk, olga, ticket=1, text="Clear the cache.", wait_for=None, now=at(2))
    await statements.send(desk, olga, customer=2, now=at(3))

    async def deliver(_raw: bytes, recipient: str) -> Sent | Deferred | Rejected:
        return Rejected(HOSTILE) if recipient.startswith("anna") else Deferred("421 later")

    await delivery.send_due(desk, now=lambda: at(4), deliver=deliver)
    await desk.close()
    return waiting_desk


def states(path: Path) -> list[tuple[object, ...]]:
    """The mails and how they stand."""
    with closing(sqlite3.connect(path)) as file:
        return file.execute("SELECT recipient, state, attempts FROM outbox ORDER BY id").fetchall()


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_what_failed_stands_first_with_its_reason(stuck: Path, size: tuple[int, int]) -> None:
    """F7 shows to whom, how often it was tried, and why it failed."""
    async with stage(stuck, size=size) as olga:
        await olga.press("f7")
        await olga.until(lambda: "anna@shop.example" in olga.text)
        assert "1 failed 1  2 waiting 1" in olga.text
        assert "552 [/b]" in olga.text
        assert not set("\x1b\u202e") & set(olga.text)


async def test_what_waits_tells_when_it_is_tried(stuck: Path) -> None:
    """The second section tells the next try by the office's clock."""
    async with stage(stuck) as olga:
        await olga.press("f7", "2")
        await olga.until(lambda: "boris@lavka.example" in olga.text)
        assert "10:05" in olga.text


async def test_a_mail_that_failed_is_sent_again_by_one_key(stuck: Path) -> None:
    """R lets it be due, says so, and it is among those that wait."""
    async with stage(stuck) as olga:
        await olga.press("f7")
        await olga.until(lambda: "anna@shop.example" in olga.text)
        await olga.press("r")
        assert "The mail to anna@shop.example is due at once." in olga.said
        await olga.press("2")
        assert "at once" in olga.text
    assert states(stuck)[0] == ("anna@shop.example", "queued", 0)


async def test_all_that_failed_is_sent_again_after_a_last_question(stuck: Path) -> None:
    """Enter alone sends nothing."""
    async with stage(stuck) as olga:
        await olga.press("f7")
        await olga.until(lambda: "anna@shop.example" in olga.text)
        await olga.press("R", "enter")
        assert states(stuck)[0][1] == "failed"
        await olga.press("R", "y")
        assert "1 mail is due at once." in olga.said
    assert states(stuck)[0][1] == "queued"


async def test_a_mail_is_shown_whole(stuck: Path) -> None:
    """Enter shows its text and the whole answer of the server."""
    async with stage(stuck) as olga:
        await olga.press("f7")
        await olga.until(lambda: "anna@shop.example" in olga.text)
        await olga.press("enter")
        await olga.until(lambda: isinstance(olga.app.screen, MailScreen))
        await olga.until(lambda: "Clear the cache." in olga.text)
        assert "the last answer: 552 [/b]" in olga.text
        await olga.press("escape")
        assert isinstance(olga.app.screen, OutboxScreen)


@pytest.mark.parametrize(("section", "screen"), [("1", TicketScreen), ("2", AccountScreen)])
async def test_a_mail_leads_to_what_it_is_about(stuck: Path, section: str, screen: type) -> None:
    """An answer to its request, a statement to its customer; escape comes back."""
    async with stage(stuck) as olga:
        await olga.press("f7", section)
        await olga.until(lambda: "@" in olga.text)
        await olga.press("o")
        await olga.until(lambda: isinstance(olga.app.screen, screen))
        await olga.press("escape")
        assert isinstance(olga.app.screen, OutboxScreen)


async def test_why_nothing_leaves_is_told(stuck: Path) -> None:
    """Without a mail server the screen says what to set."""
    async with stage(stuck) as olga:
        await olga.press("f7")
        await olga.until(lambda: "No mail leaves yet: set support_address" in olga.text)


async def test_where_mail_leaves_nothing_stands_in_its_place(stuck: Path) -> None:
    """With a mail server there is no such line."""
    smtp = SmtpSettings(host="127.0.0.1", port=1, security="none")
    async with stage(stuck, settings=replace(SETTINGS, smtp=smtp)) as olga:
        await olga.press("f7")
        await olga.until(lambda: "anna@shop.example" in olga.text)
        assert "No mail leaves" not in olga.text


async def test_an_empty_outbox_is_said(waiting_desk: Path) -> None:
    """Each section says that there is nothing in it, and its keys say why they are off."""
    async with stage(waiting_desk) as olga:
        await olga.press("f7")
        await olga.until(lambda: "No mail has failed." in olga.text)
        await olga.press("r", "R")
        assert "There is no mail here." in olga.said
        await olga.press("tab")
        assert "No mail waits to leave." in olga.text


async def test_a_console_that_only_reads_sends_nothing(stuck: Path) -> None:
    """R says why it is off."""
    async with stage(stuck, read_only=True) as olga:
        await olga.press("f7")
        await olga.until(lambda: "anna@shop.example" in olga.text)
        await olga.press("r")
        assert "only reads" in olga.said
    assert states(stuck)[0][1] == "failed"


@pytest.fixture
async def returned(waiting_desk: Path, who: Callable[[str], Actor]) -> Path:
    """A desk whose answer to Anna came back; its file."""
    desk = await open_desk(Location(waiting_desk, SETTINGS))
    olga = who("olga")
    await desk_service.pick(desk, olga, now=at(1))
    answer = await replies.reply(desk, olga, ticket=1, text="Clear the cache.", now=at(2))
    assert not isinstance(answer, Refusal)

    async def deliver(_raw: bytes, _recipient: str) -> Sent | Deferred | Rejected:
        return Sent()

    await delivery.send_due(desk, now=lambda: at(4), deliver=deliver)
    failed = Failure("anna@shop.example", permanent=True, status="5.1.1", reason=HOSTILE)
    report = letter(
        message_id="<b@mx>", sender_address="mailer-daemon@mx.example", automatic="bounce",
        reported=(answer.message_id,), failures=(failed,),
    )  # fmt: skip
    await intake.admit_mail(desk, b"report", mail=report, received_at=at(5))
    await desk.close()
    return waiting_desk


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_what_came_back_is_shown_first_with_its_reason(
    returned: Path, size: tuple[int, int]
) -> None:
    """Where nothing else is stuck, the screen opens on what came back, with its server's reason."""
    async with stage(returned, size=size) as olga:
        await olga.press("f7")
        await olga.until(lambda: "5.1.1 552 [/b]" in olga.text)
        assert not set("\x1b\u202e") & set(olga.text)


async def test_what_came_back_is_seen_to_by_one_key(returned: Path) -> None:
    """S takes it off the list, and says so."""
    async with stage(returned) as olga:
        await olga.press("f7")
        await olga.until(lambda: "anna@shop.example" in olga.text)
        await olga.press("s")
        await olga.until(lambda: "The mail to anna@shop.example is seen to." in olga.said)
        await olga.until(lambda: "No mail has come back." in olga.text)


async def test_a_request_says_that_its_answer_came_back(returned: Path) -> None:
    """The thread says it beside the answer."""
    async with stage(returned) as olga:
        await olga.press("f3", "enter")
        await olga.until(lambda: "came back: 5.1.1" in olga.text)


@pytest.fixture
async def aside(waiting_desk: Path) -> Path:
    """A desk with two mails set aside: a program's, and one that names nobody; its file."""
    desk = await open_desk(Location(waiting_desk, SETTINGS))
    for number, sender in enumerate((b"From: Anna <anna@shop.example>\n", b"")):
        raw = (
            sender + b"Subject: Report [/b] %d\nAuto-Submitted: auto-generated\n\n" % number
            + b"Three errors [@click=app.quit]x \x1b[31m.\n"
        )  # fmt: skip
        await intake.admit_mail(desk, raw, mail=parse(raw), received_at=at(number))
    await desk.close()
    return waiting_desk


async def open_aside(person: Stage) -> None:
    """Go to what was set aside."""
    await person.press("f7")
    await person.until(lambda: "4 set aside" in person.text and "a program" in person.text)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_what_was_set_aside_is_listed_with_its_reason(
    aside: Path, size: tuple[int, int]
) -> None:
    """What was set aside is listed with sender and reason, the newest first."""
    async with stage(aside, size=size) as olga:
        await open_aside(olga)
        assert ("nobody named" in olga.text, "4 set aside 2" in olga.text) == (True, True)


async def test_another_section_begins_at_its_top(aside: Path, who: Callable[[str], Actor]) -> None:
    """The cursor of one section leads to nothing in another, which begins at its top."""
    desk = await open_desk(Location(aside, SETTINGS))
    for customer in (1, 2):
        await statements.send(desk, who("olga"), customer=customer, now=at(3))
    await desk.close()
    async with stage(aside) as olga:
        await olga.press("f7")
        await olga.until(lambda: "2 waiting 2" in olga.text and "4 set aside 2" in olga.text)
        await olga.press("4")
        await olga.until(lambda: "nobody named" in olga.text)
        assert olga.app.screen.query_one(LineList).cursor_line == 0


async def test_it_is_read_as_words(aside: Path) -> None:
    """Enter shows it whole, and nothing in it does anything."""
    async with stage(aside) as olga:
        await open_aside(olga)
        await olga.press("enter")
        await olga.until(lambda: "Three errors [@click=app.quit]x" in olga.text)
        assert "\x1b[31m" not in olga.text


async def test_admitted_it_is_a_request(aside: Path) -> None:
    """A asks where it belongs; with nothing said it is a new request."""
    async with stage(aside) as olga:
        await open_aside(olga)
        await olga.press("j", "a")
        await olga.until(lambda: "takes the place that it came for" in olga.text)
        await olga.press("enter")
        await olga.until(lambda: "It is request #5 now." in olga.said)
        await olga.until(lambda: "4 set aside 1" in olga.text)


async def test_admitting_says_whose_address_it_is(aside: Path) -> None:
    """Before it is admitted the dialog says which customer it is from."""
    async with stage(aside) as olga:
        await open_aside(olga)
        await olga.press("j", "a")
        await olga.until(
            lambda: "Its address is Anna Petrova's, customer 1." in " ".join(olga.text.split())
        )


HARD = "e" + "\u0301" * 10_000 + "[/] \x1b[31m\u202e"


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_a_hostile_mail_is_listed_read_and_asked_about(
    waiting_desk: Path, size: tuple[int, int]
) -> None:
    """Name, subject and file of a hostile mail are words in the list, whole, and in the dialog."""
    desk = await open_desk(Location(waiting_desk, SETTINGS))
    mail = letter(
        subject=HARD, sender_name=HARD, sender_address="eve@x.example", text=HARD,
        automatic="auto-generated",
    )  # fmt: skip
    await intake.admit_mail(desk, b"From: eve@x.example\n\nHi", mail=mail, received_at=at())
    await desk.close()
    async with stage(waiting_desk, size=size) as olga:
        await open_aside(olga)
        seen = olga.text
        await olga.press("enter")
        seen += olga.text
        await olga.press("escape", "a")
        await olga.until(lambda: "a new customer" in " ".join(olga.text.split()))
        seen += olga.text
        assert (set("\x1b\u202e") & set(seen), seen.count("\u0301") < 100) == (set(), True)


async def test_admitted_onto_a_request_it_joins_it(aside: Path) -> None:
    """With a request's number it is put on that."""
    async with stage(aside) as olga:
        await open_aside(olga)
        await olga.press("j", "a")
        await olga.type("1")
        await olga.press("enter")
        await olga.until(lambda: "It is on request #1 now." in olga.said)


async def test_one_that_names_nobody_needs_an_address(aside: Path) -> None:
    """One that names nobody is admitted once it is said whose it is."""
    async with stage(aside) as olga:
        await open_aside(olga)
        await olga.press("a")
        await olga.press("enter", "enter")
        await olga.until(lambda: "This has to be filled in." in olga.text)
        await olga.type("zoe@shop.example")
        await olga.press("enter")
        await olga.until(lambda: "It is request #5 now." in olga.said)


async def test_dismissed_it_leaves_the_list_and_is_kept(aside: Path) -> None:
    """X takes it off the list, and says that it is kept."""
    async with stage(aside) as olga:
        await open_aside(olga)
        await olga.press("x")
        await olga.until(lambda: "is off the list, and kept" in olga.said)
        await olga.until(lambda: "4 set aside 1" in olga.text)


async def test_a_console_that_only_reads_admits_nothing(aside: Path) -> None:
    """With --read-only the keys say why they are off."""
    async with stage(aside, read_only=True) as olga:
        await open_aside(olga)
        await olga.press("a", "x")
        assert "This console only reads" in olga.said


@pytest.mark.parametrize(("key", "why"), [("r", "This one came in"), ("s", "Choose a line of")])
async def test_keys_of_other_sections_say_where_they_work(aside: Path, key: str, why: str) -> None:
    """Keys of mails that leave say so on what came in."""
    async with stage(aside) as olga:
        await open_aside(olga)
        await olga.press(key)
        assert why in olga.said


async def test_many_are_read_by_pages(waiting_desk: Path) -> None:
    """Past a hundred the list goes on as the cursor comes to its end."""
    desk = await open_desk(Location(waiting_desk, SETTINGS))
    for number in range(130):
        raw = b"From: r%d@x.example\nAuto-Submitted: auto-generated\n\nNo %d\n" % (number, number)
        await intake.admit_mail(desk, raw, mail=parse(raw), received_at=at(number))
    await desk.close()
    async with stage(waiting_desk) as olga:
        await open_aside(olga)
        shown = olga.app.screen.query_one(LineList)
        await olga.press("G")
        await olga.until(lambda: shown.total == 130)
        await olga.press("G")
        await olga.until(lambda: "r0@x.example" in olga.text)
