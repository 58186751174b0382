"""A limit is answered with one key, and never without what the answer needs."""

import pytest

from tests.widgets.host import HOSTILE, Stage, is_harmless, staged
from widgets.limit_band import AMOUNT_MISSING, AMOUNT_MOVED, REASON_MISSING, TEXT_MISSING, LimitBand


def band(*, amount: int | None = 80, text: str = "Good afternoon!") -> LimitBand:
    """A band at the limit of 60 minutes."""
    made = LimitBand()
    made.limit, made.reached = "U9", "60 minutes of work."
    made.amount, made.mail_text = amount, text
    return made


def answers(stage: Stage) -> list[tuple[str, str, int | None, str, str]]:
    """What was answered."""
    return [
        (said.limit, said.answer, said.amount, said.text, said.reason)
        for said in stage.of(LimitBand.Answered)
    ]


@pytest.mark.parametrize(
    ("keys", "answer", "reason"),
    [
        ("g", "go-on", ""),
        ("w", "wait", ""),
        ("c", "close", ""),
        ("n o u r s enter", "no-notice", "ours"),
    ],
)
async def test_a_key_answers(keys: str, answer: str, reason: str) -> None:
    """A key answers."""
    async with staged(band()) as stage:
        await stage.pilot.press(*keys.split())
        assert answers(stage) == [("U9", answer, 80, "Good afternoon!", reason)]


@pytest.mark.parametrize(
    ("made", "keys", "refusal"),
    [
        ({"amount": None}, "g", AMOUNT_MISSING),
        ({"amount": None}, "w", AMOUNT_MISSING),
        ({"text": " "}, "g", TEXT_MISSING),
        ({}, "n enter", REASON_MISSING),
        ({}, "n space enter", REASON_MISSING),
    ],
)
async def test_what_is_missing_is_said(made: dict[str, object], keys: str, refusal: str) -> None:
    """What is missing is said."""
    async with staged(band(**made)) as stage:
        await stage.pilot.press(*keys.split())
        assert refusal in stage.shown()


@pytest.mark.parametrize(
    ("made", "keys"), [({"amount": None}, "g"), ({"text": ""}, "w"), ({}, "n enter")]
)
async def test_without_what_is_missing_there_is_no_answer(
    made: dict[str, object], keys: str
) -> None:
    """Without what is missing there is no answer."""
    async with staged(band(**made)) as stage:
        await stage.pilot.press(*keys.split())
        assert answers(stage) == []


async def test_another_amount_is_told() -> None:
    """Another amount is told."""
    async with staged(band()) as stage:
        await stage.pilot.press("a", "9")
        assert [message.amount for message in stage.of(LimitBand.AmountChanged)] == [9]


async def test_another_amount_is_in_the_answer() -> None:
    """Another amount is in the answer."""
    async with staged(band()) as stage:
        await stage.pilot.press("a", "1", "2", "0", "enter", "g")
        assert answers(stage)[0][2] == 120


async def test_a_text_can_be_changed() -> None:
    """A text can be changed."""
    async with staged(band(text="Hi")) as stage:
        await stage.pilot.press("e", "O", "h", "space", "escape", "g")
        assert answers(stage)[0][3] == "Oh Hi"


async def test_a_new_text_is_taken_over() -> None:
    """A new text is taken over."""
    async with staged(band(text="up to 80")) as stage:
        made = stage.pilot.app.query_one(LimitBand)
        made.mail_text = "up to 120"
        assert made.text == "up to 120"


async def test_a_text_changed_by_hand_is_kept() -> None:
    """A text changed by hand is kept."""
    async with staged(band(text="up to 80")) as stage:
        await stage.pilot.press("e", "O", "h", "space", "escape")
        made = stage.pilot.app.query_one(LimitBand)
        made.mail_text = "up to 120"
        assert made.text == "Oh up to 80"


async def test_another_amount_warns_where_the_text_was_changed_by_hand() -> None:
    """Another amount warns where the text was changed by hand."""
    async with staged(band(text="up to 80")) as stage:
        await stage.pilot.press("e", "x", "escape", "a", "9")
        assert AMOUNT_MOVED in stage.shown()


async def test_another_limit_forgets_the_changes() -> None:
    """Another limit forgets the changes."""
    async with staged(band(text="up to 80")) as stage:
        await stage.pilot.press("e", "x", "escape")
        made = stage.pilot.app.query_one(LimitBand)
        made.limit, made.mail_text = "P4", "two hours"
        assert made.text == "two hours"


async def test_letters_in_the_text_answer_nothing() -> None:
    """Letters in the text answer nothing."""
    async with staged(band()) as stage:
        await stage.pilot.press("e", "g", "w", "c", "n")
        assert answers(stage) == []


@pytest.mark.parametrize(
    "words", ["60 minutes of work.", "80", "Good afternoon!", "n no notice, free", "esc later"]
)
async def test_all_is_said_at_80_cells(words: str) -> None:
    """All is said at 80 cells."""
    async with staged(band()) as stage:
        assert words in stage.shown()


@pytest.mark.parametrize("text", HOSTILE)
async def test_hostile_words_are_harmless(text: str) -> None:
    """Hostile words are harmless."""
    made = band(text=text)
    made.reached = text
    async with staged(made) as stage:
        assert is_harmless(stage.shown())
