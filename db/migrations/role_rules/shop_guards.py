"""What must hold of shops' orders whoever writes, said once for both databases; what differs is filled in.

What needs a whole transaction to be seen, that what one line of an order gives up another takes over, and that what was
accepted is given back, only PostgreSQL can ask at its end; in a file the doctor does.
"""

from collections.abc import Iterator

from db.migrations.role_rules.functions import aborts, guarded

Guard = tuple[str, str, str, str, str]
"""Name, moment, table, the condition under which it is refused, message."""

DIALECTS = {
    "sqlite": {"variants": "json_each(l.variants) v WHERE v.value"},
    "postgresql": {"variants": "json_array_elements_text(l.variants) v WHERE v"},
}

TABLES = (
    "product_meaning",
    "shop_reading",
    "shop_order",
    "order_line",
    "order_posting",
    "order_proposal",
)
APPEND_ONLY = ("product_meaning", "order_posting")
KEYS = {
    "product_meaning": ("id = NEW.id",),
    "shop_reading": ("shop = NEW.shop",),
    "shop_order": ("id = NEW.id", "shop = NEW.shop AND order_no = NEW.order_no"),
    "order_line": ("id = NEW.id", "order_id = NEW.order_id AND item_id = NEW.item_id"),
    "order_posting": ("id = NEW.id", "line_id = NEW.line_id AND seq = NEW.seq", "entry_id = NEW.entry_id"),
    "order_proposal": (
        "id = NEW.id", "line_id = NEW.line_id AND state = 'open' AND NEW.state = 'open'",
    ),
}  # fmt: skip
"""What a row of the same key is known by: in a file an INSERT OR REPLACE would delete it without a word."""


def _moved(*columns: str) -> str:
    return "(" + " OR ".join(f"NEW.{each} IS DISTINCT FROM OLD.{each}" for each in columns) + ")"


KEPT: list[Guard] = [
    ("shop_reading_kept", "UPDATE", "shop_reading",
     _moved("shop", "began_at"), "shop_reading: what orders count from stays"),
    ("shop_order_kept", "UPDATE", "shop_order",
     f"{_moved('shop', 'order_no')} OR OLD.customer_id IS NOT NULL AND {_moved('customer_id')}",
     "shop_order: an order stays whose it is"),
    ("order_line_kept", "UPDATE", "order_line", _moved("order_id", "item_id", "product_id"),
     "order_line: a line stays what it is"),
    ("order_proposal_kept", "UPDATE", "order_proposal",
     f"OLD.state <> 'open' OR {_moved('line_id', 'units', 'credits', 'to_units', 'proposed_at')}",
     "order_proposal: decided once"),
]  # fmt: skip

_OF_LINE = "(SELECT COALESCE(sum(p.{0}), 0) FROM order_posting p WHERE p.line_id = NEW.line_id)"
_UNITS = f"({_OF_LINE.format('units')} + NEW.units)"
_CREDITS = f"({_OF_LINE.format('credits')} + NEW.credits)"
_PAID = "COALESCE((SELECT l.paid FROM order_line l WHERE l.id = NEW.line_id), 0)"
_PLAIN = "NEW.entry_id IS NULL AND NEW.entitlement_id IS NULL AND NEW.proposal_id IS NULL"

# The account of who it was sold to, or of who they were merged into since.
_HEIR = (
    "(WITH RECURSIVE heir(id, merged_into) AS (SELECT c.id, c.merged_into FROM customer c WHERE c.id = o.customer_id"
    " UNION SELECT c.id, c.merged_into FROM customer c JOIN heir h ON c.id = h.merged_into)"
    " SELECT h.id FROM heir h WHERE h.merged_into IS NULL)"
)
_OF_ORDER = "order_line l JOIN shop_order o ON o.id = l.order_id JOIN product_meaning m ON m.id = NEW.meaning_id"
_REFERENCE = "'shop:' || o.shop || ':' || o.order_no || ':' || l.item_id || ':' || NEW.seq"
_BACK = "'order-proposal:' || NEW.proposal_id"


def _term(name: str, default: int) -> str:
    """A figure of the policy that an entry was posted under."""
    return (
        f"COALESCE((SELECT CAST(v.terms->>'{name}' AS INTEGER) FROM policy_version v"
        f" WHERE v.version = e.policy_version AND v.version <> '1'), {default})"
    )


