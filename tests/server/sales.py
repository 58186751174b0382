"""A shop's orders as the job puts them down under its own login, in plain SQL, and what people decide of them."""

from tests import team
from tests.postgres import Server
from tests.server.scene import entry, insert, run

STORE, SITE = "desk_store", "desk_site"
ADDRESS = "'carla@shop.example'"
CARLA = f"(SELECT customer_id FROM customer_address WHERE address = {ADDRESS})"
ACCOUNT = f"(SELECT id FROM account WHERE customer_id = {CARLA})"
NOW = "'2026-11-16 10:00Z'"
ME = "(SELECT id FROM staff WHERE login = session_user)"
MEANS = {
    31: ("credits", 80), 32: ("addon", "NULL"), 33: ("incident", "NULL"), 34: ("free", "NULL"), 35: ("premium", 3),
}  # fmt: skip
"""What the products mean."""

WOKEN = "(SELECT id FROM ticket WHERE subject = 'Waits')"
NO_CHARGE = dict.fromkeys(
    ("ticket_id", "outcome", "worked_seconds", "chargeable_seconds", "blocks", "cost", "sessions_to"), "NULL",
)  # fmt: skip


def meaning(product: int, **changed: object) -> str:
    """What a product means, as an admin says it."""
    means, amount = MEANS.get(product, ("free", "NULL"))
    return insert("product_meaning", {
        "shop": "'com'", "product": f"'id:{product}'", "variant": "''", "means": f"'{means}'", "amount": amount,
        "staff_id": ME, "written_at": NOW,
    } | changed)  # fmt: skip


def buyer() -> str:
    """A buyer who is new, with an address and an account."""
    return "; ".join([
        insert("customer", {"name": "'Carla'", "language": "'en'", "created_at": NOW}),
        insert("customer_address", {
            "address": ADDRESS, "customer_id": "currval('customer_id_seq')", "created_at": NOW}),
        insert("account", {"customer_id": "currval('customer_id_seq')", "created_at": NOW}),
    ])  # fmt: skip


def order(no: int = 1002, **changed: object) -> str:
    """An order that is paid, as it was looked up."""
    return insert("shop_order", {
        "shop": "'com'", "order_no": no, "status": "'P'", "paid": "true", "early": "false", "address": ADDRESS,
        "name": "'Carla'", "customer_id": CARLA, "looked_at": NOW, "tries": 0,
    } | changed)  # fmt: skip


def hint(no: int = 1009, **changed: object) -> str:
    """That an order is to be looked up, and nothing else of it."""
    nothing = {
        "status": "''",
        "paid": "false",
        "address": "''",
        "name": "''",
        "customer_id": "NULL",
    }
    return order(no, **nothing | {"looked_at": "NULL", "look_up_from": NOW} | changed)


def line(no: int = 1002, product: int = 31, **changed: object) -> str:
    """A line of it, of two units that are paid for."""
    return insert("order_line", {
        "order_id": f"(SELECT id FROM shop_order WHERE order_no = {no})", "item_id": f"'i{product}'",
        "product_id": product, "product_code": "''", "product": "'Credits'", "variants": "'[]'", "amount": 2,
        "paid": 2,
    } | changed)  # fmt: skip


def of(no: int = 1002, product: int = 31) -> str:
    """The number of a line."""
    return (
        "(SELECT l.id FROM order_line l JOIN shop_order o ON o.id = l.order_id"
        f" WHERE o.order_no = {no} AND l.product_id = {product})"
    )


def posting(no: int = 1002, product: int = 31, **changed: object) -> str:
    """What a line gives, with the entry that has just been posted."""
    return insert("order_posting", {
        "line_id": of(no, product), "seq": 1, "units": 1, "credits": 80,
        "meaning_id": f"(SELECT max(id) FROM product_meaning WHERE product = 'id:{product}')",
        "entry_id": "currval('entry_id_seq')", "staff_id": ME, "posted_at": NOW,
    } | changed)  # fmt: skip


