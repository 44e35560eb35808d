"""Reviews: when one was held and about what, its minutes and decisions, the board as it was read, how often."""

import sqlalchemy as sa
from alembic import op

from crm_metrics.office.columns import DOCUMENT, Instant

revision = "0006"
down_revision = "0005"

REVIEWS = (
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("parts", DOCUMENT, nullable=False),
    sa.Column("held_for", sa.Text, nullable=False),
    sa.Column("first_day", sa.Text, nullable=False),
    sa.Column("last_day", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("agenda", DOCUMENT, nullable=False),
    sa.Column("opened_by", sa.Text, nullable=False),
    sa.Column("opened_at", Instant, nullable=False),
    sa.Column("closed_by", sa.Text, nullable=False),
    sa.Column("closed_at", Instant, nullable=True),
    sa.UniqueConstraint("held_for", name="review_held_for"),
    sa.CheckConstraint("kind in ('daily', 'weekly', 'monthly', 'strategy')", name="review_kind"),
    sa.CheckConstraint("state in ('open', 'closed')", name="review_state"),
    sa.CheckConstraint("length(first_day) = 10", name="review_first_day_length"),
    sa.CheckConstraint("length(last_day) = 10", name="review_last_day_length"),
    sa.CheckConstraint("length(opened_by) <= 200", name="review_opened_by_length"),
    sa.CheckConstraint("length(closed_by) <= 200", name="review_closed_by_length"),
)
LINES = (
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("review", sa.Text, sa.ForeignKey("review.id", name="review_line_review"), nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("owner", sa.Text, nullable=False),
    sa.Column("due", sa.Text, nullable=True),
    sa.Column("about", sa.Text, nullable=False),
    sa.Column("author", sa.Text, nullable=False),
    sa.Column("written_at", Instant, nullable=False),
    sa.Column("done_by", sa.Text, nullable=False),
    sa.Column("done_at", Instant, nullable=True),
    sa.CheckConstraint("kind in ('minute', 'decision', 'correction')", name="review_line_kind"),
    sa.CheckConstraint("length(text) between 1 and 2000", name="review_line_text_length"),
    sa.CheckConstraint("length(owner) <= 200", name="review_line_owner_length"),
    sa.CheckConstraint("length(due) = 10", name="review_line_due_length"),
    sa.CheckConstraint("length(about) <= 400", name="review_line_about_length"),
    sa.CheckConstraint("length(author) <= 200", name="review_line_author_length"),
    sa.CheckConstraint("length(done_by) <= 200", name="review_line_done_by_length"),
)
BOARDS = (
    sa.Column("id", sa.Text, sa.ForeignKey("review.id", name="review_board_review"), primary_key=True),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("board", DOCUMENT, nullable=False),
)
RHYTHMS = (
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("months", sa.Integer, nullable=False),
    sa.Column("changed_at", Instant, nullable=False),
    sa.CheckConstraint("id = 'strategy'", name="review_rhythm_kind"),
    sa.CheckConstraint("months between 1 and 36", name="review_rhythm_months"),
)


def upgrade() -> None:
    """Make the tables."""
    op.create_table("review", *REVIEWS)
    op.create_table("review_line", *LINES)
    op.create_table("review_board", *BOARDS)
    op.create_table("review_rhythm", *RHYTHMS)
