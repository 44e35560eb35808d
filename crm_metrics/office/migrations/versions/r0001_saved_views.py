"""The first tables: saved views, and the audit trail."""

import sqlalchemy as sa
from alembic import op

from crm_metrics.office.columns import DOCUMENT, Instant

revision = "0001"
down_revision = None


VIEWS = (
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("owner", sa.Text, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("name_key", sa.Text, nullable=False),
    sa.Column("page", sa.Text, nullable=False),
    sa.Column("asked", DOCUMENT, nullable=False),
    sa.Column("audience", sa.Text, nullable=False),
    sa.Column("shared_with", sa.Text, nullable=False),
    sa.Column("made_at", Instant, nullable=False),
    sa.Column("changed_at", Instant, nullable=False),
    sa.UniqueConstraint("owner", "name_key", name="saved_view_name"),
    sa.CheckConstraint("length(owner) <= 200", name="saved_view_owner_length"),
    sa.CheckConstraint("length(name) between 1 and 60", name="saved_view_name_length"),
    sa.CheckConstraint("audience in ('private', 'level', 'person')", name="saved_view_audience"),
)
TRAIL = (
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("at", Instant, nullable=False),
    sa.Column("author", sa.Text, nullable=False),
    sa.Column("proof", sa.Text, nullable=False),
    sa.Column("thing", sa.Text, nullable=False),
    sa.Column("key", sa.Text, nullable=False),
    sa.Column("did", sa.Text, nullable=False),
    sa.Column("before", DOCUMENT),
    sa.Column("after", DOCUMENT),
    sa.CheckConstraint("did in ('created', 'changed', 'deleted', 'imported')", name="trail_did"),
)


def upgrade() -> None:
    """Make them."""
    op.create_table("saved_view", *VIEWS)
    op.create_table("trail", *TRAIL, sqlite_autoincrement=True)
