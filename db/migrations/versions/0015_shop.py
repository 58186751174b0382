"""What the shops sold: their products' meanings, their orders, and what those have given; on PostgreSQL by whom."""

from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

import db.types
from db.migrations.role_rules import entries, functions, people, shop, shop_guards, threads

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_MEANINGS = "'addon', 'package', 'credits', 'premium', 'incident', 'examination', 'free', 'renewal', 'ignore'"


def upgrade() -> None:
    _make_meanings()
    _make_orders()
    _make_lines()
    _make_proposals()
    _make_postings()
    for name, table, columns, where, unique in _INDEXES:
        condition = None if where is None else sa.text(where)
        op.create_index(
            name, table, columns, unique=unique, sqlite_where=condition, postgresql_where=condition
        )
    connection = op.get_bind()
    if connection.dialect.name == "postgresql":
        _on_a_server(connection.exec_driver_sql("SELECT current_database()").scalar_one())
    else:
        for statement in shop_guards.in_a_file():
            op.execute(statement)


def _on_a_server(database: str) -> None:
    for statement in (*shop_guards.on_a_server(), *_rules()):
        op.execute(statement)
    store = f'"{database}_store"'
    everybody = ", ".join(
        f'"{database}_{each}"' for each in ("specialist", "intake", "outbox", "store", "limits")
    )
    # What the shop's job has no use for it does not read any more: what customers write, above all.
    op.execute(f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {store}")
    op.execute(f"GRANT SELECT ON {', '.join(shop_guards.TABLES)} TO {everybody}")
    for role, rights in shop.RIGHTS.items():
        for table, wanted in rights.items():
            op.execute(f'GRANT {wanted} ON {table} TO "{database}_{role}"')
    for role, tables in shop.NUMBERED.items():
        for table in tables:
            op.execute(f'GRANT USAGE ON SEQUENCE {table}_id_seq TO "{database}_{role}"')


def _rules() -> Iterator[str]:
    """Rules of the new tables, and anew those that the shop's job has a part in."""
    for table, body in shop.RULES.items():
        yield functions.rule_of(table, body)
        yield functions.asks(table)
        yield f"REVOKE ALL ON FUNCTION role_rule_{table}() FROM PUBLIC"
    for name, (moment, table, body) in shop.AT_THE_END.items():
        yield functions.rule(name, body)
        yield functions.asks_at_the_end(name, moment, table)
        yield f"REVOKE ALL ON FUNCTION role_rule_{name}() FROM PUBLIC"
    yield functions.rule_of("entry", entries.ENTRY)
    yield functions.rule_of("outbox", threads.OUTBOX)
    yield functions.rule_of("entitlement", people.ENTITLEMENT)


_INDEXES = [
    ("ix_product_meaning_product", "product_meaning", ["shop", "product", "variant", "id"], None, False),
    ("uq_shop_order_shop_order_no", "shop_order", ["shop", "order_no"], None, True),
    ("ix_shop_order_shop", "shop_order", ["shop", "id"], None, False),
    ("ix_shop_order_due", "shop_order", ["shop", "look_up_from", "id"], "look_up_from IS NOT NULL", False),
    ("ix_shop_order_placed_at", "shop_order", ["shop", "placed_at"], None, False),
    ("ix_shop_order_problem", "shop_order", ["id"], "problem IS NOT NULL", False),
    ("ix_shop_order_customer_id", "shop_order", ["customer_id", "id"], None, False),
    ("uq_order_line_order_id_item_id", "order_line", ["order_id", "item_id"], None, True),
    ("ix_order_line_waiting", "order_line", ["waits_for", "id"], "waits_for IS NOT NULL", False),
    ("uq_order_proposal_open", "order_proposal", ["line_id"], "state = 'open'", True),
    ("ix_order_proposal_state", "order_proposal", ["state", "id"], None, False),
    ("ix_order_proposal_line_id", "order_proposal", ["line_id", "id"], None, False),
    ("uq_order_posting_line_id_seq", "order_posting", ["line_id", "seq"], None, True),
    ("uq_order_posting_entry_id", "order_posting", ["entry_id"], "entry_id IS NOT NULL", True),
    ("ix_order_posting_entitlement_id", "order_posting", ["entitlement_id"], None, False),
]  # fmt: skip


def _moment(name: str, *, nullable: bool = False) -> "sa.Column[object]":
    return sa.Column(name, db.types.UtcDateTime(timezone=True), nullable=nullable)


def _number(name: str, *, nullable: bool = False) -> "sa.Column[int]":
    return sa.Column(name, sa.Integer(), nullable=nullable)


def _words(name: str, *, nullable: bool = False) -> "sa.Column[str]":
    return sa.Column(name, sa.String(), nullable=nullable)


def _key(table: str, column: str = "id") -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(column, name=op.f(f"pk_{table}"))


def _refers(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_{table}_{column}"))


def _check(table: str, name: str, condition: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(condition, name=op.f(f"ck_{table}_{name}"))


def _make_meanings() -> None:
    op.create_table(
        "product_meaning",
        _number("id"), _words("shop"), _words("product"), _words("variant"), _words("means", nullable=True),
        _number("amount", nullable=True), _number("staff_id"), _moment("written_at"),
        _check("product_meaning", "means", f'"means" IN ({_MEANINGS})'),
        _check("product_meaning", "amount_where_counted",
               "(means IN ('package', 'credits', 'premium')) = (amount IS NOT NULL)"
               " OR means IS NULL AND amount IS NULL"),
        _check("product_meaning", "amount_positive", "amount IS NULL OR amount > 0"),
        _refers("product_meaning", "staff_id", "staff.id"),
        _key("product_meaning"),
    )  # fmt: skip


def _make_orders() -> None:
    op.create_table(
        "shop_reading",
        _words("shop"), _moment("began_at"), _moment("cursor", nullable=True),
        _moment("looked_at", nullable=True), _words("problem", nullable=True),
        _moment("problem_at", nullable=True),
        _key("shop_reading", "shop"),
    )  # fmt: skip
    op.create_table(
        "shop_order",
        _number("id"), _words("shop"), _number("order_no"), _number("parent_no", nullable=True),
        _words("status"), sa.Column("paid", sa.Boolean(), nullable=False),
        sa.Column("early", sa.Boolean(), nullable=False), _words("address"), _words("name"),
        _number("customer_id", nullable=True), _moment("placed_at", nullable=True),
        _moment("changed_at", nullable=True), _moment("looked_at", nullable=True),
        _moment("look_up_from", nullable=True), _number("tries"), _words("problem", nullable=True),
        _check("shop_order", "tries", "tries >= 0"),
        _refers("shop_order", "customer_id", "customer.id"),
        _key("shop_order"),
    )  # fmt: skip


def _make_lines() -> None:
    op.create_table(
        "order_line",
        _number("id"), _number("order_id"), _words("item_id"), _number("product_id"), _words("product_code"),
        _words("product"), sa.Column("variants", sa.JSON(), server_default=sa.text("'[]'"), nullable=False),
        _number("amount"), _number("paid"), _words("domain", nullable=True),
        _words("waits_for", nullable=True),
        _check("order_line", "paid_within_amount", "amount >= 0 AND paid BETWEEN 0 AND amount"),
        _check("order_line", "waits_for", "\"waits_for\" IN ('meaning', 'domain', 'address')"),
        _refers("order_line", "order_id", "shop_order.id"),
        _key("order_line"),
    )  # fmt: skip


def _make_proposals() -> None:
    op.create_table(
        "order_proposal",
        _number("id"), _number("line_id"), _number("units"), _number("credits"), _number("to_units"),
        _moment("proposed_at"), _words("state"), _number("decided_by", nullable=True),
        _moment("decided_at", nullable=True), _words("reason", nullable=True),
        _check("order_proposal", "state", "\"state\" IN ('open', 'accepted', 'rejected', 'withdrawn')"),
        _check("order_proposal", "gives_back", "units > 0 AND credits >= 0 AND to_units >= 0"),
        _check("order_proposal", "decided_has_time", "(state = 'open') = (decided_at IS NULL)"),
        _check("order_proposal", "decided_has_who",
               "state NOT IN ('accepted', 'rejected') OR decided_by IS NOT NULL"),
        _refers("order_proposal", "line_id", "order_line.id"),
        _refers("order_proposal", "decided_by", "staff.id"),
        _key("order_proposal"),
    )  # fmt: skip


def _make_postings() -> None:
    table = "order_posting"
    op.create_table(
        table,
        _number("id"), _number("line_id"), _number("seq"), _number("units"), _number("credits"),
        _number("meaning_id"), _number("entry_id", nullable=True), _number("entitlement_id", nullable=True),
        _number("proposal_id", nullable=True), _number("staff_id", nullable=True), _moment("posted_at"),
        _check(table, "units", "units <> 0"),
        _check(table, "one_thing", "entry_id IS NULL OR entitlement_id IS NULL"),
        _refers(table, "line_id", "order_line.id"), _refers(table, "meaning_id", "product_meaning.id"),
        _refers(table, "entry_id", "entry.id"), _refers(table, "entitlement_id", "entitlement.id"),
        _refers(table, "proposal_id", "order_proposal.id"), _refers(table, "staff_id", "staff.id"),
        _key(table),
    )  # fmt: skip
