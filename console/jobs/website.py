"""Trying the website: whether the desk's own answers where the settings say that it is served."""

import json
import os
from functools import partial
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException

from console.config import Settings
from console.jobs.aside import aside
from console.services.checks.findings import CheckResult
from console.services.faults import BadInput

ASK_SECONDS = 10.0
ANSWER_BYTES = 1000
_ANYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}  # noqa: S104 - what is listened at is asked here


async def examine(settings: Settings) -> CheckResult:
    """Ask whether something answers there, and whether the secrets that calls are signed with can be read."""
    from console.site import keys

    ok, told = await _asked(settings.site.host, settings.site.port)
    try:
        known = len(keys.read(settings.site.secrets_file, os.environ))
        secrets = "1 secret" if known == 1 else f"{known} secrets"
    except BadInput as error:
        return CheckResult("website", False, f"{told}; {error}")
    return CheckResult("website", ok, f"{told}; {secrets} can be read")


async def _asked(host: str, port: int) -> tuple[bool, str]:
    host = _ANYWHERE.get(host, host)
    where = f"http://{f'[{host}]' if ':' in host else host}:{port}"
    try:
        status, said = await aside(partial(_health, host, port), seconds=ASK_SECONDS)
    except TimeoutError:
        return False, f"{where} takes too long to answer"
    except OSError:
        return False, f"nothing answers at {where}: `creditdesk site` serves there"
    except (HTTPException, ValueError):
        return False, f"something else answers at {where}, which is no website"
    if (status, said) == (HTTPStatus.OK, {"ok": True}):
        return True, f"the desk's website answers at {where}"
    return False, f"something else answers at {where} (HTTP {status})"


def _health(host: str, port: int) -> tuple[int, object]:
    """What the website says of itself. Raises OSError, HTTPException and ValueError."""
    line = HTTPConnection(host, port, timeout=ASK_SECONDS)
    try:
        line.request("GET", "/health")
        answer = line.getresponse()
        body = answer.read(ANSWER_BYTES)
        return answer.status, json.loads(body) if answer.status == HTTPStatus.OK else None
    finally:
        line.close()
