"""With --read-only no command writes: it says so in a sentence, and the desk's file and folder stay as they are."""

import hashlib
from pathlib import Path

import pytest

from tests.cli.conftest import Runner, mail
from tests.cli.shop import ShopDesk

ANNA = "anna@shop.example"
SAID = ("for reading only", "--read-only")
WRITES = f"""
pick
release 1 --reason ill
assign 1 pavel --reason ill
reopen 1 --reason again
resume 1 --reason here
kind 1 question
estimate 1 20
domain 1 shop.example
timer start 1
timer stop
timer add 1 --minutes 5 --reason call
timer take-off 1 --minutes 5 --reason call
timer resolve keep
limits answer 1 sixty-minutes go-on
reply 1 --file TEXT
note 1 --file TEXT
close 1 --outcome answered --file TEXT
credits purchase {ANNA} 80 --reason paid
credits grant {ANNA} 20 --reason gift
credits correct {ANNA} 5 --reason odd
credits reverse 1 --reason odd
proposals approve 1
proposals reject 1
entitlement add premium {ANNA} --domain shop.example --months 1 --reason paid
entitlement bind 1 1
entitlement refund 1 --reason odd
entitlement choose 1 --none --reason odd
consent add --up-to 80 --ticket 1
consent withdraw 1 --reason odd
customer merge 1 2 --reason same
customer unmerge 1 --reason odd
customer rename 1 Ann
dispute link 1 --ticket 1
outbox send
outbox retry 1
outbox settle 1
staff add dana --role lead --name Dana
staff role pavel lead
staff retire pavel
staff rename pavel Paul
connections set smtp host mail.example
connections add-shop new --address https://x.example --user a@x.example
connections remove-shop com
texts set hello --language en --file TEXT
settings set reopen_days 14 --reason odd
settings unset reopen_days --reason odd
office close 2026-12-30 --reason odd
office open 2026-12-31 --reason odd
office hours 2026-12-30 9:00 15:00 --reason odd
office take-back 2026-12-30 --reason odd
policy adopt 2
customer add-address 1 x@shop.example --reason odd
customer move x@shop.example --new --reason odd
mailing opt-out 1 --reason odd
mailing opt-in 1 --reason odd
bug add search --title Empty
bug change 1 --title Empty
bug attach 1 1
bug detach 1
bug solve 1
dispute uphold 1 --file TEXT
dispute reject 1 --file TEXT
store admit com 1
store look com 1
store domain 1 shop.example
component add x --name X --vendor Y --kind addon
component change x --name Z
component retire x
component of 1 x
store map set com code:A ignore
store map remove com code:A
store proposals accept 1 --reason odd
store proposals reject 1 --reason odd
work --once
intake email MAIL
intake email --spool MAIL
quarantine dismiss 1
init --admin dana
restore FILE
move --to FILE
site
""".strip().splitlines()


def _state(folder: Path) -> dict[str, str]:
    """The files of the desk and what is in them; what SQLite keeps beside an open file is no record."""
    return {
        str(path): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.endswith(("-wal", "-shm"))
    }


@pytest.mark.parametrize("words", WRITES)
def test_read_only_keeps_every_command_from_writing(
    run: Runner, taken: int, shop: ShopDesk, desk_path: Path, words: str
) -> None:
    """A command that writes says in a sentence that this is for reading only, and nothing is written."""
    names = {"MAIL": run.file(mail(number=9), "mail"), "TEXT": run.file(b"Hi"),
             "FILE": str(run.home / "copy")}  # fmt: skip
    before = _state(desk_path.parent)
    ran = run("--as", "ada", "--read-only", *(names.get(word, word) for word in words.split()))
    assert (ran.code in {2, 4, 75}, any(each in ran.err for each in SAID)) == (True, True), (
        ran.code,
        ran.err,
    )
    assert _state(desk_path.parent) == before
