"""How the desk is connected, by commands: told without secrets, tried against real servers, changed on record."""

import socket
import stat
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import keyring
import pytest
from keyring.backend import KeyringBackend

from console import config
from tests.cli.conftest import SETTINGS, Ran, Runner
from tests.mailbox import PASSWORD, open_mailbox
from tests.postbox import open_postbox
from tests.store.fake_shop import KEY, USER, FakeShop

SECRET = "s3cret-of-ours"


class Ring(KeyringBackend):
    """A keyring that keeps what it is given."""

    priority = -1.0

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        """Give it."""
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        """Keep it."""
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        """Nothing is taken out of it."""


@pytest.fixture
def ring() -> Iterator[Ring]:
    """The machine's keyring."""
    before, found = keyring.get_keyring(), Ring()
    keyring.set_keyring(found)
    yield found
    keyring.set_keyring(before)


def file_of(run: Runner) -> Path:
    """The settings file in use."""
    return run.home / "config" / "creditdesk" / "settings.toml"


def ada(run: Runner, *words: str, stdin: bytes = b"") -> Ran:
    """The admin's command on connections."""
    return run("--as", "ada", "connections", *words, stdin=stdin)


def test_every_setting_is_told_and_no_secret(
    run: Runner, monkeypatch: pytest.MonkeyPatch, ring: Ring
) -> None:
    """With the file in use, and for each secret where it is: in the environment, a file, the keyring, or missing."""
    kept = run.home / "imap.password"
    kept.write_text(SECRET)
    kept.chmod(0o600)
    monkeypatch.setenv("CREDITDESK_SMTP_PASSWORD", SECRET)
    ring.kept["creditdesk-shop-com", "com@b.example"] = SECRET
    shops = "".join(
        f'[shops.{name}]\naddress = "https://{name}.example"\nuser = "{name}@b.example"\n'
        for name in ("aa", "com")
    )
    file_of(run).write_text(f'{SETTINGS}[imap]\nusername = "u"\npassword_file = "{kept}"\n{shops}')
    ran = run("connections", "--json")
    where = {each["connection"]: each["secret"]["where"] for each in ran.data["connections"]}
    assert (ran.data["file"], SECRET in ran.out) == (str(file_of(run)), False)
    assert where == {
        "smtp": "environment", "imap": "file", "site": "missing", "shops.aa": "missing",
        "shops.com": "keyring",
    }  # fmt: skip


def test_a_change_is_written_and_on_record_before_and_after(run: Runner) -> None:
    """Whoever set what from what to what; the file's other lines stay."""
    ran = ada(run, "set", "smtp", "host", "mail.example", "--json")
    said = run("--as", "ada", "record", "--by", "ada").out
    assert (ran.code, ran.data["changes"][0]["after"]) == (0, "mail.example")
    assert config.load(file_of(run)).smtp.host == "mail.example"
    assert (file_of(run).read_text().startswith(SETTINGS), "nothing → mail.example" in said) == (
        True, True,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("words", "code", "why"),
    [
        ("set smtp port 0", 2, "smtp.port is 1 to 65535"),
        ("set smtp port many", 2, "whole number"),
        ("set smtp security maybe", 2, "smtp.security is"),
        ("set smtp host a\x1b[31m", 2, "cannot be seen"),
        ("set smtp nonsense 1", 2, "no setting"),
        ("set fax host 1", 3, "There is no connection"),
        ("set shops.com language en", 3, "There is no connection"),
        ("set smtp host", 2, "Say what host is to be"),
        ("set smtp password hunter2", 2, "standard input alone"),
        ("set smtp password", 2, "no text"),
        ("add-shop com --address ftp://x --user a@b", 2, "shops.com.address"),
        ("add-shop COM! --address https://x.example --user a@b", 2, "small letters"),
        ("try fax", 3, "There is no connection"),
    ],
)
def test_what_will_not_do_is_refused_and_nothing_is_written(
    run: Runner, words: str, code: int, why: str
) -> None:
    """With the reason, and the given secret never told."""
    ran = ada(run, *words.split(" "))
    assert (ran.code, why in ran.err, "hunter2" in ran.err) == (code, True, False)
    assert file_of(run).read_text() == SETTINGS


