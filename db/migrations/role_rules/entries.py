"""Who posts which entries: a charge follows from recorded time, a reversal from a charge, the rest is an admin's."""

FREE = (
    "'first-party-bug', 'first-party-security', 'first-party-conflict', 'first-party-theme-conflict',"
    " 'not-a-request', 'dispute-upheld', 'dispute-rejected'"
)
BY_TIME = (
    "'third-party-bug', 'third-party-encrypted', 'forwarded', 'cs-cart', 'missing-functionality',"
    " 'performance', 'incompatible-software', 'incorrect-upgrade', 'incorrect-settings',"
    " 'third-party-conflict', 'answered', 'unresolved', 'modification'"
)

_OPEN_REQUEST = """
    SELECT * INTO request FROM ticket t WHERE t.id = NEW.ticket_id;
    IF request.closed_at IS NOT NULL OR NOT EXISTS (
        SELECT 1 FROM account a WHERE a.id = NEW.account_id AND a.customer_id = request.customer_id) THEN
        PERFORM refuse('A charge is for an open request of its customer.');
    END IF;
    IF role = 'specialist' AND request.claimed_by IS DISTINCT FROM mine THEN
        PERFORM refuse('A specialist charges only for a request that they hold.');
    END IF;
"""

_OUTCOME = f"""
    IF (NEW.outcome IN ({FREE}, {BY_TIME})) IS NOT true THEN
        PERFORM refuse('There is no such outcome.');
    END IF;
    IF (request.kind = 'dispute') IS DISTINCT FROM true AND NEW.outcome LIKE 'dispute-%'
       OR request.kind = 'dispute' AND NEW.outcome NOT IN ('dispute-upheld', 'dispute-rejected', 'not-a-request')
       OR role = 'specialist' AND NEW.outcome LIKE 'dispute-%' THEN
        PERFORM refuse('Only a lead decides a dispute, and only a dispute is decided.');
    END IF;
"""

_RECORDED = f"""
    SELECT * INTO terms FROM terms_of(request.policy_version);
    SELECT * INTO work FROM recorded(NEW.ticket_id);
    SELECT * INTO cover FROM cover_of(request, work.worked, work.taken_off, terms.package_seconds);
    SELECT -COALESCE(SUM(e.credits), 0) AS taken, COALESCE(SUM(e.waived), 0) AS waived,
           count(*) FILTER (WHERE e.kind = 'charge') AS closings,
           COALESCE(bool_or(e.kind = 'charge' AND is_new(e.xmin)), false) AS now
      INTO past FROM entry e WHERE e.ticket_id = NEW.ticket_id;
    IF work.running THEN
        PERFORM refuse('A charge waits until no timer runs.');
    END IF;
    is_free := NEW.outcome IN ({FREE});
    covered := CASE WHEN is_free THEN 0 ELSE work.worked - NEW.chargeable_seconds END;
    whole := GREATEST(0, ceil(NEW.chargeable_seconds::numeric / terms.block_seconds) * terms.credits_per_block
                         - past.waived);
    IF NEW.worked_seconds IS DISTINCT FROM work.worked OR NEW.sessions_to IS DISTINCT FROM work.last_session
       OR NEW.blocks IS DISTINCT FROM ceil(work.worked::numeric / terms.block_seconds)
       OR is_free AND NEW.chargeable_seconds IS DISTINCT FROM 0
       OR (NOT is_free AND covered BETWEEN cover.at_least AND cover.at_most) IS DISTINCT FROM (NOT is_free)
       OR NEW.waived < 0 OR NEW.cost + NEW.waived IS DISTINCT FROM whole
       OR NEW.credits IS DISTINCT FROM -GREATEST(0, NEW.cost - past.taken) THEN
        PERFORM refuse('A charge follows from the recorded time.');
    END IF;
    named := ARRAY(SELECT each::integer FROM json_array_elements_text(NEW.entitlement_ids) each);
    IF (CASE WHEN covered = 0 THEN named <> '{{}}' WHEN work.taken_off = 0 THEN named <> cover.used
             ELSE named = '{{}}' OR NOT named <@ cover.used END) THEN
        PERFORM refuse('A charge draws on the support packages that cover its request.');
    END IF;
    IF past.now OR NEW.policy_version IS DISTINCT FROM request.policy_version OR NEW.origin <> 'paid'
       OR NEW.reference IS DISTINCT FROM format('ticket:%s:closing:%s', request.id, past.closings + 1)
       OR NEW.quantity IS NOT NULL OR NEW.reverses IS NOT NULL OR NEW.corrects IS NOT NULL THEN
        PERFORM refuse('A charge is posted once a closing, under the policy of its request.');
    END IF;
"""

