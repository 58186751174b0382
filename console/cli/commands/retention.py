"""Retention: after how long what is let go of, how much is over its time, and how much has gone."""

from dataclasses import asdict

from console.cli.context import Context, opened_by_staff
from console.cli.output import Answer
from console.services import retention as service
from console.services.retention_words import gone_words, kind_words, over_words


async def show(context: Context) -> Answer:
    """Tell what is set, and what has gone."""
    async with opened_by_staff(context) as desk:
        found = await service.show(desk, now=context.now)
    lines = [*(kind_words(each) for each in found.kinds), gone_words(found)]
    return Answer(asdict(found), "\n".join(lines))


async def preview(context: Context) -> Answer:
    """Tell what would go at the next round of the jobs."""
    async with opened_by_staff(context) as desk:
        found = await service.show(desk, now=context.now)
    return Answer(asdict(found), "\n".join(over_words(each) for each in found.kinds))
