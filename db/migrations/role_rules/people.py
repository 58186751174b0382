"""Who says what of customers and staff: what they bought, agreed to and dispute, and who they are."""

_JUST_MADE = """
    IF role <> 'admin' AND NOT EXISTS (
        SELECT 1 FROM customer c WHERE c.id = NEW.customer_id AND is_new(c.xmin)) THEN
        PERFORM refuse('An address or an account of a known customer is an admin''s to add.');
    END IF;
"""

CUSTOMER = """
    IF TG_OP = 'INSERT' AND (NEW.merged_into IS NOT NULL OR NEW.opted_out_at IS NOT NULL) THEN
        PERFORM refuse('A new customer is nobody else.');
    END IF;
"""

CUSTOMER_ADDRESS = f"IF TG_OP = 'INSERT' THEN {_JUST_MADE} END IF;"
ACCOUNT = CUSTOMER_ADDRESS

STAFF = """
    IF starts_with(NEW.login, current_database() || '_') THEN
        PERFORM refuse('The desk''s own logins are nobody''s.');
    END IF;
"""

SIGNED = """
    IF TG_OP = 'INSERT' AND NEW.staff_id IS DISTINCT FROM mine THEN
        PERFORM refuse('The record says who did it.');
    END IF;
"""
"""Of what is signed by whoever does it."""

CONSENT = """
    IF TG_OP = 'UPDATE' THEN
        IF NEW.withdrawn_at IS DISTINCT FROM OLD.withdrawn_at AND NEW.withdrawn_by IS DISTINCT FROM mine
           OR role = 'specialist' AND OLD.ticket_id IS NULL THEN
            PERFORM refuse('Who ends an agreement says so; a standing one is a lead''s to end.');
        END IF;
        RETURN NEW;
    END IF;
    IF NEW.staff_id IS DISTINCT FROM mine OR NEW.withdrawn_at IS NOT NULL THEN
        PERFORM refuse('An agreement says who put it on record.');
    END IF;
    IF role = 'specialist' AND (NEW.ticket_id IS NULL OR NOT holds(mine, NEW.ticket_id)) THEN
        PERFORM refuse('A specialist puts an agreement on record for a request that they hold.');
    END IF;
    IF NOT EXISTS (
        SELECT 1 FROM message m JOIN ticket t ON t.id = m.ticket_id
          JOIN customer_address a ON a.address = m.address AND a.customer_id = NEW.customer_id
        WHERE m.id = NEW.message_id AND m.direction = 'in' AND t.customer_id = NEW.customer_id
          AND t.id = COALESCE(NEW.ticket_id, t.id)) THEN
        PERFORM refuse('An agreement is in a message of the customer.');
    END IF;
"""

ENTITLEMENT = """
    IF TG_OP = 'INSERT' THEN
        IF NEW.staff_id IS DISTINCT FROM mine OR NEW.refunded_at IS NOT NULL THEN
            PERFORM refuse('The record says who did it.');
        END IF;
        IF role <> 'admin' AND (NOT starts_with(NEW.reference, 'shop:') OR NEW.ticket_id IS NOT NULL) THEN
            PERFORM refuse('The shop''s job posts what was sold.');
        END IF;
        RETURN NEW;
    END IF;
    IF NEW.ticket_id IS DISTINCT FROM OLD.ticket_id AND (NEW.kind = 'premium' OR OLD.refunded_at IS NOT NULL
        OR NOT EXISTS (SELECT 1 FROM ticket t WHERE t.id = NEW.ticket_id AND t.customer_id = NEW.customer_id
                          AND t.closed_at IS NULL AND (role <> 'specialist' OR t.claimed_by = mine))) THEN
        PERFORM refuse('A package is bound to an open request of its customer, by who holds it.');
    END IF;
    IF NEW.refunded_at IS DISTINCT FROM OLD.refunded_at AND NEW.refunded_by IS DISTINCT FROM mine THEN
        PERFORM refuse('The record says who did it.');
    END IF;
"""

COVER_CHOICE = """
    IF NEW.staff_id IS DISTINCT FROM mine THEN
        PERFORM refuse('The record says who did it.');
    END IF;
    IF NOT EXISTS (SELECT 1 FROM ticket t WHERE t.id = NEW.ticket_id AND t.closed_at IS NULL)
       OR NEW.entitlement_id IS NOT NULL AND NOT EXISTS (
           SELECT 1 FROM entitlement e WHERE e.id = NEW.entitlement_id AND e.refunded_at IS NULL
              AND COALESCE(e.ticket_id, CASE e.kind WHEN 'premium' THEN NEW.ticket_id END) = NEW.ticket_id) THEN
        PERFORM refuse('What covers an open request is Premium, or a package bound to it.');
    END IF;
"""

DISPUTE = """
    DECLARE
        request ticket;
        about boolean;
    BEGIN
        SELECT * INTO request FROM ticket t WHERE t.id = NEW.ticket_id;
        about := TG_OP = 'INSERT' OR ROW(NEW.disputed_ticket_id, NEW.entry_id)
                                     IS DISTINCT FROM ROW(OLD.disputed_ticket_id, OLD.entry_id);
        IF about AND (NEW.disputed_ticket_id IS NOT NULL AND NOT EXISTS (
               SELECT 1 FROM ticket t WHERE t.id = NEW.disputed_ticket_id AND t.customer_id = request.customer_id)
           OR NEW.entry_id IS NOT NULL AND NOT EXISTS (
               SELECT 1 FROM entry e JOIN account a ON a.id = heir_of(e.account_id)
               WHERE e.id = NEW.entry_id AND a.customer_id = request.customer_id
                 AND e.ticket_id IS NOT DISTINCT FROM NEW.disputed_ticket_id)) THEN
            PERFORM refuse('A dispute is about what is the same customer''s.');
        END IF;
        IF TG_OP = 'INSERT' THEN
            IF NEW.decision IS NOT NULL OR NEW.decided_by IS NOT NULL THEN
                PERFORM refuse('A dispute comes in undecided.');
            END IF;
            RETURN NEW;
        END IF;
        IF request.closed_at IS NOT NULL THEN
            PERFORM refuse('A dispute is opened again before it changes.');
        END IF;
        IF NEW.decision IS NULL AND NEW.decided_by IS NOT NULL
           OR NEW.decision IS NOT NULL AND (role NOT IN ('lead', 'admin') OR NEW.decided_by IS DISTINCT FROM mine
               OR role = 'lead' AND EXISTS (
                   SELECT 1 FROM entry e WHERE e.kind = 'charge' AND e.staff_id = mine AND CASE
                       WHEN NEW.entry_id IS NOT NULL THEN e.id = NEW.entry_id
                       ELSE e.ticket_id = NEW.disputed_ticket_id END)) THEN
            PERFORM refuse('A dispute is decided by a lead who did not post the charge, or an admin.');
        END IF;
    END;
"""

DECIDED_CLOSES = """
    IF NEW.decision IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM ticket t WHERE t.id = NEW.ticket_id AND t.outcome = 'dispute-' || NEW.decision) THEN
        PERFORM refuse('A dispute is decided when its request is closed.');
    END IF;
"""
"""Asked at the end of the transaction that decided a dispute."""
