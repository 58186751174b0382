"""What must hold of known bugs whoever writes, and who writes: staff collect requests, a lead says what is solved."""

from db.migrations.role_rules.added_only import Added

_WHO = """
    IF mine IS NULL OR NEW.staff_id IS DISTINCT FROM mine THEN
        PERFORM refuse('The record says who did it.');
    END IF;
"""
_A_LEADS = """
    IF {when}role = 'specialist' THEN
        PERFORM refuse('Only a lead tells that a known bug is solved.');
    END IF;
"""

BUGS = Added(
    tables=("known_bug", "known_bug_fact", "known_bug_ticket", "known_bug_told"),
    refused=(
        ("known_bug_told_solved", "known_bug_told",
         "NOT EXISTS (SELECT 1 FROM known_bug_fact f WHERE f.id = NEW.fact_id AND f.bug_id = NEW.bug_id"
         " AND f.state = 'solved'"
         " AND f.id = (SELECT max(g.id) FROM known_bug_fact g WHERE g.bug_id = NEW.bug_id))",
         "only what is solved is told"),
        ("known_bug_told_own", "known_bug_told",
         "NEW.bug_id IS DISTINCT FROM (SELECT k.bug_id FROM known_bug_ticket k"
         " WHERE k.id = (SELECT max(l.id) FROM known_bug_ticket l WHERE l.ticket_id = NEW.ticket_id))",
         "only its own requests are told"),
        ("known_bug_told_mail", "known_bug_told",
         "NOT EXISTS (SELECT 1 FROM message m WHERE m.id = NEW.message_id AND m.ticket_id = NEW.ticket_id"
         " AND m.direction = 'out')",
         "who is told is written to"),
        ("known_bug_told_free", "known_bug_told",
         "NEW.entry_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM entry e WHERE e.id = NEW.entry_id"
         " AND e.ticket_id = NEW.ticket_id AND e.kind = 'charge' AND e.cost = 0)",
         "what a known bug closes is free"),
    ),
    rules={
        "known_bug": _WHO,
        "known_bug_fact": _WHO + _A_LEADS.format(when="NEW.state = 'solved' AND "),
        "known_bug_ticket": _WHO,
        "known_bug_told": _WHO + _A_LEADS.format(when=""),
    },
    rights={
        "known_bug": "specialist", "known_bug_fact": "specialist", "known_bug_ticket": "specialist",
        "known_bug_told": "lead",
    },
)  # fmt: skip
