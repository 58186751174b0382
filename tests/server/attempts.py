"""What somebody with psql tries beyond their role: what it is, the statements, and what the database says to it."""

from tests.server import attempts_on_bugs, attempts_on_catalogue, attempts_on_orders
from tests.server.attempts_on_server import NOT_THEIRS, Attempt
from tests.server.scene import (
    IRINAS_CHARGE,
    OLGAS_CHARGE,
    charge,
    closing,
    entry,
    insert,
    reversal,
)

ME = "(SELECT id FROM staff WHERE login = session_user)"
_FOLLOWS = "A charge follows from the recorded time"
_DENIED = "permission denied"

_TYPED = {
    "ticket_id": 3, "staff_id": ME, "started_at": "now()", "ended_at": "now()", "ending": "'typed'",
    "typed_seconds": 900, "reason": "'By phone'",
}  # fmt: skip
_FREE = {"worked_seconds": "NULL", "chargeable_seconds": "NULL", "blocks": "NULL", "cost": "NULL",
         "outcome": "NULL", "sessions_to": "NULL", "ticket_id": "NULL"}  # fmt: skip
_RETURNED = {
    "outbox_id": "(SELECT max(id) FROM outbox)", "inbound_id": "(SELECT min(id) FROM inbound)",
    "ticket_id": "(SELECT ticket_id FROM outbox ORDER BY id DESC LIMIT 1)", "recipient": "'x@y.example'",
    "permanent": "true", "status": "'5.1.1'", "reason": "'x'", "came_at": "now()",
}  # fmt: skip
_SETTING = {
    "name": "'reopen_days'",
    "value": "'99'",
    "reason": "'x'",
    "staff_id": ME,
    "set_at": "now()",
}
_LET_GO = {
    "inbound_id": "(SELECT min(id) FROM inbound)",
    "size_bytes": "(SELECT length(raw) FROM inbound ORDER BY id LIMIT 1)",
    "let_go_at": "now()",
}
_DAY = {"day": "'2999-12-31'", "state": "'closed'", "reason": "'x'", "staff_id": ME, "said_at": "now()"}  # fmt: skip
_TEXT = {"kind": "'mail'", "name": "'closed'", "language": "'en'", "source": "'x'", "staff_id": ME,
         "written_at": "now()"}  # fmt: skip
