"""The objectives that people set."""

import sqlalchemy as sa
from alembic import op

from crm_metrics.office.columns import Instant

revision = "0003"
down_revision = "0002"


OBJECTIVES = (
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("metric", sa.Text, nullable=False),
    sa.Column("process", sa.Text, nullable=False),
    sa.Column("team", sa.Text, nullable=False),
    sa.Column("valid_from", sa.Text, nullable=False),
    sa.Column("valid_to", sa.Text, nullable=False),
    sa.Column("minimum", sa.Float(53)),
    sa.Column("good", sa.Float(53), nullable=False),
    sa.Column("excellent", sa.Float(53)),
    sa.Column("author", sa.Text, nullable=False),
    sa.Column("changed_at", Instant, nullable=False),
    sa.UniqueConstraint("metric", "process", "team", "valid_from", name="objective_aim"),
    sa.CheckConstraint("length(metric) between 1 and 100", name="objective_metric_length"),
    sa.CheckConstraint("length(process) <= 100", name="objective_process_length"),
    sa.CheckConstraint("length(team) <= 200", name="objective_team_length"),
    sa.CheckConstraint("length(valid_from) = 10", name="objective_valid_from_length"),
    sa.CheckConstraint("length(valid_to) in (0, 10)", name="objective_valid_to_length"),
    sa.CheckConstraint("length(author) <= 200", name="objective_author_length"),
)


def upgrade() -> None:
    """Make them."""
    op.create_table("objective", *OBJECTIVES)
