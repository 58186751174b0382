"""What a specialist does with a request of the sample, step by step, by the desk's own services."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

from console.policy.refusal import Refusal
from console.services import closing, desk, limits, replies, timer, views
from console.services.sample_outside import hand_over
from console.services.sample_script import Step
from console.services.sample_stage import Played, Process, Stage, agreed
from console.services.shapes import Actor

RUSSIAN_NAMES = {"Olga": "Ольга", "Pavel": "Павел", "Irina": "Ирина"}
POLL_MINUTES = (6, 16)

Act = Callable[[Stage, Actor, Played, Step], Awaitable[object]]


async def shift(stage: Stage, actor: Actor) -> Process:
    """A specialist's month: the request that came back to them, else the oldest, as far as it goes."""
    while stage.at < stage.cutoff:
        yield stage.soon(*POLL_MINUTES)
        if stage.at >= stage.cutoff:
            return
        played = await _take(stage, actor)
        if played is None:
            continue
        played.ready, played.lapsed, played.holder = False, False, actor
        while (step := played.step) is not None and (step.verb in ACTS or step.verb == "work"):
            if step.verb == "work":
                async for moment in _work(stage, actor, played.ticket, step):
                    yield moment
            else:
                yield stage.soon(1, 4)
                agreed(await ACTS[step.verb](stage, actor, played, step))
            played.cursor += 1
        hand_over(stage, played)


async def _take(stage: Stage, actor: Actor) -> Played | None:
    """What the actor goes on with now: a wait that ran out, else what the desk gives."""
    ready = [played for played in stage.played.values() if played.ready]
    if not ready:
        return None
    lapsed = next((each for each in ready if each.lapsed and each.holder == actor), None)
    if lapsed is not None:
        return lapsed
    taken = await desk.pick(stage.desk, actor, now=stage.at)
    if isinstance(taken, Refusal):
        return await in_hand(stage, actor)
    return stage.played[taken.ticket] if taken is not None else None


async def in_hand(stage: Stage, actor: Actor) -> Played | None:
    """The request that the actor holds and that waits for nobody."""
    page = await views.queue_page(stage.desk, mode="mine", holder=actor.staff_id, now=stage.at)
    numbers = (row.ticket for row in page.rows if row.waiting_for is None)
    return next((stage.played[number] for number in numbers), None)


async def _work(stage: Stage, actor: Actor, ticket: int, step: Step) -> Process:
    """So many minutes by the timer: "24" is somewhat less, "60:00" is exact."""
    minutes, exact, seconds = step.first.partition(":")
    length_seconds = int(minutes) * 60 + int(seconds or 0)
    if not exact:
        length_seconds -= stage.chance.randint(0, 45)
    yield stage.days.room(stage.soon(1, 3), length_seconds / 60)
    started = stage.at.replace(microsecond=0)
    agreed(await timer.start(stage.desk, actor, ticket=ticket, now=started))
    yield started + timedelta(seconds=length_seconds)
    agreed(await timer.stop(stage.desk, actor, now=stage.at))


def signed(text: str, actor: Actor) -> str:
    """A text in the actor's name: {me} is it, {a} the ending of Russian verbs for a woman."""
    me = RUSSIAN_NAMES.get(actor.name, actor.name) if _russian(text) else actor.name
    return text.replace("{me}", me).replace("{a}", "" if actor.name == "Pavel" else "а")


def letter(text: str, played: Played, actor: Actor) -> str:
    """A closing answer as a letter: with a greeting where it has none, and the actor's name below."""
    if not text:
        return ""
    name = played.person.name.partition(" ")[0]
    greeting = f"Здравствуйте, {name}!" if _russian(text) else f"Hello {name},"
    opening = "" if text.partition("\n")[0][-1] in ",!" else f"{greeting}\n\n"
    return signed(f"{opening}{text}\n\n{{me}}", actor)


def _russian(text: str) -> bool:
    return sum("а" <= character <= "я" for character in text) * 3 > len(text)


async def _kind(stage: Stage, actor: Actor, played: Played, step: Step) -> object:
    return await desk.set_kind(
        stage.desk, actor, ticket=played.ticket, kind=step.first, now=stage.at
    )


async def _estimate(stage: Stage, actor: Actor, played: Played, step: Step) -> object:
    return await desk.set_estimate(
        stage.desk, actor, ticket=played.ticket, credits=int(step.first), now=stage.at
    )


async def _note(stage: Stage, actor: Actor, played: Played, step: Step) -> object:
    text = signed(step.text, actor)
    return await replies.note(stage.desk, actor, ticket=played.ticket, text=text, now=stage.at)


async def _reply(stage: Stage, actor: Actor, played: Played, step: Step) -> object:
    return await replies.reply(
        stage.desk, actor, ticket=played.ticket, text=signed(step.text, actor),
        wait_for=step.first or None, now=stage.at,
    )  # fmt: skip


async def _wait(stage: Stage, actor: Actor, played: Played, step: Step) -> object:
    return await desk.wait(
        stage.desk, actor, ticket=played.ticket, waiting_for="credits", credits=int(step.first),
        now=stage.at,
    )  # fmt: skip


async def _limit(stage: Stage, actor: Actor, played: Played, step: Step) -> object:
    """Answer a limit: "LIMIT ANSWER AMOUNT" or "LIMIT no-notice REASON", with the mail's text if it has one."""
    said, _, rest = step.rest.partition(" ")
    amount = int(rest) if rest.isdigit() else None
    return await limits.answer(
        stage.desk, actor, ticket=played.ticket, limit=step.first, answer=said, amount=amount,
        reason=rest if rest and amount is None else None,
        text=signed(step.text, actor) or None, now=stage.at,
    )  # fmt: skip


async def _typed(stage: Stage, actor: Actor, played: Played, step: Step) -> object:
    return await timer.add(
        stage.desk, actor, ticket=played.ticket, minutes=int(step.first), reason=step.rest,
        now=stage.at,
    )  # fmt: skip


async def _close(stage: Stage, actor: Actor, played: Played, step: Step) -> object:
    component, version = played.story.about
    return await closing.close(
        stage.desk, actor, ticket=played.ticket, outcome=step.first, ground=step.rest or None,
        text=letter(step.text, played, actor), waive_over_limit=step.verb == "waive",
        component=component, version=version, now=stage.at,
    )  # fmt: skip


async def _override(stage: Stage, _actor: Actor, played: Played, step: Step) -> object:
    return await closing.close(
        stage.desk, stage.cast.irina, ticket=played.ticket, outcome=step.first,
        override_reason=step.rest, text=letter(step.text, played, stage.cast.irina), now=stage.at,
    )  # fmt: skip


ACTS: dict[str, Act] = {
    "kind": _kind, "estimate": _estimate, "note": _note, "reply": _reply, "wait": _wait,
    "limit": _limit, "typed": _typed, "close": _close, "waive": _close, "override": _override,
}  # fmt: skip
