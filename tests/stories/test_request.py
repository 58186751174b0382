"""Stories of one request: the timer, answers and notes, what it is about, waiting, handing back."""

from pathlib import Path

import pytest

from tests.stories.desks import ANNA, make_desk
from tests.stories.theatre import stage
from widgets.reply_editor import ReplyEditor


async def test_a_request_tells_customer_balance_and_thread(waiting_desk: Path) -> None:
    """Who asks, what they have, what they wrote; quotes are folded."""
    async with stage(waiting_desk) as olga:
        await olga.pick()
        told = ("Anna Petrova", "balance 50", "you hold it", "Uncaught TypeError", "quoted lines")
        assert [each for each in told if each not in olga.text] == []


async def test_space_starts_the_timer_and_the_clock_counts(waiting_desk: Path) -> None:
    """After twelve minutes the clock says so."""
    async with stage(waiting_desk) as olga:
        await olga.pick()
        await olga.press("space")
        await olga.work(minutes=12)
        assert "● #1 0:12:00 running" in olga.text


async def test_what_closing_costs_now_is_always_told(waiting_desk: Path) -> None:
    """Sixteen minutes are two blocks: free 0, by time 20, and the balances after."""
    async with stage(waiting_desk) as olga:
        await olga.pick()
        await olga.press("space")
        await olga.work(minutes=16)
        assert "free 0 → 50   by time 20 → 30   covered –" in olga.text


async def test_the_block_and_the_next_one_are_told(waiting_desk: Path) -> None:
    """In the seventeenth minute it is block 2, with fourteen minutes to go."""
    async with stage(waiting_desk) as olga:
        await olga.pick()
        await olga.press("space")
        await olga.work(minutes=16)
        assert "block 2, 1 of 15 min" in olga.text
        assert "next block in 14 min" in olga.text


async def test_space_again_pauses(waiting_desk: Path) -> None:
    """A paused clock stands still."""
    async with stage(waiting_desk) as olga:
        await olga.pick()
        await olga.press("space")
        await olga.work(minutes=5)
        await olga.press("space")
        olga.clock.forward(minutes=30)
        await olga.settle()
        assert "○ #1 0:05:00 paused" in olga.text


async def test_a_second_timer_pauses_the_first_and_says_so(waiting_desk: Path) -> None:
    """One person, one running timer."""
    async with stage(waiting_desk) as olga:
        await olga.pick()
        await olga.press("w", "c")
        await olga.press("space", "p")
        await olga.until(lambda: "C9" in olga.said)
        await olga.press("w", "c", "p")
        await olga.until(lambda: olga.view is not None and olga.view.ticket == 2)
        await olga.press("space")
        await olga.press("f3")
        await olga.until(lambda: "what I hold" in olga.text)
        await olga.press("g", "enter")
        await olga.until(lambda: olga.view is not None and olga.view.ticket == 1)
        await olga.press("space")
        assert "The timer on #2 is paused." in olga.said


async def test_an_answer_goes_to_the_request_and_into_the_outbox(waiting_desk: Path) -> None:
    """r, the text, ctrl+s: it is on the thread, and its e-mail is queued."""
    async with stage(waiting_desk) as olga:
        await olga.pick()
        await olga.press("r")
        await olga.type("Please clear the cache")
        await olga.press("ctrl+s", "s")
        await olga.until(lambda: len(olga.view.thread) == 2)
        assert (olga.view.thread[-1].text, olga.view.thread[-1].delivery) == (
            "Please clear the cache",
            "queued",
        )


async def test_an_answer_can_wait_for_the_customer(waiting_desk: Path) -> None:
    """Sent with w, the request waits, and the next one can be taken."""
    async with stage(waiting_desk) as olga:
        await olga.pick()
        await olga.press("r")
        await olga.type("Which version?")
        await olga.press("ctrl+s", "w")
        await olga.until(lambda: olga.view.row.waiting_for == "customer")
        await olga.press("p")
        await olga.until(lambda: olga.view is not None and olga.view.ticket == 2)


async def test_a_draft_outlives_its_console(waiting_desk: Path) -> None:
    """What was begun is there at the next start."""
    async with stage(waiting_desk) as olga:
        await olga.pick()
        await olga.press("r")
        await olga.type("Half an answer")
        await olga.press("escape")
    async with stage(waiting_desk) as olga:
        await olga.press("enter")
        await olga.until(lambda: olga.view is not None)
        await olga.press("r")
        await olga.until(lambda: "Half an answer" in olga.text)


async def test_a_note_stays_in_the_house(waiting_desk: Path) -> None:
    """A note is on the thread, and no e-mail goes out."""
    async with stage(waiting_desk) as olga:
        await olga.pick()
        await olga.press("n")
        await olga.type("Looks like the index")
        await olga.press("ctrl+s")
        await olga.until(lambda: len(olga.view.thread) == 2)
        assert (olga.view.thread[-1].direction, olga.view.thread[-1].delivery) == ("note", None)


