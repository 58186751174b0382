"""Stories of forms: nothing that was typed is lost before it has had its effect."""

from pathlib import Path

from tests.stories.theatre import Stage, stage


async def correction(ada: Stage) -> None:
    """Fill in a correction of Anna's balance, up to the last question."""
    await ada.press("f4", "enter", "c", "minus")
    for text in ("30", "Typed twice"):
        await ada.type(text)
        await ada.press("enter")
    await ada.until(lambda: "-30 credits" in ada.asked)


async def test_escape_keeps_what_was_typed(waiting_desk: Path) -> None:
    """A form that was left stands as it was left."""
    async with stage(waiting_desk) as olga:
        await olga.pick()
        await olga.press("u")
        await olga.type("Ill since noon")
        await olga.press("escape")
        assert "Ill since noon" not in olga.text
        await olga.press("u")
        assert "Ill since noon" in olga.text


async def test_a_last_question_answered_with_no_keeps_the_form(waiting_desk: Path) -> None:
    """Enter changes nothing, and the form is there to be mended."""
    async with stage(waiting_desk, login="ada") as ada:
        await correction(ada)
        await ada.press("enter", "c")
        assert "Typed twice" in ada.text
        assert "-30" in ada.text


async def test_a_refusal_keeps_the_form(waiting_desk: Path) -> None:
    """What was refused is there to be mended."""
    async with stage(waiting_desk, login="ada") as ada:
        await ada.press("f4", "enter", "c")
        for text in ("10", "Wrong one"):
            await ada.type(text)
            await ada.press("tab")
        await ada.type("2")
        await ada.press("enter", "y")
        assert "Entry 2 is on another customer's account. (K7)" in ada.said
        await ada.press("c")
        assert "Wrong one" in ada.text


async def test_what_was_done_leaves_an_empty_form(waiting_desk: Path) -> None:
    """The next correction begins anew."""
    async with stage(waiting_desk, login="ada") as ada:
        await correction(ada)
        await ada.press("y", "c")
        assert "Correct the balance" in ada.text
        assert "Typed twice" not in ada.app.screen.begun.values()


async def test_another_requests_form_is_another(waiting_desk: Path) -> None:
    """What was typed for one request does not stand in the form of the next."""
    async with stage(waiting_desk, login="irina") as irina:
        await irina.press("enter", "H")
        await irina.type("pavel")
        await irina.press("escape", "escape", "j", "enter", "H")
        assert irina.app.screen.begun == {}
