"""The texts that the desk writes: what each is for, and the facts that it may tell, with examples."""

from collections.abc import Mapping
from types import MappingProxyType

LANGUAGES = ("en", "ru")

_REQUEST: Mapping[str, object] = {
    "ticket": 1042, "subject": "Checkout is empty", "block": "15 minutes", "block_credits": 10,
    "package_time": "2 hours",
}  # fmt: skip
_ANYWHERE: Mapping[str, object] = {
    "customer": "Anna", "desk_name": "Support", "shop_url": "https://shop.example/support",
    "dispute_address": "disputes@desk.example",
}  # fmt: skip
_COST: Mapping[str, object] = {
    "answer": "Hello Anna,\n\nthe theme's own script was in the way. It is mended.",
    "outcome": "third-party-bug", "outcome_label": "third-party bug",
    "clause_words": "the time is charged", "covered_by": "", "minutes": 31, "blocks": 3,
    "credits": 30, "balance": 50, "waived": 0, "charged_before": 0, "give_back": 0, "disputed": "",
}  # fmt: skip
_LIMIT: Mapping[str, object] = {
    "amount": 80, "waits": False, "balance": 20, "minutes": 60, "credits": 40, "covered_by": "",
}  # fmt: skip

FOR: Mapping[str, str] = MappingProxyType(
    {
        "received": "a request has come, in office hours (C7)",
        "received-closed": "a request has come, outside office hours (C7)",
        "replenish": "a request of somebody who owes waits for credits (U7)",
        "limit": "40 credits or 60 minutes are crossed (U9, U10)",
        "package": "the time that a package covers is used up (P4, P6)",
        "wait-credits": "a request waits until credits are there (U3, U10)",
        "closed": "a request is closed, with its cost and clause (U8)",
        "bug-solved": "a known bug is solved: its requests are told, and closed free (F1 to F4)",
        "forwarded": "a request goes to Custom development (U6, S9)",
        "no-reply": "a request is closed unsolved",
        "dispute-upheld": "a dispute is decided for the customer (D1)",
        "dispute-rejected": "a dispute is decided against the customer (D1)",
        "dispute-unknown": "a dispute of somebody unknown is not taken (D3)",
        "statement": "a statement of credits (K7)",
        "arrived": "what an order in the shop brought (K2 to K4)",
        "mailing": "what stands around a message to many customers (A3)",
    }
)
"""What the desk writes by itself or along with what a person does: each text's name, and when it is sent."""

MACROS: Mapping[str, str] = MappingProxyType(
    {
        "no-phone": "no phone, chat or messaging apps (C8)",
        "documentation": "documentation and forums come first (S0)",
        "details": "what we need to go on",
        "waiting": "we wait for an answer",
    }
)
"""Pieces that a person puts into an answer."""

_OWN: Mapping[str, Mapping[str, object]] = {
    "received-closed": {"opens": "on Monday, 30 November, at 09:00 (UTC+4)", "office_hours": "Monday to Friday, 09:00 to 18:00 (UTC+4)"},
    "replenish": {"balance": -20},
    "limit": _LIMIT,
    "package": {**_LIMIT, "covered_by": "your Incident package"},
    "wait-credits": {"credits": 30, "balance": 5},
    "closed": _COST,
    "bug-solved": {
        "bug": "The checkout is empty", "component": "Checkout by vendor", "version": "4.18.2",
        "advice": "Update the add-on, and clear the cache.", "closes": False,
    },
    "forwarded": _COST,
    "no-reply": {**_COST, "answer": ""},
    "dispute-upheld": {**_COST, "give_back": 30, "disputed": "request #1031"},
    "dispute-rejected": {**_COST, "disputed": "request #1031"},
    "statement": {"statement": "2026-11-16  request #1031  -30  50", "balance": 50},
    "arrived": {
        "order": 1042, "arrived": "- Live search: 20 credits\n- Support credits, 80: 80 credits", "credits": 100,
        "balance": 120, "packages": True,
    },
    "mailing": {
        "text": "A new version is out.", "promotes": True, "key": "12-0a1b", "support_address": "support@desk.example",
    },
}  # fmt: skip

_CLOSING = ("answer", "credits", "balance", "clause_words")
NEEDED: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "received": ("ticket",),
        "received-closed": ("ticket", "opens"),
        "replenish": ("ticket", "balance"),
        "limit": ("ticket", "amount"),
        "package": ("ticket", "amount"),
        "wait-credits": ("ticket", "credits"),
        "closed": _CLOSING,
        "bug-solved": ("ticket", "bug"),
        "forwarded": _CLOSING,
        "no-reply": _CLOSING,
        "dispute-upheld": ("answer", "give_back"),
        "dispute-rejected": ("answer",),
        "statement": ("statement",),
        "arrived": ("arrived", "balance"),
        "mailing": ("text", "promotes", "key"),
    }
)
"""What a text of the desk's own may not leave out: what the policy has told, and what a person wrote."""

_WITHOUT_REQUEST = ("arrived", "dispute-unknown", "mailing", "statement")


_RUSSIAN: Mapping[str, object] = {
    "customer": "Анна", "desk_name": "Поддержка", "subject": "Пустая корзина", "block": "15 минут",
    "package_time": "2 часа", "opens": "в понедельник, 30 ноября, в 09:00 (UTC+4)",
    "arrived": "- Live search: 20 кредитов\n- Кредиты поддержки, 80: 80 кредитов",
    "office_hours": "понедельник — пятница, с 09:00 до 18:00 (UTC+4)",
    "bug": "Пустая корзина", "advice": "Обновите модуль и очистите кэш.",
    "disputed": "заявка #1031", "text": "Вышла новая версия.",
}  # fmt: skip


def examples(name: str, language: str = "en") -> dict[str, object]:
    """The facts that a text may tell, each with an example; a macro's are those of its request."""
    about = {} if name in _WITHOUT_REQUEST else _REQUEST
    found = {**_ANYWHERE, **about, **_OWN.get(name, {})}
    if language != "ru":
        return found
    told = {key: _RUSSIAN.get(key, value) for key, value in found.items()}
    if found.get("answer"):
        told["answer"] = "Здравствуйте, Анна!\n\nмешал скрипт темы, мы это исправили."
    if found.get("covered_by"):
        told["covered_by"] = "пакет поддержки Incident"
    return told
