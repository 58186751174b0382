"""The description fuzzed: whatever is sent, nothing breaks, and every answer is one that is described."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from requests.auth import AuthBase
from schemathesis.checks import CHECKS, load_all_checks

from console.site import wire
from console.site.openapi import DESCRIPTION
from tests.site.process import KEYS, Serving, serving
from tests.site.signing import headers

load_all_checks()
WANTED = (
    "not_a_server_error", "status_code_conformance", "content_type_conformance",
    "response_headers_conformance", "response_schema_conformance",
)  # fmt: skip
WITHIN_REACH = "\n".join(
    f"{name} = 1000000"
    for name in ("calls_per_key", "calls_per_address", "forms_per_address", "forms_per_email")
)
OPERATIONS = [
    (path, method, mode)
    for path, found in DESCRIPTION["paths"].items()
    for method, operation in found.items()
    for mode in ("positive", "negative")
    # What takes nothing can be given nothing that is wrong.
    if mode == "positive" or "parameters" in operation
]


class Signed(AuthBase):
    """Signs what is about to be sent, for the customer that it names if it names any that can be sent."""

    def __call__(self, sent: requests.PreparedRequest) -> requests.PreparedRequest:
        """Put the headers in."""
        customer = sent.headers.get(wire.CUSTOMER)
        text = customer.decode("latin-1") if isinstance(customer, bytes) else customer
        body = sent.body.encode() if isinstance(sent.body, str) else sent.body or b""
        made = headers(
            sent.method or "", sent.path_url, body, now=datetime.now(UTC), secret=KEYS["2026-11"],
            call_id=os.urandom(16).hex(), customer=text,
        )  # fmt: skip
        for name in (wire.KEY, wire.CALL_ID, wire.TIMESTAMP, wire.SIGNATURE):
            sent.headers[name] = made[name]
        return sent


@pytest.fixture(scope="module")
def fuzzed(blank_desk: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    """The website of a desk, with no limit within reach."""
    import shutil

    home = tmp_path_factory.mktemp("fuzzed")
    with serving(Path(shutil.copy(blank_desk, home / "desk.db")), home, WITHIN_REACH) as found:
        yield found


def fuzz(site: Serving, path: str, method: str, *, mode: str, examples: int) -> None:
    """Send so many examples of an operation, and hold each answer against the description."""
    schema = schemathesis.openapi.from_dict(DESCRIPTION)
    operation = schema[path][method.upper()]
    checks: list[Any] = list(CHECKS.get_by_names(WANTED))
    session = requests.Session()

    @settings(
        max_examples=examples, derandomize=True, database=None, deadline=None,
        phases=[Phase.explicit, Phase.generate], suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=operation.as_strategy(generation_mode=schemathesis.GenerationMode(mode)))
    def run(case: schemathesis.Case) -> None:
        case.call_and_validate(
            base_url=f"http://127.0.0.1:{site.port}", checks=checks, auth=Signed(), session=session
        )

    run()


@pytest.mark.parametrize(("path", "method", "mode"), OPERATIONS)
def test_every_answer_is_one_that_is_described(
    fuzzed: Serving, path: str, method: str, mode: str
) -> None:
    """Whatever is sent, signed, gets an answer that is described, and none is a fault."""
    fuzz(fuzzed, path, method, mode=mode, examples=15)


@pytest.mark.soak
@pytest.mark.parametrize(("path", "method", "mode"), OPERATIONS)
def test_every_answer_is_one_that_is_described_at_length(
    fuzzed: Serving, path: str, method: str, mode: str
) -> None:
    """So it is a thousand times."""
    fuzz(fuzzed, path, method, mode=mode, examples=1000)
