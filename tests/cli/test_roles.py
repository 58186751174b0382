"""Who may do what: every action with its command and its key, refused alike on the command line and on the screen."""

import json

import pytest
from _pytest.mark import ParameterSet

from console.actions import ACTIONS, why_off
from console.policy import access
from console.policy.access import Role
from console.policy.refusal import Refusal
from console.situations import Situation
from tests.cli.all_commands import ANNA, WRITES, meant
from tests.cli.everything import Line, Ran

LOGINS = {Role.SPECIALIST: "pavel", Role.LEAD: "irina", Role.ADMIN: "ada"}

COMMANDS = f"""
assign: assign 1 pavel --reason ill
release_other: release 1 --reason ill
resolve_other_timer: timer resolve cut --of olga
approve_proposal: proposals approve 1
approve_proposal: proposals reject 1
override_notice: close 4 --outcome answered --override-notice agreed --file TEXT
free_hold: resume 6 --reason odd
not_a_request_with_work: close 4 --outcome not-a-request --ground spam
decide_dispute: dispute uphold 3 --file TEXT
decide_dispute: dispute reject 3 --file TEXT
choose_cover: entitlement choose 1 --none --reason odd
standing_consent: consent add --up-to 80 --customer {ANNA}
report: report outcomes
report: report credits
report: report limits
report: report estimates
report: report bugs
report: chart backlog
report: chart ages
report: chart charges
report: chart flow
board: board
solve_bug: bug solve 1 --in 2.0
component_after: component of 2 live-search
purchase: credits purchase {ANNA} 80 --reason paid
grant: credits grant {ANNA} 20 --reason gift
correct: credits correct {ANNA} 5 --reason odd
reverse: credits reverse 1 --reason odd
entitlement: entitlement add premium {ANNA} --domain shop.example --months 1 --reason paid
entitlement: entitlement refund 1 --reason odd
merge: customer merge 1 2 --reason same
merge: customer unmerge 1 --reason odd
move_address: customer move {ANNA} --new --reason odd
move_address: customer add-address 1 x@shop.example --reason odd
opt_out: mailing opt-out 1 --reason odd
opt_out: mailing opt-in 1 --reason odd
move_address: customer rename 1 Ann
policy: policy add POLICY_2
policy: policy adopt 2
mailing: mailing send --expected 3 MAILING
shop: store admit com 1
shop: store look com 1
shop: store domain 1 shop.example
shop: store map set com code:A ignore
shop: store map remove com code:B
shop: store map import PRODUCTS
shop: store proposals accept 1 --reason odd
shop: store proposals reject 1 --reason odd
texts: texts set hello --language en --file TEXT
texts: texts reset hello
catalogue: component add new-search --vendor Cart-Power --kind addon --name Search
catalogue: component change live-search --name Find
catalogue: component retire live-search
catalogue: component import COMPONENTS
staff: staff add dana --role lead --name Dana
staff: staff role pavel lead
staff: staff rename pavel Paul
staff: staff retire olga
settings: settings set reopen_days 10 --reason odd
settings: settings unset reopen_days --reason odd
settings: office close 2026-12-30 --reason feast
settings: office open 2026-12-29 --reason late
settings: office hours 2026-12-28 9:00 15:00 --reason short
settings: office take-back 2026-12-31 --reason odd
settings: connections set smtp port 25
settings: connections add-shop new --address https://x.example --user a@x.example
settings: connections remove-shop com
backup: backup COPY
export: export COPY
move: move --to COPY
""".strip().splitlines()
"""An action of `access`, and a command that is one."""

