"""The desk-wide settings: which there are, what each may be, and what it is for. The same for everybody at the desk."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

Value = str | int | bool

_ADDRESS = re.compile(
    r"[^\s@<>\"'(),;:\\\x00-\x1f\x7f]{1,64}@[^\s@<>\"'(),;:\\\x00-\x1f\x7f]{1,190}"
)
_URL = re.compile(r"https://[^\s<>\"'\x00-\x1f\x7f]{1,300}")
_CALENDAR = re.compile(r"[A-Za-z]{2,6}(?:-[A-Za-z0-9]{1,6})?", re.ASCII)
NAME_CHARS = 60
_YES_NO = {"yes": True, "true": True, "no": False, "false": False}


@dataclass(frozen=True, slots=True)
class Setting:
    """A setting: its kind ("line", "address", "url", "number", "choice", "yes-no" or "calendar") and bounds.

    `does` says what it is for, `effect` what becomes of things when it is changed.
    """

    name: str
    kind: str
    does: str
    effect: str
    least: int = 0
    most: int = 0
    choices: tuple[str, ...] = ()
    unit: str = ""

    @property
    def wanted(self) -> str:
        """What it may be, in words."""
        if self.kind == "number":
            return f"{self.least} to {self.most}{f' {self.unit}' if self.unit else ''}"
        return {
            "choice": f"{', '.join(self.choices[:-1])} or {self.choices[-1]}" if self.choices else "",
            "yes-no": "yes or no",
            "line": f"up to {NAME_CHARS} characters",
            "address": "an e-mail address",
            "url": "an address that begins with https://",
            "calendar": "a country's code such as RU, or none",
        }[self.kind]  # fmt: skip


_TABLE = (
    Setting("desk_name", "line", "what the desk is called in mails, statements and on paper",
            "What is sent from now on names the desk so."),
    Setting("support_address", "address", "where customers write to, and what mails come from",
            "Mails leave under this address from now on; those of before keep theirs."),
    Setting("shop_url", "url", "where customers buy credits and packages; mails name it",
            "Mails name this address from now on."),
    Setting("dispute_address", "address", "where disputes are sent; what comes there is one (D1)",
            "What comes to this address from now on is a dispute; mails name it."),
    Setting("reopen_days", "number", "how long after its closing an answer opens a request again",
            "An answer that comes later begins a new request.", 0, 3650, unit="days"),
    Setting("acknowledge", "choice", "whether who writes is told that the request is here",
            "It holds for what comes in from now on.", choices=("always", "closed", "never")),
    Setting("utc_offset_hours", "number", "the office's clock, in hours ahead of UTC (C7)",
            "Office hours, the days of statements and reports, and all times on screen are told by it,"
            " those past too; due times of disputes stay.", -12, 14, unit="hours"),
    Setting("holidays", "calendar", "whose national holidays the office keeps (C7)",
            "Waiting is counted by this calendar, for days past too; due times of disputes stay."),
    Setting("claim_lost_seconds", "number", "how long its holder may be gone before a request goes back",
            "Requests whose holder is gone for longer go back to the queue.", 300, 604800,
            unit="seconds"),
    Setting("free_credits_first", "yes-no", "whether a charge draws on free credits before paid ones",
            "Charges from now on draw so; those posted stay as they are."),
    Setting("retain_files_months", "number",
            "how long after its closing the files that came with a request are kept; 0 for ever",
            "The bytes of mails that brought files to requests closed for longer are let go of, for good:"
            " names, sizes, sums and texts stay, and all that is in dispute.", 0, 240, unit="months"),
    Setting("retain_dismissed_months", "number",
            "how long after that what was dismissed is kept; 0 for ever",
            "Mails that were set aside and dismissed for longer are let go of, for good: who sent them, when and"
            " under what subject stays.", 0, 240, unit="months"),
)  # fmt: skip

RETENTION = frozenset({"retain_files_months", "retain_dismissed_months"})
"""Those about what is let go of: no machine's file says them, and without them everything is kept."""

SETTINGS: Mapping[str, Setting] = MappingProxyType({each.name: each for each in _TABLE})


def read(setting: Setting, text: str) -> Value:
    """A value as people type it; raises ValueError with what it may be."""
    typed = text.strip()
    found = _READ[setting.kind](setting, typed)
    if found is None:
        raise ValueError(f"{setting.name} is {setting.wanted}.")
    return found


def written(value: Value) -> str:
    """A value as `read` takes it, and as it is told."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def _line(_: Setting, typed: str) -> Value | None:
    return typed if 1 <= len(typed) <= NAME_CHARS and typed.isprintable() else None


def _address(_: Setting, typed: str) -> Value | None:
    return typed if _ADDRESS.fullmatch(typed) and typed.isprintable() else None


def _url(_: Setting, typed: str) -> Value | None:
    return typed if _URL.fullmatch(typed) and typed.isprintable() else None


def _number(setting: Setting, typed: str) -> Value | None:
    if not re.fullmatch(r"[+-]?[0-9]{1,9}", typed, re.ASCII):
        return None
    return int(typed) if setting.least <= int(typed) <= setting.most else None


def _choice(setting: Setting, typed: str) -> Value | None:
    return typed.lower() if typed.lower() in setting.choices else None


def _yes_no(_: Setting, typed: str) -> Value | None:
    return _YES_NO.get(typed.lower())


def _calendar(_: Setting, typed: str) -> Value | None:
    if typed.lower() == "none":
        return "none"
    return typed.upper() if _CALENDAR.fullmatch(typed) else None


_READ = {
    "line": _line, "address": _address, "url": _url, "number": _number, "choice": _choice,
    "yes-no": _yes_no, "calendar": _calendar,
}  # fmt: skip
