"""Listening, and who holds a connection without asking for anything."""

import asyncio

import pytest

from console.services.faults import BadInput
from console.site import serving
from tests.services.office import Office
from tests.site.asgi import Visitor

WHOLE = b"GET /openapi.json HTTP/1.1\r\nhost: x\r\n\r\n"


@pytest.mark.parametrize("asked_before", [False, True])
@pytest.mark.parametrize("sent", [b"", b"GET /health HTTP/1.1\r\nhost: x\r\n"])
async def test_a_head_that_does_not_come_is_not_waited_for(
    office: Office, monkeypatch: pytest.MonkeyPatch, sent: bytes, asked_before: bool
) -> None:
    """Who says nothing, or half of a call, is let go, a first time or later."""
    monkeypatch.setattr(serving, "HEAD_SECONDS", 0.1)
    monkeypatch.setattr(serving, "IDLE_SECONDS", 1)
    heard = serving.listen("127.0.0.1", 0)
    begun = asyncio.Event()
    running = asyncio.create_task(serving.serve(Visitor(office.desk).site, heard, ready=begun.set))
    await begun.wait()
    reader, writer = await asyncio.open_connection(*heard.getsockname())
    if asked_before:
        writer.write(WHOLE)
        assert (await reader.readuntil(b"\r\n")).startswith(b"HTTP/1.1 200")
    writer.write(sent)
    assert b"HTTP/1.1 4" not in await asyncio.wait_for(reader.read(), 10)
    writer.close()
    running.cancel()
    await asyncio.wait([running])
    heard.close()


@pytest.mark.parametrize("port", [99999, -1])
def test_a_port_that_is_none_is_named(port: int) -> None:
    """A port that there cannot be is named."""
    with pytest.raises(BadInput, match="A port is"):
        serving.listen("127.0.0.1", port)


def test_secrets_are_in_nothing_that_is_shown(office: Office) -> None:
    """What shows the website in a fault shows no secret."""
    assert "secret" not in repr(Visitor(office.desk).site).replace("secrets_file", "")
