"""Similar requests: told with what they turned out to be and took."""

from dataclasses import asdict

from console.cli.context import Context, opened_by_staff
from console.cli.output import Answer, table
from console.services import similar as service
from console.services.similar import SimilarView


async def listing(context: Context) -> Answer:
    """Tell the requests most like one, the likest first."""
    async with opened_by_staff(context) as desk:
        found = await service.to(desk, ticket=context.given.ticket)
    rows = table(("no", "alike", "subject", "was", "took", "in common"), map(_row, found))
    told = rows if found else f"No request has so much in common with #{context.given.ticket}."
    return Answer([asdict(each) for each in found], told)


def _row(view: SimilarView) -> tuple[str, ...]:
    ground = f" ({view.ground})" if view.ground else ""
    return (
        f"#{view.ticket}", view.alike_words, view.subject, f"{view.ended}{ground}", view.took,
        ", ".join(view.shared),
    )  # fmt: skip
