"""Notes of some days, and which of those whom they mention have read them."""

import sqlalchemy as sa
from alembic import op

from crm_metrics.office.columns import DOCUMENT, Instant

revision = "0005"
down_revision = "0004"


NOTES = (
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("first_day", sa.Text, nullable=False),
    sa.Column("last_day", sa.Text, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("metric", sa.Text, nullable=False),
    sa.Column("parts", DOCUMENT, nullable=False),
    sa.Column("mentions", DOCUMENT, nullable=False),
    sa.Column("author", sa.Text, nullable=False),
    sa.Column("written_at", Instant, nullable=False),
    sa.Column("changed_at", Instant, nullable=False),
    sa.CheckConstraint("length(first_day) = 10", name="note_first_day_length"),
    sa.CheckConstraint("length(last_day) = 10", name="note_last_day_length"),
    sa.CheckConstraint("length(text) between 1 and 280", name="note_text_length"),
    sa.CheckConstraint("kind in ('event', 'comment')", name="note_kind"),
    sa.CheckConstraint("length(metric) <= 100", name="note_metric_length"),
    sa.CheckConstraint("length(author) <= 200", name="note_author_length"),
)
READS = (
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("note", sa.Text, nullable=False),
    sa.Column("reader", sa.Text, nullable=False),
    sa.Column("read_at", Instant, nullable=False),
    sa.UniqueConstraint("note", "reader", name="note_read_once"),
    sa.CheckConstraint("length(reader) between 1 and 200", name="note_read_reader_length"),
)


def upgrade() -> None:
    """Make their tables."""
    op.create_table("note", *NOTES)
    op.create_table("note_read", *READS)
