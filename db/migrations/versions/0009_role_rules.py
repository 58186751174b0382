"""Who may write what on PostgreSQL, anew: what follows from the record is counted by the database itself.

Every member of staff has a login of their own, so `session_user` is who acts: no setting that a session
could change is asked. What a rule has to look up it reads as the owner.
"""

from importlib import import_module

from alembic import op

from db.migrations.role_rules import entries, functions, people, requests, threads, work

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

JOBS = ("intake", "outbox", "store", "limits")


def upgrade() -> None:
    connection = op.get_bind()
    if connection.dialect.name != "postgresql":
        return
    database = connection.exec_driver_sql("SELECT current_database()").scalar_one()
    before = import_module("db.migrations.versions.0007_roles")
    for table in before.RULES:
        op.execute(f"DROP TRIGGER role_rule ON {table}")
        op.execute(f"DROP FUNCTION role_rule_{table}()")
    op.execute("DROP FUNCTION acting_as(), recorded_seconds(integer)")
    for statement in (*functions.FUNCTIONS, *requests.FUNCTIONS):
        op.execute(statement)
    for table, body in RULES.items():
        op.execute((functions.rule if table in _UNNUMBERED else functions.rule_of)(table, body))
        op.execute(functions.asks(table))
    for name, (moment, table, body) in AT_THE_END.items():
        op.execute(functions.rule(name, body))
        op.execute(functions.asks_at_the_end(name, moment, table))
    _grant(database)
    _old_marks_go()


def _grant(database: str) -> None:
    """Each role's rights, in place of what it had."""

    def group(role: str) -> str:
        return f'"{database}_{role}"'

    everybody = ", ".join(group(each) for each in ("specialist", *JOBS))
    op.execute(
        f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {everybody}, {group('lead')}, {group('admin')}"
    )
    op.execute(f"GRANT SELECT ON ALL TABLES IN SCHEMA public TO {everybody}")
    op.execute(f"GRANT INSERT (id) ON commit_mark TO {everybody}")
    for role, rights in _RIGHTS.items():
        for table, wanted in rights.items():
            op.execute(f"GRANT {wanted} ON {table} TO {group(role)}")
    op.execute("REVOKE ALL ON ALL FUNCTIONS IN SCHEMA public FROM PUBLIC")
    op.execute("ALTER DEFAULT PRIVILEGES REVOKE ALL ON FUNCTIONS FROM PUBLIC")
    op.execute(f"GRANT EXECUTE ON FUNCTION me() TO {everybody}")


def _old_marks_go() -> None:
    """A mark is nobody's to change; a day after its commit nobody asks after it any more."""
    op.execute("ALTER TABLE commit_mark ENABLE ROW LEVEL SECURITY")
    op.execute("CREATE POLICY commit_mark_read ON commit_mark FOR SELECT USING (true)")
    op.execute("CREATE POLICY commit_mark_add ON commit_mark FOR INSERT WITH CHECK (true)")
    op.execute(
        "CREATE POLICY commit_mark_remove ON commit_mark FOR DELETE USING (made_at < now() - interval '1 day')"
    )


