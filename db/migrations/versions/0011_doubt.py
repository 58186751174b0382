"""What speaks against a sender, mails that came back, and what was set aside: told by whom and about what."""

import sqlalchemy as sa
from alembic import op

import db.types
from db.migrations.role_rules.functions import HEAD

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Added one by one: to copy a table that holds every mail in full would take long.
    op.add_column("message", sa.Column("doubt", sa.String(), nullable=True))
    op.add_column("message", sa.Column("words_digest", sa.String(), nullable=True))
    op.add_column("inbound", sa.Column("sender", sa.String(), nullable=True))
    op.add_column("inbound", sa.Column("subject", sa.String(), nullable=True))
    op.add_column(
        "inbound",
        sa.Column("dismissed_at", db.types.UtcDateTime(timezone=True), nullable=True),
    )
    _make_bounce()
    for name, table, columns, where in _INDEXES:
        condition = sa.text(where)
        op.create_index(name, table, columns, sqlite_where=condition, postgresql_where=condition)
    op.create_index(
        "uq_bounce_recipient", "bounce", ["outbox_id", "recipient", "permanent"], unique=True
    )
    connection = op.get_bind()
    if connection.dialect.name == "postgresql":
        _on_a_server(connection.exec_driver_sql("SELECT current_database()").scalar_one())
    else:
        _in_a_file()


_INDEXES = [
    ("ix_message_words", "message", ["words_digest", "created_at"], "words_digest IS NOT NULL"),
    ("ix_inbound_waiting", "inbound", ["id"], "\"placing\" = 'quarantined' AND dismissed_at IS NULL"),
    ("ix_inbound_sender", "inbound", ["sender", "received_at"], "sender IS NOT NULL"),
    ("ix_inbound_message_id", "inbound", ["message_id"], "message_id IS NOT NULL"),
    ("ix_bounce_open", "bounce", ["ticket_id"], "settled_at IS NULL"),
]  # fmt: skip