_WORD = insert("request_word", {"word": "'x'", "ticket_id": 6})
_STAFFS: list[Attempt] = [
    ("makes a request look like others", _WORD, "when it comes in"),
    ("makes a request look like others, having changed it",
     f"UPDATE ticket SET version = version + 1 WHERE id = 6; {_WORD}", "when it comes in"),
    ("says of a mail that it came back, by one that came long ago", insert("bounce", _RETURNED), "just come in"),
    ("makes a message out to be surely the customer's", "UPDATE message SET doubt = NULL", _DENIED),
    ("changes who something came from", "UPDATE inbound SET raw = 'x'", _DENIED),
    ("posts a purchase", entry(3, **_FREE, kind="'purchase'", credits=80, quantity=1, reference="'p'"),
     "Only an admin posts"),
    ("posts a grant", entry(3, **_FREE, kind="'grant'", credits=80, origin="'free'", free_after=80, reference="'g'"),
     "Only an admin posts"),
    ("posts a correction", entry(3, **_FREE, kind="'correction'", reason="'x'", reference="'c'"),
     "Only an admin posts"),
    ("posts in another's name", charge(staff_id=1), "says who posted it"),
    ("posts in nobody's name", charge(staff_id="NULL"), "says who posted it"),
    ("charges another customer's account", charge(account_id="(SELECT max(id) FROM account)"),
     "open request of its customer"),
    ("charges less time than was recorded", charge(worked_seconds=900, chargeable_seconds=900, blocks=1,
                                                   credits=-10, cost=10), _FOLLOWS),
    ("charges more blocks than were worked", charge(blocks=3, credits=-30, cost=30), _FOLLOWS),
    ("charges more than the blocks cost", charge(credits=-30, cost=30), _FOLLOWS),
    ("charges less than the blocks cost", charge(credits=-10, cost=10), _FOLLOWS),
    ("writes down a charge that takes nothing", charge(credits=0), _FOLLOWS),
    ("charges a negative amount", charge(credits=20, cost=-20), "charge"),
    ("waives what was announced", charge(credits=0, cost=0, waived=20), "waived"),
    ("charges twice for one closing", "; ".join([entry(3), charge(reference="'ticket:3:closing:2'", credits=0)]),
     "once a closing"),
    ("charges twice for one closing, the first time within a savepoint", "; ".join([
        "SAVEPOINT a", entry(3), "RELEASE a", charge(reference="'ticket:3:closing:2'", credits=0)]),
     "when its request is closed"),
    ("charges under a reference of their own", charge(reference="'mine'"), "once a closing"),
    ("charges under another policy", charge(policy_version="'2'"), "under the policy of its request"),
    ("names a package that does not cover the request", charge(entitlement_ids="'[1]'"), "support packages"),
    ("calls time covered that was not", charge(chargeable_seconds=0, credits=0, cost=0, entitlement_ids="'[1]'"),
     _FOLLOWS),
    ("calls part of the time covered that was not",
     charge(chargeable_seconds=900, credits=-10, cost=10, entitlement_ids="'[1]'"), _FOLLOWS),
    ("names no session that it goes up to", charge(sessions_to="NULL"), _FOLLOWS),
    ("charges under no outcome that there is", charge(outcome="'favour'"), "no such outcome"),
    ("calls a request a dispute to have it free", charge(outcome="'dispute-upheld'", chargeable_seconds=0,
                                                          credits=0, cost=0), "Only a lead decides"),
    ("charges without closing", charge(closes=False), "when its request is closed"),
    ("closes without a charge", closing(3), "together with its charge"),
    ("closes otherwise than is charged", f"{entry(3)}; {closing(3, 'first-party-bug')}", "with its charge"),
    ("charges a closed request again", charge(1, reference="'ticket:1:closing:3'"), "open request"),
    ("gives free credits for paid ones", charge(free_after=100), "what came free"),
    ("skips a place in the ledger", charge(seq=99), "runs on"),
    ("makes up a balance", charge(balance_after=1000), "runs on"),
    ("posts before what was posted before", charge(posted_at="'2026-01-01'"), "goes on from the one before"),
    ("numbers an entry themselves", f"SELECT nextval('entry_id_seq'); {charge(id=100000)}", "numbered by the desk"),
    ("gives back with no proposal", reversal(OLGAS_CHARGE, ticket=1, reference="'r'"), "a lead's who did not post|was proposed"),
    ("records another's time", insert("work_session", _TYPED | {"staff_id": 1}), "their own time"),
    ("records time on a closed request", insert("work_session", _TYPED | {"ticket_id": 1}), "request that is held"),
    ("records a week in a day", insert("work_session", _TYPED | {"typed_seconds": 604800}), "a length of a day"),
    ("takes off more time than was worked",
     insert("work_session", _TYPED | {"ending": "'corrected'", "typed_seconds": 7200}), "taken off"),
    ("runs two timers",
     "; ".join([insert("work_session", {
        "ticket_id": "(SELECT max(id) FROM ticket WHERE claimed_by = (SELECT me()) AND closed_at IS NULL)",
        "staff_id": ME, "started_at": "now()"})] * 2),
     "one timer at a time"),
    ("moves a timer that ended", "UPDATE work_session SET ended_at = now() + interval '1 day' WHERE ticket_id = 3",
     "never rewritten"),
    ("changes what a closed request ended as", "UPDATE ticket SET outcome = 'answered' WHERE id = 1",
     "What is closed stays"),
    ("changes when a request came", "UPDATE ticket SET received_at = now() WHERE id = 6", _DENIED),
    ("moves a request to another customer", "UPDATE ticket SET customer_id = 1 WHERE id = 4", _DENIED),
    ("puts a request under another policy", "UPDATE ticket SET policy_version = '2' WHERE id = 3", _DENIED),
    ("makes a request that is held from the start",
     insert("ticket", {"channel": "'form'", "subject": "'x'", "customer_id": 1, "requester": "'x'", "language": "'en'",
                       "received_at": "'2020-01-01'", "policy_version": "'1'", "claimed_by": ME,
                       "claimed_at": "now()", "urgent": "false", "version": 1}), "held by nobody"),
    ("writes in another's name", insert("message", {
        "ticket_id": 3, "direction": "'note'", "author": "'Pavel'", "body": "'x'", "attachments": "'[]'",
        "staff_id": 3, "created_at": "now()"}), "who wrote it"),
    ("answers a customer by no e-mail", insert("message", {
        "ticket_id": "(SELECT max(id) FROM ticket WHERE claimed_by = (SELECT me()) AND closed_at IS NULL)",
        "direction": "'out'", "author": "'O'", "body": "'x'", "attachments": "'[]'", "staff_id": ME,
        "mail_id": "'<x@y>'", "created_at": "now()"}), "by e-mail at once"),
    ("says that a mail was sent", "UPDATE outbox SET state = 'sent', sent_at = now()", _DENIED),
    ("drafts in another's name", insert("draft", {"ticket_id": 3, "staff_id": 3, "body": "'x'", "saved_at": "now()"}),
     "row-level security"),
    ("is seen as another", insert("presence", {"staff_id": 3, "seen_at": "now()"}), "row-level security"),
    ("tells of a limit that nobody was told of", insert("limit_notice", {
        "ticket_id": 3, '"limit"': "'over-40-credits'", "threshold": 50, "crossed_at": "now()", "worked_seconds": 1,
        "credits": 60, "amount": 500, "answer": "'go-on'", "answered_by": ME, "answered_at": "now()"}),
     "told in a message"),
    ("makes an agreement up", insert("consent", {
        "customer_id": 1, "ticket_id": 3, "ceiling": 500, "agreed_by": "'Anna'", "agreed_at": "now()",
        "message_id": "(SELECT min(id) FROM message WHERE ticket_id = 4)", "staff_id": ME,
        "recorded_at": "now()"}), "in a message of the customer"),
    ("makes a package", insert("entitlement", {
        "customer_id": 1, "kind": "'incident'", "reference": "'e'", "reason": "'x'", "staff_id": ME,
        "created_at": "now()"}), _DENIED),
    ("lengthens a package", "UPDATE entitlement SET ends_at = now()", _DENIED),
    ("raises themselves", f"UPDATE staff SET role = 'admin' WHERE id = {ME}", _DENIED),
    ("renames somebody", "UPDATE staff SET name = 'Boss' WHERE login = 'pavel'", _DENIED),
    ("has the desk raise them", "SELECT staff_login(session_user::text, 'admin')", _DENIED),
    ("joins the admins", "GRANT desk_admin TO CURRENT_USER", NOT_THEIRS),
    ("becomes an admin", "SET ROLE desk_admin", _DENIED),
    ("changes the policy", "UPDATE policy_version SET in_force_from = now()", _DENIED),
    ("merges customers", "UPDATE customer SET merged_into = 1 WHERE id = 2", _DENIED),
    ("writes what customers are written", insert("desk_text", _TEXT), _DENIED),
    ("sets something for everybody", insert("desk_setting", _SETTING), _DENIED),
    ("closes the office", insert("office_day", _DAY), _DENIED),
    ("lets a mail go", insert("let_go", _LET_GO), _DENIED),
    ("takes a mail's bytes away", "UPDATE inbound SET raw = ''", _DENIED),
    ("sends a mailing", insert("mailing", {
        "kind": "'promotional'", "texts": "'{}'", "selection": "'{}'", "recipients": 1, "reference": "'m'",
        "staff_id": ME, "created_at": "now()"}), _DENIED),
]  # fmt: skip


