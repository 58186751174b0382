"""Dialogs about components: what is new, what changes, and a last question that names it."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace

from console.policy.components import CODE_CHARS_MAX, NAME_CHARS_MAX, Facts, Kind, problem_with
from console.screens.component_words import facts_words
from console.screens.dialogs import AskChoice, AskForm, Field, confirm, optional, required, untaken
from console.services.components import Change, told_of
from widgets.choice_list import Choice
from widgets.safe_text import one_line

KINDS: Mapping[str, tuple[Kind, str]] = {
    "a": (Kind.ADDON, "an add-on"), "t": (Kind.THEME, "a theme"),
    "p": (Kind.PLATFORM, "a platform"), "o": (Kind.OTHER, "other software"),
}  # fmt: skip
SOLD: Mapping[str, tuple[bool, bool, str]] = {
    "p": (True, False, "paid, its code not encrypted"), "e": (True, True, "paid, its code encrypted"),
    "f": (False, False, "free, its code not encrypted"), "g": (False, True, "free, its code encrypted"),
}  # fmt: skip
SHOWN_CHANGES = 6
_BLANK = Facts("x", "x", Kind.ADDON)


def _a_code(text: str) -> str | None:
    return problem_with(text.strip().lower(), _BLANK)


def _up_to(check: Callable[[str], str | None]) -> Callable[[str], str | None]:
    def within(text: str) -> str | None:
        long = len(text.strip()) > NAME_CHARS_MAX
        return f"Up to {NAME_CHARS_MAX} characters." if long else check(text)

    return within


NAME = Field("name", "Name", check=_up_to(required))
VENDOR = Field(
    "vendor", "Vendor: Cart-Power (ours), CS-Cart, or who made it", check=_up_to(required)
)
PACKAGE = Field(
    "package", "Package that it is in, such as UniTheme2; or nothing", check=_up_to(optional)
)


def ask_new(taken: Collection[str]) -> AskForm:
    """What the component is called, by a code that is not taken, and whose it is."""
    code = Field(
        "code",
        f"Code: small letters, digits, . _ - (up to {CODE_CHARS_MAX})",
        check=untaken(_a_code, taken, "There is a component {} already."),
    )
    return AskForm("A new component", [code, NAME, VENDOR, PACKAGE], does="go on")


def ask_kind(name: str) -> AskChoice:
    """What it is."""
    choices = [Choice(key, said) for key, (_, said) in KINDS.items()]
    return AskChoice(f"What is {one_line(name)}?", choices)


def ask_sold(name: str) -> AskChoice:
    """How it is sold, and whether its code can be read."""
    choices = [
        Choice(key, said, clause="U5" if encrypted else "")
        for key, (_, encrypted, said) in SOLD.items()
    ]
    return AskChoice(f"How is {one_line(name)} sold?", choices)


def ask_field(field: Field, facts: Facts) -> AskForm:
    """One fact in words, as it is."""
    initial = getattr(facts, field.name) or ""
    return AskForm(
        f"Change {one_line(facts.name)}", [replace(field, initial=initial)], does="go on"
    )


def ask_what(facts: Facts) -> AskChoice:
    """What of it is to change."""
    choices = [
        Choice("n", "its name…", note=facts.name),
        Choice("v", "its vendor…", note=facts.vendor),
        Choice("p", "its package…", note=facts.package or "none"),
        Choice("k", "what it is…", note=str(facts.kind)),
        Choice("s", f"it is {'free' if facts.paid else 'paid'}", note=f"now {'paid' if facts.paid else 'free'}"),
        Choice("y", f"its code is {'not encrypted' if facts.encrypted else 'encrypted'}", clause="U5",
               note=f"now {'encrypted' if facts.encrypted else 'not encrypted'}"),
    ]  # fmt: skip
    return AskChoice(f"What of {one_line(facts.name)} is to change?", choices)


def ask_add(code: str, facts: Facts) -> AskChoice:
    """The last question about a new one."""
    return confirm(
        f"Put {one_line(facts.name)} into the catalogue?",
        about=f"{code}: {facts_words(facts)}", does="put it there",
    )  # fmt: skip


def ask_change(change: Change) -> AskChoice:
    """The last question about a change: what differs, before and after."""
    name = one_line((change.was or change.becomes).name)
    told = "; ".join(differences(change))
    return confirm(
        f"Change {name}?", does="change it",
        about=f"{told}. Requests keep what it was when it was named.",
    )  # fmt: skip


def ask_retire(facts: Facts) -> AskChoice:
    """The last question before a component is retired, or offered again."""
    name = one_line(facts.name)
    if facts.retired:
        return confirm(f"Offer {name} again?", about=facts_words(facts), does="offer it again")
    return confirm(
        f"Retire {name}?", does="retire it",
        about=f"{facts_words(facts)}. It is offered no more; requests about it stay so.",
    )  # fmt: skip


def ask_import(changes: Sequence[Change]) -> AskChoice:
    """The last question about a file: how many are new or change, and the first of them."""
    new = sum(each.was is None for each in changes)
    told = [f"{each.code}: {'; '.join(differences(each))}" for each in changes[:SHOWN_CHANGES]]
    more = len(changes) - len(told)
    told += [f"and {more} more"] if more else []
    return confirm(
        f"Write {len(changes)} of the file's components?", does="write them",
        about=f"{new} new, {len(changes) - new} changed.\n" + "\n".join(told),
    )  # fmt: skip


def differences(change: Change) -> list[str]:
    """What differs: "encrypted no → yes"."""
    before, after = told_of(change)
    if before is None:
        return [f"new, {facts_words(change.becomes)}"]
    return [
        one_line(f"{name} {before[name] or 'none'} → {after[name] or 'none'}") for name in after
    ]
