"""The record: who did what to what, with before and after."""

from console.cli.context import Context, acting, answered, office_times
from console.cli.output import Answer
from console.policy.refusal import Refusal
from console.services import record as service
from console.services.record import EventView, RecordPage, Wanted


async def listing(context: Context) -> Answer | Refusal:
    """Tell the newest events that are asked for."""
    given, when = context.given, office_times(context)
    wanted = Wanted(
        given.by, given.what, given.ticket, given.customer, given.first_day, given.last_day
    )
    result = await acting(context, service.listing, wanted, before=given.before, limit=given.limit)

    def tell(page: RecordPage) -> Answer:
        lines = [
            f"{each.event:>7}  {when(each.at)}  {each.said}{_by_clause(each)}" for each in page.rows
        ]
        told = "\n".join(lines) or "Nothing is found."
        return Answer([_wire(each) for each in page.rows], told, talk=_more(page))

    return answered(result, tell)


def _by_clause(view: EventView) -> str:
    return f" [{view.clause}]" if view.clause else ""


def _more(page: RecordPage) -> str:
    if page.more_before is None:
        return ""
    return f"There may be older ones: go on with --before {page.more_before}."


def _wire(view: EventView) -> dict[str, object]:
    return {
        "event": view.event, "at": view.at, "by": view.login, "what": view.what,
        "ticket": view.ticket, "customer": view.customer, "said": view.said, "clause": view.clause or None,
        "before": view.detail.get("before"), "after": view.detail.get("after"),
        "detail": view.detail,
    }  # fmt: skip
