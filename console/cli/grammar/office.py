"""What is the same for everybody at the desk: its settings, and the office's days."""

from collections.abc import Mapping

from console.cli import values
from console.cli.grammar.shapes import REASON, Command, Group, arg

_NAME = arg("name", metavar="NAME", help="the setting's name in `settings list`")
_DAY = arg("day", type=values.day, metavar="DAY", help="a day of the office, YYYY-MM-DD")
_SETTINGS: Group = {
    "list": Command("settings:listing", "what is set for everybody, and where each comes from"),
    "set": Command(
        "settings:write", "set it for everybody (admins)",
        (_NAME, arg("value", metavar="VALUE"), REASON,
         arg("--dry-run", action="store_true", help="tell what would change")),
    ),
    "unset": Command("settings:unset", "go by the file again (admins)", (_NAME, REASON)),
}  # fmt: skip
_OFFICE: Group = {
    "list": Command(
        "office:listing", "hours, days said otherwise, holidays, closings",
        (arg("--year", type=values.year, metavar="YEAR", help="the year of the holidays, else those to come"),),
    ),
    "close": Command("office:close", "keep a day closed (admins)", (_DAY, REASON)),
    "open": Command("office:open_", "work on a day, in the usual hours (admins)", (_DAY, REASON)),
    "hours": Command(
        "office:hours", "work on a day in hours of its own (admins)",
        (_DAY, arg("opens", type=values.clock, metavar="OPENS", help="such as 9:00"),
         arg("closes", type=values.clock, metavar="CLOSES", help="such as 15:00"), REASON),
    ),
    "take-back": Command("office:take_back", "keep a day as usual again (admins)", (_DAY, REASON)),
}  # fmt: skip

_RETENTION: Group = {
    "show": Command("retention:show", "what is let go of after how long, and what has gone"),
    "preview": Command("retention:preview", "what would go at the next round of the jobs"),
}

COMMANDS: Mapping[str, Command | Group] = {
    "settings": _SETTINGS,
    "office": _OFFICE,
    "retention": _RETENTION,
}