async def test_letters_typed_into_an_answer_do_nothing_else(waiting_desk: Path) -> None:
    """Keys of actions are letters while a text is written."""
    async with stage(waiting_desk) as olga:
        await olga.pick()
        await olga.press("r")
        await olga.type("pick clue")
        assert olga.app.screen.editor.draft == "pick clue"


async def test_a_key_pressed_while_it_is_read_is_done_then(waiting_desk: Path) -> None:
    """The first key that came too early is not lost, and those after it do nothing else."""
    async with stage(waiting_desk) as olga:
        olga.app.show_request(1)
        shown = olga.app.screen
        assert shown.view is None
        shown.action_run("request.note")
        shown.action_run("request.customer")
        await olga.until(lambda: "never sent" in olga.text)
        await olga.settle()
        assert not shown.has_class("-customer")


async def test_the_same_refusal_stands_there_once(waiting_desk: Path) -> None:
    """A key pressed again says nothing new."""
    async with stage(waiting_desk) as olga:
        await olga.press("enter")
        await olga.until(lambda: olga.view is not None)
        await olga.press("space", "space", "space")
        assert olga.said.count("nobody's yet") == 1


async def test_the_kind_is_set_by_two_keys(waiting_desk: Path) -> None:
    """K and its letter."""
    async with stage(waiting_desk) as olga:
        await olga.pick()
        await olga.press("k", "c")
        assert olga.view.row.kind == "configuration"


async def test_an_estimate_is_whole_blocks(waiting_desk: Path) -> None:
    """What is no multiple of ten is said, and asked again."""
    async with stage(waiting_desk) as olga:
        await olga.pick()
        await olga.press("e")
        await olga.type("25")
        await olga.press("enter")
        assert "steps of 10" in olga.text
        await olga.press("backspace", "backspace")
        await olga.type("30")
        await olga.press("enter")
        assert olga.view.estimate == 30


async def test_a_modification_does_not_start_before_it_is_covered(waiting_desk: Path) -> None:
    """Without an estimate the timer refuses, with its clause."""
    async with stage(waiting_desk) as olga:
        await olga.pick()
        await olga.press("k", "m", "space")
        assert "U3" in olga.said
        assert olga.view.running is None


async def test_releasing_asks_for_a_reason(waiting_desk: Path) -> None:
    """With it, the request is nobody's again, in its old place."""
    async with stage(waiting_desk) as olga:
        await olga.pick()
        await olga.press("u", "enter")
        assert "has to be filled in" in olga.text
        await olga.type("ill")
        await olga.press("enter")
        assert (olga.view.holder_id, olga.view.row.place) == (None, 1)


async def test_waiting_for_credits_ends_only_with_cause(waiting_desk: Path) -> None:
    """A specialist marks a suspected fault of ours, with a reason."""
    async with stage(waiting_desk) as olga:
        await olga.pick()
        await olga.press("w", "m", "enter")
        assert olga.view.row.waiting_for == "credits"
        await olga.press("w", "s")
        await olga.type("known bug")
        await olga.press("enter")
        assert olga.view.row.waiting_for is None


async def test_a_lead_lets_a_request_go_on(waiting_desk: Path) -> None:
    """Waiting for credits ends with a lead's reason too; a specialist is told whose that is."""
    async with stage(waiting_desk, login="irina") as irina:
        await irina.pick()
        await irina.press("w", "m", "enter", "w", "t")
        await irina.type("old customer")
        await irina.press("enter")
        assert irina.view.row.waiting_for is None


async def test_a_specialist_is_told_who_lets_it_go_on(waiting_desk: Path) -> None:
    """The choice is there, and takes nothing."""
    async with stage(waiting_desk) as olga:
        await olga.pick()
        await olga.press("w", "m", "enter", "w", "t")
        assert "Only a lead or an admin may do that." in olga.text
        assert olga.view.row.waiting_for == "credits"


async def test_a_wait_for_the_customer_is_ended_with_a_reason(waiting_desk: Path) -> None:
    """It is taken off wait by who works on it."""
    async with stage(waiting_desk) as olga:
        await olga.pick()
        await olga.press("w", "c", "w", "t")
        await olga.type("found it myself")
        await olga.press("enter")
        assert olga.view.row.waiting_for is None


async def test_a_day_is_written_as_one(waiting_desk: Path) -> None:
    """Anything else is not taken for typed-in time."""
    async with stage(waiting_desk) as olga:
        await olga.pick()
        await olga.press("A")
        await olga.type("20")
        await olga.press("tab", "ctrl+u")
        await olga.type("yesterday")
        await olga.press("enter")
        assert "A day is written as 2026-01-31." in olga.text


