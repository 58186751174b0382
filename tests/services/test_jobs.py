"""Work without a person: each job by itself, and none that stops another."""

import asyncio
from dataclasses import replace

import pytest

from console.config import SmtpSettings
from console.jobs import runner
from console.services import desk as desk_service
from console.services.faults import BadInput
from tests.conftest import SETTINGS, at
from tests.services.office import Office


async def run(office: Office, minute: float, *, only: str | None = None) -> dict[str, object]:
    """One run; what each job came to."""
    found = await runner.run_once(office.desk, only=only, now=lambda: at(minute))
    return {each.job: each.problem or each.counts for each in found}


async def test_a_desk_without_a_mail_server_says_so_and_does_the_rest(office: Office) -> None:
    """A desk without a mail server says so and does the rest."""
    await office.in_hand()
    found = await run(office, 200)
    assert "smtp.host" in str(found["outbox"])
    assert found["limits"] == {"running": 0, "returned": 1, "woken": 0, "let_go": 0}


async def test_a_job_runs_alone_when_asked(office: Office) -> None:
    """A job runs alone when asked."""
    assert set(await run(office, 1, only="limits")) == {"limits"}


async def test_an_unknown_job_is_bad_input(office: Office) -> None:
    """An unknown job is bad input."""
    with pytest.raises(BadInput):
        await run(office, 1, only="lunch")


async def test_a_password_is_not_sent_in_clear(office: Office) -> None:
    """A password is not sent in clear: the job says so."""
    smtp = SmtpSettings(host="mail.example", security="none", username="desk")
    office.desk.settings = replace(SETTINGS, smtp=smtp)
    assert "clear" in str((await run(office, 1))["outbox"])


async def test_the_limits_job_run_twice_at_once_returns_a_claim_once(office: Office) -> None:
    """The limits job run twice at once returns a claim once."""
    await office.in_hand()
    found = await asyncio.gather(run(office, 200), run(office, 200))
    returned = [each["limits"]["returned"] for each in found]  # type: ignore[index]
    assert sorted(returned) == [0, 1]


async def test_a_returned_claim_is_on_record(office: Office) -> None:
    """A returned claim is on record."""
    await office.in_hand()
    await desk_service.return_lost_claims(office.desk, now=at(200))
    assert await office.one("SELECT count(*) FROM event WHERE what = 'claim lost'") == 1


async def test_running_for_ever_ends_when_told(office: Office) -> None:
    """Running for ever ends when told."""
    stop, runs = asyncio.Event(), 0
    async for _ in runner.run_for_ever(office.desk, now=at, stop=stop, pause_seconds=0.001):
        runs += 1
        if runs == 3:
            stop.set()
    assert runs == 3