def bought(no: int = 1002, product: int = 31, seq: int = 1, **changed: object) -> str:
    """The entry that a line's credits become."""
    return entry(0, **NO_CHARGE | {
        "account_id": ACCOUNT, "kind": "'purchase'", "credits": 80, "quantity": 1, "reason": "'Order'",
        "reference": f"'shop:com:{no}:i{product}:{seq}'",
    } | changed)  # fmt: skip


def package(no: int = 1002, product: int = 33, **changed: object) -> str:
    """The support package that a line's unit becomes."""
    return insert("entitlement", {
        "customer_id": CARLA, "kind": "'incident'", "reference": f"'shop:com:{no}:i{product}:1'",
        "reason": "'Order'", "staff_id": ME, "created_at": NOW,
    } | changed)  # fmt: skip


def packaged(no: int = 1002, product: int = 33, **changed: object) -> str:
    """What a line gives, with the support package that has just been posted."""
    made = {"credits": 0, "entry_id": "NULL", "entitlement_id": "currval('entitlement_id_seq')"}
    return posting(no, product, **made | changed)


def letter(**changed: object) -> str:
    """The letter to the buyer."""
    return insert("outbox", {
        "recipient": ADDRESS, "subject": "'Arrived'", "mail_id": "'<arrived@desk>'", '"references"': "''",
        "automatic": "true", "state": "'queued'", "attempts": 0, "customer_id": CARLA, "body": "'80 credits.'",
        "attachments": "'[]'", "next_try_at": NOW, "created_at": NOW,
    } | changed)  # fmt: skip


def wake() -> str:
    """The request that waited for credits goes back to the queue."""
    ended = (
        "waiting_for = NULL, waiting_since = NULL, waiting_credits = NULL, version = version + 1"
    )
    told = {"at": NOW, "what": "'credits came'", "ticket_id": WOKEN, "detail": "'{}'"}
    return f"UPDATE ticket SET {ended} WHERE id = {WOKEN}; {insert('event', told)}"


def sale(no: int = 1002, product: int = 31, **changed: object) -> str:
    """An order, its line, the entry and its posting."""
    return "; ".join([
        order(no), line(no, product), bought(no, product), posting(no, product, **changed),
    ])  # fmt: skip


def proposal(no: int = 1001, product: int = 31, **changed: object) -> str:
    """What a line would give back."""
    return insert("order_proposal", {
        "line_id": of(no, product), "units": 1, "credits": 80, "to_units": 1, "proposed_at": NOW, "state": "'open'",
    } | changed)  # fmt: skip


def back(**changed: object) -> str:
    """What was proposed given back by a correction, with its posting."""
    proposed = "(SELECT max(id) FROM order_proposal)"
    return "; ".join([
        bought(kind="'correction'", credits=-80, quantity="NULL", reference=f"'order-proposal:' || {proposed}"),
        posting(1001, seq=2, units=-1, credits=-80, proposal_id=proposed, **changed),
    ])  # fmt: skip


def decided(state: str = "accepted", by: str = ME) -> str:
    """A decision on what was proposed."""
    return (
        f"UPDATE order_proposal SET state = '{state}', decided_by = {by}, decided_at = {NOW}, reason = 'x'"
        " WHERE state = 'open'"
    )


def play(server: Server) -> None:
    """Carla bought two packages of credits, one of which is not paid for any more; her request waits for 200."""
    run(server, "ada", "; ".join(meaning(product) for product in MEANS))
    two = {"credits": 160}
    run(server, STORE, "; ".join([
        insert("shop_reading", {"shop": "'com'", "began_at": NOW}), buyer(), order(1001), line(1001),
        bought(1001, quantity=2, **two), posting(1001, units=2, **two),
    ]))  # fmt: skip
    run(server, STORE, f"UPDATE order_line SET paid = 1; {proposal()}")
    waiting = insert("ticket", {
        "channel": "'form'", "subject": "'Waits'", "customer_id": CARLA, "requester": ADDRESS, "language": "'en'",
        "received_at": NOW, "policy_version": "'1'", "urgent": "false", "version": 1,
        "waiting_for": "'credits'", "waiting_since": NOW, "waiting_credits": 200,
    })  # fmt: skip
    server.run(waiting, database=team.DATABASE)
