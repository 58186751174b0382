"""The words of requests, for finding similar ones; those that are here already get theirs."""

import sqlalchemy as sa
from alembic import op

from db import request_words
from db.migrations.role_rules import functions

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

_KEPT = "request_word: what is written stays"
_PAGE = 1000

# A request's words come in with it and are never added to: nobody makes another's request look like theirs.
_RULE = """
    IF NOT EXISTS (SELECT 1 FROM ticket t WHERE t.id = NEW.ticket_id AND is_new(t.xmin)
                   AND t.closed_at IS NULL AND t.claimed_by IS NULL) OR NOT answered_now(NEW.ticket_id)
       OR EXISTS (SELECT 1 FROM message m WHERE m.ticket_id = NEW.ticket_id AND NOT is_new(m.xmin)) THEN
        PERFORM refuse('The words of a request are kept when it comes in.');
    END IF;
"""


def upgrade() -> None:
    op.create_table(
        "request_word",
        sa.Column("word", sa.String(), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("length(word) BETWEEN 1 AND 24", name=op.f("ck_request_word_word_length")),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_request_word_ticket_id")),
        sa.PrimaryKeyConstraint("word", "ticket_id", name=op.f("pk_request_word")),
        sqlite_with_rowid=False,
    )  # fmt: skip
    connection = op.get_bind()
    _keep_words(connection)
    if connection.dialect.name == "postgresql":
        _on_a_server(connection.exec_driver_sql("SELECT current_database()").scalar_one())
    else:
        for moment in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER request_word_no_{moment.lower()} BEFORE {moment} ON request_word FOR EACH ROW"
                f" BEGIN SELECT RAISE(ABORT, '{_KEPT}'); END"
            )


_REQUESTS = sa.text("""
    SELECT t.id, t.subject, m.body, m.author
    FROM ticket t LEFT JOIN message m ON m.id = (
        SELECT min(f.id) FROM message f WHERE f.ticket_id = t.id AND f.direction = 'in')
    WHERE t.id > :after ORDER BY t.id LIMIT :page
""")
_INTO = sa.text("INSERT INTO request_word (word, ticket_id) VALUES (:word, :ticket)")


def _keep_words(connection: sa.Connection) -> None:
    after = 0
    while found := connection.execute(_REQUESTS, {"after": after, "page": _PAGE}).all():
        after = found[-1][0]
        words = [
            {"word": word, "ticket": ticket}
            for ticket, subject, text, author in found
            for word in request_words.kept(subject, text or "", author=author or "")
        ]
        if words:
            connection.execute(_INTO, words)


def _on_a_server(database: str) -> None:
    for moment, each in (("UPDATE", "ROW"), ("DELETE", "ROW"), ("TRUNCATE", "STATEMENT")):
        op.execute(
            f"CREATE TRIGGER request_word_no_{moment.lower()} BEFORE {moment} ON request_word"
            f" FOR EACH {each} EXECUTE FUNCTION never('{_KEPT}')"
        )
    op.execute(functions.rule("request_word", _RULE))
    op.execute(functions.asks("request_word"))
    op.execute("REVOKE ALL ON FUNCTION role_rule_request_word() FROM PUBLIC")
    op.execute(f'GRANT SELECT, INSERT ON request_word TO "{database}_specialist"')
    op.execute(f'GRANT INSERT ON request_word TO "{database}_intake", "{database}_site"')
