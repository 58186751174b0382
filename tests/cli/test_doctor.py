"""Checking the record from the command line: scripts tell a disagreement by its exit code."""

from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import SETTINGS, Runner
from tests.mailbox import PASSWORD, USER, open_mailbox
from tests.postbox import open_postbox
from tests.services.examined import tamper
from tests.store.fake_http import raw
from tests.store.fake_shop import KEY as SHOP_KEY
from tests.store.fake_shop import USER as SHOP_USER
from tests.store.fake_shop import FakeShop, item


def _settings(run: Runner, port: int, more: str = "") -> None:
    smtp = f'\n[smtp]\nhost = "127.0.0.1"\nport = {port}\nsecurity = "none"\ntimeout_seconds = 5\n'
    (run.home / "config" / "creditdesk" / "settings.toml").write_text(SETTINGS + smtp + more)


def _imap_settings(run: Runner, port: int) -> None:
    imap = f'\n[imap]\nhost = "127.0.0.1"\nport = {port}\nsecurity = "none"\nusername = "{USER}"\n'
    (run.home / "config" / "creditdesk" / "settings.toml").write_text(SETTINGS + imap)


def _connection(run: Runner, name: str) -> tuple[bool, str]:
    """How one connection was found."""
    checks: list[dict[str, Any]] = run("doctor", "--connections", "--json").data["checks"]
    found = next(each for each in checks if each["check"] == name)
    return found["ok"], found["detail"]


@pytest.fixture
def tampered(run: Runner, taken: int, desk_path: Path) -> int:
    """A request whose answer's mail somebody took out of the record."""
    run("reply", str(taken), stdin=b"Hello Anna")
    tamper(desk_path, "DELETE FROM outbox")
    return taken


def test_a_record_that_agrees_is_said_to(run: Runner) -> None:
    """All checks are well, and the command is done."""
    ran = run("doctor", "--json")
    assert (ran.code, ran.data["ok"]) == (0, True)


def test_each_check_has_its_name_and_what_it_found(run: Runner) -> None:
    """Each check has its name, whether it is well, and a sentence."""
    checks = run.json("doctor")["checks"]
    assert all(set(each) == {"check", "ok", "detail"} and each["detail"] for each in checks)


def test_a_disagreement_has_an_exit_code_of_its_own(run: Runner, tampered: int) -> None:
    """The answer is there as ever, and scripts see 5."""
    ran = run("doctor", "--json")
    wrong = [each["check"] for each in ran.data["checks"] if not each["ok"]]
    assert (ran.code, ran.data["ok"], wrong) == (5, False, ["answers"])


@pytest.fixture
def unreadable(run: Runner, desk_path: Path) -> None:
    """A desk whose second version of the policy somebody damaged."""
    file = run.file(b'version = "2"\ntitle = "New"\ntext = "All."\n')
    run.json("--as", "ada", "policy", "add", file)
    tamper(desk_path, "UPDATE policy_version SET terms = '{\"nonsense\": 1}'")


def test_a_policy_that_cannot_be_read_is_named(run: Runner, unreadable: None) -> None:
    """The doctor needs no policy to say that it is damaged."""
    ran = run("doctor", "--json")
    assert (ran.code, ran.data["checks"][-1]["check"]) == (5, "figures")


def test_other_commands_say_where_to_look(run: Runner, unreadable: None) -> None:
    """Nothing is counted by a policy that cannot be read, and the way out is named."""
    ran = run("queue", "--json")
    assert (ran.code, "creditdesk doctor" in ran.data["error"]["reason"]) == (4, True)


def test_a_disagreement_is_told_in_words(run: Runner, tampered: int) -> None:
    """What disagrees stands out, and is named."""
    ran = run("doctor")
    assert f"WRONG answers     message 2 on #{tampered}: it has no e-mail of its own" in ran.out


def test_agreement_is_told_in_words(run: Runner) -> None:
    """The last line says how it is."""
    assert run("doctor").out.endswith("\nNothing disagrees.\n")


def test_the_doctor_changes_nothing(run: Runner, taken: int, desk_path: Path) -> None:
    """Somebody who may only look may check the record."""
    assert run("doctor", "--read-only").code == 0


def test_connections_are_tried_when_asked(run: Runner) -> None:
    """Without the option there are no connections among the checks."""
    assert "mail server" not in {each["check"] for each in run.json("doctor")["checks"]}


def test_a_mail_server_that_answers_is_well(run: Runner) -> None:
    """It is greeted, and nothing is sent."""
    with open_postbox() as box:
        _settings(run, box.port)
        assert _connection(run, "mail server") == (
            True,
            f"127.0.0.1:{box.port} takes mail, in clear; none was sent",
        )
        assert box.mails == []


