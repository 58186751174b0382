"""The catalogue of components, and which of them a request is about: only ever added to."""

import sqlalchemy as sa
from alembic import op

import db.types
from db.migrations.role_rules import catalogue_guards

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _make_components()
    _make_tickets()
    for name, table, columns, unique in _INDEXES:
        op.create_index(name, table, columns, unique=unique)
    connection = op.get_bind()
    if connection.dialect.name == "postgresql":
        database = connection.exec_driver_sql("SELECT current_database()").scalar_one()
        statements = (*catalogue_guards.on_a_server(), *catalogue_guards.rights(database))
    else:
        statements = tuple(catalogue_guards.in_a_file())
    for statement in statements:
        op.execute(statement)


_INDEXES = [
    ("uq_component_code", "component", ["code"], True),
    ("ix_component_fact_component_id", "component_fact", ["component_id", "id"], False),
    ("ix_ticket_component_ticket_id", "ticket_component", ["ticket_id", "id"], False),
    ("ix_ticket_component_component_id", "ticket_component", ["component_id", "id"], False),
]


def _moment(name: str) -> "sa.Column[object]":
    return sa.Column(name, db.types.UtcDateTime(timezone=True), nullable=False)


def _number(name: str, *, nullable: bool = False) -> "sa.Column[int]":
    return sa.Column(name, sa.Integer(), nullable=nullable)


def _words(name: str, *, nullable: bool = False) -> "sa.Column[str]":
    return sa.Column(name, sa.String(), nullable=nullable)


def _yes_or_no(name: str) -> "sa.Column[bool]":
    return sa.Column(name, sa.Boolean(), nullable=False)


def _key(table: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}"))


def _refers(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_{table}_{column}"))


def _check(table: str, name: str, condition: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(condition, name=op.f(f"ck_{table}_{name}"))


def _make_components() -> None:
    op.create_table(
        "component",
        _number("id"), _words("code"), _number("staff_id"), _moment("added_at"),
        _refers("component", "staff_id", "staff.id"),
        _key("component"),
    )  # fmt: skip
    table = "component_fact"
    op.create_table(
        table,
        _number("id"), _number("component_id"), _words("name"), _words("vendor"), _words("kind"),
        _words("package", nullable=True), _yes_or_no("paid"), _yes_or_no("encrypted"), _yes_or_no("retired"),
        _number("staff_id"), _moment("written_at"),
        _check(table, "kind", "\"kind\" IN ('addon', 'theme', 'platform', 'other')"),
        _check(table, "told", "name <> '' AND vendor <> '' AND package <> ''"),
        _refers(table, "component_id", "component.id"), _refers(table, "staff_id", "staff.id"),
        _key(table),
    )  # fmt: skip


def _make_tickets() -> None:
    table = "ticket_component"
    op.create_table(
        table,
        _number("id"), _number("ticket_id"), _number("component_id", nullable=True),
        _number("fact_id", nullable=True), _words("version", nullable=True),
        _number("since_entry_id", nullable=True), _number("staff_id"), _moment("said_at"),
        _check(table, "component_has_fact", "(component_id IS NULL) = (fact_id IS NULL)"),
        _check(table, "version", "version IS NULL OR version <> '' AND component_id IS NOT NULL"),
        _refers(table, "ticket_id", "ticket.id"), _refers(table, "component_id", "component.id"),
        _refers(table, "fact_id", "component_fact.id"), _refers(table, "since_entry_id", "entry.id"),
        _refers(table, "staff_id", "staff.id"),
        _key(table),
    )  # fmt: skip
