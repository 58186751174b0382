"""The settings file as the console writes it: one value changed, everything else as it was, nobody's work lost."""

import os
import stat
from pathlib import Path

import pytest

from console import settings_file
from console.config import BadSettings
from console.jobs import settings_edit
from console.settings_file import SettingsFile

WRITTEN = """\
# The desk of Shop Example
support_address = "help@shop.example"   # answers come from here

[shops.com]   # the first shop
user = "api@shop.example"
address = "https://shop.example"

[smtp]
# ours
host = "old.example"
port = 25 # plain
"""


def read(folder: Path, text: str | None = WRITTEN) -> SettingsFile:
    """A settings file with this text, read."""
    file = folder / "settings.toml"
    if text is not None:
        file.write_text(text)
        return settings_file.read(file)
    return SettingsFile(file, file, None, settings_file.config.Settings())


def put(file: SettingsFile, *path: str, value: object) -> str:
    """One value changed and written; the file's text."""
    text, _ = settings_file.changed(file, [(path, value)])
    settings_file.write(file, text)
    return file.named.read_text()


@pytest.mark.parametrize(
    ("path", "value", "before", "after"),
    [
        (("smtp", "host"), "new.example", 'host = "old.example"', 'host = "new.example"'),
        (("smtp", "port"), 587, "port = 25 # plain", "port = 587 # plain"),
        (("smtp", "port"), None, "port = 25 # plain\n", ""),
        (("shops", "com", "user"), "b@shop.example", "api@shop.example", "b@shop.example"),
    ],
)
def test_comments_and_order_stay(
    tmp_path: Path, path: tuple[str, ...], value: object, before: str, after: str
) -> None:
    """Nothing but the value is another."""
    assert put(read(tmp_path), *path, value=value) == WRITTEN.replace(before, after)


_TWO_SHOPS = """\
[shops.com]
user = "a@shop.example"
address = "https://com.example"
# of the first

# the second, since May

[shops.org]
user = "a@shop.example"
address = "https://org.example"
# of the second

# how mail goes out
[smtp]
host = "mail.example"
"""


@pytest.mark.parametrize(
    ("shop", "begins", "ends"),
    [("com", "[shops.com]", "# the second"), ("org", "[shops.org]", "# how mail")],
)
def test_a_section_that_goes_leaves_the_comments_above_the_next_one(
    tmp_path: Path, shop: str, begins: str, ends: str
) -> None:
    """They tell of what stays; what follows its own lines without an empty one goes with it."""
    before, after = _TWO_SHOPS.split(begins, maxsplit=1)[0], _TWO_SHOPS.split(ends)[1]
    assert put(read(tmp_path, _TWO_SHOPS), "shops", shop, value=None) == before + ends + after


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        WRITTEN,
        'smtp.host = "a"\r\n# end',
        'smtp = { host = "a", port = 25 }\n',
        """[shops.com]\naddress = "https://a.example"\nuser = "a@b.c"\n[smtp]\nport = 25
[shops.ru]\naddress = "https://b.example"\nuser = "a@b.c\"""",
    ],
)
@pytest.mark.parametrize(
    "path", [("smtp", "host"), ("desk_name",), ("imap", "folder"), ("site", "proxy")]
)
def test_whatever_way_it_is_written_the_rest_stays_what_it_was(
    tmp_path: Path, text: str | None, path: tuple[str, ...]
) -> None:
    """The value is what was typed, with quotes and markup in it, and all others are as before."""
    file = read(tmp_path, text)
    value = '"[/b]\\ пример'
    before = file.settings
    put(file, *path, value=value)
    after = settings_file.read(file.named).settings
    found = after if len(path) == 1 else getattr(after, path[0])
    assert getattr(found, path[-1]) == value
    assert (after.shops, after.smtp.port) == (before.shops, before.smtp.port)


@pytest.mark.parametrize(
    ("path", "value", "why"),
    [
        (("smtp", "port"), 0, "smtp.port is 1 to 65535"),
        (("smtp", "security"), "maybe", "smtp.security is"),
        (("imap", "timeout_seconds"), 9999, "imap.timeout_seconds is 1 to 120"),
        (("shops", "com", "address"), "http://shop.example", "a key does not cross"),
        (("shops", "ru", "address"), "https://shop.example/ru", "shops.ru.user"),
        (("site", "nonsense"), "x", "site.nonsense is no setting"),
    ],
)
def test_what_will_not_do_is_refused_by_what_reads_it(
    tmp_path: Path, path: tuple[str, ...], value: object, why: str
) -> None:
    """And the file is as it was."""
    file = read(tmp_path)
    with pytest.raises(BadSettings, match=why):
        put(file, *path, value=value)
    assert file.named.read_text() == WRITTEN


