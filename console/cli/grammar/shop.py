"""The shops: how they stand, their orders, what those would give back, and what their products mean."""

from collections.abc import Mapping

from console.cli import values
from console.cli.grammar.shapes import ID, REASON, Command, Group, arg

MEANINGS = (
    "addon", "package", "credits", "premium", "incident", "examination", "free", "renewal", "ignore",
)  # fmt: skip
_SHOP = arg("shop", metavar="SHOP", help="the shop's name in the settings")
_OF_SHOP = arg("--shop", metavar="NAME", help="this shop alone")
_ORDER = arg("order", type=values.number, metavar="ORDER", help="the order's number in the shop")
_PRODUCT = arg("product", metavar="PRODUCT", help="id:31 or code:SUP-80")
_VARIANT = arg(
    "--variant", default="", metavar="O:V", help="one variant of it: the option's number and its own"
)  # fmt: skip
_PROPOSALS: Group = {
    "": Command("store_proposals:listing", "what orders would give back, oldest first"),
    "list": Command("store_proposals:listing", "what orders would give back, oldest first"),
    "accept": Command("store_proposals:accept", "take it back (admins)", (ID, REASON)),
    "reject": Command(
        "store_proposals:reject", "let the customer keep it (admins)", (ID, REASON)
    ),
}  # fmt: skip
_MAP: Group = {
    "": Command("store_map:listing", "what each product means", (_OF_SHOP,)),
    "list": Command("store_map:listing", "what each product means", (_OF_SHOP,)),
    "set": Command(
        "store_map:put",
        "say what a product means, and post what waited for it (admins)",
        (
            _SHOP,
            _PRODUCT,
            _VARIANT,
            arg("meaning", choices=MEANINGS),
            arg("amount", nargs="?", type=values.counted, metavar="N",
                help="the add-ons of a package, the credits, or the months"),
        ),
    ),
    "remove": Command(
        "store_map:remove", "let a product be unknown again (admins)", (_SHOP, _PRODUCT, _VARIANT)
    ),
    "import": Command(
        "store_map:take_in",
        "say it of all products in a CSV file, or of none (admins)",
        (
            arg("file", metavar="FILE", help="columns: shop, product, variant, means, number"),
            arg("--dry-run", action="store_true", help="say what would change; change nothing"),
            arg("--replace", action="store_true",
                help="what the file lacks of a shop that it names is unknown again"),
        ),
    ),
    "export": Command(
        "store_map:export",
        "the whole map as a CSV file that `import` takes",
        (arg("output", nargs="?", metavar="FILE", help="a file, else standard output"),),
    ),
}  # fmt: skip
_STORE: Group = {
    "status": Command("store:status", "how each shop stands"),
    "orders": Command(
        "store:orders",
        "shops' orders, the last heard of first",
        (
            _OF_SHOP,
            arg("--customer", metavar="ADDRESS", help="of this customer alone"),
            arg("--before", type=values.number, metavar="NUMBER",
                help="from below this number of the list on"),
            arg("--limit", type=values.counted, default=50, metavar="N", help="how many: 50"),
        ),
    ),
    "show": Command("store:show", "an order with its lines, and what each gave", (_SHOP, _ORDER)),
    "waiting": Command("store:waiting", "unknown products, and lines that wait for a person"),
    "faults": Command("store:faults", "orders that could not be looked up"),
    "proposals": _PROPOSALS,
    "map": _MAP,
    "domain": Command(
        "store:domain",
        "say which site the Premium of a line is for, and post it (admins)",
        (
            arg("line", type=values.number, metavar="LINE", help="its number in `store waiting`"),
            arg("domain", metavar="DOMAIN"),
        ),
    ),
    "admit": Command(
        "store:admit",
        "let an order from before the desk began with its shop count (admins)",
        (_SHOP, _ORDER),
    ),
    "look": Command(
        "store:look", "look an order up at the next run of the jobs (admins)", (_SHOP, _ORDER)
    ),
    "try": Command(
        "store:dry_run", "what reading the shops now would post; changes nothing", (_OF_SHOP,)
    ),
}  # fmt: skip

COMMANDS: Mapping[str, Command | Group] = {"store": _STORE}
