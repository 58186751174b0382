"""The texts of mails, and pieces for answers."""

from collections.abc import Mapping

from console.cli.grammar.shapes import FILE, Command, Group, arg

_NAME = arg("name", metavar="NAME", help="the text's name in `texts list`")
_LANGUAGE = arg("--language", default="en", metavar="L", help="en or ru")
_TEXTS: Group = {
    "list": Command("texts:listing", "every text, and who wrote it"),
    "show": Command("texts:show", "a text as `set` takes it", (_NAME, _LANGUAGE)),
    "history": Command("texts:history", "how it was written before", (_NAME, _LANGUAGE)),
    "preview": Command("texts:preview", "a text with examples", (_NAME, _LANGUAGE, FILE)),
    "set": Command("texts:write", "put a text in force (admins)", (_NAME, _LANGUAGE, FILE)),
    "reset": Command("texts:reset", "the built-in text again (admins)", (_NAME, _LANGUAGE)),
}

COMMANDS: Mapping[str, Command | Group] = {"texts": _TEXTS}
