"""Reports and charts."""

from collections.abc import Mapping

from console.cli import values
from console.cli.grammar.shapes import DAYS, Command, Group, arg

CHARTS = ("backlog", "ages", "charges", "time", "flow")
REPORTS = ("outcomes", "time", "credits", "limits", "estimates", "bugs")

COMMANDS: Mapping[str, Command | Group] = {
    "report": Command(
        "reports:report",
        "what happened on some days, this month so far unless said otherwise (leads)",
        (
            arg("report", choices=REPORTS, help="one of: %(choices)s", metavar="REPORT"),
            *DAYS,
            arg("--by", type=values.grouping, metavar="WHAT", help="person, week, customer or component"),
            arg("--format", choices=("text", "csv", "json"), default="text"),
        ),
    ),
    "chart": Command(
        "charts:chart",
        "what happened on some days as a chart, this month so far unless said otherwise (leads)",
        (
            arg("chart", choices=CHARTS, help="one of: %(choices)s", metavar="CHART"),
            *DAYS,
            arg("--format", choices=("text", "csv", "json", "svg", "png"), default="text"),
            arg("--output", metavar="FILE", help="a file for it, else standard output"),
        ),
    ),
}  # fmt: skip
