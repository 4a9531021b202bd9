"""Teams: who is in them, their rounds as the leader goes through them, and what is told with a name."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Bring the tables to this version."""
    with op.batch_alter_table("capture") as capture:
        capture.add_column(sa.Column("loop", sa.String(), nullable=False, server_default=""))
    with op.batch_alter_table("capture") as capture:
        capture.alter_column("loop", server_default=None)
    op.create_table(
        "team",
        sa.Column("leader", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("k", sa.Integer(), nullable=False),
        sa.Column("every", sa.Integer(), nullable=False),
        sa.Column("notice", sa.Text(), nullable=False),
        sa.Column("told_on", sa.Date(), nullable=True),
        sa.Column("practice", sa.String(), nullable=False),
        sa.Column("holds", sa.Boolean(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("shows", sa.Boolean(), nullable=False),
        sa.Column("since", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["leader"], ["person.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("leader"),
    )
    op.create_table(
        "member",
        sa.Column("leader", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("since", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["leader"], ["person.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person"], ["person.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("leader", "person"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_member_person", "member", ["person"])
    op.create_table(
        "round",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("leader", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("releases_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("k", sa.Integer(), nullable=False),
        sa.Column("invited", sa.Integer(), nullable=False),
        sa.Column("practice", sa.String(), nullable=False),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("guess", sa.Text(), nullable=False),
        sa.Column("thanked_on", sa.Date(), nullable=True),
        sa.Column("replied_on", sa.Date(), nullable=True),
        sa.Column("unanswered_on", sa.Date(), nullable=True),
        sa.Column("heard", sa.Text(), nullable=False),
        sa.Column("declined", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["leader"], ["person.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_round_leader", "round", ["leader"])
    is_open = sa.text("state = 'open'")
    op.create_index("round_open", "round", ["state", "id", "leader"], sqlite_where=is_open, postgresql_where=is_open)
    op.create_table(
        "item",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("leader", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("thanked_on", sa.Date(), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["author"], ["person.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["leader"], ["person.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_item_author", "item", ["author"])
    op.create_index("ix_item_leader", "item", ["leader"])
