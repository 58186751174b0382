"""The closing dialog about a component: what that decides is not asked, and every other end stays in reach."""

from console.policy.components import Facts, Maker
from console.policy.outcomes import Outcome
from console.policy.proposing import Fault, proposed
from console.policy.questions import Choice, Decision, Question, question_for, shared

NAME_CHARS = 40


def question_about(name: str, facts: Facts, *, kind: str | None) -> Question:
    """The first question to ask when a request about a component is closed; of a dispute whether it is upheld."""
    if kind == "dispute":
        return question_for(kind)
    own, maker = _OWN[facts.maker](facts), facts.maker
    set_up = Choice("s", "the shop's own set-up", _set_up(facts))
    rest = (
        *(shared(key) for key in _OTHERS[maker]),
        shared("s") if maker is Maker.BEYOND else set_up,
        Choice("n", "nothing was at fault", _nothing(facts)),
    )
    return Question(f"What was it about {name[:NAME_CHARS]}?", (*own, *rest))


def _end(key: str, label: str, facts: Facts, fault: Fault) -> Choice:
    return Choice(key, label, proposed(facts, fault))


def _ours(facts: Facts) -> tuple[Choice, ...]:
    return (
        _end("b", "a bug", facts, Fault.BUG),
        _end("y", "a security breach", facts, Fault.SECURITY),
        Choice("f", "a conflict with something else", _conflict_with(facts)),
    )


def _supported(facts: Facts) -> tuple[Choice, ...]:
    code = "encrypted, so it cannot be solved" if facts.encrypted else "not encrypted"
    return (
        _end("b", f"a bug; its code is {code}", facts, Fault.BUG),
        _end("f", "a conflict of ours with it", facts, Fault.CONFLICT),
    )


def _beyond(facts: Facts) -> tuple[Choice, ...]:
    return (
        _end("b", "a bug, beyond the scope: forward it", facts, Fault.BUG),
        _end("f", "a conflict of ours with it", facts, Fault.CONFLICT),
    )


def _cs_cart(facts: Facts) -> tuple[Choice, ...]:
    return (_end("b", "a bug, or a conflict of ours with it", facts, Fault.BUG),)


_OWN = {
    Maker.OURS: _ours, Maker.SUPPORTED: _supported, Maker.BEYOND: _beyond, Maker.CS_CART: _cs_cart,
}  # fmt: skip
_OTHERS = {Maker.OURS: "tc", Maker.SUPPORTED: "otc", Maker.BEYOND: "otc", Maker.CS_CART: "ot"}
"""What is said of a component can be wrong, or it was not the component: whose part it was, by the usual keys."""


def _conflict_with(facts: Facts) -> Question:
    free, charged = Outcome.FIRST_PARTY_THEME_CONFLICT, Outcome.THIRD_PARTY_CONFLICT
    return Question(
        "A conflict with what?",
        (
            _end("o", "our other add-on", facts, Fault.CONFLICT),
            Choice("t", "an AlexBranding theme", Decision(free, "F3")),
            Choice("p", "an add-on of UniTheme2 or YOUPI", Decision(free, "N7")),
            Choice("a", "another vendor's add-on", Decision(charged, "N7")),
            Choice("h", "another vendor's theme", Decision(charged, "N8")),
        ),
    )


def _set_up(facts: Facts) -> Question:
    return Question(
        "What was it about the shop's set-up?",
        (
            _end("p", "performance", facts, Fault.PERFORMANCE),
            _end("i", "incompatible software", facts, Fault.INCOMPATIBLE),
            _end("u", "an incorrect upgrade", facts, Fault.UPGRADE),
            _end("s", "incorrect settings", facts, Fault.SETTINGS),
            _end("m", "functionality never described", facts, Fault.UNDESCRIBED),
        ),
    )


def _modification(facts: Facts) -> Choice:
    ends = proposed(facts, Fault.MODIFICATION)
    done = ends.outcome is Outcome.MODIFICATION
    return Choice("m", f"a modification{' is done' if done else ': forward it'}", ends)


def _nothing(facts: Facts) -> Question:
    beyond = facts.maker is Maker.BEYOND
    return Question(
        "How did it end?",
        (
            Choice("a", "answered", Decision(Outcome.ANSWERED)),
            _modification(facts),
            Choice("f", "forwarded to Custom development", Decision(Outcome.FORWARDED, "S9" if beyond else "U11")),
            Choice("u", "unresolved, or no reply", Decision(Outcome.UNRESOLVED)),
            Choice("n", "not a request: spam, misdirected, a duplicate", Decision(Outcome.NOT_A_REQUEST)),
        ),
    )  # fmt: skip
