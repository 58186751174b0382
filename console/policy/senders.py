"""Senders: what speaks against a mail being from whom it names, and what such a one may not do (C4, U9).

Anybody can write an address into a mail. What the desk's own mail server found out decides: a sender in doubt
may open a request, and neither spends nor agrees to credits, nor is told of them by a program.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from console.policy.refusal import Refusal


class Doubt(StrEnum):
    """What speaks against a sender, the gravest first."""

    FORGED = "forged"
    SPAM = "spam"
    UNPROVEN = "unproven"


WORDS: Mapping[Doubt, str] = MappingProxyType(
    {
        Doubt.FORGED: "the sender's domain says that it is not theirs",
        Doubt.SPAM: "our mail server takes it for spam",
        Doubt.UNPROVEN: "nothing shows that it is from its sender",
    }
)
"""Why, for a person to read."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the desk's own mail server says of a mail; `asked` is whether such a server is named in the settings."""

    asked: bool = False
    forged: bool = False
    vouched: bool = False
    spam: bool = False


NOT_ASKED = Verdict()
"""Where nobody says anything of senders."""


def doubt(verdict: Verdict, *, keyed: bool = False) -> Doubt | None:
    """What speaks against the sender; `keyed` is an answer to a mail of ours, which only who got that can give."""
    if verdict.asked and verdict.forged:
        # A mailing list or a forwarder breaks signatures too: who has our mail is no mere stranger.
        return Doubt.UNPROVEN if keyed else Doubt.FORGED
    if verdict.spam and not keyed:
        return Doubt.SPAM
    if verdict.asked and not (verdict.vouched or keyed):
        return Doubt.UNPROVEN
    return None


def parse_doubt(text: str | None) -> Doubt | None:
    """What is stored with a message; raises ValueError for what is no doubt."""
    return None if text is None else Doubt(text)


def may_join(found: Doubt | None) -> bool:
    """Whether taking part in a request is enough to go on with it."""
    return found is not Doubt.FORGED


def may_be_answered_by_program(found: Doubt | None) -> bool:
    """Whether a program may answer: to a forged sender it would write to somebody who never asked."""
    return found not in (Doubt.FORGED, Doubt.SPAM)


def check_agreement(found: Doubt | None) -> Refusal | None:
    """Refuse an agreement on the word of a sender in doubt (U9)."""
    if found is None:
        return None
    return Refusal(
        f"That message cannot agree to credits: {WORDS[found]}. An answer to a mail of ours can.",
        "U9",
    )


def check_charge(found: tuple[Doubt | None, ...]) -> Refusal | None:
    """Refuse to charge a request that has nothing but forged messages from outside (C4)."""
    if not found or any(each is not Doubt.FORGED for each in found):
        return None
    return Refusal(
        f"Nobody can be charged for it: {WORDS[Doubt.FORGED]}. Answer it: who answers our mail is no stranger.",
        "C4",
    )
