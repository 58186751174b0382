"""The words of statements, in the customer's language."""

from collections.abc import Mapping

from console.policy.clauses import CLAUSES
from console.policy.outcomes import RULES, Outcome
from console.policy.terms import TERMS, Terms
from widgets.durations import length_words

LANGUAGES = ("en", "ru")

_OUTCOMES_RU: Mapping[str, str] = {
    Outcome.FIRST_PARTY_BUG: "ошибка нашего модуля",
    Outcome.FIRST_PARTY_SECURITY: "брешь в безопасности из-за нашего модуля",
    Outcome.FIRST_PARTY_CONFLICT: "конфликт между нашими модулями",
    Outcome.FIRST_PARTY_THEME_CONFLICT: "конфликт с темой или модулем AlexBranding",
    Outcome.NOT_A_REQUEST: "не заявка",
    Outcome.DISPUTE_UPHELD: "спор решён в вашу пользу",
    Outcome.DISPUTE_REJECTED: "спор отклонён",
    Outcome.THIRD_PARTY_BUG: "ошибка чужого модуля",
    Outcome.THIRD_PARTY_ENCRYPTED: "ошибка в чужом закодированном модуле",
    Outcome.FORWARDED: "передано в отдел заказной разработки",
    Outcome.CS_CART: "причина в самом CS-Cart",
    Outcome.MISSING_FUNCTIONALITY: "такой функции в описании модуля нет",
    Outcome.PERFORMANCE: "производительность",
    Outcome.INCOMPATIBLE_SOFTWARE: "несовместимое программное обеспечение",
    Outcome.INCORRECT_UPGRADE: "неправильное обновление",
    Outcome.INCORRECT_SETTINGS: "неправильные настройки",
    Outcome.THIRD_PARTY_CONFLICT: "конфликт с чужим модулем или темой",
    Outcome.ANSWERED: "дан ответ",
    Outcome.UNRESOLVED: "не решено или нет ответа",
    Outcome.MODIFICATION: "доработка сделана",
}

_TITLES_RU: Mapping[str, str] = {
    "K2": "пакеты кредитов",
    "K3": "бесплатные кредиты с модулем",
    "K4": "бесплатные кредиты с пакетом модулей",
    "K6": "кредиты не сгорают",
    "F1": "брешь в безопасности из-за нашего модуля",
    "F2": "конфликт между нашими модулями",
    "F3": "конфликт с темой AlexBranding",
    "F4": "ошибка нашего модуля",
    "N1": "сам CS-Cart",
    "N2": "функция не описана",
    "N3": "производительность",
    "N4": "несовместимые программы",
    "N5": "неправильное обновление",
    "N6": "неправильные настройки",
    "N7": "конфликт с чужим модулем",
    "N8": "конфликт с чужой темой",
    "S1": "объяснение",
    "S2": "настройка",
    "S3": "диагностика",
    "S4": "исследование",
    "S6": "общие вопросы",
    "S7": "небольшие доработки",
    "S9": "за пределами поддержки",
    "U3": "доработки оплачиваются заранее",
    "U4": "наша ошибка бесплатна",
    "U5": "чужая ошибка",
    "U6": "чужая ошибка за пределами поддержки",
    "U7": "оплата по времени",
    "U11": "сложная работа передаётся",
    "P1": "Premium",
    "P4": "Incident",
    "P6": "Examination",
    "D1": "споры",
}

_BLOCKS = {"en": "{} credits for {}", "ru": "{} кредитов за {}"}

_WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "statement": "Statement of support credits",
        "for": "for",
        "period": "Period",
        "from": "from",
        "until": "until",
        "opening": "Opening balance",
        "closing": "Closing balance",
        "free_part": "of it free",
        "owes": "owes",
        "since": "since",
        "date": "Date",
        "what": "What",
        "clauses": "Policy",
        "credits": "Credits",
        "balance": "Balance",
        "nothing": "Nothing was posted in this period.",
        "page": "Page",
        "of": "of",
        "whole": "from the beginning until today",
    },
    "ru": {
        "statement": "Выписка по кредитам поддержки",
        "for": "для",
        "period": "Период",
        "from": "с",
        "until": "по",
        "opening": "Остаток на начало",
        "closing": "Остаток на конец",
        "free_part": "из них бесплатных",
        "owes": "долг",
        "since": "с",
        "date": "Дата",
        "what": "Что",
        "clauses": "Пункты",
        "credits": "Кредиты",
        "balance": "Остаток",
        "nothing": "За этот период ничего не проводилось.",
        "page": "Страница",
        "of": "из",
        "whole": "с начала по сегодняшний день",
    },
}


def word(name: str, language: str) -> str:
    """A word of statements; raises KeyError for one that there is not."""
    return _WORDS[language if language in _WORDS else "en"][name]


def outcome_words(outcome: str, language: str) -> str:
    """How a request ended, in plain words."""
    if language == "ru" and outcome in _OUTCOMES_RU:
        return _OUTCOMES_RU[outcome]
    return RULES[Outcome(outcome)].label if outcome in RULES else outcome


def clause_words(names: tuple[str, ...], language: str, terms: Terms = TERMS) -> str:
    """Clauses with a few words each: "U7 charged by time, U8 10 credits for 15 minutes"."""
    return ", ".join(f"{name} {clause_title(name, language, terms)}".strip() for name in names)


def clause_title(name: str, language: str, terms: Terms = TERMS) -> str:
    """A clause's few words, with the figures of a version of the policy; nothing where there are none."""
    if name == "U8":
        block = length_words(terms.block_seconds, language)
        return _BLOCKS[language if language in _BLOCKS else "en"].format(
            terms.credits_per_block, block
        )
    if language == "ru":
        return _TITLES_RU.get(name, "")
    return CLAUSES[name].title if name in CLAUSES else ""
