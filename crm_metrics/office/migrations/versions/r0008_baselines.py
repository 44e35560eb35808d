"""Baselines that people started anew, each with its reason."""

import sqlalchemy as sa
from alembic import op

from crm_metrics.office.columns import DOCUMENT, Instant

revision = "0008"
down_revision = "0007"


COLUMNS = (
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("metric", sa.Text, nullable=False),
    sa.Column("parts", DOCUMENT, nullable=False),
    sa.Column("subject", sa.Text, nullable=False),
    sa.Column("standing", sa.Text),
    sa.Column("day", sa.Text, nullable=False),
    sa.Column("why", sa.Text, nullable=False),
    sa.Column("note", sa.Text, nullable=False),
    sa.Column("author", sa.Text, nullable=False),
    sa.Column("started_at", Instant, nullable=False),
    sa.Column("withdrawn_by", sa.Text, nullable=False),
    sa.Column("withdrawn_at", Instant),
    sa.Column("withdrawn_why", sa.Text, nullable=False),
    sa.UniqueConstraint("standing", name="baseline_standing"),
    sa.CheckConstraint("length(metric) between 1 and 100", name="baseline_metric_length"),
    sa.CheckConstraint("length(day) = 10", name="baseline_day_length"),
    sa.CheckConstraint("length(why) between 1 and 300", name="baseline_why_length"),
    sa.CheckConstraint("length(note) in (0, 32)", name="baseline_note_length"),
    sa.CheckConstraint("length(author) <= 200", name="baseline_author_length"),
    sa.CheckConstraint("length(withdrawn_by) <= 200", name="baseline_withdrawn_by_length"),
    sa.CheckConstraint("length(withdrawn_why) <= 300", name="baseline_withdrawn_why_length"),
    sa.CheckConstraint("(standing is null) = (withdrawn_at is not null)", name="baseline_stands_or_not"),
)


def upgrade() -> None:
    """Make their table."""
    op.create_table("baseline", *COLUMNS)
