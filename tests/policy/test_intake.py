"""Intake: where an arrival belongs, and whether it waits for credits (C1 to C5, C8, U2, U7)."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.policy.intake import (
    Admission,
    Arrival,
    Channel,
    Kind,
    Placing,
    ThreadMatch,
    admit,
    parse_kind,
)
from console.policy.senders import Doubt

PLAIN = Arrival(
    automatic=None,
    readable=True,
    sender="ann@shop.example",
    thread=None,
    customer_known=True,
    balance=0,
)
OPEN = ThreadMatch(ticket=12, open=True, sender_takes_part=True, keyed=False)
CLOSED = replace(OPEN, open=False)
KEYED = ThreadMatch(ticket=12, open=False, sender_takes_part=False, keyed=True)
STRANGE = ThreadMatch(ticket=12, open=True, sender_takes_part=False, keyed=False)
WAITS = Admission(
    Placing.NEW,
    waiting_for="credits",
    waiting_credits=0,
    ask_to_replenish=True,
    reason="The customer owes 20 credits, to be replenished first.",
    clause="U7",
)
THREADS = st.none() | st.builds(
    ThreadMatch, st.just(12), st.booleans(), st.booleans(), st.booleans()
)
ARRIVALS = st.builds(
    Arrival,
    st.none() | st.just("auto-replied"),
    st.booleans(),
    st.none() | st.just("ann@shop.example"),
    THREADS,
    st.booleans(),
    st.integers(-100, 100),
    st.booleans(),
    st.booleans(),
    st.booleans(),
)


@pytest.mark.parametrize("known", [True, False])
@pytest.mark.parametrize("balance", [0, 1, 80])
def test_a_request_is_taken_in_with_no_credits_at_all(known: bool, balance: int) -> None:
    """A request is taken in with no credits at all."""
    arrival = replace(PLAIN, customer_known=known, balance=balance)
    assert admit(arrival) == Admission(Placing.NEW)


def test_a_request_of_who_owes_waits_for_credits() -> None:
    """A request of a customer who owes waits for credits."""
    assert admit(replace(PLAIN, balance=-20)) == WAITS


def test_one_credit_owed_is_enough_to_wait() -> None:
    """One credit owed is enough to wait."""
    assert admit(replace(PLAIN, balance=-1)).waiting_for == "credits"


@pytest.mark.parametrize(
    "arrival",
    [
        replace(PLAIN, balance=-20, suspected_first_party=True),
        replace(PLAIN, balance=-20, entitled=True),
        replace(PLAIN, balance=-20, dispute=True),
    ],
)
def test_what_may_be_free_is_never_held(arrival: Arrival) -> None:
    """What may be free is never held."""
    assert admit(arrival) == Admission(Placing.NEW)


@pytest.mark.parametrize("balance", [0, -20])
@pytest.mark.parametrize(("thread", "reopens"), [(OPEN, False), (CLOSED, True), (KEYED, True)])
def test_an_answer_joins_its_request_and_is_not_held(
    balance: int, thread: ThreadMatch, reopens: bool
) -> None:
    """An answer joins its request and is not held."""
    arrival = replace(PLAIN, balance=balance, thread=thread)
    assert admit(arrival) == Admission(Placing.JOINED, ticket=12, reopens=reopens)


def test_a_stranger_s_answer_is_a_request_of_its_own() -> None:
    """A stranger's answer is a request of its own."""
    assert admit(replace(PLAIN, thread=STRANGE)) == Admission(Placing.NEW)


@pytest.mark.parametrize("thread", [OPEN, CLOSED, KEYED])
def test_an_automatic_answer_joins_and_reopens_nothing(thread: ThreadMatch) -> None:
    """An automatic answer joins and reopens nothing."""
    arrival = replace(PLAIN, automatic="auto-replied", thread=thread)
    assert admit(arrival) == Admission(Placing.JOINED, ticket=12)


@pytest.mark.parametrize(
    ("arrival", "reason"),
    [
        (replace(PLAIN, readable=False), "It cannot be read."),
        (replace(PLAIN, readable=False, thread=KEYED), "It cannot be read."),
        (replace(PLAIN, sender=None), "It names no sender."),
        (replace(PLAIN, sender="", thread=KEYED), "It names no sender."),
        (replace(PLAIN, automatic="a list"), "It was sent by a program: a list."),
        (
            replace(PLAIN, automatic="a list", thread=STRANGE),
            "It was sent by a program: a list.",
        ),
    ],
)
def test_what_no_person_sent_readably_is_kept_aside(arrival: Arrival, reason: str) -> None:
    """What no person sent readably is kept aside."""
    assert admit(arrival) == Admission(Placing.QUARANTINED, reason=reason)


@given(ARRIVALS)
def test_a_stranger_never_joins(arrival: Arrival) -> None:
    """A stranger never joins."""
    joined = admit(arrival).placing is Placing.JOINED
    thread = arrival.thread
    assert not joined or (thread is not None and (thread.keyed or thread.sender_takes_part))


