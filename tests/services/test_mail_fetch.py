"""Fetching from a real mailbox: nothing is lost and nothing doubled, whatever the line and others do."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from imapclient import IMAPClient

from console.jobs import mail_fetch
from console.jobs.mail_fetch import Fetching
from console.mail import imap
from console.services import intake
from tests.cli.conftest import mail
from tests.conftest import SETTINGS, at
from tests.mailbox import PASSWORD, Mailbox, open_mailbox
from tests.services.office import Office

SEEN, FLAGGED, DELETED = b"\\Seen", b"\\Flagged", b"\\Deleted"
LOOKED, CAME, FETCHED = 0, 10, 20
"""Minutes: of the first look at an empty mailbox, of a mail's arrival, and of the look that finds it."""


@pytest.fixture
def place(desk_path: Path) -> Path:
    """In a file: what a server's logins may is tried beside them."""
    return desk_path


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mailbox]:
    """A mailbox on this machine."""
    with open_mailbox(tmp_path_factory.mktemp("mailbox")) as box:
        yield box


@pytest.fixture
def box(server: Mailbox, monkeypatch: pytest.MonkeyPatch) -> Mailbox:
    """The mailbox with nothing in it, and a line to it that holds."""
    monkeypatch.setenv("CREDITDESK_IMAP_PASSWORD", PASSWORD)
    server.begin()
    return server


@pytest.fixture
async def looked(office: Office, box: Mailbox) -> Office:
    """A desk that has looked at its empty mailbox."""
    await fetch(office, box, minute=LOOKED)
    return office


async def fetch(
    office: Office, box: Mailbox, *, minute: float = FETCHED, **values: Any
) -> Fetching:
    """One look at the mailbox, by a program that knows nothing of those before."""
    office.desk.settings = replace(SETTINGS, imap=box.settings(**values))
    return await mail_fetch.run(office.desk, now=lambda: at(minute))


async def placings(office: Office) -> list[str]:
    """What became of what came in."""
    return [row[0] for row in await office.sql('SELECT "placing" FROM inbound ORDER BY id')]


def numbered(count: int) -> list[bytes]:
    """So many mails, each of its own."""
    return [mail(f"Number {number}", number=number) for number in range(count)]


async def test_a_mail_is_taken_in(looked: Office, box: Mailbox) -> None:
    """A mail in the mailbox becomes a request."""
    box.put(mail("Filters"))
    assert await fetch(looked, box) == Fetching(admitted=1)
    assert (await looked.view()).row.subject == "Filters"


async def test_the_bytes_are_kept_as_they_were(looked: Office, box: Mailbox) -> None:
    """What is kept of a mail is what the mailbox has, byte for byte."""
    raw = mail().replace(b"\n", b"\r\n")
    box.put(raw)
    await fetch(looked, box)
    assert bytes(await looked.one("SELECT raw FROM inbound")) == raw


async def test_it_came_when_it_came_to_the_mailbox(looked: Office, box: Mailbox) -> None:
    """A mail's place in the queue does not depend on when it is fetched."""
    box.put(mail(), came=at(CAME))
    await fetch(looked, box)
    assert (await looked.view()).row.received_at == at(CAME)


@pytest.mark.parametrize(("came", "counts_as"), [(-9000, LOOKED), (9000, FETCHED)])
async def test_no_mail_comes_before_the_desk_or_in_the_future(
    looked: Office, box: Mailbox, came: float, counts_as: float
) -> None:
    """A mail that says otherwise is not waited for, and waits for nobody."""
    box.put(mail(), came=at(came))
    await fetch(looked, box)
    assert (await looked.view()).row.received_at == at(counts_as)


async def test_what_was_taken_in_is_marked_as_read(looked: Office, box: Mailbox) -> None:
    """People see in their own mail program what has been taken in."""
    box.put(mail())
    await fetch(looked, box)
    assert box.flags() == [{SEEN}]


async def test_what_was_taken_in_is_moved_where_that_is_wanted(
    looked: Office, box: Mailbox
) -> None:
    """The folder is made where it is not there yet."""
    box.put(mail())
    await fetch(looked, box, move_to="Taken in")
    assert (box.flags(), box.flags("Taken in")) == ([], [{SEEN}])


