"""Desk-wide settings and the office's days: each saying is kept, and the last of a name or a day holds."""

import sqlalchemy as sa
from alembic import op

import db.types
from db.migrations.role_rules import functions

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

TABLES = ("desk_setting", "office_day")
_EVERYBODY = ("specialist", "intake", "outbox", "store", "limits", "site")
_HOURS = (
    "opens IS NULL AND closes IS NULL OR state = 'worked' AND opens IS NOT NULL AND closes IS NOT NULL"
    " AND opens < closes"
)
_PAST = "office_day: days past stay as they were"


def upgrade() -> None:
    op.create_table(
        "desk_setting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("set_at", db.types.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_desk_setting_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_desk_setting")),
    )
    op.create_index("ix_desk_setting_name", "desk_setting", ["name", "id"])
    op.create_table(
        "office_day",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("day", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("opens", sa.String(), nullable=True),
        sa.Column("closes", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("said_at", db.types.UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "\"state\" IN ('closed', 'worked', 'usual')", name=op.f("ck_office_day_state")
        ),
        sa.CheckConstraint(_HOURS, name=op.f("ck_office_day_hours_of_a_worked_day")),
        sa.CheckConstraint("length(day) = 10", name=op.f("ck_office_day_day")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_office_day_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_office_day")),
    )
    op.create_index("ix_office_day_day", "office_day", ["day", "id"])
    connection = op.get_bind()
    if connection.dialect.name == "postgresql":
        _on_a_server(connection.exec_driver_sql("SELECT current_database()").scalar_one())
    else:
        _in_a_file()


def _kept(table: str) -> str:
    return f"{table}: what is written stays"


def _in_a_file() -> None:
    for table in TABLES:
        for name, moment, when in (
            ("no_update", "UPDATE", ""),
            ("no_delete", "DELETE", ""),
            ("no_replace", "INSERT", f" WHEN EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id)"),
        ):
            op.execute(
                f"CREATE TRIGGER {table}_{name} BEFORE {moment} ON {table} FOR EACH ROW{when}"
                f" BEGIN SELECT RAISE(ABORT, '{_kept(table)}'); END"
            )
    # By the office's clock, which is no more than a day from UTC.
    op.execute(
        "CREATE TRIGGER office_day_not_past BEFORE INSERT ON office_day FOR EACH ROW"
        f" WHEN NEW.day < date(NEW.said_at, '-1 day') BEGIN SELECT RAISE(ABORT, '{_PAST}'); END"
    )


def _on_a_server(database: str) -> None:
    for table in TABLES:
        for name, moment, each in (
            ("no_update", "UPDATE", "ROW"),
            ("no_delete", "DELETE", "ROW"),
            ("no_truncate", "TRUNCATE", "STATEMENT"),
        ):
            op.execute(
                f"CREATE TRIGGER {table}_{name} BEFORE {moment} ON {table} FOR EACH {each}"
                f" EXECUTE FUNCTION never('{_kept(table)}')"
            )
        op.execute(functions.rule_of(table, _RULES[table]))
        op.execute(functions.asks(table))
        op.execute(f"REVOKE ALL ON FUNCTION role_rule_{table}() FROM PUBLIC")
        everybody = ", ".join(f'"{database}_{each}"' for each in _EVERYBODY)
        op.execute(f"GRANT SELECT ON {table} TO {everybody}")
        op.execute(f'GRANT INSERT ON {table} TO "{database}_admin"')
        op.execute(f'GRANT USAGE ON SEQUENCE {table}_id_seq TO "{database}_admin"')


_ADMINS = """
    IF role IS DISTINCT FROM 'admin' OR NEW.staff_id IS DISTINCT FROM mine THEN
        PERFORM refuse('Settings are an admin''s, who says who set them.');
    END IF;
"""
_RULES = {
    "desk_setting": _ADMINS,
    "office_day": f"""{_ADMINS}
    IF NEW.day < to_char((NEW.said_at AT TIME ZONE 'UTC') - interval '1 day', 'YYYY-MM-DD') THEN
        PERFORM refuse('Days past stay as they were.');
    END IF;
    """,
}
