"""Known bugs of components, the requests that they collect, and who was told that they are solved: only added to."""

import sqlalchemy as sa
from alembic import op

import db.types
from db.migrations.role_rules import functions, threads
from db.migrations.role_rules.bug_guards import BUGS

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _make_bugs()
    _make_requests()
    for name, table, columns, unique in _INDEXES:
        op.create_index(name, table, columns, unique=unique)
    connection = op.get_bind()
    if connection.dialect.name == "postgresql":
        database = connection.exec_driver_sql("SELECT current_database()").scalar_one()
        statements = [*BUGS.on_a_server(database), functions.rule_of("message", threads.MESSAGE)]
    else:
        statements = list(BUGS.in_a_file())
    for statement in statements:
        op.execute(statement)


_INDEXES = [
    ("ix_known_bug_fact_bug_id", "known_bug_fact", ["bug_id", "id"], False),
    ("ix_known_bug_ticket_ticket_id", "known_bug_ticket", ["ticket_id", "id"], False),
    ("ix_known_bug_ticket_bug_id", "known_bug_ticket", ["bug_id", "id"], False),
    ("uq_known_bug_told_fact_id_ticket_id", "known_bug_told", ["fact_id", "ticket_id"], True),
]


def _moment(name: str) -> "sa.Column[object]":
    return sa.Column(name, db.types.UtcDateTime(timezone=True), nullable=False)


def _number(name: str, *, nullable: bool = False) -> "sa.Column[int]":
    return sa.Column(name, sa.Integer(), nullable=nullable)


def _words(name: str, *, nullable: bool = False) -> "sa.Column[str]":
    return sa.Column(name, sa.String(), nullable=nullable)


def _key(table: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}"))


def _refers(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_{table}_{column}"))


def _check(table: str, name: str, condition: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(condition, name=op.f(f"ck_{table}_{name}"))


def _make_bugs() -> None:
    table = "known_bug"
    op.create_table(
        table,
        _number("id"), _number("component_id"), _words("fault"), _number("staff_id"), _moment("added_at"),
        _check(table, "fault", "\"fault\" IN ('bug', 'security', 'conflict')"),
        _refers(table, "component_id", "component.id"), _refers(table, "staff_id", "staff.id"),
        _key(table),
    )  # fmt: skip
    table = "known_bug_fact"
    op.create_table(
        table,
        _number("id"), _number("bug_id"), _words("title"), _words("state"), _words("found_in", nullable=True),
        _words("solved_in", nullable=True), _words("note", nullable=True), _words("advice", nullable=True),
        _number("staff_id"), _moment("written_at"),
        _check(table, "state", "\"state\" IN ('known', 'solved')"),
        _check(table, "told", "title <> ''"),
        _check(table, "solved_in", "state = 'solved' OR solved_in IS NULL"),
        _refers(table, "bug_id", "known_bug.id"), _refers(table, "staff_id", "staff.id"),
        _key(table),
    )  # fmt: skip


def _make_requests() -> None:
    table = "known_bug_ticket"
    op.create_table(
        table,
        _number("id"), _number("ticket_id"), _number("bug_id", nullable=True), _number("staff_id"),
        _moment("said_at"),
        _refers(table, "ticket_id", "ticket.id"), _refers(table, "bug_id", "known_bug.id"),
        _refers(table, "staff_id", "staff.id"),
        _key(table),
    )  # fmt: skip
    table = "known_bug_told"
    op.create_table(
        table,
        _number("id"), _number("bug_id"), _number("fact_id"), _number("ticket_id"), _number("message_id"),
        _number("entry_id", nullable=True), _number("staff_id"), _moment("told_at"),
        _refers(table, "bug_id", "known_bug.id"), _refers(table, "fact_id", "known_bug_fact.id"),
        _refers(table, "ticket_id", "ticket.id"), _refers(table, "message_id", "message.id"),
        _refers(table, "entry_id", "entry.id"), _refers(table, "staff_id", "staff.id"),
        _key(table),
    )  # fmt: skip
