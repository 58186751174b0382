"""Components in words, as lines of lists."""

from collections.abc import Sequence

from console.policy.components import KIND_WORDS, Facts, Maker
from console.policy.outcomes import RULES
from console.policy.proposing import Fault, proposed, why
from console.services.component_shapes import ComponentView
from console.services.explain_words import Section
from widgets.line_list import Column, ListLine
from widgets.safe_text import one_line

NAMING_COLUMNS = (Column("Component", 28), Column("What it is"))
COLUMNS = (
    Column("Component"), Column("Vendor", 14), Column("Kind", 8), Column("Package", 10), Column("Sold", 4),
    Column("Code", 9),
)  # fmt: skip


def naming_line(each: ComponentView) -> ListLine:
    """A component as it is offered to be named."""
    return ListLine(each.id, (one_line(each.facts.name), one_line(why(each.facts))), ("", "dim"))


def component_line(each: ComponentView) -> ListLine:
    """A component as it stands in the catalogue."""
    facts = each.facts
    name = f"{facts.name} · retired" if facts.retired else facts.name
    vendor = "ours" if facts.maker is Maker.OURS else facts.vendor
    kind = KIND_WORDS[facts.kind].removesuffix(" software")
    code = "encrypted" if facts.encrypted else "open"
    texts = (name, vendor, kind, facts.package or "", sold(facts), code)
    dim = "dim" if facts.retired else ""
    return ListLine(each.id, tuple(map(one_line, texts)), (dim, dim, "dim", "dim", "dim", dim))


def sold(facts: Facts) -> str:
    """Whether it is paid or free."""
    return "paid" if facts.paid else "free"


def facts_words(facts: Facts) -> str:
    """All of a component's facts: "Live search by Cart-Power, add-on, paid, code not encrypted"."""
    said = [f"{facts.name} by {facts.vendor}", KIND_WORDS[facts.kind]]
    said += [f"in the {facts.package} package"] if facts.package else []
    said += [sold(facts), "code encrypted" if facts.encrypted else "code not encrypted"]
    said += ["retired"] if facts.retired else []
    return one_line(", ".join(said))


FAULTS = {
    Fault.BUG: "a bug", Fault.SECURITY: "a security breach", Fault.CONFLICT: "a conflict of ours with it",
    Fault.UPGRADE: "an incorrect upgrade", Fault.SETTINGS: "incorrect settings",
    Fault.UNDESCRIBED: "functionality never described", Fault.MODIFICATION: "a modification",
    Fault.NONE: "nothing at fault",
}  # fmt: skip
"""What can be wrong with a component, in words."""


def proposals_of(facts: Facts) -> list[str]:
    """What each fault of it proposes."""
    lines = []
    for fault, said in FAULTS.items():
        ends = proposed(facts, fault)
        rule = RULES[ends.outcome]
        cost = "by time" if rule.by_time else "free"
        lines.append(
            f"{said}: {rule.label}, {cost}"
            + (f" ({ends.ground_clause})" if ends.ground_clause else "")
        )
    return lines


def component_sections(history: Sequence[ComponentView], written: Sequence[str]) -> list[Section]:
    """A component whole; its writings come newest first, each with the words for who wrote it when."""
    now = history[0]
    told = [
        f"{when}: {facts_words(each.facts)}" for each, when in zip(history, written, strict=True)
    ]
    return [
        (f"{one_line(now.facts.name)} ({now.code})", [facts_words(now.facts)]),
        ("What is proposed when a request about it is closed", proposals_of(now.facts)),
        ("How it was written, the newest first", told),
    ]
