"""Who may do what to a request: taken in turn, worked on by its holder, closed with its charge, then left alone."""

from db.migrations.role_rules.functions import HEAD

_FREE = (
    "t.closed_at IS NULL AND t.claimed_by IS NULL AND t.waiting_for IS NULL"
    " AND COALESCE(t.kind, '') <> 'dispute'"
)

FUNCTIONS = [
    # What is locked is passed over: that is another's pick, or a second session of one's own that holds others up.
    f"""
    CREATE OR REPLACE FUNCTION kept_back_by_me(came timestamptz, request integer) RETURNS boolean {HEAD}
    BEGIN
        RETURN EXISTS (SELECT 1 FROM ticket t WHERE {_FREE} AND (t.received_at, t.id) < (came, request))
           AND EXISTS (SELECT 1 FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
                       WHERE l.locktype = 'transactionid' AND l.granted AND l.pid <> pg_backend_pid()
                         AND a.usename = session_user);
    END $$
    """,
    # A wait for credits ends when they may be there, or a support package covers the request.
    f"""
    CREATE OR REPLACE FUNCTION may_go_on(request ticket) RETURNS boolean STABLE {HEAD}
    BEGIN
        RETURN balance_of(request.customer_id) >= COALESCE(request.waiting_credits, 0)
            OR request.waiting_credits IS NULL AND packages_of(request) <> '{{}}';
    END $$
    """,
]


def _moved(*columns: str) -> str:
    new, old = (", ".join(f"{row}.{each}" for each in columns) for row in ("NEW", "OLD"))
    return f"ROW({new}) IS DISTINCT FROM ROW({old})"


_WHAT_IT_IS = ("kind", "domain", "estimate", "urgent", "suspected_first_party")
_WAIT = ("waiting_for", "waiting_since", "waiting_credits")
_END = ("outcome", "ground", "closed_at", "claimed_by", "claimed_at")

_COMES_IN = """
    IF NEW.claimed_by IS NOT NULL OR NEW.claimed_at IS NOT NULL OR NEW.closed_at IS NOT NULL
       OR NEW.ground IS NOT NULL OR NEW.estimate IS NOT NULL OR NEW.urgent OR NEW.suspected_first_party IS NOT NULL
       OR COALESCE(NEW.kind, 'dispute') <> 'dispute' OR COALESCE(NEW.waiting_for, 'credits') <> 'credits'
       OR NEW.waiting_credits IS NOT NULL THEN
        PERFORM refuse('A request comes in open and held by nobody.');
    END IF;
    IF NEW.policy_version IS DISTINCT FROM version_at(NEW.received_at) THEN
        PERFORM refuse('A request keeps the policy that it came under.');
    END IF;
"""

_CLOSED_ONE = f"""
    IF NEW.closed_at IS NOT NULL AND ({_moved(*_END, *_WHAT_IT_IS, *_WAIT)})
       OR NEW.closed_at IS NULL AND (NEW.ground IS NOT NULL OR {_moved(*_WHAT_IT_IS, *_WAIT)}
          OR NEW.claimed_by IS NOT NULL AND (NEW.claimed_by IS DISTINCT FROM OLD.claimed_by
                                             OR NOT answered_now(NEW.id))) THEN
        PERFORM refuse('What is closed stays as it was, or is opened again.');
    END IF;
"""

# One that came before may be free again since the next was looked for: whoever looks again gets it.
_TAKEN = f"""
    PERFORM 1 FROM staff s WHERE s.id = mine FOR NO KEY UPDATE;
    IF NEW.claimed_by IS DISTINCT FROM mine OR NEW.id IS DISTINCT FROM (
        SELECT t.id FROM ticket t WHERE {_FREE}
         ORDER BY t.received_at, t.id LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED)
       OR kept_back_by_me(NEW.received_at, NEW.id) THEN
        RAISE EXCEPTION 'Requests are taken in the order in which they came.' USING ERRCODE = 'serialization_failure';
    END IF;
    IF EXISTS (SELECT 1 FROM ticket t WHERE t.claimed_by = mine AND t.closed_at IS NULL
                  AND t.waiting_for IS NULL) THEN
        PERFORM refuse('One request is taken at a time.');
    END IF;
"""

# Asked of whoever is neither a lead nor an admin.
_IN_HAND = f"""
    IF NEW.claimed_by IS NOT NULL AND NEW.claimed_by IS DISTINCT FROM OLD.claimed_by THEN
        {_TAKEN}
    END IF;
    answered := OLD.waiting_for IS NOT DISTINCT FROM 'customer' AND NEW.waiting_for IS NULL AND answered_now(NEW.id);
    IF NEW.claimed_by IS NULL AND OLD.claimed_by IS NOT NULL AND NOT in_hand AND NOT answered
       AND NOT (role = 'job' AND works_as('limits')) THEN
        PERFORM refuse('Somebody else holds this request.');
    END IF;
    IF NOT in_hand AND ({_moved("kind", "domain", "estimate", "outcome", "ground", "closed_at")}
                        OR NEW.waiting_for IS NOT NULL AND {_moved(*_WAIT)}) THEN
        PERFORM refuse('Somebody else holds this request, or nobody does.');
    END IF;
    IF NEW.urgent <> OLD.urgent OR OLD.kind = 'dispute' AND NEW.kind IS DISTINCT FROM 'dispute' THEN
        PERFORM refuse('Only a lead says so.');
    END IF;
    IF OLD.waiting_for IS NOT NULL AND NEW.waiting_for IS NULL AND NEW.closed_at IS NULL AND NOT (
        CASE OLD.waiting_for WHEN 'customer' THEN in_hand OR answered
        ELSE may_go_on(OLD) OR mine IS NOT NULL AND NEW.suspected_first_party IS NOT NULL
             OR in_hand AND EXISTS (SELECT 1 FROM dispute d WHERE d.ticket_id = NEW.id) END) THEN
        PERFORM refuse('A wait ends when what was waited for has come.');
    END IF;
"""

_CLOSES = """
    IF NEW.closed_at IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM entry e WHERE e.ticket_id = NEW.id AND e.kind = 'charge'
           AND e.outcome = NEW.outcome AND is_new(e.xmin)) THEN
        PERFORM refuse('A request is closed together with its charge.');
    END IF;
"""

TICKET = f"""
    DECLARE
        in_hand CONSTANT boolean := TG_OP = 'UPDATE' AND mine IS NOT NULL AND OLD.claimed_by IS NOT DISTINCT FROM mine;
        answered boolean;
    BEGIN
        IF TG_OP = 'INSERT' THEN
            {_COMES_IN}
            RETURN NEW;
        ELSIF OLD.closed_at IS NOT NULL THEN
            {_CLOSED_ONE}
            RETURN NEW;
        END IF;
        IF NEW.claimed_at IS DISTINCT FROM OLD.claimed_at AND NEW.claimed_by IS NOT DISTINCT FROM OLD.claimed_by THEN
            PERFORM refuse('A request is held since it was taken.');
        END IF;
        IF OLD.waiting_for = 'credits' AND NEW.waiting_for IS NOT NULL AND {_moved(*_WAIT)}
           OR NEW.suspected_first_party IS DISTINCT FROM OLD.suspected_first_party
              AND (NEW.suspected_first_party IS NULL OR OLD.waiting_for IS DISTINCT FROM 'credits'
                   OR NEW.waiting_for IS NOT NULL) THEN
            PERFORM refuse('A wait for credits ends by credits, or with cause.');
        END IF;
        IF role NOT IN ('lead', 'admin') THEN
            {_IN_HAND}
        END IF;
        {_CLOSES}
    END;
"""
