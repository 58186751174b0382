"""Explaining an entry."""

from dataclasses import asdict
from typing import Any

from console.cli.context import Context, office_hours, opened_by_staff
from console.cli.output import Answer
from console.services import explain as service
from console.services import explain_words
from console.services.explain_shapes import Explanation


async def explain(context: Context) -> Answer:
    """Tell why an entry is what it is."""
    async with opened_by_staff(context) as desk:
        found = await service.explain(desk, entry=context.given.entry)
    return Answer(as_data(found), explain_words.text(found, office_hours(context)))


def as_data(found: Explanation) -> dict[str, Any]:
    """An explanation as data."""
    return asdict(found)
