"""The website as a process of its own on loopback, and a shop's side of it."""

import http.client
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from console.site import wire
from tests.site import signing

SECRETS = " ".join(
    f"{key}:{secret.decode().replace(' ', '-')}" for key, secret in signing.KEYS.items()
)
KEYS = wire.parse_keys(SECRETS)


@dataclass
class Serving:
    """A process that serves, and its port."""

    process: subprocess.Popen[str]
    port: int

    def call(
        self, method: str, target: str, body: bytes = b"", *, signed: bool = True
    ) -> tuple[int, bytes]:
        """Send a call as a shop does."""
        headers = {"content-type": "application/json"}
        if signed:
            now = datetime.now(UTC)
            headers |= signing.headers(
                method, target, body, now=now, secret=KEYS["2026-11"], call_id=os.urandom(16).hex()
            )
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        connection.request(method, target, body or None, headers)
        answer = connection.getresponse()
        read = answer.status, answer.read()
        connection.close()
        return read

    def raw(self, sent: bytes) -> bytes:
        """Send bytes, and read until the other side ends."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=10) as connection:
            connection.sendall(sent)
            read = b""
            while part := connection.recv(65536):
                read += part
        return read

    def end(self) -> tuple[int, str]:
        """Tell it to stop; its exit code, and what it said."""
        self.process.send_signal(signal.SIGTERM)
        said = self.process.communicate(timeout=20)[1]
        return self.process.returncode, said


@contextmanager
def serving(database: Path, home: Path, settings: str = "") -> Iterator[Serving]:
    """The website of a desk, on a port that is free."""
    file = home / "site.toml"
    file.write_text(f"[site]\n{settings}")
    process = subprocess.Popen(
        [sys.executable, "-m", "console", "--config", str(file), "--database", str(database), "site", "--port", "0"],
        stderr=subprocess.PIPE, text=True,
        env={**os.environ, "CREDITDESK_SITE_SECRETS": SECRETS, "XDG_STATE_HOME": str(home), "XDG_CONFIG_HOME": str(home)},
    )  # fmt: skip
    assert process.stderr is not None
    line = process.stderr.readline()
    assert line.startswith("Serving at http://127.0.0.1:"), line
    try:
        yield Serving(process, int(line.rpartition(":")[2]))
    finally:
        if process.poll() is None:
            process.kill()
            process.communicate()
