"""What somebody with psql tries on the catalogue: what it is, the statements, and what the database says to it."""

from tests.server.attempts_on_server import Attempt
from tests.server.scene import insert

_DENIED = "permission denied"
_ME = "(SELECT id FROM staff WHERE login = session_user)"
LIVE = "(SELECT min(id) FROM component)"


def component(**changed: object) -> str:
    """A component of the catalogue."""
    return insert("component", {"code": "'x'", "staff_id": _ME, "added_at": "now()"} | changed)


def fact(**changed: object) -> str:
    """What a component is said to be."""
    return insert("component_fact", {
        "component_id": LIVE, "name": "'Live search'", "vendor": "'EnergoThemes'", "kind": "'addon'", "paid": "true",
        "encrypted": "true", "retired": "false", "staff_id": _ME, "written_at": "now()",
    } | changed)  # fmt: skip


def about(ticket: int = 3, **changed: object) -> str:
    """Which component a request is said to be about."""
    return insert("ticket_component", {
        "ticket_id": ticket, "component_id": LIVE, "fact_id": "(SELECT max(id) FROM component_fact)",
        "version": "'4.18'", "staff_id": _ME, "said_at": "now()",
    } | changed)  # fmt: skip


_EVERYBODYS: list[Attempt] = [
    ("renames a component", "UPDATE component SET code = 'x'", _DENIED),
    ("rewrites what a component is", "UPDATE component_fact SET encrypted = true", _DENIED),
    ("forgets a component", "DELETE FROM component", _DENIED),
    ("forgets what a component was", "DELETE FROM component_fact", _DENIED),
    ("rewrites what a request is about", "UPDATE ticket_component SET version = 'x'", _DENIED),
    ("forgets what a request was about", "DELETE FROM ticket_component", _DENIED),
]
STAFFS: list[Attempt] = [
    *_EVERYBODYS,
    ("adds a component", component(), _DENIED),
    ("says what a component is", fact(), _DENIED),
    ("says what a request is about in another's name", about(staff_id=1), "who did it"),
]
SPECIALISTS: list[Attempt] = [
    *STAFFS,
    ("says what another's request is about", about(4), "by who holds it"),
    ("says what nobody's request is about", about(6), "by who holds it"),
]
ADMINS: list[Attempt] = [
    *_EVERYBODYS,
    ("adds a component in another's name", component(staff_id=2), "who did it"),
    ("says in another's name what a component is", fact(staff_id=2), "who did it"),
    ("numbers a component themselves", f"SELECT nextval('component_id_seq'); {component(id=9)}", "numbered by the desk"),
    ("names what a component was", f"{fact()}; {about(fact_id='(SELECT min(id) FROM component_fact)')}", "by now"),
    ("says what a request was about long ago", about(since_entry_id="(SELECT min(id) FROM entry)"), "said for"),
]  # fmt: skip
ANY_JOBS: list[Attempt] = [
    *_EVERYBODYS,
    ("reads the catalogue", "TABLE component_fact", _DENIED),
    ("adds a component", component(staff_id=4), _DENIED),
    ("says what a request is about", about(staff_id=2, component_id=1, fact_id=1), _DENIED),
]
