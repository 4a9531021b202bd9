"""Anonymous rounds: what was frozen, who is invited, the sealed box, and what was released."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Bring the tables to this version."""
    op.create_table(
        "ballot",
        sa.Column("round", sa.String(), nullable=False),
        sa.Column("k", sa.Integer(), nullable=False),
        sa.Column("questions", sa.String(), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("previous", sa.String(), nullable=False),
        sa.Column("cells", sa.String(), nullable=False),
        sa.Column("gone", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("least", sa.Integer(), nullable=False),
        sa.Column("most", sa.Integer(), nullable=False),
        sa.Column("half", sa.Boolean(), nullable=False),
        sa.Column("comparable", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("round"),
    )
    op.create_table(
        "invited",
        sa.Column("round", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["person.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("round", "person"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_invited_person", "invited", ["person"])
    op.create_table(
        "box",
        sa.Column("round", sa.String(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["round"], ["ballot.round"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("round"),
    )
    if op.get_bind().dialect.name == "postgresql":
        # Outside the row, and without trying to compress what has no pattern: a length would tell something too.
        op.execute("ALTER TABLE box ALTER COLUMN sealed SET STORAGE EXTERNAL")
    op.create_table(
        "result",
        sa.Column("round", sa.String(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("low", sa.Float(), nullable=True),
        sa.Column("high", sa.Float(), nullable=True),
        sa.Column("unseen", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["round"], ["ballot.round"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("round", "question"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "comment",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("round", sa.String(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("under", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["round"], ["ballot.round"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_comment_round", "comment", ["round"])