def _for_lead(attempt: Attempt) -> Attempt:
    """The same of the request that Irina holds."""
    what, statements, answer = attempt
    for of, mine in (("ticket:3:", "ticket:5:"), ("t.id = 3)", "t.id = 5)"), ("ticket_id = 3)", "ticket_id = 5)"),
                     ("WHERE id = 3", "WHERE id = 5"), (", 3, 'answered'", ", 5, 'answered'")):  # fmt: skip
        statements = statements.replace(of, mine)
    return what, statements, answer


SPECIALISTS: list[Attempt] = [
    *_STAFFS,
    *attempts_on_orders.STAFFS,
    *attempts_on_catalogue.SPECIALISTS,
    *attempts_on_bugs.SPECIALISTS,
    ("charges for another's request", charge(4), "that they hold"),
    ("charges for a request that nobody holds", charge(6), "that they hold"),
    ("closes another's request", closing(5), "Somebody else holds"),
    ("takes a request out of its turn", f"UPDATE ticket SET claimed_by = {ME}, claimed_at = now() WHERE id = 7", "order"),
    ("takes a second request", f"UPDATE ticket SET claimed_by = {ME}, claimed_at = now() WHERE id = 6", "One request"),
    ("takes a request for somebody else", "UPDATE ticket SET claimed_by = 3, claimed_at = now() WHERE id = 6", "order"),
    ("takes another's request", f"UPDATE ticket SET claimed_by = {ME}, claimed_at = now() WHERE id = 4", "order"),
    ("releases another's request", "UPDATE ticket SET claimed_by = NULL, claimed_at = NULL WHERE id = 4",
     "Somebody else holds"),
    ("lets another's request wait", "UPDATE ticket SET waiting_for = 'customer', waiting_since = now() WHERE id = 4",
     "Somebody else holds"),
    ("puts a request first", "UPDATE ticket SET urgent = true WHERE id = 6", "Only a lead"),
    ("stops another's timer",
     "UPDATE work_session SET ended_at = now(), ending = 'stopped' WHERE staff_id = 3 AND ended_at IS NULL",
     "their own time"),
    ("records time on another's request", insert("work_session", _TYPED | {"ticket_id": 4}), "request that is held"),
    ("gives another's charge back", reversal(IRINAS_CHARGE, ticket=2), "a lead's who did not post"),
    ("gives their own charge back", reversal(OLGAS_CHARGE, ticket=1), "a lead's who did not post"),
    ("approves a proposal", "UPDATE proposal SET state = 'approved', decided_by = (SELECT me()), decided_at = now()",
     "a lead's who did not post"),
    ("proposes for a request that they do not hold", insert("proposal", {
        "ticket_id": 2, "entry_id": IRINAS_CHARGE, "credits": 1, "reason": "'x'", "proposed_by": ME,
        "proposed_at": "now()", "state": "'open'"}), "No more is proposed|that they hold"),
    ("says which package covers a request", insert("cover_choice", {
        "ticket_id": 3, "entitlement_id": 1, "reason": "'x'", "staff_id": ME, "chosen_at": "now()"}), _DENIED),
    ("puts a standing agreement on record", insert("consent", {
        "customer_id": 1, "ceiling": 500, "agreed_by": "'Anna'", "agreed_at": "now()",
        "message_id": "(SELECT min(id) FROM message WHERE ticket_id = 3)", "staff_id": ME,
        "recorded_at": "now()"}), "that they hold"),
    ("joins the leads", "GRANT desk_lead TO CURRENT_USER", NOT_THEIRS),
    ("waves worked time away", charge(outcome="'not-a-request'", chargeable_seconds=0, credits=0, cost=0,
                                      ground="'Spam'"), "by a lead alone"),
]  # fmt: skip

