"""What the rules look up: who acts, and what follows from the record. All of it is read as the owner."""

from collections.abc import Iterator

HEAD = "LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$"

# The owner alone, who restores and moves desks, is not asked.
_ASKED = """
    SELECT s.id, s.role INTO mine, role FROM staff s WHERE s.login = session_user AND s.retired_at IS NULL;
    role := COALESCE(role, other_role());
    IF role = 'owner' THEN
        RETURN NEW;
    END IF;
"""
_NUMBERED = """
    IF TG_OP = 'INSERT' AND NEW.id IS DISTINCT FROM currval('{table}_id_seq') THEN
        PERFORM refuse('What is new is numbered by the desk.');
    END IF;
"""


def rule(name: str, body: str) -> str:
    """What makes a rule, or makes it anew: `mine` and `role` are who acts."""
    return f"""
        CREATE OR REPLACE FUNCTION role_rule_{name}() RETURNS trigger {HEAD}
        DECLARE
            mine integer;
            role text;
        BEGIN
            {_ASKED}{body}
            RETURN NEW;
        END $$
    """


def rule_of(table: str, body: str) -> str:
    """The rule of a table whose rows are numbered by the desk."""
    return rule(table, f"{_NUMBERED.format(table=table)}{body}")


def aborts(name: str, moment: str, table: str, condition: str, message: str) -> str:
    """In a file, what refuses a statement where a condition holds, or always."""
    when = f" WHEN {condition}" if condition else ""
    return (
        f"CREATE TRIGGER {name} BEFORE {moment} ON {table} FOR EACH ROW{when}"
        f" BEGIN SELECT RAISE(ABORT, '{message}'); END"
    )


def guarded(name: str, table: str, condition: str, message: str) -> Iterator[str]:
    """On a server, what refuses a new row where a condition holds; it reads as the owner, whoever writes."""
    yield f"""
        CREATE FUNCTION guard_{name}() RETURNS trigger {HEAD}
        BEGIN
            IF ({condition}) THEN
                RAISE EXCEPTION '{message}' USING ERRCODE = 'integrity_constraint_violation';
            END IF;
            RETURN NEW;
        END $$
    """
    yield f"REVOKE ALL ON FUNCTION guard_{name}() FROM PUBLIC"
    yield (
        f"CREATE TRIGGER {name} BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION guard_{name}()"
    )


def asks(table: str) -> str:
    """What has a table's rule asked of each new and each changed row."""
    return (
        f"CREATE TRIGGER role_rule BEFORE INSERT OR UPDATE ON {table} FOR EACH ROW"
        f" EXECUTE FUNCTION role_rule_{table}()"
    )


def asks_at_the_end(name: str, moment: str, table: str) -> str:
    """What has a rule asked at the end of a transaction."""
    return (
        f"CREATE CONSTRAINT TRIGGER {name} AFTER {moment} ON {table}"
        f" DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION role_rule_{name}()"
    )


