"""The catalogue of components, and which of them a request is about."""

from collections.abc import Mapping

from console.cli.grammar.shapes import TICKET, Command, Group, arg

KINDS = ("addon", "theme", "platform", "other")
_CODE = arg("code", metavar="CODE", help="the component's code")
_PACKAGE = arg("--package", metavar="NAME", help="the package that it is in, such as UniTheme2")
_LIST = Command(
    "components:listing",
    "the components by name",
    (
        arg("--find", metavar="TEXT", help="those with these words in name, code, vendor or package"),
        arg("--retired", action="store_true", help="the retired ones too"),
    ),
)  # fmt: skip
_COMPONENT: Group = {
    "": _LIST,
    "list": _LIST,
    "show": Command("components:show", "a component, what it was, and what it proposes", (_CODE,)),
    "add": Command(
        "components:add",
        "put a component into the catalogue (admins)",
        (
            _CODE,
            arg("--name", required=True, metavar="NAME"),
            arg("--vendor", required=True, metavar="NAME", help="Cart-Power (ours), CS-Cart, or who made it"),
            arg("--kind", required=True, choices=KINDS),
            _PACKAGE,
            arg("--paid", action="store_true"),
            arg("--encrypted", action="store_true"),
        ),
    ),
    "change": Command(
        "components:change",
        "change what a component is; requests keep what it was (admins)",
        (
            _CODE,
            arg("--name", metavar="NAME"),
            arg("--vendor", metavar="NAME"),
            arg("--kind", choices=KINDS),
            arg("--package", metavar="NAME", help="the package that it is in; '' for none"),
            arg("--paid", choices=("yes", "no")),
            arg("--encrypted", choices=("yes", "no")),
        ),
    ),
    "retire": Command(
        "components:retire",
        "offer a component no more, or again (admins)",
        (_CODE, arg("--back", action="store_true", help="offer it again")),
    ),
    "import": Command(
        "components:take_in",
        "write all components in a CSV file, or none (admins)",
        (
            arg("file", metavar="FILE", help="columns: code, name, vendor, kind, package, paid, encrypted, retired"),
            arg("--dry-run", action="store_true", help="say what would change; change nothing"),
            arg("--replace", action="store_true", help="what the file lacks is retired"),
        ),
    ),
    "export": Command(
        "components:export",
        "the whole catalogue as a CSV file that `import` takes",
        (arg("output", nargs="?", metavar="FILE", help="a file, else standard output"),),
    ),
    "of": Command(
        "components:of",
        "which component a request is about; with CODE or --version, say so",
        (
            TICKET,
            arg("code", nargs="?", metavar="CODE", help="the component's code"),
            arg("--version", metavar="V", help="its version, as it is called"),
        ),
        one_of=(arg("--none", action="store_true", help="it is about none"),),
    ),
}  # fmt: skip

COMMANDS: Mapping[str, Command | Group] = {"component": _COMPONENT}