LEADS: list[Attempt] = [
    *map(_for_lead, _STAFFS),
    *attempts_on_orders.STAFFS,
    *attempts_on_catalogue.STAFFS,
    *attempts_on_bugs.STAFFS,
    *attempts_on_bugs.LEADS,
    ("gives their own charge back", reversal(IRINAS_CHARGE, ticket=2), "a lead's who did not post"),
    ("gives back more than was charged", reversal(OLGAS_CHARGE, ticket=1, credits=30), "what was proposed|no more"),
    ("gives back less than was proposed", reversal(OLGAS_CHARGE, ticket=1, credits=10), "what was proposed"),
    ("gives back twice", "; ".join([reversal(OLGAS_CHARGE, ticket=1)] * 2), "no more than its entry took|duplicate"),
    ("gives a correction back", reversal("(SELECT id FROM entry WHERE kind = 'correction')", ticket=1,
                                         credits=-200, ticket_id="NULL", reference="'r'"), "a lead's who did not post"),
    ("gives back to another's account", reversal(OLGAS_CHARGE, ticket=1, account_id="(SELECT max(id) FROM account)"),
     "to whom it was taken from"),
    ("gives back as free credits", reversal(OLGAS_CHARGE, ticket=1, free_after=200), "came free"),
    ("proposes more than was charged", insert("proposal", {
        "ticket_id": 1, "entry_id": OLGAS_CHARGE, "credits": 21, "reason": "'x'", "proposed_by": ME,
        "proposed_at": "now()", "state": "'open'"}), "No more is proposed"),
    ("proposes in another's name", insert("proposal", {
        "ticket_id": 1, "entry_id": OLGAS_CHARGE, "credits": 1, "reason": "'x'", "proposed_by": 2,
        "proposed_at": "now()", "state": "'open'"}), "says who made it"),
    ("approves what is not given back",
     "UPDATE proposal SET state = 'approved', decided_by = (SELECT me()), decided_at = now() WHERE ticket_id = 1",
     "is given back"),
    ("rejects what was proposed of their own charge",
     "UPDATE proposal SET state = 'rejected', decided_by = (SELECT me()), decided_at = now() WHERE ticket_id = 2",
     "a lead's who did not post"),
    ("decides in another's name",
     "UPDATE proposal SET state = 'rejected', decided_by = 1, decided_at = now() WHERE ticket_id = 1",
     "says who took it"),
    ("closes another's request without a charge", closing(4), "together with its charge"),
    ("charges for a request whose timer runs", charge(4, sessions_to="(SELECT max(id) FROM work_session)"),
     "no timer runs"),
    ("charges a request without recorded time", charge(6, sessions_to=0), _FOLLOWS),
    ("covers a request with another's package", insert("cover_choice", {
        "ticket_id": 5, "entitlement_id": 1, "reason": "'x'", "staff_id": 1, "chosen_at": "now()"}), "who did it"),
]  # fmt: skip

