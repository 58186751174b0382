"""Who writes what: messages with their e-mails, notes, what came in, the record of what was done."""

MESSAGE = """
    IF NEW.direction = 'in' AND NEW.staff_id IS NOT NULL
       OR NEW.direction <> 'in' AND NEW.staff_id IS NOT NULL AND NEW.staff_id IS DISTINCT FROM mine
       OR NEW.direction = 'note' AND NEW.staff_id IS NULL THEN
        PERFORM refuse('A message says who wrote it.');
    END IF;
    IF NEW.direction = 'out' AND NEW.staff_id IS NULL AND NOT EXISTS (
        SELECT 1 FROM desk d WHERE d.name = NEW.author AND answered_now(NEW.ticket_id)
           AND NOT EXISTS (SELECT 1 FROM message m WHERE m.ticket_id = NEW.ticket_id AND NOT is_new(m.xmin))) THEN
        PERFORM refuse('The desk itself answers only what has just come in.');
    END IF;
    IF NEW.direction = 'out' AND NEW.staff_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM ticket t WHERE t.id = NEW.ticket_id AND (
            t.closed_at IS NULL AND (role <> 'specialist' OR t.claimed_by = mine)
            OR role <> 'specialist' AND EXISTS (
                SELECT 1 FROM known_bug_ticket k JOIN known_bug_fact f ON f.bug_id = k.bug_id
                WHERE k.id = (SELECT max(l.id) FROM known_bug_ticket l WHERE l.ticket_id = t.id) AND f.state = 'solved'
                  AND f.id = (SELECT max(g.id) FROM known_bug_fact g WHERE g.bug_id = k.bug_id)))) THEN
        PERFORM refuse('A customer is answered by who holds the request.');
    END IF;
"""

MESSAGE_LEAVES = """
    IF NEW.direction = 'out' AND NOT EXISTS (
        SELECT 1 FROM outbox o WHERE o.message_id = NEW.id AND o.mail_id = NEW.mail_id) THEN
        PERFORM refuse('An answer goes to the ticket and by e-mail at once.');
    END IF;
"""
"""Asked at the end of the transaction that wrote a message."""

MESSAGE_LEAVES_ONCE = f"""{MESSAGE_LEAVES}
    IF NEW.direction = 'out' AND NEW.staff_id IS NOT NULL
       AND EXISTS (SELECT 1 FROM ticket t WHERE t.id = NEW.ticket_id AND t.closed_at IS NOT NULL)
       AND NOT EXISTS (SELECT 1 FROM entry e
                       WHERE e.ticket_id = NEW.ticket_id AND e.kind = 'charge' AND is_new(e.xmin))
       AND NOT EXISTS (SELECT 1 FROM known_bug_told k WHERE k.message_id = NEW.id AND k.ticket_id = NEW.ticket_id) THEN
        PERFORM refuse('On a closed request a customer is told once that their bug is solved, and nothing else.');
    END IF;
"""
"""The same, since known bugs are told of: who is told that one is solved is told once, for that is on record once."""

OUTBOX = """
    IF TG_OP = 'UPDATE' THEN
        IF mine IS NOT NULL AND (NEW.state <> 'queued' OR NEW.attempts <> 0) THEN
            PERFORM refuse('What became of a mail is said by who sends it.');
        END IF;
        RETURN NEW;
    END IF;
    IF NEW.state <> 'queued' OR NEW.attempts <> 0 OR NEW.last_error IS NOT NULL
       OR NEW.mailing_id IS NOT NULL AND role <> 'admin' THEN
        PERFORM refuse('A mail waits to be sent; many at once are an admin''s.');
    END IF;
    -- A file that is kept here would leave with it.
    IF role = 'job' AND works_as('store') AND json_array_length(NEW.attachments) > 0 THEN
        PERFORM refuse('The shop''s job sends no files.');
    END IF;
    IF NEW.message_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM message m JOIN ticket t ON t.id = m.ticket_id
        WHERE m.id = NEW.message_id AND m.direction = 'out' AND m.ticket_id = NEW.ticket_id
          AND m.mail_id = NEW.mail_id AND t.requester = NEW.recipient AND is_new(m.xmin)) THEN
        PERFORM refuse('An answer goes to who asked.');
    END IF;
    IF NEW.message_id IS NULL AND NEW.customer_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM customer_address a WHERE a.customer_id = NEW.customer_id AND a.address = NEW.recipient)
       OR NEW.message_id IS NULL AND NEW.customer_id IS NULL AND NOT EXISTS (
           SELECT 1 FROM inbound i WHERE i.placing = 'quarantined' AND is_new(i.xmin)) THEN
        PERFORM refuse('A letter goes to a customer, or to a stranger who has just written.');
    END IF;
"""

INBOUND = """
    IF TG_OP = 'UPDATE' AND OLD.placing <> 'quarantined' THEN
        PERFORM refuse('What came in stays where it was placed.');
    END IF;
    IF NEW.message_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM message m WHERE m.id = NEW.message_id AND m.ticket_id = NEW.ticket_id
           AND m.direction = 'in') THEN
        PERFORM refuse('What came in is a message of its request.');
    END IF;
"""

EVENT = """
    IF NEW.staff_id IS NOT NULL AND NEW.staff_id IS DISTINCT FROM mine THEN
        PERFORM refuse('The record says who did it.');
    END IF;
"""

STORED_FILE = """
    IF NEW.digest IS DISTINCT FROM encode(sha256(NEW.content), 'hex')
       OR NEW.size_bytes IS DISTINCT FROM length(NEW.content) THEN
        PERFORM refuse('A file is kept under what is in it.');
    END IF;
"""
