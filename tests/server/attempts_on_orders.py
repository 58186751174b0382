"""What somebody with psql tries on shops' orders: what it is, the statements, and what the database says to it."""

from tests.server.attempts_on_server import Attempt
from tests.server.sales import (
    ACCOUNT,
    CARLA,
    NOW,
    WOKEN,
    back,
    bought,
    decided,
    hint,
    letter,
    line,
    meaning,
    order,
    package,
    packaged,
    posting,
    proposal,
    sale,
    wake,
)
from tests.server.scene import insert

_DENIED = "permission denied"
_SOLD = "posts what was sold"
_POSTED = "posted for a line of its order"
_ADMINS = "an admin's to decide"
_PROPOSED = "No more is proposed"
_OPEN = "WHERE state = 'open'"


def _in_turn(*statements: str) -> str:
    return "; ".join(statements)


_NOBODYS: list[Attempt] = [
    ("says what a product means", meaning(31, amount=320, staff_id=2), f"who did it|{_DENIED}"),
    ("posts for an order in another's name", posting(1001, seq=2, units=-1, credits=-80, entry_id="NULL", staff_id=2),
     f"who did it|{_DENIED}"),
    ("accepts in another's name what would go back", decided(by="2"), f"{_ADMINS}|{_DENIED}"),
    ("changes what was sold", "UPDATE order_line SET product_id = 31", _DENIED),
    ("changes whose order it is", "UPDATE shop_order SET shop = 'ru'", _DENIED),
    ("forgets a shop", "DELETE FROM shop_reading", _DENIED),
    ("forgets what a line was", "DELETE FROM order_line", _DENIED),
    ("forgets what would go back", "DELETE FROM order_proposal", _DENIED),
    ("forgets what a product means", "DELETE FROM product_meaning", _DENIED),
]  # fmt: skip
ANY_JOBS: list[Attempt] = [
    *_NOBODYS,
    ("accepts what would go back", f"UPDATE order_proposal SET state = 'accepted', decided_at = {NOW} {_OPEN}",
     f"{_ADMINS}|{_DENIED}"),
    ("says which site a line is for", "UPDATE order_line SET domain = 'mallory.example'", _DENIED),
]  # fmt: skip
STAFFS: list[Attempt] = [
    *_NOBODYS,
    ("says what a product means, signed", meaning(31, amount=320), _DENIED),
    ("puts down an order", order(), _DENIED),
    ("has an order looked up", "UPDATE shop_order SET look_up_from = now()", _DENIED),
    ("says that more is paid for", "UPDATE order_line SET paid = 2", _DENIED),
    ("posts what a line gives", posting(1001, seq=2, entry_id="NULL"), _DENIED),
    ("posts what a shop sold", bought(), "Only an admin posts"),
    ("proposes what would go back", proposal(), _DENIED),
    ("accepts what would go back", decided(), _DENIED),
    ("turns down what would go back", decided("rejected"), _DENIED),
    ("says that a shop was read", f"UPDATE shop_reading SET cursor = {NOW}", _DENIED),
]  # fmt: skip
ADMINS: list[Attempt] = [
    *_NOBODYS,
    ("accepts what is not given back", decided(), "accepted goes back"),
    ("gives back what is not accepted", back(), "was accepted"),
    ("gives back less than is accepted", _in_turn(
        posting(1001, seq=2, units=-1, credits=0, entry_id="NULL",
                proposal_id="(SELECT max(id) FROM order_proposal)"), decided()), "accepted goes back"),
    ("withdraws as a decision", decided("withdrawn"), _ADMINS),
    ("gives a reason without a decision", "UPDATE order_proposal SET reason = 'x'", _ADMINS),
    ("posts what a shop sold, and no order", bought(), _POSTED),
    ("posts an Incident of a shop, and no order", package(), _POSTED),
    ("puts an order down as paid", order(), "is to be looked up"),
    ("says that an order is paid", "UPDATE shop_order SET paid = true", _DENIED),
    ("says that more was sold", "UPDATE order_line SET amount = 9", _DENIED),
    ("posts beyond what is paid for", _in_turn(bought(1001, seq=2), posting(1001, seq=2)), "no more than is paid for"),
    ("says that a shop was read", f"UPDATE shop_reading SET cursor = {NOW}", _DENIED),
]  # fmt: skip

