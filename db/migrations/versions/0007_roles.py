"""Who may write what on PostgreSQL: grants, row policies, and rules that follow from who is logged in.

Every member of staff has a login of their own, so `session_user` is who acts: no setting that a session
could change is asked. What a rule has to look up it reads as the owner.
"""

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    connection = op.get_bind()
    if connection.dialect.name != "postgresql":
        return
    database = connection.exec_driver_sql("SELECT current_database()").scalar_one()

    def group(role: str) -> str:
        return f'"{database}_{role}"'

    for statement in _FUNCTIONS:
        op.execute(statement)
    for table, body in RULES.items():
        _rule(table, body)
    everybody = ", ".join(
        group(each) for each in ("specialist", "intake", "outbox", "store", "limits")
    )
    op.execute(f"GRANT SELECT ON ALL TABLES IN SCHEMA public TO {everybody}")
    op.execute(f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {everybody}")
    op.execute(f"GRANT INSERT ON commit_mark TO {everybody}")
    for role, rights in _RIGHTS.items():
        for table, wanted in rights.items():
            op.execute(f"GRANT {wanted} ON {table} TO {group(role)}")
    op.execute("REVOKE ALL ON FUNCTION staff_login(text, text) FROM PUBLIC")
    op.execute(f"GRANT EXECUTE ON FUNCTION staff_login(text, text) TO {group('admin')}")
    for table in ("draft", "presence", "looking"):
        _own_rows(table, private=table == "draft")


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
# To lock a row is a right to update some column of it: an account has none that its guard lets change.
_RIGHTS = {
    "specialist": {
        **_ARRIVALS,
        "outbox": "INSERT, UPDATE (state, attempts, next_try_at)",
        "entry": "INSERT",
        "work_session": "INSERT, UPDATE (ended_at, last_seen_at, console, ending, reason)",
        "limit_notice": "INSERT, UPDATE (answer, answered_by, answered_at, reason, message_id, consent_id, amount)",
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
    "outbox": {
        "outbox": "UPDATE (state, attempts, next_try_at, last_error, sent_at)", "event": "INSERT",
    },
    "store": {"event": "INSERT"},
    "limits": {
        "account": "UPDATE (created_at)",
        "ticket": f"UPDATE ({_TICKET})",
        "work_session": "UPDATE (ended_at, last_seen_at, console, ending)",
        "limit_notice": "INSERT, UPDATE (answer, answered_by, answered_at, reason, message_id, consent_id, amount)",
        "event": "INSERT",
        "commit_mark": "DELETE",
    },
}  # fmt: skip


def _own_rows(table: str, *, private: bool) -> None:
    """Rows that are one person's: written by nobody else, and where they are private not read either."""
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    mine = "staff_id = (SELECT me())"
    read = mine if private else "true"
    op.execute(f"CREATE POLICY {table}_read ON {table} FOR SELECT USING ({read})")
    op.execute(f"CREATE POLICY {table}_add ON {table} FOR INSERT WITH CHECK ({mine})")
    op.execute(
        f"CREATE POLICY {table}_change ON {table} FOR UPDATE USING ({mine}) WITH CHECK ({mine})"
    )
    op.execute(f"CREATE POLICY {table}_remove ON {table} FOR DELETE USING ({mine})")


_HEAD = "LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$"


def _rule(table: str, body: str) -> None:
    op.execute(f"""
        CREATE FUNCTION role_rule_{table}() RETURNS trigger {_HEAD}
        DECLARE
            mine CONSTANT integer := me();
            role CONSTANT text := acting_as();
        BEGIN
            IF role = 'owner' THEN
                RETURN NEW;
            END IF;
            {body}
            RETURN NEW;
        END $$
    """)
    op.execute(
        f"CREATE TRIGGER role_rule BEFORE INSERT OR UPDATE ON {table} FOR EACH ROW"
        f" EXECUTE FUNCTION role_rule_{table}()"
    )


_FUNCTIONS = [
    f"""
    CREATE FUNCTION me() RETURNS integer STABLE {_HEAD}
    BEGIN
        RETURN (SELECT s.id FROM staff s WHERE s.login = session_user AND s.retired_at IS NULL);
    END $$
    """,
    # The owner's members are who made the desk; everybody else is what the record or their group says.
    f"""
    CREATE FUNCTION acting_as() RETURNS text STABLE {_HEAD}
    DECLARE
        found text := (SELECT s.role FROM staff s WHERE s.login = session_user AND s.retired_at IS NULL);
        job text;
    BEGIN
        IF found IS NOT NULL THEN
            RETURN found;
        END IF;
        IF pg_has_role(session_user, current_database() || '_owner', 'MEMBER') THEN
            RETURN 'owner';
        END IF;
        FOREACH job IN ARRAY ARRAY['intake', 'outbox', 'store', 'limits'] LOOP
            IF pg_has_role(session_user, current_database() || '_' || job, 'MEMBER') THEN
                RETURN job;
            END IF;
        END LOOP;
        RAISE EXCEPTION '% is not on the staff of this desk', session_user
            USING ERRCODE = 'insufficient_privilege';
    END $$
    """,
    f"""
    CREATE FUNCTION refuse(why text) RETURNS void {_HEAD}
    BEGIN
        RAISE EXCEPTION '%', why USING ERRCODE = 'insufficient_privilege';
    END $$
    """,
    f"""
    CREATE FUNCTION recorded_seconds(request integer) RETURNS bigint STABLE {_HEAD}
    BEGIN
        RETURN (
            SELECT COALESCE(SUM(CASE WHEN w.ending = 'discarded' THEN 0
                WHEN w.ending = 'corrected' THEN -w.typed_seconds
                WHEN w.typed_seconds IS NOT NULL THEN w.typed_seconds
                ELSE GREATEST(0, floor(EXTRACT(EPOCH FROM w.ended_at - w.started_at))) END), 0)
            FROM work_session w WHERE w.ticket_id = request
        );
    END $$
    """,
    f"""
    CREATE FUNCTION staff_login(login text, role text) RETURNS void {_HEAD}
    DECLARE
        kind text;
    BEGIN
        IF NOT pg_has_role(session_user, current_database() || '_admin', 'MEMBER')
           AND NOT pg_has_role(session_user, current_database() || '_owner', 'MEMBER') THEN
            PERFORM refuse('Only an admin may change the staff.');
        END IF;
        IF role IS NOT NULL AND role NOT IN ('specialist', 'lead', 'admin') THEN
            PERFORM refuse('There is no such role.');
        END IF;
        IF EXISTS (SELECT 1 FROM pg_roles r WHERE r.rolname = login
                   AND (r.rolsuper OR r.rolcreaterole OR NOT r.rolcanlogin)) THEN
            PERFORM refuse('That login is the server''s own.');
        END IF;
        IF NOT EXISTS (SELECT 1 FROM pg_roles r WHERE r.rolname = login) THEN
            EXECUTE format('CREATE ROLE %I LOGIN', login);
        END IF;
        FOREACH kind IN ARRAY ARRAY['specialist', 'lead', 'admin'] LOOP
            EXECUTE format('REVOKE %I FROM %I', current_database() || '_' || kind, login);
        END LOOP;
        IF role IS NOT NULL THEN
            EXECUTE format('GRANT %I TO %I', current_database() || '_' || role, login);
        END IF;
    END $$
    """,
]

_CHARGE = """
            SELECT * INTO request FROM ticket t WHERE t.id = NEW.ticket_id;
            IF request.id IS NULL OR request.closed_at IS NOT NULL OR NOT EXISTS (
                SELECT 1 FROM account a WHERE a.id = NEW.account_id AND a.customer_id = request.customer_id) THEN
                PERFORM refuse('A charge is for an open request of its customer.');
            END IF;
            IF role = 'specialist' AND request.claimed_by IS DISTINCT FROM mine THEN
                PERFORM refuse('A specialist charges only for a request that they hold.');
            END IF;
            IF EXISTS (SELECT 1 FROM work_session w WHERE w.ticket_id = NEW.ticket_id AND w.ended_at IS NULL) THEN
                PERFORM refuse('A charge waits until no timer runs.');
            END IF;
            SELECT (p.terms->>'block_seconds')::integer, (p.terms->>'credits_per_block')::integer
              INTO block_seconds, credits_per_block
              FROM policy_version p WHERE p.version = request.policy_version;
            block_seconds := COALESCE(block_seconds, 900);
            credits_per_block := COALESCE(credits_per_block, 10);
            SELECT COALESCE(SUM(e.credits), 0), COALESCE(SUM(e.waived), 0) INTO taken, forgone
              FROM entry e WHERE e.ticket_id = NEW.ticket_id;
            worked := recorded_seconds(NEW.ticket_id);
            free := NEW.outcome IN ('first-party-bug', 'first-party-security', 'first-party-conflict',
                'first-party-theme-conflict', 'not-a-request', 'dispute-upheld', 'dispute-rejected');
            IF NEW.worked_seconds IS DISTINCT FROM worked
               OR NEW.blocks IS DISTINCT FROM ceil(worked::numeric / block_seconds)
               OR NEW.outcome IS NULL OR NEW.waived < 0 OR NEW.cost < 0
               OR (free AND NEW.chargeable_seconds <> 0)
               OR (NOT free AND NEW.entitlement_ids::text = '[]' AND NEW.chargeable_seconds <> worked)
               OR NEW.chargeable_seconds NOT BETWEEN 0 AND worked
               OR EXISTS (
                    SELECT 1 FROM json_array_elements_text(NEW.entitlement_ids) named
                      LEFT JOIN entitlement p ON p.id = named::integer
                     WHERE p.id IS NULL OR p.refunded_at IS NOT NULL
                        OR p.customer_id <> request.customer_id AND p.ticket_id IS DISTINCT FROM request.id
                           AND NOT EXISTS (SELECT 1 FROM cover_choice c
                                            WHERE c.ticket_id = request.id AND c.entitlement_id = p.id))
               OR NEW.cost + NEW.waived <> GREATEST(0,
                    ceil(NEW.chargeable_seconds::numeric / block_seconds) * credits_per_block - forgone)
               OR NEW.credits <> -GREATEST(0, NEW.cost + taken) THEN
                PERFORM refuse('A charge follows from the recorded time.');
            END IF;
"""
RULES = {
    "entry": f"""
        DECLARE
            request ticket; worked bigint; free boolean; taken bigint; forgone bigint; original entry;
            block_seconds integer; credits_per_block integer;
        BEGIN
            IF NEW.staff_id IS DISTINCT FROM mine OR mine IS NULL THEN
                PERFORM refuse('An entry says who posted it.');
            END IF;
            IF NEW.kind = 'charge' THEN
                {_CHARGE}
            ELSIF NEW.kind = 'reversal' THEN
                SELECT * INTO original FROM entry e WHERE e.id = NEW.reverses;
                IF role = 'specialist' OR original.kind IS DISTINCT FROM 'charge' AND role <> 'admin'
                   OR role = 'lead' AND original.staff_id IS NOT DISTINCT FROM mine
                   OR original.kind IS NOT DISTINCT FROM 'purchase' THEN
                    PERFORM refuse('Giving back is a lead''s who did not post the charge, or an admin''s.');
                END IF;
            ELSIF role <> 'admin' THEN
                PERFORM refuse('Only an admin posts purchases, grants and corrections.');
            END IF;
        END;
    """,
    "ticket": """
        IF role = 'specialist' AND TG_OP = 'INSERT' THEN
            IF NEW.claimed_by IS NOT NULL OR NEW.outcome IS NOT NULL THEN
                PERFORM refuse('A request comes in open and held by nobody.');
            END IF;
        ELSIF role = 'specialist' THEN
            IF NEW.claimed_by IS DISTINCT FROM OLD.claimed_by AND NEW.claimed_by IS NOT NULL THEN
                IF NEW.claimed_by <> mine OR OLD.claimed_by IS NOT NULL OR NEW.id IS DISTINCT FROM (
                    SELECT t.id FROM ticket t WHERE t.closed_at IS NULL AND t.claimed_by IS NULL
                       AND t.waiting_for IS NULL AND COALESCE(t.kind, '') <> 'dispute'
                     ORDER BY t.received_at, t.id LIMIT 1 FOR UPDATE SKIP LOCKED) THEN
                    PERFORM refuse('Requests are taken in the order in which they came.');
                END IF;
            END IF;
            IF NEW.claimed_by IS NULL AND OLD.claimed_by <> mine AND OLD.closed_at IS NULL THEN
                PERFORM refuse('Somebody else holds this request.');
            END IF;
            IF (NEW.closed_at IS NOT NULL AND OLD.closed_at IS NULL OR NEW.kind IS DISTINCT FROM OLD.kind
                OR NEW.estimate IS DISTINCT FROM OLD.estimate) AND OLD.claimed_by IS DISTINCT FROM mine
               AND NOT EXISTS (SELECT 1 FROM ticket t WHERE t.id = NEW.id AND OLD.closed_at IS NULL
                   AND NEW.closed_at IS NULL AND t.xmin::text = (pg_current_xact_id()::xid)::text) THEN
                PERFORM refuse('Somebody else holds this request, or nobody does.');
            END IF;
        END IF;
        IF TG_OP = 'UPDATE' AND NEW.closed_at IS NOT NULL AND OLD.closed_at IS NULL AND NOT EXISTS (
            SELECT 1 FROM entry e WHERE e.ticket_id = NEW.id AND e.kind = 'charge'
               AND e.outcome = NEW.outcome AND e.xmin::text = (pg_current_xact_id()::xid)::text) THEN
            PERFORM refuse('A request is closed together with its charge.');
        END IF;
    """,
    "work_session": """
        IF role IN ('specialist', 'lead', 'admin') AND TG_OP = 'INSERT' AND NEW.staff_id <> mine THEN
            PERFORM refuse('Everybody records their own time.');
        END IF;
        IF role = 'specialist' THEN
            IF TG_OP = 'UPDATE' AND OLD.staff_id <> mine THEN
                PERFORM refuse('Everybody records their own time.');
            END IF;
            IF TG_OP = 'INSERT' AND NOT EXISTS (
                SELECT 1 FROM ticket t WHERE t.id = NEW.ticket_id AND t.claimed_by = mine AND t.closed_at IS NULL) THEN
                PERFORM refuse('Time is recorded on a request that is held.');
            END IF;
        END IF;
    """,
    "proposal": """
        IF TG_OP = 'INSERT' AND (NEW.proposed_by IS DISTINCT FROM mine OR NEW.state <> 'open') THEN
            PERFORM refuse('A proposal says who made it, and is open.');
        END IF;
        IF TG_OP = 'UPDATE' AND NEW.state <> 'withdrawn' AND (
            role NOT IN ('lead', 'admin') OR NEW.decided_by IS DISTINCT FROM mine
            OR role = 'lead' AND EXISTS (
                SELECT 1 FROM entry e WHERE e.id = NEW.entry_id AND e.staff_id = mine)) THEN
            PERFORM refuse('Giving back is a lead''s who did not post the charge, or an admin''s.');
        END IF;
    """,
    "message": """
        IF NEW.direction <> 'in' AND role IN ('specialist', 'lead', 'admin') AND NEW.staff_id IS NOT NULL
           AND NEW.staff_id <> mine THEN
            PERFORM refuse('A message says who wrote it.');
        END IF;
        IF role IN ('outbox', 'store', 'limits') THEN
            PERFORM refuse('This job writes no messages.');
        END IF;
    """,
    "event": """
        IF NEW.staff_id IS DISTINCT FROM mine AND NEW.staff_id IS NOT NULL THEN
            PERFORM refuse('The record says who did it.');
        END IF;
    """,
    "consent": """
        IF TG_OP = 'INSERT' AND NEW.staff_id IS DISTINCT FROM mine THEN
            PERFORM refuse('An agreement says who put it on record.');
        END IF;
        IF role = 'specialist' AND NEW.ticket_id IS NULL THEN
            PERFORM refuse('Only a lead puts a standing agreement on record.');
        END IF;
    """,
    "limit_notice": """
        IF TG_OP = 'UPDATE' AND NEW.answered_by IS DISTINCT FROM mine AND NEW.answered_by IS NOT NULL
           AND NOT (NEW.answer = 'agreed' AND EXISTS (SELECT 1 FROM consent c WHERE c.id = NEW.consent_id
                    AND c.staff_id = NEW.answered_by AND c.withdrawn_at IS NULL)) THEN
            PERFORM refuse('An answer says who gave it.');
        END IF;
    """,
    "dispute": """
        IF role = 'specialist' AND TG_OP = 'UPDATE' AND NEW.decision IS NOT NULL
           AND OLD.decision IS NULL THEN
            PERFORM refuse('Only a lead decides a dispute.');
        END IF;
    """,
    "staff": """
        IF TG_OP = 'UPDATE' AND NEW.login <> OLD.login THEN
            PERFORM refuse('A login stays whose it is.');
        END IF;
    """,
}  # fmt: skip
"""What each role may not write, by table; the owner alone (who restores and moves desks) is not asked."""
