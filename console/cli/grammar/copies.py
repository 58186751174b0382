"""The whole record at once: backed up, restored, exported, moved."""

from collections.abc import Mapping

from console.cli.grammar.shapes import Command, Group, arg

_BACKUP = arg("file", metavar="FILE", help="the backup's file")

COMMANDS: Mapping[str, Command | Group] = {
    "backup": Command(
        "copies:backup", "write the whole desk to a new file, while it is in use (admins)", (_BACKUP,)
    ),
    "restore": Command(
        "copies:restore", "make the desk of a backup where there is none, and check it", (_BACKUP,)
    ),
    "export": Command(
        "copies:export",
        "write every record as JSON lines and CSV to a new folder (admins)",
        (arg("folder", metavar="DIR", help="the folder to make"),),
    ),
    "move": Command(
        "copies:move",
        "carry the desk to another place where none is, and close it here (admins)",
        (arg("--to", required=True, metavar="URL", help="a file, or a PostgreSQL database"),),
    ),
}  # fmt: skip