@pytest.mark.parametrize("login", ["olga", "irina", "mallory"])
def test_nobody_but_an_admin_changes_it(run: Runner, login: str) -> None:
    """A setting, a secret and a shop are refused, and nothing is written."""
    for words, given in (
        ("set smtp host x.example", b""),
        ("set smtp password", SECRET.encode()),
        ("add-shop com --address https://x.example --user a@b.example", b""),
    ):
        ran = run("--as", login, "connections", *words.split(), stdin=given)
        assert (ran.code, file_of(run).read_text()) == (1, SETTINGS)
    assert sorted(each.name for each in file_of(run).parent.iterdir()) == ["settings.toml"]


def test_a_secret_goes_to_a_file_of_its_owners_alone(run: Runner) -> None:
    """It is in no answer, no record and not in the settings; the settings name its file."""
    ran = ada(run, "set", "smtp", "password", "--json", stdin=f"{SECRET}\n".encode())
    said = run("--as", "ada", "record", "--by", "ada", "--json").out
    kept = Path(config.load(file_of(run)).smtp.password_file)
    assert (kept.read_text(), stat.S_IMODE(kept.stat().st_mode)) == (f"{SECRET}\n", 0o600)
    told = ran.out + ran.err + said + file_of(run).read_text()
    assert (ran.code, SECRET in told, "smtp.password" in said) == (0, False, True)


@pytest.mark.parametrize("named", ["config/creditdesk/settings.toml", "letters.txt"])
def test_a_secret_is_not_written_over_what_is_none(run: Runner, named: str) -> None:
    """The settings file, or one with more in it than a secret, stays what it is."""
    (run.home / "letters.txt").write_text("Dear Anna,\n" * 200)
    ada(run, "set", "imap", "password_file", str(run.home / named))
    before = (run.home / named).read_bytes()
    ran = ada(run, "set", "imap", "password", stdin=SECRET.encode())
    assert (ran.code, "something else" in ran.err) == (2, True)
    assert (run.home / named).read_bytes() == before


def test_a_secret_goes_to_the_keyring_when_asked(run: Runner, ring: Ring) -> None:
    """And the settings name no file any more, which would count before it."""
    ada(run, "set", "smtp", "password", stdin=b"first")
    ada(run, "set", "smtp", "username", "desk")
    ran = ada(run, "set", "smtp", "password", "--keyring", stdin=SECRET.encode())
    assert (ran.code, ring.kept) == (0, {("creditdesk-smtp", "desk"): SECRET})
    assert config.load(file_of(run)).smtp.password_file == ""


