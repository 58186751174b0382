"""Charts: what reports tell and how the backlog went, as a table with bars, a picture, CSV or records."""

from console.cli import documents as files
from console.cli import report_words
from console.cli.context import Context, acting, opened_by_staff
from console.cli.options import Usage
from console.cli.output import Answer
from console.documents import figures as documents
from console.documents.charts import Chart
from console.documents.figure_words import period
from console.policy.refusal import Refusal
from console.services import charts as service
from console.services.chart_layouts import Name


async def chart(context: Context) -> Answer | Refusal:
    """Draw what happened on some days; leads and admins everybody's, a specialist their own time."""
    given = context.given
    if given.first_day and given.last_day and given.last_day < given.first_day:
        raise Usage("--to is before --from.")
    if given.chart == Name.AGES and (given.first_day or given.last_day):
        raise Usage("ages are those of now: leave out --from and --to.")
    found = await acting(
        context, service.of, name=Name(given.chart), first_day=given.first_day,
        last_day=given.last_day, now=context.now,
    )  # fmt: skip
    return found if isinstance(found, Refusal) else await _told(context, found)


async def _told(context: Context, found: Chart) -> Answer:
    given, data = context.given, documents.records(found.figures)
    if given.format in {"svg", "png"}:
        from console.documents import chart_drawing

        async with opened_by_staff(context) as desk:
            name = desk.facts.name
        return files.written(given, chart_drawing.drawn(found, given.format, desk_name=name), data)
    if given.format == "csv":
        raw = documents.csv(found.figures).encode()
    elif given.format == "json":
        return files.written_json(given, data)
    elif given.output:
        raw = report_words.chart(found).encode()
    else:
        return Answer(data, report_words.chart(found))
    answer = files.written(given, raw, data)
    # What is read by a program says its days beside it.
    return answer if answer.talk else answer._replace(talk=period(found.figures))
