"""Who records which time on what, and answers which limits."""

WORK_SESSION = """
    DECLARE
        request ticket;
    BEGIN
        IF TG_OP = 'UPDATE' THEN
            IF role = 'specialist' AND OLD.staff_id <> mine THEN
                PERFORM refuse('Everybody records their own time.');
            END IF;
            IF role = 'job' AND NEW.ending IS DISTINCT FROM 'outran' THEN
                PERFORM refuse('This job stops a timer where its estimate ran out.');
            END IF;
            RETURN NEW;
        END IF;
        IF NEW.staff_id IS DISTINCT FROM mine THEN
            PERFORM refuse('Everybody records their own time.');
        END IF;
        SELECT * INTO request FROM ticket t WHERE t.id = NEW.ticket_id FOR SHARE;
        IF request.closed_at IS NOT NULL OR request.claimed_by IS DISTINCT FROM mine
           AND (role = 'specialist' OR NEW.typed_seconds IS NULL) THEN
            PERFORM refuse('Time is recorded on a request that is held.');
        END IF;
        IF NEW.ending = 'corrected' AND NEW.typed_seconds > (SELECT r.worked FROM recorded(request.id) r) THEN
            PERFORM refuse('No more time is taken off than was worked.');
        END IF;
        IF NEW.ending IS DISTINCT FROM 'corrected' AND request.kind IS NOT DISTINCT FROM 'modification'
           AND COALESCE(request.estimate, 2147483647) > balance_of(request.customer_id) - (
               SELECT COALESCE(SUM(e.credits), 0) FROM entry e WHERE e.ticket_id = NEW.ticket_id) THEN
            PERFORM refuse('A modification starts once its estimate is covered.');
        END IF;
        IF NEW.typed_seconds IS NOT NULL THEN
            IF NEW.typed_seconds > 86400 OR NEW.ended_at IS DISTINCT FROM NEW.started_at
               OR NEW.ending NOT IN ('typed', 'corrected') OR NEW.last_seen_at IS NOT NULL
               OR NEW.console IS NOT NULL OR btrim(NEW.reason) = '' THEN
                PERFORM refuse('Typed-in time is a length of a day, with a reason.');
            END IF;
            RETURN NEW;
        END IF;
        IF NEW.ended_at IS NOT NULL OR NEW.reason IS NOT NULL THEN
            PERFORM refuse('A timer runs before it ends.');
        END IF;
        IF request.waiting_for IS NOT DISTINCT FROM 'credits' OR EXISTS (
            SELECT 1 FROM limit_notice n WHERE n.ticket_id = NEW.ticket_id AND n.answer IS NULL) THEN
            PERFORM refuse('No timer runs while its request waits for credits, or for an answer to a limit.');
        END IF;
    END;
"""

# Nothing was passed where an agreement ended: what was told or run up by then stays chargeable, and no more.
_ENDED = """
    IF NEW."limit" = 'over-40-credits' AND NEW.credits <= NEW.threshold THEN
        SELECT * INTO request FROM ticket t WHERE t.id = NEW.ticket_id;
        SELECT * INTO terms FROM terms_of(request.policy_version);
        IF NOT EXISTS (SELECT 1 FROM consent c JOIN limit_notice n ON n.consent_id = c.id
                       WHERE n.ticket_id = request.id AND c.withdrawn_at IS NOT NULL AND is_new(c.xmin))
           OR NEW.threshold / terms.credits_per_block * terms.credits_per_block > GREATEST(terms.notify_credits, NEW.credits,
               (SELECT MAX(n.amount) FROM limit_notice n WHERE n.ticket_id = request.id),
               (SELECT MAX(n.threshold) FROM limit_notice n WHERE n.ticket_id = request.id),
               (SELECT MAX(e.cost) FROM entry e WHERE e.ticket_id = request.id))
           OR NEW.credits > ceil((SELECT r.worked FROM recorded(request.id) r) + (
               SELECT COALESCE(SUM(EXTRACT(EPOCH FROM NEW.crossed_at - w.started_at)), 0) FROM work_session w
               WHERE w.ticket_id = request.id AND w.ended_at IS NULL)) / terms.block_seconds
               * terms.credits_per_block + terms.credits_per_block THEN
            PERFORM refuse('An agreement ends where it was ended, and nothing else is on record as its end.');
        END IF;
    END IF;
"""

_ANSWERED = """
    IF NEW.answer = 'agreed' THEN
        IF NOT EXISTS (SELECT 1 FROM consent c JOIN ticket t ON t.id = NEW.ticket_id
                WHERE c.id = NEW.consent_id AND c.withdrawn_at IS NULL AND c.customer_id = t.customer_id
                  AND (c.ticket_id IS NULL OR c.ticket_id = t.id) AND NEW.amount = c.ceiling
                  AND NEW.answered_by = c.staff_id AND NEW.message_id = c.message_id) THEN
            PERFORM refuse('A customer agreed to what is on record.');
        END IF;
    ELSIF mine IS NULL OR NEW.answered_by IS DISTINCT FROM mine OR NEW.consent_id IS NOT NULL THEN
        PERFORM refuse('An answer says who gave it.');
    ELSIF role = 'specialist' AND NOT holds(mine, NEW.ticket_id) THEN
        PERFORM refuse('A limit is answered by who holds the request.');
    ELSIF NEW.amount <> 0 AND NOT EXISTS (
        SELECT 1 FROM message m JOIN outbox o ON o.message_id = m.id
        WHERE m.id = NEW.message_id AND m.ticket_id = NEW.ticket_id AND m.direction = 'out'
          AND m.staff_id = mine AND is_new(m.xmin)) THEN
        PERFORM refuse('An amount was told in a message to the customer.');
    ELSIF NEW.amount = 0 AND NEW.message_id IS NOT NULL
          OR NEW.answer = 'no-notice' AND btrim(COALESCE(NEW.reason, '')) = '' THEN
        PERFORM refuse('Without a notice nothing was told, and that has a reason.');
    END IF;
"""

# One answer settles what it told of: a crossing that it covers is put on record with it.
LIMIT_NOTICE = f"""
    DECLARE
        request ticket; terms record;
    BEGIN
        IF TG_OP = 'INSERT' THEN
            {_ENDED}
        END IF;
        IF NEW.answer IS NULL THEN
            IF NEW.amount <> 0 OR NEW.answered_by IS NOT NULL OR NEW.message_id IS NOT NULL
               OR NEW.consent_id IS NOT NULL THEN
                PERFORM refuse('What nobody answered told nobody anything.');
            END IF;
            RETURN NEW;
        END IF;
        IF TG_OP = 'INSERT' AND EXISTS (
            SELECT 1 FROM limit_notice n WHERE n.ticket_id = NEW.ticket_id AND n.answer = NEW.answer
               AND n.amount = NEW.amount AND n.answered_by IS NOT DISTINCT FROM NEW.answered_by
               AND n.message_id IS NOT DISTINCT FROM NEW.message_id
               AND n.consent_id IS NOT DISTINCT FROM NEW.consent_id) THEN
            RETURN NEW;
        END IF;
        {_ANSWERED}
    END;
"""
