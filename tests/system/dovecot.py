"""Dovecot with a configuration of its own: IMAP on loopback, encrypted, over folders that a mail server fills."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from imapclient import IMAPClient

from tests.certificates import make_certificate
from tests.system.tmux import wait_until

PASSWORD = "пароль"
KEEPER = "nobody"
"""Whose the mails are where the tests run as root, whom neither of the servers takes mails from."""

_CONFIGURATION = """
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
protocols = imap
listen = 127.0.0.1
ssl = yes
ssl_cert = <{certificate}
ssl_key = <{key}
disable_plaintext_auth = yes
default_internal_user = {internal}
default_login_user = {login}
default_internal_group = {group}
first_valid_uid = 1
mail_location = maildir:{folder}/mail/%n
mail_max_userip_connections = 100
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}/mail/%n
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {tls_port}
    ssl = yes
  }}
}}
service anvil {{
  chroot =
}}
"""


class Dovecot:
    """The running server."""

    def __init__(self, folder: Path, certificate: Path, *, port: int, tls_port: int) -> None:
        self.folder, self.certificate = folder, certificate
        self.port, self.tls_port = port, tls_port

    def maildir(self, name: str) -> Path:
        """Where somebody's mails are."""
        return self.folder / "mail" / name

    @contextmanager
    def client(self, name: str) -> Iterator[IMAPClient]:
        """Somebody's own mail program; on this very machine it need not be encrypted."""
        with IMAPClient("127.0.0.1", port=self.port, ssl=False) as client:
            client.plain_login(name, PASSWORD)
            client.select_folder("INBOX")
            yield client

    def flags(self, name: str) -> list[set[bytes]]:
        """The flags of each of somebody's mails, but for the one of who was the first to look."""
        with self.client(name) as client:
            told = client.fetch(client.search("ALL"), ["FLAGS"])
        return [set(each[b"FLAGS"]) - {b"\\Recent"} for each in told.values()]

    def mails(self, name: str) -> list[bytes]:
        """Somebody's mails."""
        with self.client(name) as client:
            told = client.fetch(client.search("ALL"), ["BODY.PEEK[]"])
        return [each[b"BODY[]"] for each in told.values()]

    def deal_anew(self, name: str) -> None:
        """Lose the numbers of somebody's mails."""
        for index in self.maildir(name).glob("dovecot*"):
            index.unlink()

    def hang_up(self) -> None:
        """Break all connections."""
        configuration = str(self.folder / "dovecot.conf")
        subprocess.run(
            ["doveadm", "-c", configuration, "kick", "*"], check=False, capture_output=True
        )

    def settings(self, name: str, *, security: str = "tls", **values: str) -> str:
        """What the desk's settings say to fetch somebody's mails."""
        port = self.tls_port if security == "tls" else self.port
        known = {"host": "localhost", "username": name, "security": security,
                 "ca_file": str(self.certificate), **values}  # fmt: skip
        lines = [f'{key} = "{value}"' for key, value in known.items()]
        return "\n".join(["[imap]", f"port = {port}", *lines, ""])


def keeper() -> pwd.struct_passwd:
    """Whose the mails are: whoever runs the tests, but for root."""
    return pwd.getpwnam(KEEPER) if os.getuid() == 0 else pwd.getpwuid(os.getuid())


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running() -> Iterator[Dovecot]:
    """Dovecot, until the end."""
    folder = Path(tempfile.mkdtemp(prefix="imap-"))
    folder.chmod(0o755)
    certificate, key = make_certificate(folder)
    owner, root = keeper(), os.getuid() == 0
    mine = pwd.getpwuid(os.getuid()).pw_name
    server = Dovecot(folder, certificate, port=free_port(), tls_port=free_port())
    (folder / "mail").mkdir()
    os.chown(folder / "mail", owner.pw_uid, owner.pw_gid)
    configuration = folder / "dovecot.conf"
    configuration.write_text(
        _CONFIGURATION.format(
            folder=folder,
            certificate=certificate,
            key=key,
            password=PASSWORD,
            port=server.port,
            tls_port=server.tls_port,
            uid=owner.pw_uid,
            gid=owner.pw_gid,
            internal="dovecot" if root else mine,
            login="dovenull" if root else mine,
            group="dovecot" if root else owner.pw_gid,
        )
    )
    process = subprocess.Popen(["dovecot", "-F", "-c", str(configuration)])
    try:
        wait_until(lambda: answers(server.port))
        yield server
    finally:
        process.terminate()
        process.wait(20)
        shutil.rmtree(folder, ignore_errors=True)


def answers(port: int) -> bool:
    """Whether somebody listens at a port."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
