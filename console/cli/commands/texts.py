"""What customers are written: built-in texts, the desk's own in their place, and pieces for answers."""

from dataclasses import asdict

from console.cli.context import Context, acting, answered, office_times, opened_by_staff
from console.cli.inputs import read_text
from console.cli.output import Answer, table
from console.policy.refusal import Refusal
from console.services import texts as service
from console.services.texts import TextView

_HEADS = ("text", "language", "written by", "for")


async def listing(context: Context) -> Answer:
    """Tell every text."""
    async with opened_by_staff(context) as desk:
        found = await service.listing(desk)
    rows = (
        (each.name, each.language, "built in" if each.built_in else each.written_by or "",
         each.purpose)
        for each in found
    )  # fmt: skip
    return Answer([asdict(each) for each in found], table(_HEADS, rows))


async def show(context: Context) -> Answer:
    """Tell a text's source, as `set` takes it."""
    given = context.given
    async with opened_by_staff(context) as desk:
        found = await service.show(desk, name=given.name, language=given.language)
    return Answer(asdict(found), found.source.rstrip("\n"))


async def history(context: Context) -> Answer:
    """Tell how a text was written before, newest first."""
    given, when = context.given, office_times(context)
    async with opened_by_staff(context) as desk:
        found = await service.history(desk, name=given.name, language=given.language)
    parts = (
        f"{when(each.written_at) if each.written_at else ''} {each.written_by}:"
        f" {'the built-in text again' if each.built_in else ''}\n{'' if each.built_in else each.source}"
        for each in found
    )
    return Answer([asdict(each) for each in found], "\n".join(parts) or "It is as it was built in.")


async def preview(context: Context) -> Answer:
    """Tell what a mail by the text in a file would be, with examples for its facts."""
    given = context.given
    source = read_text(given.file)
    found = service.preview(name=given.name, language=given.language, source=source)
    subject = f"Subject: {found.subject}\n\n" if found.subject else ""
    return Answer(asdict(found), f"{subject}{found.body}", f"Facts: {', '.join(found.facts)}")


async def write(context: Context) -> Answer | Refusal:
    """Put the text in a file in force."""
    given = context.given
    source = read_text(given.file)
    result = await acting(
        context,
        service.write,
        name=given.name,
        language=given.language,
        source=source,
        now=context.now,
    )
    return answered(result, _told)


async def reset(context: Context) -> Answer | Refusal:
    """Let the built-in text hold again."""
    given = context.given
    result = await acting(
        context, service.reset, name=given.name, language=given.language, now=context.now
    )
    return answered(result, _told)


def _told(found: TextView) -> Answer:
    whose = "as it is built in" if found.built_in else f"as {found.written_by} wrote it"
    return Answer(asdict(found), f"{found.name} ({found.language}) is sent {whose}.")
