"""Who may write what of shops' orders: the job what the shop says and what follows from it, an admin what people decide."""

from db.migrations.role_rules.shop_guards import CREDITS_TAKEN_OVER, PACKAGES_TAKEN_OVER

_WHO = """
    IF NEW.staff_id IS DISTINCT FROM mine THEN
        PERFORM refuse('The record says who did it.');
    END IF;
"""

# The job's own login alone: to the website, and to an admin, an order is something that the job is to look up.
SHOP_ORDER = """
    IF role = 'job' AND works_as('store') THEN
        RETURN NEW;
    END IF;
    IF TG_OP = 'INSERT' AND (NEW.look_up_from IS NULL OR NEW.status <> '' OR NEW.paid OR NEW.early OR NEW.tries <> 0
        OR NEW.address <> '' OR NEW.name <> '' OR num_nonnulls(NEW.parent_no, NEW.customer_id, NEW.placed_at,
                                                               NEW.changed_at, NEW.looked_at, NEW.problem) > 0) THEN
        PERFORM refuse('What is heard of an order is that it is to be looked up.');
    END IF;
    IF role = 'job' AND TG_OP = 'UPDATE' AND (NEW.look_up_from IS NULL OR NEW.look_up_from > OLD.look_up_from) THEN
        PERFORM refuse('What is heard of an order brings its turn forward.');
    END IF;
"""

ORDER_LINE = """
    IF TG_OP = 'INSERT' AND NEW.domain IS NOT NULL THEN
        PERFORM refuse('Which site a line is for is said by an admin.');
    END IF;
"""

ORDER_POSTING = f"""
    {_WHO}
    IF mine IS NULL AND NEW.proposal_id IS NOT NULL THEN
        PERFORM refuse('What goes back is an admin''s to decide.');
    END IF;
"""

ORDER_PROPOSAL = """
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'open' OR NEW.decided_by IS NOT NULL OR NEW.reason IS NOT NULL THEN
            PERFORM refuse('What would go back is proposed, and open.');
        END IF;
        IF (SELECT NEW.units <= COALESCE(sum(p.units), 0) - (SELECT l.paid FROM order_line l WHERE l.id = NEW.line_id)
                   AND NEW.credits <= COALESCE(sum(p.credits), 0)
            FROM order_posting p WHERE p.line_id = NEW.line_id) IS NOT true THEN
            PERFORM refuse('No more is proposed than a line gave beyond what is paid for.');
        END IF;
        RETURN NEW;
    END IF;
    IF NEW.state = 'open' OR NEW.state = 'withdrawn' AND NEW.decided_by IS NOT NULL
       OR NEW.state <> 'withdrawn' AND (role <> 'admin' OR NEW.decided_by IS DISTINCT FROM mine) THEN
        PERFORM refuse('What goes back is an admin''s to decide, who says so.');
    END IF;
"""

RULES = {
    "product_meaning": _WHO,
    "shop_order": SHOP_ORDER,
    "order_line": ORDER_LINE,
    "order_posting": ORDER_POSTING,
    "order_proposal": ORDER_PROPOSAL,
}

SOLD_IS_POSTED = """
    IF (NEW.reference LIKE 'shop:%' OR NEW.reference LIKE 'order-proposal:%') AND NOT EXISTS (
        SELECT 1 FROM order_posting p WHERE p.entry_id = NEW.id AND p.credits = NEW.credits) THEN
        PERFORM refuse('What a shop sold is posted for a line of its order.');
    END IF;
"""
PACKAGE_IS_POSTED = """
    IF NEW.reference LIKE 'shop:%' AND NOT EXISTS (
        SELECT 1 FROM order_posting p WHERE p.entitlement_id = NEW.id AND p.units = 1) THEN
        PERFORM refuse('What a shop sold is posted for a line of its order.');
    END IF;
"""
TAKEN_OVER = f"""
    IF NEW.entry_id IS NULL AND NEW.entitlement_id IS NULL AND NEW.proposal_id IS NULL
       AND ({CREDITS_TAKEN_OVER} <> 0 OR {PACKAGES_TAKEN_OVER} <> 0) THEN
        PERFORM refuse('What one line gives up another of its order takes over.');
    END IF;
    IF NEW.proposal_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM order_proposal p WHERE p.id = NEW.proposal_id AND p.state = 'accepted') THEN
        PERFORM refuse('What goes back was accepted.');
    END IF;
"""
ACCEPTED_GOES_BACK = """
    IF NEW.state = 'accepted' AND (
        SELECT ROW(-COALESCE(sum(p.units), 0), -COALESCE(sum(p.credits), 0))
               IS DISTINCT FROM ROW(NEW.units::bigint, NEW.credits::bigint)
        FROM order_posting p WHERE p.proposal_id = NEW.id) THEN
        PERFORM refuse('What is accepted goes back.');
    END IF;
"""

AT_THE_END = {
    "role_sold_is_posted": ("INSERT", "entry", SOLD_IS_POSTED),
    "role_package_is_posted": ("INSERT", "entitlement", PACKAGE_IS_POSTED),
    "role_taken_over": ("INSERT", "order_posting", TAKEN_OVER),
    "role_accepted_goes_back": ("UPDATE", "order_proposal", ACCEPTED_GOES_BACK),
}
"""What each must have led to by the end of its transaction: when it is asked, of which table."""

_LOOKED_UP = (
    "parent_no, status, paid, early, address, name, customer_id, placed_at, changed_at, looked_at, look_up_from,"
    " tries, problem"
)
_DECISION = "state, decided_by, decided_at, reason"
RIGHTS = {
    "store": {
        "shop_reading": "INSERT, UPDATE (cursor, looked_at, problem, problem_at)",
        "shop_order": f"INSERT, UPDATE ({_LOOKED_UP})",
        "order_line": "INSERT, UPDATE (amount, paid, waits_for)",
        "order_posting": "INSERT",
        "order_proposal": "INSERT, UPDATE (state, decided_at)",
        "customer": "SELECT, INSERT",
        "customer_address": "SELECT, INSERT",
        "account": "SELECT, INSERT, UPDATE (created_at)",
        "entry": "SELECT, INSERT",
        "entitlement": "SELECT, INSERT",
        "ticket": "SELECT, UPDATE (waiting_for, waiting_since, waiting_credits, version)",
        "outbox": "SELECT (id, ticket_id, recipient, automatic, created_at, message_id), INSERT",
        "event": "SELECT (id), INSERT",
        "commit_mark": "SELECT, INSERT (id)",
    } | dict.fromkeys(
        ("desk", "policy_version", "desk_text", "staff", "presence", "work_session", "limit_notice", "consent",
         "cover_choice", "dispute", "proposal", "customer_merge", "alembic_version"), "SELECT",
    ),
    "site": {"shop_order": "SELECT, INSERT, UPDATE (look_up_from)"},
    "admin": {
        "product_meaning": "INSERT",
        "shop_order": "INSERT, UPDATE (early, look_up_from, customer_id, address, tries, problem)",
        "order_line": "UPDATE (domain, waits_for, paid)",
        "order_posting": "INSERT",
        "order_proposal": f"INSERT, UPDATE ({_DECISION})",
    },
}  # fmt: skip
"""Who writes what; to lock a row is a right to update some column of it."""

NUMBERED = {
    "store": ("shop_order", "order_line", "order_posting", "order_proposal"),
    "site": ("shop_order",),
    "admin": ("product_meaning", "shop_order", "order_posting", "order_proposal"),
}