ADMINS: list[Attempt] = [
    *attempts_on_orders.ADMINS,
    *attempts_on_catalogue.ADMINS,
    ("posts in another's name", entry(3, **_FREE, kind="'correction'", reason="'x'", reference="'c'", staff_id=2),
     "says who posted it"),
    ("posts before what was posted before", entry(3, **_FREE, kind="'correction'", reason="'x'", reference="'c'",
                                                  posted_at="'2026-01-01'"), "goes on from the one before"),
    ("takes a purchase back as a reversal", reversal("(SELECT id FROM entry WHERE kind = 'correction')", ticket=1,
                                                     credits=-300, ticket_id="NULL", reference="'r'"), "no more"),
    ("charges what was not recorded", charge(blocks=3, credits=-30, cost=30), _FOLLOWS),
    ("moves a time that ended", "UPDATE work_session SET ended_at = now() WHERE ticket_id = 1", "never rewritten"),
    ("moves the policy in force", "UPDATE policy_version SET in_force_from = '2020-01-01', terms = '{}'", _DENIED),
    ("changes whose login it is", "UPDATE staff SET login = 'mallory' WHERE id = 2", _DENIED),
    ("raises who is a specialist on record", "SELECT staff_login('olga', 'admin')", "as what the record says"),
    ("lets somebody in who is not on record", "SELECT staff_login('mallory', 'admin')", "as what the record says"),
    ("takes the superuser on",
     insert("staff", {"login": "'postgres'", "name": "'P'", "role": "'lead'", "created_at": "now()"})
     + "; SELECT staff_login('postgres', 'lead')",
     "the server's own"),
    ("takes a job's login on", insert("staff", {"login": "'desk_intake'", "name": "'I'", "role": "'admin'",
                                                "created_at": "now()"}), "nobody's"),
    ("takes a refund of a package back", "UPDATE entitlement SET refunded_at = now(), refunded_by = 2, refund_reason = 'x'",
     "who did it"),
    ("moves a package's end", "UPDATE entitlement SET ends_at = now()", _DENIED),
    ("signs a merge as another", insert("customer_merge", {
        "from_customer": 1, "into_customer": 2, "reason": "'x'", "moved": "'{}'", "staff_id": 2,
        "merged_at": "now()"}), "who did it"),
    ("deletes a member of staff", "DELETE FROM staff WHERE id = 2", _DENIED),
    ("writes what customers are written in another's name", insert("desk_text", _TEXT | {"staff_id": 2}),
     "who says who wrote"),
    ("rewrites what customers were written", "UPDATE desk_text SET source = 'x'", _DENIED),
    ("sets something for everybody in another's name", insert("desk_setting", _SETTING | {"staff_id": 2}),
     "who says who set"),
    ("sets something under a number of their own", insert("desk_setting", _SETTING | {"id": 77}), "not yet defined"),
    ("rewrites what was set", "UPDATE desk_setting SET value = '99'", _DENIED),
    ("takes away what was set", "DELETE FROM desk_setting", _DENIED),
    ("closes the office in another's name", insert("office_day", _DAY | {"staff_id": 2}), "who says who set"),
    ("lets a mail go", insert("let_go", _LET_GO), _DENIED),
    ("takes a mail's bytes away", "UPDATE inbound SET raw = ''", _DENIED),
    ("closes the office on a day past", insert("office_day", _DAY | {"day": "'2026-01-12'"}), "Days past"),
    ("rewrites how a day was kept", "UPDATE office_day SET state = 'closed'", _DENIED),
]  # fmt: skip

