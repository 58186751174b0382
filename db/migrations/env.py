"""How the migrations run: on the connection they are given, inside its transaction."""

from alembic import context
from sqlmodel import SQLModel

import db.tables  # noqa: F401 - fills the metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    render_as_batch=True,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