WORTH = (
    f"CASE m.means WHEN 'addon' THEN {_term('addon_grant', 20)}"
    f" WHEN 'package' THEN m.amount * {_term('bundle_grant', 10)} WHEN 'credits' THEN m.amount ELSE 0 END"
)
_FIRST = "(SELECT p.meaning_id FROM order_posting p WHERE p.line_id = NEW.line_id ORDER BY p.seq LIMIT 1)"

# What lines of an order give up and take over, up to the posting that is asked about.
_TAKEN_OVER = (
    "(SELECT COALESCE(sum(p.{0}), 0) FROM order_posting p JOIN order_line l ON l.id = p.line_id"
    " JOIN product_meaning m ON m.id = p.meaning_id"
    " WHERE l.order_id = (SELECT n.order_id FROM order_line n WHERE n.id = NEW.line_id)"
    " AND p.entry_id IS NULL AND p.entitlement_id IS NULL AND p.proposal_id IS NULL{1})"
)
PACKAGES = "('premium', 'incident', 'examination')"
_A_PACKAGE = f" AND m.means IN {PACKAGES}"
CREDITS_TAKEN_OVER = _TAKEN_OVER.format("credits", "")
PACKAGES_TAKEN_OVER = _TAKEN_OVER.format("units", _A_PACKAGE)
_IS_PACKAGE = f"EXISTS (SELECT 1 FROM product_meaning m WHERE m.id = NEW.meaning_id{_A_PACKAGE})"

_OF_PROPOSAL = (
    "(SELECT COALESCE(sum(q.{0}), 0) FROM order_posting q WHERE q.proposal_id = NEW.proposal_id)"
)

POSTED: list[Guard] = [
    ("order_posting_runs_on", "INSERT", "order_posting",
     "NEW.seq <> COALESCE((SELECT max(p.seq) FROM order_posting p WHERE p.line_id = NEW.line_id), 0) + 1",
     "order_posting: the postings of a line count from 1"),
    ("order_posting_within_paid", "INSERT", "order_posting",
     f"{_UNITS} < 0 OR NEW.units > 0 AND {_UNITS} > {_PAID}",
     "order_posting: a line gives no more than is paid for, and gives back no more than it gave"),
    ("order_posting_balanced", "INSERT", "order_posting",
     f"NEW.credits * NEW.units < 0 OR {_CREDITS} < 0 OR {_UNITS} = 0 AND {_CREDITS} <> 0",
     "order_posting: credits go with their units"),
    ("order_posting_meaning", "INSERT", "order_posting",
     f"CASE WHEN {_FIRST} IS NULL THEN NOT EXISTS (SELECT 1 FROM {_OF_ORDER} WHERE l.id = NEW.line_id"
     " AND m.means IS NOT NULL AND m.shop = o.shop"
     " AND m.product IN ('id:' || l.product_id, 'code:' || l.product_code)"
     " AND (m.variant = '' OR EXISTS (SELECT 1 FROM {variants} = m.variant))"
     " AND NOT EXISTS (SELECT 1 FROM product_meaning n WHERE n.shop = m.shop AND n.product = m.product"
     " AND n.variant = m.variant AND n.id > m.id))"
     f" ELSE NEW.meaning_id <> {_FIRST} END",
     "order_posting: a line gives what its product meant when it first gave"),
    # Rises and what is given back are told apart by the sign of the units.
    ("order_posting_entry", "INSERT", "order_posting",
     f"NEW.entry_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM {_OF_ORDER}"
     " JOIN entry e ON e.id = NEW.entry_id JOIN account a ON a.id = e.account_id"
     f" WHERE l.id = NEW.line_id AND e.credits = NEW.credits AND a.customer_id = {_HEIR}"
     f" AND (NEW.units > 0 AND NEW.proposal_id IS NULL AND e.reference = {_REFERENCE}"
     " AND e.kind = CASE m.means WHEN 'credits' THEN 'purchase' ELSE 'grant' END"
     f" AND NEW.credits = NEW.units * {WORTH}"
     f" OR NEW.units < 0 AND e.kind = 'correction' AND e.reference = {_BACK}))",
     "order_posting: its entry is the buyer''s, of as many credits as its units are worth"),
    ("order_posting_package", "INSERT", "order_posting",
     "NEW.entitlement_id IS NOT NULL AND (NEW.credits <> 0 OR NOT EXISTS ("
     f"SELECT 1 FROM {_OF_ORDER} JOIN entitlement e ON e.id = NEW.entitlement_id"
     " WHERE l.id = NEW.line_id AND e.kind = m.means"
     f" AND (NEW.units = 1 AND NEW.proposal_id IS NULL AND e.reference = {_REFERENCE} AND e.customer_id = {_HEIR}"
     " AND e.months IS NOT DISTINCT FROM m.amount AND (m.means <> 'premium' OR e.domain = l.domain)"
     " OR NEW.units < 0 AND NEW.proposal_id IS NOT NULL AND EXISTS (SELECT 1 FROM order_posting p"
     " JOIN order_line s ON s.id = p.line_id WHERE p.entitlement_id = e.id AND s.order_id = l.order_id))))",
     "order_posting: its support package is the buyer''s, of the kind that was sold"),
    ("order_posting_taken_over", "INSERT", "order_posting",
     f"{_PLAIN} AND (NEW.credits + {CREDITS_TAKEN_OVER} > 0"
     f" OR {_IS_PACKAGE} AND NEW.units + {PACKAGES_TAKEN_OVER} > 0)",
     "order_posting: without an entry a line takes over what another of its order gave up"),
    ("order_posting_proposal", "INSERT", "order_posting",
     "NEW.proposal_id IS NOT NULL AND (NEW.units > 0 OR NEW.entry_id IS NULL AND NEW.credits <> 0 OR NOT EXISTS ("
     "SELECT 1 FROM order_proposal p WHERE p.id = NEW.proposal_id AND p.line_id = NEW.line_id"
     " AND p.state IN ('open', 'accepted')"
     f" AND p.units + NEW.units + {_OF_PROPOSAL.format('units')} >= 0"
     f" AND p.credits + NEW.credits + {_OF_PROPOSAL.format('credits')} >= 0))",
     "order_posting: no more is given back than was proposed"),
]  # fmt: skip


