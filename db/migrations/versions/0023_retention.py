"""What is let go of after its time: the bytes of old mails with files, each on record; what the guards allow of it."""

import sqlalchemy as sa
from alembic import op

import db.types
from db.migrations.role_rules import functions

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

_EVERYBODY = ("specialist", "intake", "outbox", "store", "limits")
_KEPT = "inbound: what came in stays as it came"
_EARLY = "let_go: its time is not over"
_STAYS = "let_go: what is written stays"

# As retention_sql has it when this was made: guards do not change with the program.
_REQUEST = """
    i.message_id IS NOT NULL AND t.closed_at IS NOT NULL AND CAST(m.attachments AS VARCHAR) <> '[]'
    AND NOT EXISTS (SELECT 1 FROM consent c WHERE c.message_id = i.message_id)
    AND NOT EXISTS (SELECT 1 FROM dispute d WHERE d.decision IS NULL
        AND (d.ticket_id = t.id OR d.disputed_ticket_id = t.id
             OR d.entry_id IN (SELECT e.id FROM entry e WHERE e.ticket_id = t.id)))
    AND NOT EXISTS (SELECT 1 FROM proposal p WHERE p.state = 'open'
        AND (p.ticket_id = t.id OR p.entry_id IN (SELECT e.id FROM entry e WHERE e.ticket_id = t.id)))
"""
_ASIDE = "i.\"placing\" = 'quarantined' AND i.dismissed_at IS NOT NULL AND i.ticket_id IS NULL"
_FROM = "FROM inbound i LEFT JOIN message m ON m.id = i.message_id LEFT JOIN ticket t ON t.id = m.ticket_id"


