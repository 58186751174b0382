"""Where the passwords of mail servers and the keys of shops are kept."""

from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend

from console import passwords
from console.config import BadSettings, ImapSettings, ShopSettings, SmtpSettings


class Ring(KeyringBackend):
    """A keyring with one password in it for each server, or one that does not open."""

    # Below every other: it is only ever used where a test sets it.
    priority = -1.0
    opens = True

    def get_password(self, service: str, username: str) -> str | None:
        """Give it."""
        if not self.opens:
            raise keyring.errors.KeyringLocked("nobody is there to open it")
        kept = {
            ("creditdesk-imap", "support"): "of the mailbox",
            ("creditdesk-smtp", "support"): "of mail",
            ("creditdesk-shop-ru-2", "desk@shop.example"): "OfTheShop",
        }
        return kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        """Nothing is put into it."""

    def delete_password(self, service: str, username: str) -> None:
        """Nothing is taken out of it."""


@pytest.fixture(autouse=True)
def ring() -> Iterator[Ring]:
    """The system's keyring, for a test."""
    before, ring = keyring.get_keyring(), Ring()
    keyring.set_keyring(ring)
    yield ring
    keyring.set_keyring(before)


def kept(folder: Path, text: bytes = b"in a file\n", mode: int = 0o600) -> str:
    """A password file."""
    file = folder / "password"
    file.write_bytes(text)
    file.chmod(mode)
    return str(file)


def test_the_environment_comes_first(tmp_path: Path) -> None:
    """What whoever starts the program says holds."""
    settings = ImapSettings(username="support", password_file=kept(tmp_path))
    assert passwords.find("imap", settings, {"CREDITDESK_IMAP_PASSWORD": "said"}) == "said"


def test_each_server_has_its_own_in_the_environment() -> None:
    """The mailbox's password is not sent to where mails leave."""
    assert passwords.find("smtp", SmtpSettings(), {"CREDITDESK_IMAP_PASSWORD": "said"}) is None


@pytest.mark.parametrize("mode", [0o600, 0o400])
def test_a_file_of_ones_own_is_read(tmp_path: Path, mode: int) -> None:
    """Its one line, without the line's end; the keyring is not asked."""
    settings = SmtpSettings(username="support", password_file=kept(tmp_path, mode=mode))
    assert passwords.find("smtp", settings, {}) == "in a file"


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604, 0o620, 0o602])
def test_a_file_that_others_can_read_is_refused(tmp_path: Path, mode: int) -> None:
    """Whoever reads it may write mails in the desk's name; how to mend it is said."""
    settings = SmtpSettings(password_file=kept(tmp_path, mode=mode))
    with pytest.raises(BadSettings, match="chmod 600"):
        passwords.find("smtp", settings, {})


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    """What was asked for and is missing is not looked for elsewhere."""
    settings = ImapSettings(username="support", password_file=str(tmp_path / "none"))
    with pytest.raises(BadSettings, match="none"):
        passwords.find("imap", settings, {})


def test_a_file_that_is_no_text_tells_nothing_of_itself(tmp_path: Path) -> None:
    """Not even of a password that is written wrongly."""
    settings = ImapSettings(password_file=kept(tmp_path, b"geheim\xfc"))
    with pytest.raises(BadSettings) as told:
        passwords.find("imap", settings, {})
    assert "geheim" not in str(told.value)


@pytest.mark.parametrize(
    ("section", "settings", "password"),
    [
        ("imap", ImapSettings(username="support"), "of the mailbox"),
        ("smtp", SmtpSettings(username="support"), "of mail"),
        ("smtp", SmtpSettings(username="another"), None),
        ("smtp", SmtpSettings(), None),
    ],
)
def test_the_keyring_is_asked_by_server_and_name(
    section: str, settings: ImapSettings | SmtpSettings, password: str | None
) -> None:
    """Where neither of the others says anything."""
    assert passwords.find(section, settings, {}) == password


def test_a_keyring_that_does_not_open_has_nothing(ring: Ring) -> None:
    """On a server there may be none, and nobody to open it."""
    ring.opens = False
    assert passwords.find("imap", ImapSettings(username="support"), {}) is None


USER = "desk@shop.example"


def test_a_shops_key_in_the_environment_comes_first(tmp_path: Path) -> None:
    """It is named for the shop, in capitals, with a line for a dash."""
    shop = ShopSettings(user=USER, key_file=kept(tmp_path))
    assert passwords.shop_key("ru-2", shop, {"CREDITDESK_SHOP_RU_2_KEY": "Said"}) == "Said"


def test_a_shops_key_is_read_from_a_file_of_ones_own(tmp_path: Path) -> None:
    """The keyring is not asked then."""
    shop = ShopSettings(user=USER, key_file=kept(tmp_path, b"InAFile\n"))
    assert passwords.shop_key("ru-2", shop, {}) == "InAFile"


@pytest.mark.parametrize(
    ("name", "user", "key"),
    [("ru-2", USER, "OfTheShop"), ("ru-2", "another", None), ("com", USER, None)],
)
def test_the_keyring_is_asked_by_shop_and_user(name: str, user: str, key: str | None) -> None:
    """One shop's key is not sent to another."""
    assert passwords.shop_key(name, ShopSettings(user=user), {}) == key


def test_a_key_file_that_others_can_read_is_refused(tmp_path: Path) -> None:
    """Whoever reads it sees all orders of the shop."""
    shop = ShopSettings(user=USER, key_file=kept(tmp_path, mode=0o640))
    with pytest.raises(BadSettings, match=r"key file .*`chmod 600`"):
        passwords.shop_key("com", shop, {})


@pytest.mark.parametrize("key", ["two words", "ключ", "a\x00b", "k" * 201])
def test_what_is_no_key_is_refused_and_not_told(key: str) -> None:
    """It may be another secret that got there by mistake."""
    with pytest.raises(BadSettings) as told:
        passwords.shop_key("com", ShopSettings(), {"CREDITDESK_SHOP_COM_KEY": key})
    assert key not in str(told.value)
