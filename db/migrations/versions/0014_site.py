"""The website's calls, each taken once; on PostgreSQL a login of its own, which reads no note and no mail."""

import sqlalchemy as sa
from alembic import op

import db.types
from db.migrations.role_rules.functions import HEAD

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "site_call",
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("repeatable_until", db.types.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_site_call")),
    )
    op.create_index("ix_site_call_repeatable_until", "site_call", ["repeatable_until"])
    connection = op.get_bind()
    if connection.dialect.name == "postgresql":
        _on_a_server(connection.exec_driver_sql("SELECT current_database()").scalar_one())


_TICKET = (
    "kind, domain, claimed_by, claimed_at, waiting_for, waiting_since, waiting_credits, urgent,"
    " suspected_first_party, estimate, outcome, ground, closed_at, version"
)
# What it writes is what comes in, as `intake` does; what it reads is what that and a customer's own page need.
_RIGHTS = {
    "desk": "SELECT",
    "policy_version": "SELECT",
    "desk_text": "SELECT",
    "staff": "SELECT",
    "presence": "SELECT",
    "customer": "SELECT, INSERT, UPDATE (opted_out_at)",
    "customer_address": "SELECT, INSERT",
    "account": "SELECT, INSERT, UPDATE (created_at)",
    "entry": "SELECT",
    "entitlement": "SELECT",
    "proposal": "SELECT, UPDATE (state, decided_by, decided_at)",
    "ticket": f"SELECT, INSERT, UPDATE ({_TICKET})",
    "message": "SELECT, INSERT",
    "inbound": "SELECT, INSERT",
    "event": "SELECT (id), INSERT",
    "outbox": "SELECT (id, ticket_id, recipient, automatic, created_at, message_id), INSERT",
    "dispute": "SELECT, INSERT, UPDATE (received_at, warn_at, due_at, decision, decided_at, decided_by,"
               " disputed_ticket_id, entry_id)",
    "alembic_version": "SELECT",
    "commit_mark": "SELECT, INSERT (id)",
    "site_call": "SELECT, INSERT, DELETE",
}  # fmt: skip
_NUMBERED = ("customer", "account", "ticket", "message", "inbound", "event", "outbox")
_JOBS = ("intake", "outbox", "store", "limits", "site")


def _on_a_server(database: str) -> None:
    site = f'"{database}_site"'
    for table, rights in _RIGHTS.items():
        op.execute(f"GRANT {rights} ON {table} TO {site}")
    for table in _NUMBERED:
        op.execute(f"GRANT USAGE ON SEQUENCE {table}_id_seq TO {site}")
    # Whoever copies the desk copies this too.
    op.execute(f'GRANT SELECT ON site_call TO "{database}_specialist"')
    _its_rows(site, "message", "direction <> 'note'")
    _its_rows(site, "inbound", "channel IN ('form', 'helpdesk')")
    _its_rows(site, "ticket", "true", writes="channel IN ('form', 'helpdesk')")
    works = " OR ".join(f"works_as('{each}')" for each in _JOBS)
    op.execute(f"""
        CREATE OR REPLACE FUNCTION other_role() RETURNS text STABLE {HEAD}
        BEGIN
            IF pg_has_role(session_user, current_database() || '_owner', 'MEMBER') THEN
                RETURN 'owner';
            END IF;
            IF {works} THEN
                RETURN 'job';
            END IF;
            RAISE EXCEPTION '% is not on the staff of this desk', session_user
                USING ERRCODE = 'insufficient_privilege';
        END $$
    """)


def _its_rows(site: str, table: str, rows: str, *, writes: str | None = None) -> None:
    """The rows of a table that the website sees and makes; to everybody else all of them are there."""
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(f"CREATE POLICY {table}_all ON {table} USING (true) WITH CHECK (true)")
    op.execute(f"CREATE POLICY {table}_site ON {table} AS RESTRICTIVE TO {site} USING ({rows})")
    if writes is not None:
        op.execute(
            f"CREATE POLICY {table}_site_new ON {table} AS RESTRICTIVE FOR INSERT TO {site}"
            f" WITH CHECK ({writes})"
        )
