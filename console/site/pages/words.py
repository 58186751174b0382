"""What the form says, in English and Russian."""

from collections.abc import Mapping

WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "title": "Write to support",
        "name": "Your name",
        "email": "E-mail address",
        "email_hint": "We answer to this address.",
        "domain": "Your site (optional)",
        "subject": "Subject",
        "message": "How can we help?",
        "website": "Leave this empty",
        "send": "Send",
        "other": "По-русски",
        "thanks": "Thank you",
        "number": "Your request has the number",
        "next": "We answer by e-mail, in the order in which requests come.",
        "again": "Write another",
        "problem": "It was not sent yet. See what is marked below.",
        "bad_email": "Enter an e-mail address, such as name@example.com.",
        "no_message": "Write what it is about.",
        "too_long": "This is too long: {most} characters at most.",
        "not_empty": "Leave this field empty.",
        "old": "The page was open for too long. Nothing is lost: press Send again.",
        "many": "There were too many messages. Try again in {minutes} min.",
        "away": "We cannot take it in just now. Nothing is lost: press Send again in a moment.",
        "unknown": "A dispute is taken from an address that we know. Write from the one that you are registered with.",
        "unreadable": "It could not be read. Fill in the form once more.",
    },
    "ru": {
        "title": "Написать в поддержку",
        "name": "Ваше имя",
        "email": "Адрес электронной почты",
        "email_hint": "На этот адрес мы ответим.",
        "domain": "Ваш сайт (необязательно)",
        "subject": "Тема",
        "message": "Чем мы можем помочь?",
        "website": "Оставьте пустым",
        "send": "Отправить",
        "other": "In English",
        "thanks": "Спасибо",
        "number": "Номер вашего запроса:",
        "next": "Мы ответим по электронной почте, в порядке поступления запросов.",
        "again": "Написать ещё",
        "problem": "Пока не отправлено. Посмотрите, что отмечено ниже.",
        "bad_email": "Введите адрес электронной почты, например name@example.com.",
        "no_message": "Напишите, в чём дело.",
        "too_long": "Слишком длинно: не больше {most} знаков.",
        "not_empty": "Оставьте это поле пустым.",
        "old": "Страница была открыта слишком долго. Ничего не потеряно: нажмите «Отправить» ещё раз.",
        "many": "Слишком много сообщений. Попробуйте через {minutes} мин.",
        "away": "Сейчас мы не можем это принять. Ничего не потеряно: нажмите «Отправить» чуть позже.",
        "unknown": "Спор принимается с адреса, который мы знаем. Напишите с того, на который вы зарегистрированы.",
        "unreadable": "Это не удалось прочитать. Заполните форму ещё раз.",
    },
}


def language_of(wanted: str | None, accepts: str) -> str:
    """The language that was asked for, else the first of ours that the browser names, else English."""
    if wanted is not None and wanted in WORDS:
        return wanted
    weighed = []
    for part in accepts[:500].split(","):
        name, _, weight = part.strip().lower().partition(";q=")
        language = name.split("-")[0]
        if language in WORDS:
            weighed.append((_weight(weight), language))
    return max(weighed, key=lambda each: each[0])[1] if weighed else "en"


def _weight(text: str) -> float:
    try:
        return float(text or "1")
    except ValueError:
        return 0.0
