"""Reports: what happened on some days, as a table, CSV or records."""

from console.cli import report_words
from console.cli.context import Context, acting
from console.cli.options import Usage
from console.cli.output import Answer
from console.documents import figures as documents
from console.documents.figure_words import period
from console.documents.figures import Figures
from console.policy.refusal import Refusal
from console.services import reports as service
from console.services.report_layouts import By, Name


async def report(context: Context) -> Answer | Refusal:
    """Tell what happened on some days; leads and admins everybody's, a specialist their own time."""
    given = context.given
    if given.first_day and given.last_day and given.last_day < given.first_day:
        raise Usage("--to is before --from.")
    found = await acting(
        context, service.of, name=Name(given.report), first_day=given.first_day,
        last_day=given.last_day, by=By(given.by) if given.by else None, now=context.now,
    )  # fmt: skip
    return found if isinstance(found, Refusal) else _told(found, given.format, context)


def _told(found: Figures, form: str, context: Context) -> Answer:
    data = documents.records(found)
    if form == "text" and not context.options.json:
        return Answer(data, report_words.text(found))
    # What is read by a program says its days beside it.
    said = period(found)
    if form == "csv" and not context.options.json:
        return Answer(data, talk=said, raw=documents.csv(found).encode())
    return Answer(data, talk=said, as_json=True)
