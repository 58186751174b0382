"""A disk that is full, where mails are kept until they are taken in."""

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.system.office import mail
from tests.terminal.program import CREDITDESK, clean_environment

pytestmark = pytest.mark.system

_ON_A_SMALL_DISK = """
set -e
mount -t tmpfs -o size=2m none "$1.spool"
take() { code=0; "$2" --database "$1" intake email --spool "$3" >&2 || code=$?; echo $code; }
take "$1" "$2" large
ls -A "$1.spool" | wc -l
take "$1" "$2" small
ls -A "$1.spool" | wc -l
"""


def test_what_does_not_fit_is_to_be_tried_again(blank_desk: Path, tmp_path: Path) -> None:
    """Nothing of it is left, and the next mail that fits is kept."""
    desk = Path(shutil.copy(blank_desk, tmp_path / "desk.db"))
    desk.with_name("desk.db.spool").mkdir()
    (tmp_path / "large").write_bytes(mail(text="x" * 70 + "\n" + "large\n" * 500_000).as_bytes())
    (tmp_path / "small").write_bytes(mail().as_bytes())
    # A disk of its own, which nobody else sees.
    inside = ["unshare", "--mount", "sh", "-c", _ON_A_SMALL_DISK, "sh", str(desk), CREDITDESK]
    surroundings = clean_environment() | {"XDG_CONFIG_HOME": str(tmp_path)}
    done = subprocess.run(inside, cwd=tmp_path, env=surroundings, capture_output=True, check=True)
    assert done.stdout.split() == [b"75", b"0", b"0", b"1"], done.stderr