def upgrade() -> None:
    op.create_table(
        "let_go",
        sa.Column("inbound_id", sa.Integer(), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column("let_go_at", db.types.UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint("size_bytes > 0", name=op.f("ck_let_go_size_bytes")),
        sa.ForeignKeyConstraint(["inbound_id"], ["inbound.id"], name=op.f("fk_let_go_inbound_id")),
        sa.PrimaryKeyConstraint("inbound_id", name=op.f("pk_let_go")),
    )
    connection = op.get_bind()
    if connection.dialect.name == "postgresql":
        _on_a_server(connection.exec_driver_sql("SELECT current_database()").scalar_one())
    else:
        _in_a_file()


def _set(name: str) -> str:
    """The months that are set, the last saying of them."""
    return (
        f"(SELECT s.value FROM desk_setting s WHERE s.name = '{name}' ORDER BY s.id DESC LIMIT 1)"
    )


def _in_a_file() -> None:
    op.execute("DROP TRIGGER inbound_kept")
    op.execute(
        "CREATE TRIGGER inbound_kept BEFORE UPDATE ON inbound FOR EACH ROW"
        " WHEN NEW.digest IS NOT OLD.digest OR NEW.received_at IS NOT OLD.received_at"
        " OR NEW.raw IS NOT OLD.raw AND (NEW.raw IS NOT X''"
        " OR NOT EXISTS (SELECT 1 FROM let_go l WHERE l.inbound_id = OLD.id))"
        f" BEGIN SELECT RAISE(ABORT, '{_KEPT}'); END"
    )
    for name, moment in (("no_update", "UPDATE"), ("no_delete", "DELETE")):
        op.execute(
            f"CREATE TRIGGER let_go_{name} BEFORE {moment} ON let_go FOR EACH ROW"
            f" BEGIN SELECT RAISE(ABORT, '{_STAYS}'); END"
        )

    def old(name: str, since: str) -> str:
        months = f"CAST({_set(name)} AS INTEGER)"
        return f"{months} > 0 AND {since} < datetime(NEW.let_go_at, '-' || {months} || ' months')"

    op.execute(
        "CREATE TRIGGER let_go_in_time BEFORE INSERT ON let_go FOR EACH ROW WHEN"
        " EXISTS (SELECT 1 FROM let_go l WHERE l.inbound_id = NEW.inbound_id)"
        f" OR NOT EXISTS (SELECT 1 {_FROM} WHERE i.id = NEW.inbound_id AND length(i.raw) = NEW.size_bytes AND ("
        f" {_REQUEST} AND {old('retain_files_months', 't.closed_at')}"
        f" OR {_ASIDE} AND {old('retain_dismissed_months', 'i.dismissed_at')}))"
        f" BEGIN SELECT RAISE(ABORT, '{_EARLY}'); END"
    )


def _on_a_server(database: str) -> None:
    op.execute("DROP TRIGGER inbound_kept ON inbound")
    op.execute(f"""
        CREATE FUNCTION inbound_stays() RETURNS trigger {functions.HEAD}
        BEGIN
            IF NEW.digest IS DISTINCT FROM OLD.digest OR NEW.received_at IS DISTINCT FROM OLD.received_at
               OR NEW.raw IS DISTINCT FROM OLD.raw AND (NEW.raw IS DISTINCT FROM ''::bytea
                   OR NOT EXISTS (SELECT 1 FROM let_go l WHERE l.inbound_id = OLD.id)) THEN
                RAISE EXCEPTION '{_KEPT}' USING ERRCODE = 'integrity_constraint_violation';
            END IF;
            RETURN NEW;
        END $$
    """)
    op.execute(
        "CREATE TRIGGER inbound_kept BEFORE UPDATE ON inbound FOR EACH ROW EXECUTE FUNCTION inbound_stays()"
    )
    for name, moment, each in (
        ("no_update", "UPDATE", "ROW"),
        ("no_delete", "DELETE", "ROW"),
        ("no_truncate", "TRUNCATE", "STATEMENT"),
    ):
        op.execute(
            f"CREATE TRIGGER let_go_{name} BEFORE {moment} ON let_go FOR EACH {each}"
            f" EXECUTE FUNCTION never('{_STAYS}')"
        )

    def old(name: str, since: str) -> str:
        months = f"(substring({_set(name)} from '^[0-9]{{1,3}}$'))::integer"
        return f"{months} > 0 AND {since} < NEW.let_go_at - make_interval(months => {months})"

    op.execute(f"""
        CREATE FUNCTION let_go_in_time() RETURNS trigger {functions.HEAD}
        BEGIN
            IF NOT EXISTS (
                SELECT 1 {_FROM} WHERE i.id = NEW.inbound_id AND length(i.raw) = NEW.size_bytes AND (
                    {_REQUEST} AND {old("retain_files_months", "t.closed_at")}
                    OR {_ASIDE} AND {old("retain_dismissed_months", "i.dismissed_at")})) THEN
                RAISE EXCEPTION '{_EARLY}' USING ERRCODE = 'integrity_constraint_violation';
            END IF;
            RETURN NEW;
        END $$
    """)
    op.execute(
        "CREATE TRIGGER let_go_in_time BEFORE INSERT ON let_go FOR EACH ROW EXECUTE FUNCTION let_go_in_time()"
    )
    op.execute(functions.rule("let_go", _LET_GO))
    op.execute(functions.asks("let_go"))
    op.execute(functions.rule_of("inbound", _INBOUND))
    for name in ("inbound_stays", "let_go_in_time", "role_rule_let_go", "role_rule_inbound"):
        op.execute(f"REVOKE ALL ON FUNCTION {name}() FROM PUBLIC")
    everybody = ", ".join(f'"{database}_{each}"' for each in _EVERYBODY)
    op.execute(f"GRANT SELECT ON let_go TO {everybody}")
    op.execute(f'GRANT INSERT ON let_go TO "{database}_limits"')
    op.execute(f'GRANT UPDATE (raw) ON inbound TO "{database}_limits"')


_LET_GO = """
    IF mine IS NOT NULL OR NOT works_as('limits') OR NEW.let_go_at > now() + interval '1 hour' THEN
        PERFORM refuse('Old mails are let go of by the job alone, when their time is over.');
    END IF;
"""
_INBOUND = """
    IF TG_OP = 'UPDATE' AND NEW.raw IS DISTINCT FROM OLD.raw THEN
        IF mine IS NOT NULL OR NOT works_as('limits')
           OR ROW(NEW.id, NEW.channel, NEW."placing", NEW.reason, NEW.ticket_id, NEW.message_id, NEW.sender,
                  NEW.subject, NEW.dismissed_at)
              IS DISTINCT FROM ROW(OLD.id, OLD.channel, OLD."placing", OLD.reason, OLD.ticket_id, OLD.message_id,
                  OLD.sender, OLD.subject, OLD.dismissed_at) THEN
            PERFORM refuse('What came in stays as it came.');
        END IF;
        RETURN NEW;
    END IF;
    IF TG_OP = 'UPDATE' AND OLD.placing <> 'quarantined' THEN
        PERFORM refuse('What came in stays where it was placed.');
    END IF;
    IF NEW.message_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM message m WHERE m.id = NEW.message_id AND m.ticket_id = NEW.ticket_id
           AND m.direction = 'in') THEN
        PERFORM refuse('What came in is a message of its request.');
    END IF;
"""
