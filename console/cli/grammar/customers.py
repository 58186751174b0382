"""Customers: looked up, merged, moved."""

from collections.abc import Mapping

from console.cli import values
from console.cli.grammar.shapes import ID, REASON, Command, Group, arg

WHO = arg("customer", type=values.customer, metavar="CUSTOMER", help="an address or a number")

CUSTOMER: Group = {
    "list": Command(
        "customers:listing",
        "customers by name",
        (
            arg("text", nargs="?", default="", metavar="TEXT", help="in a name, address or domain"),
            arg("--owing", action="store_true", help="those who owe"),
        ),
    ),
    "show": Command("customers:show", "everything about a customer", (WHO,)),
    "merge": Command(
        "customers:merge",
        "make two customers one",
        (
            arg("customer", type=values.customer, metavar="FROM", help="an address or a number"),
            arg("into", type=values.customer, metavar="INTO", help="who stays"),
            REASON,
        ),
    ),
    "unmerge": Command("customers:unmerge", "take a merge back", (ID, REASON)),
    "move": Command(
        "customers:move",
        "let an address belong to somebody else",
        (arg("address", metavar="ADDRESS"), REASON),
        one_of=(
            arg("--to", type=values.customer, metavar="CUSTOMER", help="an address or a number"),
            arg("--new", action="store_true", help="a customer of its own"),
        ),
    ),
    "add-address": Command(
        "customers:add_address",
        "another address of a customer",
        (WHO, arg("address", metavar="ADDRESS"), REASON),
    ),
    "rename": Command(
        "customers:rename",
        "change a customer's name and language",
        (
            WHO,
            arg("name", type=values.reason, metavar="NAME"),
            arg("--language", choices=("en", "ru")),
        ),
    ),
}

COMMANDS: Mapping[str, Command | Group] = {
    "customer": CUSTOMER,
    "search": Command("customers:search", "requests and customers", (arg("text", metavar="TEXT"),)),
}
