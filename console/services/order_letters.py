"""What a buyer is written when an order brought them something: what arrived, and the balance now (C6, K7)."""

from collections.abc import Sequence
from datetime import datetime

from console.policy.orders import Means
from console.services import letters, outgoing
from console.services.context import Desk
from console.services.order_posting import PRODUCT_CHARS_MAX, Given
from db import ledger, people
from db.engine import Session
from db.tables import ShopOrder
from widgets.safe_text import one_line

_UNITS = "{} × {}"


async def tell(
    session: Session,
    desk: Desk,
    customer: int,
    *,
    order: ShopOrder,
    given: Sequence[Given],
    now: datetime,
) -> None:
    """Queue the letter, in the customer's language."""
    found = await people.customer(session, customer)
    if found is None or desk.facts.sample:
        return
    balance, _ = await ledger.standing(session, customer)
    subject, body = await outgoing.letter_template(
        session, desk, found.language, "arrived", customer=found.name, order=order.order_no,
        credits=sum(each.credits for each in given), balance=balance,
        arrived="\n".join(_line(each, found.language) for each in given),
        packages=any(each.meaning.means in {Means.INCIDENT, Means.EXAMINATION} for each in given),
    )  # fmt: skip
    await letters.write(session, desk, customer, subject=subject, text=body, now=now)


def _line(given: Given, language: str) -> str:
    product = one_line(given.product, max_chars=PRODUCT_CHARS_MAX)
    told = _UNITS.format(given.units, product) if given.units > 1 else product
    return f"- {told}: {_what(given, language)}"


def _what(given: Given, language: str) -> str:
    from console.mail.templates import counted

    forms = ("кредит", "кредита", "кредитов") if language == "ru" else ("credit", "credits")
    if given.credits:
        return counted(given.credits, *forms)
    words = _PACKAGES["ru" if language == "ru" else "en"]
    return words[given.meaning.means].format(domain=given.domain, months=given.meaning.amount)


_PACKAGES = {
    "en": {
        Means.PREMIUM: "Premium for {domain}, months: {months}",
        Means.INCIDENT: "an Incident package, for one request",
        Means.EXAMINATION: "an Examination package, for one request",
    },
    "ru": {
        Means.PREMIUM: "Premium для {domain}, месяцев: {months}",
        Means.INCIDENT: "пакет Incident, на одну заявку",
        Means.EXAMINATION: "пакет Examination, на одну заявку",
    },
}