_TICKET = (
    "kind, domain, claimed_by, claimed_at, waiting_for, waiting_since, waiting_credits, urgent,"
    " suspected_first_party, estimate, outcome, ground, closed_at, version"
)
_ARRIVALS = {
    "customer": "INSERT", "customer_address": "INSERT", "account": "INSERT, UPDATE (created_at)",
    "ticket": f"INSERT, UPDATE ({_TICKET})", "message": "INSERT", "event": "INSERT", "outbox": "INSERT",
    "dispute": "INSERT, UPDATE (received_at, warn_at, due_at, decision, decided_at, decided_by,"
               " disputed_ticket_id, entry_id)",
    "inbound": "INSERT, UPDATE (\"placing\", reason, ticket_id, message_id)",
}  # fmt: skip
_NOTICES = (
    "INSERT, UPDATE (answer, answered_by, answered_at, reason, message_id, consent_id, amount)"
)
# To lock a row is a right to update some column of it: an account has none that its guard lets change.
_RIGHTS = {
    "specialist": {
        **_ARRIVALS,
        "outbox": "INSERT, UPDATE (state, attempts, next_try_at)",
        "entry": "INSERT",
        "work_session": "INSERT, UPDATE (ended_at, last_seen_at, console, ending)",
        "limit_notice": _NOTICES,
        "proposal": "INSERT, UPDATE (state, decided_by, decided_at, reversal_id)",
        "consent": "INSERT, UPDATE (withdrawn_at, withdrawn_by, withdraw_reason)",
        "draft": "INSERT, DELETE, UPDATE (body, saved_at)",
        "presence": "INSERT, UPDATE (seen_at)",
        "looking": "INSERT, DELETE, UPDATE (staff_id, ticket_id, seen_at)",
        "stored_file": "INSERT",
        "entitlement": "UPDATE (ticket_id)",
    },
    "lead": {
        "cover_choice": "INSERT, UPDATE (entitlement_id, reason, staff_id, chosen_at)",
    },
    "admin": {
        "customer": "UPDATE (name, language, merged_into, opted_out_at)",
        "customer_address": "UPDATE (customer_id)",
        "ticket": "UPDATE (customer_id)",
        "consent": "UPDATE (customer_id)",
        "entitlement": "INSERT, UPDATE (customer_id, refunded_at, refunded_by, refund_reason)",
        "policy_version": "INSERT, UPDATE (in_force_from)",
        "mailing": "INSERT",
        "customer_merge": "INSERT, UPDATE (undone_at, undone_by, undo_reason)",
        "staff": "INSERT, UPDATE (name, role, retired_at)",
    },
    "intake": {
        **_ARRIVALS, "customer": "INSERT, UPDATE (opted_out_at)",
        "proposal": "UPDATE (state, decided_by, decided_at)",
    },
    "outbox": {"outbox": "UPDATE (state, attempts, next_try_at, last_error, sent_at)"},
    "store": {},
    "limits": {
        "account": "UPDATE (created_at)",
        "ticket": "UPDATE (claimed_by, claimed_at, waiting_for, waiting_since, waiting_credits, version)",
        "work_session": "UPDATE (ended_at, ending)",
        "limit_notice": _NOTICES,
        "event": "INSERT",
        "commit_mark": "DELETE",
    },
}  # fmt: skip


RULES = {
    "entry": entries.ENTRY,
    "proposal": entries.PROPOSAL,
    "ticket": requests.TICKET,
    "work_session": work.WORK_SESSION,
    "limit_notice": work.LIMIT_NOTICE,
    "message": threads.MESSAGE,
    "outbox": threads.OUTBOX,
    "inbound": threads.INBOUND,
    "event": threads.EVENT,
    "stored_file": threads.STORED_FILE,
    "customer": people.CUSTOMER,
    "customer_address": people.CUSTOMER_ADDRESS,
    "account": people.ACCOUNT,
    "staff": people.STAFF,
    "consent": people.CONSENT,
    "entitlement": people.ENTITLEMENT,
    "cover_choice": people.COVER_CHOICE,
    "dispute": people.DISPUTE,
    "mailing": people.SIGNED,
    "customer_merge": people.SIGNED,
    "policy_version": people.SIGNED,
}
"""What each role may not write, by table."""

_UNNUMBERED = frozenset(
    {"stored_file", "customer_address", "cover_choice", "dispute", "policy_version"}
)

AT_THE_END = {
    "role_charge_closes": ("INSERT", "entry", entries.CHARGE_CLOSES),
    "role_message_leaves": ("INSERT", "message", threads.MESSAGE_LEAVES),
    "role_decided_closes": ("UPDATE", "dispute", people.DECIDED_CLOSES),
}
"""What each must have led to by the end of its transaction: when it is asked, of which table."""
