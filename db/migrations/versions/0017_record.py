"""Indexes for the record: its newest events at once, everybody's and one person's and of one kind."""

from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

INDEXES = [
    ("ix_event_at", ["at", "id"]),
    ("ix_event_staff_id", ["staff_id", "at", "id"]),
    ("ix_event_what", ["what", "at", "id"]),
]


def upgrade() -> None:
    for name, columns in INDEXES:
        op.create_index(name, "event", columns)
