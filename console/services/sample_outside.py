"""What happens to the sample's requests from outside: they arrive, customers answer and pay, the lead decides."""

import json
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from email.utils import format_datetime

from console.mail import message
from console.services import (
    closing,
    credits,
    desk,
    disputes,
    intake,
    proposals,
    replies,
    statements,
)
from console.services.sample_script import Person, Step, Story
from console.services.sample_stage import Played, Process, Stage, agreed
from console.services.shapes import Admitted


async def arrive(stage: Stage, story: Story, person: Person, at: datetime) -> Process:
    """A request comes in, by mail or by a form."""
    yield at
    taken = await _post(stage, story, person)
    assert taken.ticket is not None  # noqa: S101 - a person's own new mail opens a request
    played = Played(story, person, taken.ticket)
    stage.played[played.ticket] = played
    hand_over(stage, played)


def hand_over(stage: Stage, played: Played) -> None:
    """Let go on with a request whoever is next: somebody outside, or a specialist."""
    step = played.step
    if step is not None and step.verb in OUTSIDE:
        stage.spawn(_outside(stage, played, step), stage.at)
    else:
        played.ready = step is not None


async def _outside(stage: Stage, played: Played, step: Step) -> Process:
    """One step from outside, after the hours that it names; what would fall into the tail never comes."""
    if step.first.endswith("h"):
        yield stage.at + timedelta(
            hours=int(step.first[:-1]), seconds=stage.chance.randint(0, 1800)
        )
        if stage.at > stage.cutoff:
            return
        if step.verb in DESK_SIDE:
            yield stage.days.room(stage.at, 10)
    await OUTSIDE[step.verb](stage, played, step)
    played.cursor += 1
    hand_over(stage, played)


async def _post(stage: Stage, story: Story, person: Person) -> Admitted:
    if story.channel == "email":
        raw = letter_of(person, story.subject, story.text, at=stage.at)
        return await _admit(stage, raw)
    form = {
        "name": person.name, "email": person.address, "subject": story.subject,
        "message": story.text, "domain": person.domain, "id": f"{person.key}-{stage.at:%Y%m%d%H%M}",
    }  # fmt: skip
    return await intake.admit_form(
        stage.desk, form, raw=json.dumps(form).encode(), received_at=stage.at
    )


async def _admit(stage: Stage, raw: bytes) -> Admitted:
    return await intake.admit_mail(stage.desk, raw, mail=message.parse(raw), received_at=stage.at)


def letter_of(person: Person, subject: str, text: str, *, at: datetime) -> bytes:
    """A customer's mail as it comes over the wire, its header in plain UTF-8."""
    mail_id = f"<{at:%Y%m%d%H%M%S}.{person.key}@{person.address.partition('@')[2]}>"
    lines = (
        f"From: {person.name} <{person.address}>",
        "To: support@desk.example",
        f"Subject: {subject}",
        f"Date: {format_datetime(at)}",
        f"Message-ID: {mail_id}",
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=utf-8",
        "Content-Transfer-Encoding: 8bit",
        "",
        *text.split("\n"),
    )
    return "\r\n".join(lines).encode()


async def _customer(stage: Stage, played: Played, step: Step) -> None:
    subject = f"Re: [#{played.ticket}] {played.story.subject}"
    await _admit(stage, letter_of(played.person, subject, step.text, at=stage.at))


async def _lapse(_stage: Stage, played: Played, _step: Step) -> None:
    played.lapsed = True


async def buy(stage: Stage, person: Person, amount: int, at: datetime) -> None:
    """A customer's purchase in the shop, posted by the admin."""
    order = stage.order_number()
    agreed(await credits.purchase(
        stage.desk, stage.cast.admin, address=person.address, credits=amount,
        reason=f"Order {order}: {amount} credits", reference=f"order:{order}:1", now=at,
    ))  # fmt: skip


async def _buys(stage: Stage, played: Played, step: Step) -> None:
    await buy(stage, played.person, int(step.rest), stage.at)


async def _assign(stage: Stage, played: Played, step: Step) -> None:
    agreed(await desk.assign(
        stage.desk, stage.cast.irina, ticket=played.ticket, login=stage.login(step.first),
        reason=step.rest, now=stage.at,
    ))  # fmt: skip


async def _disputed(stage: Stage, played: Played, _step: Step) -> None:
    """What is disputed is the customer's last charge."""
    statement = await statements.of(stage.desk, address=played.person.address)
    charged = [each for each in statement.entries if each.kind == "charge" and each.credits < 0]
    agreed(await disputes.link(
        stage.desk, stage.cast.irina, ticket=played.ticket, to_entry=charged[-1].entry,
        now=stage.at,
    ))  # fmt: skip


async def _lead_note(stage: Stage, played: Played, step: Step) -> None:
    agreed(await replies.note(
        stage.desk, stage.cast.irina, ticket=played.ticket, text=step.text, now=stage.at
    ))  # fmt: skip


async def _decide(stage: Stage, played: Played, step: Step) -> None:
    """The lead decides the dispute: "OUTCOME GROUND", with the answer."""
    outcome, _, ground = step.rest.partition(" ")
    name = played.person.name.partition(" ")[0]
    agreed(await closing.close(
        stage.desk, stage.cast.irina, ticket=played.ticket, outcome=outcome, ground=ground,
        text=f"Hello {name},\n\n{step.text}\n\n{stage.cast.irina.name}", now=stage.at,
    ))  # fmt: skip


async def _approve(stage: Stage, played: Played, _step: Step) -> None:
    for each in await proposals.list_open(stage.desk):
        if played.ticket in {each.ticket, each.dispute}:
            decided = await proposals.decide(
                stage.desk, stage.cast.irina, proposal=each.proposal, approve=True, now=stage.at
            )
            agreed(decided)


DESK_SIDE = frozenset({"approve", "decide", "leadnote"})
"""What is done at the desk, and so while it is open."""

OUTSIDE: dict[str, Callable[[Stage, Played, Step], Awaitable[None]]] = {
    "customer": _customer, "lapse": _lapse, "buys": _buys, "assign": _assign,
    "approve": _approve, "disputed": _disputed, "leadnote": _lead_note,
    "decide": _decide,
}  # fmt: skip
