"""Senders: what speaks against a mail being from whom it names, and what that forbids (C4, U9)."""

import pytest

from console.policy.senders import (
    WORDS,
    Doubt,
    Verdict,
    check_agreement,
    check_charge,
    doubt,
    may_be_answered_by_program,
    may_join,
    parse_doubt,
)

ASKED = Verdict(asked=True)
VOUCHED = Verdict(asked=True, vouched=True)
FORGED = Verdict(asked=True, forged=True)
SPAM = Verdict(asked=True, vouched=True, spam=True)


@pytest.mark.parametrize(
    ("verdict", "keyed", "found"),
    [
        (Verdict(), False, None),
        (Verdict(forged=True), False, None),
        (Verdict(spam=True), False, Doubt.SPAM),
        (ASKED, False, Doubt.UNPROVEN),
        (ASKED, True, None),
        (VOUCHED, False, None),
        (FORGED, False, Doubt.FORGED),
        (FORGED, True, Doubt.UNPROVEN),
        (Verdict(asked=True, forged=True, spam=True), False, Doubt.FORGED),
        (SPAM, False, Doubt.SPAM),
        (SPAM, True, None),
    ],
)
def test_what_speaks_against_a_sender(verdict: Verdict, keyed: bool, found: Doubt | None) -> None:
    """What our mail server says decides, and who answers our own mail is known by that."""
    assert doubt(verdict, keyed=keyed) is found


@pytest.mark.parametrize(
    ("found", "joins", "answered"),
    [
        (None, True, True),
        (Doubt.UNPROVEN, True, True),
        (Doubt.SPAM, True, False),
        (Doubt.FORGED, False, False),
    ],
)
def test_what_a_sender_in_doubt_may_do(found: Doubt | None, joins: bool, answered: bool) -> None:
    """A forged sender joins nothing, and no program writes to one, nor to spam."""
    assert (may_join(found), may_be_answered_by_program(found)) == (joins, answered)


@pytest.mark.parametrize("found", list(Doubt))
def test_a_sender_in_doubt_agrees_to_nothing(found: Doubt) -> None:
    """A sender in doubt agrees to no credits, and the refusal says what speaks against them (U9)."""
    refused = check_agreement(found)
    assert refused is not None
    assert (refused.clause, WORDS[found] in refused.reason) == ("U9", True)


def test_a_sender_without_doubt_agrees() -> None:
    """A sender whom nothing speaks against may agree."""
    assert check_agreement(None) is None


@pytest.mark.parametrize(
    ("found", "refused"),
    [
        ((), False),
        ((None,), False),
        ((Doubt.FORGED,), True),
        ((Doubt.FORGED, Doubt.FORGED), True),
        ((Doubt.FORGED, None), False),
        ((Doubt.FORGED, Doubt.UNPROVEN), False),
        ((Doubt.SPAM,), False),
        ((Doubt.UNPROVEN,), False),
    ],
)
def test_only_forged_messages_charge_nobody(found: tuple[Doubt | None, ...], refused: bool) -> None:
    """A request with nothing but forged messages charges nobody (C4)."""
    assert (check_charge(found) is not None) is refused


def test_what_is_stored_is_a_doubt_again() -> None:
    """What is stored with a message is read as the doubt that it was."""
    assert [parse_doubt(each) for each in (None, *map(str, Doubt))] == [None, *Doubt]
