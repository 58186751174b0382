"""The office's hours in words for customers, in their language (C7)."""

from datetime import datetime

from console.policy.officehours import OfficeHours, local

_DAYS = {
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "ru": ("понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье"),
}
_ON = {
    "en": tuple(f"on {day}" for day in _DAYS["en"]),
    "ru": ("в понедельник", "во вторник", "в среду", "в четверг", "в пятницу", "в субботу", "в воскресенье"),
}  # fmt: skip
_MONTHS = {
    "en": ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December"),
    "ru": ("января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября",
           "ноября", "декабря"),
}  # fmt: skip
_MOMENT = {
    "en": "{on}, {day} {month}, at {time} ({zone})",
    "ru": "{on}, {day} {month}, в {time} ({zone})",
}
_HOURS = {
    "en": "{days}, {opens} to {closes} ({zone})",
    "ru": "{days}, с {opens} до {closes} ({zone})",
}
_TO = {"en": " to ", "ru": " — "}


def moment(hours: OfficeHours, at: datetime, language: str) -> str:
    """A moment by the office's clock: "on Monday, 30 November, at 09:00 (UTC+4)"."""
    told, here = _known(language), local(hours, at)
    return _MOMENT[told].format(
        on=_ON[told][here.weekday()], day=here.day, month=_MONTHS[told][here.month - 1],
        time=f"{here:%H:%M}", zone=_zone(hours),
    )  # fmt: skip


def opening(hours: OfficeHours, language: str) -> str:
    """When the office is open: "Monday to Friday, 09:00 to 18:00 (UTC+4)"."""
    told = _known(language)
    return _HOURS[told].format(
        days=_days(sorted(hours.weekdays), told), opens=f"{hours.opens:%H:%M}",
        closes=f"{hours.closes:%H:%M}", zone=_zone(hours),
    )  # fmt: skip


def _days(weekdays: list[int], language: str) -> str:
    names = _DAYS[language]
    in_a_row = weekdays == list(range(weekdays[0], weekdays[-1] + 1))
    if in_a_row and len(weekdays) > 2:
        return f"{names[weekdays[0]]}{_TO[language]}{names[weekdays[-1]]}"
    return ", ".join(names[day] for day in weekdays)


def _zone(hours: OfficeHours) -> str:
    return f"UTC{hours.utc_offset_hours:+d}"


def _known(language: str) -> str:
    return language if language in _DAYS else "en"