_WHO = [
    f"""
    CREATE OR REPLACE FUNCTION me() RETURNS integer STABLE {HEAD}
    BEGIN
        RETURN (SELECT s.id FROM staff s WHERE s.login = session_user AND s.retired_at IS NULL);
    END $$
    """,
    # The owner's members are who made the desk; who is neither that nor on the staff runs a job.
    f"""
    CREATE OR REPLACE FUNCTION other_role() RETURNS text STABLE {HEAD}
    BEGIN
        IF pg_has_role(session_user, current_database() || '_owner', 'MEMBER') THEN
            RETURN 'owner';
        END IF;
        IF works_as('intake') OR works_as('outbox') OR works_as('store') OR works_as('limits') THEN
            RETURN 'job';
        END IF;
        RAISE EXCEPTION '% is not on the staff of this desk', session_user
            USING ERRCODE = 'insufficient_privilege';
    END $$
    """,
    f"""
    CREATE OR REPLACE FUNCTION works_as(job text) RETURNS boolean STABLE {HEAD}
    BEGIN
        RETURN pg_has_role(session_user, current_database() || '_' || job, 'MEMBER');
    END $$
    """,
    f"""
    CREATE OR REPLACE FUNCTION refuse(why text) RETURNS void {HEAD}
    BEGIN
        RAISE EXCEPTION '%', why USING ERRCODE = 'insufficient_privilege';
    END $$
    """,
    f"""
    CREATE OR REPLACE FUNCTION staff_login(login text, role text) RETURNS void {HEAD}
    DECLARE
        kind text;
    BEGIN
        IF NOT pg_has_role(session_user, current_database() || '_admin', 'MEMBER')
           AND NOT pg_has_role(session_user, current_database() || '_owner', 'MEMBER') THEN
            PERFORM refuse('Only an admin may change the staff.');
        END IF;
        IF role IS DISTINCT FROM (SELECT s.role FROM staff s
                                  WHERE s.login = staff_login.login AND s.retired_at IS NULL) THEN
            PERFORM refuse('A login is let in as what the record says.');
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

_POLICY = [
    # The version of the policy that a request keeps which comes in at that moment.
    f"""
    CREATE OR REPLACE FUNCTION version_at(moment timestamptz) RETURNS text STABLE {HEAD}
    BEGIN
        RETURN COALESCE((SELECT p.version FROM policy_version p WHERE p.in_force_from <= moment
                         ORDER BY p.in_force_from DESC LIMIT 1), '1');
    END $$
    """,
    f"""
    CREATE OR REPLACE FUNCTION terms_of(named text, OUT block_seconds integer, OUT credits_per_block integer,
                             OUT notify_credits integer, OUT package_seconds integer) STABLE {HEAD}
    DECLARE
        terms json := (SELECT p.terms FROM policy_version p WHERE p.version = named AND named <> '1');
    BEGIN
        block_seconds := COALESCE((terms->>'block_seconds')::integer, 900);
        credits_per_block := COALESCE((terms->>'credits_per_block')::integer, 10);
        notify_credits := COALESCE((terms->>'notify_credits')::integer, 40);
        package_seconds := COALESCE((terms->>'package_seconds')::integer, 7200);
    END $$
    """,
]

_TIME = [
    f"""
    CREATE OR REPLACE FUNCTION recorded(request integer, OUT worked bigint, OUT taken_off bigint, OUT last_session integer,
                             OUT running boolean) STABLE {HEAD}
    BEGIN
        SELECT COALESCE(SUM(w.typed_seconds) FILTER (WHERE w.ending = 'corrected'), 0),
               COALESCE(SUM(CASE WHEN w.ending IN ('discarded', 'corrected') THEN 0
                   WHEN w.typed_seconds IS NOT NULL THEN w.typed_seconds
                   ELSE GREATEST(0, floor(EXTRACT(EPOCH FROM w.ended_at - w.started_at))) END), 0),
               COALESCE(MAX(w.id), 0), COALESCE(bool_or(w.ended_at IS NULL), false)
          INTO taken_off, worked, last_session, running
          FROM work_session w WHERE w.ticket_id = request;
        worked := GREATEST(0, worked - taken_off);
    END $$
    """,
    # The support packages that cover a request: the one said by hand, else that bound to it, else its site's terms.
    f"""
    CREATE OR REPLACE FUNCTION packages_of(request ticket) RETURNS integer[] STABLE {HEAD}
    DECLARE
        said cover_choice;
        found integer[];
    BEGIN
        SELECT * INTO said FROM cover_choice c WHERE c.ticket_id = request.id;
        IF said.ticket_id IS NOT NULL THEN
            RETURN ARRAY(SELECT e.id FROM entitlement e
                         WHERE e.id = said.entitlement_id AND e.refunded_at IS NULL);
        END IF;
        found := ARRAY(SELECT e.id FROM entitlement e
                       WHERE e.ticket_id = request.id AND e.refunded_at IS NULL);
        IF found = '{{}}' THEN
            found := ARRAY(SELECT e.id FROM entitlement e
                WHERE e.domain = request.domain AND e.customer_id = request.customer_id
                  AND e.refunded_at IS NULL ORDER BY e.starts_at, e.id);
        END IF;
        RETURN found;
    END $$
    """,
    # What of the recorded time they cover: Premium what falls within its terms, the others the first so many hours.
    # Time that was taken off may have been covered or not: then it is so much at least, and so much at most.
    f"""
    CREATE OR REPLACE FUNCTION cover_of(request ticket, worked bigint, taken_off bigint, package_seconds integer,
                             OUT kind text, OUT at_least bigint, OUT at_most bigint, OUT used integer[]) STABLE {HEAD}
    DECLARE
        packages integer[] := packages_of(request);
        terms tstzmultirange;
    BEGIN
        at_least := 0;
        at_most := 0;
        used := '{{}}';
        IF packages = '{{}}' THEN
            RETURN;
        END IF;
        kind := (SELECT e.kind FROM entitlement e WHERE e.id = packages[1]);
        IF kind <> 'premium' THEN
            at_most := LEAST(worked, package_seconds);
            at_least := at_most;
            used := packages;
            RETURN;
        END IF;
        terms := (SELECT range_agg(tstzrange(e.starts_at, e.ends_at)) FROM entitlement e
                  WHERE e.id = ANY (packages));
        SELECT COALESCE(SUM(CASE WHEN w.typed_seconds IS NULL THEN (
                       SELECT COALESCE(SUM(floor(EXTRACT(EPOCH FROM upper(part) - lower(part)))), 0)
                       FROM unnest(tstzmultirange(tstzrange(w.started_at, w.ended_at)) * terms) part)
                   WHEN w.started_at <@ terms THEN w.typed_seconds ELSE 0 END), 0)
          INTO at_most
          FROM work_session w WHERE w.ticket_id = request.id AND w.ending NOT IN ('discarded', 'corrected');
        at_least := GREATEST(0, at_most - taken_off);
        at_most := LEAST(at_most, worked);
        used := ARRAY(
            SELECT e.id FROM entitlement e WHERE e.id = ANY (packages) AND EXISTS (
                SELECT 1 FROM work_session w
                WHERE w.ticket_id = request.id AND w.ending NOT IN ('discarded', 'corrected')
                  AND CASE WHEN w.typed_seconds IS NULL
                      THEN tstzrange(w.started_at, w.ended_at) && tstzrange(e.starts_at, e.ends_at)
                      ELSE w.started_at <@ tstzrange(e.starts_at, e.ends_at) END)
            ORDER BY e.starts_at, e.id);
    END $$
    """,
]

_MONEY = [
    # The most that may be charged without a lead's reason: what every customer knows, or the most that this one was
    # told; what an agreement had told ended with it, but for what was run up by then.
    f"""
    CREATE OR REPLACE FUNCTION told(request integer, cover text, notify_credits integer, block integer) RETURNS integer
    STABLE {HEAD}
    DECLARE
        ended limit_notice;
    BEGIN
        IF cover IN ('incident', 'examination') AND NOT EXISTS (
            SELECT 1 FROM limit_notice n WHERE n.ticket_id = request AND n."limit" = 'package-120-minutes'
               AND n.answer IN ('go-on', 'wait', 'agreed')) THEN
            RETURN 0;
        END IF;
        SELECT * INTO ended FROM limit_notice n WHERE n.ticket_id = request AND n."limit" = 'over-40-credits'
           AND n.credits <= n.threshold ORDER BY n.id DESC LIMIT 1;
        RETURN GREATEST(notify_credits, COALESCE(ended.threshold, 0) / block * block, (
            SELECT MAX(n.amount) FROM limit_notice n WHERE n.ticket_id = request
               AND n.id >= COALESCE(ended.id, 0) AND n.answer IN ('go-on', 'wait', 'agreed')));
    END $$
    """,
    f"""
    CREATE OR REPLACE FUNCTION balance_of(customer integer) RETURNS integer STABLE {HEAD}
    BEGIN
        RETURN COALESCE((SELECT e.balance_after FROM entry e JOIN account a ON a.id = e.account_id
                         WHERE a.customer_id = customer ORDER BY e.seq DESC LIMIT 1), 0);
    END $$
    """,
    # Where what an account was charged goes back to: itself, or the account of who its customer was merged into.
    f"""
    CREATE OR REPLACE FUNCTION heir_of(account integer) RETURNS integer STABLE {HEAD}
    BEGIN
        RETURN (
            WITH RECURSIVE owner AS (
                SELECT c.id, c.merged_into FROM customer c JOIN account a ON a.customer_id = c.id
                WHERE a.id = account
                UNION SELECT c.id, c.merged_into FROM customer c JOIN owner o ON c.id = o.merged_into
            )
            SELECT a.id FROM account a JOIN owner o ON o.id = a.customer_id WHERE o.merged_into IS NULL
        );
    END $$
    """,
]

_ROWS = [
    f"""
    CREATE OR REPLACE FUNCTION holds(who integer, request integer) RETURNS boolean STABLE {HEAD}
    BEGIN
        RETURN EXISTS (SELECT 1 FROM ticket t
                       WHERE t.id = request AND t.claimed_by = who AND t.closed_at IS NULL);
    END $$
    """,
    # Whether a row's last writer is the transaction that asks.
    """
    CREATE OR REPLACE FUNCTION is_new(writer xid) RETURNS boolean STABLE LANGUAGE sql
    RETURN writer = pg_current_xact_id()::xid
    """,
    # Whether an answer of the customer came in within the transaction that asks.
    f"""
    CREATE OR REPLACE FUNCTION answered_now(request integer) RETURNS boolean STABLE {HEAD}
    BEGIN
        RETURN EXISTS (SELECT 1 FROM message m
                       WHERE m.ticket_id = request AND m.direction = 'in' AND is_new(m.xmin));
    END $$
    """,
]

FUNCTIONS = [*_WHO, *_POLICY, *_TIME, *_MONEY, *_ROWS]
"""In an order in which each finds what its signature names."""
