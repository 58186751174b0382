"""How the desk is connected: mail server, mailbox, website and shops, by the settings file."""

from collections.abc import Mapping

from console.cli.grammar.shapes import Command, Group, arg

_NAME = arg("connection", metavar="NAME", help="smtp, imap, site or shops.NAME")
_CONNECTIONS: Group = {
    "": Command("connections:listing", "the settings in use, and where each secret is"),
    "list": Command("connections:listing", "the settings in use, and where each secret is"),
    "try": Command("connections:attempt", "connect for real; nothing is sent or changed", (_NAME,)),
    "set": Command(
        "connections:put",
        "change a setting (admins)",
        (
            _NAME,
            arg("setting", metavar="KEY", help="a setting, or `password`, `key`, `secrets`"),
            arg("value", nargs="?", metavar="VALUE",
                help="'' for what it is without; a secret is read from standard input"),
            arg("--keyring", action="store_true", help="keep the secret in the keyring, in no file"),
        ),
    ),
    "add-shop": Command(
        "connections:add_shop",
        "connect another shop (admins)",
        (
            arg("shop", metavar="NAME", help="small letters, digits and dashes"),
            arg("--address", required=True, metavar="URL", help="https://HOST or https://HOST/PATH"),
            arg("--user", required=True, metavar="E-MAIL", help="the login's address there"),
        ),
    ),
    "remove-shop": Command(
        "connections:remove_shop",
        "disconnect a shop; what its orders gave stays (admins)",
        (arg("shop", metavar="NAME", help="the shop"),),
    ),
}  # fmt: skip

COMMANDS: Mapping[str, Command | Group] = {"connections": _CONNECTIONS}
