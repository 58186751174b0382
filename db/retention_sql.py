"""Which mails may be let go of, as conditions for every database; the guards of the record ask the same.

A mail is `i`, its request `t`, its message `m`. What agrees to something, and what is in dispute or waits for a
decision on giving credits back, stays whole.
"""

OF_A_CLOSED_REQUEST = """
    i.message_id IS NOT NULL AND t.closed_at IS NOT NULL AND CAST(m.attachments AS VARCHAR) <> '[]'
    AND NOT EXISTS (SELECT 1 FROM consent c WHERE c.message_id = i.message_id)
    AND NOT EXISTS (SELECT 1 FROM dispute d WHERE d.decision IS NULL
        AND (d.ticket_id = t.id OR d.disputed_ticket_id = t.id
             OR d.entry_id IN (SELECT e.id FROM entry e WHERE e.ticket_id = t.id)))
    AND NOT EXISTS (SELECT 1 FROM proposal p WHERE p.state = 'open'
        AND (p.ticket_id = t.id OR p.entry_id IN (SELECT e.id FROM entry e WHERE e.ticket_id = t.id)))
"""

DISMISSED = "i.\"placing\" = 'quarantined' AND i.dismissed_at IS NOT NULL AND i.ticket_id IS NULL"

FROM = """
    FROM inbound i LEFT JOIN message m ON m.id = i.message_id LEFT JOIN ticket t ON t.id = m.ticket_id
"""

MONTHS_MAX = 240
