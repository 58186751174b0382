"""The website, by command: a process of its own on loopback."""

import json
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Runner
from tests.site import signing
from tests.site.process import KEYS, SECRETS, Serving, serving

FORM = json.dumps({"email": "anna@shop.example", "message": "Help me."}).encode()


@pytest.fixture
def site(desk_path: Path, tmp_path: Path) -> Iterator[Serving]:
    """The website of a fresh desk."""
    with serving(desk_path, tmp_path) as found:
        yield found


def test_it_serves_until_it_is_told_to_stop(site: Serving) -> None:
    """A signed form is taken; SIGTERM ends it with 0, and it said nothing but where it serves."""
    assert site.call("POST", "/requests", FORM) == (201, b'{"request":1}')
    assert site.end() == (0, "")


def test_what_is_under_way_is_finished(site: Serving) -> None:
    """A call that was under way when it was told to stop is answered."""
    target = "/requests"
    headers = signing.headers("POST", target, FORM, now=datetime.now(UTC), secret=KEYS["2026-11"])
    head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    with socket.create_connection(("127.0.0.1", site.port), timeout=20) as connection:
        connection.sendall(
            f"POST {target} HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n{head}"
            f"content-length: {len(FORM)}\r\n\r\n".encode()
        )
        # Another call shows that it has begun with this one.
        site.call("GET", "/health", signed=False)
        site.process.send_signal(signal.SIGTERM)
        connection.sendall(FORM)
        assert connection.recv(65536).startswith(b"HTTP/1.1 201")
    assert site.process.wait(20) == 0


def test_a_long_body_is_refused_before_it_has_come(site: Serving) -> None:
    """A body that says it is too long is refused, and the connection ended, without waiting for it."""
    read = site.raw(
        b"POST /requests HTTP/1.1\r\nhost: x\r\ncreditdesk-signature: x\r\ncontent-length: 99999999\r\n\r\n"
    )
    assert read.startswith(b"HTTP/1.1 413")


def test_a_body_without_a_length_is_counted(site: Serving) -> None:
    """A body in parts that never ends is given up once it is too long."""
    part = b"10000\r\n" + b"x" * 65536 + b"\r\n"
    read = site.raw(
        b"POST /requests HTTP/1.1\r\nhost: x\r\ncreditdesk-signature: x\r\ntransfer-encoding: chunked\r\n\r\n"
        + part * 5
    )
    assert read.startswith(b"HTTP/1.1 413")


def test_a_call_that_is_cut_off_changes_nothing(site: Serving) -> None:
    """A body that is cut off is not taken, and the next call is served."""
    with socket.create_connection(("127.0.0.1", site.port), timeout=10) as connection:
        connection.sendall(
            b"POST /requests HTTP/1.1\r\nhost: x\r\ncreditdesk-signature: x\r\ncontent-length: 900\r\n\r\n{"
        )
    assert site.call("POST", "/requests", FORM) == (201, b'{"request":1}')


@pytest.mark.parametrize(
    "sent", [b"nonsense\r\n\r\n", b"GET / HTTP/1.1\r\nhost: x\r\na: " + b"x" * 100_000]
)
def test_what_is_no_call_is_refused(site: Serving, sent: bytes) -> None:
    """What is no HTTP, or has headers without end, is refused."""
    assert site.raw(sent).startswith(b"HTTP/1.1 400")


def test_two_processes_serve_one_desk(desk_path: Path, tmp_path: Path) -> None:
    """Two processes take requests into one desk, each numbered once."""
    with serving(desk_path, tmp_path) as one, serving(desk_path, tmp_path) as two:
        made = [
            json.loads(each.call("POST", "/requests", json.dumps({"email": f"a{n}@x.example", "message": f"No. {n}"}).encode())[1])
            for n, each in enumerate([one, two] * 3)
        ]  # fmt: skip
    assert [each["request"] for each in made] == [1, 2, 3, 4, 5, 6]


def test_without_secrets_it_says_where_they_go(run: Runner) -> None:
    """Without secrets it does not begin."""
    ran = run("site", "--port", "0")
    assert (ran.code, "secrets_file" in ran.err) == (2, True)


def test_a_port_that_is_taken_is_named(run: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    """A port that somebody else listens at is named."""
    monkeypatch.setenv("CREDITDESK_SITE_SECRETS", SECRETS)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        ran = run("site", "--port", str(taken.getsockname()[1]))
    assert (ran.code, "Address already in use" in ran.err) == (4, True)


def test_it_does_without_textual() -> None:
    """The website loads nothing of the console's screens."""
    program = "import console.site.serving, console.cli.commands.site, sys; sys.exit('textual' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


SETTINGS: list[tuple[dict[str, Any], str]] = [
    ({"form": "yes"}, "site.form"),
    ({"port": 0}, "site.port"),
    ({"calls_per_key": 0}, "site.calls_per_key"),
    ({"secret": "x"}, "site.secret is no setting"),
]


@pytest.mark.parametrize(("values", "said"), SETTINGS)
def test_a_setting_that_is_wrong_is_named(
    tmp_path: Path, values: dict[str, Any], said: str
) -> None:
    """What is wrong under [site] is named."""
    from console import config

    file = tmp_path / "settings.toml"
    file.write_text(
        "[site]\n" + "".join(f"{name} = {json.dumps(value)}\n" for name, value in values.items())
    )
    with pytest.raises(config.BadSettings, match=said):
        config.load(file)