_ANNOUNCED = """
    may_take := told(request.id, cover.kind, terms.notify_credits, terms.credits_per_block);
    reasoned := role IN ('lead', 'admin') AND btrim(COALESCE(NEW.reason, '')) <> '';
    IF NEW.waived > 0 AND NEW.cost IS DISTINCT FROM GREATEST(LEAST(whole, may_take), LEAST(whole, past.taken))
       OR NEW.waived = 0 AND whole > GREATEST(may_take, past.taken) AND NOT reasoned THEN
        PERFORM refuse('What is charged was announced, and what was not is waived or a lead''s to charge.');
    END IF;
    IF NEW.outcome = 'not-a-request' AND work.worked > 0
       AND (role = 'specialist' OR btrim(COALESCE(NEW.ground, '')) = '') THEN
        PERFORM refuse('Work is waved away by a lead alone, with a reason.');
    END IF;
    IF (NEW.outcome = 'modification' OR request.kind = 'modification' AND NEW.outcome <> 'forwarded')
       AND NEW.cost > COALESCE(request.estimate, 0)
       OR NEW.outcome = 'modification' AND -NEW.credits > GREATEST(0, NEW.balance_after - NEW.credits) THEN
        PERFORM refuse('A modification costs no more than was estimated, and is covered beforehand.');
    END IF;
"""

_GIVING_BACK = """
    SELECT * INTO original FROM entry e WHERE e.id = NEW.reverses;
    IF role = 'specialist' OR original.id IS NULL OR original.kind IN ('purchase', 'reversal', 'transfer')
       OR role = 'lead' AND (original.kind <> 'charge' OR original.staff_id IS NOT DISTINCT FROM mine) THEN
        PERFORM refuse('Giving back is a lead''s who did not post the charge, or an admin''s.');
    END IF;
    IF NEW.account_id IS DISTINCT FROM heir_of(original.account_id)
       OR NEW.ticket_id IS DISTINCT FROM original.ticket_id
       OR NEW.policy_version IS DISTINCT FROM original.policy_version THEN
        PERFORM refuse('What is given back goes to whom it was taken from.');
    END IF;
    IF role = 'lead' AND NOT EXISTS (
        SELECT 1 FROM proposal p WHERE p.entry_id = NEW.reverses AND p.credits = NEW.credits
           AND p.state = 'open' AND NEW.reference = 'proposal:' || p.id) THEN
        PERFORM refuse('A lead gives back what was proposed.');
    END IF;
"""

# Free credits are drawn first or last, as the desk is set: both are what a charge may leave of them. A debt that a
# merge brings may be older than the account's own.
_STANDING = """
    SELECT * INTO last FROM entry e WHERE e.account_id = NEW.account_id ORDER BY e.seq DESC LIMIT 1;
    free_before := COALESCE(last.free_after, 0);
    owed := CASE WHEN NEW.balance_after < 0 THEN COALESCE(last.owing_since, NEW.posted_at) END;
    IF NEW.posted_at < last.posted_at OR NEW.owing_since IS DISTINCT FROM owed
       AND NOT (NEW.kind = 'transfer' AND NEW.credits < 0 AND COALESCE(NEW.owing_since < owed, false)) THEN
        PERFORM refuse('An entry goes on from the one before it.');
    END IF;
    IF role = 'job' AND NEW.free_after IS DISTINCT FROM GREATEST(0, LEAST(NEW.balance_after, free_before
           + (CASE NEW.kind WHEN 'grant' THEN NEW.credits ELSE 0 END)))
       OR role <> 'admin' AND NEW.free_after NOT BETWEEN
        GREATEST(0, LEAST(free_before + LEAST(0, NEW.credits), NEW.balance_after))
        AND GREATEST(0, LEAST(free_before + GREATEST(0, NEW.credits), NEW.balance_after)) THEN
        PERFORM refuse('An entry keeps what came free apart from what was paid.');
    END IF;
"""

# The job of the shop: that a line of an order gave as much is asked at the end of its transaction.
_SOLD = """
    IF NOT works_as('store') OR NEW.kind NOT IN ('purchase', 'grant') OR NOT starts_with(NEW.reference, 'shop:')
       OR NEW.origin IS DISTINCT FROM (CASE NEW.kind WHEN 'purchase' THEN 'paid' ELSE 'free' END)
       OR num_nonnulls(NEW.ticket_id, NEW.outcome, NEW.ground, NEW.worked_seconds, NEW.chargeable_seconds, NEW.blocks,
                       NEW.cost, NEW.reverses, NEW.corrects, NEW.merge_id, NEW.sessions_to) > 0
       OR NEW.waived <> 0 OR NEW.policy_version IS DISTINCT FROM version_at(NEW.posted_at) THEN
        PERFORM refuse('The shop''s job posts what was sold, under the policy in force.');
    END IF;
"""