@pytest.mark.parametrize(
    ("lacks", "left"), [({"MOVE"}, []), ({"MOVE", "UIDPLUS"}, [{SEEN, DELETED}])]
)
async def test_a_server_that_cannot_move_copies(
    looked: Office, box: Mailbox, monkeypatch: pytest.MonkeyPatch, lacks: set[str], left: list[Any]
) -> None:
    """And removes the mail, but never others that somebody has marked; it is taken in once."""
    has = IMAPClient.has_capability
    monkeypatch.setattr(
        IMAPClient, "has_capability", lambda client, name: name not in lacks and has(client, name)
    )
    box.put(mail())
    for _ in range(2):
        await fetch(looked, box, move_to="Done")
    assert (box.flags(), len(box.flags("Done"))) == (left, 1)
    assert await placings(looked) == ["new"]


async def test_nothing_is_marked_before_it_is_taken_in(
    looked: Office, box: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A mail that the program fails on stays unread, and is tried again."""
    admit_mail = intake.admit_mail
    monkeypatch.setattr(intake, "admit_mail", _failing)
    box.put(mail())
    assert (await fetch(looked, box)).failed == 1
    assert box.flags() == [set()]
    monkeypatch.setattr(intake, "admit_mail", admit_mail)
    assert (await fetch(looked, box)).admitted == 1


async def test_a_mail_that_fails_holds_up_none_of_the_others(
    looked: Office, box: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The next mail is taken in, whatever became of the one before."""
    admit_mail = intake.admit_mail

    async def sometimes(desk: Any, raw: bytes, **facts: Any) -> Any:
        return await (_failing if b"Number 0" in raw else admit_mail)(desk, raw, **facts)

    monkeypatch.setattr(intake, "admit_mail", sometimes)
    for raw in numbered(2):
        box.put(raw)
    assert await fetch(looked, box) == Fetching(admitted=1, failed=1)


async def test_a_mail_that_failed_is_not_forgotten_once_somebody_has_read_it(
    looked: Office, box: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is behind it may have been taken in meanwhile."""
    admit_mail = intake.admit_mail
    monkeypatch.setattr(intake, "admit_mail", _failing)
    box.put(mail())
    await fetch(looked, box)
    monkeypatch.setattr(intake, "admit_mail", admit_mail)
    box.mark(SEEN)
    box.put(mail("Another", number=2))
    await fetch(looked, box)
    assert await placings(looked) == ["new", "new"]


async def _failing(*_: Any, **__: Any) -> Any:
    raise RuntimeError("never expected")


async def test_a_mail_that_the_server_does_not_give_holds_up_none_of_the_others(
    looked: Office, box: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is told of, and stays where it is."""
    fetch_one = imap.Mailbox.fetch

    def refused(mailbox: imap.Mailbox, uid: int, *, size: int) -> Any:
        if uid == first:
            raise imap.NotGiven("the message is broken")
        return fetch_one(mailbox, uid, size=size)

    for raw in numbered(2):
        box.put(raw)
    first = box.uids()[0]
    monkeypatch.setattr(imap.Mailbox, "fetch", refused)
    told = await fetch(looked, box)
    assert (told.admitted, told.failed, "broken" in str(told.problem)) == (1, 1, True)


async def test_a_mail_that_comes_without_a_byte_is_left(
    looked: Office, box: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server that has a mail and gives none of it is asked again, and nothing is marked."""
    box.put(mail())
    monkeypatch.setattr(imap.Mailbox, "fetch", lambda *_, **__: None)
    await fetch(looked, box)
    assert box.flags() == [set()]


async def test_a_mail_that_is_too_large_is_not_fetched(
    looked: Office, box: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its header goes to the quarantine, it is flagged for a person, and the next one is taken in."""
    monkeypatch.setattr(imap, "MAIL_BYTES_MAX", 2_000)
    box.put(mail(text="x" * 70 + "\n" + "long\n" * 1000))
    box.put(mail("Short", number=2))
    await fetch(looked, box)
    assert box.flags() == [{SEEN, FLAGGED}, {SEEN}]
    kept = await looked.sql('SELECT "placing", reason, raw FROM inbound ORDER BY id')
    assert [row[0] for row in kept] == ["quarantined", "new"]
    assert ("larger" in kept[0][1], b"Subject: " in kept[0][2], b"long" in kept[0][2]) == (
        True, True, False,
    )  # fmt: skip


async def test_a_size_that_is_told_wrongly_is_not_believed(
    looked: Office, box: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No more than may be is fetched, whatever a server says."""
    monkeypatch.setattr(imap, "MAIL_BYTES_MAX", 2_000)
    monkeypatch.setattr(imap.Mailbox, "sizes", lambda _, uids: dict.fromkeys(uids, 10))
    box.put(mail(text="long\n" * 1000))
    await fetch(looked, box)
    assert await placings(looked) == ["quarantined"]


async def test_what_a_person_was_first_to_read_is_taken_in(looked: Office, box: Mailbox) -> None:
    """Somebody with the mailbox open elsewhere keeps nothing from the desk."""
    box.put(mail(), flags=[SEEN])
    assert (await fetch(looked, box)).admitted == 1


async def test_what_was_read_before_the_first_look_is_not_the_desks(
    office: Office, box: Mailbox
) -> None:
    """A mailbox that has been in use is not taken in from its beginning; what is unread in it is."""
    box.put(mail("Old", number=1), flags=[SEEN])
    box.put(mail("Unread", number=2))
    assert (await fetch(office, box)).admitted == 1
    assert (await office.view()).row.subject == "Unread"


async def test_an_old_mail_that_is_marked_as_unread_is_taken_in(
    office: Office, box: Mailbox
) -> None:
    """So a person may hand the desk any mail."""
    box.put(mail(), flags=[SEEN])
    await fetch(office, box)
    box.unmark(SEEN)
    assert (await fetch(office, box)).admitted == 1


async def test_what_was_taken_in_is_not_fetched_again(looked: Office, box: Mailbox) -> None:
    """A look that finds nothing new asks for no mail."""
    box.put(mail())
    await fetch(looked, box)
    await fetch(looked, box)
    assert b"FETCH" not in box.wire.heard


@pytest.mark.parametrize("flags", [[], [SEEN]])
async def test_new_numbers_lose_and_double_nothing(
    looked: Office, box: Mailbox, flags: list[bytes]
) -> None:
    """The server deals its UIDs anew, and a mail comes that a person may have read."""
    for raw in numbered(3):
        box.put(raw, came=at(CAME))
    await fetch(looked, box)
    box.delete(box.uids()[0])
    box.begin_anew()  # the numbers that are dealt are lower than before
    for number in (8, 9):
        box.put(mail(f"Behind {number}", number=number), flags=flags, came=at(CAME))
    await fetch(looked, box)
    assert await placings(looked) == ["new"] * 5


async def test_after_new_numbers_it_goes_on_from_there(looked: Office, box: Mailbox) -> None:
    """All since the first look is gone through once."""
    box.put(mail(), came=at(CAME))
    await fetch(looked, box)
    box.begin_anew()
    await fetch(looked, box)
    assert b"FETCH" in box.wire.heard
    await fetch(looked, box)
    assert b"FETCH" not in box.wire.heard


async def test_a_mail_that_another_client_takes_away_is_nobodys_trouble(
    looked: Office, box: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is gone between the search and the fetching of it; the next one is taken in."""
    sizes = imap.Mailbox.sizes

    def takes_away(mailbox: imap.Mailbox, uids: Any) -> Any:
        told = sizes(mailbox, uids)
        box.delete(box.uids()[0])
        return told

    monkeypatch.setattr(imap.Mailbox, "sizes", takes_away)
    for raw in numbered(2):
        box.put(raw)
    told = await fetch(looked, box)
    assert (told.failed, told.problem, b"Number 1" in await _last_kept(looked)) == (0, None, True)


async def _last_kept(office: Office) -> bytes:
    return bytes(await office.one("SELECT raw FROM inbound ORDER BY id DESC LIMIT 1"))


async def test_two_that_fetch_at_once_take_a_mail_in_once(looked: Office, box: Mailbox) -> None:
    """A second program finds the mail before the first has marked it."""
    box.put(mail())
    await asyncio.gather(fetch(looked, box), fetch(looked, box))
    assert (await placings(looked), box.flags()) == (["new"], [{SEEN}])


CUTS = [
    (word, passes)
    for word in (b"SELECT", b"SEARCH", b"RFC822.SIZE", b"BODY.PEEK", b"STORE", b"LOGOUT")
    for passes in (False, True)
]


@pytest.mark.parametrize(("word", "passes"), CUTS)
async def test_a_connection_that_is_cut_at_a_command_loses_and_doubles_nothing(
    looked: Office, box: Mailbox, word: bytes, passes: bool
) -> None:
    """Before the command gets through, or before its answer does; the next look has the rest."""
    for raw in numbered(2):
        box.put(raw)
    box.wire.cut_at, box.wire.word_passes = word, passes
    await fetch(looked, box)
    await fetch(looked, box)
    assert (await placings(looked), box.flags()) == (["new"] * 2, [{SEEN}] * 2)


@pytest.mark.parametrize("passes", [False, True])
async def test_a_connection_that_is_cut_while_moving_loses_and_doubles_nothing(
    looked: Office, box: Mailbox, passes: bool
) -> None:
    """The mail is in one of the two folders, and taken in once."""
    box.put(mail())
    box.wire.cut_at, box.wire.word_passes = b"MOVE", passes
    await fetch(looked, box, move_to="Done")
    await fetch(looked, box, move_to="Done")
    assert (await placings(looked), len(box.flags("Done"))) == (["new"], 1)


async def test_a_connection_that_is_cut_anywhere_loses_and_doubles_nothing(
    looked: Office, box: Mailbox
) -> None:
    """After so many bytes of the server's, for the whole length of a look."""
    cuts = range(0, 2600, 200)
    for number, after in enumerate(cuts):
        box.put(mail(f"Number {number}", number=number))
        box.wire.cut_after = after
        await fetch(looked, box)
    box.wire.cut_after = None
    await fetch(looked, box)
    assert await placings(looked) == ["new"] * len(cuts)


async def test_a_mail_that_the_connection_breaks_at_holds_up_none_of_the_others(
    looked: Office, box: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The others come first from then on."""
    for raw in numbered(3):
        box.put(raw)
    bad = str(box.uids()[0]).encode()
    fetch_one = imap.Mailbox.fetch

    def breaks(mailbox: imap.Mailbox, uid: int, *, size: int) -> Any:
        if str(uid).encode() == bad:
            mailbox.abort()
        return fetch_one(mailbox, uid, size=size)

    monkeypatch.setattr(imap.Mailbox, "fetch", breaks)
    told = await fetch(looked, box)
    assert (told.admitted, told.problem is None) == (2, False)


async def test_a_server_that_refuses_is_told(looked: Office, box: Mailbox) -> None:
    """Nobody listens: what to check is said."""
    box.wire.shut()
    told = await fetch(looked, box)
    box.wire.open()
    assert "imap.host" in str(told.problem)


async def test_a_server_that_says_nothing_is_not_waited_for(looked: Office, box: Mailbox) -> None:
    """Silence is told, too."""
    box.wire.silent = True
    assert "does not answer" in str((await fetch(looked, box, timeout_seconds=0.1)).problem)


async def test_a_wrong_password_is_told_without_it(
    looked: Office, box: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The sentence says where the password may be, and not what it is."""
    monkeypatch.setenv("CREDITDESK_IMAP_PASSWORD", "hunter2")
    problem = str((await fetch(looked, box)).problem)
    assert ("does not let support in" in problem, "hunter2" in problem) == (True, False)


async def test_without_a_password_nobody_is_asked(
    looked: Office, box: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is missing is told before any network is touched."""
    monkeypatch.setenv("CREDITDESK_IMAP_PASSWORD", "")
    before = box.wire.connections
    problem = str((await fetch(looked, box)).problem)
    assert ("imap.password_file" in problem, box.wire.connections) == (True, before)


async def test_without_a_mailbox_nothing_is_fetched(office: Office) -> None:
    """A desk whose mails come by the delivery command is left in peace."""
    assert await mail_fetch.run(office.desk, now=at) == Fetching()
