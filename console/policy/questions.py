"""The closing dialog as data: whose part it was, what was wrong with it, and the outcome that follows."""

from dataclasses import dataclass

from console.policy.outcomes import Outcome


@dataclass(frozen=True, slots=True)
class Decision:
    """The end of the questions: an outcome, and the clause that its ground begins with, if one is known."""

    outcome: Outcome
    ground_clause: str | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer to a question: its key, its words, and where it leads."""

    key: str
    label: str
    leads_to: "Question | Decision"


@dataclass(frozen=True, slots=True)
class Question:
    """A question and its answers, each by a key of its own."""

    text: str
    choices: tuple[Choice, ...]


def _end(key: str, label: str, outcome: Outcome, clause: str | None = None) -> Choice:
    """A choice that ends the questions."""
    return Choice(key, label, Decision(outcome, clause))


_OURS = Question(
    "What was wrong with our add-on?",
    (
        _end("b", "a bug", Outcome.FIRST_PARTY_BUG, "F4"),
        _end("s", "a security breach", Outcome.FIRST_PARTY_SECURITY, "F1"),
        _end("c", "a conflict between our add-ons", Outcome.FIRST_PARTY_CONFLICT, "F2"),
        _end(
            "t",
            "a conflict with an AlexBranding theme, or an add-on of UniTheme2 or YOUPI",
            Outcome.FIRST_PARTY_THEME_CONFLICT,
            "F3",
        ),
    ),
)

_ENCRYPTED = Question(
    "Is its code encrypted?",
    (
        _end("y", "yes, so it cannot be solved", Outcome.THIRD_PARTY_ENCRYPTED, "U5"),
        _end("n", "no", Outcome.THIRD_PARTY_BUG, "U5"),
    ),
)

_ANOTHERS = Question(
    "What was wrong with another vendor's part?",
    (
        Choice("b", "a bug", _ENCRYPTED),
        _end("a", "a conflict of ours with its add-on", Outcome.THIRD_PARTY_CONFLICT, "N7"),
        _end("t", "a conflict of ours with its theme", Outcome.THIRD_PARTY_CONFLICT, "N8"),
        _end("x", "beyond the scope: forward it", Outcome.FORWARDED, "U6"),
    ),
)

_SHOP = Question(
    "What was it about the shop's set-up?",
    (
        _end("p", "performance", Outcome.PERFORMANCE, "N3"),
        _end("i", "incompatible software", Outcome.INCOMPATIBLE_SOFTWARE, "N4"),
        _end("u", "an incorrect upgrade", Outcome.INCORRECT_UPGRADE, "N5"),
        _end("s", "incorrect settings", Outcome.INCORRECT_SETTINGS, "N6"),
        _end("m", "functionality never described", Outcome.MISSING_FUNCTIONALITY, "N2"),
    ),
)

_NOTHING = Question(
    "How did it end?",
    (
        _end("a", "answered", Outcome.ANSWERED),
        _end("m", "a modification is done", Outcome.MODIFICATION, "S7"),
        _end("f", "forwarded to Custom development", Outcome.FORWARDED, "U11"),
        _end("u", "unresolved, or no reply", Outcome.UNRESOLVED),
        _end("n", "not a request: spam, misdirected, a duplicate", Outcome.NOT_A_REQUEST),
    ),
)

QUESTIONS = Question(
    "Whose part was at fault?",
    (
        Choice("o", "our add-on", _OURS),
        Choice("t", "another vendor's part", _ANOTHERS),
        _end("c", "CS-Cart itself", Outcome.CS_CART, "N1"),
        Choice("s", "the shop's own set-up", _SHOP),
        Choice("n", "nothing was at fault", _NOTHING),
    ),
)

_DISPUTE = Question(
    "How is the dispute decided?",
    (
        _end("u", "upheld", Outcome.DISPUTE_UPHELD, "D1"),
        _end("r", "rejected", Outcome.DISPUTE_REJECTED, "D1"),
    ),
)


_SHARED = {each.key: each for each in QUESTIONS.choices}


def shared(key: str) -> Choice:
    """The answer of a key to whose part was at fault, for a question that goes on from a component."""
    return _SHARED[key]


def question_for(kind: str | None) -> Question:
    """The first question to ask when a request of that kind is closed."""
    return _DISPUTE if kind == "dispute" else QUESTIONS