_ENTRY = entry(3, **_FREE, kind="'correction'", reason="'x'", reference="'c'", staff_id="NULL")
_ANY_JOBS: list[Attempt] = [
    ("changes what customers are written", insert("desk_text", _TEXT | {"staff_id": 4}), _DENIED),
    ("sets something for everybody", insert("desk_setting", _SETTING | {"staff_id": 4}), _DENIED),
    ("closes the office", insert("office_day", _DAY | {"staff_id": 4}), _DENIED),
    ("posts a charge", charge(staff_id="NULL"), f"what was sold|{_DENIED}"),
    ("posts credits", _ENTRY, f"what was sold|{_DENIED}"),
    ("gives a charge back", reversal(OLGAS_CHARGE, ticket=1, staff_id="NULL"), f"what was sold|{_DENIED}"),
    *attempts_on_orders.ANY_JOBS,
    *attempts_on_catalogue.ANY_JOBS,
    *attempts_on_bugs.ANY_JOBS,
    ("records time", insert("work_session", _TYPED | {"staff_id": 2}), _DENIED),
    ("makes itself one of the staff", insert("staff", {"login": "session_user", "name": "'x'", "role": "'admin'",
                                                       "created_at": "now()"}), _DENIED),
    ("has itself raised", "SELECT staff_login(session_user::text, 'admin')", _DENIED),
    ("closes a request", closing(3), "Somebody else|" + _DENIED),
    ("says a request is covered", insert("cover_choice", {
        "ticket_id": 3, "entitlement_id": 1, "reason": "'x'", "staff_id": 1, "chosen_at": "now()"}), _DENIED),
    ("makes an agreement up", insert("consent", {
        "customer_id": 1, "ticket_id": 3, "ceiling": 500, "agreed_by": "'Anna'", "agreed_at": "now()",
        "message_id": "(SELECT min(id) FROM message WHERE ticket_id = 3)", "staff_id": 2,
        "recorded_at": "now()"}), _DENIED),
    ("takes a request for a person", "UPDATE ticket SET claimed_by = 2, claimed_at = now() WHERE id = 6",
     "order|" + _DENIED),
    ("changes the policy", "UPDATE policy_version SET in_force_from = now()", _DENIED),
    ("approves a proposal", "UPDATE proposal SET state = 'approved', decided_by = 4, decided_at = now()",
     "who took it|" + _DENIED),
]  # fmt: skip
JOBS: dict[str, list[Attempt]] = {
    "intake": [
        *_ANY_JOBS,
        ("makes a request look like others", _WORD, "when it comes in"),
        ("makes a request look like others by an answer to it", "; ".join([insert("message", {
            "ticket_id": 6, "direction": "'in'", "author": "'x'", "body": "'x'", "attachments": "'[]'",
            "created_at": "now()"}), "UPDATE ticket SET version = version + 1 WHERE id = 6", _WORD]), "when it comes in"),
        ("says that a mail was sent", "UPDATE outbox SET state = 'sent', sent_at = now()", _DENIED),
        ("says of a mail that it came back, by one that came long ago", insert("bounce", _RETURNED), "just come in"),
        ("says that a person has seen to it", "UPDATE bounce SET settled_at = now(), settled_by = 2", _DENIED),
        ("takes what was set aside off the list", "UPDATE inbound SET dismissed_at = now()", _DENIED),
        ("answers as a person", insert("message", {
            "ticket_id": 3, "direction": "'out'", "author": "'Olga'", "body": "'x'", "attachments": "'[]'",
            "staff_id": 2, "created_at": "now()"}), "who wrote it"),
        ("answers in a thread where nothing came in", insert("message", {
            "ticket_id": 3, "direction": "'out'", "author": "'Desk'", "body": "'x'", "attachments": "'[]'",
            "created_at": "now()"}), "what has just come in"),
        ("gives a known customer an address", insert("customer_address", {
            "customer_id": 1, "address": "'mallory@x.example'"}), "an admin's to add"),
        ("releases a request", "UPDATE ticket SET claimed_by = NULL, claimed_at = NULL WHERE id = 3",
         "Somebody else holds"),
    ],
    "site": [
        *_ANY_JOBS,
        *attempts_on_orders.SITES,
        ("reads what mails say", "SELECT body FROM outbox", _DENIED),
        ("reads the record", "SELECT what FROM event", _DENIED),
        ("reads agreements", "TABLE consent", _DENIED),
        ("reads files", "TABLE stored_file", _DENIED),
        ("reads drafts", "TABLE draft", _DENIED),
        ("reads recorded time", "TABLE work_session", _DENIED),
        ("makes a request come by mail", insert("ticket", {
            "channel": "'email'", "subject": "'x'", "customer_id": 1, "requester": "'x@y.example'", "language": "'en'",
            "received_at": "now()", "policy_version": "'1'", "urgent": "false", "version": 1}), "row-level security"),
        ("writes a note", insert("message", {
            "ticket_id": 3, "direction": "'note'", "author": "'x'", "body": "'x'", "attachments": "'[]'",
            "created_at": "now()"}), "row-level security|who wrote it"),
        ("changes when a call can come again", "UPDATE site_call SET repeatable_until = now()", _DENIED),
        ("gives a known customer an address", insert("customer_address", {
            "customer_id": 1, "address": "'mallory@x.example'"}), "an admin's to add"),
        ("releases a request", "UPDATE ticket SET claimed_by = NULL, claimed_at = NULL WHERE id = 3",
         "Somebody else holds"),
    ],
    "outbox": [
        *_ANY_JOBS,
        ("changes what a mail says", "UPDATE outbox SET subject = 'x'", _DENIED),
        ("sends a mail of its own", insert("outbox", {
            "recipient": "'x@y.example'", "subject": "'x'", "mail_id": "'<m>'", "body": "'x'", "created_at": "now()"}),
         _DENIED),
        ("writes in a thread", insert("message", {
            "ticket_id": 3, "direction": "'in'", "author": "'Anna'", "body": "'x'", "attachments": "'[]'",
            "created_at": "now()"}), _DENIED),
        ("sends a mail again", "UPDATE outbox SET recipient = 'mallory@x.example'", _DENIED),
    ],
    "store": [
        *_ANY_JOBS,
        *attempts_on_orders.STORES,
    ],
    "limits": [
        *_ANY_JOBS,
        ("lets a mail go that nobody lets go of", insert("let_go", _LET_GO), "its time is not over"),
        ("lets a mail go in a time to come", insert("let_go", _LET_GO | {"let_go_at": "'2999-01-01'"}),
         "its time is not over"),
        ("takes a mail's bytes away", "UPDATE inbound SET raw = ''", "stays as it came"),
        ("rewrites a mail", "UPDATE inbound SET raw = 'x'", "stays as it came"),
        ("forgets what was let go of", "DELETE FROM let_go", _DENIED),
        ("keeps a person's timer short",
         "UPDATE work_session SET ended_at = started_at, ending = 'stopped' WHERE ended_at IS NULL",
         "where its estimate ran out"),
        ("answers a limit for a person", insert("limit_notice", {
            "ticket_id": 3, '"limit"': "'over-40-credits'", "threshold": 50, "crossed_at": "now()",
            "worked_seconds": 1, "credits": 60, "amount": 500, "answer": "'go-on'", "answered_by": 2,
            "answered_at": "now()"}), "who gave it"),
        ("forgives an estimate", "UPDATE ticket SET estimate = 1000 WHERE id = 3", _DENIED),
        ("reads a draft past its owner", "SET row_security = off; TABLE draft", "row-level security"),
    ],
}  # fmt: skip
