"""Of a channel the team that it belongs to: there its platform says whether it is private."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Bring the tables to this version."""
    with op.batch_alter_table("reference") as reference:
        reference.add_column(sa.Column("team", sa.String(), nullable=False, server_default=""))
    with op.batch_alter_table("reference") as reference:
        reference.alter_column("team", server_default=None)
