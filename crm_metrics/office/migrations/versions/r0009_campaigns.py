"""Campaigns drawn from a list of customers, with those whom chance held out."""

import sqlalchemy as sa
from alembic import op

from crm_metrics.office.columns import DOCUMENT, Instant

revision = "0009"
down_revision = "0008"


COLUMNS = (
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("standing", sa.Text),
    sa.Column("begins", sa.Text, nullable=False),
    sa.Column("days", sa.Integer, nullable=False),
    sa.Column("share", sa.Float, nullable=False),
    sa.Column("asked", DOCUMENT, nullable=False),
    sa.Column("listed", DOCUMENT, nullable=False),
    sa.Column("held", DOCUMENT, nullable=False),
    sa.Column("author", sa.Text, nullable=False),
    sa.Column("drawn_at", Instant, nullable=False),
    sa.Column("withdrawn_by", sa.Text, nullable=False),
    sa.Column("withdrawn_at", Instant),
    sa.Column("withdrawn_why", sa.Text, nullable=False),
    sa.UniqueConstraint("standing", name="campaign_standing"),
    sa.CheckConstraint("length(name) between 1 and 60", name="campaign_name_length"),
    sa.CheckConstraint("length(begins) = 10", name="campaign_begins_length"),
    sa.CheckConstraint("days between 1 and 366", name="campaign_days"),
    sa.CheckConstraint("share > 0 and share < 1", name="campaign_share"),
    sa.CheckConstraint("length(author) <= 200", name="campaign_author_length"),
    sa.CheckConstraint("length(withdrawn_by) <= 200", name="campaign_withdrawn_by_length"),
    sa.CheckConstraint("length(withdrawn_why) <= 300", name="campaign_withdrawn_why_length"),
    sa.CheckConstraint("(standing is null) = (withdrawn_at is not null)", name="campaign_stands_or_not"),
)


def upgrade() -> None:
    """Make their table."""
    op.create_table("campaign", *COLUMNS)
