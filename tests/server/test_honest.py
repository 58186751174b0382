"""What the attacks change one thing of: each is taken as it is, so that it is refused for that one thing."""

import psycopg
import pytest

from tests.postgres import Server
from tests.server import scene

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
