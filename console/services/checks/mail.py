"""What came in, byte for byte, what was kept, and that every answer left by e-mail too."""

import hashlib

from console.services.checks.findings import Findings, Group
from console.services.context import Desk
from console.services.optout import DONE
from db.audit import requests as audit
from db.engine import Session


async def _answers(session: Session, _desk: Desk, findings: Findings) -> None:
    async for page in audit.unsent_answers(session):
        for each in page:
            findings.say(
                "answers", f"message {each.id} on #{each.ticket_id}: it has no e-mail of its own"
            )
    async for page in audit.mails_of_no_answer(session):
        for each in page:
            findings.say("answers", f"e-mail {each.id}: message {each.message_id} is no answer")


async def _recipients(session: Session, _desk: Desk, findings: Findings) -> None:
    async for page in audit.misdirected(session):
        for each in page:
            findings.say(
                "answers",
                f"e-mail {each.id}: it goes to {each.recipient}, who did not ask #{each.ticket_id}",
            )


async def _bytes(session: Session, _desk: Desk, findings: Findings) -> None:
    async for page in audit.arrivals(session):
        let_go = await audit.let_go(session, [row.id for row, _, _ in page])
        for row, came_at, _ in page:
            digest = hashlib.sha256(row.channel.encode() + b"\n" + row.raw).hexdigest()
            if (digest != row.digest) != (row.id in let_go) or (row.raw and row.id in let_go):
                findings.say("arrivals", f"arrival {row.id}: its bytes are not those that came in")
            elif row.ticket_id is None and row.placing != "quarantined" and row.reason != DONE:
                findings.say("arrivals", f"arrival {row.id}: it was taken in, and is on no request")
            elif row.placing == "new" and row.received_at != came_at:
                findings.say(
                    "arrivals",
                    f"arrival {row.id}: #{row.ticket_id} is said to have come at another time",
                )
    async for kept in audit.files(session):
        for file in kept:
            digest = hashlib.sha256(file.content).hexdigest()
            if (digest, len(file.content)) != (file.digest, file.size_bytes):
                findings.say(
                    "files", f"file {file.digest[:12]}: its bytes are not those that were kept"
                )


async def _run(session: Session, desk: Desk, findings: Findings) -> None:
    await _answers(session, desk, findings)
    await _recipients(session, desk, findings)
    await _bytes(session, desk, findings)


GROUP = Group(
    {
        "answers": "every answer is on its request and in the outbox, to who asked",
        "arrivals": "everything that came in is there as it came, but for what was let go of",
        "files": "every file is there as it was kept",
    },
    _run,
)