ENTRY = f"""
    DECLARE
        request ticket; original entry; last entry; terms record; work record; cover record; past record;
        covered bigint; is_free boolean; whole numeric; named integer[]; may_take integer; reasoned boolean;
        free_before integer; owed timestamptz;
    BEGIN
        IF NEW.staff_id IS DISTINCT FROM mine THEN
            PERFORM refuse('An entry says who posted it.');
        END IF;
        IF role = 'job' THEN
            {_SOLD}
        ELSIF NEW.kind = 'charge' THEN
            {_OPEN_REQUEST}{_OUTCOME}{_RECORDED}{_ANNOUNCED}
        ELSIF NEW.kind = 'reversal' THEN
            {_GIVING_BACK}
        ELSIF role <> 'admin' THEN
            PERFORM refuse('Only an admin posts purchases, grants and corrections.');
        END IF;
        {_STANDING}
    END;
"""

CHARGE_CLOSES = """
    IF NEW.kind = 'charge' AND (NOT EXISTS (
            SELECT 1 FROM ticket t WHERE t.id = NEW.ticket_id AND t.outcome = NEW.outcome)
        OR EXISTS (SELECT 1 FROM entry e WHERE e.ticket_id = NEW.ticket_id AND e.kind = 'charge' AND e.id > NEW.id)) THEN
        PERFORM refuse('A charge is posted when its request is closed.');
    END IF;
"""
"""Asked at the end of the transaction that posted a charge: a savepoint keeps two of them from seeing each other."""

PROPOSAL = """
    DECLARE
        charged entry;
    BEGIN
        SELECT * INTO charged FROM entry e WHERE e.id = NEW.entry_id;
        IF TG_OP = 'INSERT' THEN
            IF NEW.proposed_by IS DISTINCT FROM mine OR NEW.state <> 'open'
               OR NEW.decided_by IS NOT NULL OR NEW.reversal_id IS NOT NULL THEN
                PERFORM refuse('A proposal says who made it, and is open.');
            END IF;
            IF charged.kind IS DISTINCT FROM 'charge' OR NEW.ticket_id IS DISTINCT FROM charged.ticket_id
               OR NEW.credits > -charged.credits - (
                   SELECT COALESCE(SUM(e.credits), 0) FROM entry e WHERE e.reverses = NEW.entry_id) THEN
                PERFORM refuse('No more is proposed than is left of a charge.');
            END IF;
            IF role = 'specialist' AND (NEW.dispute_id IS NOT NULL OR NOT holds(mine, NEW.ticket_id)) THEN
                PERFORM refuse('A specialist proposes for a request that they hold.');
            END IF;
            RETURN NEW;
        END IF;
        -- What a decided dispute proposed goes with its decision, once its request is opened again.
        IF NEW.state = 'withdrawn' AND NEW.decided_by IS NULL AND EXISTS (
            SELECT 1 FROM dispute d JOIN ticket t ON t.id = d.ticket_id
            WHERE d.ticket_id = OLD.dispute_id AND d.decision IS NOT NULL AND t.closed_at IS NULL) THEN
            RETURN NEW;
        END IF;
        IF NEW.decided_by IS DISTINCT FROM mine OR mine IS NULL THEN
            PERFORM refuse('A decision says who took it.');
        ELSIF NEW.state = 'withdrawn' THEN
            IF OLD.dispute_id IS NOT NULL OR role = 'specialist' AND NOT holds(mine, OLD.ticket_id) THEN
                PERFORM refuse('A proposal is withdrawn by who closes its request again.');
            END IF;
        ELSIF role NOT IN ('lead', 'admin') OR role = 'lead' AND charged.staff_id IS NOT DISTINCT FROM mine THEN
            PERFORM refuse('Giving back is a lead''s who did not post the charge, or an admin''s.');
        ELSIF NEW.state = 'approved' AND NOT EXISTS (
            SELECT 1 FROM entry e WHERE e.id = NEW.reversal_id AND e.kind = 'reversal'
               AND e.reverses = NEW.entry_id AND e.credits = NEW.credits AND is_new(e.xmin)) THEN
            PERFORM refuse('What is approved is given back.');
        END IF;
    END;
"""
