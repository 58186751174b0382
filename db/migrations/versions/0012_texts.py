"""The desk's own texts: each writing is kept, and the last of a name and language is in force."""

import sqlalchemy as sa
from alembic import op

import db.types
from db.migrations.role_rules.functions import HEAD

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_KEPT = "desk_text: what is written stays"


def upgrade() -> None:
    op.create_table(
        "desk_text",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("written_at", db.types.UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint("\"kind\" IN ('mail', 'macro')", name=op.f("ck_desk_text_kind")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_desk_text_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_desk_text")),
    )
    op.create_index("ix_desk_text_name", "desk_text", ["name", "language", "id"])
    connection = op.get_bind()
    if connection.dialect.name == "postgresql":
        _on_a_server(connection.exec_driver_sql("SELECT current_database()").scalar_one())
    else:
        _in_a_file()


def _in_a_file() -> None:
    for name, moment, when in (
        ("desk_text_no_update", "UPDATE", ""),
        ("desk_text_no_delete", "DELETE", ""),
        ("desk_text_no_replace", "INSERT", " WHEN EXISTS (SELECT 1 FROM desk_text WHERE id = NEW.id)"),
    ):  # fmt: skip
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {moment} ON desk_text FOR EACH ROW{when}"
            f" BEGIN SELECT RAISE(ABORT, '{_KEPT}'); END"
        )


def _on_a_server(database: str) -> None:
    for name, moment, each in (
        ("desk_text_no_update", "UPDATE", "ROW"),
        ("desk_text_no_delete", "DELETE", "ROW"),
        ("desk_text_no_truncate", "TRUNCATE", "STATEMENT"),
    ):
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {moment} ON desk_text FOR EACH {each}"
            f" EXECUTE FUNCTION never('{_KEPT}')"
        )
    op.execute(f"""
        CREATE FUNCTION role_rule_desk_text() RETURNS trigger {HEAD}
        DECLARE
            mine integer;
            role text;
        BEGIN
            SELECT s.id, s.role INTO mine, role FROM staff s
                WHERE s.login = session_user AND s.retired_at IS NULL;
            IF COALESCE(role, other_role()) = 'owner' THEN
                RETURN NEW;
            END IF;
            IF NEW.id IS DISTINCT FROM currval('desk_text_id_seq') THEN
                PERFORM refuse('What is new is numbered by the desk.');
            END IF;
            IF role IS DISTINCT FROM 'admin' OR NEW.staff_id IS DISTINCT FROM mine THEN
                PERFORM refuse('Texts are an admin''s, who says who wrote them.');
            END IF;
            RETURN NEW;
        END $$
    """)
    op.execute(
        "CREATE TRIGGER role_rule BEFORE INSERT ON desk_text FOR EACH ROW"
        " EXECUTE FUNCTION role_rule_desk_text()"
    )
    op.execute("REVOKE ALL ON FUNCTION role_rule_desk_text() FROM PUBLIC")
    everybody = ", ".join(
        f'"{database}_{each}"' for each in ("specialist", "intake", "outbox", "store", "limits")
    )
    op.execute(f"GRANT SELECT ON desk_text TO {everybody}")
    op.execute(f'GRANT INSERT ON desk_text TO "{database}_admin"')
    op.execute(f'GRANT USAGE ON SEQUENCE desk_text_id_seq TO "{database}_admin"')
