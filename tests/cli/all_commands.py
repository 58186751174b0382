"""Every command of the grammar: those that write, each with words that would, and those that only read."""

from console.cli.grammar import COMMANDS, Command, Group
from console.cli.parser import Invocation, parse
from tests.cli.conftest import mail

ANNA = "anna@shop.example"

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
statement {ANNA} --send
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
dispute file {ANNA} --ticket 1 --file TEXT
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
texts reset hello
settings set reopen_days 14 --reason odd
settings unset reopen_days --reason odd
office close 2026-12-30 --reason odd
office open 2026-12-31 --reason odd
office hours 2026-12-30 9:00 15:00 --reason odd
office take-back 2026-12-30 --reason odd
policy add POLICY
policy adopt 2
customer add-address 1 x@shop.example --reason odd
customer move x@shop.example --new --reason odd
mailing send --expected 1 MAILING
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
component import COMPONENTS
component of 1 x
store map set com code:A ignore
store map remove com code:A
store map import PRODUCTS
store proposals accept 1 --reason odd
store proposals reject 1 --reason odd
work --once
intake email MAIL
intake email --spool MAIL
intake form FORM
quarantine admit 1
quarantine dismiss 1
init --admin dana
restore COPY
move --to COPY
site
""".strip().splitlines()
"""Words of each command that writes; TEXT and its like stand for a file with that in it, COPY for a new one."""

READS = f"""
queue
show 1
timer status
limits 1
quote --worked 0:31:00 --outcome answered
quarantine list
quarantine show 1
files 1
files save 1 1 --to COPY
credits balance {ANNA}
statement {ANNA}
proposals list
store status
store orders
store show com 1
store waiting
store faults
store proposals list
store map list
store map export COPY
store map import PRODUCTS --dry-run
store try
entitlement list {ANNA}
consent list {ANNA}
customer list
customer show 1
search filters
dispute list
dispute packet 1
policy list
policy show 1
policy try 1
report outcomes
chart backlog
mailing preview MAILING
mailing list
texts list
texts show closed
texts history closed
texts preview hello --file TEXT
settings list
settings set reopen_days 14 --reason odd --dry-run
office list
retention show
retention preview
similar 1
component list
component show x
component of 1
component export COPY
component import COMPONENTS --dry-run
bug list
bug show 1
explain 1
board
record
doctor
connections list
connections try smtp
backup COPY
export COPY
staff list
outbox list
""".strip().splitlines()
"""Words of each command that only reads the desk; what it writes is a file of its own."""

BEFORE = {"texts reset hello": "texts set hello --language en --file TEXT"}
"""What has to be done first for words to come to anything."""

OF_THEIR_OWN = frozenset({"start:demo"})
"""What opens a screen on a sample that is made anew, and never touches a desk."""

FILES = {
    "TEXT": "Hello",
    "MAILING": 'kind = "promotional"\n[en]\nsubject = "Hours"\ntext = "Open at eight."\n[to]\nlanguage = "en"\n',
    "POLICY": 'version = "2"\ntitle = "Dearer"\ntext = "All of it."\n[terms]\ncredits_per_block = 20\n',
    "COMPONENTS": "code,name,vendor,kind,package,paid,encrypted,retired\nquick,Quick,Cart-Power,addon,,no,no,no\n",
    "PRODUCTS": "shop,product,variant,means,number\ncom,id:31,,addon,\n",
    "FORM": f'{{"name": "Anna", "email": "{ANNA}", "subject": "Help", "message": "Hello"}}',
    "MAIL": mail(number=90).decode(),
}
"""What is in the file that a word stands for."""


def every_command(group: Group = COMMANDS) -> frozenset[str]:
    """What each command of the grammar does, as its table names it."""
    found: set[str] = set()
    for each in group.values():
        found |= {each.run} if isinstance(each, Command) else every_command(each)
    return frozenset(found)


def meant(words: str) -> str:
    """What these words do, as the table of commands names it."""
    read = parse(words.split())
    assert isinstance(read, Invocation)
    return read.run