ON_SCREEN = """
assign: request.assign board.assign
release_other: board.release
resolve_other_timer: timer.answer
approve_proposal: proposal.approve proposal.reject
choose_cover: request.cover
standing_consent: account.agreement
decide_dispute: dispute.uphold dispute.reject
report: chart.backlog chart.ages chart.charges chart.flow
follow: request.follow
solve_bug: bug.solve
board: go.board
purchase: account.buy
grant: account.grant
correct: account.correct
reverse: account.reverse
entitlement: account.refund account.package
merge: account.merge account.unmerge
move_address: account.move account.address account.rename
opt_out: account.promotions
policy: policy.propose policy.adopt
mailing: customers.write
shop: product.map order.accept order.turn_down order.domain order.look_up order.admit
texts: text.write text.new text.reset
catalogue: component.add component.change component.retire component.import
staff: member.add member.role member.rename member.retire
settings: setting.change setting.reset office.close office.open office.hours office.take_back
settings: connection.change connection.secret connection.add_shop connection.remove_shop
""".strip().splitlines()

SPECIALISTS = f"""
pick: pick
release: release 4 --reason ill
reply: reply 4 --file TEXT
note: note 1 --file TEXT
timer: timer start 4
timer: timer stop
timer: timer resolve keep
add_time: timer add 4 --minutes 5 --reason call
add_time: timer take-off 4 --minutes 5 --reason call
kind: kind 4 question
estimate: estimate 4 60
wait: reply 4 --wait-for customer --file TEXT
wait: resume 7 --reason here
answer_limit: limits answer 4 over-40-credits no-notice --reason odd
suspect: resume 6 --reason ours --suspected
close: close 4 --outcome first-party-bug --file TEXT
reopen: reopen 2 --reason again
outbox: outbox send
outbox: outbox retry 1
outbox: outbox settle 1
intake: intake email MAIL
intake: intake form FORM
quarantine: quarantine admit 6
quarantine: quarantine dismiss 6
domain: domain 4 shop.example
domain: entitlement bind 1 3
consent: consent add --up-to 80 --ticket 4
consent: consent withdraw 1 --reason odd
send_statement: statement {ANNA} --send
dispute: dispute file {ANNA} --ticket 2 --file TEXT
dispute: dispute link 3 --ticket 2
own_time: report time
own_time: chart time
bug: bug add live-search --title Slow
bug: bug change 1 --title Slow
bug: bug attach 4 1
bug: bug detach 4
component: component of 4 live-search
""".strip().splitlines()
"""An action that is everybody's, and a command that is one, on what Pavel may work on."""

SPECIALISTS_ON_SCREEN = """
pick: request.pick
release: request.release
reply: request.reply
note: request.note
timer: timer.toggle
add_time: time.add
kind: request.kind
estimate: request.estimate
wait: request.wait
answer_limit: limit.answer
suspect: request.wait
close: request.close
reopen: request.reopen
outbox: mail.retry mail.retry_all mail.settle
quarantine: aside.admit aside.dismiss
domain: request.domain
consent: request.agreement account.end_agreement
send_statement: account.statement
dispute: account.dispute dispute.link
own_time: chart.time
bug: bug.new bug.change bug.again request.bug
component: request.component
""".strip().splitlines()

FINDS_NOTHING = (
    """
timer resolve,pick,timer start,timer stop,outbox send,outbox settle,dispute uphold,credits reverse,customer unmerge
customer move,store admit,store domain,store proposals,office take-back
""".strip()
    .replace("\n", ",")
    .split(",")
)
"""What has nothing to be done to on this desk, or not just now: it says so, and that is not the role's doing."""

WITHIN = ("override_notice", "free_hold", "not_a_request_with_work", "component_after")
"""What is a choice in a dialog, or a key that is off for a specialist on what is closed."""

BY_COMMAND = ("intake", "backup", "export", "move")
"""What has no key."""

SENTENCES = {
    "release_other": Refusal("Somebody else holds this request.", "C9"),
    "not_a_request_with_work": Refusal(
        "Work is recorded on it: only a lead may close it as not a request, with a reason.", "U7"
    ),
}
"""What is refused in words of its own, by a clause of the policy; all else by who may."""


def pairs(lines: list[str]) -> list[tuple[str, str]]:
    """Each line as an action of `access`, and what is one."""
    return [(line.split(": ")[0], line.split(": ", 1)[1]) for line in lines]