def never(dialect: str) -> Iterator[Guard]:
    """That nothing is deleted, and what is only ever added is not written anew."""
    for table in TABLES:
        yield f"{table}_no_delete", "DELETE", table, "", f"{table}: nothing is deleted"
        if dialect == "postgresql":
            yield f"{table}_no_truncate", "TRUNCATE", table, "", f"{table}: nothing is deleted"
        else:
            same = " OR ".join(f"({each})" for each in KEYS[table])
            there = f"EXISTS (SELECT 1 FROM {table} WHERE {same})"
            yield f"{table}_no_replace", "INSERT", table, there, f"{table}: what is written stays"
    for table in APPEND_ONLY:
        yield f"{table}_no_update", "UPDATE", table, "", f"{table}: what is written stays"


def in_a_file() -> Iterator[str]:
    """The triggers of a desk in a file."""
    for name, moment, table, condition, message in (*never("sqlite"), *_filled("sqlite")):
        yield aborts(name, moment, table, condition, message)


def on_a_server() -> Iterator[str]:
    """The triggers of a desk on a server; one that looks at other rows reads them as the owner, whoever writes."""
    for name, moment, table, condition, message in (*never("postgresql"), *_filled("postgresql")):
        each = "STATEMENT" if moment == "TRUNCATE" else "ROW"
        if moment == "INSERT":
            yield from guarded(name, table, condition, message)
            continue
        when = f" WHEN ({condition})" if condition else ""
        yield (
            f"CREATE TRIGGER {name} BEFORE {moment} ON {table} FOR EACH {each}{when}"
            f" EXECUTE FUNCTION never('{message}')"
        )


def on_server() -> Iterator[tuple[str, str]]:
    """The names of the triggers on a server, each with its table."""
    for name, _, table, *_ in (*never("postgresql"), *KEPT, *POSTED):
        yield name, table


def _filled(dialect: str) -> Iterator[Guard]:
    for name, moment, table, condition, message in (*KEPT, *POSTED):
        filled = condition.replace("{variants}", DIALECTS[dialect]["variants"])
        yield name, moment, table, filled, message
