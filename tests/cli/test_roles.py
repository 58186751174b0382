"""Who may do what: every action of leads and admins, refused alike by the command line and on the screen."""

import contextlib
import io
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from console import cli
from console.actions import ACTIONS, why_off
from console.policy import access
from console.policy.access import Role
from console.situations import Situation
from tests.cli.conftest import SETTINGS, mail
from tests.conftest import at

SHOP = '[shops.com]\naddress = "https://shop.example"\nuser = "api@desk.example"\n'
MAILING = 'kind = "promotional"\n[en]\nsubject = "Hours"\ntext = "We open at eight."\n[to]\nlanguage = "en"\n'
ANNA = "anna@shop.example"
LOGINS = {Role.SPECIALIST: "pavel", Role.LEAD: "irina"}

COMMANDS = f"""
assign: assign 1 pavel --reason ill
resolve_other_timer: timer resolve cut --of olga
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
policy: policy adopt 2
mailing: mailing send --expected 1 FILE
shop: store admit com 1
shop: store look com 1
shop: store map set com code:A ignore
shop: store proposals accept 1 --reason odd
texts: texts set hello --language en --file TEXT
catalogue: component add new-search --vendor Cart-Power --kind addon --name Search
catalogue: component retire live-search
staff: staff add dana --role lead --name Dana
staff: staff role pavel lead
staff: staff rename pavel Paul
staff: staff retire olga
settings: settings set reopen_days 10 --reason odd
settings: settings unset reopen_days --reason odd
settings: office close 2026-12-31 --reason feast
settings: office take-back 2026-12-31 --reason odd
settings: connections set smtp port 25
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

ELSEWHERE = {
    "release_other": "whose it is is said, by its clause (C9): tests/policy/test_access.py",
    "approve_proposal": "where there is a proposal: tests/services/test_proposals.py",
    "override_notice": "a choice within closing: tests/services/test_limits.py",
    "free_hold": "a choice within taking off wait: tests/services/test_holds.py",
    "not_a_request_with_work": "an outcome: tests/services/test_closing.py",
}


def pairs(lines: list[str]) -> list[tuple[str, str]]:
    """Each line as an action of `access`, and what is one."""
    return [(line.split(": ")[0], line.split(": ", 1)[1]) for line in lines]


SHOWN = [(name, each) for name, ids in pairs(ON_SCREEN) for each in ids.split()]


@dataclass(frozen=True)
class Ran:
    """What a command left behind."""

    code: int
    said: object


@dataclass
class Line:
    """The command line in this process, for a whole file of tests."""

    patch: pytest.MonkeyPatch
    home: Path

    def __call__(self, login: str, words: str, *, stdin: bytes = b"") -> Ran:
        """Run one command as somebody; TEXT, FILE and COPY are files."""
        names = {"TEXT": "text", "FILE": "mailing", "COPY": "copy"}
        given = [str(self.home / names[w]) if w in names else w for w in words.split()]
        self.patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        out = io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(io.StringIO()):
            code = cli.main(("--as", login, *given, "--json"), at)
        return Ran(code, json.loads(out.getvalue() or "null"))


@pytest.fixture(scope="module")
def line(blank_desk: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Line]:
    """A desk with a request in Olga's hands, one that is closed, and a little of all that commands are about."""
    home = tmp_path_factory.mktemp("roles")
    with pytest.MonkeyPatch.context() as patch:
        for name in ("config", "data", "state", "cache"):
            (home / name).mkdir()
            patch.setenv(f"XDG_{name.upper()}_HOME", str(home / name))
        (home / "config" / "creditdesk").mkdir()
        (home / "config" / "creditdesk" / "settings.toml").write_text(
            SETTINGS + SHOP, encoding="utf-8"
        )
        (home / "desk.db").write_bytes(blank_desk.read_bytes())
        (home / "text").write_text("Hello", encoding="utf-8")
        (home / "mailing").write_text(MAILING, encoding="utf-8")
        patch.setenv("CREDITDESK_DATABASE", str(home / "desk.db"))
        run = Line(patch, home)
        _fill(run)
        yield run


def _fill(run: Line) -> None:
    raw = [mail(number=n, sender=f"Anna Lee <{ANNA}>") for n in (1, 2, 3)]
    done = [
        run("olga", "intake email", stdin=raw[0]),
        run("olga", "intake email", stdin=raw[1].replace(b"Filters", b"Prices")),
        run("olga", "intake email", stdin=raw[2].replace(b"Filters", b"Charges")),
        run("irina", "kind 3 dispute"),
        run("irina", "assign 3 pavel --reason his"),
        run("olga", "pick"),
        run("ada", f"credits purchase {ANNA} 80 --reason paid"),
        run("ada", "component add live-search --vendor Cart-Power --kind addon --name Search"),
        run("olga", "bug add live-search --title Empty"),
        run("olga", "timer start 1"),
        run("irina", "close 2 --outcome not-a-request --ground twice"),
    ]
    assert [each.code for each in done] == [0] * len(done), done


REFUSED = [
    pytest.param(name, words, role, id=f"{role}-{words}")
    for name, words in pairs(COMMANDS)
    for role in (Role.SPECIALIST, Role.LEAD)
    if not access.includes(role, access.ACTIONS[name])
]


@pytest.mark.parametrize(("name", "words", "role"), REFUSED)
def test_a_command_of_a_higher_role_is_refused_in_a_sentence(
    line: Line, name: str, words: str, role: Role
) -> None:
    """With exit code 1, who may, and no clause."""
    refusal = access.check(role, name)
    assert refusal is not None
    assert line(LOGINS[role], words) == Ran(
        1, {"refused": {"reason": refusal.reason, "clause": None}}
    )


@pytest.mark.parametrize(("name", "words"), pairs(COMMANDS))
def test_a_command_is_the_role_s_that_may(line: Line, name: str, words: str) -> None:
    """What it comes to is not its role's doing; a console that only reads shows that it is tried."""
    login = {Role.LEAD: "irina", Role.ADMIN: "ada"}[access.ACTIONS[name]]
    ran = line(login, f"--read-only {words}")
    assert "Only " not in json.dumps(ran.said)


def test_every_action_above_a_specialist_s_has_its_command() -> None:
    """Or says where else it is tried."""
    above = {name for name, role in access.ACTIONS.items() if role is not Role.SPECIALIST}
    assert above - {name for name, _ in pairs(COMMANDS)} - set(ELSEWHERE) == {"follow"}


@pytest.mark.parametrize(("name", "action_id"), SHOWN)
def test_a_key_needs_the_role_that_the_command_needs(name: str, action_id: str) -> None:
    """The screen and the service ask for the same role."""
    assert ACTIONS[action_id].role is access.ACTIONS[name]


def test_every_key_above_a_specialist_s_is_in_the_table() -> None:
    """No key is a role's without an action that says so."""
    above = {each.id for each in ACTIONS.values() if each.role is not Role.SPECIALIST}
    assert above == {action_id for _, action_id in SHOWN}


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("action_id", ACTIONS)
def test_a_key_of_a_higher_role_says_who_may(action_id: str, role: Role) -> None:
    """And a key of one's own role is never off for that reason."""
    action = ACTIONS[action_id]
    said = why_off(action, Situation(min(action.where), role=role, staff_id=9)) or ""
    assert said.startswith("Only ") is not access.includes(role, action.role)
