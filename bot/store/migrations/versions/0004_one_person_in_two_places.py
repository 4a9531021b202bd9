"""Who is known as the same person in another place, and the codes that lead there."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Bring the tables to this version."""
    with op.batch_alter_table("person") as person:
        person.add_column(sa.Column("linked", sa.String(), nullable=False, server_default=""))
    with op.batch_alter_table("person") as person:
        person.alter_column("linked", server_default=None)
    op.create_table(
        "code",
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("until_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("wrong", sa.Integer(), nullable=False),
        sa.Column("wrong_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["owner"], ["person.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("owner"),
    )
    given = sa.text("hash <> ''")
    op.create_index("code_given", "code", ["hash"], unique=True, sqlite_where=given, postgresql_where=given)
