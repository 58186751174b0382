"""The queue's statements, one text for every driver; rows come in arrival order or its reverse."""

COLUMNS = (
    "ticket", "subject", "customer_id", "customer", "channel", "kind", "received_at", "urgent",
    "waiting_for", "waiting_credits", "holder", "holder_name", "balance", "running", "seen_at", "console",
    "undelivered",
)  # fmt: skip

# Of the open timer that was started last: it is rare that a request has two.
_OF_TIMER = """(SELECT w.{} FROM work_session w WHERE w.ticket_id = t.id AND w.ended_at IS NULL
        ORDER BY w.started_at DESC LIMIT 1)"""

_SELECT = f"""
SELECT t.id, t.subject, t.customer_id, c.name, t.channel, t.kind, t.received_at, t.urgent,
       t.waiting_for, t.waiting_credits, s.login, s.name,
       COALESCE((SELECT e.balance_after FROM entry e
                 WHERE e.account_id = (SELECT a.id FROM account a WHERE a.customer_id = t.customer_id)
                 ORDER BY e.seq DESC LIMIT 1), 0),
       EXISTS (SELECT 1 FROM work_session w WHERE w.ticket_id = t.id AND w.ended_at IS NULL),
       {_OF_TIMER.format("last_seen_at")}, {_OF_TIMER.format("console")},
       (SELECT count(*) FROM outbox o WHERE o.ticket_id = t.id AND o.state = 'failed')
         + (SELECT count(*) FROM bounce b WHERE b.ticket_id = t.id AND b.permanent AND b.settled_at IS NULL)
FROM ticket t JOIN customer c ON c.id = t.customer_id LEFT JOIN staff s ON s.id = t.claimed_by
WHERE """  # noqa: S608 - fixed texts only

_OPEN = "t.closed_at IS NULL"

ONE = f"{_SELECT}t.id = :key"

MODES = {
    "all": "",
    "open": " AND t.waiting_for IS NULL",
    "held": " AND t.waiting_for IS NOT NULL",
    "mine": " AND t.claimed_by = :holder",
}
"""Which open requests: all, those to be worked, those put on wait, those that one person holds."""

FIND = r""" AND (t.subject LIKE :text ESCAPE '\' OR t.requester LIKE :text ESCAPE '\'
 OR CAST(t.id AS TEXT) = :number)"""

_AT = "(SELECT k.received_at, k.id FROM ticket k WHERE k.id = :key)"
FROM_KEY = {
    None: ("", "ASC"),
    "from": (f" AND (t.received_at, t.id) >= {_AT}", "ASC"),
    "after": (f" AND (t.received_at, t.id) > {_AT}", "ASC"),
    "before": (f" AND (t.received_at, t.id) < {_AT}", "DESC"),
    "end": ("", "DESC"),
}
"""Where a page begins, beside a ticket's own place, and which way it reads."""

# Counted once: how many are to be worked. Those that wait for a specialist are these less the held.
SUMMARY = """
SELECT (SELECT count(*) FROM ticket t WHERE t.closed_at IS NULL AND t.waiting_for IS NULL),
       (SELECT t.received_at FROM ticket t WHERE t.closed_at IS NULL AND t.claimed_by IS NULL
          AND t.waiting_for IS NULL ORDER BY t.received_at, t.id LIMIT 1),
       (SELECT count(*) FROM ticket t WHERE t.closed_at IS NULL AND t.claimed_by IS NOT NULL
          AND t.waiting_for IS NULL),
       (SELECT count(*) FROM ticket t WHERE t.closed_at IS NULL AND t.waiting_for = 'customer'),
       (SELECT count(*) FROM ticket t WHERE t.closed_at IS NULL AND t.waiting_for = 'credits'),
       (SELECT count(*) FROM outbox o WHERE o.state = 'failed')
         + (SELECT count(*) FROM bounce b WHERE b.permanent AND b.settled_at IS NULL),
       (SELECT count(*) FROM proposal p WHERE p.state = 'open'),
       (SELECT count(*) FROM inbound i WHERE i.placing = 'quarantined' AND i.dismissed_at IS NULL),
       (SELECT count(*) FROM dispute d JOIN ticket t ON t.id = d.ticket_id
          WHERE d.decided_at IS NULL AND t.closed_at IS NULL AND t.kind = 'dispute'),
       (SELECT count(*) FROM order_proposal r WHERE r.state = 'open'),
       (SELECT count(DISTINCT o.shop || ' ' || l.product_id) FROM order_line l
          JOIN shop_order o ON o.id = l.order_id WHERE l.waits_for = 'meaning')"""


def page(mode: str, edge: str | None, *, find: bool = False) -> str:
    """The statement for a page; takes :limit, and :key, :holder, :text, :number where they are used."""
    where, direction = FROM_KEY[edge]
    return (
        f"{_SELECT}{_OPEN}{MODES[mode]}{FIND if find else ''}{where}"
        f" ORDER BY t.received_at {direction}, t.id {direction} LIMIT :limit"
    )


def total(mode: str, *, find: bool = False) -> str:
    """The statement that counts a mode's requests."""
    return _count(f"{MODES[mode]}{FIND if find else ''}")


def before(mode: str, *, find: bool = False) -> str:
    """The statement that counts a mode's requests ahead of :key."""
    return _count(f"{MODES[mode]}{FIND if find else ''}{FROM_KEY['before'][0]}")


def places_before() -> str:
    """The statement that counts the eligible requests ahead of :key."""
    return _count(f" AND t.claimed_by IS NULL AND t.waiting_for IS NULL{FROM_KEY['before'][0]}")


def _count(where: str) -> str:
    return f"SELECT count(*) FROM ticket t WHERE {_OPEN}{where}"  # noqa: S608 - fixed texts only
