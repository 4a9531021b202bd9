"""Housekeeping finds what is over by indexes."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Bring the tables to this version."""
    for name, table, column, where in (
        ("conversation_over", "conversation", "asked_at", "step = 'done'"),
        ("follow_up_over", "follow_up", "due_at", "state <> 'open'"),
    ):
        only = sa.text(where)
        op.create_index(name, table, [column], sqlite_where=only, postgresql_where=only)
