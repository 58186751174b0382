"""What the attacks change one thing of: each is taken as it is, so that it is refused for that one thing."""

import psycopg
import pytest

from tests.postgres import Server
from tests.server import attempts_on_bugs, attempts_on_catalogue, sales, scene

HONEST = [
    ("a specialist closes what they hold with its charge", "olga", scene.charge()),
    ("a lead closes what they hold with its charge", "irina", scene.charge(5)),
    (
        "a lead gives back what was proposed of another's charge",
        "irina",
        scene.reversal(scene.OLGAS_CHARGE, ticket=1),
    ),
    ("an admin gives back a lead's charge", "ada", scene.reversal(scene.IRINAS_CHARGE, ticket=2)),
    ("an admin puts a balance right", "ada", scene.entry(
        3, kind="'correction'", reason="'Wrong'", ticket_id="NULL", outcome="NULL", sessions_to="NULL",
        reference="'correction:x'")),
    ("the shop's job puts an order down, posts it, writes to the buyer and wakes what waited for it", sales.STORE,
     "; ".join([sales.sale(), sales.letter(), sales.wake()])),
    ("the shop's job posts an Incident", sales.STORE, "; ".join([
        sales.order(), sales.line(product=33), sales.package(), sales.packaged()])),
    ("the shop's job lets one line take over what another gave up", sales.STORE, "; ".join([
        "UPDATE order_line SET paid = 0",
        sales.posting(1001, seq=2, units=-1, credits=-80, entry_id="NULL"), sales.line(1001, 35, product_id=31),
        sales.posting(1001, entry_id="NULL", line_id="(SELECT max(id) FROM order_line)")])),
    ("the shop's job withdraws what it proposed, and proposes more", sales.STORE, "; ".join([
        f"UPDATE order_proposal SET state = 'withdrawn', decided_at = {sales.NOW}", "UPDATE order_line SET paid = 0",
        sales.proposal(units=2, credits=160, to_units=0)])),
    ("the shop's job notes how far it has read", sales.STORE,
     f"UPDATE shop_reading SET cursor = {sales.NOW}, looked_at = {sales.NOW}, problem = NULL"),
    ("the website hears of an order", sales.SITE, sales.hint()),
    ("the website hears of an order that is known", sales.SITE, f"UPDATE shop_order SET look_up_from = {sales.NOW}"),
    ("an admin says what a product means", "ada", sales.meaning(36)),
    ("an admin adds a component", "ada", "; ".join([
        attempts_on_catalogue.component(),
        attempts_on_catalogue.fact(component_id="(SELECT max(id) FROM component)")])),
    ("a specialist says what the request that they hold is about", "olga", attempts_on_catalogue.about()),
    ("a lead says what a closed request was about", "irina", attempts_on_catalogue.about(
        1, since_entry_id="(SELECT min(id) FROM entry WHERE ticket_id = 1)")),
    ("a specialist puts a known bug down, and says that a request is of it", "olga", "; ".join([
        attempts_on_bugs.bug(), attempts_on_bugs.fact(bug_id="(SELECT max(id) FROM known_bug)"),
        attempts_on_bugs.attached(6)])),
    ("a lead tells a closed request's customer that its bug is solved", "irina", "; ".join([
        attempts_on_bugs.attached(1), attempts_on_bugs.fact(state="'solved'"), attempts_on_bugs.mail(1),
        attempts_on_bugs.told(1)])),
    ("an admin gives back what was proposed", "ada", "; ".join([sales.back(), sales.decided()])),
    ("an admin turns down what was proposed", "ada", sales.decided("rejected")),
    ("an admin has an order looked up again", "ada", "; ".join([
        sales.hint(), f"UPDATE shop_order SET look_up_from = {sales.NOW}, early = false"])),
]  # fmt: skip


@pytest.mark.parametrize(
    ("login", "statements"), [row[1:] for row in HONEST], ids=[row[0] for row in HONEST]
)
def test_what_follows_from_the_record_is_taken(
    at_work: Server, login: str, statements: str
) -> None:
    """What follows from the record is taken, here up to the end of a transaction that is then given up."""
    with scene.connect(at_work, login) as connection:
        connection.execute(statements)
        connection.execute("SET CONSTRAINTS ALL IMMEDIATE")
        assert connection.info.transaction_status == psycopg.pq.TransactionStatus.INTRANS
        connection.rollback()
