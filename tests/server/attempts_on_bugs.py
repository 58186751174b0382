"""What somebody with psql tries on known bugs: what it is, the statements, and what the database says to it."""

from tests.server.attempts_on_server import Attempt
from tests.server.scene import insert

_DENIED = "permission denied"
_ME = "(SELECT id FROM staff WHERE login = session_user)"
BUG = "(SELECT min(id) FROM known_bug)"


def bug(**changed: object) -> str:
    """A known bug."""
    return insert("known_bug", {
        "component_id": "(SELECT min(id) FROM component)", "fault": "'bug'", "staff_id": _ME, "added_at": "now()",
    } | changed)  # fmt: skip


def fact(**changed: object) -> str:
    """What a known bug is said to be."""
    return insert("known_bug_fact", {
        "bug_id": BUG, "title": "'Empty'", "state": "'known'", "staff_id": _ME, "written_at": "now()",
    } | changed)  # fmt: skip


def attached(ticket: int = 3, **changed: object) -> str:
    """A request is said to be of it."""
    return insert("known_bug_ticket", {
        "ticket_id": ticket, "bug_id": BUG, "staff_id": _ME, "said_at": "now()",
    } | changed)  # fmt: skip


def mail(ticket: int) -> str:
    """A message to a request's customer, with its e-mail."""
    message = insert("message", {
        "ticket_id": ticket, "direction": "'out'", "author": "'Irina'", "staff_id": _ME, "body": "'Solved.'",
        "attachments": "'[]'", "mail_id": "'<solved@desk.example>'", "created_at": "now()",
    })  # fmt: skip
    leaves = insert("outbox", {
        "message_id": "(SELECT max(id) FROM message)", "ticket_id": ticket, "subject": "'x'", "state": "'queued'",
        "recipient": f"(SELECT requester FROM ticket WHERE id = {ticket})", "mail_id": "'<solved@desk.example>'",
        '"references"': "''", "automatic": "false", "attachments": "'[]'", "attempts": 0, "created_at": "now()",
    })  # fmt: skip
    return f"{message}; {leaves}"


def told(ticket: int, **changed: object) -> str:
    """A request's customer is said to be told."""
    return insert("known_bug_told", {
        "bug_id": BUG, "fact_id": "(SELECT max(id) FROM known_bug_fact)", "ticket_id": ticket,
        "message_id": f"(SELECT max(id) FROM message WHERE ticket_id = {ticket})", "staff_id": _ME,
        "told_at": "now()",
    } | changed)  # fmt: skip


_EVERYBODYS: list[Attempt] = [
    ("rewrites what a known bug is", "UPDATE known_bug_fact SET state = 'solved'", _DENIED),
    ("forgets a known bug", "DELETE FROM known_bug", _DENIED),
    ("forgets who was told", "DELETE FROM known_bug_told", _DENIED),
    ("moves a request to another bug", "UPDATE known_bug_ticket SET bug_id = 1", _DENIED),
]
STAFFS: list[Attempt] = [
    *_EVERYBODYS,
    ("puts a known bug down in another's name", bug(staff_id=3), "who did it"),
    ("says in another's name what a known bug is", fact(staff_id=3), "who did it"),
    ("says in another's name which bug a request is of", attached(staff_id=3), "who did it"),
    ("writes to a closed request's customer", mail(1), "who holds the request"),
    ("writes to a closed request's customer whose bug is not solved", f"{attached(1)}; {mail(1)}",
     "who holds the request"),
]  # fmt: skip
SPECIALISTS: list[Attempt] = [
    *STAFFS,
    ("says that a bug is solved", fact(state="'solved'"), "Only a lead"),
    ("tells who it is no bug of", told(3), _DENIED),
]
_SOLVED = f"{attached(1)}; {fact(state=chr(39) + 'solved' + chr(39))}"
LEADS: list[Attempt] = [
    ("writes to a closed request's customer and tells nobody that it did", f"{_SOLVED}; {mail(1)}", "told once"),
    ("tells of a solved bug, and writes on", f"{_SOLVED}; {mail(1)}; {told(1)}; {mail(1).replace('<solved', '<more')}",
     "told once"),
    ("tells of a bug that is not solved", f"{attached(1)}; {told(1)}", "only what is solved"),
    ("tells who it is no bug of", f"{fact(state=chr(39) + 'solved' + chr(39))}; {told(1)}", "only its own"),
    ("tells with no mail", f"{attached(6)}; {fact(state=chr(39) + 'solved' + chr(39))}; {told(6)}", "is written to"),
]  # fmt: skip
ANY_JOBS: list[Attempt] = [
    *_EVERYBODYS,
    ("reads known bugs", "TABLE known_bug_fact", _DENIED),
    ("puts a known bug down", bug(staff_id=4, component_id=1), _DENIED),
]