def test_a_mail_server_that_does_not_answer_is_told(run: Runner) -> None:
    """Nobody listens at that port."""
    _settings(run, 1)
    ok, detail = _connection(run, "mail server")
    assert (ok, detail.startswith("127.0.0.1:1 takes no mail: ")) == (False, True)


def test_a_log_in_that_is_not_taken_is_told(run: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that lets nobody in takes no mail."""
    monkeypatch.setenv("CREDITDESK_SMTP_PASSWORD", "secret")
    with open_postbox() as box:
        _settings(run, box.port, 'username = "desk"\n')
        ok, detail = _connection(run, "mail server")
    assert (ok, "secret" in detail) == (False, False)


def test_no_mail_server_is_told(run: Runner) -> None:
    """Mails that cannot leave are worth knowing of."""
    assert _connection(run, "mail server")[0] is False


def test_a_mailbox_that_answers_is_well(
    run: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is looked into, and nothing in it is marked."""
    with open_mailbox(tmp_path) as box:
        monkeypatch.setenv("CREDITDESK_IMAP_PASSWORD", PASSWORD)
        box.put(b"Subject: x\r\n\r\nx\r\n")
        _imap_settings(run, box.wire.port)
        ok, detail = _connection(run, "mailbox")
        assert (ok, "1 unread" in detail, box.flags()) == (True, True, [set()])


def test_a_mailbox_that_does_not_answer_is_told(
    run: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody listens at that port; no password is told."""
    monkeypatch.setenv("CREDITDESK_IMAP_PASSWORD", "secret")
    _imap_settings(run, 1)
    ok, detail = _connection(run, "mailbox")
    assert (ok, "imap.port" in detail, "secret" in detail) == (False, True, False)


def test_no_mailbox_is_as_good(run: Runner) -> None:
    """Mails may come in by the delivery command."""
    assert _connection(run, "mailbox")[0] is True


def test_the_database_is_tried(run: Runner, desk_path: Path) -> None:
    """The desk's file can be read and written."""
    assert _connection(run, "database") == (True, f"{desk_path} can be read and written")


def _shops(run: Runner, *sections: str) -> None:
    (run.home / "config" / "creditdesk" / "settings.toml").write_text(SETTINGS + "".join(sections))


def _section(name: str, address: str) -> str:
    return f'\n[shops.{name}]\naddress = "{address}"\nuser = "{SHOP_USER}"\ndeadline_seconds = 20\n'


def _of_shops(run: Runner) -> list[tuple[bool, str]]:
    """How the shops were found."""
    checks = run("doctor", "--connections", "--json").data["checks"]
    return [(each["ok"], each["detail"]) for each in checks if each["check"] == "shop"]


def test_each_shop_that_answers_is_well(run: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    """With its version, and how many orders changed within a day of its own clock."""
    monkeypatch.setenv("CREDITDESK_SHOP_COM_KEY", SHOP_KEY)
    monkeypatch.setenv("CREDITDESK_SHOP_RU_KEY", SHOP_KEY)
    with FakeShop() as com, FakeShop(version="4.18.2") as ru:
        com.place(item(31))
        ru.place(item(31))
        ru.place(item(31))
        _shops(run, _section("com", com.address), _section("ru", ru.address))
        assert _of_shops(run) == [
            (True, f"the shop com at {com.address} answers: CS-Cart 4.16.1, 1 order in the last day"),
            (True, f"the shop ru at {ru.address} answers: CS-Cart 4.18.2, 2 orders in the last day"),
        ]  # fmt: skip


def test_a_shop_that_does_not_let_its_user_in_is_told(
    run: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With what to look at; no key is told."""
    monkeypatch.setenv("CREDITDESK_SHOP_COM_KEY", "WrongKey")
    with FakeShop() as shop:
        _shops(run, _section("com", shop.address))
        ((ok, detail),) = _of_shops(run)
    assert (ok, "check shops.com.user" in detail, "WrongKey" in detail) == (False, True, False)


def test_a_shop_without_a_clock_is_told(run: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where its orders have been read up to is counted by that."""
    monkeypatch.setenv("CREDITDESK_SHOP_COM_KEY", SHOP_KEY)
    with FakeShop() as shop:
        shop.fail(raw(b'{"Version": "4.16.1"}'))
        _shops(run, _section("com", shop.address))
        ((ok, detail),) = _of_shops(run)
    assert (ok, "does not tell the time" in detail) == (False, True)


def test_a_shop_without_a_key_is_told(run: Runner) -> None:
    """With where it is kept."""
    _shops(run, _section("com", "https://shop.example"))
    ((ok, detail),) = _of_shops(run)
    assert (ok, "CREDITDESK_SHOP_COM_KEY" in detail) == (False, True)


def test_no_shop_is_nothing_to_tell(run: Runner) -> None:
    """A desk does without."""
    assert _of_shops(run) == []
