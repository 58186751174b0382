"""What is wrong with a shop, in sentences that say what to do."""

from console.store import answer


class ShopFault(Exception):
    """The shop cannot be used now; the text says what to do."""


class Unusable(ShopFault):
    """The shop is there, but what it answered to this one question cannot be used; to another one it may be."""


class ForNow(ShopFault):
    """Something that may be over by itself, after so many seconds if the shop says so."""

    def __init__(self, sentence: str, *, after_seconds: float | None = None) -> None:
        super().__init__(sentence)
        self.after_seconds = after_seconds


TOO_MANY = frozenset({429, 509})
CLOSED = frozenset({502, 503, 504})
PASSING = TOO_MANY | CLOSED
REDIRECTS = range(300, 400)


def of_code(name: str, where: str, code: int, said: str | None) -> ShopFault:
    """The fault of an answer with this code, which no asking again mends; `said` is what the API says of it."""
    who, told = f"The shop {name} at {where}", f" ({said})" if said else ""
    if code == 401:
        return ShopFault(
            f"{who} does not let its user in{told}: check shops.{name}.user and that user's API key."
        )
    if code == 403:
        return ShopFault(
            f"{who} does not let its user see this{told}: in the shop, give that user the right to view orders."
        )
    if code == 404:
        return ShopFault(f"{who} has no API there (404): check shops.{name}.address.")
    if code == 400:
        return ShopFault(
            f"{who} does not understand the question{told}: its CS-Cart may be too old, 4.16 is known to do."
        )
    return Unusable(f"{who} fails ({code}): whoever keeps the shop finds the reason in its log.")


def passing(name: str, where: str, code: int, *, after_seconds: float | None) -> ForNow:
    """The fault of an answer with a code that says: not now."""
    why = "was asked too often" if code in TOO_MANY else "is closed or busy"
    return ForNow(
        f"The shop {name} at {where} {why} for now ({code}): it is asked again later.",
        after_seconds=after_seconds,
    )


def redirected(name: str, where: str, location: str) -> ShopFault:
    """The fault of an answer that leads elsewhere: the key is not carried there."""
    to = answer.place(location)
    return ShopFault(
        f"The shop {name} at {where} leads to {to or 'another page of its own'}, where nobody follows:"
        f" check shops.{name}.address."
    )