_NOT_READ = ("message", "inbound", "draft", "stored_file", "bounce", "site_call")
STORES: list[Attempt] = [
    *((f"reads {table}", f"TABLE {table}", _DENIED) for table in _NOT_READ),
    ("reads what mails say", "SELECT body FROM outbox", _DENIED),
    ("reads the record", "SELECT what FROM event", _DENIED),
    ("posts credits without an order", bought(), _POSTED),
    ("posts credits for an order without saying so", _in_turn(order(), line(), bought()), _POSTED),
    ("posts credits under a reference of its own", bought(reference="'mine'"), _SOLD),
    ("posts under another version of the policy", bought(policy_version="'2'"), _SOLD),
    ("posts what was bought as free", bought(origin="'free'", free_after=80), _SOLD),
    ("counts what was bought as free", bought(free_after=80), "what came free"),
    ("posts in a person's name", bought(staff_id=1), "says who posted it"),
    ("posts a correction of an order", bought(kind="'correction'", credits=-80), _SOLD),
    ("posts what was sold as a charge", bought(kind="'charge'", credits=-80), _SOLD),
    ("posts what an entry takes back", bought(corrects="(SELECT max(id) FROM entry)"), _SOLD),
    ("posts for a request", bought(ticket_id=WOKEN), _SOLD),
    ("posts twice", _in_turn(sale(), bought(), posting(seq=2)), "duplicate key"),
    ("posts once more than is paid for",
     _in_turn(sale(), bought(seq=2), posting(seq=2), bought(seq=3), posting(seq=3)), "no more than is paid for"),
    ("posts again what is not paid for any more", _in_turn(bought(1001, seq=2), posting(1001, seq=2)),
     "no more than is paid for"),
    ("posts more than a product is worth",
     _in_turn(order(), line(), bought(credits=320), posting(credits=320)), "as its units are worth"),
    ("posts what another product means", _in_turn(
        order(), line(product=32), bought(product=32),
        posting(product=32, meaning_id="(SELECT id FROM product_meaning WHERE product = 'id:31')")),
     "what its product meant"),
    ("posts to somebody else", _in_turn(
        order(), line(), bought(account_id="(SELECT min(id) FROM account)", posted_at="'2026-11-20'"), posting()),
     "the buyer's"),
    ("posts two lines' credits by one entry", _in_turn(
        sale(), line(product=32, product_id=31), posting(line_id="currval('order_line_id_seq')")), "the buyer's"),
    ("takes units from a line for nothing", posting(1001, seq=2, units=-1, credits=-80, entry_id="NULL"),
     "another of its order takes over"),
    ("gives back what was not accepted", posting(1001, seq=2, units=-1, credits=0, entry_id="NULL",
                                                 proposal_id="(SELECT max(id) FROM order_proposal)"), _ADMINS),
    ("proposes more than a line gave", _in_turn(
        f"UPDATE order_proposal SET state = 'withdrawn', decided_at = {NOW}", proposal(units=2)), _PROPOSED),
    ("proposes what is decided", proposal(state="'accepted'", decided_by=1, decided_at=NOW), "proposed, and open"),
    ("turns down what would go back", f"UPDATE order_proposal SET state = 'rejected', decided_at = {NOW}", _ADMINS),
    ("moves an order to another buyer", "UPDATE shop_order SET customer_id = 1", "stays whose it is"),
    ("names the site of a line", _in_turn(order(), line(product=35, domain="'shop.example'")), "said by an admin"),
    ("posts Premium for a site that nobody named", _in_turn(
        order(), line(product=35), package(
            product=35, kind="'premium'", domain="'mallory.example'", months=3, starts_at=NOW,
            ends_at="'2027-02-16 10:00Z'", anchor_day=16), packaged(product=35)), "of the kind that was sold"),
    ("makes a package of no order", package(), _POSTED),
    ("makes a package under a reference of its own", package(reference="'mine'"), _SOLD),
    ("makes a package for a request", package(ticket_id=WOKEN), _SOLD),
    ("makes an Examination of an Incident",
     _in_turn(order(), line(product=33), package(kind="'examination'"), packaged()), "of the kind that was sold"),
    ("gives a known customer an address", insert("customer_address", {
        "customer_id": 1, "address": "'mallory@x.example'", "created_at": "now()"}), "an admin's to add"),
    ("merges customers", f"UPDATE customer SET merged_into = 1 WHERE id = {CARLA}", _DENIED),
    ("numbers an entry itself", f"SELECT nextval('entry_id_seq'); {bought(id=100000)}", "numbered by the desk"),
    ("wakes a request whose credits have not come", wake(), "A wait ends"),
    ("lets a request wait", f"UPDATE ticket SET waiting_for = 'credits', waiting_since = {NOW} WHERE id = 6",
     "Somebody else holds"),
    ("takes a request out of the queue", "UPDATE ticket SET kind = 'dispute'", _DENIED),
    ("writes to a stranger", letter(recipient="'mallory@x.example'"), "A letter goes to a customer"),
    ("writes to nobody's address", letter(customer_id="NULL"), "A letter goes to a customer"),
    ("sends a file", letter(attachments="""'[{"digest": "x"}]'"""), "sends no files"),
    ("sends a mailing", letter(mailing_id=1), "many at once are an admin's"),
    ("locks an account for good", f"UPDATE account SET created_at = now() WHERE id = {ACCOUNT}",
     "what is written stays"),
]  # fmt: skip
SITES: list[Attempt] = [
    ("puts down an order as paid", order(), "is to be looked up"),
    *((f"says of a new order its {name}", hint(**{name: value}), "is to be looked up")
      for name, value in (("status", "'P'"), ("paid", "true"), ("early", "true"), ("address", "'x@y.example'"),
                          ("name", "'x'"), ("customer_id", 1), ("parent_no", 1), ("placed_at", NOW),
                          ("changed_at", NOW), ("looked_at", NOW), ("problem", "'x'"), ("tries", 1),
                          ("look_up_from", "NULL"))),
    ("says that an order is paid", "UPDATE shop_order SET paid = true", _DENIED),
    ("calls off that an order is looked up", "UPDATE shop_order SET look_up_from = NULL", "brings its turn forward"),
    ("puts off that an order is looked up", _in_turn(
        hint(), "UPDATE shop_order SET look_up_from = '2030-01-01' WHERE look_up_from IS NOT NULL"),
     "brings its turn forward"),
    ("puts down a line", line(1001, 32), _DENIED),
    ("posts what a line gives", posting(1001, entry_id="NULL", staff_id="NULL", line_id=1), _DENIED),
    ("reads what lines gave", "TABLE order_posting", _DENIED),
    ("reads what products mean", "TABLE product_meaning", _DENIED),
    ("says that a shop was read", f"UPDATE shop_reading SET cursor = {NOW}", _DENIED),
    ("makes a package", package(), _DENIED),
]  # fmt: skip