async def test_typed_in_time_counts(waiting_desk: Path) -> None:
    """Minutes, day and reason; it is part of the sum."""
    async with stage(waiting_desk) as olga:
        await olga.pick()
        await olga.press("A")
        await olga.type("20")
        await olga.press("tab", "tab")
        await olga.type("on paper")
        await olga.press("enter")
        await olga.until(lambda: olga.view.worked_seconds == 1200)


async def test_time_is_taken_off_with_a_minus_sign(waiting_desk: Path) -> None:
    """What was typed in too long is taken off by the same dialog."""
    async with stage(waiting_desk) as olga:
        await olga.pick()
        for minutes in ("20", "-5"):
            await olga.press("A")
            await olga.press(*(each.replace("-", "minus") for each in minutes))
            await olga.press("tab", "tab")
            await olga.type("on paper")
            await olga.press("enter")
        await olga.until(lambda: olga.view.worked_seconds == 900)
        assert "5 min are taken off #1." in olga.said


async def test_another_persons_request_is_only_shown(waiting_desk: Path) -> None:
    """Each key says who holds it."""
    async with stage(waiting_desk) as olga:
        await olga.pick()
        async with stage(waiting_desk, login="pavel", console_id="other") as pavel:
            await pavel.press("enter")
            await pavel.until(lambda: pavel.view is not None)
            await pavel.press("c")
            assert "#1 is held by Olga" in pavel.said


async def test_a_lead_hands_a_request_on(waiting_desk: Path) -> None:
    """With a login and a reason; its new holder sees it."""
    async with stage(waiting_desk, login="irina") as irina:
        await irina.press("j", "enter")
        await irina.until(lambda: irina.view is not None)
        await irina.press("H")
        await irina.type("olga")
        await irina.press("tab")
        await irina.type("urgent")
        await irina.press("enter")
        assert irina.view.row.holder == "olga"


async def test_the_customer_is_one_key_away(waiting_desk: Path) -> None:
    """I shows balance, work and earlier requests in the thread's place; again shows the thread."""
    await make_desk(waiting_desk, [ANNA])
    async with stage(waiting_desk) as olga:
        await olga.pick()
        await olga.press("i")
        assert "Earlier requests" in olga.text
        await olga.press("i")
        assert "Uncaught TypeError" in olga.text


async def test_a_wide_window_shows_customer_and_thread(waiting_desk: Path) -> None:
    """From 110 columns both stand side by side."""
    async with stage(waiting_desk, size=(120, 40)) as olga:
        await olga.pick()
        assert "Earlier requests" in olga.text
        assert "Uncaught TypeError" in olga.text


@pytest.mark.parametrize("key", ["question_mark", "f1"])
async def test_help_tells_every_key_and_why_it_is_off(waiting_desk: Path, key: str) -> None:
    """What is off says why."""
    async with stage(waiting_desk, size=(120, 40)) as olga:
        await olga.pick()
        await olga.press(key)
        assert "Open it again, with a reason · #1 is open." in olga.text


async def test_a_long_reason_in_the_help_is_set_in(waiting_desk: Path) -> None:
    """Its second line stands below its words, not below the key."""
    async with stage(waiting_desk) as olga:
        await olga.press("j", "enter")
        await olga.until(lambda: olga.view is not None)
        await olga.press("question_mark")
        lines = olga.app.screen.query_one("#help-lines").content.plain.splitlines()
        at = next(n for n, line in enumerate(lines) if line.startswith("space"))
        assert lines[at + 1].startswith(" " * 9)


async def test_a_closed_request_names_the_key_that_opens_it_again(waiting_desk: Path) -> None:
    """Of a closed request's keys, those that work are named first."""
    async with stage(waiting_desk) as olga:
        await olga.pick()
        await olga.press("c", "o", "b", "ctrl+s")
        await olga.until(lambda: "#1 is closed" in olga.said)
        olga.app.show_request(1)
        await olga.until(lambda: olga.view is not None)
        assert "o open again" in olga.text.splitlines()[-1]


async def test_commands_are_found_by_name(waiting_desk: Path) -> None:
    """ctrl+p, a word, enter: the same as its key."""
    async with stage(waiting_desk) as olga:
        await olga.press("ctrl+p")
        await olga.type("oldest")
        await olga.until(lambda: "Take the oldest request" in olga.text)
        await olga.press("enter")
        await olga.until(lambda: olga.view is not None)
        assert olga.view.ticket == 1


async def test_a_key_after_sending_does_not_reach_the_sent_answer(waiting_desk: Path) -> None:
    """Once an answer is sent its editor is gone: nothing of it is left as a draft."""
    async with stage(waiting_desk) as olga:
        await olga.pick()
        await olga.press("r")
        await olga.type("Thanks")
        await olga.press("ctrl+s")
        await olga.pilot.press("s", "j", "j")
        await olga.settle()
        await olga.press("r")
        assert olga.app.screen.query_one(ReplyEditor).draft == ""
