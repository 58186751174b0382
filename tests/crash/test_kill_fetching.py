"""The jobs killed while they fetch from a mailbox: each mail is taken in once, and none is left."""

import os
import subprocess
from contextlib import suppress
from pathlib import Path

import pytest

from tests.cli.conftest import mail
from tests.mailbox import PASSWORD, USER, open_mailbox
from tests.terminal.program import CREDITDESK

pytestmark = pytest.mark.soak

KILLS = 40
STEP_SECONDS = 0.05


def test_killed_again_and_again_no_mail_is_lost_or_doubled(desk_path: Path, tmp_path: Path) -> None:
    """From before it connects until after the mail is marked."""
    settings = tmp_path / "settings.toml"
    with open_mailbox(tmp_path) as box:
        settings.write_text(
            'support_address = "support@desk.example"\n\n[imap]\nhost = "127.0.0.1"\n'
            f'port = {box.wire.port}\nsecurity = "none"\nusername = "{USER}"\n'
        )
        work = [CREDITDESK, "--config", str(settings), "--database", str(desk_path),
                "work", "--only", "mail"]  # fmt: skip
        environment = os.environ | {"CREDITDESK_IMAP_PASSWORD": PASSWORD}
        for number in range(KILLS):
            box.put(mail(f"Number {number}", number=number))
            worker = subprocess.Popen(work, env=environment, stdout=subprocess.DEVNULL)
            with suppress(subprocess.TimeoutExpired):
                worker.wait(0.8 + number * STEP_SECONDS)
            worker.kill()
            worker.wait()
        subprocess.run([*work, "--once"], env=environment, check=True, stdout=subprocess.DEVNULL)
        listed = subprocess.run(
            [*work[:5], "--as", "olga", "queue", "--json"], env=environment, check=True, capture_output=True
        )  # fmt: skip
        flags = box.flags()
    assert [listed.stdout.count(f'"Number {number}"'.encode()) for number in range(KILLS)] == [
        1
    ] * KILLS
    assert flags == [{b"\\Seen"}] * KILLS