def _make_bounce() -> None:
    moment = db.types.UtcDateTime(timezone=True)
    op.create_table(
        "bounce",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("outbox_id", sa.Integer(), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=True),
        sa.Column("inbound_id", sa.Integer(), nullable=False),
        sa.Column("recipient", sa.String(), nullable=False),
        sa.Column("permanent", sa.Boolean(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("came_at", moment, nullable=False),
        sa.Column("settled_at", moment, nullable=True),
        sa.Column("settled_by", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(settled_at IS NULL) = (settled_by IS NULL)", name=op.f("ck_bounce_settled_by_whom")
        ),
        sa.ForeignKeyConstraint(["outbox_id"], ["outbox.id"], name=op.f("fk_bounce_outbox_id")),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_bounce_ticket_id")),
        sa.ForeignKeyConstraint(["inbound_id"], ["inbound.id"], name=op.f("fk_bounce_inbound_id")),
        sa.ForeignKeyConstraint(["settled_by"], ["staff.id"], name=op.f("fk_bounce_settled_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bounce")),
    )


_FIXED = (
    "outbox_id",
    "ticket_id",
    "inbound_id",
    "recipient",
    "permanent",
    "status",
    "reason",
    "came_at",
)
_KEPT = "bounce: what is written stays"
_SAME = "outbox_id = NEW.outbox_id AND recipient = NEW.recipient AND permanent = NEW.permanent"


_IN = "SELECT 1 FROM message m WHERE m.ticket_id = NEW.ticket_id AND m.direction = 'in'"
_REFUSED = [
    ("consent_without_doubt", "consent",
     "EXISTS (SELECT 1 FROM message m WHERE m.id = NEW.message_id AND m.doubt IS NOT NULL)",
     "consent: nothing may speak against who agrees"),
    ("entry_charges_no_forged", "entry",
     f"NEW.kind = 'charge' AND NEW.credits < 0 AND EXISTS ({_IN})"
     f" AND NOT EXISTS ({_IN} AND (m.doubt IS NULL OR m.doubt <> 'forged'))",
     "entry: nobody is charged for what was forged"),
]  # fmt: skip
"""Insertions that are refused: name, table, condition, message."""


def _in_a_file() -> None:
    for name, table, condition, message in _REFUSED:
        op.execute(
            f"CREATE TRIGGER {name} BEFORE INSERT ON {table} FOR EACH ROW WHEN {condition}"
            f" BEGIN SELECT RAISE(ABORT, '{message}'); END"
        )
    moved = " OR ".join(f"NEW.{each} IS NOT OLD.{each}" for each in _FIXED)
    for name, moment, condition in (
        ("bounce_no_delete", "DELETE", "true"),
        (
            "bounce_no_replace",
            "INSERT",
            f"EXISTS (SELECT 1 FROM bounce WHERE id = NEW.id OR {_SAME})",
        ),
        ("bounce_kept", "UPDATE", f"OLD.settled_at IS NOT NULL OR {moved}"),
    ):
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {moment} ON bounce FOR EACH ROW WHEN {condition}"
            f" BEGIN SELECT RAISE(ABORT, '{_KEPT}'); END"
        )


_RULE = """
    IF TG_OP = 'INSERT' AND NEW.id IS DISTINCT FROM currval('bounce_id_seq') THEN
        PERFORM refuse('What is new is numbered by the desk.');
    END IF;
    IF TG_OP = 'INSERT' AND NOT EXISTS (
        SELECT 1 FROM inbound i JOIN outbox o ON o.id = NEW.outbox_id
        WHERE i.id = NEW.inbound_id AND is_new(i.xmin) AND o.ticket_id IS NOT DISTINCT FROM NEW.ticket_id) THEN
        PERFORM refuse('A mail comes back by one that has just come in.');
    END IF;
    IF NEW.settled_by IS NOT NULL AND NEW.settled_by IS DISTINCT FROM mine THEN
        PERFORM refuse('The record says who did it.');
    END IF;
"""


def _guard(name: str, table: str, condition: str, message: str) -> None:
    """A rule that looks at other rows: they are read as the owner, whoever writes."""
    op.execute(f"""
        CREATE FUNCTION guard_{name}() RETURNS trigger {HEAD}
        BEGIN
            IF {condition} THEN
                RAISE EXCEPTION '{message}' USING ERRCODE = 'integrity_constraint_violation';
            END IF;
            RETURN NEW;
        END $$
    """)
    op.execute(f"REVOKE ALL ON FUNCTION guard_{name}() FROM PUBLIC")
    op.execute(
        f"CREATE TRIGGER {name} BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION guard_{name}()"
    )


def _on_a_server(database: str) -> None:
    for refused in _REFUSED:
        _guard(*refused)
    moved = " OR ".join(f"NEW.{each} IS DISTINCT FROM OLD.{each}" for each in _FIXED)
    never = f"EXECUTE FUNCTION never('{_KEPT}')"
    for name, moment, each in (
        ("bounce_no_delete", "DELETE", "FOR EACH ROW"),
        ("bounce_no_truncate", "TRUNCATE", "FOR EACH STATEMENT"),
        ("bounce_kept", "UPDATE", f"FOR EACH ROW WHEN (OLD.settled_at IS NOT NULL OR {moved})"),
    ):
        op.execute(f"CREATE TRIGGER {name} BEFORE {moment} ON bounce {each} {never}")
    op.execute(f"""
        CREATE FUNCTION role_rule_bounce() RETURNS trigger {HEAD}
        DECLARE
            mine integer;
            role text;
        BEGIN
            SELECT s.id, s.role INTO mine, role FROM staff s
                WHERE s.login = session_user AND s.retired_at IS NULL;
            IF COALESCE(role, other_role()) = 'owner' THEN
                RETURN NEW;
            END IF;
            {_RULE}
            RETURN NEW;
        END $$
    """)
    op.execute(
        "CREATE TRIGGER role_rule BEFORE INSERT OR UPDATE ON bounce FOR EACH ROW"
        " EXECUTE FUNCTION role_rule_bounce()"
    )
    everybody = ", ".join(
        f'"{database}_{each}"' for each in ("specialist", "intake", "outbox", "store", "limits")
    )
    op.execute(f"GRANT SELECT ON bounce TO {everybody}")
    op.execute(f"GRANT USAGE ON SEQUENCE bounce_id_seq TO {everybody}")
    op.execute(f'GRANT INSERT ON bounce TO "{database}_specialist", "{database}_intake"')
    op.execute(f'GRANT UPDATE (settled_at, settled_by) ON bounce TO "{database}_specialist"')
    op.execute(f'GRANT UPDATE (dismissed_at) ON inbound TO "{database}_specialist"')
    op.execute(
        f'GRANT UPDATE (sender, subject) ON inbound TO "{database}_specialist", "{database}_intake"'
    )
    op.execute("REVOKE ALL ON FUNCTION role_rule_bounce() FROM PUBLIC")