def test_what_somebody_else_changed_meanwhile_is_not_lost(tmp_path: Path) -> None:
    """It is refused, and their text stays."""
    file = read(tmp_path)
    file.named.write_text("# theirs\n")
    with pytest.raises(BadSettings, match="somebody else"):
        put(file, "smtp", "host", value="new.example")
    assert file.named.read_text() == "# theirs\n"


def test_a_file_that_came_to_be_meanwhile_is_not_lost(tmp_path: Path) -> None:
    """Where there was none, another's stays."""
    file = read(tmp_path, None)
    file.named.write_text("# theirs\n")
    with pytest.raises(BadSettings, match="somebody else"):
        put(file, "smtp", "host", value="new.example")
    assert file.named.read_text() == "# theirs\n"


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o444])
def test_its_mode_stays(tmp_path: Path, mode: int) -> None:
    """Whoever could read it still can, and nobody else."""
    file = read(tmp_path)
    file.named.chmod(mode)
    put(file, "smtp", "host", value="new.example")
    assert stat.S_IMODE(file.named.stat().st_mode) == mode


def test_a_new_file_is_its_owners_alone(tmp_path: Path) -> None:
    """With its folder."""
    named = tmp_path / "config" / "settings.toml"
    put(SettingsFile(named, named, None, settings_file.config.Settings()), "desk_name", value="A")
    assert stat.S_IMODE(named.stat().st_mode) == 0o600


def test_a_link_stays_one(tmp_path: Path) -> None:
    """What it leads to is written."""
    target = tmp_path / "dotfiles" / "desk.toml"
    target.parent.mkdir()
    target.write_text(WRITTEN)
    link = tmp_path / "settings.toml"
    link.symlink_to(target)
    put(settings_file.read(link), "smtp", "host", value="new.example")
    assert (link.is_symlink(), "new.example" in target.read_text()) == (True, True)


def test_nothing_is_left_beside_it(tmp_path: Path) -> None:
    """Neither after a change nor after a refusal."""
    file = read(tmp_path)
    put(file, "smtp", "host", value="new.example")
    with pytest.raises(BadSettings):
        put(file, "smtp", "host", value="newer.example")
    assert os.listdir(tmp_path) == ["settings.toml"]


def test_a_folder_that_takes_no_file_is_told(tmp_path: Path) -> None:
    """With the reason, and nothing happened."""
    (tmp_path / "config").write_text("in the way")
    named = tmp_path / "config" / "settings.toml"
    file = SettingsFile(named, named, None, settings_file.config.Settings())
    with pytest.raises(BadSettings, match="cannot be written"):
        put(file, "desk_name", value="A")


def test_what_is_no_file_is_not_replaced(tmp_path: Path) -> None:
    """A pipe or a device is read, and left alone."""
    pipe = Path(f"/dev/fd/{os.open(os.devnull, os.O_RDONLY)}")
    file = settings_file.read(pipe)
    with pytest.raises(BadSettings, match="no file that could be written"):
        put(file, "desk_name", value="A")


@pytest.mark.parametrize("text", ["[smtp\n", "smtp = 5\n", "\xff", "[smtp]\nhost = 5\n"])
def test_a_broken_file_is_told(tmp_path: Path, text: str) -> None:
    """By its name."""
    file = tmp_path / "settings.toml"
    file.write_bytes(text.encode("latin-1"))
    with pytest.raises(BadSettings, match=r"settings\.toml"):
        settings_file.read(file)


def test_a_secret_is_its_owners_alone(tmp_path: Path) -> None:
    """Whatever the file's mode was before."""
    file = tmp_path / "secret"
    file.write_text("old")
    file.chmod(0o644)
    (tmp_path / "settings.toml").touch()
    settings = settings_file.read(tmp_path / "settings.toml")
    settings_file.keep_secret(file, "new", beside=settings)
    assert (file.read_text(), stat.S_IMODE(file.stat().st_mode)) == ("new\n", 0o600)


@pytest.mark.parametrize(
    ("shop", "says"),
    [("com", "already"), ("COM", "small letters"), ("", "small letters"), (" org ", None)],
)
def test_what_is_wrong_with_a_shops_name_is_known_before_it_is_written(
    tmp_path: Path, shop: str, says: str | None
) -> None:
    """In a sentence for the line of the form, None where nothing is."""
    problem = settings_edit.problem_with_shop(read(tmp_path), shop)
    assert problem is None if says is None else says in str(problem)


@pytest.mark.parametrize(
    ("address", "well"),
    [("https://a.example ", True), ("javascript:alert", False), ("http://a.example", False)],
)
def test_what_is_wrong_with_a_shops_address_is_known_before_it_is_written(
    address: str, well: bool
) -> None:
    """As what reads the settings has it."""
    assert (settings_edit.problem_with_address(address) is None) == well