def by_role(lines: list[str], *, may: bool) -> list[ParameterSet]:
    """Each line with each role that may do it, or may not."""
    return [
        pytest.param(name, words, role, id=f"{role}-{words}")
        for name, words in pairs(lines)
        for role in Role
        if access.includes(role, access.ACTIONS[name]) is may
    ]


SHOWN = [(name, each) for name, ids in pairs(ON_SCREEN) for each in ids.split()]
SHOWN_TO_ALL = [(name, each) for name, ids in pairs(SPECIALISTS_ON_SCREEN) for each in ids.split()]


def refusal(name: str, role: Role) -> dict[str, object]:
    """What a role that may not is told, as a command tells it."""
    refused = SENTENCES.get(name) or access.check(role, name)
    assert refused is not None
    return {"refused": {"reason": refused.reason, "clause": refused.clause}}


@pytest.mark.parametrize(("name", "words", "role"), by_role(COMMANDS, may=False))
def test_a_command_of_a_higher_role_is_refused_in_a_sentence(
    line: Line, name: str, words: str, role: Role
) -> None:
    """With exit code 1, and who may; with a clause where the policy has one."""
    assert line(LOGINS[role], words) == Ran(1, refusal(name, role))


@pytest.mark.parametrize(("name", "words", "role"), by_role([*COMMANDS, *SPECIALISTS], may=True))
def test_a_command_is_done_for_each_role_that_may(
    line: Line, name: str, words: str, role: Role
) -> None:
    """Or says what is missing, which is not the role's doing."""
    ran = line(LOGINS[role], words)
    nothing = any(words.startswith(each) for each in FINDS_NOTHING)
    assert ran.code in ({1, 3, 4} if nothing else {0}), ran
    assert "Only " not in json.dumps(ran.said)


def test_every_action_has_its_command() -> None:
    """But looking over a shoulder, which is of the screen alone."""
    named = {name for name, _ in pairs([*COMMANDS, *SPECIALISTS])}
    assert set(access.ACTIONS) - named == {"follow"}


def test_every_command_that_writes_is_of_an_action() -> None:
    """But those that need nobody of the staff: making a desk, its jobs, and its website."""
    named = {meant(words) for _, words in pairs([*COMMANDS, *SPECIALISTS])}
    assert {meant(words) for words in WRITES} - named == {
        "start:init", "copies:restore", "work:work", "site:serve",
    }  # fmt: skip


@pytest.mark.parametrize(("name", "action_id"), [*SHOWN, *SHOWN_TO_ALL])
def test_a_key_needs_the_role_that_the_command_needs(name: str, action_id: str) -> None:
    """The screen and the service ask for the same role."""
    assert ACTIONS[action_id].role is access.ACTIONS[name]


def test_every_key_above_a_specialist_s_is_in_the_table() -> None:
    """No key is a role's without an action that says so."""
    above = {each.id for each in ACTIONS.values() if each.role is not Role.SPECIALIST}
    assert above == {action_id for _, action_id in SHOWN}


def test_every_key_of_everybody_s_that_writes_is_in_the_table() -> None:
    """What changes nothing needs no action: all may look."""
    writing = {a.id for a in ACTIONS.values() if a.writes and a.role is Role.SPECIALIST}
    assert writing == {key for _, key in SHOWN_TO_ALL if ACTIONS[key].writes}


def test_every_action_has_its_key() -> None:
    """But what is a choice within another, or a command alone."""
    shown = {name for name, _ in [*SHOWN, *SHOWN_TO_ALL]}
    assert set(access.ACTIONS) - shown == {*WITHIN, *BY_COMMAND}


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("action_id", ACTIONS)
def test_a_key_of_a_higher_role_says_who_may(action_id: str, role: Role) -> None:
    """And a key of one's own role is never off for that reason."""
    action = ACTIONS[action_id]
    said = why_off(action, Situation(min(action.where), role=role, staff_id=9)) or ""
    assert said.startswith("Only ") is not access.includes(role, action.role)
