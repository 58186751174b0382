"""What must hold of the catalogue whoever writes, said once for both databases; on a server by whom, besides."""

from collections.abc import Iterator

from db.migrations.role_rules import functions
from db.migrations.role_rules.functions import aborts, guarded

TABLES = ("component", "component_fact", "ticket_component")
"""Rows of these are only ever added."""

_SAME = {"component": " OR code = NEW.code"}
_CHARGES = (
    "(SELECT max(e.id) FROM entry e WHERE e.ticket_id = NEW.ticket_id AND e.kind = 'charge'{0})"
)
_LAST_CHARGE = _CHARGES.format("")
_CLOSED = "EXISTS (SELECT 1 FROM ticket t WHERE t.id = NEW.ticket_id AND t.closed_at IS NOT NULL)"

ADDED: tuple[tuple[str, str, str, str], ...] = (
    ("ticket_component_as_it_is", "ticket_component",
     "NEW.fact_id IS NOT NULL AND NEW.fact_id IS DISTINCT FROM"
     " (SELECT max(f.id) FROM component_fact f WHERE f.component_id = NEW.component_id)",
     "ticket_component: a request keeps what its component is by now"),
    ("ticket_component_since", "ticket_component",
     f"NEW.since_entry_id IS DISTINCT FROM CASE WHEN {_CLOSED}"
     f" THEN {_CHARGES.format(f' AND e.id < {_LAST_CHARGE}')} ELSE {_LAST_CHARGE} END",
     "ticket_component: it holds for the closing that it was said for"),
)  # fmt: skip
"""Name, table, the condition under which a new row is refused, message."""


def in_a_file() -> Iterator[str]:
    """The triggers of a desk in a file."""
    for table in TABLES:
        same = f"EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id{_SAME.get(table, '')})"
        yield aborts(f"{table}_no_update", "UPDATE", table, "", f"{table}: what is written stays")
        yield aborts(f"{table}_no_delete", "DELETE", table, "", f"{table}: nothing is deleted")
        yield aborts(
            f"{table}_no_replace", "INSERT", table, same, f"{table}: what is written stays"
        )
    for name, table, condition, message in ADDED:
        yield aborts(name, "INSERT", table, condition, message)


def on_a_server() -> Iterator[str]:
    """The triggers of a desk on a server; one that looks at other rows reads them as the owner, whoever writes."""
    for table in TABLES:
        for what, moment, each, message in (
            ("no_update", "UPDATE", "ROW", "what is written stays"),
            ("no_delete", "DELETE", "ROW", "nothing is deleted"),
            ("no_truncate", "TRUNCATE", "STATEMENT", "nothing is deleted"),
        ):
            yield (
                f"CREATE TRIGGER {table}_{what} BEFORE {moment} ON {table} FOR EACH {each}"
                f" EXECUTE FUNCTION never('{table}: {message}')"
            )
    for name, table, condition, message in ADDED:
        yield from guarded(name, table, condition, message)
    for table, body in RULES.items():
        yield functions.rule_of(table, body)
        yield functions.asks(table)
        yield f"REVOKE ALL ON FUNCTION role_rule_{table}() FROM PUBLIC"


_WHO = """
    IF mine IS NULL OR NEW.staff_id IS DISTINCT FROM mine THEN
        PERFORM refuse('The record says who did it.');
    END IF;
"""
RULES = {
    "component": _WHO,
    "component_fact": _WHO,
    "ticket_component": f"""
        {_WHO}
        IF role = 'specialist' AND NOT holds(mine, NEW.ticket_id) THEN
            PERFORM refuse('What a request is about is said by who holds it, or by a lead.');
        END IF;
    """,
}
RIGHTS = {
    "component": "admin",
    "component_fact": "admin",
    "ticket_component": "specialist",
}
"""Who adds rows; who is more may too."""


def rights(database: str) -> Iterator[str]:
    """What is granted on a server: all staff look, and no job has a use for it."""
    for table, role in RIGHTS.items():
        yield f'GRANT SELECT ON {table} TO "{database}_specialist"'
        yield f'GRANT INSERT ON {table} TO "{database}_{role}"'
        yield f'GRANT USAGE ON SEQUENCE {table}_id_seq TO "{database}_{role}"'


def on_server() -> Iterator[tuple[str, str]]:
    """The names of the triggers on a server, each with its table."""
    for table in TABLES:
        for what in ("no_update", "no_delete", "no_truncate"):
            yield f"{table}_{what}", table
        yield "role_rule", table
    for name, table, *_ in ADDED:
        yield name, table
