"""Stories of the connections: looked at, changed, given secrets and tried by keyboard, at both sizes."""

from pathlib import Path

import pytest

from console import config
from console.location import Location
from console.screens.connection_try import TryScreen
from console.screens.connections import ConnectionsScreen
from tests.mailbox import PASSWORD, open_mailbox
from tests.postbox import open_postbox
from tests.stories import theatre
from tests.stories.theatre import Stage, stage

SIZES = pytest.mark.parametrize("size", [(80, 24), (120, 40)])
HOSTILE = "[/b][@click=app.quit]x"
TEXT = f"""\
# ours
desk_name = "Desk"
support_address = "help@desk.example"

[imap]
folder = "{HOSTILE}\\u001b]52;c;QUJD\\u0007"   # kept
"""


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The settings file that the console was opened with."""
    found = tmp_path / "ours.toml"
    found.write_text(TEXT)
    monkeypatch.setattr(
        theatre, "Location",
        lambda path, _: Location(path, config.load(found), settings_file=found),
    )  # fmt: skip
    return found


def written(file: Path) -> str:
    """What stands in a file."""
    return file.read_text()


def write(file: Path, text: str) -> None:
    """Somebody else writes it."""
    file.write_text(text)


async def open_connections(person: Stage) -> None:
    """Go to the connections."""
    await person.press("f9", "n")
    await person.until(lambda: "Mail server" in person.text or person.app.screen.found.problem)


async def stand_on(person: Stage, connection: str, setting: str) -> None:
    """Put the cursor on a setting."""
    await person.until(lambda: person.app.screen.row is not None)
    rows = [(row.connection, row.setting) for row in person.app.screen._rows]
    shown = person.app.screen.query_one("LineList")
    shown.move_by(rows.index((connection, setting)) - shown.cursor_line)
    await person.settle()


async def put(person: Stage, connection: str, setting: str, value: str) -> None:
    """Change a setting by its key."""
    await stand_on(person, connection, setting)
    await person.press("e")
    person.app.focused.value = value
    await person.press("enter")


@SIZES
async def test_an_admin_connects_the_desk_by_keyboard(
    desk_path: Path, file: Path, size: tuple[int, int]
) -> None:
    """A server is set, its password put in unseen and tried: what is said and shown is never the secret."""
    with open_postbox() as box:
        async with stage(desk_path, login="ada", size=size) as ada:
            await open_connections(ada)
            assert (str(file)[:30] in ada.text, "Connection" in ada.text) == (True, True)
            await put(ada, "smtp", "port", "99999")
            assert "smtp.port is 1 to 65535" in ada.text
            await ada.press("escape")
            await put(ada, "smtp", "port", str(box.port))
            await ada.until(lambda: f"smtp.port: 587 → {box.port}" in ada.said)
            assert "from its next start on" in ada.said
            await ada.until(lambda: "· from the next start on" in ada.text)
            await put(ada, "smtp", "host", "127.0.0.1")
            await put(ada, "smtp", "security", "none")
            await ada.press("p", "f")
            await ada.type("hunter2")
            assert "hunter2" not in ada.text
            await ada.press("enter")
            await ada.until(lambda: "smtp.password" in ada.said)
            assert "hunter2" not in ada.said + repr(ada.app.session.forms)
            await ada.press("t")
            await ada.until(lambda: "Mail server: it works" in ada.text)
            assert f"127.0.0.1:{box.port} takes mail, in clear; none was sent" in ada.text
            await ada.press("escape")
            await ada.until(lambda: type(ada.app.screen) is ConnectionsScreen)
            await ada.press("g")
            await ada.until(lambda: "ok: 127.0.0.1" in ada.text)
        assert box.mails == []
    kept = file.with_name("smtp.password")
    assert written(kept) == "hunter2\n"
    assert written(file).startswith(TEXT.rstrip())


async def test_hostile_values_are_shown_as_words(desk_path: Path, file: Path) -> None:
    """Markup and escapes in the file run nothing, in the list and where they are changed."""
    async with stage(desk_path, login="ada") as ada:
        await open_connections(ada)
        await stand_on(ada, "imap", "folder")
        assert (HOSTILE in ada.text, "\x1b]52" in ada.text) == (True, False)
        await ada.press("e")
        await ada.until(lambda: "Mailbox: folder" in ada.text)
        assert "\x1b]52" not in ada.text


@SIZES
async def test_a_mailbox_is_tried_and_a_try_is_stopped_by_escape(
    desk_path: Path,
    file: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    size: tuple[int, int],
) -> None:
    """While a server says nothing the screen answers keys, and leaving waits for nobody."""
    monkeypatch.setenv("CREDITDESK_IMAP_PASSWORD", PASSWORD)
    with open_mailbox(tmp_path) as box:
        write(
            file,
            f'[imap]\nhost = "127.0.0.1"\nport = {box.wire.port}\nsecurity = "none"\nusername = "support"\n',
        )
        async with stage(desk_path, login="olga", size=size) as olga:
            await open_connections(olga)
            await stand_on(olga, "imap", "host")
            await olga.press("t")
            await olga.until(lambda: "Mailbox: it works" in olga.text)
            assert "INBOX" in olga.text
            await olga.press("escape")
            box.wire.silent = True
            await olga.pilot.press("t")
            await olga.until(lambda: isinstance(olga.app.screen, TryScreen))
            trying = olga.app.screen
            await olga.pilot.press("escape")
            await olga.until(lambda: type(olga.app.screen) is ConnectionsScreen)
            await olga.until(trying._trying.done)


@SIZES
async def test_a_shop_is_added_by_its_name(
    desk_path: Path, file: Path, size: tuple[int, int]
) -> None:
    """What will not do is said on its line, and what was typed stays."""
    async with stage(desk_path, login="ada", size=size) as ada:
        await open_connections(ada)
        await ada.press("a")
        for name, value in (("shop", "com"), ("address", "shop.example"), ("user", "a@b.example")):
            ada.app.screen.query_one(f"#field-{name}").value = value
        await ada.press("enter")
        assert "An address is https://HOST or https://HOST/PATH" in ada.text
        ada.app.screen.query_one("#field-address").value = "https://shop.example"
        await ada.press("enter")
        await ada.until(lambda: "shops.com.user: – → a@b.example" in ada.said)
        await stand_on(ada, "shops.com", "address")
        assert ("Shop com" in ada.text, "https://shop.example" in ada.text) == (True, True)
    assert config.load(file).shops["com"].user == "a@b.example"


@SIZES
async def test_a_shop_is_disconnected_once_the_admin_says_so(
    desk_path: Path, file: Path, size: tuple[int, int]
) -> None:
    """The question names the shop and its address, and enter keeps it; all else in the file stays."""
    shop = '\n[shops.com]\naddress = "https://shop.example/x"\nuser = "a@b.example"\n'
    write(file, TEXT + shop)
    async with stage(desk_path, login="ada", size=size) as ada:
        await open_connections(ada)
        await ada.press("x")
        assert "Choose a shop first." in ada.said
        await stand_on(ada, "shops.com", "language")
        await ada.press("x")
        assert "Disconnect shop com (https://shop.example/x)?" in ada.text
        await ada.press("enter")
        assert written(file) == TEXT + shop
        await ada.press("x", "y")
        await ada.until(lambda: "shops.com.user: a@b.example → –" in ada.said)
        await ada.until(lambda: "Shop com" not in ada.text)
    assert written(file).strip() == TEXT.strip()


async def test_what_somebody_else_wrote_meanwhile_is_kept_and_shown(
    desk_path: Path, file: Path
) -> None:
    """The change is refused, the screen shows theirs, and the next one goes through."""
    async with stage(desk_path, login="ada") as ada:
        await open_connections(ada)
        await stand_on(ada, "smtp", "host")
        await ada.press("e")
        ada.app.focused.value = "mine.example"
        write(file, '[smtp]\nhost = "theirs.example"\n')
        await ada.press("enter")
        await ada.until(lambda: "changed by somebody else" in ada.said)
        await ada.until(lambda: "theirs.example" in ada.text)
        await ada.press("e", "enter")
        await ada.until(lambda: "theirs.example → mine.example" in ada.said)


async def test_a_file_that_is_broken_says_so_and_nothing_is_written(
    desk_path: Path, file: Path
) -> None:
    """No key changes what cannot be read."""
    async with stage(desk_path, login="ada") as ada:
        write(file, "[smtp\n")
        await open_connections(ada)
        await ada.until(lambda: "right: Expected" in ada.text)
        for key in "etpa":
            await ada.press(key)
            assert type(ada.app.screen) is ConnectionsScreen
        assert "mend it with an editor first" in ada.said
    assert written(file) == "[smtp\n"


async def test_a_file_that_cannot_be_written_says_why(
    desk_path: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The reason is told, the file is whole, and nothing is on record."""

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    async with stage(desk_path, login="ada") as ada:
        await open_connections(ada)
        monkeypatch.setattr("console.placing.new_file", refuse)
        await put(ada, "smtp", "host", "mail.example")
        await ada.until(lambda: "cannot be written: Permission denied" in ada.said)
        await ada.press("f11")
        await ada.until(lambda: "Record ·" in ada.text)
        assert "changed how the desk is connected" not in ada.text
    assert written(file) == TEXT


