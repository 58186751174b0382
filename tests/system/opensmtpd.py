"""OpenSMTPD with a configuration of its own: it takes mail on loopback, and hands it to folders and to a command.

It has to be started by root, keeps its queue at a place that is built into it, and delivers as somebody else, who may
not come to the program: it runs where that place is a folder of its own, and what it hands a mail to passes it on.
"""

import os
import shutil
import smtplib
import socket
import subprocess
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.system.dovecot import answers, free_port, keeper
from tests.system.tmux import wait_until

_CONFIGURATION = """
listen on 127.0.0.1 port {port} hostname mx.example
table all {{ "@" = "{keeper}" }}
action "command" mda "{folder}/pass-on {folder}/socket" virtual <all> user {keeper}
action "folders" maildir "{maildirs}/%{{rcpt.user}}" virtual <all> user {keeper}
queue ttl 1d
match from any for domain "pipe.example" action "command"
match from any for domain {{ "desk.example", "shop.example" }} action "folders"
match from any reject
"""

# Its places are covered by folders of its own, which nobody else sees.
_APART = """
set -e
mount -t tmpfs -o mode=711 none /var/spool/smtpd
mkdir -m 700 /var/spool/smtpd/incoming /var/spool/smtpd/purge /var/spool/smtpd/queue /var/spool/smtpd/temporary
mkdir -m 770 /var/spool/smtpd/offline
chown opensmtpq /var/spool/smtpd/incoming /var/spool/smtpd/purge /var/spool/smtpd/queue /var/spool/smtpd/temporary
chgrp opensmtpq /var/spool/smtpd/offline
mount -t tmpfs none /run
exec smtpd -d -f "$1"
"""

# The mail goes in, and the exit code comes back.
_PASS_ON = """#!/usr/bin/perl
use IO::Socket::UNIX;
my $there = IO::Socket::UNIX->new(Peer => $ARGV[0]) or exit 75;
print $there $_ while <STDIN>;
shutdown($there, 1);
exit(<$there>);
"""

Command = Callable[[bytes], int]


class OpenSmtpd:
    """The running server; `command` gets each mail to an address at pipe.example, and gives its exit code."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.command: Command = lambda _: 75
        self.exits: list[int] = []
        self.pid = 0

    def send(self, raw: bytes, *, to: str, sender: str = "anna@shop.example") -> None:
        """Somebody sends a mail."""
        with smtplib.SMTP("127.0.0.1", self.port, timeout=20) as client:
            client.sendmail(sender, [to], raw)

    def try_again(self) -> None:
        """Deliver what waits now, not when its time has come."""
        inside = ["nsenter", "--target", str(self.pid), "--mount"]
        subprocess.run([*inside, "smtpctl", "schedule", "all"], check=True, capture_output=True)

    def serve(self, listening: socket.socket) -> None:
        """Hand each mail to the command, until there is nobody to listen to."""
        while True:
            try:
                passing, _ = listening.accept()
            except OSError:
                return
            with passing, passing.makefile("rb") as mail:
                code = self.command(mail.read())
                self.exits.append(code)
                passing.sendall(b"%d" % code)


@contextmanager
def running(maildirs: Path) -> Iterator[OpenSmtpd]:
    """OpenSMTPD, until the end; mails to other addresses than the command's go to folders, by name."""
    folder = Path(tempfile.mkdtemp(prefix="smtp-"))
    folder.chmod(0o755)
    server = OpenSmtpd(free_port())
    configuration, pass_on = folder / "smtpd.conf", folder / "pass-on"
    configuration.write_text(
        _CONFIGURATION.format(
            port=server.port, folder=folder, maildirs=maildirs, keeper=keeper().pw_name
        )
    )
    pass_on.write_text(_PASS_ON)
    pass_on.chmod(0o755)
    with socket.socket(socket.AF_UNIX) as listening, (folder / "log").open("wb") as log:
        listening.bind(str(folder / "socket"))
        os.chmod(folder / "socket", 0o666)
        listening.listen()
        handing = threading.Thread(target=server.serve, args=(listening,))
        handing.start()
        process = subprocess.Popen(
            ["unshare", "--mount", "sh", "-c", _APART, "sh", str(configuration)],
            stdout=log, stderr=subprocess.STDOUT,
        )  # fmt: skip
        server.pid = process.pid
        try:
            wait_until(lambda: answers(server.port))
            yield server
        finally:
            process.terminate()
            process.wait(20)
            listening.shutdown(socket.SHUT_RDWR)
            handing.join(20)
            shutil.rmtree(folder, ignore_errors=True)
