"""Alembic's entry: runs migrations on the connection that `Store.migrate` gives it."""

from alembic import context
from sqlmodel import SQLModel

from bot.store import tables

assert tables.PersonRow.__tablename__ in SQLModel.metadata.tables

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
