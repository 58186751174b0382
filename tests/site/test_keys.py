"""Where the website's secrets are."""

from pathlib import Path

import pytest

from console.services.faults import BadInput
from console.site import keys

WORDS = f"2026-11:{'s' * 32}"


def kept(folder: Path, text: str | bytes, mode: int = 0o600) -> str:
    """A secrets file."""
    file = folder / "secrets"
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    file.chmod(mode)
    return str(file)


def test_a_file_that_only_its_owner_reads_is_taken(tmp_path: Path) -> None:
    """A file of mode 0600 is read."""
    assert keys.read(kept(tmp_path, WORDS), {}) == {"2026-11": b"s" * 32}


def test_the_environment_comes_first(tmp_path: Path) -> None:
    """What the environment says is taken before any file."""
    given = {keys.VARIABLE: f"env:{'e' * 32}"}
    assert keys.read(kept(tmp_path, WORDS), given) == {"env": b"e" * 32}


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660])
def test_a_file_that_others_read_is_refused(tmp_path: Path, mode: int) -> None:
    """A file that others can read is refused, with what to do."""
    with pytest.raises(BadInput, match="chmod 600"):
        keys.read(kept(tmp_path, WORDS, mode), {})


UNUSABLE = [("no text", b"\xff\xfe", "cannot be read"), ("no secret", "x", "KEY:SECRET")]


@pytest.mark.parametrize(
    ("text", "said"), [row[1:] for row in UNUSABLE], ids=[row[0] for row in UNUSABLE]
)
def test_a_file_without_secrets_is_refused(tmp_path: Path, text: str | bytes, said: str) -> None:
    """A file with no secrets in it is refused."""
    with pytest.raises(BadInput, match=said):
        keys.read(kept(tmp_path, text), {})


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    """A file that is not there is named."""
    with pytest.raises(BadInput, match="No such file"):
        keys.read(str(tmp_path / "none"), {})


def test_without_any_it_says_where_to_put_them() -> None:
    """Without a file or a variable it says where secrets go."""
    with pytest.raises(BadInput, match=keys.VARIABLE):
        keys.read("", {})