@pytest.mark.parametrize(
    ("login", "read_only", "why"),
    [
        ("olga", False, "Only an admin may do that."),
        ("ada", True, "This console only reads: it was opened with --read-only."),
    ],
)
async def test_others_look_and_try_and_are_told_who_may_change(
    desk_path: Path, file: Path, login: str, read_only: bool, why: str
) -> None:
    """Each key that changes anything says why not, and opens nothing."""
    async with stage(desk_path, login=login, read_only=read_only) as person:
        await open_connections(person)
        await stand_on(person, "smtp", "host")
        for key in ("e", "p", "a", "enter"):
            await person.press(key)
            assert type(person.app.screen) is ConnectionsScreen
        assert why in person.said


async def test_the_keyring_and_the_environment_are_told(
    desk_path: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A password of the environment is not asked for; a machine without a keyring says so beside the choice."""
    monkeypatch.setenv("CREDITDESK_IMAP_PASSWORD", "hunter2")
    async with stage(desk_path, login="ada") as ada:
        await open_connections(ada)
        await stand_on(ada, "imap", "password")
        assert ("set, in the environment" in ada.text, "hunter2" in ada.text) == (True, False)
        await ada.press("p")
        assert "CREDITDESK_IMAP_PASSWORD counts before any other" in ada.said
        await stand_on(ada, "smtp", "password")
        await ada.press("p")
        await ada.until(lambda: "There is none on this machine" in ada.text)