def test_what_the_environment_sets_is_not_set_elsewhere(
    run: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It would count for nothing, and that is said."""
    monkeypatch.setenv("CREDITDESK_SMTP_PASSWORD", SECRET)
    ran = ada(run, "set", "smtp", "password", stdin=b"other")
    assert (ran.code, "CREDITDESK_SMTP_PASSWORD counts" in ran.err) == (2, True)


def test_before_there_is_a_desk_anybody_writes_and_is_told_that_nothing_records_it(
    run: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The settings come first, and the desk after them."""
    monkeypatch.setenv("CREDITDESK_DATABASE", str(run.home / "none.db"))
    file_of(run).unlink()
    ran = run("connections", "set", "smtp", "host", "mail.example")
    assert (ran.code, "no desk yet" in ran.err) == (0, True)
    assert stat.S_IMODE(file_of(run).stat().st_mode) == 0o600


@pytest.mark.parametrize("words", ["list", "set smtp host x", "try smtp"])
def test_a_broken_file_is_told_and_left(run: Runner, words: str) -> None:
    """Nothing is made of it."""
    file_of(run).write_text("[smtp\n")
    ran = ada(run, *words.split())
    assert (ran.code, "is not right" in ran.err, file_of(run).read_text()) == (2, True, "[smtp\n")


def test_another_file_is_shown_and_changed_when_named(run: Runner) -> None:
    """The default one is left alone."""
    other = run.file(b'desk_name = "Other"\n', "other.toml")
    ran = run("--config", other, "--as", "ada", "connections", "set", "imap", "folder", "Support")
    assert (ran.code, config.load(Path(other)).imap.folder) == (0, "Support")
    assert file_of(run).read_text() == SETTINGS


def test_that_no_mail_leaves_names_the_file_in_use(run: Runner) -> None:
    """Not the one that would be used without --config."""
    other = run.file(b'desk_name = "Other"\n', "other.toml")
    assert other in run("--config", other, "--as", "ada", "outbox", "send").err


def test_a_mail_server_is_tried(run: Runner) -> None:
    """It is greeted and sent nothing; where nobody listens, that is said."""
    with open_postbox() as box:
        for key, value in (("host", "127.0.0.1"), ("port", str(box.port)), ("security", "none")):
            ada(run, "set", "smtp", key, value)
        well = run("connections", "try", "smtp", "--json")
        assert (well.code, well.data["ok"], box.mails) == (0, True, [])
    ran = run("connections", "try", "smtp")
    assert (ran.code, "takes no mail" in ran.out) == (4, True)


def test_a_mail_server_is_tried_under_the_address_that_is_set_for_everybody(run: Runner) -> None:
    """The file need not say it as well."""
    ada(run, "set", "smtp", "support_address", "")
    run("--as", "ada", "settings", "set", "support_address", "desk@desk.example", "--reason", "x")
    with open_postbox() as box:
        for key, value in (("host", "127.0.0.1"), ("port", str(box.port)), ("security", "none")):
            ada(run, "set", "smtp", key, value)
        well = run("connections", "try", "smtp")
    assert (well.code, "takes mail" in well.out) == (0, True), well


def test_a_mailbox_is_tried(run: Runner, tmp_path: Path) -> None:
    """It is logged in to, and its folder counted; a wrong password is told without it."""
    with open_mailbox(tmp_path) as box:
        for key, value in vars_of(box.wire.port).items():
            ada(run, "set", "imap", key, value)
        ada(run, "set", "imap", "password", stdin=PASSWORD.encode())
        well = run("connections", "try", "imap")
        ada(run, "set", "imap", "password", stdin=SECRET.encode())
        wrong = run("connections", "try", "imap")
    assert (well.code, "0 unread" in well.out) == (0, True)
    assert (wrong.code, SECRET in wrong.out + wrong.err) == (4, False)


def vars_of(port: int) -> dict[str, str]:
    """The settings of the mailbox at a port."""
    return {"host": "127.0.0.1", "port": str(port), "security": "none", "username": "support"}


def test_a_shop_is_added_and_tried(run: Runner) -> None:
    """By its name, with a key that comes from standard input."""
    with FakeShop() as shop:
        added = ada(run, "add-shop", "com", "--address", shop.address, "--user", USER)
        ada(run, "set", "shops.com", "key", stdin=KEY.encode())
        ran = run("connections", "try", "shops.com")
    assert (added.code, ran.code, "CS-Cart 4.16.1" in ran.out) == (0, 0, True)
    again = ada(run, "add-shop", "com", "--address", "https://x.example", "--user", USER)
    assert (again.code, "already" in again.err) == (2, True)


def test_a_shop_is_removed_with_its_section_alone(run: Runner) -> None:
    """What else is in the file stays, the record has what went, and a shop that there is not is said to be none."""
    for shop in ("com", "org"):
        ada(run, "add-shop", shop, "--address", f"https://{shop}.example", "--user", USER)
    gone = ada(run, "remove-shop", "com")
    again = ada(run, "remove-shop", "com")
    assert (gone.code, again.code) == (0, 3)
    assert "shops.com.address: https://com.example → –" in gone.out
    listed = run("connections").out
    assert ("shops.org" in listed, "shops.com" in listed) == (True, False)
    assert "shops.com.user" in run("--as", "ada", "record").out
    assert ada(run, "remove-shop", "org").code == 0


class Answer(BaseHTTPRequestHandler):
    """A website's health, or not."""

    body = b'{"ok": true}'

    def do_GET(self) -> None:
        """Tell it."""
        self.send_response(200)
        self.end_headers()
        self.wfile.write(self.body)

    def log_message(self, *_: object) -> None:
        """Keep quiet."""


@pytest.mark.parametrize(
    ("body", "code", "says"),
    [
        (b'{"ok": true}', 0, "the desk's website answers at"),
        (b"<html>", 4, "which is no website"),
        (b'{"ok": false}', 4, "something else answers"),
        (None, 4, "nothing answers at"),
    ],
)
def test_the_website_is_tried(
    run: Runner, monkeypatch: pytest.MonkeyPatch, body: bytes | None, code: int, says: str
) -> None:
    """Whether what answers there is the desk's own."""
    monkeypatch.setattr(Answer, "body", body)
    with HTTPServer(("127.0.0.1", 0), Answer) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        port = server.server_port if body is not None else _free()
        ada(run, "set", "site", "port", str(port))
        ada(run, "set", "site", "secrets", stdin=b"2026-11:" + b"s" * 40)
        ran = run("connections", "try", "site")
        server.shutdown()
    assert (ran.code, says in ran.out) == (code, True), ran.out


def _free() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
