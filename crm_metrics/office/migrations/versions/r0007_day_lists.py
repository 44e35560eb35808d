"""What became of the customers of the day's list, and who was held out of it."""

import sqlalchemy as sa
from alembic import op

from crm_metrics.office.columns import DOCUMENT, Instant

revision = "0007"
down_revision = "0006"


MARKS = (
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("day", sa.Text, nullable=False),
    sa.Column("customer", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("kinds", DOCUMENT, nullable=False),
    sa.Column("author", sa.Text, nullable=False),
    sa.Column("changed_at", Instant, nullable=False),
    sa.UniqueConstraint("day", "customer", name="day_mark_once"),
    sa.CheckConstraint("length(day) = 10", name="day_mark_day_length"),
    sa.CheckConstraint("length(customer) between 1 and 400", name="day_mark_customer_length"),
    sa.CheckConstraint("state in ('done', 'not_reached', 'later')", name="day_mark_state"),
    sa.CheckConstraint("length(author) <= 200", name="day_mark_author_length"),
)
DRAWS = (
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("day", sa.Text, nullable=False),
    sa.Column("whose", sa.Text, nullable=False),
    sa.Column("listed", DOCUMENT, nullable=False),
    sa.Column("held", DOCUMENT, nullable=False),
    sa.Column("drawn_at", Instant, nullable=False),
    sa.UniqueConstraint("day", "whose", name="day_draw_once"),
    sa.CheckConstraint("length(day) = 10", name="day_draw_day_length"),
    sa.CheckConstraint("length(whose) <= 400", name="day_draw_whose_length"),
)


def upgrade() -> None:
    """Make their tables."""
    op.create_table("day_mark", *MARKS)
    op.create_table("day_draw", *DRAWS)
