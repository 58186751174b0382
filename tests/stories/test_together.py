"""Two people at one desk: who looks at what, and answers that were overtaken."""

from pathlib import Path

from console import bootstrap
from console.location import Location
from console.screens.closing import ClosingScreen
from console.services import desk as desk_service
from console.services import intake, looking
from console.services.shapes import Actor
from tests.conftest import MONDAY, SETTINGS
from tests.services.office import letter
from tests.stories.desks import USUAL, make_desk
from tests.stories.theatre import Stage, stage

PAVEL = Actor(3, "pavel", "Pavel", "specialist")


async def anna_writes(path: Path, text: str = "It works by now!") -> None:
    """The customer of the first request writes again."""
    desk = await bootstrap.open_desk(Location(path, SETTINGS))
    mail = letter(
        message_id="<again@mail.example>", in_reply_to=("<1@mail.example>",), text=text,
        sender_address="anna@shop.example", sender_name="Anna Petrova",
    )  # fmt: skip
    await intake.admit_mail(desk, repr(mail).encode(), mail=mail, received_at=MONDAY)
    await desk.close()


async def sent(path: Path) -> int:
    """How many mails have been written."""
    desk = await bootstrap.open_desk(Location(path, SETTINGS))
    async with desk.reading() as session:
        from sqlalchemy import text

        connection = await session.connection()
        found = (await connection.execute(text("SELECT count(*) FROM outbox"))).scalar_one()
    await desk.close()
    return int(found)


async def begin_answer(at: Stage) -> None:
    """Take a request and write an answer."""
    await at.pick()
    await at.press("r")
    await at.type("Please rebuild the index")


async def test_who_else_looks_at_a_request_is_told(waiting_desk: Path) -> None:
    """Who else looks at a request is told on its screen."""
    desk = await bootstrap.open_desk(Location(waiting_desk, SETTINGS))
    await looking.at(desk, PAVEL, console="other", ticket=1, now=MONDAY)
    await desk.close()
    async with stage(waiting_desk) as at:
        await at.pick()
        assert "Pavel looking · you hold it" in at.text


async def test_an_open_request_is_shown_to_the_others(waiting_desk: Path) -> None:
    """Whoever has a request on the screen is seen to."""
    async with stage(waiting_desk) as at:
        await at.press("enter")
        desk = at.app.session.desk
        async with desk.reading() as session:
            assert await looking.names(session, 1, now=MONDAY) == ((2, "Olga"),)


async def test_back_in_the_queue_nobody_is_seen_to_look(waiting_desk: Path) -> None:
    """Back in the queue nobody is seen to look."""
    async with stage(waiting_desk) as at:
        await at.press("enter", "escape")
        async with at.app.session.desk.reading() as session:
            assert await looking.names(session, 1, now=MONDAY) == ()


async def test_an_answer_that_was_overtaken_shows_what_came(waiting_desk: Path) -> None:
    """An answer that was overtaken shows what came before it goes."""
    async with stage(waiting_desk) as at:
        await begin_answer(at)
        await anna_writes(waiting_desk)
        await at.press("ctrl+s", "s")
        assert "Anna Petrova" in at.text
        assert "It works by now!" in at.text
        assert await sent(waiting_desk) == 0


async def test_an_overtaken_answer_is_written_on(waiting_desk: Path) -> None:
    """An overtaken answer stands in the editor again."""
    async with stage(waiting_desk) as at:
        await begin_answer(at)
        await anna_writes(waiting_desk)
        await at.press("ctrl+s", "s", "g")
        assert "Please rebuild the index" in at.text


async def test_an_overtaken_answer_can_go_all_the_same(waiting_desk: Path) -> None:
    """An overtaken answer can go all the same."""
    async with stage(waiting_desk) as at:
        await begin_answer(at)
        await anna_writes(waiting_desk)
        await at.press("ctrl+s", "s")
        await at.press("s")
        assert await sent(waiting_desk) == 1


async def test_hostile_words_that_overtake_are_shown_as_words(waiting_desk: Path) -> None:
    """What came meanwhile is shown as words, whatever it says."""
    async with stage(waiting_desk) as at:
        await begin_answer(at)
        await anna_writes(waiting_desk, "[/b]\x1b[31m [@click=app.quit]x[/]")
        await at.press("ctrl+s", "s")
        assert "[@click=app.quit]x[/]" in at.text


async def test_a_closing_that_was_overtaken_asks_first(waiting_desk: Path) -> None:
    """A closing that was overtaken asks before anything is charged."""
    async with stage(waiting_desk) as at:
        await at.pick()
        await at.press("c", "o", "b")
        assert isinstance(at.app.screen, ClosingScreen), at.text
        await anna_writes(waiting_desk)
        await at.press("ctrl+s")
        assert "While you wrote, this came" in at.text


async def pavel_takes(path: Path) -> None:
    """Pavel takes the oldest request."""
    desk = await bootstrap.open_desk(Location(path, SETTINGS))
    await desk_service.pick(desk, PAVEL, now=MONDAY)
    await desk.close()


async def test_who_was_faster_is_told_with_the_next(waiting_desk: Path) -> None:
    """Of two who want the request that stands first, the second gets the next one, and is told so."""
    async with stage(waiting_desk) as at:
        await at.app.watcher.stop()
        await pavel_takes(waiting_desk)
        await at.pick()
        await at.settle()
        assert "#1 was taken by Pavel: here is the next." in at.said


async def test_who_took_the_last_is_told(desk_path: Path) -> None:
    """Where nothing is left, that is said with who has it."""
    await make_desk(desk_path, USUAL[:1])
    async with stage(desk_path) as at:
        await at.app.watcher.stop()
        await pavel_takes(desk_path)
        await at.press("p")
        assert at.said == "#1 was taken by Pavel: nothing else waits."


async def test_nothing_is_said_of_what_nobody_took(waiting_desk: Path) -> None:
    """Who gets the request that stood first hears of nobody."""
    async with stage(waiting_desk) as at:
        await at.pick()
        assert "taken" not in at.said