@given(ARRIVALS)
def test_a_program_never_opens_or_reopens(arrival: Arrival) -> None:
    """A program never opens or reopens."""
    found = admit(arrival)
    opened = found.placing is Placing.NEW or found.reopens
    assert not (opened and arrival.automatic is not None)


@given(ARRIVALS)
def test_whoever_waits_for_credits_is_asked_for_them(arrival: Arrival) -> None:
    """Whoever waits for credits is asked for them."""
    found = admit(arrival)
    assert found.ask_to_replenish == (found.waiting_credits is not None)


def test_there_is_no_phone_chat_or_messaging_app() -> None:
    """There is no phone, chat or messaging app."""
    assert list(Channel) == ["email", "form", "helpdesk"]


@pytest.mark.parametrize(
    ("text", "kind"), [("question", Kind.QUESTION), (" Modification ", Kind.MODIFICATION)]
)
def test_a_kind_is_known_by_its_name(text: str, kind: Kind) -> None:
    """A kind is known by its name."""
    assert parse_kind(text) is kind


@pytest.mark.parametrize("text", ["", "phone"])
def test_an_unknown_kind_is_told_what_there_is(text: str) -> None:
    """An unknown kind is told what there is."""
    with pytest.raises(ValueError, match=r"one of explanation, configuration, .*, dispute\."):
        parse_kind(text)


FORGED = replace(PLAIN, doubt=Doubt.FORGED)


@pytest.mark.parametrize("thread", [OPEN, CLOSED])
def test_a_forged_sender_joins_nothing_by_taking_part(thread: ThreadMatch) -> None:
    """A forged sender joins no request by taking part in it."""
    assert admit(replace(FORGED, thread=thread)) == Admission(Placing.NEW)


def test_our_own_message_id_lets_even_a_doubtful_sender_join() -> None:
    """Who has a mail of ours may go on with its request."""
    admission = admit(replace(PLAIN, doubt=Doubt.UNPROVEN, thread=replace(KEYED, open=True)))
    assert admission == Admission(Placing.JOINED, ticket=12)


@pytest.mark.parametrize(
    ("doubt", "asked"),
    [(None, True), (Doubt.UNPROVEN, True), (Doubt.SPAM, False), (Doubt.FORGED, False)],
)
def test_no_program_asks_a_forged_sender_to_replenish(doubt: Doubt | None, asked: bool) -> None:
    """A debt holds a request whoever sent it, and no program tells a forged sender or spam of it (U7)."""
    admission = admit(replace(PLAIN, doubt=doubt, balance=-20))
    assert (admission.waiting_for, admission.ask_to_replenish) == ("credits", asked)


@pytest.mark.parametrize("doubt", [Doubt.SPAM, Doubt.FORGED])
def test_no_program_explains_anything_to_a_forged_stranger(doubt: Doubt) -> None:
    """No program explains to a forged stranger why their dispute is not taken (D3)."""
    admission = admit(replace(PLAIN, doubt=doubt, customer_known=False, dispute=True))
    assert (admission.placing, admission.explain) == (Placing.QUARANTINED, False)


@pytest.mark.parametrize(("lately", "placing"), [(59, Placing.NEW), (60, Placing.QUARANTINED)])
def test_a_flood_from_one_address_is_set_aside(lately: int, placing: Placing) -> None:
    """What is past sixty mails of an address in an hour, a person looks at."""
    assert admit(replace(PLAIN, lately=lately)).placing is placing


@pytest.mark.parametrize(
    ("days", "admission"),
    [
        (0, Admission(Placing.JOINED, ticket=12, reopens=True)),
        (29, Admission(Placing.JOINED, ticket=12, reopens=True)),
        (
            30,
            Admission(
                Placing.NEW, follows=12, reason="It answers #12, which was closed 30 days ago."
            ),
        ),
    ],
)
def test_an_answer_opens_a_request_again_for_thirty_days(days: int, admission: Admission) -> None:
    """An answer opens a closed request again for thirty days, and begins a new one later."""
    assert admit(replace(PLAIN, thread=replace(CLOSED, closed_days=days))) == admission


def test_how_long_an_answer_opens_again_is_a_setting() -> None:
    """How long an answer opens a closed request again is a setting."""
    late = replace(PLAIN, thread=replace(CLOSED, closed_days=7))
    assert admit(late, reopen_days=7).placing is Placing.NEW


def test_an_automatic_answer_stays_on_a_request_closed_long_ago() -> None:
    """An automatic answer stays on its request however long that is closed, and opens nothing."""
    late = replace(PLAIN, automatic="auto-reply", thread=replace(CLOSED, closed_days=400))
    assert admit(late) == Admission(Placing.JOINED, ticket=12)


def test_an_owing_customers_late_answer_waits_and_says_what_it_follows() -> None:
    """An owing customer's late answer waits for credits, and still says which request it follows (U7)."""
    late = replace(PLAIN, balance=-20, thread=replace(CLOSED, closed_days=90))
    assert (admit(late).waiting_for, admit(late).follows) == ("credits", 12)
