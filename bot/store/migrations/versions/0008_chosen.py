"""Of chips in a round: which of them at least half chose."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Bring the tables to this version."""
    op.create_table(
        "chosen",
        sa.Column("round", sa.String(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("options", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["round"], ["ballot.round"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("round", "question"),
        sqlite_with_rowid=False,
    )
