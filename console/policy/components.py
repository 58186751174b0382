"""Components: whose part each is (scope and blame, S8, N1), and what may be said of one."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

OURS, CS_CART, ALEXBRANDING = "Cart-Power", "CS-Cart", "AlexBranding"
SUPPORTED = (OURS, CS_CART, ALEXBRANDING, "EnergoThemes")
"""The vendors whose default software is supported (S8); the first is the Administration."""
UNITHEME, YOUPI = "UniTheme2", "YOUPI"
EXCEPTED = (UNITHEME, YOUPI)
"""The packages whose theme and add-ons are no third party's in a conflict with ours (N7, N8)."""

CODE_CHARS_MAX, NAME_CHARS_MAX, VERSION_CHARS_MAX = 60, 80, 40
_CODE = re.compile(rf"[a-z0-9][a-z0-9_.-]{{0,{CODE_CHARS_MAX - 1}}}")


class Kind(StrEnum):
    """What a component is."""

    ADDON = "addon"
    THEME = "theme"
    PLATFORM = "platform"
    OTHER = "other"


KIND_WORDS: Mapping[Kind, str] = {
    Kind.ADDON: "add-on", Kind.THEME: "theme", Kind.PLATFORM: "platform", Kind.OTHER: "other software",
}  # fmt: skip


class Maker(StrEnum):
    """Whose part a component is, as far as the policy asks."""

    OURS = "ours"
    CS_CART = "CS-Cart's"
    SUPPORTED = "another supported vendor's"
    BEYOND = "of a vendor beyond the scope"


@dataclass(frozen=True, slots=True)
class Facts:
    """What a component is."""

    name: str
    vendor: str
    kind: Kind
    package: str | None = None
    paid: bool = False
    encrypted: bool = False
    retired: bool = False

    @property
    def maker(self) -> Maker:
        """Whose part it is."""
        if self.vendor in (OURS, CS_CART):
            return Maker.OURS if self.vendor == OURS else Maker.CS_CART
        return Maker.SUPPORTED if self.vendor in SUPPORTED else Maker.BEYOND

    @property
    def of_alexbranding(self) -> bool:
        """Whether it is AlexBranding's (F3)."""
        return self.vendor == ALEXBRANDING

    @property
    def excepted(self) -> bool:
        """Whether it is UniTheme2, YOUPI, or an add-on of their packages (N7, N8)."""
        if self.kind is Kind.ADDON:
            return self.package in EXCEPTED
        return self.of_alexbranding and (self.name in EXCEPTED or self.package in EXCEPTED)


def normal(facts: Facts) -> Facts:
    """The same with names that the policy knows written as it writes them."""
    known = {each.casefold(): each for each in (*SUPPORTED, *EXCEPTED)} | {"ours": OURS}

    def as_known(name: str) -> str:
        return known.get(name.casefold(), name)

    return replace(
        facts, name=as_known(facts.name) if facts.kind is Kind.THEME else facts.name,
        vendor=as_known(facts.vendor), package=as_known(facts.package) if facts.package else None,
    )  # fmt: skip


def problem_with(code: str, facts: Facts) -> str | None:
    """Why this can be no component of the catalogue."""
    if not _CODE.fullmatch(code):
        return (
            f"A code is small letters, digits and . _ - (up to {CODE_CHARS_MAX}), not {code[:80]!r}"
        )
    for what, said in (("name", facts.name), ("vendor", facts.vendor)):
        if not said or len(said) > NAME_CHARS_MAX:
            return f"A component has a {what}, of up to {NAME_CHARS_MAX} characters"
    if len(facts.package or "") > NAME_CHARS_MAX:
        return f"A package has a name of up to {NAME_CHARS_MAX} characters"
    if facts.kind is Kind.PLATFORM and facts.package:
        return "A platform is in no package"
    return None


def problem_with_version(version: str) -> str | None:
    """Why this can be no version of a component."""
    if len(version) > VERSION_CHARS_MAX:
        return f"A version is up to {VERSION_CHARS_MAX} characters long"
    return None
