"""Coaches: whom they work with, where they read, and what each leader shows of a week."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Bring the tables to this version."""
    with op.batch_alter_table("capture") as capture:
        capture.add_column(sa.Column("place", sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table("capture") as capture:
        capture.alter_column("place", server_default=None)
    op.create_table(
        "engagement",
        sa.Column("coach", sa.String(), nullable=False),
        sa.Column("leader", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("session_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ahead", sa.Text(), nullable=False),
        sa.Column("told_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["coach"], ["person.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["leader"], ["person.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("coach", "leader"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_engagement_leader", "engagement", ["leader"])
    op.create_table(
        "page",
        sa.Column("coach", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("agreed", sa.Text(), nullable=False),
        sa.Column("leaders", sa.Text(), nullable=False),
        sa.Column("held", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["coach"], ["person.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("coach"),
    )
    op.create_table(
        "shown",
        sa.Column("leader", sa.String(), nullable=False),
        sa.Column("coach", sa.String(), nullable=False),
        sa.Column("friday", sa.Date(), nullable=False),
        sa.Column("consent", sa.String(), nullable=False),
        sa.Column("line", sa.Text(), nullable=False),
        sa.Column("removed", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["leader"], ["person.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["coach"], ["person.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("leader", "coach", "friday"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_shown_coach", "shown", ["coach"])
